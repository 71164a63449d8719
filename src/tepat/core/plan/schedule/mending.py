"""Hours that a solver of routing does not see: places that take nothing for part of a day.

It knows one window for each place, not a market in the middle of a day. A trip that waits for
one may come home after dusk, or when its vehicle should have left again. Such trips are timed
again one after the other; what then does not fit into its day goes where it is cheapest, as a
whole, the other way round, or lot by lot.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from tepat.core.plan.instance.values import Instance
from tepat.core.plan.network.times import Travel
from tepat.core.plan.schedule.runs import Carried, Run, Runs
from tepat.core.plan.schedule.shifting import is_direct
from tepat.core.plan.schedule.values import Trip


def keeps_hours(instance: Instance, travel: Travel, trips: Sequence[Trip]) -> bool:
    """Tell whether straight trips leave and come home as they say, each within its day."""
    made = Runs(instance, travel, trips)
    if any(made.timed(run) is None for run in made.runs):
        return False
    hours = Counter((each.day, each.vehicle, each.start, each.end) for each in trips)
    return hours == Counter(
        (each.day, each.vehicle, each.start, each.end) for each in made.trips(made.runs)
    )


def mended(
    instance: Instance, travel: Travel, trips: Sequence[Trip]
) -> tuple[tuple[Trip, ...], tuple[str, ...]]:
    """Return straight trips within their hours, and the places for which there is no room.

    Others, and those that keep their hours, stay as they are.
    """
    is_closed = any(each.blocked for each in instance.desa)
    if not is_closed or not is_direct(trips) or keeps_hours(instance, travel, trips):
        return tuple(trips), ()
    made = Runs(instance, travel, trips)
    kept: list[Run] = []
    waiting: list[Carried] = []
    for run in made.runs:
        fits = run
        while fits.trips and made.timed(fits) is None:
            waiting.append(fits.trips[-1])
            fits = fits._replace(trips=fits.trips[:-1])
        kept += [fits] if fits.trips else []
    left: list[str] = []
    for carried in sorted(waiting, key=lambda each: (-_litres(made, each), each)):
        if not _placed(made, kept, (carried, carried[::-1])):
            left += [made.lots[lot].code for lot in carried if not _placed(made, kept, ((lot,),))]
    return made.trips(kept), tuple(dict.fromkeys(left))


def _litres(made: Runs, carried: Carried) -> int:
    return sum(made.lots[lot].litres for lot in carried)


def _placed(made: Runs, kept: list[Run], ways: Sequence[Carried]) -> bool:
    """Put one trip where it is cheapest, in `kept` itself; tell whether there was room."""
    best = min(_places(made, kept, ways), default=None)
    if best is None:
        return False
    _, at, run = best
    kept[at : at + 1] = [run]
    return True


def _places(
    made: Runs, kept: Sequence[Run], ways: Sequence[Carried]
) -> Iterator[tuple[int, int, Run]]:
    """Yield rupiah more, the number of the run it becomes part of (or the next), and that run."""
    used = Counter((run.vehicle, run.day) for run in kept)
    for carried in ways:
        for at, run in enumerate(kept):
            before = made.timed(run)
            for trips in ((*run.trips, carried), (carried, *run.trips)):
                longer = run._replace(trips=trips)
                timed = made.timed(longer)
                if timed and before:
                    money = timed.rupiah - before.rupiah + _guards(made, carried, run.day)
                    yield money, at, longer
        for vehicle, each in enumerate(made.vehicles):
            for day, count in enumerate(each.available):
                alone = Run(vehicle, day, (carried,))
                timed = made.timed(alone) if used[vehicle, day] < count else None
                if timed:
                    yield timed.rupiah + _guards(made, carried, day), len(kept), alone


def _guards(made: Runs, carried: Carried, day: int) -> int:
    """Return rupiah of guarding the stores of one trip from `day` on."""
    return sum(made.guard(made.lots[lot].code, day) for lot in carried)
