"""The page Sosialisasi: where people came least last time, what is planned, turnout now."""

from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from tepat.core.election.regions import is_in
from tepat.core.election.roles import Action
from tepat.core.problems import Code, Problem, Refused, refuse
from tepat.core.watch.government.outreach import behind
from tepat.server import clock, typed
from tepat.server.desk.words import language
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import desk_page
from tepat.server.problems import say, status_of
from tepat.server.watch.government import agreed, outreach
from tepat.server.watch.incidents.parties import is_of
from tepat.server.watch.models import OutreachEvent
from tepat.server.watch.overview.countdown import countdown

PER_PAGE = 20
MOST_PROBLEMS = 12


@require_http_methods(["GET", "POST"])
@desk_page()
def outreach_agenda(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Desa in the order in which to go there, planned meetings, and turnout against the target."""
    user = cast(User, request.user)
    form = agreed.typed(request)
    problem: Problem | None = None
    unread: list[str] = []
    if request.method == "POST":
        try:
            unread = _keep(request, scope, user, form)
            if not unread:
                return redirect("outreach", scope.election, scope.kabupaten)
        except Refused as refused:
            if status_of(refused.problem) == 403:
                raise
            problem = refused.problem
    context = {
        **_shown(request, scope, user),
        "form": form,
        "unread": unread,
        "problem": say(problem) if problem else "",
    }
    status = 422 if unread else status_of(problem) if problem else 200
    return render(request, "watch/government/outreach.html", context, status=status)


def _shown(request: HttpRequest, scope: Scope, user: User) -> dict[str, Any]:
    """What the page shows: a number of queries that does not grow."""
    today = countdown(election_of(scope), scope.zone, clock.now(), language()).today
    names = agreed.area_names(scope, today)
    table, target = outreach.newest_table(scope), outreach.newest_target(scope)
    before, wanted = outreach.before_of(table), target.percent if target else None
    total, by_desa = outreach.now_by(scope, outreach.lists_of(scope))
    events = outreach.events_of(scope)
    planned: dict[str, list[OutreachEvent]] = {}
    for each in events:
        planned.setdefault(each.desa, []).append(each)
    order = outreach.ordered_desa(scope, names, table)
    page = Paginator(order, PER_PAGE).get_page(request.GET.get("page"))
    mine = agreed.area_for(user, scope, Action.RUN_DESK)
    return {
        "tab": "outreach",
        "room_name": agreed.agency(scope, "desk"),
        "page": page,
        "rows": [
            {
                "place": page.start_index() + at,
                "code": code,
                "name": names[code],
                "kecamatan": names.get(code[:8], code[:8]),
                "before": before.get(code),
                "now": by_desa.get(code),
                "is_behind": code in by_desa and behind(by_desa[code], wanted),
                "next": next((e for e in planned.get(code, ()) if e.held is None), None),
                "held": sum(bool(e.held) for e in planned.get(code, ())),
            }
            for at, code in enumerate(page.object_list)
        ],
        "unset": sum(code not in before for code in order),
        "table": table,
        "target": target,
        "total": total,
        "is_behind": behind(total, wanted),
        "events": [
            {
                "row": each,
                "desa": names.get(each.desa, each.desa),
                "is_late": each.held is None and each.day < today,
                "mine": bool(mine) and is_of(user, scope, each.party),
            }
            for each in events
        ],
        "keeps": bool(mine),
        "keeps_all": mine == scope.kabupaten,
        "desa": [(code, names[code]) for code in order if is_in(code, mine or "-")],
    }


def _keep(request: HttpRequest, scope: Scope, user: User, form: dict[str, str]) -> list[str]:
    now = clock.now()
    match form.get("do", ""):
        case "table":
            table, source = request.POST.get("table", ""), form.get("source", "")
            problems = outreach.bring(scope, user, table, source, now)
            if problems:
                return [say(each) for each in problems[:MOST_PROBLEMS]]
            messages.success(request, gettext("The table was kept; the order below follows it."))
        case "target":
            percent, source = form.get("percent", ""), form.get("source", "")
            outreach.set_target(scope, user, percent, source, now)
            messages.success(request, gettext("The target was set."))
        case "plan":
            day = typed.day(form.get("day", ""), gettext("Date"))
            outreach.plan(scope, user, form, day, now)
            messages.success(request, gettext("The meeting is on the agenda."))
        case "tell":
            outreach.tell(scope, user, form, now)
            messages.success(request, gettext("Written down."))
        case other:
            raise refuse(Code.INCIDENT_CHOICE, value=other[:40])
    return []
