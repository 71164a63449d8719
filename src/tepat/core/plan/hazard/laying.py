"""What sources changed of the hazards of an instance, and taking it off again.

Sources are laid over the first guesses. Before others are laid, or where an alert has
expired, what they changed is taken off; what a person changed since then stays.
"""

from dataclasses import replace
from typing import NamedTuple

from tepat.core.plan.instance.source import Source
from tepat.core.plan.instance.values import Arc, Instance, Zone


class Change(NamedTuple):
    """A zone that was one thing on some days and is another now; `days` are indices."""

    zone: str
    name: str
    days: tuple[int, ...]
    before: float
    now: float
    source: Source


def lifted(current: Instance, before: Instance, after: Instance) -> Instance:
    """Return `current` without what laying sources made of `before` to get `after`.

    A day of a zone, or an arc, that is no longer as in `after` was changed since and stays.
    """
    old = {zone.id: zone for zone in before.hazard.zones}
    laid = {zone.id: zone for zone in after.hazard.zones}
    arcs = {arc.id: arc for arc in before.arcs}
    changed = {
        arc.id: (arcs[arc.id], arc) for arc in after.arcs if arc.id in arcs and arcs[arc.id] != arc
    }
    theirs = {
        zone.id
        for zone in current.hazard.zones
        if zone.id not in old and zone.id in laid and zone != laid[zone.id]
    }
    mine = tuple(
        _arc(arc, *changed[arc.id]) if arc.id in changed and arc.zone not in theirs else arc
        for arc in current.arcs
    )
    zones = tuple(
        _zone(zone, old[zone.id], laid[zone.id]) if zone.id in old and zone.id in laid else zone
        for zone in current.hazard.zones
        if zone.id in old or zone.id not in laid or zone.id in theirs
    )
    known = {zone.id for zone in zones}
    mine = tuple(
        arc if arc.zone in known or not arc.zone else replace(arc, zone="") for arc in mine
    )
    taken = {each.code: each.blocked for each in before.desa}
    given = {each.code: each.blocked for each in after.desa}
    desa = tuple(
        replace(each, blocked=taken[each.code])
        if each.code in taken and each.blocked == given.get(each.code)
        else each
        for each in current.desa
    )
    return replace(current, arcs=mine, desa=desa, hazard=replace(current.hazard, zones=zones))


def changes(before: Instance, after: Instance) -> list[Change]:
    """Return what differs between the zones of two instances, days alike put together."""
    old = {zone.id: zone for zone in before.hazard.zones}
    found: dict[tuple[str, float, float, Source], list[int]] = {}
    names = {zone.id: zone.name or zone.id for zone in after.hazard.zones}
    for zone in after.hazard.zones:
        was = old[zone.id].probability if zone.id in old else ()
        for day, now in enumerate(zone.probability):
            then = was[day] if day < len(was) else 0.0
            if then != now or zone.id not in old:
                found.setdefault((zone.id, then, now, zone.said_by(day)), []).append(day)
    return [
        Change(zone, names[zone], tuple(days), then, now, said)
        for (zone, then, now, said), days in found.items()
    ]


def _arc(current: Arc, before: Arc, after: Arc) -> Arc:
    if current.zone == after.zone:
        current = replace(current, zone=before.zone)
    if (current.status, current.source) == (after.status, after.source):
        said = (before.status, before.comment, before.source)
        current = replace(current, status=said[0], comment=said[1], source=said[2])
    return current


def _zone(current: Zone, before: Zone, after: Zone) -> Zone:
    """Return `current` where each day that is as laid is as it was before."""
    days = range(len(current.probability))
    if len(before.probability) != len(current.probability) != len(after.probability):
        return current
    if (current.probability, current.source, current.sources) == (
        after.probability,
        after.source,
        after.sources,
    ):
        return before
    mine = [
        (current.probability[day], current.said_by(day))
        == (after.probability[day], after.said_by(day))
        for day in days
    ]
    if not any(mine):
        return current
    chances = tuple((before if mine[day] else current).probability[day] for day in days)
    said = tuple((before if mine[day] else current).said_by(day) for day in days)
    return replace(current, probability=chances, source=before.source, sources=said)
