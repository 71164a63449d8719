"""Hazards as they were written: what cannot be, and what is planned with instead."""

from collections.abc import Sequence
from dataclasses import replace
from math import isfinite
from typing import Final

from tepat.core.plan.hazard.scenarios import MOST_ZONES
from tepat.core.plan.instance.values import Arc, Day, Hazard, Instance, Zone
from tepat.core.problems import Code, Fact, Problem

REST: Final = "gabungan"
"""The id of the zone that holds all zones beyond `MOST_ZONES`."""


def mended(instance: Instance) -> tuple[Instance, list[Problem]]:
    """Return `instance` with hazards that can be planned with, and everything that was wrong."""
    zones, problems = _distinct(instance.hazard.zones)
    known = {zone.id for zone in zones}
    used = {arc.zone for arc in instance.arcs}
    for zone in zones:
        if zone.id not in used:
            problems.append(Problem(Code.HAZARD_ZONE_EMPTY, {"zone": _name(zone)}))
    whole = []
    for zone in zones:
        right, found = _whole(zone, instance.days)
        whole.append(right)
        problems += found
    arcs = list(instance.arcs)
    for at, arc in enumerate(arcs):
        if arc.zone and arc.zone not in known:
            problems.append(
                Problem(Code.HAZARD_ZONE_UNKNOWN, {"arc": arc.name or arc.id, "zone": arc.zone})
            )
            arcs[at] = replace(arc, zone="")
    if len(whole) > MOST_ZONES:
        facts: dict[str, Fact] = {"got": len(whole), "most": MOST_ZONES, "zone": REST}
        problems.append(Problem(Code.HAZARD_ZONES_MANY, facts))
        whole, arcs = _fewer(whole, arcs)
    hazard, found = _bonds(replace(instance.hazard, zones=tuple(whole)))
    return replace(instance, arcs=tuple(arcs), hazard=hazard), problems + found


def problems_with(instance: Instance) -> list[Problem]:
    """Return everything about the hazards of `instance` that cannot be planned with as it is."""
    return mended(instance)[1]


def _distinct(zones: Sequence[Zone]) -> tuple[list[Zone], list[Problem]]:
    kept: dict[str, Zone] = {}
    problems = []
    for zone in zones:
        if zone.id in kept:
            problems.append(Problem(Code.HAZARD_ZONE_TWICE, {"zone": zone.id}))
        else:
            kept[zone.id] = zone
    return list(kept.values()), problems


def _whole(zone: Zone, days: Sequence[Day]) -> tuple[Zone, list[Problem]]:
    """Return `zone` with one probability between 0 and 1 for each day."""
    problems = []
    given = zone.probability
    if len(given) != len(days):
        facts: dict[str, Fact] = {
            "zone": _name(zone),
            "got": len(given),
            "wanted": len(days),
        }
        problems.append(Problem(Code.HAZARD_DAYS, facts))
        last = given[-1:] or (0.0,)
        given = (given + last * len(days))[: len(days)]
    right = []
    for day, value in zip(days, given, strict=True):
        used = _between(value)
        right.append(used)
        if used != value:
            label = day.label or day.date.isoformat()
            facts = {"zone": _name(zone), "day": label, "value": str(value), "used": f"{used:g}"}
            problems.append(Problem(Code.HAZARD_PROBABILITY, facts))
    if tuple(right) == zone.probability:
        return zone, problems
    return replace(zone, probability=tuple(right), sources=zone.sources[: len(days)]), problems


def _bonds(hazard: Hazard) -> tuple[Hazard, list[Problem]]:
    problems = []
    for code, value in (
        (Code.HAZARD_CORRELATION, hazard.correlation),
        (Code.HAZARD_PERSISTENCE, hazard.persistence),
    ):
        if _between(value) != value:
            facts = {"value": str(value), "used": f"{_between(value):g}"}
            problems.append(Problem(code, facts))
    bonds = _between(hazard.correlation), _between(hazard.persistence)
    return replace(hazard, correlation=bonds[0], persistence=bonds[1]), problems


def _between(value: float) -> float:
    """Return the nearest number from 0 to 1; what is no number may be anything, so it is 1."""
    if not isfinite(value):
        return 0.0 if value < 0 else 1.0
    return min(1.0, max(0.0, value))


def _fewer(zones: Sequence[Zone], arcs: Sequence[Arc]) -> tuple[list[Zone], list[Arc]]:
    """Join the zones that flood least into one, as likely flooded as the worst of them."""
    order = sorted(zones, key=lambda zone: (-max(zone.probability, default=0), zone.id))
    joined = {zone.id for zone in order[MOST_ZONES - 1 :]}
    kept = [zone for zone in zones if zone.id not in joined]
    rest = [zone for zone in zones if zone.id in joined]
    worst = tuple(map(max, zip(*(zone.probability for zone in rest), strict=True)))
    kept.append(Zone(REST, REST, worst, rest[0].source))
    return kept, [replace(arc, zone=REST) if arc.zone in joined else arc for arc in arcs]


def _name(zone: Zone) -> str:
    return zone.name or zone.id
