"""Whose installation a folder is, as `TEPAT_HOME/room.json` says. Needs no Django."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from tepat.core.election.roles import OWN_ROOMS
from tepat.core.problems import Code, refuse
from tepat.server import environment
from tepat.witness import files

EVERY_S: Final = 15.0
"""How often a mirror is asked for more, unless it is set otherwise."""


class Link(NamedTuple):
    """One log that a room follows: its name, and where it is read."""

    election: str
    kabupaten: str
    origin: str
    where: str


@dataclass(frozen=True)
class Room:
    """What `room.json` says: whose installation this is, and what it follows."""

    room: str
    links: tuple[Link, ...] = ()
    token_file: str = ""
    every_s: float = EVERY_S
    demo_clock: bool = False
    """Whether its own operator said that it is a demo, which follows the clock of KPU's demo."""


def kept(home: Path) -> Room | None:
    """Return what `prepare` wrote; None in a folder that is no room's own."""
    said = environment.room_kept(home)
    if not said:
        return None
    links = tuple(Link(**each) for each in said.get("logs", []))
    return Room(
        said["room"],
        links,
        said.get("token_file", ""),
        float(said.get("every_s", EVERY_S)),
        said.get("demo_clock") is True,
    )


def write(home: Path, room: Room) -> None:
    """Say whose installation `home` is from now on."""
    value = {
        "room": room.room,
        "logs": [each._asdict() for each in room.links],
        "token_file": room.token_file,
        "every_s": room.every_s,
        "demo_clock": room.demo_clock,
    }
    files.write(home / environment.ROOM_FILE, json.dumps(value, indent=1, sort_keys=True).encode())


def mark(home: Path, room: str) -> bool:
    """Make `home` the installation of KPU, or of one room, before it is opened.

    Returns whether it was nobody's before. Raises `Refused` where it is another's already, and
    for a room of its own where a log is signed.
    """
    before = kept(home)
    if before is not None and before.room != room:
        raise refuse(Code.ROOM_OTHER, folder=str(home), room=before.room, asked=room)
    if room in OWN_ROOMS and any((home / "keys").glob("log-*")):
        raise refuse(Code.ROOM_HOME, folder=str(home))
    if before is None:
        write(home, Room(room))
    return before is None
