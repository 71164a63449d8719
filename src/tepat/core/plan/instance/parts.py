"""What people change of an instance at the desk: one table of parts, and of the fields of each.

A part lists its rows, says what is typed for one, and puts the changed row back. Each change
names who said it; nothing else moves. A new form is one row in `PARTS`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

from tepat.core.plan.instance.editing import Edit, Entry, Field, Part, changed
from tepat.core.plan.instance.source import Source
from tepat.core.plan.instance.typed import (
    Choice,
    Count,
    Deadline,
    Hour,
    Hours,
    Line,
    PerDay,
    Share,
    Speed,
)
from tepat.core.plan.instance.values import (
    Desa,
    Instance,
    Kecamatan,
    Mode,
    Riders,
    Status,
    Store,
    Transfer,
    Transit,
    Verdict,
    Window,
)
from tepat.core.problems import Code, refuse

Row = TypeVar("Row")
Place = TypeVar("Place", Kecamatan, Desa, Transit)


def edit(
    instance: Instance,
    part: str,
    name: str,
    typed: Mapping[str, str],
    source: Source,
    labels: Mapping[str, str],
) -> Edit:
    """Return the instance with one row of `part` as typed; see `editing.changed`."""
    if part not in PARTS:
        raise refuse(Code.PLAN_PART_UNKNOWN, value=part[:60])
    return changed(PARTS[part], instance, name, typed, source, labels)


def node_names(instance: Instance) -> dict[str, str]:
    """Return what stands at each node: its own name, a desa, a PPK or a warehouse.

    A kecamatan is often named like its chief desa: then its node is called by the PPK, or a road
    between the two would lead from a name to the same name.
    """
    desa = {each.node: each.name for each in instance.desa}
    taken = set(desa.values())
    found = {node.id: node.name for node in instance.nodes if node.name} | desa
    found |= {
        each.node: f"PPK {each.name}" if each.name in taken else each.name
        for each in instance.kecamatan
        if desa.get(each.node) != each.name
    }
    return found | {each.node: each.name for each in instance.warehouses}


def _zones(instance: Instance) -> list[Entry]:
    return [Entry(each.id, each.name or each.id, each) for each in instance.hazard.zones]


def _put_zone(instance: Instance, name: str, value: Any) -> Instance:
    # Who said the days before is not who says them now.
    zones = _put(instance.hazard.zones, "id", name, replace(value, sources=()))
    return replace(instance, hazard=replace(instance.hazard, zones=zones))


def _vehicles(instance: Instance) -> list[Entry]:
    homes = {each.code: f"PPK {each.name}" for each in instance.kecamatan}
    return [
        Entry(each.id, f"{each.name or each.id} {homes.get(each.warehouse, '')}".strip(), each)
        for each in instance.vehicles
    ]


def _stores(instance: Instance) -> list[Entry]:
    names = {each.code: each.name for each in instance.kecamatan}
    places: list[tuple[Kecamatan | Desa, str]] = [
        (each, f"PPK {each.name}") for each in instance.kecamatan
    ]
    places += [
        (each, f"PPS {each.name}, {names.get(each.kecamatan, '')}") for each in instance.desa
    ]
    found = [Entry(each.code, name, each.store) for each, name in places]
    return found + [
        Entry(each.id, f"{each.name}, {kecamatan.name}", each.store)
        for kecamatan in instance.kecamatan
        for each in kecamatan.transits
    ]


def _put_store(instance: Instance, name: str, value: Any) -> Instance:
    kecamatan = [_guarded(each, each.code, name, value) for each in instance.kecamatan]
    return replace(
        instance,
        kecamatan=tuple(
            replace(
                each, transits=tuple(_guarded(own, own.id, name, value) for own in each.transits)
            )
            for each in kecamatan
        ),
        desa=tuple(_guarded(each, each.code, name, value) for each in instance.desa),
    )


def _guarded(place: Place, own: str, name: str, store: Store) -> Place:
    return replace(place, store=store) if own == name else place


def _roads(instance: Instance) -> list[Entry]:
    """Roads by name: their own, else from where to where."""
    at = node_names(instance)
    return [
        Entry(
            arc.id,
            arc.name or f"{at.get(arc.tail, arc.tail)} \u2013 {at.get(arc.head, arc.head)}",
            arc,
        )
        for arc in instance.arcs
    ]


@dataclass(frozen=True, slots=True)
class Teams:
    """Escort teams on each day and the seats each trip keeps free, with who said so."""

    escorts: tuple[int, ...]
    escort: int
    supervisor: int
    source: Source


def _escorts(instance: Instance) -> list[Entry]:
    riders = instance.riders
    teams = Teams(instance.escorts, riders.escort, riders.supervisor, instance.escorts_source)
    return [Entry(WHOLE, instance.name, teams)]


def _put_escorts(instance: Instance, name: str, value: Any) -> Instance:
    return replace(
        instance,
        escorts=value.escorts,
        escorts_source=value.source,
        riders=Riders(value.escort, value.supervisor, value.source),
    )


@dataclass(frozen=True, slots=True)
class Closed:
    """The hours in which one desa takes nothing, with who said so."""

    blocked: tuple[Window, ...]
    source: Source


def _hours(instance: Instance) -> list[Entry]:
    names = {each.code: each.name for each in instance.kecamatan}
    return [
        Entry(
            each.code,
            f"{each.name}, {names.get(each.kecamatan, '')}",
            Closed(each.blocked, each.blocked[0].source if each.blocked else Source(rough=False)),
        )
        for each in instance.desa
    ]


def _put_hours(instance: Instance, name: str, value: Any) -> Instance:
    blocked = tuple(replace(each, source=value.source) for each in value.blocked)
    desa = tuple(
        replace(each, blocked=blocked) if each.code == name else each for each in instance.desa
    )
    return replace(instance, desa=desa)


def _neighbours(instance: Instance, name: str) -> Mapping[str, Sequence[str]]:
    """Return the desa of the same kecamatan, and all: Friday is Friday everywhere."""
    own = next((each.kecamatan for each in instance.desa if each.code == name), "")
    return {
        "kecamatan": [each.code for each in instance.desa if each.kecamatan == own],
        "all": [each.code for each in instance.desa],
    }


def _speeds(instance: Instance, mode: Mode) -> tuple[Field, ...]:
    """Return one field for each class of road that is in the regency, and the shares."""
    classes = sorted({arc.road for arc in instance.arcs})
    found = [Field(f"kmh.{each}", Speed()) for each in classes]
    if mode.straight:
        found = [Field("straight", Speed())]
    return (*found, Field("flooded", Share()), Field("restricted", Share()))


def _transfers(instance: Instance) -> list[Entry]:
    at = node_names(instance)
    modes = {each.id: each.name or each.id for each in instance.modes}
    return [
        Entry(
            transfer_id(each),
            f"{at.get(each.node, each.node)}: {modes.get(each.modes[0], each.modes[0])}"
            f" \u2013 {modes.get(each.modes[1], each.modes[1])}",
            each,
        )
        for each in instance.transfers
    ]


def transfer_id(transfer: Transfer) -> str:
    """Return what a transfer is known by: its node and both modes."""
    return "~".join((transfer.node, *transfer.modes))


def _put_transfer(instance: Instance, name: str, value: Any) -> Instance:
    rows = tuple(value if transfer_id(each) == name else each for each in instance.transfers)
    return replace(instance, transfers=rows)


def _targets(instance: Instance) -> list[Entry]:
    return [Entry(WHOLE, instance.name, instance.targets)]


def _put(rows: Iterable[Row], key: str, name: str, value: Row) -> tuple[Row, ...]:
    return tuple(value if getattr(each, key) == name else each for each in rows)


def _rows(attribute: str) -> Callable[[Instance], list[Entry]]:
    """Return the rows of a list of the instance that have an id and a name."""

    def entries(instance: Instance) -> list[Entry]:
        rows = getattr(instance, attribute)
        return [Entry(each.id, each.name or each.id, each) for each in rows]

    return entries


def _into(attribute: str) -> Callable[[Instance, str, Any], Instance]:
    def put(instance: Instance, name: str, value: Any) -> Instance:
        rows: Any = _put(getattr(instance, attribute), "id", name, value)
        changed: dict[str, Any] = {attribute: rows}
        return replace(instance, **changed)

    return put


def _always(*fields: Field) -> Callable[[Instance, Any], tuple[Field, ...]]:
    return lambda _instance, _value: fields


WHOLE: Final = "semua"
"""The id of the one row of a part that is said of the regency as a whole."""

PARTS: Final[Mapping[str, Part]] = {
    "zona": Part(_zones, _put_zone, _always(Field("probability", PerDay(Share())))),
    "jalan": Part(
        _roads,
        _into("arcs"),
        _always(Field("status", Choice(Status)), Field("comment", Line())),
    ),
    "kendaraan": Part(
        _vehicles,
        _into("vehicles"),
        _always(
            Field("available", PerDay(Count())),
            Field("day", Count(), "day_price"),
            Field("km", Count(), "km_price"),
            Field("hour", Count(), "hour_price"),
        ),
    ),
    "moda": Part(_rows("modes"), _into("modes"), _speeds),
    "alih-moda": Part(
        _transfers, _put_transfer, _always(Field("minutes", Count()), Field("rupiah", Count()))
    ),
    "gudang-kpu": Part(
        _rows("warehouses"),
        _into("warehouses"),
        _always(
            Field("opens", Hour()),
            Field("closes", Hour()),
            Field("load_minutes", Count()),
            Field("wave_boxes", Count()),
        ),
        before=(("opens", "closes"),),
    ),
    "gudang": Part(
        _stores,
        _put_store,
        _always(Field("verdict", Choice(Verdict)), Field("guard", Count())),
    ),
    "jam": Part(_hours, _put_hours, _always(Field("blocked", Hours())), like=_neighbours),
    "pengawal": Part(
        _escorts,
        _put_escorts,
        _always(
            Field("escorts", PerDay(Count(), may_be_empty=True)),
            Field("escort", Count()),
            Field("supervisor", Count()),
        ),
    ),
    "target": Part(
        _targets,
        lambda instance, _name, value: replace(instance, targets=value),
        _always(
            Field("ppk", Deadline()),
            Field("pps", Deadline()),
            Field("tps", Deadline()),
            Field("desa", Share()),
            Field("all", Share()),
        ),
        before=(("ppk", "tps"), ("pps", "tps")),
    ),
    "harga": Part(_rows("prices"), _into("prices"), _always(Field("rupiah", Count()))),
}
"""The parts of the inputs that are changed at the desk, by the word in the address."""
