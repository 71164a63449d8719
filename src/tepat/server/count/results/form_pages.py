"""One form: typed by keyboard, checked while it is typed, confirmed by a second person."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tepat.core.count import lists
from tepat.core.count.checks import CODES, Known, Severity, unchecked
from tepat.core.count.form import Form
from tepat.core.count.saying import Said, said_of
from tepat.core.count.versions import (
    Source,
    State,
    Version,
    differ,
    has_votes,
    seconds,
    standing_of,
)
from tepat.core.count.words import CHECK_WORDS
from tepat.core.election import choices
from tepat.core.election.catalogue import DiffersBy
from tepat.core.election.roles import Action
from tepat.core.problems import Code, Problem, Refused, refuse
from tepat.server import clock, typed
from tepat.server.count.contests import Contests, contests_of
from tepat.server.count.models import FormState, ToldFact
from tepat.server.count.naming.queries import by_number
from tepat.server.count.results import fields, folding, queries, reporting
from tepat.server.count.results.gathering import gather
from tepat.server.count.results.pages import finding
from tepat.server.count.results.words import SHAPES, SOURCES, STATES
from tepat.server.count.sight import check_sight, may_see
from tepat.server.desk.words import language
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import allows, check_right, desk_page
from tepat.server.move.packages.queries import people
from tepat.server.problems import say, status_of

PARTS: Final = {
    "voters": gettext_noop("Voters"),
    "papers": gettext_noop("Ballot papers"),
    "votes": gettext_noop("Votes"),
}


@require_safe
@desk_page()
def tps(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """The first form of a TPS that is not in, else its first."""
    user = cast(User, request.user)
    if not may_see(user, scope, code):
        check_right(user, Action.SEE_RESULTS, scope, code)
    folding.catch_up(scope)
    rows = list(FormState.objects.filter(scope=scope, tps=code).order_by("sku"))
    if not rows:
        raise refuse(Code.FORM_PLACE, where="TPS", value=code[:40], example=_example(scope))
    first = next((row for row in rows if row.state == State.MISSING), rows[0])
    return redirect("count_form", scope.election, scope.kabupaten, code, first.kind)


def _example(scope: Scope) -> str:
    rows = FormState.objects.filter(scope=scope).order_by("tps")
    return rows.values_list("tps", flat=True).first() or "99.01.01.2001-001"


class Page:
    """Everything one form's page is made of."""

    def __init__(self, request: HttpRequest, scope: Scope, code: str, kind: str) -> None:
        self.request, self.scope = request, scope
        self.user = cast(User, request.user)
        self.contests: Contests = contests_of(scope)
        rows = list(FormState.objects.filter(scope=scope, tps=code).order_by("sku"))
        if not rows:
            raise refuse(Code.FORM_PLACE, where="TPS", value=code[:40], example=_example(scope))
        found = next((row for row in rows if row.kind == kind), None)
        if found is None:
            held = ", ".join(row.kind for row in rows)
            raise refuse(Code.FORM_KIND, where=f"TPS {code}", value=kind[:20], choices=held)
        self.row, self.rows = found, rows
        self.known: Known = queries.known_of(self.contests, rows)[found.pk]
        self.numbers = self._numbers()
        self.names = by_number(scope, found.sku)
        self.by_sex = request.GET.get("lp", "") == "1"

    def _numbers(self) -> tuple[str, ...]:
        asked = self.request.GET.get("nomor", "")
        if not asked:
            found = queries.numbers_of(self.scope, self.contests, self.row)
            return self._with_candidates(found)
        read = choices.read(asked if any(c in asked for c in ",-") else f"1-{asked}")
        if read is None and asked == "1":
            read = (1,)
        if read is None:
            raise refuse(Code.FORM_NUMBERS, value=asked[:40])
        return self._with_candidates(tuple(str(each) for each in read))

    def _with_candidates(self, numbers: tuple[str, ...]) -> tuple[str, ...]:
        """The lines of the sheet with as many candidates below each number as were asked for."""
        asked = self.request.GET.get("calon", "")
        if not asked:
            return numbers
        count = typed.whole(asked, gettext("Candidates below each number"), lists.MOST)
        whole = [each for each in numbers if not lists.is_row(each)]
        return lists.rows_for(whole, dict.fromkeys(whole, count))

    @property
    def asks_candidates(self) -> bool:
        """Whether names stand below the numbers of this paper, and nobody has said how many."""
        kind = self.contests.kind(self.row.kind)
        is_list = kind is not None and kind.differs_by is DiffersBy.DAPIL
        return is_list and not any(map(lists.is_row, self.numbers))

    @property
    def may_type(self) -> bool:
        return allows(self.user, Action.ENTER_RESULTS, self.scope, self.row.tps)

    def read(self) -> fields.Read:
        """Return what the request typed."""
        said = {name: str(value)[:60] for name, value in self.request.POST.items()}
        found = fields.read(self.row.tps, self.row.sku, self.numbers, said)
        votes = lists.without_blanks(found.form.votes, self.known.paper)
        return replace(found, form=replace(found.form, votes=votes))


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page()
def form(request: HttpRequest, scope: Scope, code: str, kind: str) -> HttpResponse:
    """The sheet of one kind at one TPS: fields, checks, photo, versions."""
    folding.catch_up(scope)
    page = Page(request, scope, code, kind)
    if request.method != "POST":
        check_sight(page.user, scope, code)
        return _show(page)
    check_right(page.user, Action.ENTER_RESULTS, scope, code)
    read = page.read()
    if read.problems or not has_votes(read.form):
        problems = read.problems or (Problem(Code.FORM_NO_VOTES, {"where": f"TPS {page.row.tps}"}),)
        return _show(page, read, problems)
    said = said_of(read.form, page.known)
    is_wrong = any(each.severity == Severity.ERROR for each in said)
    if is_wrong and "anyway" not in request.POST:
        return _show(page, read, (), asks=True)
    now = clock.now()
    try:
        typed = [reporting.Typed(read.form)]
        [kept] = reporting.type_forms(scope, page.user, typed, Source.DESK, now)
    except Refused as refused:
        if refused.problem.code is not Code.FORM_LARGE:
            raise
        return _show(page, read, [refused.problem])
    _tell(request, page, kept, said)
    following = queries.next_open(scope, page.row)
    if following is None:
        return redirect("count_area", scope.election, scope.kabupaten, page.row.kecamatan)
    answer = redirect("count_form", scope.election, scope.kabupaten, following.tps, following.kind)
    answer["Location"] += _kept_query(request)
    return answer


def _kept_query(request: HttpRequest) -> str:
    kept = request.GET.copy()
    return f"?{kept.urlencode()}" if kept else ""


def _tell(request: HttpRequest, page: Page, kept: reporting.Kept, said: Sequence[Said]) -> None:
    _, words = STATES[kept.state]
    facts = {"tps": page.row.tps, "state": gettext(words)}
    if not kept.is_new:
        messages.info(request, gettext("TPS %(tps)s: nothing new, you typed the same.") % facts)
    elif kept.state is State.DIFFERS:
        messages.warning(
            request,
            gettext("TPS %(tps)s is kept. Somebody else typed it otherwise: compare both.") % facts,
        )
    elif any(each.severity == Severity.ERROR for each in said):
        messages.warning(request, gettext("TPS %(tps)s is kept as typed, and flagged.") % facts)
    else:
        messages.success(request, gettext("TPS %(tps)s is kept: %(state)s.") % facts)


def _show(
    page: Page,
    read: fields.Read | None = None,
    problems: Sequence[Problem] = (),
    asks: bool = False,
) -> HttpResponse:
    scope, row = page.scope, page.row
    typed: Mapping[str, str] = {}
    if read:
        typed = {name: str(value)[:60] for name, value in page.request.POST.items()}
    names = queries.names_of(scope)
    versions = gather(scope, [row.tps]).versions.get(row.tps, {}).get(row.sku, [])
    standing = standing_of(versions)
    who = people(
        scope, {each.by for each in versions} | {b for e in versions for b in e.confirmed_by}
    )
    shape, words = STATES[State(row.state)]
    current = standing.current if standing.state is not State.MISSING else None
    said = said_of(current.form, page.known) if current else []
    mine = [each.form for each in versions if each.by == str(page.user.account)]
    context: dict[str, Any] = {
        "tab": "count",
        "row": row,
        "tps_name": queries.tps_name(row.tps, names),
        "kecamatan_name": names.get(row.kecamatan, row.kecamatan),
        "kind_name": _name(page.contests, row.kind),
        "kinds": [(each.kind, _name(page.contests, each.kind)) for each in page.rows],
        "shape": shape,
        "words": gettext(words),
        "numbers": page.numbers,
        "asks_candidates": page.asks_candidates,
        "parts": [
            (part, gettext(PARTS[part]), lines)
            for part, lines in fields.lines_of(
                page.numbers, typed, read.bad if read else (), page.by_sex, page.names
            )
        ],
        "by_sex": page.by_sex,
        "query": page.request.GET.urlencode(),
        "may_type": page.may_type,
        "problems": [say(each) for each in problems],
        "asks": asks,
        "live": _live(read.form, page.known) if read and asks else None,
        "said": [finding(each) for each in said],
        "current": _version(current, who, page) if current else None,
        "others": [_version(each, who, page) for each in standing.others],
        "versions": [_version(each, who, page) for each in reversed(versions)],
        "may_confirm": bool(
            current
            and page.may_type
            and standing.state is not State.AGREED
            and not any(seconds(own, current.form) or differ(own, current.form) for own in mine)
        ),
        "is_own": bool(current and any(seconds(own, current.form) for own in mine)),
        "photos": _photos(versions),
        "told": _told(scope, row.tps),
        "known": page.known,
    }
    status = status_of(problems[0]) if problems else 200
    return render(page.request, "count/form.html", context, status=status)


def _name(contests: Contests, code: str) -> str:
    kind = contests.kind(code)
    return kind.name.say(language()) if kind else code


def _version(version: Version, who: Mapping[str, str], page: Page) -> dict[str, Any]:
    figures = {**version.form.figures, **version.form.votes}
    return {
        "by": who.get(version.by, gettext("somebody else")),
        "source": gettext(SOURCES[version.source]),
        "at": version.at,
        "fact": version.fact,
        "digest": version.digest,
        "reason": version.reason,
        "confirmed": [who.get(each, gettext("somebody else")) for each in version.confirmed_by],
        "cells": [
            (fields.label_of(name, page.names), n) for name, n in figures.items() if n is not None
        ],
        "votes": list(version.form.votes.items()),
        "flags": [each.check for each in said_of(version.form, page.known) if each.check],
    }


def _photos(versions: Sequence[Version]) -> list[str]:
    """Every photo that a phone sent with this form, the newest first."""
    return list(dict.fromkeys(each for v in reversed(versions) for each in v.photos))


def _told(scope: Scope, tps: str) -> list[ToldFact]:
    """What phones told of this TPS, the newest first: the evidence of its numbers."""
    rows = ToldFact.objects.filter(scope=scope, tps=tps, is_desk=False).order_by("-number")
    return list(rows[:40])


def _live(form: Form, known: Known) -> dict[str, Any]:
    """Return how each check stands for what is typed so far."""
    said = said_of(form, known)
    wrong = {each.check: SHAPES[each.severity][0] for each in reversed(said)}
    open_ = {*unchecked(form, known), *(["A16"] if known.paper is None else [])}
    told = [code for code in CODES if code not in ("A12", "A13", "A14")]
    return {
        "said": [finding(each) for each in said],
        "checks": [
            {
                "code": code,
                "words": CHECK_WORDS[code].say(language()),
                "shape": wrong.get(code, "belum" if code in open_ else "tepat"),
            }
            for code in told
        ],
    }


@require_POST
@desk_page()
def check(request: HttpRequest, scope: Scope, code: str, kind: str) -> HttpResponse:
    """What is typed so far, checked: the part beside the fields. Nothing is kept."""
    page = Page(request, scope, code, kind)
    check_right(page.user, Action.ENTER_RESULTS, scope, code)
    read = page.read()
    context = {
        "live": _live(read.form, page.known),
        "problems": [say(each) for each in read.problems],
    }
    return render(request, "count/_checks.html", context)


@require_POST
@desk_page()
def confirm(request: HttpRequest, scope: Scope, code: str, kind: str) -> HttpResponse:
    """A second person stands behind what another typed."""
    folding.catch_up(scope)
    page = Page(request, scope, code, kind)
    digest = request.POST.get("digest", "")[:64]
    try:
        reporting.confirm(scope, page.user, code, page.row.sku, digest, clock.now())
    except Refused as refused:
        if refused.problem.code is Code.NOT_ALLOWED:
            raise
        page = Page(request, scope, code, kind)
        return _show(page, None, [refused.problem])
    messages.success(request, gettext("TPS %(tps)s is confirmed.") % {"tps": code})
    return redirect("count_form", scope.election, scope.kabupaten, code, kind)
