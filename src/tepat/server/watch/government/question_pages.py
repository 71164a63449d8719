"""The queue of questions: an operator asks from any page, the desk answers, the asker closes."""

from datetime import timedelta
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import resolve
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods

from tepat.core.election.roles import Action
from tepat.core.problems import Problem, Refused
from tepat.core.watch.government.questions import LONGEST
from tepat.server import clock, typed
from tepat.server.desk.rooms import ROOMS
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import desk_page
from tepat.server.move.packages.queries import people
from tepat.server.problems import say, status_of
from tepat.server.readable import long_field
from tepat.server.watch.alerts.words import left_words
from tepat.server.watch.government import agreed, questions
from tepat.server.watch.incidents.parties import PartyNames
from tepat.server.watch.models import Question


@long_field("text", gettext_lazy("Question"), LONGEST)
@require_http_methods(["GET", "POST"])
@desk_page()
def question_queue(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Waiting ones first; the form remembers the page from which somebody asks."""
    user, now = cast(User, request.user), clock.now()
    form = agreed.typed(request)
    page = questions.page_below(scope, form.get("page", "") or request.GET.get("dari", ""))
    problem: Problem | None = None
    if request.method == "POST":
        try:
            _keep(request, scope, user, form, page)
            return redirect("questions", scope.election, scope.kabupaten)
        except Refused as refused:
            if status_of(refused.problem) == 403:
                raise
            problem = refused.problem
    rows = questions.rows_of(scope, user)
    limit = questions.limit_of(scope)
    context = {
        "tab": "questions",
        "room_name": agreed.agency(scope, "desk"),
        "rows": _rows(scope, user, rows, limit),
        "waiting": sum(row.waits_since is not None for row in rows),
        "over": sum(bool(row.waits_since and now - row.waits_since > limit) for row in rows),
        "limit": int(limit / timedelta(minutes=1)),
        "answers": bool(agreed.area_for(user, scope, Action.RUN_DESK)),
        "page_path": page,
        "page_name": page_name(page),
        "longest": LONGEST,
        "form": form,
        "problem": say(problem) if problem else "",
    }
    status = status_of(problem) if problem else 200
    return render(request, "watch/government/questions.html", context, status=status)


def _keep(request: HttpRequest, scope: Scope, user: User, form: dict[str, str], page: str) -> None:
    now, number = clock.now(), typed.key(form.get("number", ""))
    text = request.POST.get("text", "")
    match form.get("do", ""):
        case "close":
            questions.close(scope, user, number, now)
            messages.success(request, gettext("The question is closed."))
        case "word":
            questions.add_word(scope, user, number, text, now)
            messages.success(request, gettext("Kept. The other side sees it here."))
        case _:
            questions.ask(scope, user, text, page, now)
            messages.success(request, gettext("Asked. The desk sees it with its clock."))


def _rows(scope: Scope, user: User, rows: list[Question], limit: timedelta) -> list[dict[str, Any]]:
    now = clock.now()
    shown = [questions.shown(row, user, scope, now, limit) for row in rows]
    words = [word for each in shown for word in each["words"]]
    names = PartyNames(scope, [*(row.party for row in rows), *(word.party for word in words)])
    who = people(scope, {row.by for row in rows} | {word.by for word in words})
    for each in shown:
        row = each["row"]
        each["party"], each["by"] = names.party(row.party), who.get(row.by, "")
        each["page_name"] = page_name(row.page)
        each["said"] = [
            (word, names.party(word.party), who.get(word.by, "")) for word in each["words"]
        ]
        if each["clock"] is not None:
            each["due"] = left_words(now + each["clock"].left, now)
    return shown


def page_name(path: str) -> str:
    """Return the room of a page in a word; a page outside of the menu by its path."""
    if not path:
        return ""
    name = resolve(path).url_name
    known = {room.url: room.label for room in ROOMS}
    if name in known:
        return gettext(known[name])
    part = path.rstrip("/").rpartition("/")[2]
    return part or path
