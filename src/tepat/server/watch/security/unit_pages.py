"""Units with their strength, and their people. Each look at names is recorded."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from tepat.core.problems import Problem, Refused
from tepat.core.watch.security.sight import Sight
from tepat.server import clock
from tepat.server.desk.words import language
from tepat.server.election.models import Region, Scope, User
from tepat.server.election.scopes import desk_page
from tepat.server.problems import say, status_of
from tepat.server.watch.models import SecurityUnit
from tepat.server.watch.security import agreed, people, queries, services
from tepat.server.watch.security.escort_pages import unit_of


@require_http_methods(["GET", "POST"])
@desk_page()
def units(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Every unit this person sees, the form of one more, and the people of a unit."""
    sight = people.looks(request, scope, "phones", "kesatuan")
    problem: Problem | None = None
    told: list[Problem] = []
    if request.method == "POST":
        try:
            told = _take(request, scope)
            if not told:
                return redirect("security_units", scope.election, scope.kabupaten)
        except Refused as refused:
            if status_of(refused.problem) == 403:
                raise
            problem = refused.problem
    rows = queries.units(scope, sight)
    service = agreed.book().service
    areas = Region.objects.filter(code__startswith=scope.kabupaten, level__in=(2, 3))
    regions = dict(areas.order_by("level", "name").values_list("code", "name"))
    context = {
        "tab": "units",
        "rows": [
            {
                "unit": unit,
                "service": service[unit.service].name.say(language())
                if unit.service in service
                else unit.service,
                "area": regions.get(unit.area, unit.area),
                "people": sorted(unit.people.all(), key=lambda each: each.name),
            }
            for unit in rows
        ],
        "services": [
            (code, each.name.say(language()))
            for code, each in service.items()
            if any(whose in ("", code) for _, whose in sight.pairs)
        ],
        "areas": [(code, name) for code, name in regions.items() if sight.sees_area(code)],
        "problem": say(problem) if problem else "",
        "told": told,
        "typed": request.POST if problem or told else {},
    }
    status = status_of(problem) if problem else 422 if told else 200
    return render(request, "watch/security/units.html", context, status=status)


def _take(request: HttpRequest, scope: Scope) -> list[Problem]:
    sight = people.writes(request, scope)
    by, now, form = cast(User, request.user).account, clock.now(), request.POST
    do = form.get("do", "")
    unit = unit_of(scope, sight, form.get("unit", "")) if form.get("unit") else None
    if do == "people" and unit:
        return _people(request, unit, form.get("people", ""))
    if do == "close" and unit:
        unit.closed_at, unit.by = now, by
        unit.save(update_fields=["closed_at", "by"])
        messages.success(request, gettext("The unit is closed; its letters stay."))
        return []
    _check_new(sight, form.get("service", ""), form.get("area", ""))
    services.write_unit(scope, unit, form, by, now)
    messages.success(request, gettext("The unit is written."))
    return []


def _check_new(sight: Sight, service: str, area: str) -> None:
    """Raise `Refused` where the unit would not be this person's."""
    people.check_unit(sight, SecurityUnit(service=service, area=area))


def _people(request: HttpRequest, unit: SecurityUnit, text: str) -> list[Problem]:
    by = cast(User, request.user).account
    added, problems = services.add_people(unit, text[:100_000], by, clock.now())
    if added:
        said = ngettext("%(n)s person added.", "%(n)s people added.", added)
        messages.success(request, said % {"n": added})
    return problems
