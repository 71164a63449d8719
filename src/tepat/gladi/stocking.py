"""The printer's ballots come to the warehouse, are sorted and set aside, by the pages of the stock.

So that the mass balance begins where it does at an office. As many come as TPS get,
all of them good: what is damaged at a printer is no trouble of the field. The figures are made
up (contoh), as the voters are.
"""

from collections import Counter
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from tepat.core.move.stock import Condition, Pool

if TYPE_CHECKING:
    from tepat.gladi.world import World

DAYS: Final = 10
"""Days before the vote on which they come: the first day of a rehearsal."""
COMES, SORTED, SET_ASIDE = 8, 14, 16
"""Hours of that day."""
PRINTER: Final = "PT Percetakan Contoh"
DESK: Final = "gudang"


def plan(world: "World") -> None:
    """Put one delivery with its sorting and the allocation into the agenda."""
    needs = needed(world)
    if not needs:
        return
    world.agenda.add(world.moment(DAYS, COMES), partial(_receive, world, needs))
    world.agenda.add(world.moment(DAYS, SORTED), partial(_sort, world, needs))
    world.agenda.add(world.moment(DAYS, SET_ASIDE), partial(_set_aside, world))


def needed(world: "World") -> dict[str, int]:
    """Return how many ballots the packages of TPS hold by plan, by the key that the forms have.

    Those of the kabupaten are for a vote that is held again, and come by themselves.
    """
    found: Counter[str] = Counter()
    for package in world.packages.values():
        if package.place == world.asked.kabupaten:
            continue
        for item, sku, count in package.contents:
            if sku and count:
                found[f"{item}|{sku}"] += count
    return dict(sorted(found.items()))


def _place(world: "World") -> str:
    return f"{world.asked.kabupaten}:gudang-1"


def _receive(world: "World", needs: dict[str, int], at: datetime) -> None:
    counts = [str(count) for count in needs.values()]
    fields: dict[str, str | list[str]] = {
        "place": _place(world),
        "supplier": PRINTER,
        "bttb": "BTTB/01/GLADI",
        "bast": "BAST/01/GLADI",
        "surat_jalan": "SJ-01",
        "goods": list(needs),
        "declared": counts,
        "counted": counts,
        "damaged": ["0"] * len(counts),
    }
    world.desk(DESK).post("gudang/terima/", fields)


def _sort(world: "World", needs: dict[str, int], at: datetime) -> None:
    for number, (key, count) in enumerate(needs.items(), start=1):
        pile = f"{key}~{_place(world)}~{Condition.UNSORTED}~{Pool.ORDINARY}"
        fields = {"pile": pile, "taken": str(count), "paper": f"BA-SORTIR/{number:02d}/GLADI"}
        world.desk(DESK).post("gudang/sortir/", fields)


def _set_aside(world: "World", at: datetime) -> None:
    world.desk(DESK).post("gudang/alokasi/", {})
