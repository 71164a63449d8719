"""Which stores lie in which flood zone of the plan, and how likely water is each day.

A zone with an outline holds the points inside it. Of a zone without one the roads tell: it
touches a store where a third of the roads at its door flood, and surrounds it where all do;
either is said to be rough.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from tepat.core.plan.instance.values import Instance, Zone
from tepat.core.watch.alerts.ground import inside
from tepat.core.watch.alerts.situation import Ring, Spot
from tepat.core.watch.stores.standing import Water


def water_at(
    instance: Instance, outlines: Mapping[str, Sequence[Ring]], spots: Iterable[Spot]
) -> dict[str, Water]:
    """Return the chance of water at each of `spots`, by code; none where no zone holds it.

    `code` of a spot is that of its store, `kecamatan` the code of its node in `instance`.
    Where several zones hold it, the worst counts.
    """
    asked, doors = list(spots), _doors(instance)
    found: dict[str, Water] = {}
    for zone in instance.hazard.zones:
        rings = outlines.get(zone.id, ())
        if rings:
            under = [spot for spot, is_in in zip(asked, inside(rings, asked), strict=True) if is_in]
        else:
            under = [
                spot for spot in asked if doors[spot.kecamatan][zone.id] * 3 >= _all(spot, doors)
            ]
        for spot in under:
            here = _water(zone, is_by_roads=not rings)
            if not rings:
                roads = (doors[spot.kecamatan][zone.id], _all(spot, doors))
                here = replace(here, roads=roads)
            if spot.code not in found or here.most > found[spot.code].most:
                found[spot.code] = here
    return found


Doors = defaultdict[str, Counter[str]]
"""By node, how many of its roads lie in each zone; "" for dry ones."""


def _doors(instance: Instance) -> Doors:
    found: Doors = defaultdict(Counter)
    for arc in instance.arcs:
        found[arc.tail][arc.zone] += 1
        found[arc.head][arc.zone] += 1
    return found


def _all(spot: Spot, doors: Doors) -> int:
    """Return how many roads there are at a door; 1 where there is none, so that none is wet."""
    return sum(doors[spot.kecamatan].values()) or 1


def _water(zone: Zone, *, is_by_roads: bool) -> Water:
    days = zone.probability
    worst = max(range(len(days)), key=lambda day: days[day], default=0)
    source = zone.said_by(worst)
    return Water(
        zone.name or zone.id,
        max(days, default=0.0),
        days,
        source.by,
        source.at,
        source.rough or is_by_roads,
    )
