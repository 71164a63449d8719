"""What the bytes of one fact show at the door: admitted, or why not.

Nothing here asks what other facts say about boxes, areas or time; that is the fold's. The
one thing the door must know beside the bytes is which keys the log has enrolled.
"""

from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import Final

from tepat.core.log import canonical, entries, keys, letters
from tepat.core.move import events

SURELY_FITS: Final = 30_000
"""Bytes of a body whose entry is small enough even if every second one is escaped."""
PARSED: Final = 16_000
"""Facts kept as values: a refold reads the same few again and again."""
PARSED_BYTES: Final = 4_096
"""Larger bodies are read each time: what is kept stays below some 60 MB of facts as phones say."""


class Reason(StrEnum):
    """Why bytes lie in quarantine. The first ones are those of `events.REASONS`."""

    TOO_LARGE = "too_large"
    NOT_CANONICAL = "not_canonical"
    UNKNOWN_KIND = "unknown_kind"
    MALFORMED = "malformed"
    OTHER_SCOPE = "other_scope"
    BAD_SIGNATURE = "bad_signature"
    BAD_COUNTERSIGNATURE = "bad_countersignature"
    WEAK_KEY = "weak_key"
    UNKNOWN_DEVICE = "unknown_device"
    WRONG_LETTER = "wrong_letter"


@dataclass(frozen=True, slots=True)
class Sent:
    """One fact as it came: bytes, signature, and the signatures of others on the spot."""

    body: bytes
    sig: bytes
    countersigned: tuple[entries.Countersignature, ...] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """What the bytes of `sent` say, before any key is asked for."""

    sent: Sent
    name: str
    fact: events.Fact | None
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict on one fact; no reason means admitted. `waits_for` is the missing key's id."""

    read: Read
    reason: Reason | None = None
    waits_for: str = ""


Secret = Callable[[str], str]
"""From the name of an assignment to the secret of its letter."""


def parsed(body: bytes) -> events.Fact:
    """Return the fact of bytes, as a rule read once. Raises `events.Unreadable`."""
    return _kept(body) if len(body) <= PARSED_BYTES else events.read(body)


@lru_cache(maxsize=PARSED)
def _kept(body: bytes) -> events.Fact:
    return events.read(body)


def read(sent: Sent, election: str, kabupaten: str) -> Read:
    """Return what `sent` says and whether it belongs to this log."""
    name = canonical.name_of(sent.body)
    try:
        fact = parsed(sent.body)
    except events.Unreadable as error:
        return Read(sent, name, None, Reason(str(error)))
    if (fact.election, fact.kabupaten) != (election, kabupaten):
        return Read(sent, name, fact, Reason.OTHER_SCOPE)
    if len(sent.sig) != keys.SIGNATURE_BYTES:
        return Read(sent, name, fact, Reason.BAD_SIGNATURE)
    if sent.countersigned and (
        not entries.are_well_formed(sent.countersigned)
        or fact.device in [each.device for each in sent.countersigned]
    ):
        return Read(sent, name, fact, Reason.BAD_COUNTERSIGNATURE)
    if len(sent.body) > SURELY_FITS and not _fits(sent):
        return Read(sent, name, fact, Reason.TOO_LARGE)
    return Read(sent, name, fact)


def _fits(sent: Sent) -> bool:
    """Tell whether the entry of this fact is small enough: a body full of quotes doubles."""
    try:
        entries.write(
            entries.FactEntry(sent.body, sent.sig, "2024-11-25T08:10:00Z", sent.countersigned)
        )
    except entries.BadEntry:
        return False
    return True


def enrols(fact: events.Fact | None) -> bytes | None:
    """Return the key that `fact` brings, if it brings one and its id is the fact's device."""
    if not isinstance(fact, events.Enrolled):
        return None
    public = b64decode(fact.key)
    return public if keys.key_id(public) == fact.device else None


def judge(each: Read, known: Mapping[str, bytes], secret: Secret) -> Judged:
    """Return the verdict on `each`, given the keys that are `known` by their ids.

    The first key of a desk is nobody's to send: the installation makes it known itself.
    """
    fact = each.fact
    if each.reason or fact is None:
        return Judged(each, each.reason)
    own = known.get(fact.device)
    if isinstance(fact, events.DeskEnrolled | events.Enrolled) and keys.is_weak(
        b64decode(fact.key)
    ):
        return Judged(each, Reason.WEAK_KEY)
    if isinstance(fact, events.Enrolled):
        own = enrols(fact)
        if own is None:
            return Judged(each, Reason.MALFORMED)
    if own is None:
        return Judged(each, Reason.UNKNOWN_DEVICE, fact.device)
    if not keys.body_verifies(own, keys.EVENT, each.sent.body, each.sent.sig):
        return Judged(each, Reason.BAD_SIGNATURE)
    if isinstance(fact, events.Enrolled) and not letters.mac_holds(
        secret(fact.assignment), own, fact.mac
    ):
        return Judged(each, Reason.WRONG_LETTER)
    return _countersigned(each, known)


def judge_again(each: Read, known: Mapping[str, bytes]) -> Judged:
    """Return a fact that the log has already, with those who signed it besides and whose
    signatures hold; it waits for a key that is not known. A hidden fact takes no more of them.
    """
    others: tuple[entries.Countersignature, ...] = ()
    if each.fact and not each.reason and not each.fact.AUDIENCE.is_hidden:
        unknown = [one.device for one in each.sent.countersigned if one.device not in known]
        if unknown:
            return Judged(each, Reason.UNKNOWN_DEVICE, unknown[0])
        others = tuple(
            one
            for one in each.sent.countersigned
            if keys.body_verifies(known[one.device], keys.EVENT, each.sent.body, one.signature)
        )
    return Judged(replace(each, sent=replace(each.sent, countersigned=others)))


def _countersigned(each: Read, known: Mapping[str, bytes]) -> Judged:
    waits_for = ""
    for other in each.sent.countersigned:
        public = known.get(other.device)
        if public is None:
            waits_for = waits_for or other.device
        elif not keys.body_verifies(public, keys.EVENT, each.sent.body, other.signature):
            return Judged(each, Reason.BAD_COUNTERSIGNATURE)
    return Judged(each, Reason.UNKNOWN_DEVICE if waits_for else None, waits_for)
