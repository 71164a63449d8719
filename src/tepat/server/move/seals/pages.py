"""Seals: which numbers were issued to whom, which are used, and which are broken."""

from typing import cast

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tepat.core.election.ids import readable
from tepat.core.election.roles import Action
from tepat.core.move import events, seals
from tepat.core.problems import Code, refuse
from tepat.server import clock, flow
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import allows, desk_page
from tepat.server.log import services as log
from tepat.server.move.models.packing import MOST_TO, MOST_WHAT
from tepat.server.move.packing.reporting import local
from tepat.server.move.packing.words import Names
from tepat.server.move.seals import queries
from tepat.server.plan.models import Package


@desk_page(Action.SEE_DESK)
def seal_list(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The ranges with their use, a search for one number, and what does not fit."""
    wanted = request.GET.get("nomor", "")
    number = seals.read_seal(wanted)
    found = queries.uses_of(scope, number) if number else []
    packages = {
        row.code: row
        for row in Package.objects.filter(scope=scope, code__in=[use.package for use in found])
    }
    names = Names(election_of(scope), [row.place for row in packages.values()])
    ranges = queries.ranges_with_use(scope)
    context = {
        "ranges": ranges,
        "issued": sum(each.size for each in ranges),
        "used": sum(each.used for each in ranges),
        "broken": sum(each.broken for each in ranges),
        "free": sum(each.free for each in ranges),
        "wanted": wanted,
        "is_issued": bool(number and seals.range_of(number, queries.ranges_of(scope))),
        "found": [
            {
                "use": use,
                "code": readable(use.package),
                "name": names.package(packages[use.package]) if use.package in packages else "",
            }
            for use in found
        ],
        "twice": [seals.readable_seal(each) for each in queries.used_twice(scope)],
        "overlaps": [
            (shown_range(one), shown_range(other))
            for one, other in seals.overlaps(each.row.as_value() for each in ranges)
        ],
        "strange": [
            (seals.readable_seal(each.number), readable(each.package))
            for each in queries.not_issued(scope)
        ],
        "may_issue": allows(cast(User, request.user), Action.ISSUE_SEALS, scope),
    }
    return render(request, "move/seals.html", context)


@require_POST
@desk_page(Action.ISSUE_SEALS)
def seal_issue(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Record that a range of numbers was handed to a team."""
    first, last = request.POST.get("first", ""), request.POST.get("last", "")
    what, to = request.POST.get("what", ""), request.POST.get("to", "")
    issue(scope, cast(User, request.user), (first, last), events.clean(what), events.clean(to))
    return redirect("seals", scope.election, scope.kabupaten)


def issue(scope: Scope, user: User, numbers: tuple[str, str], what: str, to: str) -> None:
    """Report a range as issued. Raises `Refused` where it is none, or crosses another."""
    first, last = (events.clean(each)[:40] for each in numbers)
    value = seals.read_range(first, last, what, to)
    if value is None:
        raise refuse(Code.SEAL_RANGE, first=first, last=last)
    for field, text, limit in (("what", what, MOST_WHAT), ("to", to, MOST_TO)):
        if len(text) > limit:
            raise refuse(Code.TEXT_TOO_LONG, field=field, limit=limit)
    now = clock.now()
    fact = events.SealsIssued(
        election=scope.election,
        kabupaten=scope.kabupaten,
        at=local(scope, now),
        by=str(user.account),
        prefix=value.prefix,
        first=value.first,
        last=value.last,
        width=value.width,
        what=what,
        to=to,
    )
    with transaction.atomic():
        log.lock(scope.election, scope.kabupaten)
        _check_free(scope, value, first, last)
        flow.report(scope, [fact], user.account, now)


def _check_free(scope: Scope, value: seals.SealRange, first: str, last: str) -> None:
    other = next((each for each in queries.ranges_of(scope) if each.crosses(value)), None)
    if other:
        raise refuse(Code.SEAL_RANGE_TWICE, first=first, last=last, other=shown_range(other))


def shown_range(value: seals.SealRange) -> str:
    first, last = value.number(0), value.number(value.size - 1)
    return f"{seals.readable_seal(first)} - {seals.readable_seal(last)}"
