"""One page for all loads beyond: which load still ends at its first store, and when it goes on."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from tepat.core.election.roles import Action
from tepat.server import clock
from tepat.server.desk.words import number
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import allows, desk_page
from tepat.server.move.models import Shipment
from tepat.server.move.packing.words import Names
from tepat.server.move.shipments import queries, reporting, services, sight
from tepat.server.move.shipments.words import place_words
from tepat.server.typed import moment

LEAVING: Final = {8: "from_ppk", 13: "from_pps"}
"""Fields of the forms for loads beyond, by how many letters the code of their area has."""
HOURS: Final = {8: "08:00", 13: "13:00"}
"""When they usually leave, the day before the vote."""
AFTER: Final = timedelta(hours=2)
"""A load that leaves late itself goes on so long afterwards at the earliest, as first offered."""
_TYPED: Final = "%Y-%m-%dT%H:%M"


@desk_page(Action.MAKE_SHIPMENT)
def shipments_beyond(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Every load from which something is still missing on the way to the TPS, in one form."""
    rows = list(queries.first_legs(scope))
    left = services.not_gone_on(scope, rows)
    shown = sight.blanked([row for row in rows if row.pk in left], cast(User, request.user), scope)
    names = Names(election_of(scope), [row.destination.partition(":")[0] for row in shown])
    context = {
        "rows": [
            {
                "row": row,
                "to": place_words(names, row.destination),
                "left": left[row.pk],
                "hours": _offered(scope, row),
            }
            for row in shown
        ],
        "all": sum(left.values()),
        "usual": usual(scope),
    }
    return render(request, "move/shipments_beyond.html", context)


@require_POST
@desk_page(Action.MAKE_SHIPMENT)
def shipments_go_on(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Make all loads beyond of the chosen loads in one go, or none where one may not be made."""
    chosen = set(request.POST.getlist("load"))
    rows = [row for row in queries.first_legs(scope) if row.code in chosen]
    wanted = [(row, hours_of(request.POST, scope, f":{row.code}")) for row in rows]
    made = reporting.go_on(wanted, cast(User, request.user).account, clock.now())
    told = ngettext("%(n)s load beyond is ready.", "%(n)s loads beyond are ready.", len(made))
    messages.success(request, told % {"n": number(len(made))})
    return redirect("shipments", scope.election, scope.kabupaten)


def hours_of(form: Mapping[str, str], scope: Scope, end: str = "") -> services.Hours:
    """Return when loads beyond leave, from the fields whose names end so.

    Raises `Refused` for what is no hour.
    """
    return {
        digits: moment(form.get(field + end, ""), scope.zone, gettext("Departs"))
        for digits, field in LEAVING.items()
    }


def usual(scope: Scope) -> dict[str, str]:
    """Return when loads beyond usually leave, by field, as an input of a browser takes it."""
    day = election_of(scope).voting_day
    return {
        field: f"{day - timedelta(days=1)}T{HOURS[digits]}" if day else ""
        for digits, field in LEAVING.items()
    }


def missing_of(request: HttpRequest, scope: Scope, rows: list[Shipment]) -> int:
    """Return how many loads beyond nobody has made, to whoever makes them; 0 to others."""
    if not allows(cast(User, request.user), Action.MAKE_SHIPMENT, scope):
        return 0
    return sum(services.not_gone_on(scope, rows).values())


def _offered(scope: Scope, row: Shipment) -> list[tuple[str, str]]:
    """Return the fields of one load with the hours that are offered first; no hour of its past."""
    earliest: datetime | None = row.departs_at
    found: list[tuple[str, Any]] = []
    length = len(row.destination.partition(":")[0])
    for digits, field in LEAVING.items():
        value = usual(scope)[field] if digits >= length else ""
        if value and earliest is not None:
            earliest += AFTER
            value = max(value, earliest.astimezone(ZoneInfo(scope.zone)).strftime(_TYPED))
        found.append((field if digits >= length else "", value))
    return found
