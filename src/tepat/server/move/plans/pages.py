"""What the room Rencana asks of loads: order a plan, publish it, make its shipments."""

from typing import cast

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from tepat.core.election.roles import Action
from tepat.core.problems import Code, Refused, refuse
from tepat.server import clock
from tepat.server.desk.words import number as written
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import check_right, desk_page
from tepat.server.move.plans import reporting, services
from tepat.server.plan.inputs import changing, input_pages
from tepat.server.plan.schedule import queries, tasks
from tepat.server.plan.schedule import services as schedule


@require_POST
@desk_page(Action.EDIT_PLAN)
def schedule_make(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Order a plan from the inputs as they stand; loads that were handed over stay."""
    source = queries.needed_input(scope)
    effort, user = request.POST.get("effort", "quick"), cast(User, request.user)
    fixed = services.given_trips(scope)
    run = schedule.order(scope, source, effort, user, clock.now(), fixed=fixed)
    tasks.make_plan.enqueue(run.pk)
    messages.info(request, gettext("The plan is being made. This page shows how far."))
    return redirect("schedule", scope.election, scope.kabupaten)


@require_POST
@desk_page(Action.EDIT_PLAN)
def schedule_replan(request: HttpRequest, scope: Scope, part: str, name: str) -> HttpResponse:
    """Keep what was said of a road, and change the plan in force as little as it must.

    Leads to the page that compares both plans, which waits until the new one is made.
    """
    user, now = cast(User, request.user), clock.now()
    form = {key: str(value) for key, value in request.POST.items()}
    in_force = queries.in_force(scope)
    try:
        if in_force is None:
            raise refuse(Code.PLAN_NOTHING_IN_FORCE)
        with transaction.atomic():  # what was said is not kept where nothing can be made of it
            source = changing.change(scope, part, name, form, user, now)
            fixed = services.given_trips(scope)
            run = schedule.order(scope, source, schedule.GENTLE, user, now, fixed=fixed)
    except Refused as refused:
        return input_pages.form_again(request, scope, part, name, refused)
    tasks.make_plan.enqueue(run.pk)
    return redirect(
        "schedule_compare", scope.election, scope.kabupaten, run.number, in_force.number
    )


@require_POST
@desk_page(Action.EDIT_PLAN)
def plan_publish(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Put a draft in force."""
    run = queries.made(scope, number)
    reporting.publish(run, cast(User, request.user), clock.now())
    said = gettext("Plan %(n)s is in force, and the log says so.") % {"n": number}
    messages.success(request, said)
    if run.occasion:
        return redirect("schedule_plan", scope.election, scope.kabupaten, number)
    return redirect("schedule", scope.election, scope.kabupaten)


@require_POST
@desk_page(Action.EDIT_PLAN)
def plan_shipments(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Make the shipments of the plan in force."""
    check_right(cast(User, request.user), Action.MAKE_SHIPMENT, scope)
    run = queries.made(scope, number)
    done = reporting.make_shipments(run, cast(User, request.user), clock.now())
    said = gettext(
        "Shipments made: %(made)s; moved to the new schedule: %(moved)s; left as they are "
        "because they were handed over: %(kept)s; packages not closed yet: %(waiting)s."
    )
    counts = {name: written(value) for name, value in done._asdict().items()}
    messages.success(request, said % counts)
    return redirect("shipments", scope.election, scope.kabupaten)
