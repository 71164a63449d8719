"""Read arcs from a table (`.csv`, also `.gz`) that an office draws up: one row per stretch.

Columns, English or Indonesian, in any order; only `id`, `from`, `to` and `class` are needed
for a new stretch, and a point needs its coordinates in one row only:

    id, from, to, from_lat, from_lon, to_lat, to_lon, metres, class, surface, name, oneway,
    zone, tonnes, status, comment, source, reliability, verified_at, minutes_MODE

`minutes_MODE` (`menit_MODE`) is a surveyed time of one mode and wins over length and class.
A row that names an arc of the map it is read onto, without `from` and `to`, changes what it
fills in: a bridge reported closed, a time driven by a PPK. Length left empty is the beeline.
"""

import csv
import gzip
import io
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import isfinite
from pathlib import Path
from typing import Any, Final

from tepat.adapters.region_table import decoded
from tepat.core.election.regions import in_indonesia
from tepat.core.plan.instance.source import Source
from tepat.core.plan.instance.values import Arc, Node, Status
from tepat.core.plan.network.classes import road_of, surface_of
from tepat.core.plan.network.matrices import haversine
from tepat.core.plan.network.snapping import JOIN_M, added
from tepat.core.plan.network.tables import Roads, Shape
from tepat.core.problems import Code, Problem, refuse

LIMIT: Final = 256 * 2**20
"""Bytes, unpacked."""
COLUMNS: Final[Mapping[str, frozenset[str]]] = {
    "id": frozenset({"id", "ruas", "noruas"}),
    "from": frozenset({"from", "dari", "tail", "asal"}),
    "to": frozenset({"to", "ke", "head", "tujuan"}),
    "from_lat": frozenset({"fromlat", "darilintang", "darilat"}),
    "from_lon": frozenset({"fromlon", "daribujur", "darilon"}),
    "to_lat": frozenset({"tolat", "kelintang", "kelat"}),
    "to_lon": frozenset({"tolon", "kebujur", "kelon"}),
    "metres": frozenset({"metres", "meters", "meter", "panjangm", "panjang"}),
    "class": frozenset({"class", "kelas", "road"}),
    "surface": frozenset({"surface", "permukaan"}),
    "name": frozenset({"name", "nama"}),
    "oneway": frozenset({"oneway", "satuarah"}),
    "zone": frozenset({"zone", "zona"}),
    "tonnes": frozenset({"tonnes", "ton", "tonase"}),
    "status": frozenset({"status", "keadaan"}),
    "comment": frozenset({"comment", "catatan", "keterangan"}),
    "source": frozenset({"source", "sumber"}),
    "reliability": frozenset({"reliability", "keandalan"}),
    "verified_at": frozenset({"verifiedat", "diperiksa", "tanggal"}),
}
STATUSES: Final[Mapping[str, Status]] = {
    "operational": Status.OPERATIONAL,
    "lancar": Status.OPERATIONAL,
    "baik": Status.OPERATIONAL,
    "restricted": Status.RESTRICTED,
    "terbatas": Status.RESTRICTED,
    "not_operational": Status.CLOSED,
    "not operational": Status.CLOSED,
    "closed": Status.CLOSED,
    "putus": Status.CLOSED,
    "ditutup": Status.CLOSED,
}
SURE: Final = frozenset({"survey", "survei", "surveyed", "verified", "terverifikasi", "official"})
"""Words of `reliability` that make a row more than a guess."""
_YES: Final = frozenset({"yes", "ya", "true", "1"})
_MOST_METRES: Final = 2_000_000
_MOST_MINUTES: Final = 14 * 24 * 60
_LATITUDE: Final = ("derajat desimal di Indonesia", "decimal degrees in Indonesia")

_Cells = Mapping[str, str]


class _Wrong(Exception):
    """One cell that cannot be used: column, value, and what was wanted in two languages."""

    def __init__(self, column: str, value: str, wanted: tuple[str, str]) -> None:
        super().__init__(column)
        self.facts = {
            "column": column,
            "value": value,
            "wanted": wanted[0],
            "wanted_en": wanted[1],
        }

    def at(self, file: str, row: int) -> Problem:
        return Problem(Code.ROAD_ROW, {"file": file, "row": row, **self.facts})


def read_csv(path: Path, base: Roads | None = None, tolerance: float = JOIN_M) -> Roads:
    """Return the arcs of the table at `path`, on top of `base` where a map is given.

    A point within `tolerance` metres of a road of `base` lies on it.

    Every good row is kept, every bad one is a problem with file and row. Raises `Refused`
    where the file is no table of arcs at all.
    """
    arcs = {arc.id: arc for arc in base.arcs} if base else {}
    nodes = {node.id: node for node in base.nodes} if base else {}
    shapes: dict[str, Shape] = dict(base.shapes) if base else {}
    problems = list(base.problems) if base else []
    rows = list(_rows(path))
    problems += _take_nodes(path.name, rows, nodes)
    seen: dict[str, int] = {}
    for row, cells in rows:
        try:
            name = cells.get("id", "") or f"r{row}"
            if name in seen:
                wanted = f"bukan id baris {seen[name]}", f"not the id of row {seen[name]}"
                raise _Wrong("id", name, wanted)
            seen[name] = row
            known = arcs.get(name)
            arcs[name] = arc = _changed(known, cells) if known else _new(name, cells, nodes)
            if arc.tail != (known and known.tail) or arc.head != (known and known.head):
                ends = nodes[arc.tail], nodes[arc.head]
                shapes[name] = tuple((each.lat, each.lon) for each in ends)
        except _Wrong as wrong:
            problems.append(wrong.at(path.name, row))
    if not seen or not arcs:
        raise refuse(Code.ROADS_EMPTY, file=path.name)
    used = {end for arc in arcs.values() for end in (arc.tail, arc.head)}
    kept = tuple(node for node in nodes.values() if node.id in used)
    if base is None:
        return Roads(kept, tuple(arcs.values()), shapes, tuple(problems), Source(path.name))
    old = {arc.id for arc in base.arcs}
    changed = base._replace(
        arcs=tuple(arc for arc in arcs.values() if arc.id in old), problems=tuple(problems)
    )
    new = tuple(arc for arc in arcs.values() if arc.id not in old)
    drawn = {arc.id: shapes[arc.id] for arc in new}
    return added(changed, Roads(kept, new, drawn), tolerance)


def _take_nodes(name: str, rows: list[tuple[int, _Cells]], nodes: dict[str, Node]) -> list[Problem]:
    """Add each point that a row gives coordinates for; the first to give them wins."""
    problems = []
    for row, cells in rows:
        for end in ("from", "to"):
            point, lat, lon = (cells.get(each, "") for each in (end, f"{end}_lat", f"{end}_lon"))
            if not point or point in nodes or not (lat or lon):
                continue
            try:
                nodes[point] = Node(point, *_degrees(end, lat, lon))
            except _Wrong as wrong:
                problems.append(wrong.at(name, row))
    return problems


def _degrees(end: str, lat: str, lon: str) -> tuple[float, float]:
    try:
        point = float(lat.replace(",", ".")), float(lon.replace(",", "."))
    except ValueError:
        raise _Wrong(f"{end}_lat", f"{lat}; {lon}", _LATITUDE) from None
    if not (isfinite(point[0]) and isfinite(point[1]) and in_indonesia(*point)):
        raise _Wrong(f"{end}_lat", f"{lat}; {lon}", _LATITUDE)
    return point


def _new(name: str, cells: _Cells, nodes: Mapping[str, Node]) -> Arc:
    ends = []
    for column in ("from", "to"):
        point = cells.get(column, "")
        if point not in nodes:
            raise _Wrong(column, point, ("titik yang ada koordinatnya", "a point with coordinates"))
        ends.append(nodes[point])
    if ends[0] is ends[1]:
        raise _Wrong("to", ends[1].id, ("titik lain dari asalnya", "another point than its start"))
    beeline = max(1, round(haversine(*((each.lat, each.lon) for each in ends))))
    arc = Arc(name, ends[0].id, ends[1].id, beeline, _class(cells), source=Source())
    return _changed(arc, {**cells, "from": "", "to": ""})


def _changed(arc: Arc, cells: _Cells) -> Arc:
    """Return `arc` with what the row fills in."""
    new: dict[str, Any] = {}
    if (
        cells.get("from")
        and cells.get("to")
        and (cells["from"], cells["to"])
        != (
            arc.tail,
            arc.head,
        )
    ):
        ends = f"{cells['from']} - {cells['to']}"
        raise _Wrong("from", ends, (f"{arc.tail} - {arc.head}", f"{arc.tail} - {arc.head}"))
    if cells.get("metres"):
        new["metres"] = _whole("metres", cells["metres"], _MOST_METRES)
    if cells.get("class"):
        new["road"] = _class(cells)
    if cells.get("surface"):
        new["surface"] = surface_of(cells["surface"])
    if cells.get("tonnes"):
        new["tonnes"] = _whole("tonnes", cells["tonnes"], 1_000, scale=10) / 10
    if cells.get("oneway"):
        new["oneway"] = cells["oneway"].lower() in _YES
    if status := cells.get("status", "").lower():
        if status not in STATUSES:
            words = " / ".join(("operational", "restricted", "not_operational"))
            raise _Wrong("status", status, (words, words))
        new["status"] = STATUSES[status]
    new |= {each: cells[each] for each in ("name", "zone", "comment") if cells.get(each)}
    surveyed = {
        column.removeprefix("minutes_"): _whole(column, value, _MOST_MINUTES)
        for column, value in cells.items()
        if column.startswith("minutes_") and value
    }
    if surveyed:
        new["minutes"] = {**arc.minutes, **surveyed}
    if any(cells.get(each) for each in ("source", "reliability", "verified_at")):
        sure = cells.get("reliability", "").lower()
        new["source"] = Source(
            cells.get("source", ""), cells.get("verified_at", ""), sure not in SURE, sure
        )
    return replace(arc, **new)


def _class(cells: _Cells) -> str:
    word = cells.get("class", "")
    road = road_of(word)
    if not road:
        raise _Wrong("class", word, ("kelas jalan yang dikenal", "a known class of road"))
    return road


def _whole(column: str, text: str, most: int, scale: int = 1) -> int:
    """Return `text` times `scale` as a whole number above 0."""
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        number = -1.0
    if not 0 < number <= most:
        wanted = f"angka di atas 0 sampai {most}", f"a number above 0, at most {most}"
        raise _Wrong(column, text, wanted)
    return max(1, round(number * scale))


def _rows(path: Path) -> Iterator[tuple[int, _Cells]]:
    text = _text(path)
    first = text.partition("\n")[0]
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t|", key=first.count))
    head = next(lines, [])
    columns = {at: name for at, word in enumerate(head) if (name := _column(word))}
    for needed in ("id", "from", "to", "class"):
        if needed not in columns.values() and not {"id", "status"} <= set(columns.values()):
            raise refuse(Code.COLUMN_MISSING, sheet=path.name, column=needed)
    for row, cells in enumerate(lines, start=2):
        if any(cell.strip() for cell in cells):
            yield row, {name: cells[at].strip() for at, name in columns.items() if at < len(cells)}


def _column(word: str) -> str:
    if found := re.fullmatch(r"(?:minutes|menit)[ _](\w+)", word.strip().lower()):
        return f"minutes_{found[1]}"
    plain = re.sub(r"[\W_]+", "", word).lower()
    return next((name for name, spellings in COLUMNS.items() if plain in spellings), "")


def _text(path: Path) -> str:
    if not path.is_file():
        raise refuse(Code.FILE_MISSING, file=path.name)
    try:
        with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as file:
            raw = file.read(LIMIT + 1)
    except (OSError, EOFError, zlib.error) as broken:
        raise refuse(Code.ROADS_BROKEN, file=path.name, value=str(broken)) from broken
    if len(raw) > LIMIT:
        raise refuse(Code.ROADS_BROKEN, file=path.name, value=f"> {LIMIT >> 20} MB")
    if not raw.strip():
        raise refuse(Code.ROADS_EMPTY, file=path.name)
    return decoded(raw)
