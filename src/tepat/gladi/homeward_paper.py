"""The way back on paper: a KPPS without a phone brings what it has with a berita acara.

The PPS takes them and signs; the PPK types what both signed. In the morning after the vote the
PPS brings them on: by its phone, which has then seen that they came, or on paper too.
"""

from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Final

from tepat.core.election.roles import Role
from tepat.gladi import typing_papers
from tepat.gladi.ballots import Station

if TYPE_CHECKING:
    from tepat.gladi.world import World

LEAVES: Final = (30, 110)
"""Minutes from a form that is ready to the boxes at the PPS."""
TYPED: Final = timedelta(minutes=40)
"""So long papers gather on the table of a PPK before somebody types them."""
MORNING: Final = 8
"""Hour of the day after the vote from which a PPS brings on what came on paper."""


def plan_one(world: "World", station: Station, ready: datetime, chance: Random) -> None:
    """Put the way of one TPS without a phone into the agenda; `ready`: its form is filled in."""
    if {Role.KPPS.value, Role.PPS.value} & world.left_to_people or not station.packages:
        return
    at = ready + timedelta(minutes=chance.randint(*LEAVES))
    world.agenda.add(at, partial(_to_pps, world, station))


def plan(world: "World", days: int) -> None:
    """Put what PPS without a phone bring to the PPK in the morning into the agenda."""
    for desa in world.desa():
        if world.phone(Role.PPS, desa) is None and Role.PPS.value not in world.left_to_people:
            at = world.moment(days - 1, MORNING) + world.jitter(0, 90)
            world.agenda.add(at, partial(_to_ppk, world, desa))


def _to_pps(world: "World", station: Station, at: datetime) -> None:
    desa = station.tps[:13]
    _moved(world, desa, station.packages, f"{Role.PPS.value}@{desa}", at)
    world.back_on_paper |= set(station.packages)
    lacks = _lacks(world, station.tps, station.packages)
    typing_papers.type_return(world, typing_papers.BACK_TO_PPS, station.tps, at, lacks, TYPED)


def _to_ppk(world: "World", desa: str, at: datetime) -> None:
    """A PPS without a phone brings to the PPK what came to it on paper."""
    boxes = tuple(sorted(b for b, who in world.back.items() if who == f"{Role.PPS.value}@{desa}"))
    if not boxes:
        return
    _moved(world, desa, boxes, f"{Role.PPK.value}@{desa[:8]}", at)
    lacks = _lacks(world, desa, boxes)
    typing_papers.type_return(world, typing_papers.BACK_TO_PPK, desa, at, lacks, TYPED)


def _lacks(world: "World", area: str, boxes: tuple[str, ...]) -> tuple[str, ...]:
    """Return what a paper of an area does not name: it went by phone, or it is lost."""
    return tuple(code for code in world.boxes_in(area) if code not in boxes)


def _moved(world: "World", desa: str, boxes: tuple[str, ...], holder: str, at: datetime) -> None:
    """Write down who really has these boxes now, with no supervisor beside them."""
    world.back |= dict.fromkeys(boxes, holder)
    note = "kotak kembali di atas kertas, tanpa pengawas di tempat"
    until = at + timedelta(days=1)
    world.happened("tanpa pengawas", desa[:8], at, until, "no_witness", note=note)
