"""What the map of a plan draws, as GeoJSON: roads with their state, places, trips of one day.

Roads are for whoever may open the desk. Trips are drawn leg by leg, and only legs between
places whose departures this person reads: a line on a map is a timetable too.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from threading import Lock
from typing import Any, Final, NamedTuple

from tepat.core.plan.instance.parts import node_names
from tepat.core.plan.instance.values import Arc, Instance, Status
from tepat.core.plan.schedule.values import Plan, Trip
from tepat.server.plan.schedule import store, words
from tepat.server.plan.schedule.shown import Shown
from tepat.server.plan.schedule.store import Lines

MOST_ROADS: Final = 12_000
MOST_POINTS: Final = 60_000
"""Bends in one answer, about two megabytes before it is packed."""
DIGITS: Final = 5
"""Of a degree: about a metre."""
FIRST_DRAWN: Final = (
    *("motorway", "trunk", "primary", "secondary", "tertiary", "ferry", "river"),
    *("plain", "hill", "swamp", "unclassified", "sea", "track", "residential"),
)
"""Classes in the order in which they are drawn where not all fit; others come last."""

Feature = dict[str, Any]
Coordinates = list[list[float]]
Legs = Mapping[str, tuple[tuple[str, ...] | None, ...]]
"""By trip: the arcs of each leg, back to its origin at last; None where no way is known."""


class Roads(NamedTuple):
    """The roads as features, and how many small ones found no place among them."""

    features: list[Feature]
    left_out: int


def roads(instance: Instance, shapes: Lines) -> Roads:
    """Return the roads of an input; what is not simply open is always among them."""
    at = {node.id: [_short(node.lon), _short(node.lat)] for node in instance.nodes}
    names = node_names(instance)
    zones = {zone.id: zone.name or zone.id for zone in instance.hazard.zones}
    rank = {name: number for number, name in enumerate(FIRST_DRAWN)}
    order = sorted(
        instance.arcs,
        key=lambda arc: (arc.status is Status.OPERATIONAL, rank.get(arc.road, len(rank))),
    )
    features: list[Feature] = []
    points = 0
    for arc in order:
        line = _line(arc, shapes, at)
        points += len(line)
        if len(features) == MOST_ROADS or points > MOST_POINTS:
            break
        name = arc.name or f"{names.get(arc.tail, arc.tail)} \u2013 {names.get(arc.head, arc.head)}"
        properties = {
            "id": arc.id,
            "name": name,
            "status": arc.status.value,
            "zone": zones.get(arc.zone, ""),
            "water": arc.road in ("river", "ferry", "sea"),
        }
        features.append(_feature("LineString", line, properties))
    return Roads(features, len(order) - len(features))


def places(plan: Shown) -> Iterator[Feature]:
    """Yield warehouses, stores of PPK, and desa with how sure they are."""
    instance = plan.instance
    at = {node.id: [_short(node.lon), _short(node.lat)] for node in instance.nodes}
    for house in instance.warehouses:
        properties = {"kind": "warehouse", "name": house.name}
        yield _feature("Point", at[house.node], properties)
    for kecamatan in instance.kecamatan:
        shape, word = words.VERDICTS[kecamatan.store.verdict]
        properties = {
            "kind": "store",
            "name": f"PPK {kecamatan.name}",
            "shape": shape,
            "says": words.translated(word),
        }
        yield _feature("Point", at[kecamatan.node], properties)
    for row in plan.rows:
        properties = {
            "kind": "desa",
            "code": row.desa.code,
            "name": row.desa.name,
            "shape": row.shape,
            "says": words.at_least(row.chance.ppm, row.chance.low),
        }
        yield _feature("Point", at[row.desa.node], properties)


class Drawn(NamedTuple):
    """One trip on the map: its letter, and its halts in order."""

    letter: str
    trip: Trip


def trips_of_day(plan: Shown, day: str, vehicle: str) -> list[Drawn]:
    """Return the trips of a day that this person reads, of one vehicle if asked, by departure."""
    found = [
        trip
        for trip in plan.trips
        if plan.day(trip) == day and (not vehicle or f"{trip.vehicle}-{trip.unit}" == vehicle)
    ]
    found.sort(key=lambda trip: (trip.start, trip.vehicle, trip.unit, trip.id))
    return [Drawn(letter(number), trip) for number, trip in enumerate(found)]


def letter(number: int) -> str:
    """Return what a trip is called on the map and in the list beside it.

    >>> letter(0), letter(25), letter(26)
    ('A', 'Z', 'AA')
    """
    first, last = divmod(number, 26)
    return (letter(first - 1) if first else "") + chr(ord("A") + last)


def lines(plan: Shown, drawn: Sequence[Drawn]) -> Iterator[Feature]:
    """Yield a line for each trip and a point for each of its halts."""
    instance = plan.instance
    at = {node.id: [_short(node.lon), _short(node.lat)] for node in instance.nodes}
    spots = _spots(instance, at)
    shapes = store.shapes_of(plan.run.source.hash)
    arcs = {arc.id: arc for arc in instance.arcs}
    legs = legs_of(plan.run.hash, plan.run.source.hash) if drawn else {}
    points = 0
    for name, trip in drawn:
        found: list[Coordinates] = []
        for ends, ways in zip(_ends(trip), legs[trip.id], strict=True):
            if not all(_may_see(plan, trip, place) for place in ends):
                continue
            if ways is None or points > MOST_POINTS:
                found.append([spots[place] for place in ends])
                continue
            found += [_line(arcs[arc], shapes, at) for arc in ways]
            points += sum(len(each) for each in found)
        properties = {"kind": "trip", "id": trip.id, "letter": name, "name": plan.trip_name(trip)}
        unique = {str(each): each for each in found if len(each) > 1}
        yield _feature("MultiLineString", list(unique.values()), properties)
        seen = [stop for stop in trip.stops if plan.sight.sees(stop.place)]
        for number, stop in enumerate(seen, start=1):
            properties = {
                "kind": "stop",
                "label": f"{name}{number}",
                "name": plan.names.get(stop.place, stop.place),
                "says": words.clock(stop.arrive),
            }
            yield _feature("Point", spots[stop.place], properties)


@lru_cache(maxsize=8)
def legs_of(plan: str, source: str) -> Legs:
    """Return which roads each trip takes while nothing is flooded; worked out once for a plan."""
    return _legs(store.plan_of(plan), store.instance_of(source))


_LOCK: Final = Lock()


def _legs(plan: Plan, instance: Instance) -> Legs:
    try:
        from tepat.adapters import routing_cch
    except ImportError:  # a desk that only shows plans: legs are drawn straight
        return {trip.id: (None,) * len(_ends(trip)) for trip in plan.trips}
    profiles = {vehicle.id: vehicle.profile for vehicle in instance.vehicles}
    known: dict[tuple[str, str, str], tuple[str, ...] | None] = {}
    with _LOCK:
        travel = routing_cch.travel(instance)
        for trip in plan.trips:
            for start, goal in _ends(trip):
                key = profiles[trip.vehicle], start, goal
                if key not in known:
                    way = travel.way(*key)
                    known[key] = way.arcs if way and (way.arcs or start == goal) else None
    return {
        trip.id: tuple(known[profiles[trip.vehicle], start, goal] for start, goal in _ends(trip))
        for trip in plan.trips
    }


def used_by(plan: Shown, road: str) -> int:
    """Return how many trips of a plan go over a road while nothing is flooded."""
    found = legs_of(plan.run.hash, plan.run.source.hash)
    return sum(any(road in ways for ways in legs if ways) for legs in found.values())


def _ends(trip: Trip) -> list[tuple[str, str]]:
    return list(pairwise([trip.origin, *(stop.place for stop in trip.stops), trip.origin]))


def _may_see(plan: Shown, trip: Trip, place: str) -> bool:
    return place == trip.origin or plan.sight.sees(place)


def _spots(instance: Instance, at: Mapping[str, list[float]]) -> dict[str, list[float]]:
    found = {each.id: at[each.node] for each in instance.warehouses}
    found |= {each.code: at[each.node] for each in instance.kecamatan}
    return found | {each.code: at[each.node] for each in instance.desa}


def _line(arc: Arc, shapes: Lines, at: Mapping[str, list[float]]) -> Coordinates:
    drawn = shapes.get(arc.id)
    if drawn and len(drawn) > 1:
        return [[_short(lon), _short(lat)] for lat, lon in drawn]
    return [at[arc.tail], at[arc.head]]


def _short(degrees: float) -> float:
    return round(degrees, DIGITS)


def _feature(kind: str, coordinates: object, properties: Feature) -> Feature:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "geometry": geometry, "properties": properties}
