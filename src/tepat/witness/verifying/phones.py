"""What a phone kept, against the log: its facts, the receipts it was given, what it saw.

A phone exports one JSON object: `{"facts": [{"body", "sig"}, ...], "receipts": [{"body",
"sig"}, ...], "checkpoints": [signed note, ...]}`, each part in the form in which it was
sent or received; parts may be missing.
"""

import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple

from tepat.core.log import canonical, keys, receipts, spelling
from tepat.core.move import events
from tepat.core.move.judging import Reason
from tepat.core.problems import Code, refuse
from tepat.witness import files
from tepat.witness.verifying import desks
from tepat.witness.verifying.desks import Desks
from tepat.witness.verifying.facts import Facts
from tepat.witness.verifying.notes import Reader, Signed
from tepat.witness.verifying.report import Report

_LARGEST: Final = 64 * 2**20
_OF_BODY: Final = frozenset(
    {Reason.NOT_CANONICAL, Reason.UNKNOWN_KIND, Reason.MALFORMED, Reason.OTHER_SCOPE}
)
"""Reasons that the body alone gives: another copy of this name would bear them too."""
_OF_COPY: Final = frozenset(
    {
        Reason.BAD_SIGNATURE,
        Reason.BAD_COUNTERSIGNATURE,
        Reason.UNKNOWN_DEVICE,
        Reason.TOO_LARGE,
    }
)
"""Reasons that also a copy can bear which somebody sent with another signature. The others hang
on what an export does not show: the secret of a letter."""


class Outbox(NamedTuple):
    """What one phone exported, not checked."""

    file: str
    facts: list[Any]
    receipts: list[Any]
    checkpoints: list[Any]


class Shown(NamedTuple):
    """What was seen of a log: its name, its newest moment, and the entries that are not here."""

    origin: str
    now_s: int
    unread: Sequence[int]
    """Numbers in the tree whose entries this copy lacks: nobody is convicted of them."""


class Phones:
    """Checks outboxes against the facts of one log."""

    def __init__(self, facts: Facts, known: Desks, log: Shown, report: Report) -> None:
        self._facts = facts
        self._desks = known
        self._now_s = log.now_s
        self._origin = log.origin
        self._unread = log.unread
        self._report = report

    def check(self, outbox: Outbox) -> None:
        """Check facts and receipts of one phone."""
        promised: set[str] = set()
        for line, each in enumerate(outbox.receipts, start=1):
            name = self._receipt(outbox.file, line, each)
            promised.add(name)
        waiting = 0
        for line, each in enumerate(outbox.facts, start=1):
            name = self._fact(outbox.file, line, each)
            if name and name not in self._facts.numbers:
                waiting += name not in promised
                if name in promised:
                    self._refused(outbox.file, line, name, each)
        if waiting:
            self._report.found(Code.PHONE_WAITING, file=outbox.file, count=waiting)

    def _refused(self, file: str, line: int, name: str, value: Any) -> None:
        """Report a fact that the door answered for and put aside.

        A receipt and an entry in quarantine name a body, not a signature: where the reason
        hangs on the signature, the door may have judged a copy that somebody spoiled.
        """
        signed = _signed(value)
        fact = events.read(signed[0]) if signed else None
        if fact is None or (fact.election, fact.kabupaten) != self._facts.scope:
            return
        if self._facts.keys.get(fact.device) is None or value.get("countersigned"):
            return
        aside = self._facts.aside.get(name, {})
        for code, reasons in ((Code.PHONE_REFUSED, _OF_BODY), (Code.PHONE_COPY_REFUSED, _OF_COPY)):
            for number, reason in aside.items():
                if reason in reasons:
                    self._report.found(code, file=file, line=line, number=number, reason=reason)
                    return

    def _fact(self, file: str, line: int, value: Any) -> str:
        """Check one fact; return its name, empty where it is none to hold anybody to."""
        signed = _signed(value)
        try:
            fact = events.read(signed[0]) if signed else None
        except events.Unreadable:
            fact = None
        if signed is None or fact is None:
            self._report.found(Code.PHONE_UNREADABLE, file=file, line=line)
            return ""
        body, signature = signed
        public = self._facts.keys.get(fact.device) or _own_key(fact)
        if public is None:
            return canonical.name_of(body)
        self._report.signatures += 1
        if not keys.body_verifies(public, keys.EVENT, body, signature):
            self._report.found(Code.PHONE_SIGNATURE, file=file, line=line, device=fact.device)
            return ""
        return canonical.name_of(body)

    def _receipt(self, file: str, line: int, value: Any) -> str:
        """Check one receipt; return the fact it promised, empty where it promises nothing."""
        signed = _signed(value)
        try:
            receipt = receipts.parse(signed[0]) if signed else None
        except receipts.BadReceipt:
            receipt = None
        if signed is None or receipt is None:
            self._report.found(Code.PHONE_UNREADABLE, file=file, line=line)
            return ""
        if receipt.log != self._origin:
            return ""
        self._report.signatures += 1
        if not desks.promised_by(self._desks, receipt, *signed):
            if self._unread:  # the key may stand in what is missing
                self._report.found(Code.PHONE_WAITING, file=file, count=1)
            else:
                self._report.found(Code.RECEIPT_SIGNATURE, file=file, line=line)
            return ""
        self._hold_to(file, line, receipt)
        return receipt.fact

    def _hold_to(self, file: str, line: int, receipt: receipts.Receipt) -> None:
        """Hold the log to the place and to the verdict that the receipt promised."""
        number, facts = receipt.number, self._facts
        admitted, aside = facts.numbers.get(receipt.fact), facts.aside.get(receipt.fact, {})
        if receipt.verdict == receipts.QUARANTINED:
            is_kept, is_elsewhere = aside.get(number) == receipt.reason, bool(aside)
        else:
            stands = {admitted} | facts.again.get(receipt.fact, set())
            is_kept, is_elsewhere = number in stands, admitted is not None
        if is_kept:
            return
        if number == admitted or number in aside:
            self._report.found(Code.RECEIPT_VERDICT, file=file, line=line, number=number)
        elif is_elsewhere or number in facts.taken:
            self._report.found(Code.RECEIPT_ELSEWHERE, file=file, line=line, number=number)
        elif self._is_due(receipt) and number not in self._unread:
            self._report.found(Code.RECEIPT_BROKEN, file=file, line=line, number=number)
        else:
            self._report.found(Code.PHONE_WAITING, file=file, count=1)

    def _is_due(self, receipt: receipts.Receipt) -> bool:
        received = spelling.from_utc(receipt.received)
        due = received + timedelta(seconds=receipt.within) if received else None
        return due is not None and due.timestamp() <= self._now_s


def read(path: Path) -> Outbox:
    """Return what a phone exported; refuses a file that is none."""
    try:
        value = json.loads(files.text(path, _LARGEST))
        parts = [value.get(key, []) for key in ("facts", "receipts", "checkpoints")]
        if not all(isinstance(each, list) for each in parts):
            raise ValueError("parts")
    except (ValueError, AttributeError, RecursionError) as error:
        raise refuse(Code.FILE_BROKEN, file=str(path)) from error
    return Outbox(str(path), *parts)


def checkpoints_of(outbox: Outbox, reader: Reader) -> list[Signed]:
    """Return the checkpoints a phone had seen, judged by the policy."""
    found = []
    for line, each in enumerate(outbox.checkpoints, start=1):
        file = f"{outbox.file} checkpoint {line}"
        signed = reader.read(file, _bytes(each) or b"")
        found += [signed] if signed else []
    return found


def _signed(value: Any) -> tuple[bytes, bytes] | None:
    if not isinstance(value, dict):
        return None
    body, text = _bytes(value.get("body")), value.get("sig")
    signature = spelling.from_base64(text) if isinstance(text, str) else None
    return (body, signature) if body and signature else None


def _bytes(text: Any) -> bytes | None:
    """The bytes of a text; None for half a character, and for what is no text."""
    try:
        return text.encode("utf-8") if isinstance(text, str) else None
    except UnicodeEncodeError:
        return None


def _own_key(fact: events.Fact) -> bytes | None:
    """The key that an enrolment brings itself."""
    if isinstance(fact, events.Enrolled | events.DeskEnrolled):
        public = spelling.from_base64(fact.key)
        if public and keys.key_id(public) == fact.device:
            return public
    return None
