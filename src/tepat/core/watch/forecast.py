"""How many TPS will be ready at the deadline: the facts so far, and the plan's chances given them.

A TPS that is ready counts whole, one of which an aim is *tidak* counts nothing: that must be
mended first. Of the others the plan says how often the goods of their desa came in time over
its drawn weeks. A fact takes the place of a chance: what lies in the desa has come there; a
load that should have left and did not follows no plan any more, and its chance is not claimed.
Nothing is guessed where no plan says a chance.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tepat.core.plan.schedule.values import Chance
from tepat.core.watch.indicators import Flags, Standing

MILLION = 1_000_000


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
        return int(self.expected)


def forecast_of(
    standing: Standing,
    chances: Mapping[str, Chance],
    is_there: Flags,
    is_behind: Flags,
    areas: Sequence[str] | None = None,
) -> dict[str, Forecast]:
    """Return the forecast of each area; without `areas` all TPS stand under the empty name.

    `chances` by desa; of each TPS, in the order of `standing`, `is_there` says whether all its
    packages lie in its desa already, and `is_behind` whether one should have left and did not.
    After the deadline nothing more is expected.
    """
    names = areas or [""] * len(standing.tps)
    is_over = standing.now > standing.deadline
    ready, wrong = standing.is_ready, standing.is_wrong
    totals: dict[str, list[float]] = {}
    rough: set[str] = set()
    for place, tps in enumerate(standing.tps):
        sums = totals.setdefault(names[place], [0, 0, 0, 0, 0, 0])
        sums[0] += 1
        if ready[place]:
            _add(sums, (1, 1, 1, 1, 0))
        elif wrong[place] or is_over:
            continue
        elif is_there[place]:
            _add(sums, (0, 1, 1, 1, 0))
        elif is_behind[place] or (chance := chances.get(tps.partition("-")[0])) is None:
            _add(sums, (0, 0, 0, 1, 1))
        else:
            _add(sums, (0, chance.ppm / MILLION, chance.low / MILLION, chance.high / MILLION, 0))
            if chance.rough:
                rough.add(names[place])
    return {
        name: Forecast(
            int(sums[0]), int(sums[1]), sums[2], sums[3], sums[4], int(sums[5]), name in rough
        )
        for name, sums in totals.items()
    }


def _add(sums: list[float], more: tuple[float, ...]) -> None:
    for at, value in enumerate(more, start=1):
        sums[at] += value
