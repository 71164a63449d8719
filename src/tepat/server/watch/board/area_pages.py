"""From a number of the board to what it rests on: the TPS of an area, then one TPS."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple, cast

import numpy as np
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from tepat.core.election.regions import is_in
from tepat.core.election.roles import Action
from tepat.core.move.nearness import place_of
from tepat.core.problems import Code, refuse
from tepat.core.watch.forecast import MILLION
from tepat.core.watch.hearing import Heard
from tepat.core.watch.indicators import AIMS, UNKNOWN, WEAKNESS, Word
from tepat.server import clock
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import allows, desk_page
from tepat.server.move.models import PackageCustody
from tepat.server.move.packing.words import Names
from tepat.server.move.shipments.sight import sees, who_sees
from tepat.server.plan.models import Package
from tepat.server.plan.schedule import queries as plans
from tepat.server.plan.schedule.words import chance
from tepat.server.watch.board import queries, rows, shared
from tepat.server.watch.board.causes import causes_of
from tepat.server.watch.board.heard import heard, hearing_limits
from tepat.server.watch.board.pages import points_of
from tepat.server.watch.board.words import (
    AIM_RULES,
    EVIDENCE_NAMES,
    HEARING_STATES,
    STATE_OF,
    aim_name,
    lasting,
)
from tepat.server.watch.stores import looking

PER_PAGE: Final = 50
NARROW: Final = 1_000
"""A range of a chance within so many millionths is not said: nobody acts on it."""
WORST: Final = ("tidak", "belum", "menyusul", "tepat")
"""The states of a TPS, in the order in which they must be looked at."""
_CELLS: Final = {"tidak": "x", "belum": "b", "menyusul": "m", "tepat": ""}


class Cell(NamedTuple):
    """One TPS as a cell."""

    kind: str
    title: str
    href: str


class Group(NamedTuple):
    """The cells of one kecamatan or desa, the worst first."""

    name: str
    href: str
    cells: list[Cell]
    ready: int


class TpsRow(NamedTuple):
    """One TPS of the list with its five words."""

    code: str
    name: str
    href: str
    state: str
    words: list[tuple[str, str]]
    """State and name of each aim."""
    evidence: str
    chance: str
    """While it is open; empty where nobody can say."""


@require_safe
@desk_page()
def board_area(request: HttpRequest, scope: Scope, area: str) -> HttpResponse:
    """The TPS of a kabupaten, kecamatan or desa, one cell each, and their list.

    `aim` and `word`, `state` or `evidence` choose those that a number of the board counts.
    """
    now, user = clock.now(), cast(User, request.user)
    points = points_of(scope)
    if area != scope.kabupaten and area not in points:
        raise refuse(Code.REGION_UNKNOWN, value=area[:40])
    found = shared.board_now(scope, now)
    names = {code: point.name for code, point in points.items()}
    inside = [at for at, code in enumerate(found.standing.tps) if is_in(_desa(code), area)]
    states = _states(found)
    chosen = _chosen(request, found, states, inside)
    chosen.sort(key=lambda at: (WORST.index(states[at]), found.standing.tps[at]))
    page = Paginator(chosen, PER_PAGE).get_page(request.GET.get("page"))
    spoke = heard(scope, [area]).get(area, Heard(area))
    age = spoke.age(now)
    context = {
        "area": area,
        "may_help": allows(user, Action.ADVISE, scope, area)
        and not allows(user, Action.DECIDE, scope),
        "name": names.get(area, "") or gettext("All TPS"),
        "above": _above(scope, area, names),
        "page": page,
        "rows": [_row(found, scope, names, states, at) for at in page.object_list],
        "groups": [] if area == scope.kabupaten else _groups(found, scope, names, states, inside),
        "counts": {state: sum(states[at] == state for at in inside) for state in WORST},
        "total": len(inside),
        "filters": _filters(request),
        "is_filtered": bool(_filters(request)),
        "aims": [(aim.value, aim_name(aim)) for aim in AIMS],
        "heard": lasting(age) if age is not None else "",
        "heard_state": HEARING_STATES[spoke.hearing(now, hearing_limits(scope))],
        "phones": spoke.phones,
        "board": reverse("board", args=[scope.election, scope.kabupaten]),
        "all": rows.tps_list(scope, area),
    }
    return render(request, "watch/board/area.html", context)


def _desa(tps: str) -> str:
    return tps.partition("-")[0]


def _states(found: queries.Board) -> list[str]:
    """The state of each TPS, by the words of the board."""
    states = np.full(len(found.standing.tps), "belum", dtype=object)
    states[found.is_soon] = "menyusul"
    states[found.standing.is_ready] = "tepat"
    states[found.standing.is_wrong] = "tidak"
    known: list[str] = states.tolist()
    return known


def _chosen(
    request: HttpRequest, found: queries.Board, states: Sequence[str], inside: Iterable[int]
) -> list[int]:
    """Those of `inside` that the address asks for; what it cannot mean is left out."""
    aim, word = rows.aim_of(request.GET.get("aim", "")), rows.word_of(request.GET.get("word", ""))
    state = request.GET.get("state", "")
    grade = next((g for g in WEAKNESS if g.value == request.GET.get("evidence", "")), None)
    standing = found.standing

    def fits(at: int) -> bool:
        if aim and word is not None and standing.words[at, AIMS.index(aim)] != word:
            return False
        if state in WORST and states[at] != state:
            return False
        is_known = grade is None or standing.evidence[at] == WEAKNESS.index(grade)
        return is_known and (grade is None or states[at] == "tepat")

    return [at for at in inside if fits(at)]


def _filters(request: HttpRequest) -> list[str]:
    """What the list was narrowed to, in words."""
    said = []
    aim, word = rows.aim_of(request.GET.get("aim", "")), rows.word_of(request.GET.get("word", ""))
    if aim and word is not None:
        said.append(f"{aim_name(aim)}: {_state_words(STATE_OF[word])}")
    if (state := request.GET.get("state", "")) in WORST:
        said.append(_state_words(state, whole=True))
    for grade, name in EVIDENCE_NAMES.items():
        if request.GET.get("evidence", "") == grade.value:
            said.append(gettext(name))
    return said


def _state_words(state: str, whole: bool = False) -> str:
    if whole and state == "tepat":
        return gettext("ready")
    from tepat.server.desk.words import state_name

    return state_name(state)


def _row(
    found: queries.Board, scope: Scope, names: dict[str, str], states: Sequence[str], at: int
) -> TpsRow:
    standing = found.standing
    code = standing.tps[at]
    grade = int(standing.evidence[at])
    is_open = states[at] in ("belum", "menyusul")
    ppm = round(float(found.hopes.expected[at]) * MILLION)
    return TpsRow(
        code,
        _tps_name(code, names),
        _tps_href(scope, code),
        states[at],
        [
            (STATE_OF[Word(word)], aim_name(aim))
            for aim, word in zip(AIMS, standing.words[at].tolist(), strict=True)
        ],
        gettext(EVIDENCE_NAMES[WEAKNESS[grade]]) if grade != UNKNOWN else "",
        chance(ppm) if is_open and not found.hopes.is_unknown[at] else "",
    )


def _tps_name(code: str, names: dict[str, str]) -> str:
    desa, _, number = code.partition("-")
    return f"TPS {number} {names.get(desa, desa)}"


def _tps_href(scope: Scope, code: str) -> str:
    return reverse("board_tps", args=[scope.election, scope.kabupaten, code])


def _groups(
    found: queries.Board,
    scope: Scope,
    names: dict[str, str],
    states: Sequence[str],
    inside: Iterable[int],
) -> list[Group]:
    """The cells of each desa, the desa with the worst first."""
    by_desa: dict[str, list[int]] = {}
    for at in inside:
        by_desa.setdefault(found.desa[at], []).append(at)
    groups = []
    for desa, places in by_desa.items():
        places.sort(key=lambda at: (WORST.index(states[at]), found.standing.tps[at]))
        cells = [
            Cell(
                _CELLS[states[at]],
                f"{_tps_name(found.standing.tps[at], names)}: {_state_words(states[at], True)}",
                _tps_href(scope, found.standing.tps[at]),
            )
            for at in places
        ]
        ready = sum(states[at] == "tepat" for at in places)
        groups.append(
            (places, Group(names.get(desa, desa), rows.tps_list(scope, desa), cells, ready))
        )
    groups.sort(key=lambda each: (WORST.index(states[each[0][0]]), each[1].name))
    return [group for _, group in groups]


def _above(scope: Scope, area: str, names: dict[str, str]) -> list[tuple[str, str]]:
    """Name and address of the areas around this one."""
    if len(area) == 13:
        return [(names.get(area[:8], area[:8]), rows.tps_list(scope, area[:8]))]
    return []


@require_safe
@desk_page()
def board_tps(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """One TPS: its five words, the packages behind each, its plan and its chance."""
    now, user = clock.now(), cast(User, request.user)
    found = shared.board_now(scope, now)
    if code not in found.standing.tps:
        raise refuse(Code.TPS_UNKNOWN, value=code[:40])
    at = found.standing.tps.index(code)
    desa = _desa(code)
    said, looks = found.standing.of(code), looking.last_looks(scope)
    areas = {each.partition(":")[0] for each in found.unfit}
    made_for = {place_of(each) for row in said for each in row.because}
    names = Names(election_of(scope), [code, desa, desa[:8], *areas, *made_for])
    follows = sees(user, Action.SEE_MOVEMENTS, scope, desa)
    packages = _packages(found, scope, at, names, follows)
    causes = causes_of(scope, found, said, looks, names, follows=follows)
    context: dict[str, Any] = {
        "tps": code,
        "name": names.place(code),
        "above": [(names.region(area), rows.tps_list(scope, area)) for area in (desa[:8], desa)],
        "state": _states(found)[at],
        "said": [
            {
                "name": aim_name(each.aim),
                "rule": gettext(AIM_RULES[each.aim]),
                "state": STATE_OF[each.word],
                "because": [_link(scope, package) for package in each.because],
                "causes": [
                    (cause, [_link(scope, package) for package in cause.packages])
                    for cause in causes.get(each.aim, ())
                ],
            }
            for each in said
        ],
        "packages": packages,
        "follows": follows,
        "who_sees": who_sees(Action.SEE_MOVEMENTS),
        "deadline": found.deadline,
        "needs": reverse("needs_area", args=[scope.election, scope.kabupaten, desa]),
        "list": reverse("tps_detail", args=[scope.election, scope.kabupaten, code]),
        "is_over": bool(found.deadline and found.deadline < now),
        "is_there": bool(found.is_there[at]),
        "is_behind": bool(found.is_behind[at]),
        **_planned(scope, found, desa),
    }
    return render(request, "watch/board/tps.html", context)


def _link(scope: Scope, package: str) -> tuple[str, str]:
    return package, reverse("package", args=[scope.election, scope.kabupaten, package])


def _packages(
    found: queries.Board, scope: Scope, at: int, names: Names, follows: bool
) -> list[dict[str, Any]]:
    """What the plan sends to a TPS, and how far each is: two queries."""
    columns = found.standing.packages
    mine = np.flatnonzero(columns.tps == at).tolist()
    codes = [columns.code[each] for each in mine]
    made = {row.code: row for row in Package.objects.filter(scope=scope, code__in=codes)}
    stages = dict(
        PackageCustody.objects.filter(scope=scope, package__in=codes).values_list(
            "package", "stage"
        )
    )
    shown = []
    for each, code in zip(mine, codes, strict=True):
        grade, came = int(columns.evidence[each]), columns.at[each]
        shown.append(
            {
                "code": code,
                "href": _link(scope, code)[1],
                "name": names.package(made[code]) if code in made else "",
                "came": not np.isnan(came),
                "at": datetime.fromtimestamp(came, UTC) if follows and not np.isnan(came) else None,
                "evidence": gettext(EVIDENCE_NAMES[WEAKNESS[grade]]) if grade != UNKNOWN else "",
                "grade": WEAKNESS[grade].value if grade != UNKNOWN else "",
                "is_begun": code in stages,
            }
        )
    return shown


def _planned(scope: Scope, found: queries.Board, desa: str) -> dict[str, Any]:
    """The chance of a desa in the plan in force, and the page that says why."""
    known = found.chances.get(desa)
    run = plans.in_force(scope) if known else None
    if known is None or run is None:
        return {"chance": ""}
    here = [scope.election, scope.kabupaten, run.number, desa]
    is_wide = known.high - known.low > NARROW
    return {
        "chance": chance(known.ppm),
        "chance_low": chance(known.low) if is_wide else "",
        "chance_high": chance(known.high) if is_wide else "",
        "is_rough": known.rough,
        "plan": reverse("schedule_tps", args=here),
    }
