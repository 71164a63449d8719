"""What lies over the map of the board: warned ground, closed roads, open problems."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, NamedTuple

from django.utils.translation import gettext

from tepat.core.problems import Refused
from tepat.core.watch.alerts.kinds import Kind
from tepat.core.watch.alerts.situation import Closure
from tepat.server.desk.links import link
from tepat.server.desk.words import language, moment
from tepat.server.election.models import Scope, User
from tepat.server.plan.schedule import queries as plans
from tepat.server.plan.schedule import store
from tepat.server.watch.alerts import queries as alerts
from tepat.server.watch.alerts import weather
from tepat.server.watch.board.chart import Mark, Point
from tepat.server.watch.incidents.agreed import agreed
from tepat.server.watch.models import Incident
from tepat.server.watch.overview.map import Drawing

MOST: Final = 60
"""Open problems that are drawn; the room of problems lists all."""
_WEATHER: Final = Kind.HAZARD.value


class Line(NamedTuple):
    """One danger in words: what, where it reaches, who says so and until when."""

    icon: str
    title: str
    text: str
    source: str
    href: str


class Dangers(NamedTuple):
    """Dangers in words, and drawn: outlines of warned ground, and marks. The same for everybody."""

    lines: list[Line]
    waters: list[str]
    """A path for each outline of a warning."""
    marks: list[Mark]


def dangers(
    scope: Scope, sheet: Drawing | None, points: Mapping[str, Point], now: datetime
) -> Dangers:
    """Return what threatens now, without the words of the weather (`weather_lines`).

    Some five queries, however much it is.
    """
    shelf = weather.shelf_of(scope)
    source = plans.current_input(scope)
    source_hash = source.hash if source else ""
    warned = weather.warnings_of(shelf, now)
    closed = weather.closures_of(shelf, source_hash, now)
    lines = [_road(scope, each) for each in closed]
    if sheet is None:
        return Dangers(lines, [], [])
    rings = [ring for _, event in warned for ring in event.areas]
    waters = [_path([sheet.place(*corner) for corner in ring]) for ring in rings if len(ring) > 2]
    return Dangers(
        lines, waters, [*_closed(sheet, closed, source_hash), *_problems(scope, sheet, points)]
    )


def weather_lines(user: User, now: datetime, every: alerts.Calling) -> list[Line]:
    """The warnings as the alerts count them: over how many desa and TPS, until when.

    As `user` may read them, because they may name a load and by when it leaves.
    """
    rows = [row for row in every.rows if row.kind == _WEATHER]
    found = alerts.rows_of(rows, user, now, every.limits, every.names)
    return [Line("perhatian", row.text, row.more, "", row.href) for row in found]


def _road(scope: Scope, closed: Closure) -> Line:
    said = gettext("Closed since %(when)s.") % {"when": moment(closed.since, scope.zone)}
    href = link("schedule", scope.election, scope.kabupaten)
    title = gettext("%(road)s is closed") % {"road": closed.name}
    return Line("tidak", title, said, closed.by, href)


def _closed(sheet: Drawing, closed: list[Closure], source: str) -> list[Mark]:
    """A mark in the middle of each closed road whose ends have a point."""
    if not closed:
        return []
    try:
        instance = store.instance_of(source)
    except Refused:
        return []
    nodes = {node.id: node for node in instance.nodes}
    arcs = {arc.id: arc for arc in instance.arcs}
    found = []
    for each in closed:
        for name in sorted(each.arcs):
            arc = arcs.get(name)
            if arc is None or arc.tail not in nodes or arc.head not in nodes:
                continue
            tail, head = nodes[arc.tail], nodes[arc.head]
            at = sheet.place((tail.lat + head.lat) / 2, (tail.lon + head.lon) / 2)
            title = gettext("%(road)s is closed") % {"road": each.name}
            found.append(Mark("closed", *at, title))
            break
    return found


def _problems(scope: Scope, sheet: Drawing, points: Mapping[str, Point]) -> list[Mark]:
    """A mark with its number for each open problem of a kecamatan or nearer: one query."""
    book = agreed(scope).book
    rows = Incident.objects.filter(scope=scope, closed_at=None).order_by("number")
    found, taken = [], dict[tuple[float, float], int]()
    for row in rows[:MOST]:
        code = row.place.partition(":")[0].partition("-")[0]
        point = points.get(code)
        if len(code) < 8 or point is None or point.lat is None or point.lon is None:
            continue
        at = sheet.place(point.lat, point.lon)
        aside = 15 * taken.setdefault(at, 0)
        taken[at] += 1
        title = f"{row.number}: {row.title or book.kind(row.kind).name.say(language())}"
        href = link("incident", scope.election, scope.kabupaten, row.number)
        found.append(Mark("problem", at[0] - 12, at[1] + aside, title, row.number, href))
    return found


def _path(corners: list[tuple[float, float]]) -> str:
    """The outline of one polygon as an SVG path."""
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in corners) + "Z"
