"""What was found about one bundle of unofficial results."""

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from tepat.core.problems import Code, Problem
from tepat.core.sentences.bundles import NOT_PROVEN
from tepat.witness.verifying.report import MOST, Outcome

NOTED: Final = frozenset({Code.RESULTS_WITHOUT_FACT, Code.QUORUM_MISSING, Code.NOTE_STRANGER})
"""What is no harm to a number by itself."""


@dataclass
class ResultsReport:
    """What was found about one bundle."""

    source: str
    origin: str = ""
    size: int = 0
    witnesses: int = 0
    quorum: bool = False
    forms: int = 0
    cells: int = 0
    facts: int = 0
    without_fact: int = 0
    counts: Counter[Code] = field(default_factory=Counter)
    findings: list[Problem] = field(default_factory=list)

    def found(self, code: Code, **facts: str | int) -> None:
        """Note one finding."""
        self.counts[code] += 1
        if len(self.findings) < MOST:
            self.findings.append(Problem(code, facts))

    @property
    def outcome(self) -> Outcome:
        """A bundle of which a number rests on no fact is proven for the others only."""
        if not self.quorum or any(code not in NOTED for code in self.counts):
            return Outcome.WRONG
        return Outcome.NOT_PROVEN if self.without_fact else Outcome.FINE

    def as_json(self) -> str:
        """Return the whole report as JSON."""
        value = {
            "source": self.source,
            "origin": self.origin,
            "size": self.size,
            "witnesses": self.witnesses,
            "quorum": self.quorum,
            "forms": self.forms,
            "cells": self.cells,
            "facts": self.facts,
            "without_fact": self.without_fact,
            "outcome": self.outcome.value,
            "not_proven": [each.id for each in NOT_PROVEN],
            "findings": [
                {"code": each.code.value, "facts": dict(each.facts)} for each in self.findings
            ],
        }
        return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
