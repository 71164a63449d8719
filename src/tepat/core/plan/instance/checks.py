"""What the rows of an instance say of each other: names, numbers, sizes, deadlines.

`sound` leaves out or defaults what cannot be used, so that the rest is still planned, and
names each case. What needs the network is asked in `reach`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeVar

from tepat.core.plan.instance.riding import follow_price, seats_short
from tepat.core.plan.instance.values import (
    MINUTES_A_DAY,
    Arc,
    Carrier,
    Day,
    Desa,
    Instance,
    Kecamatan,
    Targets,
    Vehicle,
    Verdict,
    Zone,
)
from tepat.core.plan.saying import rupiah
from tepat.core.problems import Code, Fact, Problem

MOST_ZONES: Final = 62
"""A flood state is a whole number of 64 bits."""

COUNTED: Final = frozenset({"hari", "perjalanan", "km", "jam", "kotak", "sekali"})
"""Units of prices that trips are counted in."""
NIGHT: Final = "malam"
"""Unit of what a guard costs."""
HIRE: Final = "hire"
"""Head of the id of a price for what the fleet has not: `hire:klotok`."""

_LIGHT: Final = (6 * 60, 18 * 60)
_OPENS: Final = (5 * 60, 20 * 60)
_NAMES_SHOWN: Final = 3

Row = TypeVar("Row")


def sound(instance: Instance) -> tuple[Instance, list[Problem]]:
    """Return `instance` without what cannot be used, and a problem for each such thing."""
    found = _Found()
    instance = _days(instance, found)
    instance = _once(instance, found)
    instance = _shares(instance, found)
    instance = _graph(instance, found)
    instance = _places(instance, found)
    instance = _vehicles(instance, found)
    instance = _sizes(instance, found)
    _fleet_by_day(instance, found)
    _stores(instance, found)
    _waves(instance, found)
    _seats(instance, found)
    _prices(instance, found)
    return _carriers(instance, found), found.problems


@dataclass
class _Found:
    problems: list[Problem] = field(default_factory=list)

    def add(self, code: Code, **facts: Fact) -> None:
        self.problems.append(Problem(code, facts))

    def name(self, path: str, place: str, word: str, known: Iterable[str], then: str) -> bool:
        """Tell whether `word` is one of `known`; if not, say so and what happens."""
        if word in known:
            return True
        self.add(Code.PLAN_NAME, path=path, place=place, got=word, **_THEN[then])
        return False


_THEN: Final = {
    "out": {"then": "kini dilewati", "then_en": "it is left out for now"},
    "none": {"then": "kini dianggap kosong", "then_en": "it counts as empty for now"},
}


def lot_of(desa: Desa) -> tuple[int, int]:
    """Return litres and kilograms of one box of `desa` with what goes with it, rounded up."""
    boxes = max(1, desa.boxes)
    return -(-desa.litres // boxes), -(-desa.kg // boxes)


def _days(instance: Instance, found: _Found) -> Instance:
    """Clock times and deadlines that end before they begin get their defaults."""
    days = []
    for at, day in enumerate(instance.days):
        if not 0 <= day.light[0] < day.light[1] <= MINUTES_A_DAY:
            found.add(Code.PLAN_CLOCK, path=f"days[{at}].light", place=day.label)
            day = Day(day.label, day.date, _LIGHT)
        days.append(day)
    warehouses = []
    for at, house in enumerate(instance.warehouses):
        if house.opens >= house.closes:
            found.add(Code.PLAN_CLOCK, path=f"warehouses[{at}].opens", place=house.name)
            house = replace(house, opens=_OPENS[0], closes=_OPENS[1])
        warehouses.append(house)
    targets = _targets(instance.targets, days, found)
    return replace(instance, days=tuple(days), warehouses=tuple(warehouses), targets=targets)


def _targets(targets: Targets, days: Sequence[Day], found: _Found) -> Targets:
    last = len(days) - 1
    start = days[0].light[0]
    evening = last * MINUTES_A_DAY + _LIGHT[1]
    defaults = {"pps": evening, "ppk": evening, "tps": evening + 12 * 60}
    for name, default in defaults.items():
        if getattr(targets, name) <= start:
            found.add(Code.DEADLINE_EARLY, path=f"targets.{name}", day=days[0].label)
            given: dict[str, Any] = {name: default}
            targets = replace(targets, **given)
    return targets


def _once(instance: Instance, found: _Found) -> Instance:
    """Of rows with the same code the first stays. Places share one list of codes."""
    places: set[str] = set()
    parts: dict[str, Any] = {}
    for name, key, seen in (
        ("nodes", "id", set()),
        ("arcs", "id", set()),
        ("modes", "id", set()),
        ("vehicles", "id", set()),
        ("prices", "id", set()),
        ("warehouses", "id", places),
        ("kecamatan", "code", places),
        ("desa", "code", places),
    ):
        parts[name] = _first(getattr(instance, name), name, key, seen, found)
    zones = _first(instance.hazard.zones, "hazard.zones", "id", set(), found)
    return replace(instance, hazard=replace(instance.hazard, zones=zones), **parts)


def _first(
    rows: tuple[Row, ...], name: str, key: str, seen: set[str], found: _Found
) -> tuple[Row, ...]:
    kept = []
    for at, row in enumerate(rows):
        code = getattr(row, key)
        if code in seen:
            found.add(Code.PLAN_TWICE, path=f"{name}[{at}].{key}", got=code)
        else:
            seen.add(code)
            kept.append(row)
    return tuple(kept)


def _shares(instance: Instance, found: _Found) -> Instance:
    """Chances lie in 0 to 1; one outside becomes the nearer end."""

    def within(value: float, path: str, place: str) -> float:
        if 0 <= value <= 1:
            return value
        used = 0 if value < 0 else 1
        found.add(Code.PLAN_SHARE, path=path, place=place, got=f"{value:g}", used=used)
        return float(used)

    hazard = instance.hazard
    zones = tuple(
        replace(
            zone,
            probability=tuple(
                within(each, f"hazard.zones[{at}].probability[{day}]", zone.name or zone.id)
                for day, each in enumerate(zone.probability)
            ),
        )
        for at, zone in enumerate(hazard.zones)
    )
    hazard = replace(
        hazard,
        zones=_likeliest(zones, found),
        correlation=within(hazard.correlation, "hazard.correlation", instance.name),
        persistence=within(hazard.persistence, "hazard.persistence", instance.name),
    )
    vehicles = tuple(
        replace(
            each,
            breakdown=within(each.breakdown, f"vehicles[{at}].breakdown", each.name or each.id),
        )
        for at, each in enumerate(instance.vehicles)
    )
    targets = replace(
        instance.targets,
        desa=within(instance.targets.desa, "targets.desa", instance.name),
        all=within(instance.targets.all, "targets.all", instance.name),
    )
    return replace(instance, hazard=hazard, vehicles=vehicles, targets=targets)


def _likeliest(zones: tuple[Zone, ...], found: _Found) -> tuple[Zone, ...]:
    """Keep the zones that flood most; more than a state can hold are not looked at."""
    if len(zones) <= MOST_ZONES:
        return zones
    found.add(Code.TOO_MANY_ZONES, count=len(zones), most=MOST_ZONES)
    order = sorted(range(len(zones)), key=lambda at: (-max(zones[at].probability, default=0), at))
    return tuple(zones[at] for at in sorted(order[:MOST_ZONES]))


def _graph(instance: Instance, found: _Found) -> Instance:
    """Arcs and transfers name nodes, zones and modes that exist."""
    nodes = {node.id for node in instance.nodes}
    zones = {zone.id for zone in instance.hazard.zones}
    modes = {mode.id for mode in instance.modes}
    arcs = []
    for at, arc in enumerate(instance.arcs):
        place = arc.name or arc.id
        path = f"arcs[{at}]"
        has_tail = found.name(f"{path}.from", place, arc.tail, nodes, "out")
        has_head = found.name(f"{path}.to", place, arc.head, nodes, "out")
        if not (has_tail and has_head):
            continue
        arcs.append(_arc(arc, path, zones, modes, found))
    transfers = []
    for at, transfer in enumerate(instance.transfers):
        path = f"transfers[{at}]"
        good = [found.name(f"{path}.node", transfer.node, transfer.node, nodes, "out")]
        good += [
            found.name(f"{path}.modes", transfer.node, mode, modes, "out")
            for mode in transfer.modes
        ]
        if all(good):
            transfers.append(transfer)
    return replace(instance, arcs=tuple(arcs), transfers=tuple(transfers))


def _arc(arc: Arc, path: str, zones: set[str], modes: set[str], found: _Found) -> Arc:
    place = arc.name or arc.id
    if arc.zone and not found.name(f"{path}.zone", place, arc.zone, zones, "none"):
        arc = replace(arc, zone="")
    strange = [
        mode
        for mode in sorted(arc.minutes)
        if not found.name(f"{path}.minutes", place, mode, modes, "none")
    ]
    if strange:
        arc = replace(arc, minutes={k: v for k, v in arc.minutes.items() if k not in strange})
    return arc


def _places(instance: Instance, found: _Found) -> Instance:
    """Warehouses, kecamatan and desa lie on nodes; each desa has its kecamatan."""
    nodes = {node.id for node in instance.nodes}

    def on_node(name: str, rows: Sequence[Any], label: Callable[[Any], str]) -> list[Any]:
        return [
            row
            for at, row in enumerate(rows)
            if found.name(f"{name}[{at}].node", label(row), row.node, nodes, "out")
        ]

    warehouses = on_node("warehouses", instance.warehouses, lambda row: row.name or row.id)
    kecamatan = [
        _transits(each, f"kecamatan[{at}]", nodes, found)
        for at, each in enumerate(
            on_node("kecamatan", instance.kecamatan, lambda row: row.name or row.code)
        )
    ]
    known = {each.code for each in kecamatan}
    desa = []
    for at, each in enumerate(instance.desa):
        place, path = each.name or each.code, f"desa[{at}]"
        good = found.name(f"{path}.node", place, each.node, nodes, "out")
        if found.name(f"{path}.kecamatan", place, each.kecamatan, known, "out") and good:
            desa.append(_windows(each, path, found))
    return replace(
        instance, warehouses=tuple(warehouses), kecamatan=tuple(kecamatan), desa=tuple(desa)
    )


def _transits(kecamatan: Kecamatan, path: str, nodes: set[str], found: _Found) -> Kecamatan:
    """Leave out places that would keep its goods and lie nowhere."""
    kept = tuple(
        each
        for at, each in enumerate(kecamatan.transits)
        if found.name(f"{path}.transits[{at}].node", each.name or each.id, each.node, nodes, "out")
    )
    same = len(kept) == len(kecamatan.transits)
    return kecamatan if same else replace(kecamatan, transits=kept)


def _windows(desa: Desa, path: str, found: _Found) -> Desa:
    kept = []
    for at, window in enumerate(desa.blocked):
        if window.start < window.end:
            kept.append(window)
        else:
            found.add(Code.PLAN_CLOCK, path=f"{path}.blocked[{at}]", place=desa.name or desa.code)
    return replace(desa, blocked=tuple(kept)) if len(kept) < len(desa.blocked) else desa


def _vehicles(instance: Instance, found: _Found) -> Instance:
    """Vehicles move by modes that exist and change where a transfer joins them."""
    modes = {mode.id for mode in instance.modes}
    homes = {house.id for house in instance.warehouses}
    homes |= {each.code for each in instance.kecamatan}
    joined = {frozenset(transfer.modes) for transfer in instance.transfers}
    kept = []
    for at, vehicle in enumerate(instance.vehicles):
        path, place = f"vehicles[{at}]", vehicle.name or vehicle.id
        good = [found.name(f"{path}.modes", place, leg, modes, "out") for leg in vehicle.legs]
        if not all(good):
            continue
        pairs = zip(vehicle.legs, vehicle.legs[1:], strict=False)
        apart = [pair for pair in pairs if frozenset(pair) not in joined]
        for first, second in apart:
            found.add(Code.VEHICLE_NO_CHAIN, path=path, place=place, first=first, second=second)
        if vehicle.warehouse and not found.name(
            f"{path}.warehouse", place, vehicle.warehouse, homes, "none"
        ):
            vehicle = replace(vehicle, warehouse="")
        if not apart:
            kept.append(vehicle)
    return replace(instance, vehicles=tuple(kept))


def _sizes(instance: Instance, found: _Found) -> Instance:
    """A vehicle holds at least one box of somebody; each box fits some vehicle."""
    lots = [lot_of(desa) for desa in instance.desa]
    kept: list[Vehicle] = []
    for at, vehicle in enumerate(instance.vehicles):
        if lots and not any(fits(vehicle, lot) for lot in lots):
            litres, kg = min(lots)
            found.add(
                Code.VEHICLE_FITS_NOTHING,
                path=f"vehicles[{at}]",
                place=vehicle.name or vehicle.id,
                litres=vehicle.litres,
                kg=vehicle.kg,
                lot_litres=litres,
                lot_kg=kg,
            )
        else:
            kept.append(vehicle)
    for desa, lot in zip(instance.desa, lots, strict=True):
        if kept and not any(fits(vehicle, lot) for vehicle in kept):
            place = desa.name or desa.code
            found.add(Code.LOT_TOO_LARGE, place=place, litres=lot[0], kg=lot[1])
    return replace(instance, vehicles=tuple(kept))


def fits(vehicle: Vehicle, lot: tuple[int, int]) -> bool:
    """Tell whether litres and kilograms of one box go into `vehicle`."""
    return vehicle.litres >= lot[0] and vehicle.kg >= lot[1]


def _fleet_by_day(instance: Instance, found: _Found) -> None:
    for at, day in enumerate(instance.days):
        if not any(vehicle.available[at] for vehicle in instance.vehicles):
            found.add(Code.DAY_NO_VEHICLE, place=day.label, **_cheapest(instance))


def _cheapest(instance: Instance) -> dict[str, Fact]:
    """Name the vehicle that costs least a day, and what; empty where no price is known."""
    priced = [each for each in instance.vehicles if each.day_price]
    if not priced:
        return {"cheapest": "", "cheapest_en": ""}
    best = min(priced, key=lambda each: (each.day_price, each.id))
    name = best.name or best.id
    return {
        "cheapest": f" (termurah {name}, {rupiah(best.day_price)} sehari)",
        "cheapest_en": f" (cheapest {name}, {rupiah(best.day_price, 'en')} a day)",
    }


def _stores(instance: Instance, found: _Found) -> None:
    """One problem for each kecamatan with stores that nobody inspected."""
    unseen: dict[str, list[Desa | Kecamatan]] = {each.code: [] for each in instance.kecamatan}
    for each in instance.kecamatan:
        if each.store.verdict is Verdict.UNKNOWN:
            unseen[each.code].append(each)
    for desa in instance.desa:
        if desa.store.verdict is Verdict.UNKNOWN:
            unseen[desa.kecamatan].append(desa)
    for kecamatan in instance.kecamatan:
        stores = unseen[kecamatan.code]
        if stores:
            names = ", ".join(_store_name(store) for store in stores[:_NAMES_SHOWN])
            more = ", …" if len(stores) > _NAMES_SHOWN else ""
            place = kecamatan.name or kecamatan.code
            found.add(Code.STORE_UNKNOWN, place=place, count=len(stores), names=names + more)


def _waves(instance: Instance, found: _Found) -> None:
    """All boxes leave within the days there are."""
    sizes = [each.wave_boxes for each in instance.warehouses]
    boxes = sum(desa.boxes for desa in instance.desa)
    room = sum(sizes) * len(instance.days)
    if sizes and all(sizes) and room < boxes:
        least = -(-boxes // (len(instance.days) * len(sizes)))
        place = instance.warehouses[0].name or instance.warehouses[0].id
        found.add(
            Code.WAVE_SMALL,
            place=place,
            boxes=boxes,
            room=room,
            days=len(instance.days),
            least=least,
        )


def _seats(instance: Instance, found: _Found) -> None:
    """What follows a vehicle with too few seats has a price."""
    if follow_price(instance) is not None:
        return
    homes = {each.code for each in instance.kecamatan}
    for vehicle in instance.vehicles:
        short = seats_short(instance, vehicle)
        if short and vehicle.warehouse not in homes:
            place = vehicle.name or vehicle.id
            found.add(Code.SEATS_SHORT, place=place, seats=vehicle.seats, count=short)


def _prices(instance: Instance, found: _Found) -> None:
    """Prices are counted by a unit that trips have, and for vehicles that there are."""
    vehicles = {vehicle.id for vehicle in instance.vehicles}
    for at, price in enumerate(instance.prices):
        head, _, only = price.id.partition(":")
        place, path = price.name or price.id, f"prices[{at}]"
        if price.unit not in COUNTED and price.unit != NIGHT:
            got = price.unit or "-"
            found.add(Code.PLAN_PRICE_UNIT, path=f"{path}.unit", place=place, got=got)
        elif only and head != HIRE and only not in vehicles:
            found.add(Code.PLAN_PRICE_VEHICLE, path=f"{path}.id", place=place, got=only)


def _store_name(store: Desa | Kecamatan) -> str:
    name = store.name or store.code
    return f"PPK {name}" if isinstance(store, Kecamatan) else name


def _carriers(instance: Instance, found: _Found) -> Instance:
    """Carriers of the last mile stand at places that there are, each kind once at a place."""
    places = {"", *(each.code for each in instance.kecamatan)}
    places |= {each.code for each in instance.desa}
    kept: dict[tuple[str, str], Carrier] = {}
    for at, carrier in enumerate(instance.last_mile.carriers):
        path, name = f"last_mile.carriers[{at}]", carrier.name or carrier.id
        if (carrier.place, carrier.id) in kept:
            found.add(Code.PLAN_TWICE, path=f"{path}.id", got=carrier.id)
        elif found.name(f"{path}.place", name, carrier.place, places, "out"):
            kept[carrier.place, carrier.id] = carrier
    return replace(instance, last_mile=replace(instance.last_mile, carriers=tuple(kept.values())))
