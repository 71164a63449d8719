"""What the rows of an instance say of each other: names, numbers, sizes, deadlines.

`sound` leaves out or defaults what cannot be used, so that the rest is still planned, and
names each case. What needs the network is asked in `reach`.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final, TypeVar

from tepat.core.plan.instance.fleet_checks import fleet
from tepat.core.plan.instance.found import Found
from tepat.core.plan.instance.values import (
    MINUTES_A_DAY,
    Arc,
    Day,
    Desa,
    Instance,
    Kecamatan,
    Targets,
    Zone,
)
from tepat.core.problems import Code, Problem

MOST_ZONES: Final = 62
"""A flood state is a whole number of 64 bits."""

_LIGHT: Final = (6 * 60, 18 * 60)
_OPENS: Final = (5 * 60, 20 * 60)

Row = TypeVar("Row")


def sound(instance: Instance) -> tuple[Instance, list[Problem]]:
    """Return `instance` without what cannot be used, and a problem for each such thing."""
    found = Found()
    instance = _days(instance, found)
    instance = _once(instance, found)
    instance = _shares(instance, found)
    instance = _graph(instance, found)
    instance = _places(instance, found)
    return fleet(instance, found), found.problems


def _days(instance: Instance, found: Found) -> Instance:
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


def _targets(targets: Targets, days: Sequence[Day], found: Found) -> Targets:
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


def _once(instance: Instance, found: Found) -> Instance:
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
    rows: tuple[Row, ...], name: str, key: str, seen: set[str], found: Found
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


def _shares(instance: Instance, found: Found) -> Instance:
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


def _likeliest(zones: tuple[Zone, ...], found: Found) -> tuple[Zone, ...]:
    """Keep the zones that flood most; more than a state can hold are not looked at."""
    if len(zones) <= MOST_ZONES:
        return zones
    found.add(Code.TOO_MANY_ZONES, count=len(zones), most=MOST_ZONES)
    order = sorted(range(len(zones)), key=lambda at: (-max(zones[at].probability, default=0), at))
    return tuple(zones[at] for at in sorted(order[:MOST_ZONES]))


def _graph(instance: Instance, found: Found) -> Instance:
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


def _arc(arc: Arc, path: str, zones: set[str], modes: set[str], found: Found) -> Arc:
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


def _places(instance: Instance, found: Found) -> Instance:
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


def _transits(kecamatan: Kecamatan, path: str, nodes: set[str], found: Found) -> Kecamatan:
    """Leave out places that would keep its goods and lie nowhere."""
    kept = tuple(
        each
        for at, each in enumerate(kecamatan.transits)
        if found.name(f"{path}.transits[{at}].node", each.name or each.id, each.node, nodes, "out")
    )
    same = len(kept) == len(kecamatan.transits)
    return kecamatan if same else replace(kecamatan, transits=kept)


def _windows(desa: Desa, path: str, found: Found) -> Desa:
    kept = []
    for at, window in enumerate(desa.blocked):
        if window.start < window.end:
            kept.append(window)
        else:
            found.add(Code.PLAN_CLOCK, path=f"{path}.blocked[{at}]", place=desa.name or desa.code)
    return replace(desa, blocked=tuple(kept)) if len(kept) < len(desa.blocked) else desa
