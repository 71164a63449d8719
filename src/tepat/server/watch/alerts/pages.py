"""The page Peringatan: what is not as it should be, by its clock; whose it is; one button."""

from collections import Counter
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from tepat.core.election.roles import Action, may
from tepat.core.problems import Code, refuse
from tepat.server import clock
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import allows, desk_page
from tepat.server.move.packing.queries import region_names
from tepat.server.move.shipments.sight import who_sees
from tepat.server.watch.alerts import queries, services, words
from tepat.server.watch.models import Alert

SOON_MINUTES = 120
AT_ONCE = 10
"""Open alerts that stand unfolded; the others are one press away."""


@desk_page()
def alerts(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Open alerts by urgency, filtered by holder and kecamatan; the settled ones below.

    Looks for alerts itself where nobody did for two minutes.
    """
    now, user = clock.now(), cast(User, request.user)
    services.refresh(scope, now, every=services.IDLE)
    limits = queries.limits_of(scope)
    every = [row for row in queries.open_alerts(scope) if queries.may_read(user, row)]
    holder, area = request.GET.get("holder", ""), request.GET.get("area", "")
    chosen = [
        row
        for row in every
        if (not holder or row.holder.name == holder) and (not area or row.where[:8] == area)
    ]
    ordered = queries.in_order(chosen, limits, now)[: queries.MOST]
    past = queries.settled(scope, user)
    shown = queries.rows_of([*ordered, *past], user, now, limits)
    queries.with_events(shown, now, scope.zone)
    rows = shown[: len(ordered)]
    context: dict[str, Any] = {
        "rows": rows[:AT_ONCE],
        "folded": rows[AT_ONCE:],
        "settled": shown[len(ordered) :],
        "lead": _lead(rows),
        "left_out": len(chosen) - len(ordered),
        "holder": holder,
        "area": area,
        "holders": _holders(every),
        "areas": _areas(every),
        "is_filtered": bool(holder or area),
        "hides": not may(user.grants(), Action.SEE_MOVEMENTS, scope.kabupaten, scope.election),
        "who_sees": who_sees(Action.SEE_MOVEMENTS),
        "round": queries.last_round(scope),
        "may_set": allows(user, Action.SET_ALERT_LIMITS, scope),
        "may_help": allows(user, Action.ADVISE, scope) and not allows(user, Action.DECIDE, scope),
    }
    return render(request, "watch/alerts.html", context)


@desk_page()
def alerts_five(request: HttpRequest, scope: Scope) -> JsonResponse:
    """The five things to do now, as a board shows them to this person."""
    now = clock.now()
    services.refresh(scope, now, every=services.IDLE)
    rows = queries.five(cast(User, request.user), now, queries.calling_of(scope))
    return JsonResponse({"now": now.isoformat(), "five": [row.as_json() for row in rows]})


@require_POST
@desk_page()
def alert_take(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Take one alert, for whoever is on its ladder."""
    user = cast(User, request.user)
    row = Alert.objects.filter(scope=scope, pk=number).select_related("scope").first()
    if row is None or not queries.may_read(user, row):
        raise refuse(Code.ALERT_UNKNOWN, value=number)
    note = request.POST.get("note", "").strip()
    services.acknowledge(row, user, clock.now(), note)
    return redirect("alerts", scope.election, scope.kabupaten)


def _lead(rows: list[queries.Row]) -> str:
    """Say in one sentence how many are open, over their time, and due soon."""
    calling = [row for row in rows if not row.is_held and not row.is_taken]
    over = sum(row.due_kind == "over" for row in calling)
    near = sum(row.due_kind == "near" for row in calling)
    taken = sum(row.is_taken for row in rows)
    said = gettext("%(open)s open: %(over)s over time, %(near)s within the hour, %(taken)s taken.")
    return said % {"open": len(rows), "over": over, "near": near, "taken": taken}


def _holders(rows: list[Alert]) -> list[tuple[str, str, int]]:
    """Whoever has an alert now, by role, with how many."""
    counts = Counter(row.holder.name for row in rows)
    named = {row.holder.name: row.holder for row in rows}
    return sorted((name, words.title_of(named[name]), number) for name, number in counts.items())


def _areas(rows: list[Alert]) -> list[tuple[str, str, int]]:
    """Kecamatan with alerts, with how many: one query."""
    counts = Counter(row.where[:8] for row in rows)
    names = region_names(counts)
    found = [(code, names.get(code, code), number) for code, number in counts.items()]
    return sorted(found, key=lambda each: each[1])
