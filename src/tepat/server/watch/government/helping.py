"""What the Desk advised and did: the log of decisions as its own list, open ones first."""

from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from tepat.core.election.roles import Action
from tepat.core.problems import Problem, Refused
from tepat.server import clock, typed
from tepat.server.election.models import Region, Scope, User
from tepat.server.election.scopes import desk_page
from tepat.server.move.packages.queries import people
from tepat.server.problems import say, status_of
from tepat.server.watch.alerts import queries as alerts
from tepat.server.watch.government import agreed
from tepat.server.watch.incidents import deciding, words
from tepat.server.watch.incidents.parties import PartyNames, is_of, may_act
from tepat.server.watch.models import Alert, Decision, Incident, Outcome

MOST = 200
SORTS = (Decision.Sort.INTERVENTION.value, Decision.Sort.ADVICE.value)


_KNOWN = Exists(Outcome.objects.filter(decision=OuterRef("pk")))


def written(scope: Scope) -> "QuerySet[Decision]":
    """Every advice and intervention, the newest first."""
    rows = Decision.objects.filter(scope=scope, sort__in=SORTS)
    return rows.select_related("incident").prefetch_related("outcomes").order_by("-pk")


def open_ones(scope: Scope) -> "QuerySet[Decision]":
    """Those whose outcome nobody wrote yet, the oldest first."""
    return written(scope).filter(~_KNOWN).order_by("pk")


def rows_of(scope: Scope, user: User, found: "QuerySet[Decision]") -> list[dict[str, Any]]:
    """Return them as pages show them: six queries, however many there are."""
    rows = list(found)
    outcomes = {row.pk: sorted(row.outcomes.all(), key=lambda each: each.pk) for row in rows}
    names = PartyNames(scope, [row.party for row in rows])
    accounts = {row.by for row in rows} | {each.by for told in outcomes.values() for each in told}
    who = people(scope, accounts - {""})
    areas = {row.data.get("area", "") for row in rows} - {""}
    places = dict(Region.objects.filter(code__in=areas).values_list("code", "name"))
    return [
        {
            "row": row,
            "sort": gettext(words.SORTS[row.sort]),
            "party": names.party(row.party),
            "by": who.get(row.by, ""),
            "about": _about(row, scope, places),
            "outcomes": [{"row": each, "by": who.get(each.by, "")} for each in outcomes[row.pk]],
            "may_tell": may_act(user, scope, Action.ADVISE, row.party.partition("@")[2])
            and is_of(user, scope, row.party),
        }
        for row in rows
    ]


def _about(row: Decision, scope: Scope, places: dict[str, str]) -> tuple[str, str]:
    """Return what it was written from, and the address of that."""
    here = (scope.election, scope.kabupaten)
    if row.incident:
        title = gettext("Problem %(n)s") % {"n": row.incident.number}
        return title, reverse("incident", args=[*here, row.incident.number])
    if row.data.get("alert"):
        title = row.data.get("alert_text") or gettext("an alert")
        return title, f"{reverse('alerts', args=here)}#p-{row.data['alert']}"
    if area := row.data.get("area"):
        return places.get(area, area), reverse("board_area", args=[*here, area])
    return "", ""


@require_http_methods(["GET", "POST"])
@desk_page()
def interventions(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Open ones first with their clock, then those whose outcome is known; and the form."""
    user, now = cast(User, request.user), clock.now()
    form = {**request.GET.dict(), **agreed.typed(request)}
    alert, incident, area = _asked(scope, user, form)
    problem: Problem | None = None
    if request.method == "POST":
        try:
            _keep(scope, user, form, alert, incident, area, now)
            messages.success(request, gettext("Kept. Write here what came of it."))
            return redirect("interventions", scope.election, scope.kabupaten)
        except Refused as refused:
            if status_of(refused.problem) == 403:
                raise
            problem = refused.problem
    found = written(scope)
    context = {
        "tab": "interventions",
        "room_name": agreed.agency(scope, "desk"),
        "open": rows_of(scope, user, open_ones(scope)[:MOST]),
        "known": rows_of(scope, user, found.filter(_KNOWN)[:MOST]),
        "may_help": bool(agreed.area_for(user, scope, Action.ADVISE)),
        "sorts": [(code, gettext(words.SORTS[code])) for code in SORTS],
        "alert": alerts.rows_of([alert], user, now, alerts.limits_of(scope))[0] if alert else None,
        "incident": incident,
        "area": area,
        "area_name": Region.objects.filter(code=area).values_list("name", flat=True).first() or "",
        "form": form,
        "problem": say(problem) if problem else "",
    }
    status = status_of(problem) if problem else 200
    return render(request, "watch/government/interventions.html", context, status=status)


def _asked(
    scope: Scope, user: User, form: dict[str, str]
) -> tuple[Alert | None, Incident | None, str]:
    """Return what an intervention is written from: what this person may not read is nothing."""
    pk, number = typed.key(form.get("alert", "")), typed.key(form.get("incident", ""))
    alert = Alert.objects.filter(scope=scope, pk=pk).select_related("scope").first() if pk else None
    if alert is not None and not alerts.may_read(user, alert):
        alert = None
    rows = Incident.objects.filter(scope=scope, number=number)
    area = form.get("area", "")
    if area:
        agreed.check_area(scope, area)
    return alert, rows.first() if number else None, area


def _keep(
    scope: Scope,
    user: User,
    form: dict[str, str],
    alert: Alert | None,
    incident: Incident | None,
    area: str,
    now: datetime,
) -> Decision:
    about: dict[str, Any] = {}
    if alert is not None:
        shown = alerts.rows_of([alert], user, now, alerts.limits_of(scope))[0]
        about = {"alert": alert.pk, "alert_text": shown.title}
    elif area:
        about = {"area": area}
    if not incident and not area:
        mine = agreed.area_for(user, scope, Action.ADVISE)
        about["area"] = mine or scope.kabupaten
    said = deciding.Words(form.get("text", ""), form.get("why", ""))
    sort = form.get("sort", SORTS[0])
    return deciding.advise(scope, sort, said, user, now, incident, about or None)


@require_POST
@desk_page()
def intervention_outcome(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Whoever helped writes what came of it."""
    user = cast(User, request.user)
    deciding.tell_outcome(scope, number, request.POST.get("text", ""), user, clock.now())
    messages.success(request, gettext("The outcome was written down."))
    return redirect("interventions", scope.election, scope.kabupaten)
