"""The RAB of a plan: its cost lines under headings, each with its source.

A price that is not known stays empty and is never counted as 0: what a vehicle without any
price and a store without a price for its guard would cost is asked for in a line of its own.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from tepat.core.documents.papers import Person
from tepat.core.documents.plan_papers import Budget, BudgetHeading, BudgetLine, PlanFrame
from tepat.core.documents.words import grouped
from tepat.core.plan.explaining import figure
from tepat.core.plan.instance.keeping import stores_of
from tepat.core.plan.instance.source import Source
from tepat.core.plan.instance.units import NIGHT
from tepat.core.plan.instance.values import Instance, Store, Verdict
from tepat.core.plan.schedule.costs import Group, group_of
from tepat.core.plan.schedule.values import CostLine, Plan, Trip

UNSAID: Final = "sumber belum diisi"


def budget(
    frame: PlanFrame,
    plan: Plan,
    instance: Instance,
    maker: Person | None = None,
    signer: Person | None = None,
) -> Budget:
    """Return the RAB of `plan` with who signs it."""
    return Budget(
        frame,
        headings(plan, instance),
        maker or Person("", "Penyusun rencana"),
        signer or Person("", f"Ketua KPU {frame.regency}"),
    )


def headings(plan: Plan, instance: Instance) -> tuple[BudgetHeading, ...]:
    """Return every cost line of `plan` under its heading, and what it needs without a price."""
    lines: dict[Group, list[BudgetLine]] = {group: [] for group in Group}
    for line in plan.costs:
        lines[group_of(line, instance)].append(_line(line, plan.trips, instance))
    lines[Group.VEHICLES] += _free_vehicles(plan, instance)
    lines[Group.GUARD] += _free_nights(plan.trips, instance)
    return tuple(BudgetHeading(name.value, tuple(each)) for name, each in lines.items() if each)


def _line(line: CostLine, trips: Sequence[Trip], instance: Instance) -> BudgetLine:
    known = bool(line.each or line.rupiah)
    return BudgetLine(
        line.name,
        _quantity(line, trips),
        line.unit,
        line.each or None,
        line.rupiah if known else None,
        _source_of(line, trips, instance),
    )


def _quantity(line: CostLine, trips: Sequence[Trip]) -> str:
    """Return how many, exactly: a plan rounds kilometres and hours up, its sums are not."""
    if line.quantity * line.each != line.rupiah:
        only = line.item.partition(":")[2]
        vehicles = {trip.vehicle for trip in trips}
        one = line.item if line.item in vehicles else only
        mine = [trip for trip in trips if not one or trip.vehicle == one]
        metres = sum(trip.metres for trip in mine)
        minutes = sum(trip.end - trip.start for trip in mine)
        if line.unit == "km" and metres * line.each // 1000 == line.rupiah:
            return figure(Decimal(metres).scaleb(-3))
        if line.unit == "jam" and minutes * line.each // 60 == line.rupiah:
            return f"{grouped(minutes // 60)} jam {minutes % 60} menit"
    return grouped(line.quantity)


def _source_of(line: CostLine, trips: Sequence[Trip], instance: Instance) -> str:
    vehicles = {each.id: each.source for each in instance.vehicles}
    if line.item in vehicles:
        return _said([vehicles[line.item]], instance)
    priced = [
        each.source
        for each in instance.prices
        if each.id == line.item or (line.unit == NIGHT == each.unit and each.rupiah == line.each)
    ]
    if not priced and line.unit == NIGHT:
        priced = [
            store.source for store, _ in _waiting(trips, instance) if store.guard == line.each
        ]
    return _said(priced, instance) if priced else line.source or UNSAID


def _said(sources: Sequence[Source], instance: Instance) -> str:
    """Return who says so and when; a guess and a made-up figure are marked."""
    told = [", ".join(filter(None, (each.by, each.at))) or each.note for each in sources]
    parts = list(dict.fromkeys(filter(None, told))) or [UNSAID]
    if instance.contoh and "contoh" not in parts:
        parts.append("contoh")
    if any(each.rough for each in sources):
        parts.append("perkiraan kasar")
    return ", ".join(parts)


def _free_vehicles(plan: Plan, instance: Instance) -> list[BudgetLine]:
    """Vehicles that drive and cost nothing as far as anyone has said."""
    named = {line.item for line in plan.costs}
    found = []
    for vehicle in instance.vehicles:
        days = {(trip.day, trip.unit) for trip in plan.trips if trip.vehicle == vehicle.id}
        if days and vehicle.id not in named:
            name = f"{vehicle.name or vehicle.id}: sewa atau bahan bakar"
            found.append(BudgetLine(name, grouped(len(days)), "hari", None, None))
    return found


def _free_nights(trips: Sequence[Trip], instance: Instance) -> list[BudgetLine]:
    """Nights in stores whose guard has no price."""
    nights = [
        count
        for store, count in _waiting(trips, instance)
        if not store.guard and store.verdict is not Verdict.FAILED
    ]
    if not nights:
        return []
    name = f"Jaga malam di {grouped(len(nights))} tempat simpan"
    return [BudgetLine(name, grouped(sum(nights)), NIGHT, None, None)]


def _waiting(trips: Sequence[Trip], instance: Instance) -> list[tuple[Store, int]]:
    """Stores with goods overnight and how many nights, without the last before the vote."""
    stores = stores_of(instance)
    first: dict[str, int] = {}
    for trip in trips:
        for stop in trip.stops:
            if stop.place in stores:
                first[stop.place] = min(trip.day, first.get(stop.place, trip.day))
    last = len(instance.days) - 1
    return [(stores[code], last - first[code]) for code in sorted(first) if first[code] < last]
