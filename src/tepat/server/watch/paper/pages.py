"""One page per kecamatan and step: the clerk types a stack of signed papers into one table."""

from collections.abc import Iterable
from datetime import date
from typing import cast
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from tepat.core.election.roles import Action, who_may
from tepat.core.move import events
from tepat.core.problems import Code, Refused, refuse
from tepat.core.watch.paper.reading import FIELDS, LONGEST, Typed
from tepat.core.watch.paper.rows import Expected
from tepat.server import clock, typed
from tepat.server.desk.words import role_name
from tepat.server.election.accounts.looks import record_look
from tepat.server.election.models import Scope, Tps, User
from tepat.server.election.scopes import allows, allows_somewhere, check_right, desk_page
from tepat.server.move.field import photo_pages
from tepat.server.problems import say
from tepat.server.watch.models import PaperPhoto
from tepat.server.watch.paper import queries, reporting, services, showing
from tepat.server.watch.paper.services import Draft, Table
from tepat.server.watch.paper.words import BY_SLUG, WAYS

PER_PAGE = 100
"""Rows of one page: a form of a hundred rows has some 700 fields."""
MOST_AT_ONCE = 20
"""Photos of one upload."""


@require_GET
@desk_page()
def paper(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Every kecamatan: how well it is known where its boxes are, and its tables."""
    user = cast(User, request.user)
    if not allows_somewhere(user, Action.SEE_MOVEMENTS, scope):
        check_right(user, Action.SEE_MOVEMENTS, scope)
    rows = [
        each
        for each in queries.mixes(scope)
        if allows(user, Action.SEE_MOVEMENTS, scope, each.area)
    ]
    context = {
        "rows": [
            {
                "mix": each,
                "may_enter": allows(user, Action.ENTER_PAPER, scope, each.area),
                "tables": [
                    {"slug": called.slug, "title": called.title, "typed": each.typed.get(way, 0)}
                    for way, called in WAYS.items()
                ],
            }
            for each in rows
        ],
        "ways": [called.title for called in WAYS.values()],
        "who_enters": _who(),
        "has_packages": any(each.total for each in rows),
    }
    return render(request, "watch/paper.html", context)


@require_http_methods(["GET", "POST"])
@desk_page()
def table(request: HttpRequest, scope: Scope, kecamatan: str, way: str) -> HttpResponse:
    """One table: shown to who follows loads there, filled in by who types papers there."""
    user = cast(User, request.user)
    known = BY_SLUG.get(way)
    here = Tps.objects.filter(scope=scope, kecamatan=kecamatan)
    if known is None or not here.exists():
        raise refuse(Code.PAPER_WAY, value=f"{kecamatan} {way}"[:60])
    found = Table(scope, known, kecamatan)
    if request.method == "POST":
        check_right(user, Action.ENTER_PAPER, scope, kecamatan)
        return _take(request, found, user)
    check_right(user, Action.SEE_MOVEMENTS, scope, kecamatan)
    return _show(request, found, user)


@require_GET
@desk_page()
def photo(request: HttpRequest, scope: Scope, kecamatan: str, sha256: str) -> HttpResponse:
    """One photo of papers of a kecamatan; every look is recorded."""
    user = cast(User, request.user)
    check_right(user, Action.SEE_MOVEMENTS, scope, kecamatan)
    if not PaperPhoto.objects.filter(scope=scope, kecamatan=kecamatan, sha256=sha256).exists():
        raise refuse(Code.PHOTO_UNKNOWN)
    return photo_pages.shown(scope, sha256, user)


# -- shown ---------------------------------------------------------------------------------------


def _show(request: HttpRequest, table: Table, user: User) -> HttpResponse:
    scope = table.scope
    may_enter = allows(user, Action.ENTER_PAPER, scope, table.kecamatan)
    expected = queries.expected(scope, table.way, table.kecamatan)
    there = queries.typed(scope, table.way, table.kecamatan, user.account if may_enter else None)
    day = _day(request.GET.get("hari", ""), scope)
    page = Paginator(expected, PER_PAGE).get_page(request.GET.get("page"))
    shown = showing.Shown(table, there, day, may_enter, request.GET.get("perbaiki", ""))
    if key := request.GET.get("kotak", ""):
        return _boxes(request, shown, [each for each in expected if each.key == key])
    rows = shown.rows(page.object_list)
    if may_enter and any(row.receiver for row in there.rows.values()):
        record_look(user, scope, "names", f"{table.kecamatan} {WAYS[table.way].slug}")
    context = {
        "rows": rows,
        "wrong": [row for row in rows if row["problems"]],
        "page": page,
        "counts": showing.counts(expected),
        "title": shown.names.region(table.kecamatan),
        "called": WAYS[table.way],
        "ways": [(called, way is table.way) for way, called in WAYS.items()],
        "kecamatan": table.kecamatan,
        "day": day,
        "photos": there.photos,
        "may_enter": may_enter,
        "who_enters": _who(),
        "conditions": showing.conditions(),
        "most_photo": services.MOST_PHOTO // 2**20,
        "address": request.path,
        "has_open": any(row["is_open"] for row in rows),
    }
    return render(request, "watch/paper_table.html", context)


def _boxes(request: HttpRequest, shown: showing.Shown, rows: list[Expected]) -> HttpResponse:
    """The boxes of one row, one by one, where its count is lower or a seal differs."""
    if not rows or not shown.may_enter:
        raise refuse(Code.PAPER_WAY, value=request.GET.get("kotak", "")[:60])
    [row] = shown.rows(rows)
    row["boxes"] = shown.boxes(rows[0], row["typed"])
    return render(request, "watch/_paper_boxes.html", {"row": row})


def _who() -> str:
    return ", ".join(role_name(role) for role in who_may(Action.ENTER_PAPER))


def _day(text: str, scope: Scope) -> date:
    """The day on the papers: as it was chosen, else today where the kabupaten is."""
    try:
        return typed.day(text, gettext("Date on the papers"))
    except Refused:
        return clock.now().astimezone(ZoneInfo(scope.zone)).date()


# -- taken ---------------------------------------------------------------------------------------


def _take(request: HttpRequest, table: Table, user: User) -> HttpResponse:
    """Keep drafts, take photos, or record rows, as the button says."""
    by, now = user.account, clock.now()
    rows = list(_rows(request))
    if "draft" in request.POST:
        _keep(table, rows, user)
        return HttpResponse(status=204)
    day = _day(request.POST.get("day", ""), table.scope)
    if "upload" in request.POST:
        _keep(table, rows, user)
        _upload(request, table, user)
    elif key := request.POST.get("take_back", ""):
        _keep(table, [row for row in rows if row.key != key], user)
        mends = next((row.mends for row in rows if row.key == key), "")
        try:
            reporting.take_back(table, key[:80], mends, by, now)
            messages.success(request, gettext("The row was taken back; both stay in the log."))
        except Refused as refused:
            messages.error(request, say(refused.problem))
    else:
        _say(request, reporting.save(table, rows, day, by, now))
    where = {"hari": day.isoformat()}
    if page := request.GET.get("page", ""):
        where["page"] = page
    args = [table.scope.election, table.scope.kabupaten, table.kecamatan, WAYS[table.way].slug]
    return redirect(f"{reverse('paper_table', args=args)}?{urlencode(where)}")


def _keep(table: Table, rows: Iterable[Draft], user: User) -> None:
    known = {each.key for each in queries.expected(table.scope, table.way, table.kecamatan)}
    for row in rows:
        if row.key in known:
            services.keep_draft(table, row, user.account, clock.now())


def _rows(request: HttpRequest) -> Iterable[Draft]:
    """Read the rows of a form, in its order."""
    post = request.POST
    seals: dict[str, dict[str, str]] = {}
    for name, text in post.items():
        if name.startswith("seal:") and str(text).strip():
            key, _, package = name.removeprefix("seal:").rpartition(":")
            seals.setdefault(key, {})[package] = events.clean(str(text))[:LONGEST]
    for name in post:
        if not name.startswith("boxes:"):
            continue
        key = name.removeprefix("boxes:")
        cells = {each: events.clean(post.get(f"{each}:{key}", ""))[:LONGEST] for each in FIELDS}
        missing = tuple(post.getlist(f"missing:{key}"))
        row = Typed(**cells, missing=missing, other_seals=seals.get(key, {}))
        yield Draft(key, row, post.get(f"mends:{key}", "")[:64])


def _upload(request: HttpRequest, table: Table, user: User) -> None:
    """Take photos one by one; one that is none keeps out nobody else's."""
    numbers = []
    for file in request.FILES.getlist("photos")[:MOST_AT_ONCE]:
        try:
            if (file.size or 0) > services.MOST_PHOTO:
                raise refuse(Code.PAPER_PHOTO_SIZE, most=services.MOST_PHOTO // 2**20)
            numbers.append(services.keep_photo(table, file.read(), user.account, clock.now()))
        except Refused as refused:
            messages.error(request, f"{str(file.name)[:60]}: {say(refused.problem)}")
    if numbers:
        said = ", ".join(f"F{number}" for number in numbers)
        text = gettext("Photos kept: %(photos)s. Type their numbers in the rows.")
        messages.success(request, text % {"photos": said})


def _say(request: HttpRequest, saved: reporting.Saved) -> None:
    """Say what became of the rows."""
    for count, words in (
        (saved.recorded, ngettext("%(n)s row recorded.", "%(n)s rows recorded.", saved.recorded)),
        (saved.mended, ngettext("%(n)s row put right.", "%(n)s rows put right.", saved.mended)),
        (
            saved.known,
            ngettext(
                "%(n)s row was recorded before.", "%(n)s rows were recorded before.", saved.known
            ),
        ),
    ):
        if count:
            messages.success(request, words % {"n": count})
    if wrong := len(saved.problems):
        text = ngettext(
            "%(n)s row is not recorded yet; it says why.",
            "%(n)s rows are not recorded yet; each says why.",
            wrong,
        )
        messages.error(request, text % {"n": wrong})
