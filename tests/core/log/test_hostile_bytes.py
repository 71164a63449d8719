"""Whatever a stranger sends: each parser answers, or refuses with its own exception."""

import tracemalloc
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tepat.core.log import (
    canonical,
    carrying,
    checkpoints,
    entries,
    keys,
    letters,
    notes,
    policies,
    proofs,
    receipts,
    requests,
    tiles,
    witnessing,
)
from tests.core.log.vectors import part

Parser = tuple[Callable[[bytes], Any], type[Exception], Callable[[Any], bytes] | None]


def text_of(parse: Callable[[str], Any]) -> Callable[[bytes], Any]:
    """A parser of texts as a parser of bytes that are some text."""
    return lambda data: parse(data.decode("utf-8", "surrogateescape"))


def carried(data: bytes) -> bytes:
    body, signature = carrying.parse(data.decode("utf-8", "surrogateescape"))
    assert len(body) <= canonical.LARGEST_BODY
    assert carrying.parse(carrying.write(body, signature)) == (body, signature)
    return data


PARSERS: dict[str, Parser] = {
    "canonical": (canonical.decode, canonical.NotCanonical, canonical.encode),
    "entries": (entries.parse, entries.BadEntry, entries.write),
    "receipts": (receipts.parse, receipts.BadReceipt, receipts.write),
    "letters": (letters.parse, letters.BadLetter, None),
    "carrying": (carried, carrying.BadText, None),
    "notes": (notes.parse_note, notes.BadNote, notes.write_note),
    "vkeys": (text_of(notes.parse_vkey), notes.BadNote, lambda one: notes.write_vkey(one).encode()),
    "checkpoints": (
        text_of(checkpoints.parse),
        checkpoints.BadCheckpoint,
        lambda one: one.text.encode("utf-8", "surrogateescape"),
    ),
    "policies": (policies.parse, policies.BadPolicy, None),
    "proofs": (proofs.parse, proofs.BadProof, proofs.write),
    "witnessing": (witnessing.parse, witnessing.BadRequest, witnessing.write),
}

GOOD: dict[str, list[bytes]] = {
    name: [
        case["text"].encode() for case in part(name) if case.get("good", True) and "text" in case
    ]
    for name in PARSERS
    if name not in ("vkeys", "witnessing")
}
GOOD["vkeys"] = [case["text"].encode() for case in part("notes", "vkeys")]
GOOD["witnessing"] = [step["request"].encode() for step in part("witnessing", "steps")]

every_parser = pytest.mark.parametrize("name", PARSERS)


def judged(name: str, data: bytes) -> None:
    """Parse; what is read is written as the same bytes, what is not raises its own."""
    parse, refusal, write = PARSERS[name]
    try:
        value = parse(data)
    except refusal:
        return
    if write is not None:
        assert write(value) == data


@every_parser
@given(data=st.binary(max_size=400))
def test_any_bytes(name: str, data: bytes) -> None:
    judged(name, data)


@every_parser
@given(text=st.text(max_size=200))
@example("{" * 5000)
@example("[" * 32_000)
@example("9" * 30_000)
@example('{"":' * 8000)
@example("TEPAT1:" + " " * 5000)
@example("old 99999999999999999999\n\n")
@example("c2sp.org/tlog-proof@v1\nindex 9223372036854775808\n\n")
def test_any_text(name: str, text: str) -> None:
    judged(name, text.encode("utf-8", "surrogatepass"))


@every_parser
@given(data=st.data())
def test_good_bytes_with_a_few_changed(name: str, data: st.DataObject) -> None:
    changed = bytearray(data.draw(st.sampled_from(GOOD[name])))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(changed)))
        match data.draw(st.sampled_from(["turn", "cut", "add", "swap"])):
            case "turn" if at < len(changed):
                changed[at] = data.draw(st.integers(0, 255))
            case "cut":
                del changed[at : at + data.draw(st.integers(1, 40))]
            case "add":
                changed[at:at] = data.draw(st.binary(min_size=1, max_size=8))
            case _:
                end = at + data.draw(st.integers(0, 40))
                changed += changed[at:end]
    judged(name, bytes(changed))


JSON_LIKE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc", max_size=3), inner),
    max_leaves=8,
)


@pytest.mark.parametrize("name", ["entries", "receipts", "letters"])
@given(data=st.data())
def test_objects_whose_fields_are_of_any_type(name: str, data: st.DataObject) -> None:
    value = canonical.decode(data.draw(st.sampled_from(GOOD[name])))
    value[data.draw(st.sampled_from([*sorted(value), "countersigned", "prev", "reason"]))] = (
        data.draw(JSON_LIKE)
    )
    try:
        changed = canonical.encode(value)
    except canonical.NotCanonical:
        return
    judged(name, changed)


@given(st.binary(max_size=80), st.binary(max_size=40), st.binary(max_size=80))
def test_a_verdict_on_any_bytes(public: bytes, message: bytes, signature: bytes) -> None:
    assert not keys.verifies(public, message, signature)
    assert keys.is_weak(public) or len(public) == 32


@given(st.binary(max_size=64), st.integers(0, 31), st.integers(0, 7))
def test_only_the_signed_message_verifies(message: bytes, at: int, bit: int) -> None:
    signer = keys.Signer(bytes(32))
    signature = signer.sign(message)
    assert keys.verifies(signer.public, message, signature)
    assert not keys.verifies(signer.public, message + b"\0", signature)
    other = bytearray(signature)
    other[at] ^= 1 << bit
    assert not keys.verifies(signer.public, message, bytes(other))


def test_a_signer_never_shows_its_seed() -> None:
    signer = keys.Signer(bytes(range(32)))
    assert "\\x01" not in repr(signer)
    assert signer.seed.hex() not in repr(signer)


@given(st.text(max_size=20), st.text(max_size=40), st.binary(max_size=20))
def test_a_request_of_any_method_and_path_is_answered(method: str, path: str, body: bytes) -> None:
    assert not requests.verifies(keys.Signer(bytes(32)).public, method, path, body, bytes(64))


@given(st.binary(max_size=300))
def test_base45_is_read_back(data: bytes) -> None:
    text = carrying.to_base45(data)
    assert carrying.from_base45(text) == data
    assert not text.endswith(" "), "messengers drop spaces at the end"


@given(st.binary(max_size=canonical.LARGEST_BODY))
@example(bytes(canonical.LARGEST_BODY))
def test_a_text_code_is_read_back(body: bytes) -> None:
    text = carrying.write(body, bytes(64))
    assert carrying.parse(text) == (body, bytes(64))
    assert len(text) < carrying.LARGEST_TEXT


def bomb() -> bytes:
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    return squeeze.compress(bytes(30_000_000)) + squeeze.flush()


HUGE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a text that unpacks to a thousand times its size": (
        "carrying",
        lambda: (carrying.PREFIX + carrying.to_base45(b"\x01" + bytes(64) + bomb())).encode(),
    ),
    "a note of 64 MB": ("notes", lambda: b"a\n\n" + "— a AAAAAAAA\n".encode() * 4_000_000),
    "a body of 32 MB": ("canonical", lambda: b"[" + b"1," * 16_000_000 + b"1]"),
    "a body of brackets": ("canonical", lambda: b"[" * canonical.LARGEST_BODY),
    "a body of empty lists": ("canonical", lambda: b"[" + b"[]," * 10_900 + b"[]]"),
    "an entry of empty lists": ("entries", lambda: b"[" + b"[]," * 21_000 + b"[]]"),
    "a policy of 64 MB": ("policies", lambda: b"#\n" * 32_000_000),
    "a request of 64 MB": ("witnessing", lambda: b"old 0\n" + b"A" * 64_000_000),
    "a proof of 64 MB": ("proofs", lambda: proofs.HEADER.encode() + b"\n" * 64_000_000),
}


@pytest.mark.parametrize("what", HUGE)
def test_no_input_takes_much_memory(what: str) -> None:
    name, make = HUGE[what]
    data = make()
    tracemalloc.start()
    try:
        judged(name, data)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < len(data) + 8_000_000


def test_a_bundle_stops_at_its_width() -> None:
    with pytest.raises(tiles.BadTile):
        tiles.parse_bundle(bytes(16_000_000), 256)
