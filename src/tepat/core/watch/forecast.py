"""How many TPS will be ready at the deadline: the facts so far, and the plan's chances given them.

A TPS that is ready counts whole, one of which an aim is *tidak* counts nothing: that must be
mended first. Of the others the plan says how often the goods of their desa came in time over
its drawn weeks. A fact takes the place of a chance: what lies in the desa has come there; a
load that should have left and did not follows no plan any more, and its chance is not claimed.
Nothing is guessed where no plan says a chance.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tepat.core.plan.schedule.values import Chance
from tepat.core.watch.indicators import Flags, Seconds, Standing, Word

MILLION = 1_000_000
EPSILON = 1e-6
"""Sums of shares that make a whole may lack this much of it."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """How many TPS of an area are expected to be ready at the deadline."""

    tps: int
    ready: int
    """Ready now."""
    expected: float
    low: float
    high: float
    """With the ends of the plan's intervals; what no chance is known of counts whole here."""
    unknown: int
    """TPS of which nobody can say a chance: without a plan, or left behind by it."""
    is_rough: bool
    """A chance behind it is a guess (*perkiraan kasar*)."""

    @property
    def rounded(self) -> int:
        """Whole TPS, and never more than are surer than not."""
        return int(self.expected + EPSILON)


@dataclass(frozen=True, slots=True)
class Hopes:
    """Of each TPS, in the order of a standing, what is hoped of it while it is open."""

    expected: Seconds
    """Shares from 0 to 1, as `low` and `high`."""
    low: Seconds
    high: Seconds
    is_unknown: Flags
    is_rough: Flags

    @property
    def is_likely(self) -> Flags:
        """Surer than not."""
        likely: Flags = self.expected >= 0.5
        return likely


def hopes_of(
    standing: Standing, chances: Mapping[str, Chance], is_there: Flags, is_behind: Flags
) -> Hopes:
    """Return what is hoped of each TPS as long as nothing is wrong with it.

    `chances` by desa; `is_there` says of each TPS whether all its packages lie in its desa
    already, and `is_behind` whether one should have left and did not. After the deadline
    nothing more is expected.
    """
    count = len(standing.tps)
    shares = np.zeros((count, 3))
    unknown = np.zeros(count, dtype=np.bool_)
    rough = np.zeros(count, dtype=np.bool_)
    if standing.now > standing.deadline:
        return Hopes(shares[:, 0], shares[:, 1], shares[:, 2], unknown, rough)
    there, behind = is_there.tolist(), is_behind.tolist()
    for place, tps in enumerate(standing.tps):
        if there[place]:
            shares[place] = 1
        elif behind[place] or (chance := chances.get(tps.partition("-")[0])) is None:
            shares[place, 2] = 1
            unknown[place] = True
        else:
            shares[place] = (chance.ppm, chance.low, chance.high)
            shares[place] /= MILLION
            rough[place] = chance.rough
    return Hopes(shares[:, 0], shares[:, 1], shares[:, 2], unknown, rough)


def forecast_of(
    standing: Standing, hopes: Hopes, areas: Sequence[str] | None = None
) -> dict[str, Forecast]:
    """Return the forecast of each area; without `areas` all TPS stand under the empty name."""
    names = areas or [""] * len(standing.tps)
    return _forecasts(hopes, names, standing.is_ready, standing.is_wrong)


def forecast_by_aim(standing: Standing, hopes: Hopes) -> list[Forecast]:
    """Return for each of `AIMS` how many TPS are expected to be tepat in it at the deadline."""
    names = [""] * len(standing.tps)
    return [
        _forecasts(hopes, names, column == Word.TEPAT, column == Word.TIDAK).get("", NOTHING)
        for column in standing.words.T
    ]


NOTHING = Forecast(0, 0, 0, 0, 0, 0, is_rough=False)
"""Where there is no TPS."""


def _forecasts(
    hopes: Hopes, areas: Sequence[str], is_ready: Flags, is_wrong: Flags
) -> dict[str, Forecast]:
    names, of = np.unique(np.array(areas, dtype=np.str_), return_inverse=True)
    count = len(names)
    is_open = ~is_ready & ~is_wrong

    def summed(shares: Seconds) -> list[float]:
        whole = np.where(is_ready, 1.0, np.where(is_open, shares, 0.0))
        found: list[float] = np.bincount(of, weights=whole, minlength=count).tolist()
        return found

    def counted(flags: Flags) -> list[int]:
        found: list[int] = np.bincount(of[flags], minlength=count).tolist()
        return found

    tps, ready = counted(np.ones(len(of), dtype=np.bool_)), counted(is_ready)
    expected, low, high = summed(hopes.expected), summed(hopes.low), summed(hopes.high)
    unknown, rough = counted(hopes.is_unknown & is_open), counted(hopes.is_rough & is_open)
    return {
        str(name): Forecast(
            tps[at], ready[at], expected[at], low[at], high[at], unknown[at], rough[at] > 0
        )
        for at, name in enumerate(names)
    }
