"""Facts that come without a network: texts from a messenger, or the file a phone exported.

They get the verdict that they would get from the phone itself, by the same door. What a file
or text is shows in its first letter: an export is JSON, everything else begins with `TEPAT1:`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import msgspec

from tepat.core.log import canonical, receipts, series, spelling
from tepat.core.move import events, judging
from tepat.core.move.judging import Judged, Sent
from tepat.core.problems import Code, refuse
from tepat.server import flow
from tepat.server.election.models import Scope, User
from tepat.server.log import queries as log
from tepat.server.move.devices import batches, verdicts

MOST_FACTS: Final = 2_000
"""Facts that one text or file may bring: a phone that was offline for three days."""
MOST_BYTES: Final = 8 * 2**20
"""Bytes of an export: two thousand facts of ordinary size, with room."""


class Export(msgspec.Struct):
    """What a phone exports; receipts and checkpoints in it are for `tepat log verify`."""

    facts: list[batches.One]
    receipts: Any = ()


@dataclass(frozen=True, slots=True)
class Told:
    """One fact and what the door says of it: now, or if it were taken now."""

    name: str
    fact: events.Fact | None
    verdict: str
    reason: str = ""
    number: int = 0
    receipt: batches.SignedReceipt | None = None
    """What the desk signed for it, where it was taken."""


_read = msgspec.json.Decoder(Export).decode


def read(text: str) -> list[Sent]:
    """Return the facts in a text or an export, each once. Raises `Refused` for anything else.

    Of an export that holds more than may be taken at once, those that have no receipt in it.
    """
    if len(text) > MOST_BYTES:
        raise refuse(Code.BATCH_TOO_LARGE, facts=MOST_FACTS, bytes=MOST_BYTES)
    is_export = text.lstrip("\ufeff \t\r\n").startswith("{")
    found, answered = _of_export(text) if is_export else (_of_text(text), frozenset())
    once = list({(each.body, each.sig, each.countersigned): each for each in found}.values())
    if len(once) > MOST_FACTS:
        once = [each for each in once if canonical.name_of(each.body) not in answered]
    if len(once) > MOST_FACTS:
        raise refuse(Code.BATCH_TOO_LARGE, facts=MOST_FACTS, bytes=MOST_BYTES)
    return once


def _of_text(text: str) -> list[Sent]:
    if len(text) > series.LARGEST_PASTED:
        raise refuse(Code.BATCH_TOO_LARGE, facts=MOST_FACTS, bytes=series.LARGEST_PASTED)
    return batches.from_text(text)


def _of_export(text: str) -> tuple[list[Sent], frozenset[str]]:
    """Return the facts of an export, and which of them its receipts name."""
    try:
        value = _read(text.lstrip("\ufeff").encode())
        facts = [batches.sent_of(each) for each in value.facts]
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        raise refuse(Code.BATCH_UNREADABLE, reason=str(error)[:120]) from error
    told = value.receipts if isinstance(value.receipts, list) else []
    return facts, frozenset(name for each in told if (name := _named_in(each)))


def _named_in(receipt: object) -> str:
    """Return the fact that a receipt names, "" for what is none; nothing of it is checked."""
    try:
        body = msgspec.json.decode(msgspec.convert(receipt, batches.SignedReceipt).body)
    except (msgspec.DecodeError, msgspec.ValidationError, RecursionError, UnicodeError):
        return ""
    fact = body.get("fact") if isinstance(body, dict) else ""
    return fact if isinstance(fact, str) else ""


def preview(scope: Scope, batch: Sequence[Sent]) -> list[Told]:
    """Return what the door would say of each fact; nothing is stored. Two queries."""
    reads = [judging.read(each, scope.election, scope.kabupaten) for each in batch]
    there = log.numbers_of(scope.election, scope.kabupaten, [each.name for each in reads])
    judged = verdicts.of(scope, reads, set(there))
    return [_told(each, there) for each in judged]


def _told(each: Judged, there: dict[str, tuple[int, datetime]]) -> Told:
    name, fact = each.read.name, each.read.fact
    if each.reason:
        return Told(name, fact, receipts.QUARANTINED, str(each.reason))
    if name in there:
        return Told(name, fact, receipts.KNOWN, number=there[name][0])
    return Told(name, fact, receipts.ACCEPTED)


def take(scope: Scope, user: User, batch: Sequence[Sent], now: datetime) -> list[Told]:
    """Bring the facts to the door, in batches as a phone sends them; return its verdicts."""
    found = []
    for start in range(0, len(batch), batches.MOST_FACTS):
        some = batch[start : start + batches.MOST_FACTS]
        answers = flow.accept(scope, some, str(user.account), now)
        for sent, answer in zip(some, answers, strict=True):
            fact = judging.read(sent, scope.election, scope.kabupaten).fact
            body, sig = answer.signed(scope)
            receipt = batches.SignedReceipt(body.decode(), spelling.to_base64(sig))
            verdict = (answer.verdict, answer.reason, answer.number)
            found.append(Told(answer.id, fact, *verdict, receipt))
    return found


def receipts_of(told: Sequence[Told]) -> bytes:
    """Return the receipts as the file that `tepat hub receipts` reads, as the door would answer."""
    return msgspec.json.encode(batches.Answer([each.receipt for each in told if each.receipt]))
