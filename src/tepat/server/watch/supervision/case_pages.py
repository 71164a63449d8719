"""Cases: opening one, its page with clocks and steps, who reported, and what is published."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tepat.core.election.roles import Action
from tepat.core.problems import Code, Problem, Refused, refuse
from tepat.core.watch.supervision.cases import Forward, Sort, Stage, Told, Verdict, lacking
from tepat.server import clock, typed
from tepat.server.election.accounts.looks import record_look
from tepat.server.election.models import Scope, User
from tepat.server.move.packages.queries import people
from tepat.server.problems import say, status_of
from tepat.server.watch.incidents.parties import PartyNames
from tepat.server.watch.models import SupervisionCase
from tepat.server.watch.supervision import casework, queries, shown, words
from tepat.server.watch.supervision.casework import Move, Said
from tepat.server.watch.supervision.queries import CaseRow
from tepat.server.watch.supervision.rights import areas_of, is_within, room_page

FIELDS = (
    "title",
    "focus",
    "area",
    "subject",
    "happened_at",
    "known_at",
    "accused",
    "story",
    "evidence",
    "article",
)


@require_http_methods(["GET", "POST"])
@room_page(Action.SUPERVISE)
def case_new(request: HttpRequest, scope: Scope, areas: list[str]) -> HttpResponse:
    """Open a case. What was typed stays in the form when something is wrong with it."""
    user, now = cast(User, request.user), clock.now()
    form = {key: str(value) for key, value in (request.POST or request.GET).items()}
    form.setdefault("sort", Sort.TEMUAN.value)
    form.setdefault("area", areas[0])
    problem: Problem | None = None
    if request.method == "POST":
        try:
            case = _open(scope, form, user, now)
            messages.success(request, gettext("The case was opened. Its clocks run."))
            return redirect("supervision_case", scope.election, scope.kabupaten, case.number)
        except Refused as refused:
            problem = refused.problem
    context = {
        "tab": "cases",
        "form": form,
        "sorts": [(each.value, gettext(text)) for each, text in words.SORTS.items()],
        "foci": shown.foci(scope),
        "areas": shown.area_choices(scope, areas),
        "problem": say(problem) if problem else "",
    }
    status = status_of(problem) if problem else 200
    return render(request, "watch/supervision/case_new.html", context, status=status)


def _open(scope: Scope, form: Mapping[str, str], user: User, now: datetime) -> SupervisionCase:
    if form.get("sort") not in {each.value for each in Sort}:
        raise refuse(Code.CASE_EMPTY, field="pintu perkara", field_en="kind of case")
    sort = Sort(form["sort"])
    received = typed.moment(form.get("received_at", ""), scope.zone, gettext("Received"))
    case = casework.open_case(scope, sort, _said(scope, form), user, received, now)
    if sort is Sort.LAPORAN and form.get("name", "").strip():
        casework.write_reporter(case, form, user, now)
    return case


def _said(scope: Scope, form: Mapping[str, str]) -> Said:
    def when(name: str, column: str) -> datetime | None:
        return typed.moment(form.get(name, ""), scope.zone, column)

    return Said(
        title=form.get("title", ""),
        focus=form.get("focus", ""),
        area=form.get("area", ""),
        subject=form.get("subject", ""),
        happened_at=when("happened_at", gettext("When it happened")),
        known_at=when("known_at", gettext("Known since")),
        accused=form.get("accused", ""),
        story=form.get("story", ""),
        evidence=form.get("evidence", ""),
        article=form.get("article", ""),
        check_number=typed.key(form.get("check", "")) or None,
    )


@require_GET
@room_page()
def case(request: HttpRequest, scope: Scope, areas: list[str], number: int) -> HttpResponse:
    """One case."""
    return _page(request, scope, areas, number)


def _page(
    request: HttpRequest,
    scope: Scope,
    areas: list[str],
    number: int,
    problem: Problem | None = None,
) -> HttpResponse:
    row, now = queries.case_of(scope, areas, number), clock.now()
    user = cast(User, request.user)
    record_look(user, scope, "case", str(number))
    versions = list(row.case.versions.order_by("-number"))
    acts = list(row.case.acts.all())
    names = queries.names_in([row.version.area.partition("-")[0]])
    parties = PartyNames(scope, [each.party for each in [*versions, *acts]])
    who = people(scope, {each.by for each in [*versions, *acts]})
    own = areas_of(user, scope, Action.SUPERVISE)
    reporter = casework.reporter_of(row.case)
    form = {key: str(value) for key, value in request.POST.items()} if problem else {}
    context = {
        "tab": "cases",
        "row": shown.case_row(row, now, names, scope),
        "version": row.version,
        "stage": row.standing.stage.value,
        "clocks": [shown.clock_words(each, now) for each in row.clocks],
        "lacks": [gettext(words.LACKS[each]) for each in lacking(_told(row, reporter))],
        "acts": [
            {
                "act": act,
                "stage": gettext(words.STAGES[Stage(act.stage)]) if act.stage else "",
                "verdict": gettext(words.VERDICTS[Verdict(act.verdict)]) if act.verdict else "",
                "to": gettext(words.FORWARDS[Forward(act.to)]) if act.to else "",
                "by": who.get(act.by, ""),
                "party": parties.party(act.party),
            }
            for act in acts
        ],
        "areas": shown.area_choices(scope, areas),
        "versions": [
            {"version": each, "by": who.get(each.by, ""), "party": parties.party(each.party)}
            for each in versions
        ],
        "may_write": is_within(row.version.area, own),
        "may_publish": is_within(scope.kabupaten, own),
        "may_see_reporter": is_within(
            row.version.area, areas_of(user, scope, Action.SEE_REPORTERS)
        ),
        "has_reporter": reporter is not None and reporter.purged_at is None,
        "next": [(each.value, gettext(words.STAGES[each])) for each in row.standing.next],
        "may_extend": row.standing.may_extend,
        "verdicts": [(each.value, gettext(text)) for each, text in words.VERDICTS.items()],
        "forwards": [(each.value, gettext(text)) for each, text in words.FORWARDS.items()],
        "register": casework.proposed_register(row.case, now),
        "published": row.case.published.order_by("-pk").first(),
        "photos": range(1, row.case.photos.count() + 1),
        "is_laporan": row.case.sort == Sort.LAPORAN.value,
        "may_register": Stage.REGISTERED in row.standing.next,
        "edit": _edited(row, form, scope),
        "foci": shown.foci(scope),
        "form": form,
        "problem": say(problem) if problem else "",
    }
    status = status_of(problem) if problem else 200
    return render(request, "watch/supervision/case.html", context, status=status)


def _edited(row: CaseRow, form: Mapping[str, str], scope: Scope) -> dict[str, Any]:
    """Return the fields of the newest version for its form, or what was typed last."""
    if form.get("title") is not None:
        return dict(form)
    found: dict[str, Any] = {name: getattr(row.version, name) for name in FIELDS}
    for name in ("happened_at", "known_at"):
        at = found[name]
        local = at.astimezone(ZoneInfo(scope.zone)).strftime("%Y-%m-%dT%H:%M") if at else ""
        found[name] = local
    found["check"] = row.version.check_number or ""
    return found


def _told(row: CaseRow, reporter: Any) -> Told:
    said = row.version
    return Told(
        sort=Sort(row.case.sort),
        has_reporter=bool(reporter and (reporter.name or reporter.purged_at)),
        has_address=bool(reporter and (reporter.address or reporter.purged_at)),
        has_accused=bool(said.accused),
        is_in_time=queries.is_report_in_time(row),
        has_place=bool(said.area),
        has_time=said.happened_at is not None,
        has_story=bool(said.story),
        has_evidence=bool(said.evidence),
    )


@require_POST
@room_page(Action.SUPERVISE)
def case_act(
    request: HttpRequest, scope: Scope, areas: list[str], number: int, do: str
) -> HttpResponse:
    """Do one thing with a case: next stage, extension, new version, publication."""
    row = queries.case_of(scope, areas, number)
    user, now = cast(User, request.user), clock.now()
    form = {key: str(value) for key, value in request.POST.items()}
    try:
        when = typed.moment(form.get("when", ""), scope.zone, gettext("Time"))
        count = typed.key(form.get("seen", "")) if form.get("seen") else -1
        if do == "tahap":
            said = Move(
                form.get("stage", ""),
                when,
                form.get("verdict", ""),
                form.get("to", ""),
                form.get("register", ""),
                form.get("text", ""),
            )
            casework.move(row.case, said, count, user, now)
        elif do == "perpanjang":
            casework.extend(row.case, form.get("text", ""), when, user, now)
        elif do == "ubah":
            casework.revise(row.case, _said(scope, form), count, user, now)
        elif do == "terbitkan":
            casework.publish(row.case, form.get("text", ""), user, now)
        else:
            raise refuse(Code.CASE_UNKNOWN, number=number)
    except Refused as refused:
        if status_of(refused.problem) in (403, 404):
            raise
        return _page(request, scope, areas, number, refused.problem)
    messages.success(request, gettext("Written down."))
    return redirect("supervision_case", scope.election, scope.kabupaten, number)


@require_http_methods(["GET", "POST"])
@room_page(Action.SEE_REPORTERS)
def reporter(request: HttpRequest, scope: Scope, areas: list[str], number: int) -> HttpResponse:
    """Who reported: each look is recorded, and the address says nothing about them."""
    row = queries.case_of(scope, areas, number)
    user, now = cast(User, request.user), clock.now()
    problem: Problem | None = None
    if request.method == "POST":
        form = {key: str(value) for key, value in request.POST.items()}
        try:
            if form.get("do") == "hapus":
                _check_purge(user, scope)
                casework.purge_reporters(scope, now, row.case)
                record_look(user, scope, "purged", f"perkara {number}")
                messages.success(request, gettext("Data of the reporter was deleted."))
            else:
                casework.write_reporter(row.case, form, user, now)
                messages.success(request, gettext("Written down."))
            return redirect("supervision_reporter", scope.election, scope.kabupaten, number)
        except Refused as refused:
            if status_of(refused.problem) == 403:
                raise
            problem = refused.problem
    record_look(user, scope, "reporter", str(number))
    found = casework.reporter_of(row.case)
    context = {
        "tab": "cases",
        "number": number,
        "title": row.version.title,
        "reporter": found,
        "form": request.POST if problem else found,
        "versions": row.case.reporters.count(),
        "may_purge": _may_purge(user, scope),
        "problem": say(problem) if problem else "",
    }
    status = status_of(problem) if problem else 200
    answer = render(request, "watch/supervision/reporter.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def _may_purge(user: User, scope: Scope) -> bool:
    return scope.kabupaten in areas_of(user, scope, Action.SEE_REPORTERS)


def _check_purge(user: User, scope: Scope) -> None:
    if not _may_purge(user, scope):
        raise refuse(
            Code.NOT_ALLOWED,
            area=scope.kabupaten,
            action=Action.SEE_REPORTERS.value,
            who="BAWASLU",
        )


@require_GET
@room_page(Action.SEE_REPORTERS)
def case_photo(
    request: HttpRequest, scope: Scope, areas: list[str], number: int, at: int
) -> HttpResponse:
    """A photo that came with a report: each look is recorded."""
    row = queries.case_of(scope, areas, number)
    photos = list(row.case.photos.order_by("pk"))
    if not 1 <= at <= len(photos):
        raise refuse(Code.CASE_UNKNOWN, number=number)
    record_look(cast(User, request.user), scope, "photo", f"perkara {number}")
    answer = HttpResponse(bytes(photos[at - 1].data), content_type="image/jpeg")
    answer["Cache-Control"] = "no-store"
    answer["Content-Disposition"] = "inline"
    return answer
