"""The overview: where the preparation stands, and what to do next."""

from bisect import bisect_left
from typing import NamedTuple, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from tepat.core.election.catalogue import Election
from tepat.core.watch.next_steps import Step, next_steps
from tepat.server import clock
from tepat.server.desk.links import link
from tepat.server.desk.words import language, number
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import allows, desk_page
from tepat.server.keeping import opening
from tepat.server.move.models import Shipment
from tepat.server.move.packing.words import Names
from tepat.server.problems import say
from tepat.server.watch.overview import queries
from tepat.server.watch.overview.countdown import Countdown, Stage, countdown
from tepat.server.watch.overview.map import Area, Drawing
from tepat.server.watch.overview.words import WORDS

ROOMS = (
    "map",
    "tps_list",
    "regions",
    "needs",
    "stock",
    "packing",
    "packages",
    "seals",
    "shipments",
    "documents",
)


class StepRow(NamedTuple):
    """One thing to do, as the page shows it."""

    title: str
    text: str
    owner: str
    href: str
    button: str
    mine: bool
    due: Stage | None


class Shape(NamedTuple):
    """One filled outline with what the page says about it."""

    area: Area
    tint: str
    title: str
    number: int
    href: str


@desk_page()
def overview(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Counts that open their pages, the map, the next steps, and the kecamatan."""
    election = election_of(scope)
    at = countdown(election, scope.zone, clock.now(), language())
    found = queries.figures(scope, at.today)
    state = queries.progress(scope, at.today)
    drawing = queries.drawing(scope, found.kecamatan_names)
    steps = next_steps(queries.preparation(found, state, election))
    leaving = queries.departures(scope, cast(User, request.user), queries.leaving(scope))
    context = {
        "leaving": leaving,
        "leaving_rows": _leaving(leaving, election, scope),
        "owed": state.owed[: queries.MOST_ROWS],
        "owed_late": [say(row.late) for row in state.owed if row.late],
        "countdown": at,
        "election": election,
        "election_name": election.name.say(language()),
        "found": found,
        "state": state,
        "doors": _doors(scope),
        "steps": _rows(steps, scope, cast(User, request.user), at),
        "map": drawing,
        "shapes": _shapes(drawing, found, state, scope),
        "packing_begun": state.has_begun,
        "rows": queries.kecamatan_rows(found, state),
        "items": len(election.items),
        "items_unset": queries.items_unset(election),
    }
    return render(request, "watch/overview.html", context)


def _doors(scope: Scope) -> dict[str, str]:
    """Addresses of the rooms that this installation has: a number without one is not shown."""
    doors = {}
    for name in ROOMS:
        if door := address_of(name, scope):
            doors[name] = door
    return doors


def _leaving(
    leaving: queries.Departures, election: Election, scope: Scope
) -> list[tuple[Shipment, str, str]]:
    """Each load with the name of its destination and the address of its page: one query."""
    places = [row.destination.partition(":")[0] for row in leaving.rows]
    names = Names(election, places)
    here = (scope.election, scope.kabupaten)
    return [
        (row, names.place(place), reverse("shipment", args=[*here, row.code]))
        for row, place in zip(leaving.rows, places, strict=True)
    ]


def address_of(name: str, scope: Scope) -> str:
    return link(name, scope.election, scope.kabupaten)


def _rows(steps: list[Step], scope: Scope, user: User, at: Countdown) -> list[StepRow]:
    stages = {stage.code: stage for stage in at.stages}
    rows = []
    for step in steps:
        words = WORDS[step.do]
        facts = {"count": number(step.count), "of": number(step.of)}
        rows.append(
            StepRow(
                gettext(words.title).format(**facts),
                gettext(words.text).format(**facts),
                gettext(words.owner),
                address_of(words.url, scope) if opening.leads_to(user, scope, words.url) else "",
                gettext(words.button),
                allows(user, words.action, scope),
                stages.get(step.deadline),
            )
        )
    return rows


def _shapes(
    drawing: Drawing | None, found: queries.Figures, state: queries.Progress, scope: Scope
) -> list[Shape]:
    if drawing is None:
        return []
    rows = {row.code: row for row in (*found.desa, *found.kecamatan, found.total)}
    steps = _steps([rows[area.code].tps for area in drawing.areas if area.code in rows])
    regions = address_of("regions", scope)
    shapes = []
    for area in drawing.areas:
        row = rows.get(area.code) or queries.Row(area.code, area.code)
        boxes = state.in_area(area.code)
        tint = (
            queries.tint(boxes)
            if state.has_begun
            else f"m-{bisect_left(steps, row.tps) + 1 if row.tps else 0}"
        )
        title = gettext("{name}: {tps} TPS, {voters} voters").format(
            name=row.name, tps=number(row.tps), voters=number(row.voters)
        )
        if boxes.total:
            title += gettext(", {sealed} of {total} boxes sealed").format(
                sealed=number(boxes.sealed), total=number(boxes.total)
            )
        shapes.append(Shape(area, tint, title, row.tps, f"{regions}#{area.code}"))
    return shapes


def _steps(counts: list[int]) -> list[int]:
    """Return four counts that part the areas into five tints of about equal number.

    >>> _steps([0, 1, 1, 2, 2, 3, 3, 4, 9, 40])
    [1, 2, 3, 9]
    """
    some = sorted(count for count in counts if count)
    return [some[len(some) * part // 5] for part in (1, 2, 3, 4)] if some else []
