"""Read reports on roads, rivers, sea and tide from a table (`.csv`) that an office keeps.

Columns, English or Indonesian, in any order; only `place`, `state`, `by` and `from` are needed:

    place, state, by, from, until, about, note, said

`place` is the id of a zone or an arc; `state` is closed or open (*tertutup*, *terbuka*). Times
are local ones of the kabupaten: 2024-11-20 09:00 or 20-11-2024 09.00. A tide table is such
a table: one row for each span in which a jetty falls dry.
"""

import csv
import io
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from tepat.adapters.region_table import decoded
from tepat.core.plan.hazard.reports import About, Report
from tepat.core.problems import Code, Fact, Problem, refuse

LIMIT: Final = 4 * 2**20
"""Bytes; a tide table of a year has some tens of thousands."""
COLUMNS: Final[Mapping[str, frozenset[str]]] = {
    "place": frozenset({"place", "tempat", "zona", "zone", "ruas", "arc"}),
    "state": frozenset({"state", "keadaan", "status"}),
    "by": frozenset({"by", "oleh", "pelapor", "sumber", "source"}),
    "from": frozenset({"from", "mulai", "dari", "waktu"}),
    "until": frozenset({"until", "sampai", "hingga", "selesai"}),
    "about": frozenset({"about", "perihal", "jenis"}),
    "note": frozenset({"note", "catatan", "keterangan"}),
    "said": frozenset({"said", "dilaporkan", "ditulis"}),
}
NEEDED: Final = ("place", "state", "by", "from")
STATES: Final[Mapping[str, bool]] = {
    "open": True,
    "terbuka": True,
    "surut": True,
    "dapat dilalui": True,
    "closed": False,
    "flooded": False,
    "tertutup": False,
    "banjir": False,
    "tidak dapat dilalui": False,
}
ABOUT: Final[Mapping[str, About]] = {
    "": About.ROAD,
    "road": About.ROAD,
    "jalan": About.ROAD,
    "river": About.RIVER,
    "sungai": About.RIVER,
    "sea": About.SEA,
    "laut": About.SEA,
    "tide": About.TIDE,
    "pasang": About.TIDE,
}
_TIMES: Final = ("%Y-%m-%d %H:%M", "%d-%m-%Y %H:%M")
_LONGEST: Final = 200
"""Letters of a note that are kept."""


class _Wrong(Exception):
    """One cell that cannot be used: its column, its value and what was wanted."""

    def __init__(self, column: str, value: str, wanted: str, wanted_en: str) -> None:
        super().__init__(column)
        self.facts = {
            "column": column,
            "value": value[:40],
            "wanted": wanted,
            "wanted_en": wanted_en,
        }


def read_reports(path: Path, zone: str) -> tuple[list[Report], list[Problem]]:
    """Return the report of every good row, and what is wrong with the others.

    `zone` is the time zone of the kabupaten. Raises `Refused` where the file is no such table.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(LIMIT + 1)
    except OSError as no:
        raise refuse(Code.FILE_MISSING, file=path.name) from no
    if len(raw) > LIMIT:
        raise refuse(Code.FILE_TOO_HEAVY, file=path.name, size=len(raw) >> 20, limit=LIMIT >> 20)
    text = decoded(raw)
    if not text.strip():
        raise refuse(Code.FILE_EMPTY, file=path.name)
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    reports, problems = [], []
    try:
        columns = _columns(next(lines), path.name)
        for row, cells in enumerate(lines, start=2):
            if not any(cell.strip() for cell in cells):
                continue
            said = {name: cells[at].strip() for name, at in columns.items() if at < len(cells)}
            try:
                reports.append(_report(said, ZoneInfo(zone)))
            except _Wrong as wrong:
                facts: dict[str, Fact] = {"file": path.name, "row": row, **wrong.facts}
                problems.append(Problem(Code.REPORT_ROW, facts))
    except csv.Error as no:
        raise refuse(Code.FILE_BROKEN, file=path.name) from no
    return reports, problems


def _columns(head: list[str], file: str) -> dict[str, int]:
    words = [re.sub(r"[^a-z]", "", cell.lower()) for cell in head]
    found = {}
    for name, known in COLUMNS.items():
        at = next((at for at, word in enumerate(words) if word in known), None)
        if at is not None:
            found[name] = at
        elif name in NEEDED:
            raise refuse(Code.COLUMN_MISSING, sheet=file, column=name)
    return found


def _report(said: Mapping[str, str], zone: ZoneInfo) -> Report:
    state, about = (said.get(name, "").lower() for name in ("state", "about"))
    for name in ("place", "by"):
        if not said.get(name):
            raise _Wrong(name, "", "tidak kosong", "not empty")
    if state not in STATES:
        raise _Wrong("state", state, "terbuka atau tertutup", "open or closed")
    if about not in ABOUT:
        raise _Wrong("about", about, "jalan, sungai, laut, atau pasang", "road, river, sea or tide")
    start = _time(said, "from", zone)
    if start is None:
        raise _Wrong("from", "", "waktu, misalnya 2024-11-20 09:00", "a time: 2024-11-20 09:00")
    return Report(
        said["place"],
        STATES[state],
        said["by"][:_LONGEST],
        start,
        _time(said, "until", zone),
        ABOUT[about],
        said.get("note", "")[:_LONGEST],
        _time(said, "said", zone),
    )


def _time(said: Mapping[str, str], column: str, zone: ZoneInfo) -> datetime | None:
    """Return the local time in `column`, None where it is empty."""
    text = said.get(column, "")
    if not text:
        return None
    day, _, clock = text.replace("/", "-").replace("T", " ").partition(" ")
    for form in _TIMES:
        try:
            found = datetime.strptime(f"{day} {clock.replace('.', ':')[:5]}", form)  # noqa: DTZ007
        except ValueError:
            continue
        return found.replace(tzinfo=zone)
    raise _Wrong(column, text, "waktu, misalnya 2024-11-20 09:00", "a time: 2024-11-20 09:00")
