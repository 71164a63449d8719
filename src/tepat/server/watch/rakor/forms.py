"""What the forms of a meeting send: one address each, back to the page afterwards."""

import uuid
from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_POST

from tepat.core.election.roles import Action
from tepat.core.problems import Refused
from tepat.server import clock, typed
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import desk_page
from tepat.server.readable import long_field
from tepat.server.watch.models import Meeting
from tepat.server.watch.rakor import attending, exercises, pages, queries, services
from tepat.server.watch.rakor.filled import filled_in


@require_POST
@desk_page(Action.HOLD_MEETING)
def rakor_call(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Call a meeting."""
    form = request.POST
    try:
        made = services.call(
            scope,
            cast(User, request.user),
            form.get("title", ""),
            typed.moment(form.get("begins_at", ""), scope.zone, gettext("Time")),
            form.get("place", ""),
            form.get("every_days", ""),
            clock.now(),
        )
    except Refused as refused:
        return pages.room(request, scope, filled_in("panggil", request, refused))
    return _back(scope, made)


@require_POST
@desk_page(Action.HOLD_MEETING)
def rakor_agenda(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Draft anew, add, move or tick off an item."""
    meeting = _mine(request, scope, number)
    form = request.POST
    which = typed.key(form.get("item", ""))
    do = form.get("do", "")

    def keep() -> None:
        if do == "draft":
            services.draft(meeting, clock.now())
        elif do == "add":
            services.add_item(
                meeting, form.get("title", ""), form.get("ask", ""), form.get("owner", "")
            )
        elif do in ("up", "down"):
            services.move(meeting, which, -1 if do == "up" else 1)
        elif do == "tick":
            services.tick(meeting, which)

    return _kept(request, meeting, "agenda", keep)


@require_POST
@desk_page(Action.HOLD_MEETING)
def rakor_decide(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Write a decision."""
    meeting = _mine(request, scope, number)
    form = request.POST

    def keep() -> None:
        services.decide(
            meeting,
            cast(User, request.user),
            text=form.get("text", ""),
            owner=form.get("owner", ""),
            due=typed.moment(form.get("due", ""), scope.zone, gettext("Due")),
            item=form.get("item", ""),
            now=clock.now(),
        )

    return _kept(request, meeting, "keputusan", keep)


@long_field("text", gettext_lazy("Minutes"), services.LONGEST_MINUTES)
@require_POST
@desk_page(Action.HOLD_MEETING)
def rakor_minutes(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Keep the minutes as they are written now."""
    meeting = _mine(request, scope, number)
    user, text = cast(User, request.user), request.POST.get("text", "")

    def keep() -> None:
        services.save_minutes(meeting, user, text, clock.now())

    return _kept(request, meeting, "notulen", keep)


@require_POST
@desk_page(Action.HOLD_MEETING)
def rakor_present(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Write down somebody who has no phone at hand."""
    meeting = _mine(request, scope, number)
    form, account = request.POST, cast(User, request.user).account

    def keep() -> None:
        name, agency, key = form.get("name", ""), form.get("agency", ""), str(uuid.uuid4())
        attending.sign_in(meeting, name, agency, key, clock.now(), account)

    return _kept(request, meeting, "kehadiran", keep)


@require_POST
@desk_page(Action.HOLD_MEETING)
def rakor_close(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Close a meeting."""
    meeting = _mine(request, scope, number)
    is_off = request.POST.get("off") == "1"
    services.close(meeting, cast(User, request.user), clock.now(), is_off=is_off)
    return _back(scope, meeting)


@require_POST
@desk_page(Action.HOLD_MEETING)
def rakor_exercise(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Begin an exercise, write a decision in it, or judge one."""
    meeting = _mine(request, scope, number)
    form, user, now = request.POST, cast(User, request.user), clock.now()
    case, inject = form.get("case", ""), form.get("inject", "")
    do = form.get("do", "")

    def keep() -> None:
        if do == "begin":
            exercises.begin(meeting, user, case, now)
        elif do == "answer":
            exercises.answer(meeting, user, case, inject, form.get("text", ""), now)
        elif do == "judge":
            exercises.judge(meeting, case, inject, form.getlist("found"))

    return _kept(request, meeting, "latihan", keep)


@require_POST
@desk_page(Action.HOLD_MEETING)
def rakor_step(request: HttpRequest, scope: Scope, action: int) -> HttpResponse:
    """Say how an action stands."""
    found = services.action_of(scope, action)
    form = request.POST
    user = cast(User, request.user)
    services.step(found, user, form.get("state", ""), form.get("note", ""), clock.now())
    back = form.get("back", "")
    if back:
        return _back(scope, queries.meeting(scope, typed.key(back)), "tindakan")
    here = reverse("rakor", args=[scope.election, scope.kabupaten])
    return redirect(f"{here}#tindakan-{found.pk}")


def _mine(request: HttpRequest, scope: Scope, number: int) -> Meeting:
    meeting = queries.meeting(scope, number)
    services.check_mine(cast(User, request.user), meeting)
    return meeting


def _kept(
    request: HttpRequest, meeting: Meeting, part: str, keep: Callable[[], None]
) -> HttpResponse:
    """Do what a form asks and go back to its part; refused, show it again as filled in."""
    try:
        keep()
    except Refused as refused:
        filled = filled_in(part, request, refused)
        return pages.of_meeting(request, meeting.scope, meeting.number, filled)
    return _back(meeting.scope, meeting, part)


def _back(scope: Scope, meeting: Meeting, part: str = "") -> HttpResponse:
    page = reverse("rakor_meeting", args=[scope.election, scope.kabupaten, meeting.number])
    return redirect(f"{page}#{part}" if part else page)
