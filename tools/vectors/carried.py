"""Cases on texts that carry several facts: parcels, and parts of them in any order."""

import random
from typing import Any

from tepat.core.log import canonical, carrying, keys, parcels, series
from tepat.core.log.parcels import Item
from tools.vectors.made import BU_RINA, BU_SARI, Case, case, name


def _fact(who: keys.Signer, seq: int, prev: str, **fields: Any) -> Item:
    value = {"device": who.key_id, "kind": "received", "seq": seq, "v": 1, **fields}
    body = canonical.encode({**value, "prev": prev} if prev else value)
    return Item(body, keys.sign_body(who, keys.EVENT, body))


def _outbox(how_many: int) -> list[Item]:
    items: list[Item] = []
    prev = ""
    for seq in range(1, how_many + 1):
        items.append(_fact(BU_SARI, seq, prev, assignment=name("letter"), place="99.01:gudang-1"))
        prev = canonical.name_of(items[-1].body)
    return items


def _handover() -> list[Item]:
    given = _fact(BU_SARI, 2, name("before"), kind="given", list=name("list"), receiver="ppk@99.01")
    named = canonical.name_of(given.body)
    answer = _fact(BU_RINA, 9, name("other"), list=name("list"), given=named, note="café")
    return [given, answer, Item(canonical.encode({"kind": "shipment_list", "packages": ["X"]}))]


def _items(items: list[Item]) -> list[dict[str, str]]:
    return [{"body": each.body.hex(), "sig": each.sig.hex()} for each in items]


def parcel_bytes() -> list[Case]:
    """Parcels that are read, and bytes that are none."""
    good = {
        "one fact": _outbox(1),
        "a chain of facts": _outbox(25),
        "both halves of a handover and the list": _handover(),
        "a body that is no fact is carried as it is": [Item(b'"\xff"', bytes(64))],
    }
    made = [
        case(shows, bytes=parcels.write(items), items=_items(items))
        for shows, items in good.items()
    ]
    whole = parcels.write(_handover())
    names = 1 + 3
    bad = {
        "nothing": b"",
        "no facts": b"\x00" + whole[1:],
        "more facts than there are": b"\x04" + whole[1:2] + whole[1:],
        "an unknown kind of item": whole[:1] + b"\x09" + whole[2:],
        "the end is missing": whole[:-1],
        "a byte after the end": whole + b"\x00",
        "more names than are used": _with_name(whole, names),
        "a name that is not there": _of_marks(b'{"a":\x04  }'),
        "the fact before the first": _of_marks(b'{"a":\x05}'),
        "a control character": _of_marks(b'{"a":"\x07"}'),
        "a body larger than a fact may be": _of_marks(b"{}", b"[" + b"\x05," * 600 + b"\x05]"),
        "lists that are small alone and too large together": _lists(0, 2),
        "more than a parcel may hold": _of_marks(b" " * (parcels.LARGEST + 1)),
    }
    return made + [case(shows, bytes=data, items=None) for shows, data in bad.items()]


def _with_name(whole: bytes, at: int) -> bytes:
    count = int.from_bytes(whole[at : at + 2], "big") + 8
    end = at + 2 + 2 * keys.SIGNATURE_BYTES
    return whole[:at] + count.to_bytes(2, "big") + whole[at + 2 : end] + bytes(8) + whole[end:]


def _of_marks(*texts: bytes) -> bytes:
    """A parcel of facts that nobody's writer makes: the marks stand in it as they are."""
    head = bytes([len(texts)]) + b"\x01" * len(texts) + b"\x00\x00"
    return head + bytes(64 * len(texts)) + parcels.deflate(b"\x00".join(texts))


def _lists(first: int, how_many: int) -> bytes:
    """A parcel of lists of 2.6 MB each in a thousand bytes: every mark stands for 66."""
    texts = [b'{"a":%d}' % first, *([b"\x05" * 40_000] * how_many)]
    head = bytes([len(texts)]) + b"\x02" * len(texts) + b"\x00\x00"
    return head + parcels.deflate(b"\x00".join(texts))


def pasted() -> list[Case]:
    """Texts as they are pasted: what they hold and how many parts are missing, or nothing."""
    outbox, halves = _outbox(12), _handover()
    sms = series.parts(halves, series.SMS_LETTERS)
    codes = series.parts(outbox)
    shuffled = random.Random(7).sample([*sms, *codes, *sms], 2 * len(sms) + len(codes))
    single = carrying.write(halves[0].body, halves[0].sig)
    good: dict[str, tuple[str, list[Item], int]] = {
        "one fact": (single, halves[:1], 0),
        "the same fact twice": (f"{single}\n{single}", halves[:1], 0),
        "a parcel as one text": (series.whole(outbox), outbox, 0),
        "parts as SMS, in order": ("\n".join(sms), halves, 0),
        "parts backwards, on one line": (" ".join(reversed(codes)), outbox, 0),
        "one part is missing": ("\n".join(codes[1:]), [], 1),
        "one part of many": (sms[0], [], len(sms) - 1),
        "a fact beside parts": ("\r\n".join([codes[0], single]), halves[:1], len(codes) - 1),
    }
    made = [
        case(shows, text=text, items=_items(items), missing=missing)
        for shows, (text, items, missing) in good.items()
    ]
    both = [*halves, *outbox]
    made.append(
        case(
            "two series mixed and repeated",
            text="\n".join(shuffled),
            items=_items(both),
            missing=0,
            sorted=True,
        )
    )
    first, second = (carrying.write(each.body, each.sig) for each in both[:2])
    written = {
        "exported by WhatsApp": f"25/11/24 08.10 - Bu Sari: {first}\n"
        f"25/11/24 08.12 - +62 812-0000-0001: {second}",
        "copied from WhatsApp": f"[25/11 08.10] Bu Sari: {first}\n"
        f"[08.12, 25/11/2024] Budi: {second}",
        "exported on another phone": f"\u200e[25/11/24, 8:10:32\u202fAM] Bu Sari: {first}\r\n"
        f"\u200e[25/11/24, 8:12:01\u202fAM] Budi: {second}\r\n",
        "other messages in between": f"25/11/24 08.10 - Bu Sari: {first}\n"
        "25/11/24 08.11 - Budi: sudah\nsaya terima, lanjut\n"
        f"25/11/24 pukul 08.12 - Bu Sari: {second}\n25/11/24 08.13 - Budi: terima kasih",
    }
    for shows, text in written.items():
        made.append(case(shows, text=text, items=_items(both[:2]), missing=0))
    raw = carrying.from_base45(sms[0].removeprefix(carrying.PREFIX))
    bad = {
        "nothing": "",
        "words before the code": f"Bu Sari: {single}",
        "words before the code in a message of WhatsApp": f"25/11/24 08.10 - Budi: ini {single}",
        "a name without day and hour": f"{single}\nBu Sari: {single}",
        "words behind the code": f"{single}\nterima kasih",
        "part 0": _text(raw[:11] + b"\x00\x00" + raw[13:]),
        "a part behind the last": _text(raw[:11] + b"\x03\xe7" + raw[13:]),
        "too many parts": _text(raw[:9] + b"\xff\xff" + raw[11:]),
        "a part without contents": _text(raw[:13]),
        "parts that are not of one parcel": _text(raw[:9] + b"\x00\x01" + raw[11:]),
        "many parcels that are too large together": " ".join(
            _text(b"\x02" + _lists(each, 1)) for each in range(4)
        ),
        "another version": _text(b"\x07" + raw[1:]),
    }
    return made + [case(shows, text=text, items=None) for shows, text in bad.items()]


def _text(data: bytes) -> str:
    return carrying.PREFIX + carrying.to_base45(data)
