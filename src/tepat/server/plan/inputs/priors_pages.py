"""What another election taught: its file taken into the inputs, and where each number is from."""

from typing import Any, cast

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from tepat.core.election.roles import Action
from tepat.core.plan.instance.checks import sound
from tepat.core.plan.learning import file as learning_file
from tepat.core.plan.learning import points, suppliers
from tepat.core.plan.learning.applying import Applied, explained, for_place
from tepat.core.plan.learning.values import Priors
from tepat.core.problems import Code, Refused, refuse
from tepat.server import clock
from tepat.server.desk.words import language, number
from tepat.server.election.elections import election_of
from tepat.server.election.models import Region, Scope, User
from tepat.server.election.regions import learned
from tepat.server.election.scopes import allows, desk_page
from tepat.server.election.tps_list.uploads import read_once
from tepat.server.plan.inputs import lessons
from tepat.server.plan.models import Lesson, PlanInput
from tepat.server.plan.schedule import queries, services, store
from tepat.server.problems import say, status_of

WHAT = "pelajaran"
"""The word in the history of inputs."""
PROBLEMS_SHOWN = 8
UNFIT = {
    points.Why.GONE: gettext_lazy("no such place here"),
    points.Why.OTHER_NAME: gettext_lazy("the code has another name here"),
    points.Why.FAR: gettext_lazy("too far from the place above"),
}
"""Why a point of the file fits no place; one that agrees by number alone is offered apart."""


@require_GET
@desk_page()
def plan_priors(request: HttpRequest, scope: Scope) -> HttpResponse:
    """What was taken last, row by row, and the form that takes a file."""
    return _page(request, scope)


@require_POST
@desk_page(Action.EDIT_PLAN)
def plan_priors_add(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Keep a file, and lay it over the inputs of now if there are any: a new version of them.

    The same file counts once.
    """
    user, now = cast(User, request.user), clock.now()
    data, name = read_once(request.FILES.get("file"))
    try:
        priors = lessons.read(scope, data, name)
        made = _laid(scope, data, priors, name)
    except Refused as refused:
        return _page(request, scope, refused)
    kept = lessons.keep(scope, data, priors, user, now)
    if made is None:
        messages.success(request, gettext("The file is kept. There are no inputs to change yet."))
        return redirect("plan_priors", scope.election, scope.kabupaten)
    edit = {
        "what": WHAT,
        "name": priors.election,
        "by": f"{priors.election} {kept.hash[:16]}",
        "rough": "1" if priors.contoh else "",
        "hash": kept.hash,
        "content": _content(priors),
        "told": [[each.id, each.en] for each in explained(made)],
    }
    instance, _ = sound(made.instance)
    services.keep(scope, instance, edit, user, now)
    for problem in made.problems[:PROBLEMS_SHOWN]:
        messages.warning(request, say(problem))
    messages.success(request, gettext("The inputs are kept. Now make the schedule."))
    return redirect("plan_priors", scope.election, scope.kabupaten)


@require_POST
@desk_page(Action.EDIT_REGIONS)
def plan_priors_points(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Take the points of the newest file to the places that have none or a guessed one."""
    lesson = lessons.newest(scope)
    if lesson is not None:
        priors, by_number = lessons.priors_of(lesson), bool(request.POST.get("by_number"))
        n = learned.take(scope, priors, by_number, cast(User, request.user), clock.now())
        told = ngettext("%(n)s point was taken.", "%(n)s points were taken.", n)
        messages.success(request, told % {"n": number(n)})
    return redirect("plan_priors", scope.election, scope.kabupaten)


def _laid(scope: Scope, data: bytes, priors: Priors, name: str) -> Applied | None:
    """Return the inputs of now with a file laid over them; None where there are none yet."""
    source = queries.current_input(scope)
    if source is None:
        return None
    again = Q(edit__hash=learning_file.name_of(data)) | Q(edit__content=_content(priors))
    for row in PlanInput.objects.filter(again, scope=scope).order_by("number"):
        raise refuse(Code.PRIORS_AGAIN, file=name, number=row.number)
    return for_place(store.instance_of(source.hash), priors)


def _content(priors: Priors) -> str:
    """Return the name of what a file says, whoever signed it."""
    return learning_file.name_of(learning_file.write(priors))


def _page(request: HttpRequest, scope: Scope, refused: Refused | None = None) -> HttpResponse:
    lesson = lessons.newest(scope)
    user = cast(User, request.user)
    context: dict[str, Any] = {
        "lesson": lesson,
        "may_edit": allows(user, Action.EDIT_PLAN, scope),
        "may_place": allows(user, Action.EDIT_REGIONS, scope),
        "problem": say(refused.problem) if refused else "",
    }
    if lesson is not None:
        try:
            context |= _shown(scope, lesson)
        except Refused as gone:
            context |= {"lesson": None, "problem": context["problem"] or say(gone.problem)}
    status = status_of(refused.problem) if refused else 200
    return render(request, "plan/priors.html", context, status=status)


def _shown(scope: Scope, lesson: Lesson) -> dict[str, Any]:
    """Return what one file says, with names of places: five queries."""
    priors = lessons.priors_of(lesson)
    row = PlanInput.objects.filter(scope=scope, edit__hash=lesson.hash).order_by("-number").first()
    ends = {end for leg in priors.legs for end in (leg.start, leg.goal)}
    ends |= {each.place for each in priors.services}
    names = dict(Region.objects.filter(code__in=ends).values_list("code", "name"))
    at = 0 if language() == "id" else 1
    fitting = points.fit(priors, learned.places_of(scope, clock.now().date()))
    return {
        "priors": priors,
        "signer": lessons.signer_of(lesson, priors),
        "told": [each[at] for each in row.edit["told"]] if row else None,
        "legs": [
            (names.get(leg.start, leg.start), names.get(leg.goal, leg.goal), leg)
            for leg in sorted(priors.legs, key=lambda leg: (leg.start, leg.goal))
        ],
        "is_own": (priors.election, priors.kabupaten) == (scope.election, scope.kabupaten),
        "paces": [(pace, *(ppm // 10_000 for ppm in _three(pace.real))) for pace in priors.paces],
        "fitting": fitting,
        "unfit": [
            (words, [code for code, why in fitting.unfit if why == each])
            for each, words in UNFIT.items()
            if any(why == each for _, why in fitting.unfit)
        ],
        "habits": _habits(scope, priors),
    }


def _habits(scope: Scope, priors: Priors) -> list[dict[str, Any]]:
    """Return what suppliers delivered, with names of items where this election has them."""
    names = {item.code: item.name.say(language()) for item in election_of(scope).items}
    found = suppliers.habits([priors]).values()
    return [
        {"habit": each, "label": names.get(each.item, each.item)}
        for each in sorted(found, key=lambda each: (-each.ppm, each.supplier, each.item))
    ]


def _three(real: Any) -> tuple[int, int, int]:
    return real.median, real.low, real.high
