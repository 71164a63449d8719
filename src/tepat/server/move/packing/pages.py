"""Packing: the list with its progress, and the station where boxes are filled by scan."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tepat.core.election.roles import Action
from tepat.server.election.models import Scope
from tepat.server.election.scopes import desk_page
from tepat.server.move.packing import queries


@desk_page(Action.SEE_DESK)
def packing(request: HttpRequest, scope: Scope) -> HttpResponse:
    """How far packing is: by kecamatan, by desa, then box by box."""
    kecamatan = request.GET.get("kecamatan", "")
    areas = queries.progress(scope, kecamatan)
    context = {"areas": areas, "kecamatan": kecamatan}
    return render(request, "move/packing.html", context)
