"""The JSON form `tepat-instance/1`: which key of a row holds which part of a value.

One table for reading and writing, so that the two cannot part. Units stand in the keys.
`docs/plan/instance.md` says the same for people.
"""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Any, Final

from tepat.core.plan.instance import carrying, journey, source, values
from tepat.core.plan.instance.kinds import (
    Clock,
    Kind,
    Moment,
    Named,
    Number,
    PerDay,
    Several,
    Text,
    Truth,
    When,
    Whole,
    Word,
)

FORM: Final = "tepat-instance/1"

_TEXT: Final = Text()
_NAME: Final = Text(may_be_empty=False)
_COUNT: Final = Whole()
_FLEET: Final = Whole(0, 10_000)
_MINUTES: Final = Whole(0, values.MINUTES_A_DAY)
_SPEED: Final = Number(0, 1000)
_SHARE: Final = Number(0, 1)
_FACTOR: Final = Number(0, 10)
_TONNES: Final = Number(0, 1000)


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a row. `rows` and `row` are values that are rows themselves."""

    key: str
    kind: Kind | None = None
    attribute: str = ""
    rows: type[Any] | None = None
    row: type[Any] | None = None
    per_day: bool = False
    """One row for each day of the file."""

    @property
    def part(self) -> str:
        return self.attribute or self.key


KEYS: Final[Mapping[type[Any], tuple[Key, ...]]] = {
    source.Source: (
        Key("by", _TEXT),
        Key("at", _TEXT),
        Key("rough", Truth()),
        Key("note", _TEXT),
        Key("reliability", Word(source.Reliability)),
    ),
    values.Day: (
        Key("label", _NAME),
        Key("date", When()),
        Key("light", Several(Clock(), count=2)),
    ),
    values.Node: (
        Key("id", _NAME),
        Key("lat", Number(-90, 90)),
        Key("lon", Number(-180, 180)),
        Key("name", _TEXT),
    ),
    values.Arc: (
        Key("id", _NAME),
        Key("from", _NAME, "tail"),
        Key("to", _NAME, "head"),
        Key("metres", _COUNT),
        Key("road", _NAME),
        Key("surface", _TEXT),
        Key("zone", _TEXT),
        Key("oneway", Truth()),
        Key("minutes", Named(_COUNT)),
        Key("status", Word(values.Status)),
        Key("comment", _TEXT),
        Key("source", row=source.Source),
        Key("name", _TEXT),
        Key("tonnes", _TONNES),
    ),
    values.Mode: (
        Key("id", _NAME),
        Key("name", _TEXT),
        Key("kmh", Named(_SPEED)),
        Key("flooded_share", _SHARE, "flooded"),
        Key("restricted_share", _SHARE, "restricted"),
        Key("straight_kmh", _SPEED, "straight"),
        Key("surface_factor", Named(_FACTOR), "surface"),
        Key("tonnes", _TONNES),
        Key("source", row=source.Source),
    ),
    values.Transfer: (
        Key("node", _NAME),
        Key("modes", Several(_NAME, count=2)),
        Key("minutes", _COUNT),
        Key("rupiah", _COUNT),
        Key("source", row=source.Source),
    ),
    values.Vehicle: (
        Key("id", _NAME),
        Key("name", _TEXT),
        Key("modes", Several(_NAME, least=1), "legs"),
        Key("available", PerDay(_FLEET)),
        Key("litres", _COUNT),
        Key("kg", _COUNT),
        Key("seats", _COUNT),
        Key("rupiah_per_day", _COUNT, "day_price"),
        Key("rupiah_per_km", _COUNT, "km_price"),
        Key("rupiah_per_hour", _COUNT, "hour_price"),
        Key("shift_minutes", Whole(1, values.MINUTES_A_DAY), "shift"),
        Key("most_trips", Whole(1, 99)),
        Key("warehouse", _TEXT),
        Key("carrier", _TEXT),
        Key("breakdown", Number()),
        Key("source", row=source.Source),
        Key("crew", _COUNT),
    ),
    values.Store: (
        Key("verdict", Word(values.Verdict)),
        Key("guard_rupiah", _COUNT, "guard"),
        Key("litres", _COUNT),
        Key("source", row=source.Source),
    ),
    values.Warehouse: (
        Key("id", _NAME),
        Key("name", _TEXT),
        Key("node", _NAME),
        Key("load_minutes", _COUNT),
        Key("opens", Clock()),
        Key("closes", Clock()),
        Key("wave_boxes", _COUNT),
        Key("source", row=source.Source),
    ),
    values.Transit: (
        Key("id", _NAME),
        Key("name", _TEXT),
        Key("node", _NAME),
        Key("store", row=values.Store),
    ),
    values.Kecamatan: (
        Key("code", _NAME),
        Key("name", _TEXT),
        Key("node", _NAME),
        Key("store", row=values.Store),
        Key("transits", rows=values.Transit),
    ),
    values.Window: (
        Key("from", Moment(), "start"),
        Key("to", Moment(), "end"),
        Key("why", _TEXT),
        Key("source", row=source.Source),
    ),
    values.Desa: (
        Key("code", _NAME),
        Key("name", _TEXT),
        Key("kecamatan", _NAME),
        Key("node", _NAME),
        Key("tps", _COUNT),
        Key("boxes", Whole(1)),
        Key("litres", _COUNT),
        Key("kg", _COUNT),
        Key("store", row=values.Store),
        Key("unload_minutes", _COUNT, "unload"),
        Key("blocked", rows=values.Window),
        Key("snap_metres", _COUNT),
    ),
    values.Zone: (
        Key("id", _NAME),
        Key("name", _TEXT),
        Key("probability", PerDay(Number())),
        Key("source", row=source.Source),
        Key("sources", rows=source.Source, per_day=True),
    ),
    values.Hazard: (
        Key("zones", rows=values.Zone),
        Key("correlation", Number()),
        Key("persistence", Number()),
    ),
    values.Price: (
        Key("id", _NAME),
        Key("name", _TEXT),
        Key("unit", _TEXT),
        Key("rupiah", _COUNT),
        Key("source", row=source.Source),
    ),
    values.Riders: (
        Key("escort", _COUNT),
        Key("supervisor", _COUNT),
        Key("source", row=source.Source),
    ),
    carrying.Carrier: (
        Key("id", _NAME),
        Key("name", _TEXT),
        Key("count", _COUNT),
        Key("boxes", _COUNT),
        Key("kmh", Number(0.1, 1000)),
        Key("kg", _COUNT),
        Key("place", _TEXT),
        Key("source", row=source.Source),
    ),
    carrying.LastMile: (
        Key("carriers", rows=carrying.Carrier),
        Key("sort_minutes", _MINUTES, "sort"),
        Key("load_minutes", _MINUTES, "load"),
        Key("handover_minutes", _MINUTES, "handover"),
        Key("unknown_minutes", _MINUTES, "unknown"),
        Key("detour", Number(1, 10)),
        Key("source", row=source.Source),
    ),
    values.Targets: (
        Key("pps", Moment()),
        Key("ppk", Moment()),
        Key("tps", Moment()),
        Key("desa", Number()),
        Key("all", Number()),
        Key("source", row=source.Source),
    ),
    journey.Journey: (
        Key("purpose", Word(journey.Purpose)),
        Key("vote", When()),
        Key("tps", Several(_NAME)),
        Key("kinds", Several(_NAME)),
        Key("decision", _TEXT),
        Key("reason", _TEXT),
        Key("ready", Moment()),
        Key("recap", Moment()),
        Key("night", Truth()),
    ),
    values.Instance: (
        Key("name", _TEXT),
        Key("zone", _TEXT),
        Key("contoh", Truth()),
        Key("no_map", Truth()),
        Key("days", rows=values.Day),
        Key("nodes", rows=values.Node),
        Key("arcs", rows=values.Arc),
        Key("modes", rows=values.Mode),
        Key("transfers", rows=values.Transfer),
        Key("vehicles", rows=values.Vehicle),
        Key("warehouses", rows=values.Warehouse),
        Key("kecamatan", rows=values.Kecamatan),
        Key("desa", rows=values.Desa),
        Key("hazard", row=values.Hazard),
        Key("targets", row=values.Targets),
        Key("prices", rows=values.Price),
        Key("escorts", PerDay(_COUNT, may_be_empty=True)),
        Key("journey", row=journey.Journey),
        Key("riders", row=values.Riders),
        Key("last_mile", row=carrying.LastMile),
        Key("escorts_source", row=source.Source),
    ),
}


def defaults_of(row: type[Any]) -> dict[str, Any]:
    """Return the parts of `row` that may be left out, with what stands for them."""
    found = {}
    for each in fields(row):
        if each.default is not MISSING:
            found[each.name] = each.default
        elif each.default_factory is not MISSING:
            found[each.name] = each.default_factory()
    return found
