"""The map of a plan: its roads, how sure each desa is, and the trips of one day."""

import gzip
from typing import Any, cast

import msgspec
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import require_GET

from tepat.core.election.roles import Action
from tepat.core.plan.instance.values import Instance
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import allows, desk_page
from tepat.server.plan.inputs import sheets
from tepat.server.plan.inputs.input_pages import form_of
from tepat.server.plan.models import PlanInput, PlanRun
from tepat.server.plan.schedule import ground, queries, sight, store, words
from tepat.server.plan.schedule.shown import Shown, halts, shown

TYPE = "application/geo+json"
ROADS_PER_PAGE = 15


@require_GET
@desk_page()
def schedule_map(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """The map, the trips of the day and the roads as lists, and one road with its form.

    The same things stand in the lists as on the map, for the keyboard and for paper.
    """
    plan = _plan(request, scope, number)
    source = queries.current_input(scope) or plan.run.source
    current = store.instance_of(source.hash)
    road = _road(request, scope, plan, source, current)
    if "HX-Request" in request.headers:
        return render(request, "plan/parts/map_road.html", road)
    day, vehicle = _asked(request, plan)
    drawn = ground.trips_of_day(plan, day, vehicle)
    asked = request.GET.get("cari", "").strip()[:80]
    page = Paginator(sheets.entries(current, "jalan", asked), ROADS_PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        **road,
        "day": day,
        "vehicle": vehicle,
        "days": [each.label for each in plan.instance.days],
        "vehicles": _vehicles(plan, day),
        "trips": [_trip(plan, each) for each in drawn],
        "page": page,
        "roads": list(sheets.rows(current, "jalan", list(page.object_list))),
        "asked": asked,
        "hides": plan.hides,
        "who_sees": sight.who_sees() if plan.hides else "",
        "is_contoh_plan": current.contoh,
        "no_map": current.no_map,
        "target": words.target(plan.target),
    }
    return render(request, "plan/schedule_map.html", context)


@require_GET
@desk_page()
def schedule_map_roads(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """The roads of the inputs as they stand, as GeoJSON; 304 where the reader has them."""
    source = queries.current_input(scope) or queries.made(scope, number).source
    etag = f'"{source.hash[:32]}"'
    held = get_conditional_response(request, etag=etag)
    if isinstance(held, HttpResponseNotModified):
        return _kept(held, etag)
    found = ground.roads(store.instance_of(source.hash), store.shapes_of(source.hash))
    return _kept(_packed(request, found.features, left_out=found.left_out), etag)


@require_GET
@desk_page()
def schedule_map_trips(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """All places, and the trips of one day that this person may read, as GeoJSON."""
    plan = _plan(request, scope, number)
    drawn = ground.trips_of_day(plan, *_asked(request, plan))
    response = _packed(request, [*ground.places(plan), *ground.lines(plan, drawn)])
    response["Cache-Control"] = "private, no-store"  # who may read it can change
    return response


def _plan(request: HttpRequest, scope: Scope, number: int) -> Shown:
    return shown(queries.made(scope, number), sight.of(cast(User, request.user), scope))


def _asked(request: HttpRequest, plan: Shown) -> tuple[str, str]:
    """Return the day and vehicle that were asked for; the first day with trips where none was."""
    days = [each.label for each in plan.instance.days]
    with_trips = {plan.day(trip) for trip in plan.trips}
    first = next((day for day in days if day in with_trips), days[0])
    day = request.GET.get("hari", "")
    return (day if day in days else first), request.GET.get("kendaraan", "")[:80]


def _vehicles(plan: Shown, day: str) -> list[tuple[str, str]]:
    trips = sorted(
        (trip for trip in plan.trips if plan.day(trip) == day),
        key=lambda trip: (plan.vehicles.get(trip.vehicle, trip.vehicle), trip.unit),
    )
    found = {f"{trip.vehicle}-{trip.unit}": plan.trip_name(trip) for trip in trips}
    return list(found.items())


def _trip(plan: Shown, drawn: ground.Drawn) -> dict[str, Any]:
    trip = drawn.trip
    return {
        "id": trip.id,
        "letter": drawn.letter,
        "vehicle": plan.trip_name(trip),
        "origin": plan.names.get(trip.origin, trip.origin),
        "hours": f"{words.clock(trip.start)}\u2013{words.clock(trip.end)}",
        "halts": list(halts(plan, trip)),
    }


def _road(
    request: HttpRequest, scope: Scope, plan: Shown, source: PlanInput, current: Instance
) -> dict[str, Any]:
    """Return one road with its form for whoever may change it."""
    name = request.GET.get("jalan", "")
    arc = next((each for each in current.arcs if each.id == name), None)
    may_edit = allows(cast(User, request.user), Action.EDIT_PLAN, scope)
    context: dict[str, Any] = {"scope": scope, "run": plan.run, "may_edit": may_edit, "arc": arc}
    if arc is None:
        return context
    shape, word = words.STATUSES[arc.status]
    before = next((each for each in plan.instance.arcs if each.id == name), None)
    zones = {zone.id: zone.name or zone.id for zone in current.hazard.zones}
    context |= {
        **form_of(current, "jalan", name, {}),
        "shape": shape,
        "word": words.translated(word),
        "road_class": words.road_class(arc.road),
        "km": words.decimal(arc.metres / 1000),
        "zone": zones.get(arc.zone, ""),
        "reliability": words.translated(words.RELIABILITIES[arc.source.reliability]),
        "is_newer": before is None or before.status is not arc.status,
        "trips_over": None if plan.hides else ground.used_by(plan, name),
        "in_force": _in_force(scope, plan.run) if may_edit else None,
    }
    return context


def _in_force(scope: Scope, run: PlanRun) -> PlanRun | None:
    return run if run.state == PlanRun.State.PUBLISHED else queries.in_force(scope)


def _packed(request: HttpRequest, features: list[ground.Feature], **more: int) -> HttpResponse:
    body = msgspec.json.encode({"type": "FeatureCollection", "features": features, **more})
    response = HttpResponse(content_type=TYPE)
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        body = gzip.compress(body, 5, mtime=0)
        response["Content-Encoding"] = "gzip"
    response.content = body
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _kept(response: HttpResponse, etag: str) -> HttpResponse:
    response["ETag"] = etag
    response["Cache-Control"] = "private, max-age=0, must-revalidate"
    return response
