"""What was wrong with an instance, collected while it is looked through."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from tepat.core.problems import Code, Fact, Problem

_THEN: Final = {
    "out": {"then": "kini dilewati", "then_en": "it is left out for now"},
    "none": {"then": "kini dianggap kosong", "then_en": "it counts as empty for now"},
}


@dataclass
class Found:
    """Problems in the order they were found."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, code: Code, **facts: Fact) -> None:
        self.problems.append(Problem(code, facts))

    def name(self, path: str, place: str, word: str, known: Iterable[str], then: str) -> bool:
        """Tell whether `word` is one of `known`; if not, say so and what happens."""
        if word in known:
            return True
        self.add(Code.PLAN_NAME, path=path, place=place, got=word, **_THEN[then])
        return False
