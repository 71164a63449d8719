"""Change regions: import a dated table or outlines, name an alias, move a point."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from tepat.adapters.region_outlines import Outline
from tepat.adapters.region_table import RegionRow, RegionTable, missing_parents
from tepat.core.election.regions import (
    Point,
    Provenance,
    distance_km,
    in_indonesia,
    level_of,
    parent_of,
    winning_point,
)
from tepat.core.election.roles import Action, may, who_may
from tepat.core.problems import Code, Problem, refuse
from tepat.server import bulk
from tepat.server.election.models import Boundary, Region, RegionAlias, Scope, Tps, User

FARTHEST_KM = 150
"""A point farther than this from the centre of the region above is a slip of the hand.

The longest kabupaten (Merauke, Malinau) reach about this far from their centre.
"""
FARTHEST_IN_DESA_KM = 60
"""The same for a TPS from the point of its desa; desa of Papua and Kalimantan are that wide."""
COLUMNS = (
    "code",
    "name",
    "kind",
    "level",
    "parent",
    "lat",
    "lon",
    "provenance",
    "is_point_inside",
    "since",
    "until",
)
"""What a table may change. Who moved a point by hand is never touched by an import."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: counts of regions, and what was wrong with the rest."""

    new: int
    changed: int
    same: int
    ended: int
    problems: list[Problem]


def may_move(user: User, code: str) -> bool:
    """Tell whether `user` may move the point of region `code`, which serves all elections."""
    return may(user.grants(), Action.EDIT_REGIONS, code)


def check_move(user: User, code: str) -> None:
    """Raise `Refused` unless `may_move`, with the reason: no right at all, or for one election."""
    if may_move(user, code):
        return
    who = ", ".join(role.value.upper() for role in who_may(Action.EDIT_REGIONS))
    grants = user.grants()
    if any(may(grants, Action.EDIT_REGIONS, code, grant.election) for grant in grants):
        raise refuse(Code.POINT_OF_ALL, area=code, who=who)
    raise refuse(Code.NOT_ALLOWED, area=code, action=Action.EDIT_REGIONS.value, who=who)


@transaction.atomic
def import_table(table: RegionTable, since: date | None = None, ends: bool = False) -> Imported:
    """Store `table`; a second time changes nothing. Three queries and one upsert.

    `since` dates the regions that are new. With `ends`, regions inside the area of the
    table that it no longer names end on `since`; none is ever deleted. A point that
    somebody surveyed stays where a table offers only a centroid.
    """
    areas = _roots(table.rows)
    held = {
        row[0]: row
        for row in Region.objects.filter(_inside(areas)).values_list(*COLUMNS).iterator(5000)
    }
    changed, new = [], 0
    for row in table.rows:
        before = held.get(row.code)
        after = _merged(row, before, since)
        if after != before:
            changed.append(after)
            new += before is None
    bulk.upsert(Region, COLUMNS, changed, unique=["code"])
    ended = _end(set(held) - {row.code for row in table.rows}, since) if ends and since else 0
    problems = [*table.problems, *_parents(table, held)]
    same = len(table.rows) - len(changed)
    return Imported(new, len(changed) - new, same, ended, problems)


def _merged(row: RegionRow, before: tuple[Any, ...] | None, since: date | None) -> tuple[Any, ...]:
    offered = None
    if row.lat is not None and row.lon is not None:
        offered = Point(row.lat, row.lon, Provenance(row.provenance))
    held, inside, began = None, True, since
    if before is not None:
        lat, lon, provenance, inside, began = before[5], before[6], before[7], before[8], before[9]
        held = Point(lat, lon, Provenance(provenance)) if lat is not None else None
    point = winning_point(held, offered)
    if point is offered and offered is not None:
        inside = row.inside
    return (
        row.code,
        row.name,
        row.kind,
        int(level_of(row.code)),
        parent_of(row.code),
        point.lat if point else None,
        point.lon if point else None,
        point.provenance.value if point else "",
        inside,
        began,
        None,  # a region that a table names stands, whatever was thought before
    )


def _roots(rows: Iterable[RegionRow]) -> list[str]:
    """Codes whose parent is not in the table: the areas it speaks for."""
    codes = {row.code for row in rows}
    return sorted(code for code in codes if parent_of(code) not in codes)


def _inside(areas: list[str]) -> Q:
    """Regions in any of `areas`. Many scattered areas are asked for as their provinces."""
    if len(areas) > 40:
        areas = sorted({area[:2] for area in areas})
    found = Q(code__in=areas)
    for area in areas:
        found |= Q(code__startswith=area + ".")
    return found


def _end(gone: set[str], since: date | None) -> int:
    ended = 0
    codes = sorted(gone)
    for start in range(0, len(codes), 500):
        some = Region.objects.filter(code__in=codes[start : start + 500], until__isnull=True)
        ended += some.update(until=since)
    return ended


def _parents(table: RegionTable, held: dict[str, Any]) -> list[Problem]:
    open_questions = missing_parents(table, frozenset(held))
    asked = [str(problem.facts["parent"]) for problem in open_questions]
    known = set(Region.objects.filter(code__in=asked[:500]).values_list("code", flat=True))
    return [problem for problem in open_questions if problem.facts["parent"] not in known]


@transaction.atomic
def import_outlines(outlines: list[Outline], source: str, now: datetime) -> int:
    """Store outlines by region code and return how many; those there are replaced."""
    Boundary.objects.bulk_create(
        [
            Boundary(code=each.code, geometry=each.geometry, source=source, at=now)
            for each in outlines
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["geometry", "source", "at"],
        batch_size=300,
    )
    return len(outlines)


@transaction.atomic
def name_alias(old: str, new: str, source: str = "", since: date | None = None) -> RegionAlias:
    """Say that the code `old` now means the region `new`; `old` ends on `since` if given."""
    if not Region.objects.filter(code=new).exists():
        raise refuse(Code.REGION_UNKNOWN, value=new)
    alias, _ = RegionAlias.objects.update_or_create(
        alias=old, parent="", region=new, defaults={"source": source}
    )
    if since:
        Region.objects.filter(code=old, until__isnull=True).update(until=since)
    return alias


@transaction.atomic
def move_point(code: str, lat: str, lon: str, provenance: str, by: User, now: datetime) -> Region:
    """Put the point of a region where a person says it is, and remember who and when.

    Raises `Refused` where the region is unknown, or the point is none, or lies absurdly
    far from the region above.
    """
    region = Region.objects.filter(code=code).first()
    if region is None:
        raise refuse(Code.REGION_UNKNOWN, value=code)
    point = _point(lat, lon, provenance)
    above = Region.objects.filter(code=region.parent).first()
    _check_near(point, above, FARTHEST_KM)
    region.lat, region.lon = point.lat, point.lon
    region.provenance = point.provenance.value
    region.is_point_inside = True
    region.point_by, region.point_at = by, now
    region.save()
    return region


@transaction.atomic
def move_tps(
    scope: Scope, code: str, lat: str, lon: str, provenance: str, by: User, now: datetime
) -> Tps:
    """Put the point of a TPS where a person says it is, and remember who and when.

    Raises `Refused` where the TPS is unknown, or the point is none, or lies farther from
    its desa than any desa is wide.
    """
    tps = Tps.objects.filter(scope=scope, code=code).first()
    if tps is None:
        raise refuse(Code.REGION_UNKNOWN, value=code)
    point = _point(lat, lon, provenance)
    _check_near(point, Region.objects.filter(code=tps.desa).first(), FARTHEST_IN_DESA_KM)
    tps.lat, tps.lon, tps.provenance = point.lat, point.lon, point.provenance.value
    tps.point_by, tps.point_at = by, now
    tps.save(update_fields=["lat", "lon", "provenance", "point_by", "point_at"])
    return tps


def _check_near(point: Point, above: Region | None, limit: int) -> None:
    centre = above.point() if above else None
    if above and centre and (km := distance_km(point, centre)) > limit:
        raise refuse(
            Code.POINT_FAR,
            value=f"{point.lat}; {point.lon}",
            km=round(km),
            place=above.name,
            limit=limit,
        )


def _point(lat: str, lon: str, provenance: str) -> Point:
    try:
        point = Point(
            round(float(lat.replace(",", ".")), 6),
            round(float(lon.replace(",", ".")), 6),
            Provenance(provenance),
        )
    except ValueError as unreadable:
        raise refuse(Code.POINT_FORM, lat=lat, lon=lon) from unreadable
    if point.provenance is Provenance.LEARNED:  # who types it has looked
        point = replace(point, provenance=Provenance.SURVEYED)
    if not in_indonesia(point.lat, point.lon):
        raise refuse(Code.POINT_FORM, lat=lat, lon=lon)
    return point
