"""Weather and broken vehicles by chance: one week drawn from the hazard model of the plan itself.

The same draw decides, for each load of the plan, on which day it gets through, with the
recourse that the plan counts on. What the plan called unlikely happens as often as it said.
"""

from datetime import datetime, timedelta
from typing import Final

from tepat.adapters import routing_cch
from tepat.core.plan import plan_file
from tepat.core.plan.instance import reading
from tepat.core.plan.instance.values import Instance
from tepat.core.plan.risk import judging
from tepat.core.plan.schedule.values import Plan
from tepat.gladi.world import Load, World

GROUND: Final = "medan.json"
"""What the plan was made from, laid beside the field when it was furnished."""
LATE: Final = ("late_departure", "late_arrival")
Delay = tuple[str, int, int]
"""A place, the planned day, and the day on which its load gets through (`judging.NEVER`: none)."""


def strike(world: World) -> int:
    """Let the drawn week delay loads; return how many are late by it."""
    read = reading.read((world.place / "lapangan" / GROUND).read_bytes())
    if read.instance is None:
        return 0
    plan = plan_file.read(world.desk("kpu").get("rencana/1/rencana.json").body)
    count = 0
    for place, planned, day in delays(read.instance, plan, world.asked.seed):
        for load in _loads(world, place, planned):
            count += 1
            _delay(world, load, timedelta(days=day - planned), never=day == judging.NEVER)
    return count


def delays(instance: Instance, plan: Plan, seed: int) -> list[Delay]:
    """Return what one drawn week delays, in order of places and days."""
    travel = routing_cch.travel(instance)
    outcome = judging.run(instance, judging.drawn(instance, travel, 1, seed), plan.trips, seed)
    found = {
        (travel.places[lot.place], lot.day, int(day))
        for lot, day in zip(outcome.lots, outcome.days[0], strict=True)
        if int(day) > lot.day
    }
    return sorted(found)


def _loads(world: World, place: str, planned: int) -> list[Load]:
    first = world.moment(7, 0)
    return [
        load
        for load in world.loads.values()
        if load.area == place
        and load.start.endswith(":gudang-1")
        and load.departs
        and (load.departs - first).days == planned
        and not load.leaves_late
    ]


def _delay(world: World, load: Load, late: timedelta, *, never: bool) -> None:
    assert load.departs is not None
    # What the plan gives up leaves in the evening of H-1 all the same: boxes are there at 07.00.
    latest = max(world.moment(1, 18), load.departs) - load.departs
    load.leaves_late = latest if never else min(late, latest)
    until: datetime = load.departs + load.leaves_late + timedelta(minutes=load.minutes + 120)
    note = "cuaca atau kendaraan menurut peluang rencana"
    world.happened("tertahan", load.kecamatan, load.departs, until, *LATE, note=note)
    world.struck[load.code] = load.kecamatan
