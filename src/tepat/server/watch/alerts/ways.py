"""What a plan says of one load: when it arrives, how long it drives, over which roads.

Roads are worked out only when asked for, since that needs the routing tables: no weather
and no closed road, no tables.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tepat.core.plan.instance.values import Instance
from tepat.core.plan.schedule.values import Plan, Stop, Trip
from tepat.core.problems import Refused
from tepat.server.election.models import Scope
from tepat.server.move.models import PlannedShipment, Shipment
from tepat.server.plan.models import PlanRun
from tepat.server.plan.schedule import ground, store


class Way(NamedTuple):
    """One load's journey; empty where no plan knows it."""

    arrives_at: datetime | None = None
    minutes: int | None = None
    arcs: frozenset[str] = frozenset()


@dataclass
class Ways:
    """The journeys of one scope. `holding` is the plan in force, for loads made by hand."""

    scope: Scope
    holding: PlanRun | None
    with_roads: bool

    def of(self, shipment: Shipment) -> Way:
        """Return the journey of `shipment`: two queries for the first, none for the others."""
        planned, name = self._planned.get(shipment.pk, (None, ""))
        area = shipment.destination.partition(":")[0]
        run = planned or self.holding
        files = self._files(run)
        if run is None or files is None:
            return Way()
        plan, instance = files
        found = self._visit(run, plan, name, area)
        if found is None:
            return Way()
        trip, stop = found
        arrives = _moment(instance, stop.arrive) if planned else None
        arcs = self._arcs(run, trip, stop) if self.with_roads else frozenset()
        return Way(arrives, max(0, stop.arrive - trip.start), arcs)

    def _files(self, run: PlanRun | None) -> tuple[Plan, Instance] | None:
        if run is None or not run.hash:
            return None
        if run.pk not in self._read:
            try:
                self._read[run.pk] = store.plan_of(run.hash), store.instance_of(run.source.hash)
            except Refused:  # the files were removed or altered: nothing is known of its ways
                self._read[run.pk] = None
        return self._read[run.pk]

    def _arcs(self, run: PlanRun, trip: Trip, stop: Stop) -> frozenset[str]:
        legs = self._legs.setdefault(run.hash, ground.legs_of(run.hash, run.source.hash))
        upto = list(trip.stops).index(stop) + 1
        ways = legs.get(trip.id, ())[:upto]
        return frozenset(arc for way in ways if way for arc in way)

    @cached_property
    def _planned(self) -> Mapping[int, tuple[PlanRun, str]]:
        """By shipment the plan it was made from, and the trip."""
        rows = PlannedShipment.objects.filter(shipment__scope=self.scope)
        trips = list(rows.values_list("shipment_id", "plan_id", "trip"))
        runs = PlanRun.objects.filter(scope=self.scope, pk__in={plan for _, plan, _ in trips})
        lean = runs.select_related("source").defer("reasons", "curve", "checks")
        known = {run.pk: run for run in lean}
        return {shipment: (known[plan], trip) for shipment, plan, trip in trips}

    def _visit(self, run: PlanRun, plan: Plan, trip: str, area: str) -> tuple[Trip, Stop] | None:
        """Return the halt at `area`, of the trip if it is named; else the longest to its desa."""
        if run.pk not in self._halts:
            self._halts[run.pk] = _Halts(plan)
        return self._halts[run.pk].longest(trip, area)

    @cached_property
    def _halts(self) -> "dict[int, _Halts]":
        return {}

    @cached_property
    def _read(self) -> dict[int, tuple[Plan, Instance] | None]:
        return {}

    @cached_property
    def _legs(self) -> dict[str, Mapping[str, tuple[tuple[str, ...] | None, ...]]]:
        return {}


class _Halts:
    """The longest halt of a plan at each place and in each area above it, of each trip and of all.

    Made in one go: a kabupaten asks for thousands of loads at each look.
    """

    def __init__(self, plan: Plan) -> None:
        self._at: dict[tuple[str, str], tuple[Trip, Stop]] = {}
        self._in: dict[tuple[str, str], tuple[Trip, Stop]] = {}
        for trip in plan.trips:
            for stop in trip.stops:
                halt = trip, stop
                parts = stop.place.split(".")
                for named in ("", trip.id):
                    _keep(self._at, (named, stop.place), halt)
                    for upto in range(1, len(parts)):
                        _keep(self._in, (named, ".".join(parts[:upto])), halt)

    def longest(self, trip: str, area: str) -> tuple[Trip, Stop] | None:
        """Return the longest halt at `area`, else the longest within it; `trip` "": of any."""
        return self._at.get((trip, area)) or self._in.get((trip, area))


def _keep(
    found: dict[tuple[str, str], tuple[Trip, Stop]], key: tuple[str, str], halt: tuple[Trip, Stop]
) -> None:
    """Keep the halt that is driven to longer; of equal ones the first."""
    before = found.get(key)
    if before is None or _driven(halt) > _driven(before):
        found[key] = halt


def _driven(halt: tuple[Trip, Stop]) -> int:
    trip, stop = halt
    return stop.arrive - trip.start


def _moment(instance: Instance, minute: int) -> datetime:
    first = instance.days[0].date
    midnight = datetime(first.year, first.month, first.day, tzinfo=ZoneInfo(instance.zone))
    return midnight + timedelta(minutes=minute)
