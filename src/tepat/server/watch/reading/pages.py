"""The page of keys that read: one's own, and for a head those of the own agency's people."""

from datetime import datetime
from typing import cast

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tepat.core.election.roles import Action, may_somewhere
from tepat.core.problems import Refused
from tepat.server import clock
from tepat.server.desk.words import action_name
from tepat.server.election.accounts.looks import record_look
from tepat.server.election.models import Region, Scope, User
from tepat.server.election.scopes import allows_somewhere, desk_page
from tepat.server.problems import say, status_of
from tepat.server.watch.models import ReadToken
from tepat.server.watch.reading import tokens

DAYS = (7, 30, 90, 180)


@require_http_methods(["GET", "POST"])
@never_cache
@desk_page()
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]
def read_tokens(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The keys; posted, a new one, which is shown this once.

    Making one asks for the password again: an open session alone makes no way in that lasts.
    """
    if request.method == "GET":
        return _page(request, scope)
    form, user = request.POST, cast(User, request.user)
    days = form.get("days", "")
    try:
        made = tokens.make(
            scope,
            user,
            form.get("name", ""),
            form.get("area", ""),
            form.getlist("actions"),
            int(days) if days.isascii() and days.isdecimal() and len(days) < 5 else 0,
            clock.now(),
        )
    except Refused as refused:
        return _page(request, scope, refused=refused)
    record_look(user, scope, "read_key", f"{made[0].name} {made[0].start}")
    return _page(request, scope, shown=made)


@require_POST
@desk_page()
def read_token_revoke(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    tokens.revoke(scope, number, cast(User, request.user), clock.now())
    messages.success(request, _("The key opens nothing any more."))
    return redirect("read_tokens", scope.election, scope.kabupaten)


def _page(
    request: HttpRequest,
    scope: Scope,
    shown: tuple[ReadToken, str] | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    user, now = cast(User, request.user), clock.now()
    people = tokens.seen_by(user, scope)
    rows = ReadToken.objects.filter(scope=scope, user__in=people).select_related("user")
    areas = [Region(code=scope.kabupaten, name=_("the whole kabupaten"))]
    areas += list(Region.objects.filter(parent=scope.kabupaten).order_by("code"))
    context = {
        "tab": "tokens",
        "rows": [
            {
                "token": each,
                "state": _state(each, now),
                "rights": [action_name(Action(value)) for value in each.actions],
                "is_over": each.revoked_at is not None or each.expires_at <= now,
            }
            for each in rows.order_by("-id")[:100]
        ],
        "areas": [
            each
            for each in areas
            if may_somewhere(user.grants(), Action.SEE_DESK, each.code, scope.election)
        ],
        "rights": [
            (each.value, action_name(each))
            for each in tokens.READS
            if allows_somewhere(user, each, scope)
        ],
        "days": DAYS,
        "shown": shown,
        "most": tokens.MOST_A_MINUTE,
        "problem": say(refused.problem) if refused else "",
    }
    status = status_of(refused.problem) if refused else 200
    return render(request, "watch/exports/tokens.html", context, status=status)


def _state(each: ReadToken, now: datetime) -> tuple[str, str]:
    if each.revoked_at:
        return ("basi", _("withdrawn"))
    if each.expires_at <= now:
        return ("basi", _("expired"))
    return ("tepat", _("valid"))
