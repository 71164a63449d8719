"""Guard rosters of stores: three turns a day, who came, and where nobody did.

Whether a store is guarded is for everybody; turns, numbers and names only for police and army,
and for the agency that wrote them. Each look at them is recorded.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from tepat.core.election.roles import AGENCY, MAY, Action, Role
from tepat.core.problems import Problem, Refused
from tepat.core.watch.stores.roster import GRACE, TURNS, Kept
from tepat.server import clock, typed
from tepat.server.desk.words import role_name
from tepat.server.election.accounts.looks import record_look
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import allows, desk_page
from tepat.server.move.models import Place
from tepat.server.problems import say, status_of
from tepat.server.watch.incidents.parties import may_act
from tepat.server.watch.stores import duties, reporting, rostering, words

BACK, AHEAD = timedelta(days=5), timedelta(days=3)
MOST_PLACES: Final = 40
UNITS: Final = (Role.POLRES, Role.POLSEK, Role.LINMAS, Role.TNI, Role.WAREHOUSE)


@require_safe
@desk_page()
def roster(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The grid of all stores that have a roster or were guarded."""
    return _page(request, scope)


@require_POST
@desk_page()
def roster_fill(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Fill, change or take off turns."""
    form, user = request.POST, cast(User, request.user)
    try:
        count = typed.whole(form.get("count", ""), gettext("People"), duties.MOST_GUARDS)
        days = typed.whole(
            form.get("days", "") or "1", gettext("Number of days"), duties.MOST_DAYS, 1
        )
        said = duties.Filled(
            form.get("place", "")[:30],
            form.get("post", ""),
            typed.day(form.get("first", ""), gettext("First day")),
            days,
            tuple(form.getlist("turns"))[:9],
            count,
            form.get("unit", ""),
            form.get("names", ""),
            form.get("off") == "1",
        )
        n = duties.fill(scope, said, user, clock.now())
    except Refused as refused:
        return _again(request, scope, refused)
    messages.success(request, gettext("%(n)s turns were written.") % {"n": n})
    return redirect("roster", scope.election, scope.kabupaten)


@require_POST
@desk_page()
def roster_check_in(request: HttpRequest, scope: Scope) -> HttpResponse:
    """A turn that was kept, as the guard book says."""
    form, user = request.POST, cast(User, request.user)
    place = form.get("place", "")[:30]
    area = place.partition(":")[0]
    unit = form.get("unit", "")
    guard = f"{unit if unit in set(Role) else Role.POLSEK.value}@{area}"
    try:
        day = typed.day(form.get("day", ""), gettext("Day of the turn"))
        count = typed.whole(form.get("came", ""), gettext("People"), duties.MOST_GUARDS, 1)
        turn = form.get("turn", "")
        reporting.check_in(scope, place, day, turn, guard, count, user, clock.now())
    except Refused as refused:
        return _again(request, scope, refused)
    messages.success(request, gettext("The turn stands in the log as kept."))
    return redirect("roster", scope.election, scope.kabupaten)


def _again(request: HttpRequest, scope: Scope, refused: Refused) -> HttpResponse:
    if status_of(refused.problem) in (403, 404):
        raise refused
    return _page(request, scope, refused.problem, request.POST)


def _page(
    request: HttpRequest,
    scope: Scope,
    problem: Problem | None = None,
    form: Mapping[str, str] | None = None,
) -> HttpResponse:
    user, now = cast(User, request.user), clock.now()
    today = now.astimezone(ZoneInfo(scope.zone)).date()
    sees = allows(user, Action.SEE_SECURITY, scope)
    days = [today - BACK + timedelta(days=n) for n in range((BACK + AHEAD).days + 1)]
    rows = rostering.duties(scope, days[0] - timedelta(days=1), days[-1])
    shifts = [*rostering.signed(scope), *_told(scope, days)]
    names = dict(Place.objects.filter(scope=scope, closed_at=None).values_list("code", "name"))
    used = sorted(({key[0] for key in rows} | {each.place for each in shifts}) & names.keys())
    grid = rostering.grid(scope, used[:MOST_PLACES], days, now, rows, shifts)
    mine = rows if sees else _own(user, rows)
    if mine:
        record_look(user, scope, "guards", "")
    open_at = {place for place, *_ in mine} if not sees else set(names)
    may = any(may_act(user, scope, Action.KEEP_ROSTER, place) for place in names)
    context = {
        "tab": "roster",
        "sees": sees or bool(mine),
        "sees_all": sees,
        "days": [(day, day == today) for day in days],
        "rows": [
            _row(place, names[place], cells, place in open_at, sees)
            for place, cells in grid.items()
        ],
        "more": max(0, len(used) - MOST_PLACES),
        "now_rows": _people(mine, names, today),
        "gaps": sum(c.kept is Kept.GAP for cells in grid.values() for c in cells),
        "empty": sum(c.kept is Kept.EMPTY for cells in grid.values() for c in cells),
        "guarded": _guarded_now(used, shifts, now),
        "of": len(used),
        "may_keep": may,
        "places": [(code, name) for code, name in names.items() if _may(user, scope, code)]
        if may
        else [],
        "turns": [(each.code, gettext(words.TURNS[each.code]), each) for each in TURNS],
        "units": [(role.value, role_name(role)) for role in UNITS],
        "legend": [
            (mark, shape, gettext(text)) for _, (mark, shape, text) in words.KEPT.items() if shape
        ],
        "grace": int(GRACE.total_seconds() // 60),
        "today": today,
        "form": form or {},
        "chosen": request.POST.getlist("turns"),
        "problem": say(problem) if problem else "",
    }
    return render(
        request, "watch/stores/roster.html", context, status=status_of(problem) if problem else 200
    )


def _may(user: User, scope: Scope, place: str) -> bool:
    return may_act(user, scope, Action.KEEP_ROSTER, place)


def _told(scope: Scope, days: list[date]) -> list[rostering.Signed]:
    """Turns of which the desk was told that somebody came, as shifts without a fact."""
    told = rostering.told(scope, days[0] - timedelta(days=1), days[-1])
    return [
        rostering.Signed(place, starts, ends, 0, "", "", False)
        for place, said in told.items()
        for starts, ends in said.came
    ]


def _guarded_now(used: list[str], shifts: list[rostering.Signed], now: datetime) -> int:
    here = {each.place for each in shifts if each.starts <= now < each.ends}
    return len(here & set(used))


def _own(user: User, rows: Mapping[rostering.Key, Any]) -> dict[rostering.Key, Any]:
    """The turns that the person's own agency wrote."""
    agencies = {
        AGENCY[grant.role] for grant in user.grants() if Action.KEEP_ROSTER in MAY[grant.role]
    }
    return {
        key: row
        for key, row in rows.items()
        if (role := row.party.partition("@")[0]) in set(Role) and AGENCY[Role(role)] in agencies
    }


def _row(
    place: str, name: str, cells: list[rostering.Cell], is_open: bool, sees: bool
) -> dict[str, Any]:
    """One store; day by day where `is_open`, with its proofs for whoever `sees` all."""
    by_day: dict[date, list[dict[str, Any]]] = {}
    for each in cells:
        mark, shape, word = words.KEPT[each.kept]
        said = f"{gettext(words.TURNS[each.turn])}: {gettext(word)}"
        by_day.setdefault(each.day, []).append({"mark": mark, "shape": shape, "said": said})
    gaps = sum(each.kept is Kept.GAP for each in cells)
    empty = sum(each.kept is Kept.EMPTY for each in cells)
    if gaps:
        state, text = "tidak", gettext("%(n)s turns without a guard") % {"n": gaps}
    elif empty:
        state, text = "belum", gettext("%(n)s turns not filled") % {"n": empty}
    else:
        state, text = "tepat", gettext("complete")
    return {
        "place": place,
        "name": name,
        "days": [day if is_open else [] for day in by_day.values()],
        "state": state,
        "text": text,
        "facts": [f for each in cells for f in each.facts][-3:] if sees else [],
    }


def _people(
    rows: Mapping[rostering.Key, Any], names: Mapping[str, str], today: date
) -> list[dict[str, Any]]:
    """Who is on the roster from today on: the first turns of each store."""
    found = [
        {
            "place": names.get(place, place),
            "post": row.post,
            "day": day,
            "turn": gettext(words.TURNS.get(turn, turn)),
            "count": row.count,
            "unit": role_name(Role(row.unit.partition("@")[0]))
            if row.unit.partition("@")[0] in set(Role)
            else row.unit,
            "names": row.names,
        }
        for (place, _, day, turn), row in rows.items()
        if today <= day <= today + timedelta(days=1) and place in names
    ]
    order = {each.code: at for at, each in enumerate(TURNS)}
    back = {gettext(word): order[code] for code, word in words.TURNS.items()}
    found.sort(key=lambda each: (each["day"], each["place"], back.get(str(each["turn"]), 9)))
    return found[:60]
