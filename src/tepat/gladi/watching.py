"""People at the desk look at the alerts, as somebody does all day, and at the end read them all."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from tepat.gladi.world import World

EVERY: Final = timedelta(minutes=30)
SELDOM: Final = timedelta(hours=2)


def plan(world: World, first: datetime, last: datetime) -> None:
    """Let the desk look every half hour by day from the first load on, and seldom by night."""
    at = first
    while at <= last:
        world.agenda.add(at, partial(_soon, world))
        at += EVERY if 5 <= at.hour < 22 else SELDOM


def _soon(world: World, at: datetime) -> None:
    """Look at the end of this step, when what the phones sent is there."""
    world.send()
    world.desk("kpu").json("peringatan/lima.json")


@dataclass(frozen=True)
class Seen:
    """What the product noticed, as its reading calls tell it."""

    alerts: list[dict[str, Any]]
    incidents: list[dict[str, Any]]
    board: dict[str, Any]


def seen(world: World) -> Seen:
    """Read every alert and incident, and the board."""
    desk = world.desk("kpu")
    desk.json("peringatan/lima.json")
    desk.get("masalah/")
    root = f"/api/e/{world.asked.election}/{world.asked.kabupaten}/read"
    return Seen(
        _all(world, f"{root}/alerts"), _all(world, f"{root}/incidents"), desk.json(f"{root}/board")
    )


def _all(world: World, path: str) -> list[dict[str, Any]]:
    desk, found, after = world.desk("kpu"), [], ""
    while True:
        page = desk.json(f"{path}?limit=1000" + (f"&after={after}" if after else ""))
        found += page["items"]
        if not page["next"]:
            return found
        after = page["next"]
