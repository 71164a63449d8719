"""What verification found, as one sentence for a supervisor and as data for a program."""

import json
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, NamedTuple

from tepat.core.log import checkpoints
from tepat.core.problems import Code, Problem
from tepat.core.sentences import Language, sentence
from tepat.witness.words import number, printable

MOST: Final = 1_000
"""Findings kept in full; beyond it they are only counted, so that a log of nothing but
faults fills no memory."""


class Grade(StrEnum):
    """How a finding weighs."""

    CHANGED = "changed"
    """Something is not what the log promised: evidence."""
    INCOMPLETE = "incomplete"
    """Something is still to come, or is missing from this copy."""
    NOTED = "noted"
    """Somebody should look at it; the log itself is whole."""


class Outcome(StrEnum):
    """What a supervisor may conclude."""

    FINE = "fine"
    WRONG = "wrong"
    """Something was changed, or too few witnesses signed."""
    NOT_PROVEN = "not_proven"
    """Nothing false was found, and something is missing that might have shown it."""


class Finding(NamedTuple):
    """One thing that was found, with its place in the facts of the problem."""

    grade: Grade
    problem: Problem


UNPROVEN: Final = frozenset(
    {
        Code.ABOUT_MISSING,
        Code.INDEX_MISSING,
        Code.TILE_MISSING,
        Code.BUNDLE_MISSING,
        Code.BODIES_MISSING,
        Code.LIST_MISSING,
        Code.STATES_NONE,
        Code.STATES_WITHOUT_LIST,
    }
)
"""Something that ought to be in the folder is not: nothing false was found, and nothing is proven.
What waits for its release or for a phone is none of these."""

GRADES: Final = {
    Code.QUORUM_MISSING: Grade.NOTED,
    Code.NOTE_STRANGER: Grade.NOTED,
    Code.ABOUT_KEYS: Grade.NOTED,
    Code.DESK_KEY_ENDED: Grade.NOTED,
    Code.ABOUT_UNSIGNED: Grade.NOTED,
    Code.SEEN_UNPROVEN: Grade.NOTED,
    Code.CHAIN_FORK: Grade.NOTED,
    Code.CHAIN_BROKEN: Grade.NOTED,
    Code.PHONE_UNREADABLE: Grade.NOTED,
    Code.PHONE_SIGNATURE: Grade.NOTED,
    Code.PHONE_COPY_REFUSED: Grade.NOTED,
    Code.ENTRY_KEY_UNKNOWN: Grade.INCOMPLETE,
    Code.CHAIN_GAP: Grade.INCOMPLETE,
    Code.LINK_MISSING: Grade.INCOMPLETE,
    Code.PHONE_WAITING: Grade.INCOMPLETE,
} | dict.fromkeys(UNPROVEN, Grade.INCOMPLETE)
"""What is not listed is a change. A missing quorum changes nothing, and yet is never fine."""


@dataclass
class Report:
    """Everything about one verification; `found` fills it while the checks go on."""

    source: str
    checkpoint: checkpoints.Checkpoint | None = None
    witnesses: list[str] = field(default_factory=list)
    witnesses_of: int = 0
    quorum: bool = False
    entries_given: int = 0
    facts: int = 0
    hidden: int = 0
    quarantined: int = 0
    signatures: int = 0
    older: int = 0
    packages: int = 0
    desk_signed: int = 0
    phone_signed: int = 0
    """Facts that people's keys signed, those beside the log counted as far as they are here."""
    withheld: Counter[str] = field(default_factory=Counter)
    missing: int = 0
    """How many findings say that a part of the folder is not here."""
    counts: Counter[Grade] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)

    def found(self, code: Code, **facts: str | int) -> None:
        """Note one finding."""
        grade = GRADES.get(code, Grade.CHANGED)
        self.counts[grade] += 1
        self.missing += code in UNPROVEN
        if len(self.findings) < MOST:
            shown = {name: _plain(each) for name, each in facts.items()}
            self.findings.append(Finding(grade, Problem(code, shown)))

    @property
    def is_partial(self) -> bool:
        """Whether this copy lacks entries that are in the tree."""
        return self.checkpoint is not None and self.entries_given < self.checkpoint.size

    @property
    def outcome(self) -> Outcome:
        """What was changed counts before what is missing."""
        if self.counts[Grade.CHANGED] or not self.quorum:
            return Outcome.WRONG
        return Outcome.NOT_PROVEN if self.missing else Outcome.FINE

    @property
    def is_fine(self) -> bool:
        """Whether nothing was changed or is missing, and enough witnesses signed."""
        return self.outcome is Outcome.FINE

    @property
    def sentence(self) -> str:
        """The one line that a supervisor reads aloud, in Indonesian."""
        size = self.checkpoint.size if self.checkpoint else 0
        changed, missing = self.counts[Grade.CHANGED], self.counts[Grade.INCOMPLETE]
        said = f"{number(size)} peristiwa, {number(changed)} diubah, "
        said += f"{number(missing)} belum lengkap"
        if noted := self.counts[Grade.NOTED]:
            said += f", {number(noted)} catatan"
        said += f"; disaksikan {len(self.witnesses)} dari {self.witnesses_of} saksi log"
        if not self.quorum:
            said += ", BELUM CUKUP menurut kebijakan Anda"
        if self.outcome is Outcome.NOT_PROVEN:
            said += "; TIDAK TERBUKTI UTUH, lengkapi dulu salinan ini"
        if size and not self.entries_given:
            why = "tidak ada" if self.outcome is Outcome.NOT_PROVEN else "belum dibuka"
            said += f"; isi peristiwa {why}, yang diperiksa hanya urutan dan segelnya"
        elif hidden := sum(self.withheld.values()):
            said += f"; {number(hidden)} isi ditahan, segelnya diperiksa"
        return said + "."

    @property
    def details(self) -> str:
        """Which log this was, and who signed its facts, in one line each."""
        if not self.checkpoint:
            return ""
        shown = self.checkpoint
        said = f"Log {shown.origin}, ukuran {number(shown.size)}, "
        said += f"sidik {checkpoints.fingerprint(shown)}"
        if self.facts:
            phones = number(self.phone_signed)
            said += f"\nDitandatangani meja KPU: {number(self.desk_signed)}; "
            said += f"oleh HP petugas: {phones}; ditahan: {number(self.hidden)}; "
            said += f"karantina: {number(self.quarantined)}. "
            said += (
                f"Paket dihitung ulang: {number(self.packages)}."
                if self.packages
                else "Keadaan paket tidak dapat dibandingkan."
            )
        return said

    def lines(self, language: Language = "id") -> list[str]:
        """Return one sentence per finding, changes first."""
        order = list(Grade)
        ranked = sorted(self.findings, key=lambda each: order.index(each.grade))
        said = [sentence(each.problem, language) for each in ranked]
        if (more := sum(self.counts.values()) - len(said)) > 0:
            said.append(f"… dan {number(more)} temuan lain.")
        return said

    def as_json(self) -> str:
        """Return the report for a program, one object with sorted keys."""
        shown = self.checkpoint
        value: dict[str, Any] = {
            "v": 1,
            "source": self.source,
            "fine": self.is_fine,
            "outcome": self.outcome.value,
            "sentence": self.sentence,
            "origin": shown.origin if shown else None,
            "size": shown.size if shown else None,
            "root": shown.root.hex() if shown else None,
            "fingerprint": checkpoints.fingerprint(shown) if shown else None,
            "witnesses": {
                "signed": self.witnesses,
                "of": self.witnesses_of,
                "quorum": self.quorum,
            },
            "checked": {
                "entries": self.entries_given,
                "facts": self.facts,
                "hidden": self.hidden,
                "quarantined": self.quarantined,
                "signatures": self.signatures,
                "signed_by_desk": self.desk_signed,
                "older_checkpoints": self.older,
                "packages": self.packages,
            },
            "withheld": dict(self.withheld),
            "counts": {grade.value: self.counts[grade] for grade in Grade},
            "findings": [
                {
                    "grade": each.grade.value,
                    "code": each.problem.code.value,
                    "facts": dict(each.problem.facts),
                    "words": sentence(each.problem),
                }
                for each in self.findings
            ],
        }
        return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _plain(value: str | int) -> str | int:
    """What a stranger wrote, fit for a screen: no codes for the terminal, not endless."""
    if isinstance(value, int):
        return value
    return printable(value[:300])
