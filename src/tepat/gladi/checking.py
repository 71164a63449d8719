"""After the vote: is what the product counted what happened, form by form and box by box?

The product is read as anybody reads it: its file of results and its reading calls.
"""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from tepat.core.count.form import FIGURES
from tepat.core.count.words import FIGURE_WORDS
from tepat.core.election.roles import Role
from tepat.gladi import watching
from tepat.gladi.ballots import Poll, as_told

if TYPE_CHECKING:
    from tepat.gladi.world import World

NAMED: Final = 5
"""Faults of one sort that are named; the rest is a number."""


@dataclass(frozen=True)
class Counted:
    """How the count of the product stands beside the truth."""

    told: int
    """Forms that somebody told or typed."""
    there: int
    """Of these, forms that the product has."""
    misprinted: int
    """Forms that say something else than happened, as scenarios want it."""
    agreed: int
    """Forms behind which two people stand."""
    boxes: int
    """Packages that TPS had, boxes and others: those that the page of returns waits for."""
    back: int
    """Of these, packages that the product knows in the warehouse again."""
    faults: tuple[str, ...] = ()

    def sums(self) -> list[tuple[str, str]]:
        """Return the figures of the report card."""
        return [
            ("Formulir di meja hitung", f"{self.there} dari {self.told}, dua orang {self.agreed}"),
            ("Formulir salah cetak", f"{self.misprinted}"),
            ("Paket TPS kembali di gudang", f"{self.back} dari {self.boxes}"),
        ]

    def as_json(self) -> dict[str, Any]:
        return {
            "told": self.told,
            "there": self.there,
            "misprinted": self.misprinted,
            "agreed": self.agreed,
            "boxes": self.boxes,
            "back": self.back,
        }


def compare(world: "World") -> Counted:
    """Return how forms and boxes of the product stand beside those of the field."""
    wanted = told_polls(world)
    rows = _forms(world)
    faults = differing(wanted, rows)
    holders, more = _boxes(world)
    out = [code for station in world.stations.values() for code in station.packages]
    store = f"{Role.WAREHOUSE.value}@{world.asked.kabupaten}"
    return Counted(
        len(wanted),
        len(wanted.keys() & rows.keys()),
        sum(bool(poll.told) for poll in wanted.values()),
        sum(row["Keadaan"] == "dua orang sama" for row in rows.values()),
        len(out),
        sum(holders.get(code) == store for code in out),
        tuple(faults + more),
    )


def told_polls(world: "World") -> dict[tuple[str, str], Poll]:
    """Return the forms that somebody told by now, by TPS and kind."""
    return {
        (station.tps, poll.kind): poll
        for station in world.stations.values()
        if not station.odd.not_held or station.tps in world.held_later
        for poll in as_told(station).values()
    }


def _forms(world: "World") -> dict[tuple[str, str], Mapping[str, str]]:
    """Return the rows of the file of results, by TPS and kind."""
    text = world.desk("kpu").get("hitung/unduh/csv?isi=semua").body.decode("utf-8-sig")
    sample = text.splitlines()[0] if text else ""
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if ";" in sample else ",")
    return {(row["Kode TPS"].strip("'"), row["Jenis"]): row for row in reader}


def differing(
    wanted: Mapping[tuple[str, str], Poll], rows: Mapping[tuple[str, str], Mapping[str, str]]
) -> list[str]:
    """Return what is wrong with the rows of the product, beside the forms that were told."""
    missing = [f"{tps} {kind}" for tps, kind in wanted if (tps, kind) not in rows]
    other = [
        f"{tps} {kind}: {why}"
        for (tps, kind), poll in wanted.items()
        if (row := rows.get((tps, kind))) and (why := _difference(poll, row))
    ]
    return [*_some("formulir tidak sampai", missing), *_some("formulir berbeda", other)]


def _difference(poll: Poll, row: Mapping[str, str]) -> str:
    """Return the first figure that is not as it was told; blank cells say nothing."""
    cells = [(name, FIGURE_WORDS[name].id, poll.form.get(name)) for name in FIGURES]
    cells += [(f"no {number}", f"nomor {number}", n) for number, n in poll.votes.items()]
    for name, head, told in cells:
        there = row.get(head, "")
        if there and told is not None and int(there) != told:
            return f"{name} {there}, seharusnya {told}"
    return ""


def _boxes(world: "World") -> tuple[dict[str, str], list[str]]:
    """Return who has each box by the product, and where that is not so."""
    root = f"/api/e/{world.asked.election}/{world.asked.kabupaten}/read/packages"
    holders = {row["code"]: row["holder"] for row in watching.every(world, root)}
    other = [
        f"{box}: {holders.get(box, '?')}, seharusnya {holder}"
        for box, holder in sorted(world.back.items())
        if holders.get(box) != holder
    ]
    return holders, _some("kotak di tangan lain", other)


def _some(what: str, names: list[str]) -> list[str]:
    if not names:
        return []
    more = f" dan {len(names) - NAMED} lagi" if len(names) > NAMED else ""
    return [f"{what} ({len(names)}): {'; '.join(names[:NAMED])}{more}"]
