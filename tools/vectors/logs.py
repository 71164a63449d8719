"""Cases on the tree, tiles, entries and the papers of a log."""

import zlib
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from tepat.core.log import (
    carrying,
    entries,
    gathered,
    keys,
    letters,
    receipts,
    requests,
    spelling,
    tiles,
    tree,
)
from tools.vectors.made import (
    BU_RINA,
    BU_SARI,
    DESK,
    ORIGIN,
    PAK_ADI,
    RECEIVED,
    STRANGER,
    Case,
    case,
    name,
)

SIZES = (1, 2, 3, 4, 5, 7, 8, 13)
LEAVES = [tree.leaf_hash(f"leaf {at}".encode()) for at in range(300)]


def read_node(level: int, index: int) -> bytes:
    """Return a node of the tree of `LEAVES`."""
    return tree.root_of(LEAVES[index << level : (index + 1) << level])


def roots() -> list[Case]:
    """Roots of the trees over `leaf 0`, `leaf 1` ..."""
    return [
        case(f"the root of {size} leaves", size=size, root=tree.root_of(LEAVES[:size]))
        for size in (0, *SIZES, 255, 256, 257, 300)
    ]


def inclusion() -> list[Case]:
    """Inclusion proofs that hold, and what is left of them after one change."""
    made = []
    for size in (*SIZES, 256, 257):
        for index in sorted({0, 1, size // 2, size - 1} & set(range(size))):
            made += list(_inclusion(index, size))
    return made


def _inclusion(index: int, size: int) -> Iterable[Case]:
    proof = tree.inclusion_proof(index, size, read_node)
    root, leaf = tree.root_of(LEAVES[:size]), LEAVES[index]

    def one(shows: str, good: bool, **change: Any) -> Case:
        fields: dict[str, Any] = {"index": index, "size": size, "leaf": leaf, "root": root}
        fields |= {"proof": proof} | change
        fields["proof"] = [each.hex() for each in fields["proof"]]
        return case(shows, **fields, good=good)

    yield one(f"leaf {index} of {size}", True)
    if size > 5:
        yield one(f"leaf {index} of {size}, a hash too many", False, proof=[*proof, root])
        yield one(f"leaf {index} of {size}, a hash too few", False, proof=proof[:-1])
        yield one(f"leaf {index} of {size}, another leaf", False, leaf=tree.leaf_hash(b"x"))
        yield one(f"leaf {index} of {size}, another root", False, root=leaf)
        yield one(f"leaf {index} of {size}, beyond the tree", False, index=index + size)
        short = [*proof[:-1], proof[-1][:31]]
        yield one(f"leaf {index} of {size}, a hash of 31 bytes", False, proof=short)


def consistency() -> list[Case]:
    """Consistency proofs that hold, and what is left of them after one change."""
    made = []
    for new in (*SIZES, 257):
        for old in sorted({0, 1, 2, 3, new // 2, new - 1, new} & set(range(new + 1))):
            made += list(_consistency(old, new))
    return made


def _consistency(old: int, new: int) -> Iterable[Case]:
    proof = tree.consistency_proof(old, new, read_node)
    old_root, new_root = tree.root_of(LEAVES[:old]), tree.root_of(LEAVES[:new])

    def one(shows: str, good: bool, **change: Any) -> Case:
        fields: dict[str, Any] = {
            "old": old,
            "new": new,
            "old_root": old_root,
            "new_root": new_root,
        }
        fields |= {"proof": proof} | change
        fields["proof"] = [each.hex() for each in fields["proof"]]
        return case(shows, **fields, good=good)

    yield one(f"{old} begins {new}", True)
    other = tree.leaf_hash(b"x")
    yield one(f"{old} begins {new}, another old root", False, old_root=other)
    yield one(f"{old} begins {new}, a hash too many", False, proof=[*proof, other])
    if proof:
        yield one(f"{old} begins {new}, a hash too few", False, proof=proof[:-1])
        yield one(f"{old} begins {new}, another new root", False, new_root=other)
        yield one(f"{old} begins {new}, the proof turned", False, proof=[other, *proof[1:]])
    yield one(f"{new + 1} does not begin {new}", False, old=new + 1)


def tile_paths() -> list[Case]:
    """Where tiles and bundles lie, and which a tree of a size has."""
    made = [
        case("a full tile", level=0, index=0, width=256, path=tiles.tile_path(0, 0)),
        case("a partial tile", level=1, index=0, width=17, path=tiles.tile_path(1, 0, 17)),
        case("a long index", level=0, index=1234067, width=256, path=tiles.tile_path(0, 1234067)),
        case("a thousand", level=2, index=1000, width=1, path=tiles.tile_path(2, 1000, 1)),
        case("entries", index=5, width=3, path=tiles.entries_path(5, 3)),
    ]
    for size in (0, 1, 255, 256, 257, 65_536, 70_000):
        paths = [each.path for each in tiles.tiles_of(size) if each.width < 256 or each.index < 2]
        made.append(case(f"partial and first tiles of {size} leaves", size=size, paths=paths))
    return made


def bundles() -> list[Case]:
    """Bundles of entries, whole and broken."""
    good = [b"one", b"", b"three"]
    data = tiles.write_bundle(good)
    texts = [each.hex() for each in good]
    return [
        case("three entries, one of them empty", bytes=data, width=3, good=True, entries=texts),
        case("asked for as two", bytes=data, width=2, good=False),
        case("asked for as four", bytes=data, width=4, good=False),
        case("the last byte is missing", bytes=data[:-1], width=3, good=False),
        case("a byte too many", bytes=data + b"\0", width=3, good=False),
        case("half a length", bytes=b"\0", width=1, good=False),
        case("nothing", bytes=b"", width=1, good=False),
    ]


def leaves() -> list[Case]:
    """Entries of a log as the bytes of leaves."""
    body = f'{{"by":"a\\"b","device":"{BU_RINA.key_id}","kind":"received","seq":1,"v":1}}'.encode()
    signature = keys.sign_body(BU_RINA, keys.EVENT, body)
    seen = entries.Countersignature(PAK_ADI.key_id, keys.sign_body(PAK_ADI, keys.EVENT, body))
    fact = entries.FactEntry(body, signature, RECEIVED)
    both = entries.FactEntry(body, signature, RECEIVED, (seen,))
    hidden = entries.HiddenEntry(
        name("hidden"), "security", BU_RINA.key_id, 2, signature, RECEIVED, name("first"), (seen,)
    )
    first = entries.HiddenEntry(name("hidden"), "results", BU_RINA.key_id, 1, signature, RECEIVED)
    kept = entries.QuarantinedEntry(name("stray"), "malformed", RECEIVED)
    good: dict[str, entries.Entry] = {
        "a fact": fact,
        "a fact that another officer signed too": both,
        "a hidden fact with all its fields": hidden,
        "the first fact of a device, hidden": first,
        "bytes in quarantine": kept,
    }
    made = [
        case(
            shows, text=(data := entries.write(each)).decode(), good=True, leaf=tree.leaf_hash(data)
        )
        for shows, each in good.items()
    ]
    text = entries.write(both).decode()
    one, two = text.index('{"device"'), text.index("}]")
    twice = text[: two + 1] + "," + text[one : two + 1] + text[two + 1 :]
    bad = {
        "an entry with a field more": '{"a":1,' + text[1:],
        "no time": text.replace(f'"received":"{RECEIVED}",', ""),
        "a time with an offset": text.replace("10:00Z", "10:00+00:00"),
        "a time that is no time": text.replace("2024-11-26", "2024-02-30"),
        "a signature in base64 without padding": text.replace('=="}', '"}'),
        "an empty list of countersignatures": text[: one - 1] + "[]" + text[two + 2 :],
        "one device countersigns twice": twice,
        "an object without meaning": "{}",
        "a list": "[]",
        "a reason that is no word": entries.write(kept).decode().replace("malformed", "Bad!"),
        "a number zero in its chain": entries.write(first).decode().replace('"seq":1', '"seq":0'),
        "a number that is a truth": entries.write(first).decode().replace('"seq":1', '"seq":true'),
    }
    return made + [case(shows, text=each, good=False) for shows, each in bad.items()]


def receipt_bodies() -> list[Case]:
    """Receipts of the door: canonical body and signature of the desk."""
    values = {
        "a fact was accepted": receipts.Receipt(name("a"), ORIGIN, 17, RECEIVED, "accepted"),
        "a fact was known already": receipts.Receipt(name("a"), ORIGIN, 17, RECEIVED, "known"),
        "a fact is in quarantine": receipts.Receipt(
            name("b"), ORIGIN, 18, RECEIVED, "quarantined", "unknown_device"
        ),
    }
    made = []
    for shows, each in values.items():
        body, signature = receipts.sign(each, DESK)
        fields = {"public": DESK.public, "signature": signature}
        made.append(case(shows, text=body.decode(), **fields, good=True, holds=True))
    body, signature = receipts.sign(values["a fact was accepted"], STRANGER)
    text = body.decode()
    fields = {"public": DESK.public, "signature": signature}
    made.append(case("signed by a stranger", text=text, **fields, good=True, holds=False))
    bad = {
        "accepted with a reason": text.replace('"received"', '"reason":"x","received"'),
        "quarantined without a reason": text.replace("accepted", "quarantined"),
        "a verdict that is none": text.replace("accepted", "refused"),
        "a number that is zero": text.replace('"number":17', '"number":0'),
        "another version": text.replace('"v":1', '"v":2'),
        "the name of a fact in capital letters": text.replace(name("a"), name("a").upper()),
        "no promise": text.replace(',"within":600', ""),
    }
    return made + [case(shows, text=each, good=False) for shows, each in bad.items()]


def signed_requests() -> list[Case]:
    """Requests of a phone: what is signed, and whether the signature holds."""
    path, body = "/api/e/pilkada-2024/99.01/facts", b'{"facts":[]}'
    signature = requests.sign(BU_RINA, "POST", path, body)
    plain = requests.sign(BU_RINA, "GET", path + "?after=3")

    def one(shows: str, good: bool, **change: Any) -> Case:
        fields = {"method": "POST", "path": path, "body": body, "signature": signature}
        fields |= {"public": BU_RINA.public} | change
        return case(shows, **fields, good=good)

    message = requests.message("POST", path, body).decode()
    return [
        one("a batch of facts", True, message=message),
        one(
            "a question without a body",
            True,
            method="GET",
            path=path + "?after=3",
            body=b"",
            signature=plain,
        ),
        one("another method", False, method="PUT"),
        one("another path", False, path=path + "/"),
        one("another body", False, body=body + b" "),
        one("another key", False, public=BU_SARI.public),
        one("a method in small letters", False, method="post"),
        one("a path with a line feed", False, path=path + "\n"),
        one("a path without a slash", False, path=path[1:]),
    ]


def enrolment_letters() -> list[Case]:
    """The QR of an assignment letter, and what is derived from it."""
    key = bytes(range(32))
    secret = letters.secret_of(key, name("assigned"))
    letter = letters.Letter(
        area="99.01.02",
        assignment=name("assigned"),
        expires="2024-12-01T00:00:00Z",
        log=ORIGIN,
        role="ppk",
        secret=secret,
        servers=("https://tepat.example", "http://192.168.1.10:8000"),
    )
    text = letters.write(letter, DESK).decode()
    named = letters.write(replace(letter, name="Kecamatan Danau Raya (contoh)"), DESK).decode()
    derived = {"letter_key": key, "assignment": name("assigned"), "secret": secret}
    derived |= {"key": BU_RINA.public, "mac": letters.mac_of(secret, BU_RINA.public)}
    public = DESK.public
    servers = text[text.index('["https') : text.index('],"sig"') + 1]
    other = letters.write(letter, STRANGER).decode()
    bad = {
        "no server": text.replace(servers, "[]"),
        "a secret too short": text.replace(secret, secret[:30]),
        "another version": text.replace('"v":1', '"v":2'),
        "no signature": text[: text.index(',"sig"')] + ',"v":1}',
        "a field more": '{"a":1,' + text[1:],
        "a name of no letters": named.replace("Kecamatan Danau Raya (contoh)", ""),
        "a name that breaks the line": named.replace("Danau ", "Danau\\n"),
        "a name too long": named.replace("Danau", "Danau" * 12),
        "a name with a blank of another kind": named.replace("Danau ", "Danau\u00a0"),
    }
    forged = {"a letter of a stranger": other, "the role was changed": text.replace("ppk", "kpu")}
    return [
        case("a letter of the desk", text=text, public=public, good=True, holds=True, **derived),
        case("the place has a name", text=named, public=public, good=True, holds=True, **derived),
        *(
            case(shows, text=each, public=public, good=True, holds=False)
            for shows, each in forged.items()
        ),
        *(case(shows, text=each, public=public, good=False) for shows, each in bad.items()),
    ]


def text_codes() -> list[Case]:
    """Signed facts as text for QR and messengers, and texts that carry none."""
    body = f'{{"device":"{BU_RINA.key_id}","kind":"received","seq":1,"v":1}}'.encode()
    signature = keys.sign_body(BU_RINA, keys.EVENT, body)
    text = carrying.write(body, signature)
    fields = {"body": body, "signature": signature}
    raw = carrying.from_base45(text.removeprefix(carrying.PREFIX))

    def packed(data: bytes) -> str:
        return carrying.PREFIX + carrying.to_base45(data)

    stored = raw[:65] + b"\x01" + len(body).to_bytes(2, "little")
    stored += (len(body) ^ 0xFFFF).to_bytes(2, "little") + body
    good = {
        "a signed fact": text,
        "space around it": f"  {text}\n",
        "a line break inside, as messengers make them": text[:40] + "\r\n" + text[40:],
        "a body that is not compressed": packed(stored),
    }
    bad = {
        "no prefix": text.removeprefix(carrying.PREFIX),
        "the prefix in small letters": text.replace("TEPAT1", "tepat1"),
        "a letter that base45 lacks": text + "a",
        "one letter over": text + "A",
        "a group beyond two bytes": carrying.PREFIX + ":::",
        "another version": packed(b"\x02" + raw[1:]),
        "nothing after the prefix": carrying.PREFIX,
        "a signature and no body": packed(raw[:65]),
        "the end is missing": packed(raw[:-2]),
        "a byte after the end": packed(raw + b"\0"),
        "a body that is no deflated text": packed(raw[:65] + b"\xff\xff\xff"),
        "a body larger than a fact may be": packed(raw[:65] + _bomb()),
    }
    made = [case(shows, text=each, good=True, **fields) for shows, each in good.items()]
    return made + [case(shows, text=each, good=False) for shows, each in bad.items()]


def _bomb() -> bytes:
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    return squeeze.compress(b" " * 40_000) + squeeze.flush()


def base45() -> list[Case]:
    """Base45 of the examples of RFC 9285, and of all lengths."""
    texts = [
        b"",
        b"A",
        b"AB",
        b"Hello!!",
        b"base-45",
        b"ietf!",
        bytes(range(250, 256)),
        b"\xff\xff",
    ]
    return [case(f"{len(each)} bytes", bytes=each, text=carrying.to_base45(each)) for each in texts]


def dictionary() -> list[Case]:
    """The preset dictionary of version 1, which never changes."""
    return [case("version 1", version=1, base64=spelling.to_base64(carrying.DICTIONARY))]


def gathered_proofs() -> list[Case]:
    """Return answers to `POST /proofs` over the entries `leaf 0` ...; one is altered."""
    found = []
    for shows, indices, size in (
        ("one fact", [6], 13),
        ("a batch of neighbours", list(range(40, 60)), 256),
        ("facts far apart, one of them twice", [0, 255, 299, 255], 300),
        ("the only fact", [0], 1),
    ):
        made = gathered.gather(indices, size, read_node)
        hashes = [spelling.to_base64(each) for each in made.hashes]
        facts: list[dict[str, Any]] = [
            {"number": index + 1, "received": RECEIVED, "countersigned": [], "path": list(path)}
            for index, path in zip(indices, made.paths, strict=True)
        ]
        answer = {
            "v": 1,
            "checkpoint": "note",
            "witnessed": True,
            "hashes": hashes,
            "facts": facts,
            "consistency": [],
        }
        root = tree.root_of(LEAVES[:size]).hex()
        found.append(case(shows, good=True, answer=answer, size=size, root=root))
    first = found[0]["answer"]
    swapped = first | {"hashes": list(reversed(first["hashes"]))}
    found.append(found[0] | {"shows": "hashes in another order", "good": False, "answer": swapped})
    waits = {"number": 14, "received": RECEIVED, "countersigned": []}
    late = first | {"facts": [waits, {"number": 0}]}
    found.append(found[0] | {"shows": "a fact that waits", "good": False, "answer": late})
    return found
