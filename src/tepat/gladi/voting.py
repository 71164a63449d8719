"""Voting day at the TPS: boxes are opened, people vote, papers are counted, forms are told.

A KPPS with a phone tells all of it by facts; of the others the paper form comes to the
kecamatan in the evening, where the camat's desk types it (`typing_forms`).
"""

from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from random import Random
from typing import Final

from tepat.core.election.roles import Role
from tepat.core.move import events
from tepat.gladi import homeward, homeward_paper, typing_forms
from tepat.gladi.ballots import Poll, Station, drawn
from tepat.gladi.phone import Phone
from tepat.gladi.world import World

OPENS: Final = (0, 7)
HOURS: Final = ((9, 0.35), (11, 0.7), (12, 0.9), (13, 1.0))
"""Hours at which turnout is told, and how much of the day's voters had come by then."""
LATE_PER_CENT: Final = 4
"""TPS that open some minutes late without anybody's trouble."""
COUNTED: Final = (60, 300)
"""Minutes after the end of voting at which a form is ready."""
PHOTO_OF: Final = 8
"""One of so many TPS also photographs its form."""
BEFORE: Final = "Sesudah pukul 07.00"


def plan(world: World, *, days: int = 0, only: frozenset[str] = frozenset()) -> None:
    """Put voting and counting of every TPS into the agenda, so many days before the vote.

    `only`: TPS that vote on that day; all without it.
    """
    for tps, station in sorted(world.stations.items()):
        if (only and tps not in only) or (not only and station.odd.not_held):
            continue
        chance = Random(f"{world.asked.seed}/hari/{days}/{tps}")
        _plan_one(world, station, chance, days)


def _plan_one(world: World, station: Station, chance: Random, days: int) -> None:
    phone = world.phone(Role.KPPS, station.tps)
    late = station.odd.late
    if not late and chance.randrange(100) < LATE_PER_CENT:
        late = timedelta(minutes=chance.randint(2, 14))
    begins = world.moment(days, 7) + late
    over = world.moment(days, 13)
    ready = over + timedelta(minutes=station.odd.counted or chance.randint(*COUNTED))
    if phone is None:
        if Role.KPPS.value not in world.left_to_people:
            typing_forms.bring(world, station, ready, chance)
            homeward_paper.plan_one(world, station, ready, chance)
        return
    told = begins + timedelta(minutes=chance.randint(1, 12))
    world.agenda.add(told, partial(_open, phone, world, station, begins))
    for hour, part in HOURS:
        at = world.moment(days, hour) + timedelta(minutes=chance.randint(0, 14))
        if at > told:
            world.agenda.add(at, partial(_turnout, phone, station, part))
    papers = over + timedelta(minutes=chance.randint(16, 40))
    world.agenda.add(papers, partial(_papers, phone, world, station))
    world.agenda.add(ready, partial(_result, phone, world, station))
    homeward.plan_one(world, station, phone, ready, chance)
    _witness(world, station, ready, chance)


def _open(phone: Phone, world: World, station: Station, begins: datetime, at: datetime) -> None:
    for box in station.boxes:
        seals = world.seals[box]
        phone.say(events.Opened, at, package=box, place=station.tps, seals=seals)
    checks = tuple(events.Check(box, (), "missing") for box in station.missing)
    is_late = begins.hour * 60 + begins.minute > 7 * 60
    phone.say(
        events.VotingOpened,
        at,
        place=station.tps,
        starts=begins,
        reason=(station.odd.reason or "officers_missing") if is_late else "",
        checks=checks,
    )


def _turnout(phone: Phone, station: Station, part: float, at: datetime) -> None:
    dpt, moved, unlisted = station.voted_by(part)
    voters = dpt + moved + unlisted
    phone.say(
        events.Turnout,
        at,
        place=station.tps,
        voters=voters,
        dpt=dpt,
        moved=moved,
        unlisted=unlisted,
    )


def _papers(phone: Phone, world: World, station: Station, at: datetime) -> None:
    for poll in station.polls:
        if poll.is_held:
            form = poll.form
            names = ("received", "used", "spoiled", "left")
            counts = {name: form[name] for name in names}
            salt = _salt(world, "kertas", station.tps, poll)
            phone.say(events.Ballots, at, place=station.tps, sku=poll.sku, salt=salt, **counts)


def _result(phone: Phone, world: World, station: Station, at: datetime) -> None:
    photos: tuple[str, ...] = ()
    if station.odd.photo or int(sha256(station.tps.encode()).hexdigest(), 16) % PHOTO_OF == 0:
        photos = (phone.photograph(f"C.HASIL {station.tps}"),)
        world.photographed.setdefault(station.tps, photos[0])
    for poll in station.polls:
        if poll.is_held:
            say_result(world, phone, station.tps, poll, at, photos)


def say_result(
    world: World,
    phone: Phone,
    tps: str,
    poll: Poll,
    at: datetime,
    photos: tuple[str, ...] = (),
) -> str:
    """Tell the votes of one form as it shows them; return the name of the fact."""
    votes = tuple(events.Counted(number, count) for number, count in poll.votes.items())
    return phone.say(
        events.Result,
        at,
        place=tps,
        sku=poll.sku,
        votes=votes,
        valid=poll.form["valid"],
        invalid=poll.form["invalid"],
        photos=photos,
        salt=_salt(world, phone.role, tps, poll),
    )


def _witness(world: World, station: Station, ready: datetime, chance: Random) -> None:
    """A PTPS with a phone tells the same form by a key of their own: two people agree."""
    phone = world.phone(Role.PTPS, station.tps)
    if phone is None:
        return
    at = ready + timedelta(minutes=chance.randint(5, 25))
    world.agenda.add(at, partial(_tell_too, phone, world, station))


def _tell_too(phone: Phone, world: World, station: Station, at: datetime) -> None:
    for poll in station.polls:
        if poll.is_held:
            say_result(world, phone, station.tps, poll, at)


def _salt(world: World, what: str, tps: str, poll: Poll) -> str:
    text = f"{world.asked.seed}/{what}/{tps}/{poll.sku}"
    return sha256(text.encode()).hexdigest()[:32]


def draw(world: World) -> None:
    """Decide every true number of voting day; from here on the truth has them."""
    world.stations = drawn(world)
    world.truth.polls = [row for each in world.stations.values() for row in each.rows()]
