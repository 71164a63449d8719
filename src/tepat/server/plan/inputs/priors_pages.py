"""What another election taught: its file taken into the inputs, and where each number is from."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from tepat.adapters import list_files
from tepat.core.election.roles import Action
from tepat.core.plan.instance.checks import sound
from tepat.core.plan.learning import file as learning_file
from tepat.core.plan.learning.applying import Applied, explained, for_place
from tepat.core.plan.learning.values import Priors
from tepat.core.problems import Code, Refused, refuse
from tepat.server import clock
from tepat.server.desk.words import language
from tepat.server.election.models import Region, Scope, User
from tepat.server.election.scopes import allows, desk_page
from tepat.server.election.tps_list.uploads import read_once
from tepat.server.plan.models import PlanInput
from tepat.server.plan.schedule import queries, services, store
from tepat.server.problems import say, status_of

WHAT = "pelajaran"
"""The word in the history of inputs."""
PROBLEMS_SHOWN = 8


@require_GET
@desk_page()
def plan_priors(request: HttpRequest, scope: Scope) -> HttpResponse:
    """What was taken last, row by row, and the form that takes a file."""
    return _page(request, scope)


@require_POST
@desk_page(Action.EDIT_PLAN)
def plan_priors_add(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Lay a file over the inputs of now: a new version of them. The same file counts once."""
    data, name = read_once(request.FILES.get("file"))
    try:
        made, priors = _taken(scope, data, name)
    except Refused as refused:
        return _page(request, scope, refused)
    kept = list_files.write(store.plans() / "priors", data)
    edit = {
        "what": WHAT,
        "name": priors.election,
        "by": f"{priors.election} {kept[:16]}",
        "rough": "1" if priors.contoh else "",
        "hash": kept,
        "told": [[each.id, each.en] for each in explained(made)],
    }
    instance, _ = sound(made.instance)
    services.keep(scope, instance, edit, cast(User, request.user), clock.now())
    for problem in made.problems[:PROBLEMS_SHOWN]:
        messages.warning(request, say(problem))
    messages.success(request, gettext("The inputs are kept. Now make the schedule."))
    return redirect("plan_priors", scope.election, scope.kabupaten)


def _taken(scope: Scope, data: bytes, name: str) -> tuple[Applied, Priors]:
    """Return the inputs of now with a file laid over them. Raises `Refused`."""
    source = queries.needed_input(scope)
    priors = learning_file.read(data, name)
    sha = learning_file.name_of(data)
    for row in PlanInput.objects.filter(scope=scope, edit__hash=sha).order_by("number"):
        raise refuse(Code.PRIORS_AGAIN, file=name, number=row.number)
    return for_place(store.instance_of(source.hash), priors), priors


def _page(request: HttpRequest, scope: Scope, refused: Refused | None = None) -> HttpResponse:
    row = PlanInput.objects.filter(scope=scope, edit__what=WHAT).order_by("-number").first()
    context: dict[str, Any] = {
        "row": row,
        "may_edit": allows(cast(User, request.user), Action.EDIT_PLAN, scope),
        "problem": say(refused.problem) if refused else "",
    }
    if row is not None:
        context |= _shown(scope, row)
    status = status_of(refused.problem) if refused else 200
    return render(request, "plan/priors.html", context, status=status)


def _shown(scope: Scope, row: PlanInput) -> dict[str, Any]:
    """Return what one file says, with names of places: one query."""
    name = row.edit["hash"]
    data = (store.plans() / "priors" / f"{name}.json").read_bytes()
    priors = learning_file.read(data, row.edit["name"])
    ends = {end for leg in priors.legs for end in (leg.start, leg.goal)}
    ends |= {each.place for each in priors.services}
    names = dict(Region.objects.filter(code__in=ends).values_list("code", "name"))
    at = 0 if language() == "id" else 1
    return {
        "priors": priors,
        "hash": row.edit["hash"],
        "told": [each[at] for each in row.edit["told"]],
        "legs": [
            (names.get(leg.start, leg.start), names.get(leg.goal, leg.goal), leg)
            for leg in sorted(priors.legs, key=lambda leg: (leg.start, leg.goal))
        ],
        "is_own": (priors.election, priors.kabupaten) == (scope.election, scope.kabupaten),
        "paces": [
            (pace, *(number // 10_000 for number in _three(pace.real))) for pace in priors.paces
        ],
    }


def _three(real: Any) -> tuple[int, int, int]:
    return real.median, real.low, real.high
