"""The map and the tree of regions: where a desa is, and who says so."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from tepat.core.election.regions import Provenance, is_in, split_tps
from tepat.core.election.roles import Action
from tepat.core.problems import Code, Refused, refuse
from tepat.server import clock
from tepat.server.election.models import Region, Scope, User
from tepat.server.election.regions import queries, services
from tepat.server.election.regions.geojson import boundaries_of, points_of
from tepat.server.election.scopes import allows, check_right, desk_page
from tepat.server.problems import as_json, status_of


@require_GET
@desk_page()
def map_page(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The large map; the same points as a list beside it, for the keyboard and for paper."""
    today = clock.now().date()
    chosen, tps_code = request.GET.get("desa", ""), request.GET.get("tps", "")
    if split := split_tps(tps_code):
        chosen = split[0]
    region = Region.objects.filter(queries.inside(scope.kabupaten), code=chosen).first()
    context = {
        "branches": queries.branches(scope.kabupaten, today),
        "chosen": region,
        "may_edit": allows(cast(User, request.user), Action.EDIT_REGIONS, scope),
        "may_move": bool(region) and services.may_move(cast(User, request.user), chosen),
        "provenances": list(Provenance)[:2],
        "all_tps": (all_tps := queries.tps_of(scope, chosen) if region else []),
        "tps": next((tps for tps in all_tps if tps.code == tps_code), None),
        "tps_unset": sum(tps.lat is None for tps in all_tps),
    }
    template = "election/_point.html" if "HX-Request" in request.headers else "election/map.html"
    return render(request, template, context)


@require_POST
@desk_page(Action.SEE_DESK)
def move_point(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Save where a desa is. The script asks for JSON; the form comes back to the page."""
    code = request.POST.get("code", "")
    if split_tps(code):
        return _move_tps(request, scope, code)
    wants_json = "application/json" in request.headers.get("Accept", "")
    try:
        if not is_in(code, scope.kabupaten):
            raise refuse(Code.REGION_UNKNOWN, value=code)
        user = cast(User, request.user)
        services.check_move(user, code)
        region = services.move_point(
            code,
            request.POST.get("lat", ""),
            request.POST.get("lon", ""),
            request.POST.get("provenance", ""),
            user,
            clock.now(),
        )
    except Refused as refused:
        if wants_json:
            problem = refused.problem
            return JsonResponse(as_json(problem), status=status_of(problem))
        raise
    if wants_json:
        [feature] = queries.features([region])
        return JsonResponse(feature)
    messages.success(request, gettext("The point of {name} is saved.").format(name=region.name))
    response = redirect("map", scope.election, scope.kabupaten)
    response["Location"] += f"?desa={code}"
    return response


def _move_tps(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    user, form = cast(User, request.user), request.POST
    wants_json = "application/json" in request.headers.get("Accept", "")
    words = [form.get(name, "") for name in ("lat", "lon", "provenance")]
    try:
        check_right(user, Action.EDIT_REGIONS, scope, code.partition("-")[0])
        tps = services.move_tps(scope, code, words[0], words[1], words[2], user, clock.now())
    except Refused as refused:
        if wants_json:
            problem = refused.problem
            return JsonResponse(as_json(problem), status=status_of(problem))
        raise
    if wants_json:
        [feature] = queries.tps_features([tps])
        return JsonResponse(feature)
    messages.success(request, gettext("The point of {name} is saved.").format(name=code))
    response = redirect("map", scope.election, scope.kabupaten)
    response["Location"] += f"?tps={code}"
    return response


@require_GET
@desk_page()
def tps_points(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Points of the TPS of one desa as GeoJSON: the second layer of the map."""
    found = queries.tps_of(scope, request.GET.get("desa", ""))
    collection = {"type": "FeatureCollection", "features": queries.tps_features(found)}
    response = JsonResponse(collection)
    response["Cache-Control"] = "private, no-cache"
    return response


@require_GET
@desk_page()
def regions_page(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Kecamatan and desa with their points' provenance, and the aliases."""
    branches = queries.branches(scope.kabupaten, clock.now().date())
    context = {
        "branches": branches,
        "tps_unset": _without_point(branches, queries.tps_without_point(scope)),
        "aliases": queries.aliases(scope.kabupaten),
        "may_edit": allows(cast(User, request.user), Action.EDIT_REGIONS, scope),
        "surveyed": sum(branch.surveyed for branch in branches),
        "without_point": sum(branch.without_point for branch in branches),
        "doubtful": sum(
            not desa.is_point_inside for branch in branches for desa in branch.all_desa
        ),
        "all_desa": sum(len(branch.all_desa) for branch in branches),
    }
    return render(request, "election/regions.html", context)


def _without_point(
    branches: list[queries.Branch], unset: dict[str, int]
) -> list[tuple[Region, int]]:
    """Each desa with TPS that have no point, and how many."""
    all_desa = (desa for branch in branches for desa in branch.all_desa)
    return [(desa, unset[desa.code]) for desa in all_desa if desa.code in unset]


@require_GET
@desk_page()
def boundaries(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Outlines of the kabupaten as GeoJSON for the map, kept by the browser until they change."""
    return boundaries_of(request, scope.kabupaten)


@require_GET
@desk_page()
def points(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Points of the desa as GeoJSON for the map."""
    return points_of(scope.kabupaten, clock.now().date())
