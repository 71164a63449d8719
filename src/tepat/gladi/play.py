"""Play one rehearsal from its first letter to the report card."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from tepat.adapters.data_files import election_files, read_election_file
from tepat.core.election.catalogue import Election
from tepat.core.election.roles import Role
from tepat.core.problems import Code, Refused, refuse
from tepat.gladi import (
    checking,
    clock,
    distributing,
    home,
    homeward,
    judging,
    later,
    packing,
    people,
    server,
    setting_up,
    settling,
    stocking,
    typing_papers,
    voting,
    watching,
    weather,
    witnesses,
)
from tepat.gladi.card import Card
from tepat.gladi.injecting import inject
from tepat.gladi.scenarios import Scenario, scenarios
from tepat.gladi.stories import Story
from tepat.gladi.truth import Truth
from tepat.gladi.values import HALF
from tepat.gladi.world import Asked, World, people_and_desks

BEGINS_DAYS = 10
"""Days before the vote at which a rehearsal begins: letters are written, stores are empty."""


def election_named(code: str, base: Path, story: Story | None = None) -> Election:
    """Return an election by its code. Raises `Refused` where there is none, or it has a fault."""
    known = election_files(base)
    own = story.own_election() if story else None
    known |= {own.code: own} if own else {}
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
    if own := story.own_election():
        (place / "elections").mkdir()
        (place / "elections" / f"{own.code}.toml").write_text(own.read(), encoding="utf-8")
    alone = server.environment(place, is_alone=True)  # who is cut off here begins anew
    made = server.run(place, "gladi", "prepare", env=alone).strip().splitlines()[-1]
    tell(f"Disiapkan di {place}: {made}")
    return place


def play(
    place: Path,
    asked: Asked,
    story: Story,
    election: Election,
    port: int,
    tell: Callable[[str], None],
    found: Sequence[Scenario] = (),
) -> Card:
    """Start the server of a prepared rehearsal, play it, and return its report card."""
    began = time.monotonic()
    installation = server.Installation(place, port, is_alone=not asked.people and not asked.speed)
    try:
        world = world_of(place, asked, election, port, tell)
        seconds = {"server": time.monotonic() - began}
        try:
            return act(world, story, found, seconds)
        finally:
            world.watching.stop()
    finally:
        installation.stop()


def world_of(
    place: Path,
    asked: Asked,
    election: Election,
    port: int,
    tell: Callable[[str], None],
    on_live: Callable[[World], None] | None = None,
) -> World:
    """Return the field of a prepared rehearsal before its first fact; its server runs."""
    assert election.voting_day is not None  # `election_named` asks for it
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
        on_live=on_live,
    )
    root = f"/e/{asked.election}/{asked.kabupaten}/"
    world.desks = people_and_desks(server.people_of(place), port, root)
    return world


def act(
    world: World, story: Story, found: Sequence[Scenario], seconds: dict[str, float] | None = None
) -> Card:
    """Play a field from its first letter to its report card. The truth is kept however it ends."""
    seconds = seconds if seconds is not None else {}
    try:
        world.set_clock(world.moment(BEGINS_DAYS, 6))
        parts: dict[str, Callable[[World], None]] = {
            "surat tugas dan HP": _begin,
            "mengisi kotak": partial(_pack, found=found),
            "muatan": _load,
            "mengirim": partial(_send_out, found=found),
        }
        if world.asked.until != HALF:
            parts |= {"memilih dan menghitung": _vote, "kembali": _return}
        for name, do in parts.items():
            began = time.monotonic()
            do(world)
            seconds[name] = time.monotonic() - began
            world.tell(f"  {seconds[name]:6.1f} s  {name}: {world.facts} fakta")
        return _card(world, story, seconds)
    finally:
        world.truth.save()
        world.close()


def _begin(world: World) -> None:
    setting_up.begin(world)
    witnesses.begin(world)


def _pack(world: World, found: Sequence[Scenario]) -> None:
    inject(world, found, before_packing=True)
    stocking.plan(world)
    packing.plan(world)
    watching.seldom(world, world.moment(9, 10), world.moment(8, 18))
    world.run(world.moment(8, 18))


def _load(world: World) -> None:
    distributing.plan(world)
    world.run(world.moment(8, 20))


def _send_out(world: World, found: Sequence[Scenario]) -> None:
    if world.asked.shares.weather:
        world.tell(f"  cuaca menahan {weather.strike(world)} muatan")
    inject(world, found, before_packing=False)
    people.plan(world)
    watching.plan(world, world.moment(8, 20), world.moment(1, 23))
    live = world.asked.live_from
    for days in (*range(live + 1), 7) if live else range(8):  # before, one look orders all
        world.agenda.add(world.moment(days, 4, 30), world.look_at_log)
    world.run(world.moment(1, 23, 30))
    world.ready = watching.board(world)["total"]


def _vote(world: World) -> None:
    """Voting day: TPS open, tell and are counted, and boxes leave again."""
    voting.draw(world)
    voting.plan(world)
    homeward.plan(world)
    for phone in setting_up.in_area(world, Role.PPK, world.asked.kabupaten):
        packing.on_duty(world, phone, range(0, -3, -1))
    watching.often(world, world.moment(0, 6), world.moment(0, 22, 30))
    world.run(world.moment(-1, 0, 30))


def _return(world: World) -> None:
    """The days after: boxes go to the warehouse, and what was postponed is held."""
    watching.seldom(world, world.moment(-1, 6), world.moment(-2, 20))
    for days in (-1, -2):
        world.agenda.add(world.moment(days, 4, 30), world.look_at_log)
    world.run(world.moment(-2, 20))
    later.play(world)


def _card(world: World, story: Story, seconds: dict[str, float]) -> Card:
    """Read what the product noticed, and compare it with the truth."""
    seen = watching.seen(world)
    judged = judging.judge(
        world.truth.troubles,
        world.truth.noticed,
        judging.alerts_of(seen.alerts, world.taken),
        judging.incidents_of(seen.incidents),
        world.skipped,
    )
    counted = checking.compare(world) if world.stations else None
    held = witnesses.held(world)
    return Card(
        world.asked,
        story,
        scenarios(),
        judged,
        world.facts,
        seconds,
        world.ready["tps"],
        world.ready["ready"],
        world.forecast,
        world.now,
        (
            *_faults(world),
            *(counted.faults if counted else ()),
            *(fault for each in held for fault in each.faults),
        ),
        tuple(each.said() for each in world.expected if each.shipment and each.done is None),
        settling.sums(world),
        counted,
        tuple(held),
    )


def _faults(world: World) -> Iterator[str]:
    """Yield what no rehearsal may meet: facts put aside, papers that nobody could record."""
    for (role, area), phone in sorted(world.phones.items()):
        if phone.refused:
            why = ", ".join(sorted(set(phone.refused.values())))
            yield f"{role}@{area}: fakta disisihkan: {why}"
        if phone.outbox:
            yield f"{role}@{area}: {len(phone.outbox)} fakta belum terkirim"
    for kecamatan, way in typing_papers.not_recorded(world):
        yield f"kertas {way} {kecamatan}: ada baris yang tidak dapat dicatat"
