"""What the pages of this room share: areas and agencies by name, and what people type."""

from datetime import date
from typing import Any, Final

from django.db.models import Max, Model
from django.http import HttpRequest

from tepat.core.election.regions import is_in
from tepat.core.election.roles import MAY, Action
from tepat.core.problems import Code, refuse
from tepat.server.desk.words import language
from tepat.server.election.elections import election_of
from tepat.server.election.models import Region, Scope, User
from tepat.server.election.regions import queries as regions
from tepat.server.watch.incidents.parties import is_of
from tepat.server.watch.incidents.services import written

MOST_KEPT: Final = 100_000
"""Letters of one field that are shown again."""


def agencies(scope: Scope) -> dict[str, str]:
    """Return the agencies of this election by role, as it names them: no query of its own."""
    found = election_of(scope).roles
    return {role: words.say(language()).partition(" (")[0] for role, words in found.items()}


def agency(scope: Scope, role: str) -> str:
    """Return an agency's name; one that the election does not name, by its code."""
    return agencies(scope).get(role, role.upper())


def area_names(scope: Scope, today: date, deepest: int = 4) -> dict[str, str]:
    """Return the kabupaten and what stands in it, by code, down to a level: one query."""
    rows = regions.standing(scope.kabupaten, today).filter(level__lte=deepest)
    return dict(rows.order_by("code").values_list("code", "name"))


def check_area(scope: Scope, area: str) -> str:
    """Return `area` where it is a region of this scope: one query. Raises `Refused`."""
    known = is_in(area, scope.kabupaten) and Region.objects.filter(code=area).exists()
    if not known:
        raise refuse(Code.DESK_AREA, value=area[:20] or "-")
    return area


def line(text: str, field: str, most: int = 120) -> str:
    """Return one line that somebody typed. Raises `Refused` where it is empty or too long."""
    said = " ".join(written(text, most).split())
    if not said:
        raise refuse(Code.DESK_EMPTY, field=field)
    return said


def check_mine(user: User, scope: Scope, party: str) -> None:
    """Raise `Refused` unless `user` belongs to the party that wrote a row."""
    if not is_of(user, scope, party):
        raise refuse(Code.DESK_NOT_YOURS, who=agency(scope, party.partition("@")[0]))


def areas_where(user: User, scope: Scope, action: Action) -> list[str]:
    """Return the areas in which `user` may do `action` here, the widest first."""
    found = {
        grant.area if len(grant.area) > len(scope.kabupaten) else scope.kabupaten
        for grant in user.grants()
        if action in MAY[grant.role]
        and grant.election in ("", scope.election)
        and (is_in(grant.area, scope.kabupaten) or is_in(scope.kabupaten, grant.area))
    }
    return sorted(found, key=lambda area: (len(area), area))


def area_for(user: User, scope: Scope, action: Action) -> str:
    """Return the widest area in which `user` may do `action`, "" where there is none."""
    return next(iter(areas_where(user, scope, action)), "")


def next_number(model: type[Model], scope: Scope, **which: Any) -> int:
    """Return the number after the last one of this scope: one query."""
    rows = model._default_manager.filter(scope=scope, **which)
    return (rows.aggregate(last=Max("number"))["last"] or 0) + 1


def typed(request: HttpRequest) -> dict[str, str]:
    """Return what a form held, so that a refused one is shown again as it was filled in."""
    return {key: str(value)[:MOST_KEPT] for key, value in request.POST.items()}
