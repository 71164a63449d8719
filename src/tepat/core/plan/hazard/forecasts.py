"""What a weather forecast does to a plan: rain near a zone raises its days.

A forecast speaks of one point. A zone takes the wettest of the points within `NEAR_KM` of
one of its roads; a zone without such a point takes nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import cos, hypot, radians
from typing import Final
from zoneinfo import ZoneInfo

from tepat.core.plan.hazard.rough_tables import RainRow, RoughTables
from tepat.core.plan.hazard.sources import Contribution
from tepat.core.plan.instance.source import Source
from tepat.core.plan.instance.values import Day, Instance, Node

NEAR_KM: Final = 15.0
"""How far rain at a point is taken to reach. A guess: storms here are some 10 km wide."""
KM_A_DEGREE: Final = 111.2


@dataclass(frozen=True, slots=True)
class Slot:
    """Some hours of a forecast; `millimetres` of rain in them, None where not said."""

    start: datetime
    code: int
    millimetres: float | None = None


@dataclass(frozen=True, slots=True)
class Forecast:
    """The forecast of one desa. `made` is when it was computed, or "" where not said."""

    desa: str
    lat: float
    lon: float
    slots: tuple[Slot, ...]
    made: str = ""


def rain_by_day(forecast: Forecast, tables: RoughTables, zone: str) -> dict[date, RainRow]:
    """Return the class of rain of each local day that has any.

    Millimetres of a day are added up; the worst weather code of its hours counts too, so
    a day is at least as wet as either says.
    """
    local, sums, worst = ZoneInfo(zone), dict[date, float](), dict[date, int]()
    for slot in forecast.slots:
        day = slot.start.astimezone(local).date()
        sums[day] = sums.get(day, 0.0) + (slot.millimetres or 0.0)
        rank = max((at for at, row in enumerate(tables.rain) if slot.code in row.codes), default=-1)
        worst[day] = max(worst.get(day, -1), rank)
    found = {}
    for day in sorted(sums):
        by_sum = sum(sums[day] >= row.millimetres for row in tables.rain) - 1
        rank = max(by_sum, worst[day])
        if rank >= 0:
            found[day] = tables.rain[rank]
    return found


def contributions(
    instance: Instance, forecasts: Iterable[Forecast], tables: RoughTables
) -> list[Contribution]:
    """Return what `forecasts` say about the zones and days of `instance`."""
    ordered = sorted(forecasts, key=lambda each: (each.desa, each.made))
    rain = [rain_by_day(each, tables, instance.zone) for each in ordered]
    grounds = _grounds(instance)
    found = []
    for zone in instance.hazard.zones:
        near = [at for at, each in enumerate(ordered) if is_near(each, grounds.get(zone.id, ()))]
        found += _wettest(zone.id, instance.days, [(ordered[at], rain[at]) for at in near])
    return found


def _wettest(
    zone: str, days: Sequence[Day], near: Sequence[tuple[Forecast, dict[date, RainRow]]]
) -> list[Contribution]:
    found = []
    for at, day in enumerate(days):
        rows = [(rain[day.date], each) for each, rain in near if day.date in rain]
        if not rows:
            continue
        row, forecast = max(rows, key=lambda each: each[0].at_least)
        note = f"hujan {row.name} di {forecast.desa}; {row.source}"
        source = Source("BMKG", forecast.made, row.rough, note)
        found.append(Contribution("forecast", zone, at, row.at_least, source))
    return found


def _grounds(instance: Instance) -> dict[str, tuple[Node, ...]]:
    """Return the ends of the arcs of each zone."""
    nodes = {node.id: node for node in instance.nodes}
    found: dict[str, dict[str, Node]] = {}
    for arc in instance.arcs:
        if arc.zone:
            ends = found.setdefault(arc.zone, {})
            ends.update({end: nodes[end] for end in (arc.tail, arc.head) if end in nodes})
    return {zone: tuple(ends.values()) for zone, ends in found.items()}


def is_near(forecast: Forecast, ground: Sequence[Node]) -> bool:
    """Tell whether rain at the point of a forecast is taken to reach one of the points."""
    shrink = cos(radians(forecast.lat))
    return any(
        hypot(node.lat - forecast.lat, (node.lon - forecast.lon) * shrink) * KM_A_DEGREE <= NEAR_KM
        for node in ground
    )
