"""The TPS of one desa with their hours: the last mile of a plan."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_GET

from tepat.core.election.roles import Action
from tepat.core.plan.instance.axis import Axis
from tepat.core.plan.last_mile.lists import DesaList, TpsLists, said_end
from tepat.core.plan.last_mile.values import Handover, State
from tepat.core.problems import Code, refuse
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import allows, desk_page
from tepat.server.plan.last_mile.table import table_of
from tepat.server.plan.schedule import queries, sight, words
from tepat.server.plan.schedule.shown import Shown, shown
from tepat.server.problems import say

STATES = {
    State.DAY: ("tepat", gettext_noop("by day")),
    State.NIGHT: ("perhatian", gettext_noop("in the dark")),
    State.LATE: ("tidak", gettext_noop("after the deadline")),
}


@require_GET
@desk_page()
def schedule_tps(request: HttpRequest, scope: Scope, number: int, desa: str) -> HttpResponse:
    """When each TPS of a desa gets its goods, and by whom; for who may read its departures.

    Four queries beside the shell's own, whatever the number of TPS.
    """
    user = cast(User, request.user)
    plan = shown(queries.made(scope, number), sight.of(user, scope))
    if plan.instance.journey.is_back:
        raise refuse(Code.BACK_NO_LISTS, value=number)
    known = {each.code: each for each in plan.instance.desa}
    if desa not in known:
        raise refuse(Code.TPS_DESA_UNKNOWN, value=desa[:40])
    context: dict[str, Any] = {
        "run": plan.run,
        "desa": known[desa],
        "kecamatan": plan.kecamatan.get(known[desa].kecamatan, ""),
        "is_contoh_plan": plan.instance.contoh,
        "sees": plan.sight.sees(desa),
        "who_sees": "",
    }
    if context["sees"]:
        lists = TpsLists(plan.plan, plan.instance, table_of(scope, plan.instance, desa))
        context |= _shown(plan, lists.of(desa))
        context["may_print"] = allows(user, Action.SEE_MOVEMENTS, scope, desa)
    else:
        context["who_sees"] = sight.who_sees()
    return render(request, "plan/schedule_tps.html", context)


def _shown(plan: Shown, found: DesaList) -> dict[str, Any]:
    axis = Axis(plan.instance.days)
    return {
        "comes": [
            {"at": axis.said(each.at), "boxes": each.boxes} for each in found.errand.arrivals
        ],
        "deadline": said_end(axis, found.errand.deadline),
        "rows": [_row(axis, found, row) for row in found.list.handovers],
        "all_guessed": all(found.is_unplaced(row.tps) for row in found.list.handovers),
        "problems": [say(problem) for problem in found.problems],
        "carriers": [
            {
                "name": each.name or each.id,
                "count": each.count,
                "boxes": each.boxes,
                "kmh": words.number(round(each.kmh)),
                "rough": each.source.rough,
                "said": words.said(each.source),
            }
            for each in found.errand.carriers
        ],
        "rules": found.errand.rules,
        "runs": _runs(axis, found),
        "proved": found.list.proved,
    }


def _row(axis: Axis, found: DesaList, row: Handover) -> dict[str, Any]:
    shape, text = STATES[row.state]
    first = row.parts[0].arrive
    return {
        "number": f"{row.tps.number:03}",
        "name": row.tps.name,
        "boxes": row.tps.boxes,
        "at": axis.said(row.at),
        "since": axis.said(first) if first < row.at else "",
        "carriers": [
            (f"{found.carrier(part.carrier)} {part.unit}", part.number) for part in row.parts
        ],
        "guess": found.is_unplaced(row.tps),
        "shape": shape,
        "state": gettext(text),
    }


def _runs(axis: Axis, found: DesaList) -> list[dict[str, Any]]:
    """The runs of each carrier in their order."""
    by_unit: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for run in found.list.runs:
        tps = [f"{found.errand.tps[halt.tps].number:03}" for halt in run.halts]
        by_unit.setdefault((run.carrier, run.unit), []).append(
            {
                "start": axis.said(run.start),
                "end": axis.said(run.end),
                "tps": ", ".join(tps),
                "boxes": sum(halt.boxes for halt in run.halts),
            }
        )
    return [
        {"name": f"{found.carrier(carrier)} {unit}", "runs": runs}
        for (carrier, unit), runs in sorted(by_unit.items())
    ]
