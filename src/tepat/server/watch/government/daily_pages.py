"""The page Laporan harian: the draft of today with its sources, and what was sent before."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tepat.core.election.roles import Action
from tepat.server import clock
from tepat.server.desk.words import language
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import desk_page
from tepat.server.move.packages.queries import people
from tepat.server.watch.government import agreed, daily
from tepat.server.watch.incidents.parties import PartyNames, may_act
from tepat.server.watch.models import DailyReport
from tepat.server.watch.rakor.pages import said

MOST = 60


@require_safe
@desk_page()
def daily_reports(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Today's draft for who may send it, and every report that was sent."""
    user, now = cast(User, request.user), clock.now()
    may_send = may_act(user, scope, Action.RUN_DESK)
    draft = daily.draft(scope, user, now) if may_send else None
    sent = list(DailyReport.objects.filter(scope=scope).defer("pdf", "lines")[:MOST])
    names = PartyNames(scope, [row.party for row in sent])
    who = people(scope, {row.by for row in sent})
    context = {
        "tab": "daily",
        "room_name": agreed.agency(scope, "desk"),
        "draft": draft,
        "said": said(draft.lines, scope, user) if draft else [],
        "when": draft.state.when.say(language()) if draft else "",
        "message": draft.message if draft else "",
        "state": draft.state if draft else None,
        "sent": [(row, names.party(row.party), who.get(row.by, "")) for row in sent],
    }
    return render(request, "watch/government/daily.html", context)
