"""Read hours in which places take nothing (Friday prayer, worship, market) from a table (`.csv`).

Columns, English or Indonesian, in any order; `why` may be left out:

    place, day, from, until, why

`place` is a code or name of a desa, `*` for all; `day` a label (H-3), a date, a day of the week,
or `*`. Hours are local ones: 11:30 or 11.30.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tepat.adapters.rows import Cells, Wrong, rows_of
from tepat.core.plan.instance.axis import minutes_of
from tepat.core.plan.instance.blocking import Blocked
from tepat.core.problems import Code, Problem

COLUMNS: Final[Mapping[str, frozenset[str]]] = {
    "place": frozenset({"place", "tempat", "desa"}),
    "day": frozenset({"day", "hari", "tanggal"}),
    "from": frozenset({"from", "mulai", "dari"}),
    "until": frozenset({"until", "sampai", "hingga", "selesai"}),
    "why": frozenset({"why", "sebab", "alasan", "catatan", "note"}),
}
NEEDED: Final = ("place", "day", "from", "until")


def read_blocked(path: Path) -> tuple[list[Blocked], list[Problem]]:
    """Return every good row, and what is wrong with the others.

    Raises `Refused` where the file is no such table.
    """
    found, problems = [], []
    for row, cells in rows_of(path, COLUMNS, NEEDED):
        try:
            found.append(_blocked(cells))
        except Wrong as wrong:
            problems.append(wrong.at(Code.PLAN_TABLE_ROW, path.name, row))
    return found, problems


def _blocked(cells: Cells) -> Blocked:
    for name in ("place", "day"):
        if not cells.get(name):
            raise Wrong(name, "", "tidak kosong", "not empty")
    start, end = (_minutes(cells, name) for name in ("from", "until"))
    if end <= start:
        said = cells.get("until", "")
        raise Wrong("until", said, "jam sesudah mulainya", "an hour after its start")
    return Blocked(cells["place"], cells["day"], start, end, cells.get("why", "")[:80])


def _minutes(cells: Cells, name: str) -> int:
    minutes = minutes_of(cells.get(name, ""))
    if minutes is None:
        raise Wrong(name, cells.get(name, ""), "jam, misalnya 11.30", "an hour such as 11:30")
    return minutes
