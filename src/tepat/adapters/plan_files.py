"""Which kind of file a plan is given, found by what stands in it: names lie, contents do not.

A new kind is a row in `KINDS` and a reader.
"""

import csv
import gzip
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tepat.adapters import blocked_table, report_table, roads_csv, times_table
from tepat.adapters.region_table import decoded
from tepat.core.problems import Code, refuse

HEAD: Final = 256 * 1024
"""Bytes that are looked at, unpacked."""
MAP, TIMES, HAZARD = "map", "times", "hazard"
"""What a file is for: roads, travel times, or what may close them."""


@dataclass(frozen=True, slots=True)
class FileKind:
    """One kind of file: what it is for, how people call it, and whether a beginning is of it."""

    id: str
    use: str
    title_id: str
    title_en: str
    fits: Callable[[bytes], bool]


def _table(columns: dict[str, frozenset[str]], *needed: str) -> Callable[[bytes], bool]:
    """Return whether the first row of a table names these columns."""

    def fits(head: bytes) -> bool:
        if head.lstrip()[:1] in (b"<", b"{", b"["):
            return False
        first = decoded(head).partition("\n")[0]
        cells = next(csv.reader([first], delimiter=max(",;\t|", key=first.count)), [])
        words = {re.sub(r"[\W_]+", "", cell).lower() for cell in cells}
        return all(columns[each] & words for each in needed)

    return fits


def _holds(pattern: str) -> Callable[[bytes], bool]:
    wanted = re.compile(pattern.encode())
    return lambda head: wanted.search(head) is not None


def _alert(head: bytes) -> bool:
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


KINDS: Final = (
    FileKind(
        "pbf",
        MAP,
        "peta OpenStreetMap (.osm.pbf)",
        "OpenStreetMap extract (.osm.pbf)",
        lambda head: b"OSMHeader" in head[:64],
    ),
    FileKind("alert", HAZARD, "peringatan dini BMKG (CAP)", "BMKG alert (CAP)", _alert),
    FileKind(
        "forecast",
        HAZARD,
        "prakiraan cuaca BMKG",
        "BMKG forecast",
        _holds(r'"(cuaca|lokasi)"\s*:'),
    ),
    FileKind(
        "roads",
        MAP,
        "garis jalan (GeoJSON)",
        "roads as lines (GeoJSON)",
        _holds(r'"type"\s*:\s*"(Multi)?LineString"'),
    ),
    FileKind(
        "history",
        HAZARD,
        "poligon banjir (GeoJSON)",
        "flood polygons (GeoJSON)",
        _holds(r'"type"\s*:\s*"(Multi)?Polygon"'),
    ),
    FileKind(
        "reports",
        HAZARD,
        "laporan jalan, sungai, laut, pasang (CSV)",
        "reports on roads, rivers, sea, tide (CSV)",
        _table(dict(report_table.COLUMNS), *report_table.NEEDED),
    ),
    FileKind(
        "blocked",
        HAZARD,
        "jam tutup tempat (CSV)",
        "hours in which places take nothing (CSV)",
        _table(dict(blocked_table.COLUMNS), *blocked_table.NEEDED),
    ),
    FileKind(
        "times",
        TIMES,
        "waktu tempuh hasil survei (CSV)",
        "surveyed travel times (CSV)",
        _table(dict(times_table.COLUMNS), *times_table.NEEDED),
    ),
    FileKind(
        "table",
        MAP,
        "tabel ruas jalan (CSV)",
        "table of roads (CSV)",
        lambda head: (
            _table(dict(roads_csv.COLUMNS), "id", "from", "to", "class")(head)
            or _table(dict(roads_csv.COLUMNS), "id", "status")(head)
        ),
    ),
)
KIND_BY_ID: Final = {kind.id: kind for kind in KINDS}


def kind_of(path: Path, *uses: str) -> FileKind:
    """Return the kind of the file at `path`, one that serves one of `uses`.

    Raises `Refused` with what is taken where it is none of them.
    """
    head = _head(path)
    if not head.strip():
        raise refuse(Code.FILE_EMPTY, file=path.name)
    found = next((kind for kind in KINDS if kind.fits(head)), None)
    if found is None and path.name.lower().endswith(".pbf") and MAP in uses:
        found = KIND_BY_ID["pbf"]  # its reader says what is broken
    taken = [kind for kind in KINDS if kind.use in uses]
    if found is None:
        raise refuse(
            Code.PLAN_FILE_KIND,
            file=path.name,
            taken=", ".join(kind.title_id for kind in taken),
            taken_en=", ".join(kind.title_en for kind in taken),
        )
    if found not in taken:
        raise refuse(
            Code.PLAN_FILE_ELSEWHERE,
            file=path.name,
            kind=found.title_id,
            kind_en=found.title_en,
            command=f"tepat plan {'hazard' if found.use == HAZARD else 'map'} add",
        )
    return found


def _head(path: Path) -> bytes:
    if not path.is_file():
        raise refuse(Code.FILE_MISSING, file=path.name)
    with path.open("rb") as file:
        start = file.read(HEAD)
    if not start.startswith(b"\x1f\x8b"):
        return start
    try:
        with gzip.open(path, "rb") as packed:
            return packed.read(HEAD)
    except (OSError, EOFError, zlib.error) as broken:
        raise refuse(Code.FILE_BROKEN, file=path.name) from broken
