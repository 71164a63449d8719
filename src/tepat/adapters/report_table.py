"""Read reports on roads, rivers, sea and tide from a table (`.csv`) that an office keeps.

Columns, English or Indonesian, in any order; only `place`, `state`, `by` and `from` are needed:

    place, state, by, from, until, about, note, said

`place` is the id of a zone or an arc; `state` is closed or open (*tertutup*, *terbuka*). Times
are local ones of the kabupaten: 2024-11-20 09:00 or 20-11-2024 09.00. A tide table is such
a table: one row for each span in which a jetty falls dry.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from tepat.adapters.rows import Wrong, rows_of
from tepat.core.plan.hazard.reports import About, Report
from tepat.core.problems import Code, Problem

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


def read_reports(path: Path, zone: str) -> tuple[list[Report], list[Problem]]:
    """Return the report of every good row, and what is wrong with the others.

    `zone` is the time zone of the kabupaten. Raises `Refused` where the file is no such table.
    """
    reports, problems = [], []
    for row, cells in rows_of(path, COLUMNS, NEEDED):
        try:
            reports.append(_report(cells, ZoneInfo(zone)))
        except Wrong as wrong:
            problems.append(wrong.at(Code.REPORT_ROW, path.name, row))
    return reports, problems


def _report(said: Mapping[str, str], zone: ZoneInfo) -> Report:
    state, about = (said.get(name, "").lower() for name in ("state", "about"))
    for name in ("place", "by"):
        if not said.get(name):
            raise Wrong(name, "", "tidak kosong", "not empty")
    if state not in STATES:
        raise Wrong("state", state, "terbuka atau tertutup", "open or closed")
    if about not in ABOUT:
        raise Wrong("about", about, "jalan, sungai, laut, atau pasang", "road, river, sea or tide")
    start = _time(said, "from", zone)
    if start is None:
        raise Wrong("from", "", "waktu, misalnya 2024-11-20 09:00", "a time: 2024-11-20 09:00")
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
    raise Wrong(column, text, "waktu, misalnya 2024-11-20 09:00", "a time: 2024-11-20 09:00")
