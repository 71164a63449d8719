"""Cases on canonical bytes, keys and signatures."""

from hashlib import sha256

from tepat.core.log import canonical, keys
from tools.vectors import curve
from tools.vectors.made import BU_RINA, BU_SARI, DESK, PAK_ADI, Case, case, name

GOOD = {
    "an object with its keys in order": '{"a":1,"b":[true,false,null]}',
    "an empty object": "{}",
    "an empty list": "[]",
    "a text alone": '"Muara Uya"',
    "an empty key": '{"":0}',
    "capital letters sort before small ones": '{"B":1,"a":2}',
    "digits sort as text, not as numbers": '{"1":1,"10":2,"2":3}',
    "the largest whole number": "9007199254740991",
    "the smallest whole number": "-9007199254740991",
    "letters beyond ASCII stay letters": '{"name":"Péché"}',
    "a letter beyond the basic plane": '"\U0001f4e6"',
    "control characters have the short escape where there is one": '"\\b\\t\\n\\f\\r"',
    "other control characters have the long one, in small letters": '"\\u0000\\u001f"',
    "delete is not escaped": '"\x7f"',
    "quote and backslash are escaped, the slash is not": '"\\"\\\\/"',
    "a line separator is a letter": '"\u2028"',
    "sixteen levels": "[" * 16 + "]" * 16,
    "brackets in a text are not levels": '"' + "[" * 40 + '"',
    "a long row of digits in a text is no number": '"' + "9" * 40 + '"',
    "a letter whose mark Unicode keeps apart": '"\u0915\u093c"',
}
BAD = {
    "nothing": "",
    "a space after the colon": '{"a": 1}',
    "a space before": " 1",
    "a line feed after": "1\n",
    "keys out of order": '{"b":1,"a":2}',
    "small letters before capital ones": '{"a":1,"B":2}',
    "a key twice": '{"a":1,"a":1}',
    "a key twice, deep inside": '[{"a":{"b":1,"b":2}}]',
    "a fraction": '{"a":1.5}',
    "a fraction that is whole": '{"a":1.0}',
    "an exponent": '{"a":1e3}',
    "minus zero": "-0",
    "a leading zero": "01",
    "a plus": "+1",
    "not a number": "NaN",
    "infinity": "Infinity",
    "beyond the largest whole number": "9007199254740992",
    "beyond the smallest whole number": "-9007199254740992",
    "a number of five thousand digits": "1" * 5000,
    "an escape for a plain letter": '"\\u0041"',
    "a long escape where there is a short one": '"\\u000a"',
    "an escape in capital letters": '"\\u001F"',
    "an escaped slash": '"\\/"',
    "half of a surrogate pair": '"\\ud800"',
    "a pair of surrogate escapes for one letter": '"\\ud83d\\udce6"',
    "a key beyond ASCII": '{"é":1}',
    "a letter with its accent apart": '"e\u0301"',
    "a letter that NFC writes otherwise": '"\u212b"',
    "an accent after an escape, which the whole text puts together": '"\\n\u0303"',
    "a raw line feed in a text": '"\n"',
    "a byte order mark": "\ufeff1",
    "single quotes": "{'a':1}",
    "a comma too many": "[1,]",
    "two values": "1 2",
    "a text without an end": '"a',
    "seventeen levels": "[" * 17 + "]" * 17,
    "a thousand open brackets": "[" * 1000,
    "True as Python writes it": "True",
}
NOT_UTF8 = {
    "a byte that UTF-8 never has": b'"\xff"',
    "a letter in two bytes too many": b'"\xc0\xaf"',
    "a surrogate as bytes": b'"\xed\xa0\x80"',
    "a letter cut off": b'"\xc3"',
}


def canonical_bytes() -> list[Case]:
    """Texts in JSON, and whether they are the one spelling."""
    good = [
        case(shows, text=text, good=True, name=sha256(text.encode()).hexdigest())
        for shows, text in GOOD.items()
    ]
    bad = [case(shows, text=text, good=False) for shows, text in BAD.items()]
    bytes_ = [case(shows, bytes=data, good=False) for shows, data in NOT_UTF8.items()]
    fits = canonical.LARGEST_BODY - 2
    sizes = [
        case("as large as a fact may be", text='"FILL"', fill=fits, good=True),
        case("one byte larger than a fact may be", text='"FILL"', fill=fits + 1, good=False),
    ]
    return [*good, *bad, *bytes_, *sizes]


def signers() -> list[Case]:
    """Seeds with their keys and key ids, and a signature that RFC 8032 fixes."""
    people = {"bu_sari": BU_SARI, "bu_rina": BU_RINA, "pak_adi": PAK_ADI, "desk": DESK}
    return [
        case(
            f"the key of {who}",
            seed=one.seed,
            public=one.public,
            key_id=one.key_id,
            message=b"tepat",
            signature=one.sign(b"tepat"),
        )
        for who, one in people.items()
    ]


def bodies() -> list[Case]:
    """A signature holds for the purpose it was made for, and for no other."""
    body = canonical.encode({"kind": "received", "list": name("list"), "v": 1})
    purposes = {
        "event": keys.EVENT,
        "receipt": keys.RECEIPT,
        "request": keys.REQUEST,
        "letter": keys.LETTER,
    }
    return [
        case(
            f"made as {made}, asked as {asked}",
            public=BU_RINA.public,
            purpose=asked,
            body=body,
            signature=keys.sign_body(BU_RINA, purposes[made], body),
            good=made == asked,
        )
        for made in purposes
        for asked in purposes
    ]


def weak_keys() -> list[Case]:
    """Keys that are, or are not, refused at enrolment."""
    a = curve.scalar(b"weak keys")
    own = curve.times(a, curve.BASE)
    made = [case("a key of the large group", public=curve.pack(own), weak=False)]
    made += [
        case(f"a point of small order, number {at}", public=curve.pack(each), weak=True)
        for at, each in enumerate(curve.TORSION)
    ]
    made += [
        case(
            f"a key of mixed order, number {at}",
            public=curve.pack(curve.add(own, each)),
            weak=True,
        )
        for at, each in enumerate(curve.TORSION[1:], start=1)
    ]
    for at, y in enumerate((curve.P, curve.P + 1, curve.P + 3, 2**255 - 1)):
        packed = y.to_bytes(32, "little")
        made.append(case(f"y beyond the prime, number {at}", public=packed, weak=True))
    one = (1 | 1 << 255).to_bytes(32, "little")
    made.append(case("x is zero and says it is odd", public=one, weak=True))
    y = next(y for y in range(2, 99) if curve.point(y, 0) is None)
    made.append(case("no point has this y", public=y.to_bytes(32, "little"), weak=True))
    made.append(case("a byte too few", public=curve.pack(own)[:31], weak=True))
    made.append(case("a byte too many", public=curve.pack(own) + b"\0", weak=True))
    made.append(case("nothing", public=b"", weak=True))
    return made


def signatures() -> list[Case]:
    """Signatures on which libraries differ, and the one verdict on them."""
    message = b"tepat"
    public, signature = BU_SARI.public, BU_SARI.sign(message)
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    made = [
        case("an honest signature", public=public, signature=signature, good=True),
        case("of another key", public=BU_RINA.public, signature=signature, good=False),
        case("nothing", public=public, signature=b"", good=False),
        case("a byte too few", public=public, signature=signature[:-1], good=False),
        case("a byte too many", public=public, signature=signature + b"\0", good=False),
        case("all zero", public=public, signature=bytes(64), good=False),
        case("S and R exchanged", public=public, signature=signature[32:] + r, good=False),
    ]
    for factor in (1, 2):
        longer = (s + factor * curve.L).to_bytes(32, "little")
        shows = f"S plus {factor} times the order of the group"
        made.append(case(shows, public=public, signature=r + longer, good=False))
    for at in (0, 31, 32, 63):
        other = bytearray(signature)
        other[at] ^= 1
        shows = f"one bit of byte {at} is turned"
        made.append(case(shows, public=public, signature=bytes(other), good=False))
    made += _torsion(message)
    return [{**each, "message": message.hex()} for each in made]


def _torsion(message: bytes) -> list[Case]:
    a, number = curve.scalar(b"a"), curve.scalar(b"r")
    own, r = curve.times(a, curve.BASE), curve.times(number, curve.BASE)
    honest = curve.sign_with(a, own, r, number, message)
    made = [case("made with plain numbers", public=curve.pack(own), signature=honest, good=True)]
    for at, small in enumerate(curve.TORSION):
        signed = curve.sign_with(a, own, small, 0, message)
        shows = f"R is the point of small order {at}"
        made.append(case(shows, public=curve.pack(own), signature=signed, good=False))
        if at == 0:
            continue
        signed = curve.sign_with(a, own, curve.add(r, small), number, message)
        shows = f"R has the part of small order {at}: holds only when multiplied by eight"
        made.append(case(shows, public=curve.pack(own), signature=signed, good=False))
        mixed = curve.add(own, small)
        signed = curve.sign_with(a, mixed, r, number, message)
        shows = f"the key has the part of small order {at}"
        made.append(case(shows, public=curve.pack(mixed), signature=signed, good=False))
        zero = curve.pack(r) + (number % curve.L).to_bytes(32, "little")
        shows = f"the key is the point of small order {at}"
        made.append(case(shows, public=curve.pack(small), signature=zero, good=False))
    return made
