"""Checks of the four foci: the list, one checklist to fill in, one that was filed."""

from typing import Any, Final, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods

from tepat.core.election.roles import Action
from tepat.core.problems import Code, Problem, Refused, refuse
from tepat.core.watch.supervision.book import About, Answer, Focus, defects
from tepat.server import clock
from tepat.server.desk.words import language
from tepat.server.election.accounts.looks import record_look
from tepat.server.election.models import Scope, User
from tepat.server.move.field.photo_pages import ALONE
from tepat.server.move.packages.queries import people
from tepat.server.problems import say, status_of
from tepat.server.watch.incidents.parties import PartyNames
from tepat.server.watch.models import SupervisionCheck
from tepat.server.watch.supervision import agreed, checking, queries, words
from tepat.server.watch.supervision.rights import areas_of, is_within, room_page

CHOICES: Final = 400
"""Subjects in one list; a longer one is typed."""


@require_GET
@room_page()
def checks(request: HttpRequest, scope: Scope, areas: list[str]) -> HttpResponse:
    """What was checked, the newest first, and the four lists to fill in."""
    focus = request.GET.get("fokus", "")
    rows = queries.checks_of(scope, areas, focus if focus in set(Focus) else "")
    names = queries.names_in([row.subject.partition(":")[0].partition("-")[0] for row in rows])
    parties = PartyNames(scope, [row.party for row in rows])
    lists = agreed.book().checklists
    context = {
        "tab": "checks",
        "lists": [
            {
                "focus": each.value,
                "name": found.name.say(language()),
                "aim": found.aim.say(language()),
                "about": gettext(words.ABOUT[found.about]),
                "count": len(found.questions),
            }
            for each, found in lists.items()
        ],
        "rows": [_row(row, names, parties) for row in rows[:300]],
        "total": len(rows),
    }
    return render(request, "watch/supervision/checks.html", context)


def _row(row: SupervisionCheck, names: dict[str, str], parties: PartyNames) -> dict[str, Any]:
    checklist = agreed.book().checklists[Focus(row.focus)]
    wrong = len(defects(row.answers))
    return {
        "number": row.number,
        "focus": checklist.name.say(language()),
        "about": gettext(words.ABOUT[About(row.about)]),
        "subject": words.place_words(row.subject, names),
        "is_load": row.about == About.SHIPMENT,
        "code": row.subject,
        "wrong": wrong,
        "of": len(row.answers),
        "at": row.at,
        "party": parties.party(row.party),
    }


@require_http_methods(["GET", "POST"])
@room_page()
def check_new(request: HttpRequest, scope: Scope, areas: list[str], focus: str) -> HttpResponse:
    """Fill in one list about one thing. What was answered stays when something is missing."""
    if focus not in set(Focus):
        return redirect("supervision_checks", scope.election, scope.kabupaten)
    return _form(request, scope, areas, Focus(focus), None)


def _form(
    request: HttpRequest,
    scope: Scope,
    areas: list[str],
    focus: Focus,
    replaces: SupervisionCheck | None,
) -> HttpResponse:
    checklist = agreed.book().checklists[focus]
    user = cast(User, request.user)
    form = {key: str(value) for key, value in (request.POST or request.GET).items()}
    if replaces is not None and request.method == "GET":
        form = {f"q-{code}": answer for code, answer in replaces.answers.items()}
        form |= {"note": replaces.note}
    subject = replaces.subject if replaces else form.get("subject", "")
    problem: Problem | None = None
    if request.method == "POST":
        try:
            photos = [
                bytes(each.read(checking.MOST_PHOTO + 1))
                for each in request.FILES.getlist("photos")[: checking.MOST_PHOTOS + 1]
            ]
            now = clock.now()
            made = checking.write(scope, focus, subject, form, user, now, replaces, photos)
            messages.success(request, gettext("The check was filed."))
            return redirect("supervision_check", scope.election, scope.kabupaten, made.number)
        except Refused as refused:
            if status_of(refused.problem) == 403:
                raise
            problem = refused.problem
    known = checking.subjects_of(scope, checklist.about)
    mine = [code for code, area in known.items() if is_within(area or scope.kabupaten, areas)]
    names = queries.names_in([code.partition(":")[0].partition("-")[0] for code in mine])
    context = {
        "tab": "checks",
        "focus": focus.value,
        "name": checklist.name.say(language()),
        "aim": checklist.aim.say(language()),
        "about": gettext(words.ABOUT[checklist.about]),
        "subject": subject,
        "is_new": replaces is None,
        "number": replaces.number if replaces else 0,
        "choices": [(code, _choice(code, known[code], names)) for code in mine[:CHOICES]],
        "more": max(0, len(mine) - CHOICES),
        "questions": [
            {
                "code": each.code,
                "text": each.text.say(language()),
                "grave": each.grave,
                "answer": form.get(f"q-{each.code}", ""),
            }
            for each in checklist.questions
        ],
        "answers": [(each.value, gettext(text)) for each, (_, text) in words.ANSWERS.items()],
        "note": form.get("note", ""),
        "most_photos": checking.MOST_PHOTOS,
        "most_photo": checking.MOST_PHOTO // 2**20,
        "problem": say(problem) if problem else "",
    }
    status = status_of(problem) if problem else 200
    return render(request, "watch/supervision/check_new.html", context, status=status)


def _choice(code: str, area: str, names: dict[str, str]) -> str:
    said = words.place_words(code, names)
    where = names.get(area, "")
    return f"{code}, {where}" if said == code and where else said


@require_GET
@room_page()
def check(request: HttpRequest, scope: Scope, areas: list[str], number: int) -> HttpResponse:
    """One check with its versions, and what follows from it."""
    versions = queries.check_of(scope, areas, number)
    row = versions[0]
    checklist = agreed.book().checklists[Focus(row.focus)]
    names = queries.names_in([row.subject.partition(":")[0].partition("-")[0], row.area])
    parties = PartyNames(scope, [each.party for each in versions])
    who = people(scope, {each.by for each in versions})
    user = cast(User, request.user)
    wrong = [q for code in defects(row.answers) if (q := checklist.question(code))]
    context = {
        "tab": "checks",
        "row": _row(row, names, parties),
        "check": row,
        "answers": [
            {
                "text": found.text.say(language()) if (found := checklist.question(code)) else code,
                "shape": words.ANSWERS[Answer(answer)][0],
                "word": gettext(words.ANSWERS[Answer(answer)][1]),
            }
            for code, answer in row.answers.items()
        ],
        "title": wrong[0].text.say(language()) if wrong else "",
        "versions": [
            {"row": each, "by": who.get(each.by, ""), "party": parties.party(each.party)}
            for each in versions
        ],
        "photos": range(1, checking.photos_of(scope, number).count() + 1),
        "may_write": is_within(row.area, areas),
        "may_open": is_within(row.area, areas_of(user, scope, Action.SUPERVISE)),
    }
    return render(request, "watch/supervision/check.html", context)


@require_GET
@room_page()
def check_photo(
    request: HttpRequest, scope: Scope, areas: list[str], number: int, at: int
) -> HttpResponse:
    """A photo that was filed with a check: each look is recorded."""
    queries.check_of(scope, areas, number)
    photos = checking.photos_of(scope, number)
    if not 1 <= at <= photos.count():
        raise refuse(Code.PHOTO_UNKNOWN)
    record_look(cast(User, request.user), scope, "photo", f"periksa {number}")
    answer = HttpResponse(bytes(photos[at - 1].data), content_type="image/jpeg")
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Security-Policy"] = ALONE
    answer["Content-Disposition"] = "inline"
    return answer


@require_http_methods(["GET", "POST"])
@room_page()
def check_again(request: HttpRequest, scope: Scope, areas: list[str], number: int) -> HttpResponse:
    """Write a new version of a check: the older one is kept."""
    row = queries.check_of(scope, areas, number)[0]
    return _form(request, scope, areas, Focus(row.focus), row)
