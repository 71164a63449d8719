"""Canonical bytes, keys, papers of a device: each shared vector gets its verdict."""

from typing import Any

import pytest

from tepat.core.log import canonical, carrying, entries, keys, letters, receipts, requests, tree
from tests.core.log.vectors import each_of, part, unhex

PURPOSES = {
    "event": keys.EVENT,
    "receipt": keys.RECEIPT,
    "request": keys.REQUEST,
    "letter": keys.LETTER,
}


@each_of("canonical")
def test_canonical_bytes(case: dict[str, Any]) -> None:
    if "bytes" in case:
        data = bytes.fromhex(case["bytes"])
    else:
        data = case["text"].replace("FILL", "a" * case.get("fill", 4)).encode()
    if not case["good"]:
        with pytest.raises(canonical.NotCanonical):
            canonical.decode(data)
        return
    assert canonical.encode(canonical.decode(data)) == data
    if "name" in case:
        assert canonical.name_of(data) == case["name"]


@each_of("keys", "signers")
def test_signers(case: dict[str, Any]) -> None:
    seed, public, message, signature = unhex(
        case["seed"], case["public"], case["message"], case["signature"]
    )
    signer = keys.Signer(seed)
    assert (signer.public, signer.key_id) == (public, case["key_id"])
    assert signer.sign(message) == signature
    assert keys.verifies(public, message, signature)


@each_of("keys", "weak")
def test_weak_keys(case: dict[str, Any]) -> None:
    assert keys.is_weak(bytes.fromhex(case["public"])) is case["weak"]


@each_of("keys", "signatures")
def test_signatures(case: dict[str, Any]) -> None:
    public, message, signature = unhex(case["public"], case["message"], case["signature"])
    assert keys.verifies(public, message, signature) is case["good"]


@each_of("keys", "bodies")
def test_purposes(case: dict[str, Any]) -> None:
    public, body, signature = unhex(case["public"], case["body"], case["signature"])
    purpose = PURPOSES[case["purpose"]]
    assert keys.body_verifies(public, purpose, body, signature) is case["good"]


@each_of("entries")
def test_entries(case: dict[str, Any]) -> None:
    data = case["text"].encode()
    if not case["good"]:
        with pytest.raises(entries.BadEntry):
            entries.parse(data)
        return
    assert entries.write(entries.parse(data)) == data
    assert tree.leaf_hash(data).hex() == case["leaf"]


@each_of("receipts")
def test_receipts(case: dict[str, Any]) -> None:
    body = case["text"].encode()
    if not case["good"]:
        with pytest.raises(receipts.BadReceipt):
            receipts.parse(body)
        return
    assert receipts.write(receipts.parse(body)) == body
    public, signature = unhex(case["public"], case["signature"])
    assert receipts.verifies(public, body, signature) is case["holds"]


@each_of("requests")
def test_requests(case: dict[str, Any]) -> None:
    public, body, signature = unhex(case["public"], case["body"], case["signature"])
    method, path = case["method"], case["path"]
    assert requests.verifies(public, method, path, body, signature) is case["good"]
    if "message" in case:
        assert requests.message(method, path, body).decode() == case["message"]


@each_of("letters")
def test_letters(case: dict[str, Any]) -> None:
    if not case["good"]:
        with pytest.raises(letters.BadLetter):
            letters.parse(case["text"].encode())
        return
    signed = letters.parse(case["text"].encode())
    assert signed.verifies(bytes.fromhex(case["public"])) is case["holds"]
    if "secret" in case:
        letter_key, key = unhex(case["letter_key"], case["key"])
        assert letters.secret_of(letter_key, case["assignment"]) == case["secret"]
        assert letters.mac_of(case["secret"], key) == case["mac"]
        assert letters.mac_holds(case["secret"], key, case["mac"])


@each_of("carrying")
def test_text_codes(case: dict[str, Any]) -> None:
    if not case["good"]:
        with pytest.raises(carrying.BadText):
            carrying.parse(case["text"])
        return
    assert [each.hex() for each in carrying.parse(case["text"])] == [
        case["body"],
        case["signature"],
    ]


@each_of("carrying", "base45")
def test_base45(case: dict[str, Any]) -> None:
    data = bytes.fromhex(case["bytes"])
    assert carrying.to_base45(data) == case["text"]
    assert carrying.from_base45(case["text"]) == data


def test_every_case_says_what_it_shows() -> None:
    for name, key in (("canonical", "cases"), ("keys", "weak"), ("carrying", "cases")):
        said = [case["shows"] for case in part(name, key)]
        assert all(said)
        assert len(said) == len(set(said))
