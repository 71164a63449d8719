"""The map of the board: how each desa stands, and what must be seen on top of it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from tepat.core.watch.hearing import Hearing
from tepat.core.watch.indicators import Counts
from tepat.server.election.models import Scope
from tepat.server.watch.board.moves import Move
from tepat.server.watch.board.queries import Board
from tepat.server.watch.board.rows import AreaRow, title_of, tps_list, worst
from tepat.server.watch.overview.map import Area, Drawing
from tepat.server.watch.overview.outlines import XY


class Shape(NamedTuple):
    """One area in the colour of its worst TPS."""

    area: Area
    state: str
    title: str
    href: str
    is_silent: bool


class Mark(NamedTuple):
    """A small drawing at a place: `kind` is store, unfit, load, closed (a road) or problem."""

    kind: str
    x: float
    y: float
    title: str
    number: int | None = None
    href: str = ""


class Point(NamedTuple):
    """A region with its point, as far as somebody knows it."""

    name: str
    lat: float | None
    lon: float | None


def shapes(
    drawing: Drawing, board: Board, names: Mapping[str, str], rows: Sequence[AreaRow], scope: Scope
) -> list[Shape]:
    """Return every area of the drawing, desa where there are outlines of desa."""
    by_area: dict[str, Counts] = {**board.by_kecamatan, **board.by_desa}
    soon = board.soon_by(board.desa) + board.soon_by(board.kecamatan)
    silent = {row.code for row in rows if row.hearing is Hearing.SILENT}
    found = []
    for area in drawing.areas:
        counts = by_area.get(area.code)
        state = worst(counts, soon[area.code]) if counts else "0"
        name = names.get(area.code, area.code)
        title = title_of(name, counts, soon[area.code]) if counts else name
        href = tps_list(scope, area.code)
        found.append(Shape(area, state, title, href, area.code[:8] in silent))
    return found


def store_marks(drawing: Drawing, points: Mapping[str, Point], unfit: Iterable[str]) -> list[Mark]:
    """Return the stores that stand on the map: at PPK, and the unfit ones."""
    bad = {place.partition(":")[0] for place in unfit}
    found = []
    for code, point in points.items():
        at = _at(drawing, point)
        if at is None or (len(code) != 8 and code not in bad):
            continue
        found.append(Mark("unfit" if code in bad else "store", *at, point.name))
    return found


def load_marks(drawing: Drawing, points: Mapping[str, Point], moves: Iterable[Move]) -> list[Mark]:
    """Return the loads on their way, each where it goes, as far as a point is known."""
    found = []
    taken: dict[XY, int] = {}
    for move in moves:
        code = move.load.destination.partition(":")[0].partition("-")[0]
        at = _at(drawing, points.get(code))
        if move.number is None or at is None:
            continue
        aside = 16 * taken.setdefault(at, 0)
        taken[at] += 1
        title = f"{move.origin} - {move.destination}"
        found.append(Mark("load", at[0] + aside, at[1], title, move.number))
    return found


def _at(drawing: Drawing, point: Point | None) -> XY | None:
    if point is None or point.lat is None or point.lon is None:
        return None
    return drawing.place(point.lat, point.lon)
