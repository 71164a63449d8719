"""People at the desk look at the alerts, as somebody does all day, and at the end read them all."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from html import unescape
from typing import Any, Final

from tepat.gladi import answering, settling
from tepat.gladi.world import World, steps

EVERY: Final = timedelta(minutes=30)
SELDOM: Final = timedelta(hours=2)


def plan(world: World, first: datetime, last: datetime) -> None:
    """Let the desk look every half hour on days with loads, and seldom by night and between."""
    busy = {world.local(load.departs).date() for load in world.loads.values() if load.departs}
    world.agenda.add(world.moment(1, 12), partial(look_ahead, world))
    at = first
    while at <= last:
        world.agenda.add(at, partial(_soon, world))
        at += EVERY if at.date() in busy and 5 <= at.hour < 22 else SELDOM


def seldom(world: World, first: datetime, last: datetime, every_span: timedelta = SELDOM) -> None:
    """Let the desk look now and then: little moves."""
    for at in steps(first, last, every_span):
        world.agenda.add(at, partial(_soon, world))


def often(world: World, first: datetime, last: datetime) -> None:
    """Let the desk look every half hour: people vote."""
    for at in steps(first, last, EVERY):
        world.agenda.add(at, partial(_soon, world))


def board(world: World) -> Any:
    """Return the board of now."""
    root = f"/api/e/{world.asked.election}/{world.asked.kabupaten}/read"
    return world.desk("kpu").json(f"{root}/board")


_FORECAST: Final = re.compile(r"Perkiraan pada batas waktu[^:<]*: ([0-9.]+) \(rentang ([^)]+)\)")


def look_ahead(world: World, at: datetime) -> None:
    """Read at noon of H-1 what the board expects at the deadline."""
    world.send()
    found = _FORECAST.search(unescape(world.desk("kpu").get("papan/").text))
    if found:
        text = f"{found[1]} TPS siap (rentang {found[2]})"
        world.forecast |= {"ready": found[1].replace(".", ""), "range": found[2], "text": text}


def _soon(world: World, at: datetime) -> None:
    """Look at the end of this step, when what the phones sent is there.

    Before somebody looks at a live rehearsal nobody does: alerts do not call for the past.
    """
    if world.is_before:
        return
    world.send()
    world.desk("kpu").json("peringatan/lima.json")
    answering.answer(world)
    settling.look(world)


@dataclass(frozen=True)
class Seen:
    """What the product noticed, as its reading calls tell it."""

    alerts: list[dict[str, Any]]
    incidents: list[dict[str, Any]]


def seen(world: World) -> Seen:
    """Read every alert and incident."""
    desk = world.desk("kpu")
    desk.json("peringatan/lima.json")
    world.looks_again = world.now
    settling.look(world)
    root = f"/api/e/{world.asked.election}/{world.asked.kabupaten}/read"
    return Seen(every(world, f"{root}/alerts"), every(world, f"{root}/incidents"))


def every(world: World, path: str) -> list[dict[str, Any]]:
    """Return all rows of a reading call, page after page."""
    desk, found, after = world.desk("kpu"), [], ""
    while True:
        page = desk.json(f"{path}?limit=1000" + (f"&after={after}" if after else ""))
        found += page["items"]
        if not page["next"]:
            return found
        after = page["next"]
