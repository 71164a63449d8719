"""Regions over HTTP: read them, their outlines, and move a point."""

from typing import Annotated, cast

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema
from ninja.pagination import paginate

from tepat.core.election.roles import Action, may_see, who_may
from tepat.core.problems import Code, refuse
from tepat.server import clock
from tepat.server.election.models import Region, User
from tepat.server.election.regions import queries, services
from tepat.server.election.regions.geojson import boundaries_of

router = Router(tags=["wilayah"])
RegionCode = Annotated[str, Field(pattern=r"^\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?$")]
KabupatenCode = Annotated[str, Field(pattern=r"^\d{2}\.\d{2}$")]


class RegionOut(Schema):
    """One region with its point and who says so."""

    code: str
    name: str
    kind: str
    level: int
    parent: str
    lat: float | None
    lon: float | None
    provenance: str
    is_point_inside: bool


class PointIn(Schema):
    """Where a region is, in WGS84 degrees, and how that is known."""

    lat: float
    lon: float
    provenance: Annotated[str, Field(pattern="^(surveyed|village_office|centroid)$")]


@router.get("/{kabupaten}", response=list[RegionOut])
@paginate
def regions(
    request: HttpRequest, kabupaten: KabupatenCode, name: Annotated[str, Query(max_length=100)] = ""
) -> "QuerySet[Region]":
    """The regions of a kabupaten that stand today, by code; `name` is a part of a name."""
    _check_sight(request, kabupaten)
    found = queries.standing(kabupaten, clock.now().date())
    return found.filter(name__icontains=name) if name else found


@router.get("/{kabupaten}/boundaries")
def boundaries(request: HttpRequest, kabupaten: KabupatenCode) -> HttpResponse:
    """Outlines as GeoJSON, with an ETag."""
    _check_sight(request, kabupaten)
    return boundaries_of(request, kabupaten)


@router.patch("/{code}/point", response=RegionOut)
def point(request: HttpRequest, code: RegionCode, payload: PointIn) -> Region:
    """Move the point of a region; the person and the time are kept."""
    user = cast(User, request.user)
    services.check_move(user, code)
    return services.move_point(
        code, str(payload.lat), str(payload.lon), payload.provenance, user, clock.now()
    )


def _check_sight(request: HttpRequest, area: str) -> None:
    if not may_see(cast(User, request.user).grants(), area):
        raise _forbidden(Action.SEE_DESK, area)


def _forbidden(action: Action, area: str) -> Exception:
    who = ", ".join(role.value.upper() for role in who_may(action))
    return refuse(Code.NOT_ALLOWED, area=area, action=action.value, who=who)
