"""What a filled-in checklist says of a store: one rule, for phones and for the desk.

The fact `inspected` carries the outcome as one word and, as `checklist`, the salted hash of
what was filled in; the answers themselves are kept beside the log. Twin:
`field/src/tasks/inspection.ts`.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from tepat.core.log import canonical
from tepat.core.move.events.envelope import Fact
from tepat.core.move.events.field import Inspected
from tepat.core.move.field_manifest.values import Question

MOST_ASKED: Final = 12
"""Questions of one inspection: three minutes of a person who stands in a doorway."""
GOOD, LACKING, UNFIT = "good", "lacking", "unfit"
_WORSE: Final = (GOOD, LACKING, UNFIT)
LONGEST: Final = 4_000


@dataclass(frozen=True, slots=True)
class Filled:
    """A checklist as somebody answered it: true where the thing asked is so."""

    checklist: str
    version: int
    answers: Mapping[str, bool]


def asked(questions: Iterable[Question]) -> tuple[Question, ...]:
    """Return the questions a person is asked: all, or the first twelve, grave ones kept."""
    every = tuple(questions)
    grave = [each for each in every if each.grave][:MOST_ASKED]
    room = MOST_ASKED - len(grave)
    rest = [each for each in every if not each.grave][:room]
    return tuple(each for each in every if each in grave or each in rest)


def outcome_of(questions: Iterable[Question], answers: Mapping[str, bool]) -> str:
    """Return the verdict: unfit with a grave defect, lacking with another one, else good.

    Raises `ValueError` where a question that is asked was not answered.

    >>> roof, lamp = Question("roof", "", grave=True), Question("lamp", "")
    >>> outcome_of([roof, lamp], {"roof": True, "lamp": False})
    'lacking'
    """
    every = asked(questions)
    if left := [each.code for each in every if each.code not in answers]:
        raise ValueError(f"not answered: {', '.join(left)}")
    defects = [each for each in every if not answers[each.code]]
    if any(each.grave for each in defects):
        return UNFIT
    return LACKING if defects else GOOD


@dataclass(frozen=True, slots=True)
class Look:
    """One inspection of a store as it counts; `name` is that of its fact."""

    place: str
    at: datetime
    outcome: str
    name: str
    own: datetime | None = None
    """When by the clock of who signed; None: as `at`."""


def is_of_load(fact: Inspected) -> bool:
    """Whether boxes or a load before it leaves were looked at, and not a store."""
    return bool(fact.packages or fact.list or fact.shipment)


def look_of(name: str, fact: Fact, seen: datetime | None) -> Look | None:
    """Return `fact` as an inspection of a store, None where it is none.

    Packages that were looked at say nothing of the roof above them. `seen` is when the log
    had it: no clock of a phone is believed to run ahead of that.
    """
    if not isinstance(fact, Inspected) or not fact.place or is_of_load(fact):
        return None
    at = min(fact.at, seen) if seen else fact.at
    return Look(fact.place, at, fact.outcome, name, fact.at)


def last_of(looks: Iterable[Look]) -> dict[str, Look]:
    """Return the inspection of each store that decides: the last; of two at once the worse.

    Of two from clocks that ran ahead, which the log had at one moment, their own clocks say
    which is later. The order in which they are given changes nothing. Whoever may not sign
    for a store is left out before.
    """
    found: dict[str, Look] = {}
    for each in looks:
        known = found.get(each.place)
        if known is None or _order(each) > _order(known):
            found[each.place] = each
    return found


def _order(look: Look) -> tuple[datetime, datetime, int, str]:
    worse = _WORSE.index(look.outcome) if look.outcome in _WORSE else len(_WORSE)
    return look.at, look.own or look.at, worse, look.name


def score_of(answers: Mapping[str, bool]) -> tuple[int, int]:
    """Return how many answers are in order, and how many there are."""
    return sum(answers.values()), len(answers)


def write_filled(filled: Filled) -> str:
    """Return what was filled in as the text whose salted hash the fact carries."""
    value: dict[str, Any] = {
        "answers": {code: int(good) for code, good in filled.answers.items()},
        "checklist": filled.checklist,
        "v": filled.version,
    }
    return canonical.encode(value).decode()


def read_filled(text: str) -> Filled | None:
    """Return what was filled in, or None where `text` is none of it.

    >>> read_filled('{"answers":{"roof":1},"checklist":"store","v":1}').answers
    {'roof': True}
    """
    if len(text) > LONGEST:
        return None
    try:
        value = json.loads(text)
        answers = {str(code): bool(good) for code, good in value["answers"].items()}
        return Filled(str(value["checklist"]), int(value["v"]), answers)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
