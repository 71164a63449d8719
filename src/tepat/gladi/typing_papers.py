"""The clerk of a PPK types what came on paper, row by row, into the table of papers."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from html import unescape
from typing import Final

from tepat.core.election.roles import Role
from tepat.gladi import people
from tepat.gladi.world import Load, World

TO_PPS: Final = "ke-pps"
TO_TPS: Final = "ke-tps"
BACK_TO_PPS: Final = "balik-pps"
BACK_TO_PPK: Final = "balik-ppk"
_WAYS: Final = {
    TO_PPS: "PPK ke PPS",
    TO_TPS: "PPS ke KPPS",
    BACK_TO_PPS: "kembali KPPS ke PPS",
    BACK_TO_PPK: "kembali PPS ke PPK",
}
_ROWS: Final = re.compile(r'name="boxes:([^"]+)"')
_MOST_PAGES: Final = 8

Table = tuple[str, str]
"""Kecamatan and way: one page of the desk."""


@dataclass(frozen=True)
class Paper:
    """One signed sheet: for which area, of which load where it names one, and what is missing."""

    area: str
    shipment: str
    at: datetime
    missing: tuple[str, ...] = ()


def type_arrival(world: World, load: Load, happened: datetime, at: datetime) -> None:
    """Lay the paper of a load that came to a PPS or PPK beside the others of this step."""
    paper = Paper(load.area, load.code, happened, load.missing)
    _lay(world, (load.kecamatan, TO_PPS), paper, at)


def type_tps(
    world: World, tps: str, happened: datetime, at: datetime, missing: tuple[str, ...] = ()
) -> None:
    """Lay the paper of one TPS there."""
    _lay(world, (tps[:8], TO_TPS), Paper(tps, "", happened, missing), at)


def type_return(
    world: World,
    way: str,
    area: str,
    happened: datetime,
    lacks: tuple[str, ...],
    gathers: timedelta,
) -> None:
    """Lay a paper of the way back there; it is typed with others after `gathers`.

    `lacks` are the packages of the area that it does not name.
    """
    _lay(world, (area[:8], way), Paper(area, "", happened, lacks), happened + gathers)


def _lay(world: World, table: Table, paper: Paper, at: datetime) -> None:
    if table not in world.papers:
        world.papers[table] = []
        world.agenda.add(at + timedelta(seconds=1), partial(_type, world, table))
    world.papers[table].append(paper)


def _type(world: World, table: Table, at: datetime) -> None:
    """Type every paper that lies here now; the phones' facts of this step come first."""
    world.send()
    if Role.PPK.value in world.left_to_people:
        areas = ", ".join(sorted({paper.area for paper in world.papers.pop(table)}))
        people.expect(world, f"PPK {table[0]}", f"mengetik kertas {_WAYS[table[1]]}: {areas}", at)
        return
    by_day: defaultdict[str, list[Paper]] = defaultdict(list)
    for paper in world.papers.pop(table):
        by_day[f"{world.local(paper.at):%Y-%m-%d}"].append(paper)
    for day, papers in sorted(by_day.items()):
        fields: dict[str, str | list[str]] = {"day": day, "save": "1"}
        for paper in papers:
            for key in _keys_of(world, table, paper):
                fields |= _cells(world, table, key, paper)
        world.ppk_desk(table[0]).post(f"kertas/{table[0]}/{table[1]}/", fields)


def _cells(world: World, table: Table, key: str, paper: Paper) -> dict[str, str | list[str]]:
    world.numbered += 1
    count = _count(world, key) - len(paper.missing)
    cells: dict[str, str | list[str]] = {
        f"boxes:{key}": str(count),
        f"seals:{key}": "y",
        f"time:{key}": f"{world.local(paper.at):%d/%m %H%M}",
        f"number:{key}": f"{world.numbered:04d}/BA/{table[0]}",
    }
    return cells | ({f"missing:{key}": list(paper.missing)} if paper.missing else {})


def _keys_of(world: World, table: Table, paper: Paper) -> list[str]:
    """Return the rows that a paper is about: of its load, or all of its area."""
    rows = _rows(world, table).get(paper.area, [])
    own = [key for key in rows if paper.shipment and key.endswith(f"/{paper.shipment}")]
    return own or rows


def _rows(world: World, table: Table) -> dict[str, list[str]]:
    """Return the rows of a table by their area, as the page names them: read once."""
    if table not in world.rows:
        found: dict[str, list[str]] = {}
        for page in range(1, _MOST_PAGES + 1):
            path = f"kertas/{table[0]}/{table[1]}/?page={page}"
            keys = [unescape(key) for key in _ROWS.findall(world.ppk_desk(table[0]).get(path).text)]
            new = [key for key in keys if key not in found.get(key.partition("/")[0], ())]
            if not new:
                break
            for key in new:
                found.setdefault(key.partition("/")[0], []).append(key)
        world.rows[table] = found
    return world.rows[table]


def _count(world: World, key: str) -> int:
    area, _, shipment = key.partition("/")
    if shipment in world.loads:
        return len(world.loads[shipment].packages)
    return len(world.boxes_in(area))


def not_recorded(world: World) -> list[Table]:
    """Return the tables that still say of a row why it could not be recorded."""
    return [
        table
        for table in sorted(world.rows)
        if 'id="belum"' in world.ppk_desk(table[0]).get(f"kertas/{table[0]}/{table[1]}/").text
    ]
