/**
 * The preset dictionary of version 1 of the text code, as in `core/log/carrying.py`.
 * Written by `tools/write_schema.py`; not by hand.
 */
import { utf8 } from "./bytes";

export const DICTIONARY = utf8(
  '"archived""ballots""listed""plan_published""result""turnout""seals_issued""released""used"' +
    '"desk_enrolled""escorted""guarded""positioned""cancelled""destroyed""replaced""relocated""' +
    'assigned""revoked""enrolled""commissioned""packed""counted""transferred""incident""correct' +
    'ed""inspected""opened""unsealed""sealed""refused""witnessed""condition":"broken""damaged""' +
    'missing""wet""empty""reason":"wrong_place""note":"paper":""person":"as_role":"area":"start' +
    's":"ends":"target":"upto":"ended":"mac":"key":""finding":"fact":"vehicle":"package":"seal"' +
    ':"content":[{"count":,"item":"surat_suarapilkada-2024pemilu-2024pilkades:tps@kpps@pps@driv' +
    'er@warehouse@ppk@gudang2024-11-25T2024-11-26T2024-11-27T:00:00+07:00:00:00+08:00:00:00+09:' +
    '00","salt":"","without":["","packages":["","photos":["{"after":[""],"assignment":"","at":"' +
    '2024-11-26T+08:00","by":"","checks":[{"package":"","seals":[""]},{"package":""]}],"device"' +
    ':"","election":"pilkada-2024","given":"","giver":"gudang@","gps":{"lat":-,"lon":1},"kabupa' +
    'ten":"","kind":"given","list":"","kind":"received","list":"","mono":,"place":"","prev":"",' +
    '"receiver":"ppk@","role":"ppk","seen":{"root":"","size":},"seq":,"session":"","shipment":"' +
    '","to":":ppk","v":1}',
);
