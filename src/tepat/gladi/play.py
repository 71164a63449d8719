"""Play one rehearsal from its first letter to the report card."""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from tepat.adapters.data_files import election_files, read_election_file
from tepat.core.election.catalogue import Election
from tepat.core.problems import Code, Refused, refuse
from tepat.gladi import clock, distributing, home, packing, server, setting_up, watching
from tepat.gladi.stories import Story
from tepat.gladi.truth import Truth
from tepat.gladi.watching import Seen
from tepat.gladi.world import Asked, World, people_and_desks

BEGINS_DAYS = 10
"""Days before the vote at which a rehearsal begins: letters are written, stores are empty."""


@dataclass
class Played:
    """What is left of a rehearsal when its last moment is over."""

    world: World
    seen: Seen
    seconds: dict[str, float]


def election_named(code: str, base: Path) -> Election:
    """Return an election by its code. Raises `Refused` where there is none, or it has a fault."""
    known = election_files(base)
    if code not in known:
        raise refuse(Code.ELECTION_UNKNOWN, value=code, choices=", ".join(known))
    election, problems = read_election_file(known[code])
    if election is None:
        raise Refused(problems[0])
    if election.voting_day is None:
        raise refuse(Code.VOTING_DAY_UNKNOWN, election=code)
    return election


def begin(asked: Asked, story: Story, election: Election, tell: Callable[[str], None]) -> Path:
    """Make and furnish the folder of a rehearsal; return it."""
    assert election.voting_day is not None  # `election_named` asks for it
    day = election.voting_day - timedelta(days=BEGINS_DAYS)
    at = datetime(day.year, day.month, day.day, 6, tzinfo=ZoneInfo(asked.zone))
    place = home.begin(asked.name, {**asdict(asked), "facts": story.facts}, at)
    made = server.run(place, "gladi", "prepare").strip().splitlines()[-1]
    tell(f"Disiapkan di {place}: {made}")
    return place


def play(
    place: Path,
    asked: Asked,
    election: Election,
    port: int,
    tell: Callable[[str], None],
    inject: Callable[[World], None],
) -> Played:
    """Start the server of a prepared rehearsal, play it, and return what happened."""
    assert election.voting_day is not None
    seconds: dict[str, float] = {}
    began = time.monotonic()
    installation = server.Installation(place, port, is_alone=not asked.speed and not asked.people)
    world = World(
        asked,
        place,
        port,
        election,
        election.voting_day,
        Random(asked.seed),
        Truth(place / home.FIELD),
        clock.shown(place),
        tell=tell,
    )
    root = f"/e/{asked.election}/{asked.kabupaten}/"
    world.desks = people_and_desks(server.people_of(place), port, root)
    try:
        seconds["server"] = time.monotonic() - began
        world.set_clock(world.moment(BEGINS_DAYS, 6))
        parts: dict[str, Callable[[World], None]] = {
            "surat tugas dan HP": setting_up.begin,
            "mengisi kotak": _pack,
            "muatan": _load,
            "mengirim": partial(_send_out, inject=inject),
        }
        for name, do in parts.items():
            began = time.monotonic()
            do(world)
            seconds[name] = time.monotonic() - began
            tell(f"  {seconds[name]:6.1f} s  {name}: {world.facts} fakta")
        return Played(world, watching.seen(world), seconds)
    finally:
        world.truth.save()
        world.close()
        installation.stop()


def _pack(world: World) -> None:
    packing.plan(world)
    world.run(world.moment(8, 18))


def _load(world: World) -> None:
    distributing.plan(world)
    world.run(world.moment(8, 20))


def _send_out(world: World, inject: Callable[[World], None]) -> None:
    inject(world)
    watching.plan(world, world.moment(8, 20), world.moment(1, 23))
    world.run(world.moment(1, 23, 30))
