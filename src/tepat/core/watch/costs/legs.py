"""What the plan's RAB says of each leg and store, heading by heading.

A plan is priced as a whole: a vehicle is paid by the day, a team of escorts by the most under
way at once. Here each line is shared out over what it was paid for: vehicles and hire over
their trips by time on the road, what is per box by boxes, nights of guard over the stores
they were counted for. A trip is shared over its halts by boxes. The shares add up to the plan
to the rupiah.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from tepat.core.plan.instance.units import NIGHT
from tepat.core.plan.instance.values import Instance
from tepat.core.plan.schedule.costs import Group, group_of, nights_of
from tepat.core.plan.schedule.values import CostLine, Plan, Trip
from tepat.core.watch.costs.ratios import Work


def halt_name(trip: str, place: str) -> str:
    """Return the name of one halt of one trip, as work: a leg."""
    return f"{trip}|{place}"


def planned_by_work(plan: Plan, instance: Instance) -> dict[Work, int]:
    """Return rupiah by halt (`halt_name`) or, for guards, by code of the place.

    The values add up to `plan.rupiah` where that is the sum of its lines.
    """
    found: defaultdict[Work, int] = defaultdict(int)
    nights = nights_of(instance, plan.trips)
    for line in plan.costs:
        heading = group_of(line, instance)
        if heading is Group.GUARD and line.unit == NIGHT:
            weights = {
                place: count
                for place, count in nights.items()
                if count and _guard(instance, place) == line.each
            }
            for place, rupiah in shares(line.rupiah, weights or nights).items():
                found[place, heading.value] += rupiah
            continue
        for halt, rupiah in shares(line.rupiah, _weights(line, plan.trips, instance)).items():
            found[halt, heading.value] += rupiah
    return dict(found)


def _guard(instance: Instance, place: str) -> int:
    for each in instance.kecamatan:
        if each.code == place:
            return each.keeper.store.guard
    return next((each.store.guard for each in instance.desa if each.code == place), 0)


def _weights(line: CostLine, trips: Sequence[Trip], instance: Instance) -> dict[str, int]:
    """Return what one line was paid for: halts with their weights."""
    ids = {each.id for each in instance.vehicles}
    only = line.item if line.item in ids else line.item.partition(":")[2]
    mine = [trip for trip in trips if trip.vehicle == only] if only in ids else list(trips)
    found: defaultdict[str, int] = defaultdict(int)
    for trip in mine or trips:
        boxes = sum(stop.boxes for stop in trip.stops)
        for stop in trip.stops:
            share = stop.boxes if boxes else 1
            if line.unit == "kotak":
                weight = stop.boxes
            elif line.unit in ("kali", "perjalanan"):
                weight = 10_000 * share // (boxes or len(trip.stops))
            else:
                weight = max(1, trip.end - trip.start) * 10_000 * share
                weight //= boxes or len(trip.stops)
            found[halt_name(trip.id, stop.place)] += weight
    return found


def shares(rupiah: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Share whole rupiah out by weight, so that nothing is lost: largest remainders first.

    >>> shares(100, {"a": 1, "b": 1, "c": 1})
    {'a': 34, 'b': 33, 'c': 33}
    """
    total = sum(weights.values())
    if not total:
        return {}
    found = {name: rupiah * weight // total for name, weight in weights.items()}
    rest = rupiah - sum(found.values())
    order = sorted(weights, key=lambda name: (-(rupiah * weights[name] % total), name))
    for name in order[:rest]:
        found[name] += 1
    return found


def area_of(name: str) -> str:
    """Return the kecamatan of a halt or a place.

    >>> area_of("T1|63.09.05.2003")
    '63.09.05'
    """
    return name.rpartition("|")[2][:8]
