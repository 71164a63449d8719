"""Read travel times that people drove or sailed, from a table (`.csv`).

Columns, English or Indonesian, in any order; `at` may be left out:

    from, to, mode, minutes, source, at

Places are codes or names of warehouses, kecamatan and desa; whoever knows the places finds them.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tepat.adapters.rows import Cells, Wrong, rows_of
from tepat.core.plan.instance.source import Source
from tepat.core.plan.network.settlement import Known
from tepat.core.problems import Code, Problem

COLUMNS: Final[Mapping[str, frozenset[str]]] = {
    "from": frozenset({"from", "dari", "asal"}),
    "to": frozenset({"to", "ke", "tujuan"}),
    "mode": frozenset({"mode", "moda", "kendaraan"}),
    "minutes": frozenset({"minutes", "menit"}),
    "source": frozenset({"source", "sumber", "oleh", "by"}),
    "at": frozenset({"at", "tanggal", "kapan"}),
}
NEEDED: Final = ("from", "to", "mode", "minutes")
_MOST: Final = 14 * 24 * 60
_LONGEST: Final = 200


def read_times(path: Path) -> tuple[list[Known], list[Problem]]:
    """Return the time of every good row, and what is wrong with the others.

    One without a source is a guess. Raises `Refused` where the file is no such table.
    """
    found, problems = [], []
    for row, cells in rows_of(path, COLUMNS, NEEDED):
        try:
            found.append(_known(cells))
        except Wrong as wrong:
            problems.append(wrong.at(Code.PLAN_TABLE_ROW, path.name, row))
    return found, problems


def _known(cells: Cells) -> Known:
    for name in ("from", "to", "mode"):
        if not cells.get(name):
            raise Wrong(name, "", "tidak kosong", "not empty")
    text = cells.get("minutes", "")
    try:
        minutes = round(float(text.replace(",", ".")))
    except (ValueError, OverflowError):
        minutes = 0
    if not 0 < minutes <= _MOST:
        raise Wrong("minutes", text, f"menit, 1 sampai {_MOST}", f"minutes, 1 to {_MOST}")
    by = cells.get("source", "")[:_LONGEST]
    source = Source(by, cells.get("at", "")[:40], rough=not by, note="waktu tempuh hasil survei")
    return Known(cells["from"], cells["to"], cells["mode"].lower(), minutes, source)
