"""Every way the rules can say no.

A `Problem` is a value: what is wrong, and the facts a person needs to act on it.
Rules return all the problems they see. `Refused` is raised only where a request
cannot go on. `core/sentences/` holds what a person reads; a test pairs the two.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tepat.core.problem_codes import Code as Code

Fact = str | int


WARNINGS = frozenset(
    {
        Code.ABOVE_CAP,
        Code.CODE_NAME,
        Code.DAY_NO_VEHICLE,
        Code.INSTANCE_KEY,
        Code.STORE_UNKNOWN,
        Code.SEATS_SHORT,
        Code.WAVE_FULL,
        Code.WAVE_SMALL,
        Code.POINT_OUTSIDE,
        Code.REGION_PARENT,
        Code.SHEET_NO_ROWS,
        Code.SHEET_SKIPPED,
        Code.SUBTOTAL_DIFFERS,
        Code.SUM_DIFFERS,
        Code.TPS_POINT,
        Code.VOTERS_COLUMN,
        Code.VOTERS_UNSET,
        Code.BALANCE_COUNTED,
        Code.PLACE_FAR,
        Code.ROADS_POINTS_LOST,
        Code.TRAVEL_TIME_FAR,
        Code.HAZARD_ZONE_EMPTY,
        Code.POLYGON_MENDED,
        Code.MAP_ZONES_GUESSED,
        Code.MAP_STATUS_LOST,
        Code.HISTORY_GROUPED,
        Code.HISTORY_NO_ROAD,
        Code.HAZARD_NO_GROUND,
        Code.FORM_A10,
        Code.FORM_A12,
        Code.FORM_A13,
        Code.FORM_A14_ABOVE,
        Code.FORM_A14_BELOW,
        Code.FORM_A14_ONE,
        Code.FORM_SWAPPED,
        Code.FORM_HEADER_AGAIN,
        Code.FORM_CELL_BLANK,
        Code.FORM_EMPTY_ROWS,
        Code.FORM_TWICE,
    }
)
"""Problems that are told but do not keep a row out."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, with the facts to find and mend it."""

    code: Code
    facts: Mapping[str, Fact] = field(default_factory=dict)

    @property
    def is_warning(self) -> bool:
        return self.code in WARNINGS


class Refused(Exception):
    """This request cannot go on; the problem says why and what to do now."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code.value, dict(problem.facts))
        self.problem = problem


def refuse(code: Code, **facts: Fact) -> Refused:
    """Return the exception to raise for `code`: `raise refuse(Code.FILE_EMPTY, file=name)`."""
    return Refused(Problem(code, facts))
