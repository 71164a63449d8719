"""Read the TPS of desa, with points where known, from a table (`.csv`) of the office.

Columns, Indonesian or English, in any order: `desa` (its code) and `tps` (its number), or
`kode` (of the TPS); where known `kotak`, `nama`, `lintang` and `bujur`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tepat.adapters.office_csv import columns_and_rows
from tepat.core.election.regions import in_indonesia, normal_code, split_tps, tps_code
from tepat.core.plan.instance.values import Desa
from tepat.core.plan.last_mile.lists import loads_of
from tepat.core.plan.last_mile.values import Point, TpsLoad
from tepat.core.problems import Code, Fact, Problem, refuse

LIMIT: Final = 64 * 2**20
LARGEST: Final = 999
COLUMNS: Final[Mapping[str, frozenset[str]]] = {
    "code": frozenset({"kode", "code", "kode tps", "kode_tps"}),
    "desa": frozenset({"desa", "kode desa", "kode_desa"}),
    "number": frozenset({"tps", "nomor", "number", "nomor tps", "no tps"}),
    "boxes": frozenset({"kotak", "boxes"}),
    "name": frozenset({"nama", "name", "lokasi", "alamat"}),
    "lat": frozenset({"lat", "lintang", "latitude"}),
    "lon": frozenset({"lon", "bujur", "longitude", "lng"}),
}


@dataclass(frozen=True, slots=True)
class _Row:
    desa: str
    number: int
    boxes: int
    name: str
    point: Point | None


def read_tps(
    path: Path, desa: Mapping[str, Desa]
) -> tuple[dict[str, tuple[TpsLoad, ...]], list[Problem]]:
    """Return the TPS of each of `desa` that the table has, and the rows that are none of them.

    Boxes that no row says are those of the desa in equal shares. A point outside Indonesia
    is no point. Raises `Refused` where the file is no such table.
    """
    columns, lines = columns_and_rows(path, COLUMNS, LIMIT)
    if "code" not in columns and not {"desa", "number"} <= columns:
        raise refuse(Code.COLUMN_MISSING, sheet=path.name, column="desa")
    found: dict[str, dict[int, _Row]] = {}
    problems: list[Problem] = []
    for line, said in lines:
        row = _row(said)
        if row and row.desa in desa and row.number not in found.get(row.desa, {}):
            found.setdefault(row.desa, {})[row.number] = row
            continue
        value = " ".join(filter(None, (said.get(key) for key in ("code", "desa", "number"))))
        facts: dict[str, Fact] = {"file": path.name, "row": line, "value": value[:40] or "-"}
        problems.append(Problem(Code.TPS_TABLE_ROW, facts))
    return {code: _loads(desa[code], rows) for code, rows in found.items()}, problems


def _row(said: Mapping[str, str]) -> _Row | None:
    """Return one row, None where it names no TPS."""
    own = split_tps(said.get("code", ""))
    desa = own[0] if own else normal_code(said.get("desa", "")) or ""
    written = said.get("number", "")
    number = own[1] if own else int(written) if _is_count(written) else 0
    if not desa or not 1 <= number <= LARGEST:
        return None
    boxes = said.get("boxes", "")
    return _Row(
        desa, number, int(boxes) if _is_count(boxes) else 0, said.get("name", ""), _point(said)
    )


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 6


def _point(said: Mapping[str, str]) -> Point | None:
    try:
        lat, lon = (float(said.get(key, "").replace(",", ".")) for key in ("lat", "lon"))
    except ValueError:
        return None
    return (lat, lon) if in_indonesia(lat, lon) else None


def _loads(desa: Desa, rows: Mapping[int, _Row]) -> tuple[TpsLoad, ...]:
    ordered = [rows[number] for number in sorted(rows)]
    bare = [
        TpsLoad(
            tps_code(desa.code, each.number), each.number, each.boxes, 0, each.point, (), each.name
        )
        for each in ordered
    ]
    return loads_of(desa, bare)
