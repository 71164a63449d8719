"""What pages and API read about regions. Each function says what it costs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from tepat.core.election.regions import Provenance, parent_of
from tepat.server.election.models import Boundary, Region, RegionAlias, Scope, Tps


@dataclass(frozen=True, slots=True)
class Branch:
    """One kecamatan with its desa, as the page of regions shows them."""

    kecamatan: Region
    all_desa: list[Region]

    @property
    def without_point(self) -> int:
        return sum(desa.lat is None for desa in self.all_desa)

    @property
    def surveyed(self) -> int:
        return sum(is_known(desa) for desa in self.all_desa)


def is_known(region: Region) -> bool:
    """Tell whether somebody stood at the point of `region`: it is no mere centroid."""
    return bool(region.provenance) and Provenance(region.provenance).weight > 0


def inside(area: str) -> Q:
    """Return the filter for `area` and every region in it."""
    return Q(code=area) | Q(code__startswith=area + ".")


def standing(area: str, today: date | None = None) -> "QuerySet[Region]":
    """The regions of `area` that stand `today`, the area itself first."""
    found = Region.objects.filter(inside(area))
    if today:
        found = found.filter(Q(until__isnull=True) | Q(until__gt=today))
    return found.order_by("code")


def branches(area: str, today: date) -> list[Branch]:
    """Every kecamatan of `area` with its desa: one query (and one for who moved points)."""
    regions = list(standing(area, today).select_related("point_by").filter(level__gte=3))
    desa_of: dict[str, list[Region]] = {}
    for region in regions:
        if region.level == 4:
            desa_of.setdefault(region.parent, []).append(region)
    return [Branch(region, desa_of.get(region.code, [])) for region in regions if region.level == 3]


def aliases(area: str) -> "QuerySet[RegionAlias]":
    """Other codes and spellings of regions in `area`: one query."""
    found = Q(region=area) | Q(region__startswith=area + ".")
    return RegionAlias.objects.filter(found).order_by("region", "alias")


def present_code(code: str) -> str:
    """Return the code that stands for `code` today, following published changes."""
    for _ in range(5):  # a code may change more than once; a circle must not hang us
        renamed = RegionAlias.objects.filter(alias=code, parent="").first()
        if renamed is None:
            break
        code = renamed.region
    return code


def outlines_of(area: str) -> dict[str, Any]:
    """GeoJSON geometries by code of `area` and every region in it: one query."""
    return dict(Boundary.objects.filter(inside(area)).values_list("code", "geometry"))


def outlines_version(area: str) -> str:
    """Return a text that changes when the outlines of `area` do: one query."""
    drawn = Boundary.objects.filter(inside(area)).aggregate(n=Count("pk"), at=Max("at"))
    at = drawn["at"].timestamp() if drawn["at"] else 0
    return f"{area}-{drawn['n']}-{at:.6f}"


def features(regions: Iterable[Region]) -> list[dict[str, Any]]:
    """Return regions with a point as GeoJSON features."""
    return [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [region.lon, region.lat]},
            "properties": {
                "code": region.code,
                "name": region.name,
                "kind": region.kind,
                "level": region.level,
                "parent": parent_of(region.code),
                "provenance": region.provenance,
                "inside": region.is_point_inside,
            },
        }
        for region in regions
        if region.lat is not None
    ]


def tps_of(scope: Scope, desa: str) -> list[Tps]:
    """The TPS of one desa with who put their points: one query."""
    found = Tps.objects.filter(scope=scope, desa=desa).select_related("point_by")
    return list(found.order_by("number"))


def tps_without_point(scope: Scope) -> dict[str, int]:
    """How many TPS of each desa have no point: one query."""
    rows = Tps.objects.filter(scope=scope, lat=None).values("desa").annotate(n=Count("pk"))
    return {row["desa"]: row["n"] for row in rows.order_by()}


def tps_features(all_tps: Iterable[Tps]) -> list[dict[str, Any]]:
    """Return TPS with a point as GeoJSON features, told apart by `tps`."""
    return [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [tps.lon, tps.lat]},
            "properties": {
                "code": tps.code,
                "tps": tps.number,
                "desa": tps.desa,
                "provenance": tps.provenance,
            },
        }
        for tps in all_tps
        if tps.lat is not None
    ]
