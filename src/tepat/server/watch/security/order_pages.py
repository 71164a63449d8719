"""Letters of assignment: people of a unit get their TPS, load or post, and a number."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from tepat.core.problems import Code, Problem, Refused, refuse
from tepat.core.watch.security.personnel import slots_of
from tepat.core.watch.security.sight import Sight
from tepat.server import clock
from tepat.server.election.models import Region, Scope, Tps, User
from tepat.server.election.scopes import desk_page
from tepat.server.move.models import Shipment
from tepat.server.problems import say, status_of
from tepat.server.typed import key, moment
from tepat.server.watch.models import SecurityOrder, SecurityPerson, SecurityPost, SecurityUnit
from tepat.server.watch.security import agreed, people, queries, services, words
from tepat.server.watch.security.escort_pages import unit_of

SHOWN: Final = 100
"""Letters of the list, the newest first."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a form asks for: who, and the TPS of each; `left` turns nobody is named for."""

    lines: list[tuple[SecurityPerson, list[str]]]
    left: int


@require_http_methods(["GET", "POST"])
@desk_page()
def orders(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The letters, and the form of the next one."""
    sight = people.looks(request, scope, "letters", "surat perintah")
    problem: Problem | None = None
    if request.method == "POST":
        try:
            _take(request, scope)
            return redirect("security_orders", scope.election, scope.kabupaten)
        except Refused as refused:
            if status_of(refused.problem) == 403:
                raise
            problem = refused.problem
    rows = SecurityOrder.objects.filter(scope=scope).select_related("unit")
    seen = [
        row
        for row in rows.order_by("-at", "-pk").prefetch_related("lines__person")[: 3 * SHOWN]
        if sight.sees_people(row.unit.service, row.unit.area)
    ][:SHOWN]
    form = request.POST if problem else request.GET
    chosen = queries.units(scope, sight)
    regions = queries.region_names(row.place.partition(":")[0] for row in seen)
    context = {
        "tab": "orders",
        "rows": [
            {
                "row": row,
                "about": gettext(words.ABOUT[row.about]),
                "place": regions.get(row.place, row.place),
                "people": len(row.lines.all()),
                "named": sum(each.person_id is not None for each in row.lines.all()),
            }
            for row in seen
        ],
        "units": chosen,
        "current": next(
            (unit for unit in chosen if str(unit.pk) == str(form.get("unit", ""))),
            chosen[0] if chosen else None,
        ),
        "kinds": [(code, gettext(word)) for code, word in words.ABOUT.items()],
        "form": form,
        "asked": set(form.getlist("people")),
        "basis": form.get("basis") or getattr(agreed.operation(scope), "basis", ""),
        "problem": say(problem) if problem else "",
    }
    status = status_of(problem) if problem else 200
    return render(request, "watch/security/orders.html", context, status=status)


def _take(request: HttpRequest, scope: Scope) -> None:
    sight, form = people.writes(request, scope), request.POST
    by, now = cast(User, request.user).account, clock.now()
    unit = unit_of(scope, sight, form.get("unit", ""))
    about, place = form.get("about", ""), form.get("place", "").strip()
    if about not in words.ABOUT:
        raise refuse(Code.SECURITY_CHOICE, column="tentang", value=about[:30])
    _check_place(scope, sight, about, place)
    starts, ends = _hours(scope, form.get("starts", ""), form.get("ends", ""))
    draft = _draft(scope, unit, about, place, form.getlist("people"))
    found = agreed.operation(scope)
    order = SecurityOrder(
        scope=scope,
        year=now.astimezone(ZoneInfo(scope.zone)).year,
        about=about,
        place=place,
        unit=unit,
        basis=services.line(form.get("basis", ""), 400, "dasar") or (found.basis if found else ""),
        task=services.line(form.get("task", ""), 400, "tugas"),
        signer=found.signer if found else "",
        signs_as=found.signs_as if found else "",
        starts=starts,
        ends=ends,
        at=now,
        by=by,
    )
    services.issue(order, draft.lines)
    messages.success(request, gettext("Letter %(number)s is issued.") % {"number": order.text})
    if draft.left:
        said = ngettext(
            "%(n)s place of the pattern has nobody yet.",
            "%(n)s places of the pattern have nobody yet.",
            draft.left,
        )
        messages.warning(request, said % {"n": draft.left})


def _check_place(scope: Scope, sight: Sight, about: str, place: str) -> None:
    """Raise `Refused` unless `place` exists and lies where this person looks."""
    if about == SecurityOrder.About.ESCORT:
        row = Shipment.objects.filter(scope=scope, code=place).first()
        if row is None or not queries.sees_load(sight, row):
            raise refuse(Code.SHIPMENT_UNKNOWN, value=place[:40])
        return
    if about == SecurityOrder.About.POST:
        known = SecurityPost.objects.filter(scope=scope, code=place).exists()
        if not known or not sight.sees_area(place):
            raise refuse(Code.SECURITY_CHOICE, column="pos", value=place[:40])
        return
    is_area = len(place) in (8, 13) and Region.objects.filter(code=place).exists()
    if not is_area or not sight.sees_area(place):
        raise refuse(Code.SECURITY_CHOICE, column="wilayah", value=place[:40])


def _hours(scope: Scope, first: str, last: str) -> tuple[datetime, datetime]:
    starts = moment(first, scope.zone, gettext("From"))
    ends = moment(last, scope.zone, gettext("Until"))
    if starts is None or ends is None or ends <= starts:
        raise refuse(Code.SECURITY_DAYS, first=first[:20] or "-", last=last[:20] or "-")
    return starts, ends


def _draft(scope: Scope, unit: SecurityUnit, about: str, place: str, chosen: list[str]) -> Draft:
    """Return the lines of a letter; for TPS each person gets the TPS of one team."""
    numbers = [number for each in chosen if (number := key(each))]
    found = {each.pk: each for each in queries.people_of(scope, numbers[:200])}
    named = [found[pk] for pk in numbers if pk in found and found[pk].unit_id == unit.pk]
    if not named:
        raise refuse(Code.SECURITY_NOBODY)
    if about != SecurityOrder.About.TPS:
        return Draft([(each, []) for each in named], 0)
    rows = [(code, grade) for code, grade, _ in queries.graded_tps(scope, place) if grade]
    service = agreed.book().service.get(unit.service)
    part = service.counts if service else ""
    if not part:
        every = list(
            Tps.objects.filter(scope=scope, code__startswith=place).values_list("code", flat=True)
        )
        return Draft([(each, every) for each in named], 0)
    slots = slots_of(rows, agreed.patterns(scope), part)
    if not slots:
        raise refuse(Code.SECURITY_NO_TEAM, value=place)
    lines = [(each, list(slot)) for each, slot in zip(named, slots, strict=False)]
    lines += [(each, []) for each in named[len(slots) :]]
    return Draft(lines, max(len(slots) - len(named), 0))
