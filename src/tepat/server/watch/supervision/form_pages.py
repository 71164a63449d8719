"""Form A: the list, the form filled from a check or a case, and its versions."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, cast

from django.contrib import messages
from django.db import transaction
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods

from tepat.core.election.roles import Action
from tepat.core.problems import Code, Problem, Refused, refuse
from tepat.core.watch.supervision import form_a
from tepat.core.watch.supervision.book import Focus, defects
from tepat.server import clock, typed
from tepat.server.election.accounts.looks import record_look
from tepat.server.election.models import Scope, User
from tepat.server.problems import say, status_of
from tepat.server.watch.incidents.parties import PartyNames
from tepat.server.watch.incidents.services import written
from tepat.server.watch.models import SupervisionForm
from tepat.server.watch.rakor import moments
from tepat.server.watch.supervision import agreed, queries, shown, watching, words
from tepat.server.watch.supervision.rights import party_at, room_page

LONGEST: Final = 8_000
SHORT: Final = 300
MOST_OBSERVED: Final = 40


@require_GET
@room_page(Action.SUPERVISE)
def forms(request: HttpRequest, scope: Scope, areas: list[str]) -> HttpResponse:
    """Every Form A that the reader may open, the newest first."""
    rows = queries.forms_of(scope, areas)
    names = queries.names_in([row.area.partition("-")[0] for row in rows])
    context = {
        "tab": "forms",
        "rows": [
            {
                "row": row,
                "lhp": row.said.get("lhp", ""),
                "place": words.place_words(row.area, names),
            }
            for row in rows
        ],
    }
    return render(request, "watch/supervision/forms.html", context)


@require_http_methods(["GET", "POST"])
@room_page(Action.SUPERVISE)
def form_new(request: HttpRequest, scope: Scope, areas: list[str]) -> HttpResponse:
    """Make a Form A: filled as far as `periksa` and `perkara` tell."""
    check, case = _number(request, "periksa"), _number(request, "perkara")
    said, links = drafted(scope, areas, check, case)
    if case is not None:
        record_look(cast(User, request.user), scope, "case", str(case))
    return _edit(request, scope, said, links, None)


@require_http_methods(["GET", "POST"])
@room_page(Action.SUPERVISE)
def form(request: HttpRequest, scope: Scope, areas: list[str], number: int) -> HttpResponse:
    """One Form A, with its files, and the form of its next version."""
    row = queries.form_of(scope, areas, number)
    record_look(cast(User, request.user), scope, "form_a", str(number))
    links = {
        "area": row.area,
        "checks": row.checks,
        "facts": row.facts,
        "case_number": row.case_number,
    }
    return _edit(request, scope, row.said, links, row)


def _number(request: HttpRequest, name: str) -> int | None:
    return typed.key(request.POST.get(name) or request.GET.get(name, "")) or None


def drafted(
    scope: Scope, areas: list[str], check: int | None, case: int | None
) -> tuple[dict[str, str], dict[str, Any]]:
    """Return the fields, and what they were filled from. Raises `Refused`."""
    told: dict[str, str] = {}
    links: dict[str, Any] = {"area": areas[0], "checks": [], "facts": [], "case_number": None}
    if case is not None:
        row = queries.case_of(scope, areas, case)
        version = row.version
        check = check or version.check_number
        links |= {"area": version.area, "case_number": case}
        happened = version.happened_at
        told = {
            "event": version.title,
            "event_place": shown.area_words(version.area),
            "event_time": moments.said(happened, scope.zone).id if happened else "",
            "actor": version.accused,
            "evidence": version.evidence,
            "story": version.story,
        }
    checked, observed = None, []
    if check is not None:
        found = queries.check_of(scope, areas, check)[0]
        checklist = agreed.book().checklists[Focus(found.focus)]
        names = queries.names_in([found.subject.partition(":")[0].partition("-")[0]])
        wrong = [q.text.id for code in defects(found.answers) if (q := checklist.question(code))]
        checked = form_a.Checked(
            checklist.name.id,
            checklist.aim.id,
            words.place_words(found.subject, names),
            moments.said(found.at, scope.zone).id,
            wrong,
            len(found.answers),
            found.note,
        )
        seen = watching.observed_of(scope, found.subject)[:MOST_OBSERVED]
        parties = PartyNames(scope, [p for _, each in seen for p in (each.giver, each.receiver)])
        observed = [_observed(scope, each, parties) for _, each in seen]
        links |= {"checks": [check], "facts": [name for name, _ in seen]}
        links["area"] = links["area"] if case is not None else found.area
    return form_a.draft(checked, observed, told), links


def _observed(scope: Scope, each: Any, parties: PartyNames) -> str:
    when = moments.said(each.at, scope.zone).id if each.at else ""
    by = ", ".join(parties.role(role) for role in each.seen_by)
    said = "berbeda dari yang ditulis" if each.differs else "sesuai"
    route = f"{parties.party(each.giver)} ke {parties.party(each.receiver)}"
    return f"{when}: serah terima {route}, {each.packages} kotak, {said} ({by})"


def _edit(
    request: HttpRequest,
    scope: Scope,
    said: Mapping[str, str],
    links: Mapping[str, Any],
    row: SupervisionForm | None,
) -> HttpResponse:
    user, now = cast(User, request.user), clock.now()
    filled = dict(said)
    problem: Problem | None = None
    if request.method == "POST":
        filled |= {key: str(value) for key, value in request.POST.items()}
        try:
            made = write(scope, filled, links, row, user, now)
            messages.success(request, gettext("Form A was saved."))
            return redirect("supervision_form", scope.election, scope.kabupaten, made.number)
        except Refused as refused:
            if status_of(refused.problem) == 403:
                raise
            problem = refused.problem
    context = {
        "tab": "forms",
        "row": row,
        "parts": [
            {
                "number": number,
                "title": title,
                "fields": [
                    (name, form_a.LABELS[name], filled.get(name, ""), name in form_a.LONG)
                    for name in fields
                ],
            }
            for number, title, fields in form_a.PARTS
        ],
        "lhp": filled.get("lhp", ""),
        "proposed": agreed.setting_of(scope).report_number(_next(scope), now),
        "links": links,
        "problem": say(problem) if problem else "",
    }
    status = status_of(problem) if problem else 200
    return render(request, "watch/supervision/form.html", context, status=status)


def _next(scope: Scope) -> int:
    last = SupervisionForm.objects.filter(scope=scope).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


@transaction.atomic
def write(
    scope: Scope,
    form: Mapping[str, str],
    links: Mapping[str, Any],
    row: SupervisionForm | None,
    user: User,
    now: datetime,
) -> SupervisionForm:
    """Save a Form A, or its next version. Raises `Refused`."""
    party = party_at(user, scope, Action.SUPERVISE, str(links["area"]))
    said = {
        name: written(form.get(name, ""), LONGEST if name in form_a.LONG else SHORT)
        for name in form_a.FIELDS
    }
    for name, field, field_en in (
        ("name", "nama pelaksana", "name of the supervisor"),
        ("findings", "hasil pengawasan", "findings"),
    ):
        if not said[name]:
            raise refuse(Code.CASE_EMPTY, field=field, field_en=field_en)
    Scope.objects.select_for_update().get(pk=scope.pk)
    number = row.number if row else _next(scope)
    if row and row.version != _last_version(row):
        raise refuse(Code.CASE_CHANGED)
    own = agreed.setting_of(scope).report_number(number, now)
    said["lhp"] = written(form.get("lhp", ""), 80) or own
    return SupervisionForm.objects.create(
        scope=scope,
        number=number,
        version=row.version + 1 if row else 1,
        area=links["area"],
        said=said,
        checks=links["checks"],
        facts=links["facts"],
        case_number=links["case_number"],
        is_contoh=scope.is_contoh,
        by=str(user.account),
        party=party,
        at=now,
    )


def _last_version(row: SupervisionForm) -> int:
    rows = SupervisionForm.objects.filter(scope_id=row.scope_id, number=row.number)
    found = rows.aggregate(last=Max("version"))["last"]
    return int(found or 0)
