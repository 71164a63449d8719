"""The Desk's own screen: stages, six aims, open problems and what it did; and the stages."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from tepat.core.election.roles import Action
from tepat.core.problems import Problem, Refused
from tepat.core.watch.government.stages import (
    GateState,
    Measure,
    StageState,
    current,
    key_of,
    missing_now,
)
from tepat.core.watch.indicators import Tepat
from tepat.server import clock
from tepat.server.desk.words import language
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import desk_page
from tepat.server.keeping import opening
from tepat.server.move.packages.queries import people
from tepat.server.problems import say, status_of
from tepat.server.watch.alerts import queries as alerts
from tepat.server.watch.alerts import services as alerting
from tepat.server.watch.board import rows
from tepat.server.watch.board.queries import board_of
from tepat.server.watch.board.words import AIM_RULES, aim_name
from tepat.server.watch.costs.showing import cost_cell
from tepat.server.watch.government import agreed, helping, measuring, outreach, questions
from tepat.server.watch.incidents import learning
from tepat.server.watch.incidents.agreed import agreed as agreed_incidents
from tepat.server.watch.incidents.parties import PartyNames, may_act
from tepat.server.watch.incidents.queries import queue
from tepat.server.watch.incidents.shown import Shown
from tepat.server.watch.models import DailyReport, GateWord
from tepat.server.watch.overview.countdown import countdown, h_of
from tepat.server.watch.overview.pages import address_of

PAGES = {
    Measure.TPS_LISTED: "tps_list",
    Measure.VOTERS_KNOWN: "tps_list",
    Measure.QUANTITIES_SET: "needs",
    Measure.RECEIPTS_DONE: "stock",
    Measure.BALANCES_CLOSED: "stock",
    Measure.PACKED: "packing",
    Measure.SEALED: "packing",
    Measure.PLAN_PUBLISHED: "schedule",
    Measure.PHONES_ENROLLED: "log_devices",
    Measure.STORES_FIT: "mitigation",
    Measure.LOADS_LEFT: "shipments",
    Measure.LOADS_RECEIVED: "shipments",
    Measure.TPS_READY: "board",
    Measure.TPS_OPENED: "board",
    Measure.TURNOUT_HEARD: "outreach",
}
"""Where each measure is worked on, and where its numbers can be checked."""
MOST_PROBLEMS = 6


@require_safe
@desk_page()
def desk_room(request: HttpRequest, scope: Scope) -> HttpResponse:
    """What a Desk looks at each morning, on one screen."""
    now, user = clock.now(), cast(User, request.user)
    alerting.refresh(scope, now, every=alerting.IDLE)
    learning.catch_up(scope, now)
    found = board_of(scope, now)
    states = measuring.states_of(scope, found, now)
    waiting = queue(scope, now, agreed_incidents(scope)).rows
    shown = Shown(scope, user, agreed_incidents(scope), now, waiting[:MOST_PROBLEMS])
    total = found.total
    soon = int(found.is_soon.sum())
    at = countdown(election_of(scope), scope.zone, now, language())
    context = {
        "tab": "room",
        "room_name": agreed.agency(scope, "desk"),
        "countdown": at,
        "states": stage_rows(states, scope, user),
        "now_at": _one(current(states), scope, user),
        "missing": [
            (stage.name.say(language()), gate_row(key_of(stage, gate.gate), gate, scope, user))
            for stage, gate in missing_now(states, 4)
        ],
        "total": total,
        "soon": soon,
        "held": total.open - soon,
        "aims": rows.aim_rows(found, scope),
        "cost": {
            "name": aim_name(Tepat.BIAYA),
            "rule": gettext(AIM_RULES[Tepat.BIAYA]),
            **cost_cell(scope, found, now),
        },
        "has_plan": bool(found.chances),
        "is_over": bool(found.deadline and found.deadline < now),
        "calls": alerts.five(user, now, alerts.calling_of(scope)),
        "problems": [
            (each.incident, shown.title(each.incident)) for each in waiting[:MOST_PROBLEMS]
        ],
        "problems_all": len(waiting),
        "helped": helping.rows_of(scope, user, helping.open_ones(scope)[:4]),
        "may_help": may_act(user, scope, Action.ADVISE),
        "waiting": questions.waiting(scope),
        "turnout": outreach.summary(scope),
        "report": DailyReport.objects.filter(scope=scope).defer("pdf", "lines").first(),
        "today": at.today,
    }
    return render(request, "watch/government/room.html", context)


@require_http_methods(["GET", "POST"])
@desk_page()
def stages(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Every stage with its gates; who may say one says it here, with evidence."""
    now, user = clock.now(), cast(User, request.user)
    problem: Problem | None = None
    form = agreed.typed(request)
    if request.method == "POST":
        try:
            holds = form.get("holds") == "1"
            measuring.say(scope, form.get("gate", ""), holds, form.get("evidence", ""), user, now)
            messages.success(request, gettext("Written down. Older words are kept."))
            return redirect("stages", scope.election, scope.kabupaten)
        except Refused as refused:
            problem = refused.problem
    states = measuring.states_of(scope, board_of(scope, now), now)
    context = {
        "tab": "stages",
        "room_name": agreed.agency(scope, "desk"),
        "countdown": countdown(election_of(scope), scope.zone, now, language()),
        "states": _full(scope, user, states),
        "now_at": _one(current(states), scope, user),
        "form": form,
        "problem": say(problem) if problem else "",
    }
    status = status_of(problem) if problem else 200
    return render(request, "watch/government/stages.html", context, status=status)


def stage_rows(states: list[StageState], scope: Scope, user: User) -> list[dict[str, Any]]:
    """Return the stages as a strip shows them."""
    return [row for each in states if (row := _one(each, scope, user))]


def _one(state: StageState | None, scope: Scope, user: User) -> dict[str, Any] | None:
    if state is None:
        return None
    stage = state.stage
    span = h_of(stage.begins)
    if stage.ends != stage.begins:
        span = gettext("{first} to {last}").format(first=span, last=h_of(stage.ends))
    first = state.missing[0] if state.missing else None
    return {
        "code": stage.code,
        "name": stage.name.say(language()),
        "span": span,
        "is_rough": stage.is_rough,
        "source": stage.source.say(language()),
        "shape": state.shape.value,
        "is_now": state.is_now,
        "left": state.left,
        "met": state.met,
        "of": len(state.gates),
        "missing": [
            gate_row(key_of(stage, each.gate), each, scope, user) for each in state.missing
        ],
        "next": gate_row(key_of(stage, first.gate), first, scope, user) if first else None,
    }


def gate_row(key: str, state: GateState, scope: Scope, user: User) -> dict[str, Any]:
    """Return one gate as pages show it: its words, its number, and where to go on."""
    gate = state.gate
    page = PAGES[gate.measure] if gate.measure else "stages"
    href = address_of(page, scope)
    return {
        "key": key,
        "anchor": key.replace(".", "-"),
        "name": gate.name.say(language()),
        "step": gate.step.say(language()).rstrip("."),
        "may_open": opening.leads_to(user, scope, page),
        "shape": state.shape.value,
        "count": state.count,
        "is_said": gate.measure is None,
        "says": ", ".join(agreed.agency(scope, role.value) for role in gate.says),
        "href": href if gate.measure else f"{href}#{key.replace('.', '-')}",
    }


def _full(scope: Scope, user: User, states: list[StageState]) -> list[dict[str, Any]]:
    words = measuring.newest_words(scope)
    names = PartyNames(scope, [row.party for row in words.values()])
    who = people(scope, {row.by for row in words.values()})
    found = []
    for state in states:
        row = _one(state, scope, user)
        if row is None:
            continue
        row["gates"] = []
        for each in state.gates:
            key = key_of(state.stage, each.gate)
            gate = gate_row(key, each, scope, user)
            gate["word"] = _word(words.get(key), names, who)
            gate["may_say"] = each.gate.measure is None and bool(
                measuring.party_for(scope, each.gate, user)
            )
            row["gates"].append(gate)
        found.append(row)
    return found


def _word(row: GateWord | None, names: PartyNames, who: dict[str, str]) -> dict[str, Any] | None:
    if row is None:
        return None
    return {
        "holds": row.holds,
        "evidence": row.evidence,
        "at": row.at,
        "party": names.party(row.party),
        "by": who.get(row.by, ""),
    }
