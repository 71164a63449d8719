"""The map and the tree of regions: where a desa is, and who says so."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from tepat.core.election.regions import Provenance, is_in
from tepat.core.election.roles import Action
from tepat.core.problems import Code, Refused, refuse
from tepat.server import clock
from tepat.server.election.models import Region, Scope, User
from tepat.server.election.regions import queries, services
from tepat.server.election.regions.geojson import boundaries_of, points_of
from tepat.server.election.scopes import allows, desk_page
from tepat.server.problems import as_json, status_of


@require_GET
@desk_page()
def map_page(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The large map; the same points as a list beside it, for the keyboard and for paper."""
    today = clock.now().date()
    chosen = request.GET.get("desa", "")
    region = Region.objects.filter(queries.inside(scope.kabupaten), code=chosen).first()
    context = {
        "branches": queries.branches(scope.kabupaten, today),
        "chosen": region,
        "may_edit": allows(cast(User, request.user), Action.EDIT_REGIONS, scope),
        "may_move": bool(region) and services.may_move(cast(User, request.user), chosen),
        "provenances": list(Provenance)[:2],
    }
    template = "election/_point.html" if "HX-Request" in request.headers else "election/map.html"
    return render(request, template, context)


@require_POST
@desk_page(Action.SEE_DESK)
def move_point(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Save where a desa is. The script asks for JSON; the form comes back to the page."""
    code = request.POST.get("code", "")
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


@require_GET
@desk_page()
def regions_page(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Kecamatan and desa with their points' provenance, and the aliases."""
    branches = queries.branches(scope.kabupaten, clock.now().date())
    context = {
        "branches": branches,
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
