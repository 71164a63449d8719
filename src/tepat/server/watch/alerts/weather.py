"""Weather warnings and closed roads that the planner's inputs keep, joined to places.

Points are compared in the core. Roads under a polygon need the shapes library of the
planner; where it is not installed, a warning still counts its desa, TPS and stores.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from tepat.adapters.bmkg_cap import read_alert
from tepat.adapters.plan_files import HAZARD
from tepat.core.plan.hazard import alerts
from tepat.core.plan.hazard.reports import Report
from tepat.core.plan.instance.parts import node_names
from tepat.core.plan.instance.values import Instance, Status
from tepat.core.problems import Refused
from tepat.core.watch.alerts.situation import Closure, Danger, Ground, Ring, Spot, Store
from tepat.server.election.models import Region, Scope, Tps
from tepat.server.election.regions.queries import inside
from tepat.server.plan.inputs import kept
from tepat.server.plan.inputs.kept import Shelf
from tepat.server.plan.schedule import store

ALERT = "alert"


def warnings_of(shelf: Shelf, now: datetime) -> list[tuple[alerts.Alert, alerts.Warned]]:
    """Return each event of the warnings in force, those that begin later included: no query."""
    read = [
        alert
        for each in shelf.of(HAZARD)
        if each.kind == ALERT and kept.is_here(each) and (alert := _alert(each.path)) is not None
    ]
    return [
        (alert, event)
        for alert in alerts.in_force(read, now)
        for event in alert.warned
        if event.expires > now
    ]


def dangers_of(
    warned: Sequence[tuple[alerts.Alert, alerts.Warned]], source: str, with_roads: bool
) -> list[Danger]:
    """Return the warnings; with the roads of the input `source` under each, if asked."""
    return [
        Danger(
            event.event or event.headline,
            alert.sender,
            event.onset,
            event.expires,
            alert.sent,
            event.areas,
            _arcs_under(event.areas, source) if with_roads and source else frozenset(),
            alert.identifier,
        )
        for alert, event in warned
    ]


def closures_of(shelf: Shelf, source: str, now: datetime) -> list[Closure]:
    """Return the roads that are closed now: by the newest word of a person, or by the input."""
    instance = _instance(source)
    if instance is None:
        return []
    newest: dict[str, Report] = {}
    for each in sorted(shelf.spoken(), key=lambda each: each.order):
        if each.at <= now < _until(each):
            newest[each.place] = each
    found = [
        Closure(_name(instance, place), _arcs(instance, place), each.at, each.by)
        for place, each in sorted(newest.items())
        if not each.passable
    ]
    for arc in instance.arcs:
        if arc.status is Status.CLOSED and arc.id not in newest:
            since = _said(arc.source.at, now)
            name = _name(instance, arc.id)
            found.append(Closure(name, frozenset([arc.id]), since, arc.source.by))
    merged: dict[str, Closure] = {}
    for one in found:
        same = merged.get(one.name)
        arcs = one.arcs | same.arcs if same else one.arcs
        since = min(one.since, same.since) if same else one.since
        merged[one.name] = Closure(one.name, arcs, since, one.by)
    return list(merged.values())


def ground_of(scope: Scope, stores: Sequence[Store]) -> Ground:
    """Return the points of desa, TPS and stores: two queries. Without a point, no place."""
    rows = Region.objects.filter(inside(scope.kabupaten), level__gte=3, lat__isnull=False)
    at = {
        code: (lat, lon)
        for code, lat, lon in rows.values_list("code", "lat", "lon")
        if lat is not None and lon is not None
    }
    tps = Tps.objects.filter(scope=scope).values_list("code", "desa", "kecamatan", "lat", "lon")
    booths = []
    for code, desa, kecamatan, lat, lon in tps:
        point = (lat, lon) if lat is not None and lon is not None else at.get(desa)
        if point is not None:
            booths.append(Spot(code, kecamatan, *point))
    return Ground(
        tuple(Spot(code, code[:8], *point) for code, point in at.items() if len(code) == 13),
        tuple(booths),
        tuple(
            Spot(each.place, each.area[:8], *at[each.area]) for each in stores if each.area in at
        ),
    )


def shelf_of(scope: Scope) -> Shelf:
    """Return what is kept of weather and roads; nothing where the list of it is broken."""
    try:
        return kept.load(scope)
    except Refused:
        return Shelf()


@lru_cache(maxsize=256)
def _alert(path: Path) -> alerts.Alert | None:
    """Read one kept file: it lies under its hash and never changes."""
    try:
        return read_alert(path)[0]
    except Refused:
        return None


@lru_cache(maxsize=64)
def _arcs_under(rings: tuple[Ring, ...], source: str) -> frozenset[str]:
    try:
        from tepat.adapters import polygons
    except ImportError:
        return frozenset()
    shapes = [polygons.polygon_of(ring, str(at), "-")[0] for at, ring in enumerate(rings)]
    known = [shape for shape in shapes if shape is not None]
    instance = _instance(source)
    if not known or instance is None:
        return frozenset()
    return frozenset(polygons.arcs_under(known, instance, store.shapes_of(source)))


def _instance(source: str) -> Instance | None:
    """Return an input of plans, None where its file was removed or altered."""
    try:
        return store.instance_of(source) if source else None
    except Refused:
        return None


def _until(report: Report) -> datetime:
    if report.until is not None:
        return report.until
    day = report.at.replace(hour=0, minute=0, second=0, microsecond=0)
    return day + timedelta(days=1)


def _arcs(instance: Instance, place: str) -> frozenset[str]:
    return frozenset(arc.id for arc in instance.arcs if place in (arc.id, arc.zone))


def _name(instance: Instance, place: str) -> str:
    for zone in instance.hazard.zones:
        if zone.id == place:
            return zone.name or zone.id
    names = node_names(instance)
    for arc in instance.arcs:
        if arc.id == place:
            ends = f"{names.get(arc.tail, arc.tail)}\u2013{names.get(arc.head, arc.head)}"
            return arc.name or ends
    return place


def _said(text: str, now: datetime) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return now
    return at if at.tzinfo else at.replace(tzinfo=now.tzinfo)
