"""What the door answers per fact, signed: the promise to include it in the log."""

from dataclasses import dataclass
from typing import Any, Final

from tepat.core.log import canonical, keys, spelling

WITHIN_S: Final = 600
"""A receipt promises inclusion within this many seconds of `received`."""

ACCEPTED: Final = "accepted"
KNOWN: Final = "known"
QUARANTINED: Final = "quarantined"


class BadReceipt(ValueError):
    """These bytes are no receipt; the text says why."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The verdict on one fact. `number` is its place in the log, `reason` why not accepted.

    A fact that is `known` bears the number and the time of its first arrival.
    """

    fact: str
    log: str
    number: int
    received: str
    verdict: str
    reason: str = ""
    within: int = WITHIN_S


def write(receipt: Receipt) -> bytes:
    """Return the canonical body of a receipt. Raises `BadReceipt`."""
    value: dict[str, Any] = {
        "fact": receipt.fact,
        "log": receipt.log,
        "number": receipt.number,
        "received": receipt.received,
        "v": 1,
        "verdict": receipt.verdict,
        "within": receipt.within,
    }
    if receipt.reason:
        value["reason"] = receipt.reason
    _check(value)
    return canonical.encode(value)


def parse(body: bytes) -> Receipt:
    """Return the receipt in `body`, its signature not looked at. Raises `BadReceipt`."""
    try:
        value = canonical.decode(body)
    except canonical.NotCanonical as error:
        raise BadReceipt(str(error)) from error
    _check(value)
    return Receipt(**{key: each for key, each in value.items() if key != "v"})


def sign(receipt: Receipt, desk: keys.Signer) -> tuple[bytes, bytes]:
    """Return body and signature of a receipt, signed by the desk key of the installation."""
    body = write(receipt)
    return body, keys.sign_body(desk, keys.RECEIPT, body)


def verifies(desk_public: bytes, body: bytes, signature: bytes) -> bool:
    """Return the verdict on the signature of a receipt."""
    return keys.body_verifies(desk_public, keys.RECEIPT, body, signature)


def _check(value: object) -> None:
    required = {"fact", "log", "number", "received", "v", "verdict", "within"}
    if not isinstance(value, dict) or not required <= set(value) <= required | {"reason"}:
        raise BadReceipt("not the fields of a receipt")
    numbers = [value["number"], value["within"], value["v"]]
    if any(isinstance(each, bool) or not isinstance(each, int) for each in numbers):
        raise BadReceipt("not a number")
    if value["number"] < 1 or value["within"] < 1 or value["v"] != 1:
        raise BadReceipt("number out of range")
    if not spelling.is_hex(value["fact"], 64) or not isinstance(value["log"], str):
        raise BadReceipt("not the name of a fact in a log")
    if spelling.from_utc(value["received"]) is None:
        raise BadReceipt("not a time in UTC")
    if value["verdict"] not in (ACCEPTED, KNOWN, QUARANTINED):
        raise BadReceipt("no such verdict")
    if "reason" in value and not spelling.is_word(value["reason"]):
        raise BadReceipt("reason is not a word")
    if (value["verdict"] == ACCEPTED and "reason" in value) or (
        value["verdict"] == QUARANTINED and "reason" not in value
    ):
        raise BadReceipt("verdict and reason do not fit")
