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

    holding: PlanRun | None
    with_roads: bool

    def of(self, shipment: Shipment) -> Way:
        """Return the journey of `shipment`, whose plan was selected with it: no query."""
        planned = _planned(shipment)
        area = shipment.destination.partition(":")[0]
        run = planned.plan if planned else self.holding
        files = self._files(run)
        if run is None or files is None:
            return Way()
        plan, instance = files
        found = _visit(plan, instance, planned.trip if planned else "", area)
        if found is None:
            return Way()
        trip, stop = found
        arrives = _moment(instance, stop.arrive) if planned else None
        arcs = self._arcs(run, trip, stop) if self.with_roads else frozenset()
        return Way(arrives, max(0, stop.arrive - trip.start), arcs)

    def _files(self, run: PlanRun | None) -> tuple[Plan, Instance] | None:
        if run is None or not run.hash:
            return None
        try:
            return store.plan_of(run.hash), store.instance_of(run.source.hash)
        except Refused:  # the files were removed or altered: nothing is known of its ways
            return None

    def _arcs(self, run: PlanRun, trip: Trip, stop: Stop) -> frozenset[str]:
        legs = self._legs.setdefault(run.hash, ground.legs_of(run.hash, run.source.hash))
        upto = list(trip.stops).index(stop) + 1
        ways = legs.get(trip.id, ())[:upto]
        return frozenset(arc for way in ways if way for arc in way)

    @cached_property
    def _legs(self) -> dict[str, Mapping[str, tuple[tuple[str, ...] | None, ...]]]:
        return {}


def _planned(shipment: Shipment) -> PlannedShipment | None:
    try:
        return shipment.planned
    except PlannedShipment.DoesNotExist:
        return None


def _visit(plan: Plan, instance: Instance, trip: str, area: str) -> tuple[Trip, Stop] | None:
    """Return the halt at `area`, of the trip if it is named; else the longest to its desa."""
    halts = [(each, stop) for each in plan.trips if trip in ("", each.id) for stop in each.stops]
    own = [halt for halt in halts if halt[1].place == area]
    near = own or [halt for halt in halts if halt[1].place.startswith(area + ".")]
    return max(near, key=lambda halt: halt[1].arrive - halt[0].start, default=None)


def _moment(instance: Instance, minute: int) -> datetime:
    first = instance.days[0].date
    midnight = datetime(first.year, first.month, first.day, tzinfo=ZoneInfo(instance.zone))
    return midnight + timedelta(minutes=minute)
