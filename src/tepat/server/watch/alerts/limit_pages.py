"""The page where an office sets the limits of its alerts and its quiet hours."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext

from tepat.core.digits import whole_number
from tepat.core.election.roles import Action
from tepat.core.problems import Code, Fact, refuse
from tepat.core.watch.alerts.kinds import ALERTS
from tepat.core.watch.alerts.limits import LIMITS, STEP, Limit
from tepat.server import clock
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import allows, check_right, desk_page
from tepat.server.watch.alerts import queries, services, words


@desk_page()
def alert_limits(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Every limit with its default, marked a guess, and what the office set instead."""
    user = cast(User, request.user)
    if request.method == "POST":
        check_right(user, Action.SET_ALERT_LIMITS, scope)
        values = {name: _typed(name, request.POST.get(name, "")) for name in LIMITS}
        done = services.set_limits(scope, values, user, clock.now())
        said = ngettext("%(n)s limit changed.", "%(n)s limits changed.", done) % {"n": done}
        messages.success(request, said)
        return redirect("alert_limits", scope.election, scope.kabupaten)
    own = queries.limits_of(scope).own
    rows = [_row(name, words.limit_words(name), LIMITS[name], own.get(name)) for name in LIMITS]
    ladders = {STEP + each.kind.value: words.ladder_words(each) for each in ALERTS}
    for row in rows:
        row["ladder"] = ladders.get(row["name"], "")
    context: dict[str, Any] = {
        "limits": [row for row in rows if not row["name"].startswith(STEP)],
        "steps": [row for row in rows if row["name"].startswith(STEP)],
        "may_set": allows(user, Action.SET_ALERT_LIMITS, scope),
    }
    return render(request, "watch/alert_limits.html", context)


def _row(name: str, title: str, limit: Limit, own: int | None) -> dict[str, Any]:
    return {
        "name": name,
        "title": title,
        "is_clock": limit.unit == "clock",
        "unit": words.unit_words(limit.unit),
        "default": words.limit_value(limit, limit.default),
        "value": "" if own is None else words.limit_input(limit, own),
        "least": limit.least,
        "most": limit.most,
    }


def _typed(name: str, text: str) -> int | None:
    """Return what was typed; None for an empty field. Raises `Refused` for anything else."""
    limit, text = LIMITS[name], text.strip()
    if not text:
        return None
    facts: dict[str, Fact] = {
        "name": words.limit_words(name),
        "least": limit.least,
        "most": limit.most,
    }
    if limit.unit == "clock":
        hour, _, minute = text.replace(".", ":").partition(":")
        hours, minutes = whole_number(hour, 24), whole_number(minute[:2], 59)
        if len(text) <= 8 and hours is not None and minutes is not None:
            return hours * 60 + minutes
    elif (found := whole_number(text, 999_999)) is not None:
        return found
    raise refuse(Code.ALERT_LIMIT, **facts, value=text[:20] or gettext("nothing"))
