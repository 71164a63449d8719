"""Pages around the rooms: the door, health, language, components."""

from typing import cast

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from tepat.core.election.roles import Action, may
from tepat.server.desk import queries, rooms
from tepat.server.election.models import User


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """The scopes this person may see; straight in when there is only one."""
    user = cast(User, request.user)
    doors = [
        {"scope": scope, "place": place, "href": rooms.entrance(user, scope)}
        for scope, place in queries.scopes_for(user)
    ]
    if len(doors) == 1 and doors[0]["href"]:
        return redirect(str(doors[0]["href"]))
    grants = user.grants()
    may_begin = any(may(grants, Action.EDIT_ELECTION, grant.area) for grant in grants)
    return render(request, "desk/home.html", {"doors": doors, "may_begin": may_begin})


@require_GET
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@require_GET
def readyz(request: HttpRequest) -> JsonResponse:
    """The process can serve: its database answers."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return JsonResponse({"status": "ready"})


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Switch the language of this browser, and come back to the page it was asked from."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}):
        back = "/"
    response = redirect(back)
    language = request.POST.get("language", "")
    if translation.check_for_language(language):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax")
    return response


def components(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for people who build pages."""
    return render(request, "desk/components.html")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "desk/403.html", status=403)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    return forbidden(request)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if request.path.startswith("/api/"):
        return JsonResponse({"code": "not_found"}, status=404)
    return render(request, "desk/404.html", status=404)


def crashed(request: HttpRequest) -> HttpResponse:
    """Our own fault. Drawn without the database or the menu, which may be what failed."""
    return HttpResponse(render_to_string("desk/500.html"), status=500)
