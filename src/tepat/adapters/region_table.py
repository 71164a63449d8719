"""Read a table of regions (csv or csv.gz), as offices and repositories publish them.

Delimiter, encoding and header words vary; codes come with or without dots. Every good
row is kept, every bad one is named by its row, value and reason. Level and parent
follow from the code (Kemendagri's codes nest), so columns that repeat them are read
past.
"""

import csv
import gzip
import io
import re
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from tepat.core.election.regions import (
    Provenance,
    in_indonesia,
    kind_of,
    normal_code,
    parent_of,
)
from tepat.core.problems import Code, Problem, refuse

LIMIT: Final = 64 * 2**20
"""Bytes, unpacked. The whole nation with every column is 8 MB."""

HEADERS: Final[dict[str, frozenset[str]]] = {
    "code": frozenset({"code", "kode", "kodewilayah", "kodekemendagri", "kodedesa", "kdwil"}),
    "name": frozenset({"name", "nama", "namawilayah", "wilayah"}),
    "kind": frozenset({"kind", "jenis", "tipe", "status"}),
    "lat": frozenset({"lat", "latitude", "lintang", "y"}),
    "lon": frozenset({"lon", "lng", "long", "longitude", "bujur", "x"}),
    "inside": frozenset({"pointinside", "titikdidalam"}),
    "provenance": frozenset({"provenance", "asaltitik", "sumbertitik"}),
}
_KINDS: Final = frozenset(
    {"provinsi", "kabupaten", "kota", "kecamatan", "distrik", "desa", "kelurahan"}
)
_PROVENANCE: Final = {
    "surveyed": Provenance.SURVEYED,
    "survei": Provenance.SURVEYED,
    "disurvei": Provenance.SURVEYED,
    "learned": Provenance.LEARNED,
    "village_office": Provenance.VILLAGE_OFFICE,
    "kantor desa": Provenance.VILLAGE_OFFICE,
}


class RegionRow(NamedTuple):
    """One region as a table gives it. `lat` and `lon` are None where it has no point."""

    code: str
    name: str
    kind: str
    lat: float | None
    lon: float | None
    provenance: str
    inside: bool
    """False where the publisher says that the point lies outside the region's outline."""


class RegionTable(NamedTuple):
    """What could be read, what could not, and how many rows there were."""

    rows: list[RegionRow]
    problems: list[Problem]
    read: int
    has_points: bool


def read_region_table(path: Path) -> RegionTable:
    """Return the regions in the file at `path`.

    Raises `Refused` where the file is no table of regions at all: wrong type, empty,
    too large, or without a column for code or name.
    """
    return read_region_text(_text(path), path.name)


def read_region_text(text: str, name: str) -> RegionTable:
    """Return the regions in `text`, a table as a file or a pasted sheet holds it.

    `name` is only for the sentences. Raises `Refused` as `read_region_table` does.
    """
    if not text.strip():
        raise refuse(Code.FILE_EMPTY, file=name)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    columns, first = _columns(name, lines)
    table = RegionTable([], [], 0, "lat" in columns and "lon" in columns)
    seen: dict[str, int] = {}
    read = 0
    for number, cells in enumerate(lines, start=first + 1):
        if not any(cells):
            continue
        read += 1
        _take(table, columns, cells, number, seen)
    return table._replace(read=read)


def _take(
    table: RegionTable,
    columns: Mapping[str, int],
    cells: list[str],
    number: int,
    seen: dict[str, int],
) -> None:
    def cell(column: str) -> str:
        at = columns.get(column, -1)
        return cells[at].strip() if 0 <= at < len(cells) else ""

    def problem(code: Code, **facts: str | int) -> None:
        table.problems.append(Problem(code, {"row": number, **facts}))

    code = normal_code(cell("code"))
    if code is None:
        problem(Code.REGION_CODE, value=cell("code"))
        return
    name = " ".join(cell("name").split())
    if not name or len(name) > 100:
        problem(Code.REGION_NAME, value=code)
        return
    if code in seen:
        problem(Code.REGION_TWICE, value=code, first_row=seen[code])
        return
    seen[code] = number
    lat, lon = _degrees(cell("lat")), _degrees(cell("lon"))
    given = cell("lat") or cell("lon")
    if given and (lat is None or lon is None or not in_indonesia(lat, lon)):
        problem(Code.POINT_OUTSIDE, value=f"{code} ({cell('lat')}; {cell('lon')})")
        lat = lon = None
    if lat is None or lon is None:
        lat = lon = None
    provenance = _PROVENANCE.get(cell("provenance").lower(), Provenance.CENTROID)
    kind = cell("kind").lower()
    table.rows.append(
        RegionRow(
            code,
            name,
            kind if kind in _KINDS else kind_of(code),
            lat,
            lon,
            provenance.value if lat is not None else "",
            cell("inside").lower() not in {"0", "false", "tidak"},
        )
    )


def missing_parents(table: RegionTable, known: frozenset[str]) -> list[Problem]:
    """Return a problem for each parent that is neither in the table nor `known`, once.

    A kabupaten's own table rarely carries its provinsi, so provinsi are not asked for.
    """
    here = {row.code for row in table.rows} | known
    found: dict[str, str] = {}
    for row in table.rows:
        parent = parent_of(row.code)
        if len(parent) > 2 and parent not in here:
            found.setdefault(parent, row.code)
    return [
        Problem(Code.REGION_PARENT, {"parent": parent, "value": child})
        for parent, child in sorted(found.items())
    ]


def _text(path: Path) -> str:
    names = [suffix.lower() for suffix in path.suffixes]
    if not names or names[-1] not in {".csv", ".txt", ".tsv", ".gz"}:
        raise refuse(Code.REGION_FILE, file=path.name, value="bukan csv atau csv.gz")
    try:
        with gzip.open(path, "rb") if names[-1] == ".gz" else path.open("rb") as file:
            raw = file.read(LIMIT + 1)
    except (OSError, EOFError, zlib.error) as broken:
        raise refuse(Code.REGION_FILE, file=path.name, value=str(broken)) from broken
    if len(raw) > LIMIT:
        raise refuse(Code.REGION_FILE, file=path.name, value=f"lebih dari {LIMIT >> 20} MB")
    return decoded(raw)


def decoded(raw: bytes) -> str:
    """Return `raw` as text: UTF-8 or UTF-16 by their marks, else the code page of Excel."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    head = next((line for line in text.splitlines() if line.strip(" ,;\t|")), "")
    return max(",;\t|", key=head.count)


def _columns(name: str, lines: Iterator[list[str]]) -> tuple[dict[str, int], int]:
    """Return which column holds what, and the number of the header row: one of the first ten."""
    best: dict[str, int] = {}
    for number, cells in zip(range(1, 11), lines, strict=False):
        words = [re.sub(r"[\W_]+", "", cell).lower() for cell in cells]
        found = {
            column: at
            for column, spellings in HEADERS.items()
            if (at := next((i for i, word in enumerate(words) if word in spellings), -1)) >= 0
        }
        if "code" in found and "name" in found:
            return found, number
        best = found if len(found) > len(best) else best
    missing = ", ".join(column for column in ("code", "name") if column not in best)
    raise refuse(Code.COLUMN_MISSING, sheet=name, column=missing)


def _degrees(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None
