"""How many have voted: by published formulas, through the day, for a TPS and for a region.

KPU's exact definition of *partisipasi* is not verified: both formulas are offered and the one in
use stands beside every number.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Final

from tepat.core.count.form import Form
from tepat.core.election.catalogue import Words


@dataclass(frozen=True, slots=True)
class Formula:
    """A share of figures of `form.FIGURES`: the sum above over the sum below."""

    code: str
    above: tuple[str, ...]
    below: tuple[str, ...]
    words: Words


MOST_HOURS: Final = 12
FORMULAS: Final = (
    Formula(
        "all",
        ("users",),
        ("registered", "moved", "unlisted"),
        Words(
            "pengguna hak pilih dibagi DPT, DPTb, dan DPK",
            "voters divided by DPT, moved and unlisted",
        ),
    ),
    Formula(
        "dpt",
        ("dpt",),
        ("registered",),
        Words("pengguna dari DPT dibagi DPT", "voters of the DPT divided by the DPT"),
    ),
)


@dataclass(frozen=True, slots=True)
class Followed:
    """At which hours a TPS tells its turnout, and the formula that is shown first."""

    hours: tuple[time, ...]
    formula: Formula


def read_followed(hours: Sequence[str], formula: str) -> Followed:
    """Return what a file says of the hours. Raises ValueError for one that cannot be.

    >>> [each.hour for each in read_followed(["09:00", "13:00"], "all").hours]
    [9, 13]
    """
    read = tuple(time.fromisoformat(each) for each in hours)
    if not read or list(read) != sorted(set(read)) or len(read) > MOST_HOURS:
        raise ValueError(f"hours: 1 to {MOST_HOURS}, each later than the one before")
    return Followed(read, formula_of(formula))


def formula_of(code: str) -> Formula:
    """Return a formula by its code. Raises ValueError for one that is none."""
    found = next((each for each in FORMULAS if each.code == code), None)
    if found is None:
        raise ValueError(f"formula: {code[:20]} ?")
    return found


@dataclass(frozen=True, slots=True)
class Share:
    """Whole people above and below; no rounding until somebody reads it."""

    above: int
    below: int

    @property
    def ratio(self) -> float | None:
        """The share from 0 (to above 1 where lists are wrong), None where nobody is below."""
        return self.above / self.below if self.below else None


def share_of(form: Form, formula: Formula) -> Share | None:
    """Return the share of one form, None where a figure was not typed."""
    above = [form.figures.get(name) for name in formula.above]
    below = [form.figures.get(name) for name in formula.below]
    if any(each is None for each in (*above, *below)):
        return None
    return Share(sum(each or 0 for each in above), sum(each or 0 for each in below))


@dataclass(frozen=True, slots=True)
class Report:
    """What one TPS said at one moment: how many had voted by then."""

    tps: str
    at: datetime
    voters: int


@dataclass(frozen=True, slots=True)
class Hour:
    """A region at one moment: only TPS that have said something are in both sums."""

    at: datetime
    voters: int
    people: int
    """On the lists of those TPS."""
    reported: int
    tps: int

    @property
    def share(self) -> Share:
        return Share(self.voters, self.people)


def through_day(
    reports: Iterable[Report], people: Mapping[str, int], moments: Sequence[datetime]
) -> list[Hour]:
    """Return the region at each moment; `people` has every TPS of it with those on its list.

    Of a TPS the last report until then counts; one that came later never does, and one of a
    TPS that is not in `people` is left out. Two reports of one moment: the larger counts.
    """
    by_tps: dict[str, list[tuple[datetime, int]]] = {}
    for each in reports:
        if each.tps in people:
            by_tps.setdefault(each.tps, []).append((each.at, each.voters))
    for said in by_tps.values():
        said.sort()
    hours = []
    for moment in moments:
        voters = below = reported = 0
        for tps, said in by_tps.items():
            place = bisect_right(said, moment, key=lambda each: each[0])
            if place:
                voters += said[place - 1][1]
                below += people[tps]
                reported += 1
        hours.append(Hour(moment, voters, below, reported, len(people)))
    return hours
