"""Which packages each halt of a plan takes, and loads that leave otherwise than before."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from tepat.core.election.ids import Form
from tepat.core.move.loads import LoadStage
from tepat.core.plan.instance.journey import Purpose
from tepat.core.plan.instance.values import Instance
from tepat.core.plan.schedule.values import Echelon, Stop, Trip
from tepat.core.problems import Code, refuse
from tepat.server.election.models import Scope
from tepat.server.move.models import PlannedShipment
from tepat.server.move.shipments import queries
from tepat.server.move.shipments.services import Load
from tepat.server.plan.models import Package, PlanRun
from tepat.server.plan.schedule import queries as plans
from tepat.server.plan.schedule import store

WAREHOUSE = ":gudang-1"


WITHOUT: Final[Mapping[Purpose, tuple[str, str]]] = {
    Purpose.RETURN: (
        "setiap penjemputan dicatat sebagai serah terima",
        "each pickup is recorded as a handover",
    ),
    Purpose.PSU: (
        "keluarkan surat suara bertanda PSU di gudang dengan nomor keputusannya",
        "issue the marked ballots in the warehouse with the number of the decision",
    ),
}
"""Journeys of which no packages are known: what is packed is for the main vote."""


@dataclass(frozen=True, slots=True)
class Halt:
    """One stop of one trip."""

    trip: Trip
    stop: Stop


class Made(NamedTuple):
    """What became of the loads of a plan."""

    made: int
    moved: int
    """Prepared before, and leaving now as this plan says."""
    kept: int
    """Handed over already: nothing about them was changed."""
    waiting: int
    """Packages that are not closed yet."""


def given_trips(scope: Scope, occasion: str = "") -> list[str]:
    """Return the trips of the plan in force whose load was handed over: two queries."""
    run = plans.in_force(scope, occasion)
    if run is None:
        return []
    rows = PlannedShipment.objects.filter(plan=run).exclude(
        shipment__stage=LoadStage.PREPARED.value
    )
    return sorted(set(rows.values_list("trip", flat=True)))


def halts_of(run: PlanRun) -> list[Halt]:
    """Return the halts that loads leave the warehouse for, by time.

    Raises `Refused` for a plan that is not in force, or of which no packages are known.
    """
    if run.published_at is None:
        raise refuse(Code.PLAN_NOT_READY, value=run.number)
    holding = plans.in_force(run.scope, run.occasion)
    if holding and holding.pk != run.pk:
        raise refuse(Code.PLAN_REPLACED, value=run.number, new=holding.number)
    purpose = store.instance_of(run.source.hash).journey.purpose
    if purpose in WITHOUT:
        instead, instead_en = WITHOUT[purpose]
        raise refuse(Code.PLAN_NO_LOADS, value=run.number, instead=instead, instead_en=instead_en)
    plan = store.plan_of(run.hash)
    found = [
        Halt(trip, stop)
        for trip in plan.trips
        if trip.echelon in (Echelon.DIRECT, Echelon.PPK)
        for stop in trip.stops
    ]
    return sorted(found, key=lambda halt: (halt.trip.start, halt.trip.id, halt.stop.arrive))


def move_prepared(run: PlanRun, halts: Sequence[Halt]) -> tuple[int, int]:
    """Let loads of older plans of its occasion leave as `run` says; count moved and kept ones.

    The list of a load, its number and its papers stay the same: only vehicle and hour change.
    Where this plan halts less often at a place, its last halt there takes the rest.
    """
    by_place: dict[str, list[Halt]] = {}
    for halt in halts:
        by_place.setdefault(halt.stop.place, []).append(halt)
    rows = PlannedShipment.objects.filter(
        shipment__scope=run.scope, plan__source__occasion=run.occasion
    ).select_related("shipment")
    moved = kept = 0
    nth: dict[str, int] = {}
    for row in rows.order_by("shipment__code"):
        here = by_place.get(row.place, [])
        at = nth.get(row.place, 0)
        nth[row.place] = at + 1
        if row.shipment.stage != LoadStage.PREPARED.value:
            kept += 1
            continue
        if not here:
            continue
        halt = here[min(at, len(here) - 1)]
        load = load_of(run, halt)
        shipment = row.shipment
        if (shipment.vehicle, shipment.departs_at) != (load.vehicle, load.departs_at):
            shipment.vehicle, shipment.departs_at = load.vehicle, load.departs_at
            shipment.driver = ""  # who drives the other vehicle is not known
            shipment.save(update_fields=["vehicle", "departs_at", "driver"])
            moved += 1
        row.plan, row.trip = run, halt.trip.id
        row.save(update_fields=["plan", "trip"])
    return moved, kept


def loads_of(run: PlanRun, halts: Sequence[Halt]) -> Iterator[tuple[Halt, list[str], int]]:
    """Yield each halt with the closed packages it takes and how many of its own are open yet.

    Packages that are on a load already stay there. A place with several halts gives each as
    many boxes as the plan says, in the order of their codes. A plan for some TPS takes theirs
    alone. Two queries.
    """
    away = queries.carried(run.scope)
    journey = store.instance_of(run.source.hash).journey
    by_place: dict[str, list[Package]] = {}
    for row in queries.loadable(run.scope):
        if journey.tps and row.place not in journey.tps:
            continue
        if journey.kinds and row.kind and row.kind not in journey.kinds:
            continue
        by_place.setdefault(row.desa or row.kecamatan, []).append(row)
        if row.desa:
            by_place.setdefault(f"{row.kecamatan}:all", []).append(row)
    shares = _shares(halts)
    taken: dict[str, int] = {}
    for halt in halts:
        place = halt.stop.place
        rows = by_place.get(place, [])
        if len(place) == KECAMATAN:
            rows = [*rows, *by_place.get(f"{place}:all", [])]
        rows = _part(rows, shares[place], taken.get(place, 0))
        taken[place] = taken.get(place, 0) + 1
        free = [row for row in rows if row.code not in away]
        closed = [row.code for row in free if queries.is_ready(row)]
        yield halt, closed, len(free) - len(closed)


KECAMATAN = 8
"""Length of the code of a kecamatan: a halt there is for its PPK."""


def _shares(halts: Sequence[Halt]) -> Mapping[str, list[int]]:
    """Boxes of each halt by place, in order."""
    found: dict[str, list[int]] = {}
    for halt in halts:
        found.setdefault(halt.stop.place, []).append(halt.stop.boxes)
    return found


def _part(rows: list[Package], boxes: list[int], nth: int) -> list[Package]:
    """Return what the nth of several halts takes: its boxes, the last one all that is left.

    Bags go with the boxes of their TPS, so packages are counted by place, never torn apart.
    """
    if len(boxes) == 1:
        return rows
    begin, end = sum(boxes[:nth]), sum(boxes[: nth + 1])
    counted, found, before = 0, [], ""
    at_place = 0
    for row in sorted(rows, key=lambda row: (row.place, row.code)):
        if row.place != before:
            at_place, before = counted, row.place
        counted += row.form == Form.BOX.value
        last = nth == len(boxes) - 1
        if begin <= at_place and (last or at_place < end):
            found.append(row)
    return found


def load_of(run: PlanRun, halt: Halt) -> Load:
    """Return what the plan says about one load; the driver is written by the warehouse."""
    instance = store.instance_of(run.source.hash)
    names = {each.id: each.name or each.id for each in instance.vehicles}
    place = halt.stop.place
    return Load(
        origin=run.scope.kabupaten + WAREHOUSE,
        destination=f"{place}:{'ppk' if len(place) == KECAMATAN else 'pps'}",
        departs_at=_moment(instance, halt.trip.start),
        vehicle=f"{names.get(halt.trip.vehicle, halt.trip.vehicle)} {halt.trip.unit}"[:60],
    )


def _moment(instance: Instance, minutes: int) -> datetime:
    first = instance.days[0].date
    midnight = datetime(first.year, first.month, first.day, tzinfo=ZoneInfo(instance.zone))
    return midnight + timedelta(minutes=minutes)
