/**
 * The preset dictionary of version 1 of the text code, as in `core/log/carrying.py`.
 * Written by `tools/write_schema.py`; not by hand.
 */
import { utf8 } from "./bytes";

export const DICTIONARY = utf8(
  '"opened","replaced","relocated","destroyed","cancelled","corrected","escorted","guarded""p' +
    'ositioned","incident","counted","turnout","commissioned","packed","inspected","refused""tr' +
    'ansferred","witnessed","sealed","unsealed","given","received","photos":["reason":"note":"c' +
    'ondition":"intact""shipment":"except":["packages":["seals":["list":"{"after":[""],"assignm' +
    'ent":"","at":"2024-11-26T07:00:00+07:00","at":"2024-11-26T07:00:00+08:00","by":"","device"' +
    ':"","election":"pilkada-2024","from":":gudang-1","kabupaten":"","kind":"given","mono":","k' +
    'ind":"received","mono":,"package":"","prev":"","role":"ppk","role":"pps","role":"kpps","ro' +
    'le":"driver","salt":""seen":{"root":"","size":},"seq":,"session":"","to":":ppk","v":1}:pps' +
    '","v":1}',
);
