"""The played field: officers with phones or paper, loads, desks, and their network.

Every choice comes from `chance`, so that a seed is a rehearsal. Nothing here knows a table of
the server: what people know comes from forms, lists of their phones, and each other.
"""

import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final
from zoneinfo import ZoneInfo

from tepat.core.election.catalogue import Election
from tepat.core.election.regions import is_in, parent_of
from tepat.core.election.roles import Role
from tepat.core.log import checkpoints, notes
from tepat.core.move import events
from tepat.core.move.field_manifest.values import Manifest, Place
from tepat.gladi import carrying, clock
from tepat.gladi.agenda import Agenda, end_of_step
from tepat.gladi.answering import Open
from tepat.gladi.ballots import Odd, Poll, Station
from tepat.gladi.desk import Desk, Lines
from tepat.gladi.people import Expected
from tepat.gladi.phone import Phone
from tepat.gladi.settling import Case
from tepat.gladi.truth import Trouble, Truth
from tepat.gladi.values import Asked, Load, Package, Shares
from tepat.gladi.witnesses import Watching, name_phone

__all__ = ["Asked", "Load", "Package", "Shares", "World"]

LONGEST_WAIT_S: Final = 8.0
"""So long at most a step of the clock takes for who looks: nights pass quickly."""
LIVE_AT: Final = (5, 45)
"""Hour and minute from which somebody looks: soon the first loads of the day leave."""
TOGETHER: Final = timedelta(hours=6)
MUCH: Final = 600
"""So long, or until there are so many facts, phones wait for each other before somebody looks."""
TRIES: Final = 15
"""So often it is asked for the checkpoint that has every fact of the phones."""
AT_ONCE: Final = 4
"""Phones that send at the same time."""


@dataclass
class World:
    """One rehearsal while it is played."""

    asked: Asked
    place: Path
    port: int
    election: Election
    voting_day: date
    chance: Random
    truth: Truth
    now: datetime
    desks: dict[str, Desk] = field(default_factory=dict)
    phones: dict[tuple[str, str], Phone] = field(default_factory=dict)
    packages: dict[str, Package] = field(default_factory=dict)
    seals: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sealed_by: dict[str, str] = field(default_factory=dict)
    loads: dict[str, Load] = field(default_factory=dict)
    agenda: Agenda = field(default_factory=Agenda)
    papers: dict[tuple[str, str], list[Any]] = field(default_factory=dict)
    """By table, the papers that lie there to be typed."""
    rows: dict[tuple[str, str], dict[str, list[str]]] = field(default_factory=dict)
    """By table of papers and area, the rows that its page shows."""
    facts: int = 0
    numbered: int = 0
    """Papers that got a number."""
    tell: Callable[[str], None] = print
    on_live: "Callable[[World], None] | None" = None
    """Called once, when from now on somebody looks."""
    left_to_people: frozenset[str] = frozenset()
    """Roles that people play now."""
    expected: list[Expected] = field(default_factory=list)
    open_alerts: dict[int, Open] = field(default_factory=dict)
    """Alerts that nobody has taken yet, by id."""
    taken: dict[int, datetime] = field(default_factory=dict)
    """By id of an alert, when somebody first took it."""
    cases: dict[int, Case] = field(default_factory=dict)
    """Incidents that somebody works on, by number."""
    looks_again: datetime | None = None
    """When somebody opens the queue of incidents again."""
    forecast: dict[str, str] = field(default_factory=dict)
    """What the board expected at noon of H-1."""
    skipped: dict[str, str] = field(default_factory=dict)
    """By scenario, why it could not be played."""
    struck: dict[str, str] = field(default_factory=dict)
    """By load that a scenario strikes, its kecamatan."""
    apart: set[str] = field(default_factory=set)
    """Kecamatan that nothing else may strike: what happens there must be heard of late."""
    packs: dict[str, str] = field(default_factory=dict)
    """By box, how it is filled otherwise than planned."""
    odd: dict[str, str] = field(default_factory=dict)
    """By box that is filled otherwise, its kecamatan."""
    lost: set[str] = field(default_factory=set)
    """Boxes that never come to their TPS."""
    rolls: dict[str, Place] = field(default_factory=dict)
    """By TPS, its list of voters as the phones of its PPK have it."""
    numbers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By kind, the numbers on its paper where somebody has set them."""
    odd_tps: dict[str, Odd] = field(default_factory=dict)
    stations: dict[str, Station] = field(default_factory=dict)
    forms: dict[str, list[tuple[str, Poll]]] = field(default_factory=dict)
    """By kecamatan, the paper forms that lie on its desk."""
    typed_first: set[str] = field(default_factory=set)
    """Kecamatan of which one form was typed by keyboard."""
    photographed: dict[str, str] = field(default_factory=dict)
    """By TPS, the hash of the photo of its form."""
    reached: dict[str, datetime] = field(default_factory=dict)
    """By TPS, when its boxes really got there."""
    carried: set[bytes] = field(default_factory=set)
    """Facts that were brought to a desk as texts."""
    resealed: int = 0
    recap_back: set[str] = field(default_factory=set)
    """Kecamatan whose own boxes went back with those of their TPS."""
    back: dict[str, str] = field(default_factory=dict)
    """By box that left its TPS, who really has it."""
    back_on_paper: set[str] = field(default_factory=set)
    """Boxes that left their TPS without a phone."""
    typed: dict[str, datetime] = field(default_factory=dict)
    """By load that came to a PPS without a phone, when its paper is typed."""
    held_later: set[str] = field(default_factory=set)
    """TPS whose vote was postponed and held after all."""
    ready: dict[str, Any] = field(default_factory=dict)
    """The board in the evening of H-1."""
    _acted: float = field(init=False, default_factory=time.monotonic)
    _sent: datetime = field(init=False)
    lines: Lines = field(init=False)
    watching: Watching = field(default_factory=Watching)
    """The laptops of witnesses outside of KPU's office."""
    _pool: ThreadPoolExecutor = field(init=False)

    def __post_init__(self) -> None:
        self.lines = Lines(self.port)
        self._sent = self.now
        self._pool = ThreadPoolExecutor(AT_ONCE)

    # -- time

    def moment(self, days: int, hour: int, minute: int = 0) -> datetime:
        """Return a moment so many days before the vote (negative: after), local time."""
        day = self.voting_day - timedelta(days=days)
        return datetime(
            day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(self.asked.zone)
        )

    def local(self, at: datetime) -> datetime:
        """Return a moment as clocks in the kabupaten show it."""
        return at.astimezone(ZoneInfo(self.asked.zone))

    def jitter(self, least: int, most: int) -> timedelta:
        """Return so many minutes, and seconds."""
        return timedelta(seconds=self.chance.randint(least * 60, most * 60))

    def run(self, until: datetime) -> None:
        """Let everything happen that is due up to `until`, one step of the clock after another.

        Once people take part the clock runs by itself, and each step waits for its end.
        """
        while (first := self.agenda.next()) is not None and first <= until:
            end = end_of_step(first)
            self._reach(end)
            self.agenda.run(end - timedelta(seconds=1))
            if not self.is_before or self._has_much():
                self.send()
        self.send()
        self._reach(max(until, self.now))
        self.send()  # whose network came back in the last step

    @property
    def is_live(self) -> bool:
        """Tell whether somebody looks at this moment."""
        return bool(self.asked.live_from) and not self.is_before

    @property
    def is_before(self) -> bool:
        """Tell whether somebody will look later: until then only what was is of interest."""
        days = self.asked.live_from
        return bool(days) and self.now < self.moment(days, *LIVE_AT)

    def _has_much(self) -> bool:
        """Tell whether phones have waited long enough to be sent together."""
        waits = self.now - self._sent
        return waits >= TOGETHER or sum(len(each.outbox) for each in self.phones.values()) >= MUCH

    def _reach(self, at: datetime) -> None:
        if self.is_live:
            self._keep_pace(at)
            self.set_clock(at)
        elif self.asked.live_from:
            self.set_clock(at)
        elif self.asked.speed and (self.left_to_people or not self.asked.people):
            self.now = clock.wait_for(self.place, at, self.asked.speed)
        else:
            self.set_clock(at)

    def _keep_pace(self, at: datetime) -> None:
        """Wait as long as this step takes for who looks, less what acting took; never by night."""
        if self.on_live:
            self.on_live(self)
            self.on_live = None
        whole = (at - self.now).total_seconds() / (self.asked.speed or 1.0)
        time.sleep(max(0.0, min(whole, LONGEST_WAIT_S) - (time.monotonic() - self._acted)))
        self._acted = time.monotonic()

    def set_clock(self, at: datetime) -> None:
        """Move the clock of the installation."""
        self.now = at
        clock.set_to(self.place, at)

    # -- people

    def phone(self, role: Role, area: str) -> Phone | None:
        """Return the phone of the officer with this role and area, None: paper."""
        return self.phones.get((role.value, area))

    def must(self, role: Role, area: str) -> Phone:
        """Return a phone that every rehearsal has."""
        return self.phones[role.value, area]

    def desk(self, name: str) -> Desk:
        """Return the desk of a person, logged in on first use."""
        desk = self.desks[name]
        if not desk.cookies.get("sessionid"):
            desk.log_in()
        return desk

    def ppk_desk(self, kecamatan: str) -> Desk:
        """Return the desk of the PPK of a kecamatan."""
        return self.desk(f"ppk-{kecamatan.rpartition('.')[2]}")

    def kecamatan(self) -> list[str]:
        """Every kecamatan that takes part."""
        return sorted({each.place[:8] for each in self.packages.values() if len(each.place) >= 8})

    def desa(self, within: str = "") -> list[str]:
        """Every desa with TPS, of a kecamatan or of all."""
        found = {each.place[:13] for each in self.packages.values() if len(each.place) > 13}
        return sorted(each for each in found if not within or is_in(each, within))

    def tps(self, within: str = "") -> list[str]:
        """Every TPS, of an area or of all."""
        found = {each.place for each in self.packages.values() if len(each.place) > 13}
        return sorted(each for each in found if not within or is_in(each, within))

    def boxes_of(self, place: str) -> list[str]:
        """Outer packages of one TPS or kecamatan, in order."""
        return sorted(
            each.code for each in self.packages.values() if each.place == place and not each.inside
        )

    def boxes_in(self, area: str) -> list[str]:
        """Outer packages of an area with all its places, in order."""
        return sorted(
            each.code
            for each in self.packages.values()
            if not each.inside and is_in(each.place, area)
        )

    def learn(self, found: Manifest | None) -> None:
        """Read lists of voters and numbers on papers from the list of a phone."""
        if found is None:
            return
        self.rolls |= {each.code: each for each in found.places if each.dpt is not None}
        for kind in found.kinds:
            if kind.choices:
                self.numbers[kind.code] = tuple(str(each) for each in kind.choices)

    def is_lost_on_return(self, box: str) -> bool:
        """Tell whether the sea takes this box on its way back."""
        odd = self.odd_tps.get(self.packages[box].place)
        return odd is not None and odd.by_boat

    def waits(self, box: str) -> bool:
        """Tell whether the vote of this box was postponed and is still to be held."""
        tps = self.packages[box].place
        odd = self.odd_tps.get(tps)
        return odd is not None and odd.not_held and tps not in self.held_later

    # -- the network

    def checkpoint(self) -> notes.Note:
        """Return the newest checkpoint, as anybody reads it."""
        path = f"/log/{self.asked.election}/{self.asked.kabupaten}/checkpoint"
        return notes.parse_note(self.lines.line.ask("GET", path, b"", {})[1])

    def look_at_log(self, at: datetime) -> None:
        """Let every phone with a signal learn the newest checkpoint, as its program does.

        The phone of a supervisor then signs as a witness that it continues what it saw before.
        """
        written = max(phone.newest for phone in self.phones.values())
        for _ in range(TRIES):
            found = checkpoints.parse(self.checkpoint().text)
            if found.size >= written:
                break
            time.sleep(0.2)  # the sequencer writes one each second
        newest = events.Seen(found.root.hex()[:16], found.size)
        for phone in self.phones.values():
            if phone.is_online(at):
                phone.seen = newest
        witness = next((each for each in self.phones.values() if each.role == Role.PANWASCAM), None)
        if witness and witness.is_online(at):
            witness.cosign(self.lines.line, at)
            name_phone(self.place, witness.witness_key)

    def send(self) -> None:
        """Let every phone with something to say and a signal send it."""
        waiting = [
            each for each in self.phones.values() if each.has_news and each.is_online(self.now)
        ]
        waiting.sort(key=lambda each: (each.role != "warehouse", each.area, each.role))
        self._sent = self.now
        if self.is_before:
            self.facts += carrying.together(waiting, self.lines.line)
            return
        jobs = [(each, *self._weather_of_network()) for each in waiting]
        self.facts += sum(self._pool.map(lambda job: self._send(*job), jobs))

    def _send(self, phone: Phone, lost: bool, twice: bool) -> int:
        return phone.send(self.lines.line, lost=lost, twice=twice)

    def _weather_of_network(self) -> tuple[bool, bool]:
        share = self.asked.shares.bad_network
        if not share:
            return False, False
        return self.chance.randrange(100) < share, self.chance.randrange(100) < share // 2

    def happened(
        self, what: str, area: str, since: datetime, until: datetime, *explains: str, note: str = ""
    ) -> Trouble:
        """Write down something that the field itself brought."""
        return self.truth.add(Trouble(what, area, since, until, explains, note=note))

    def close(self) -> None:
        """Let go of the threads."""
        self._pool.shutdown()


def kecamatan_of(area: str) -> str:
    """Return the kecamatan in which an area lies, or itself where it is wider."""
    while len(area) > 8 and (above := parent_of(area)):
        area = above
    return area


def steps(first: datetime, last: datetime, every: timedelta) -> Iterable[datetime]:
    """Yield moments from `first` to `last`."""
    at = first
    while at <= last:
        yield at
        at += every


def people_and_desks(people: list[dict[str, Any]], port: int, root: str) -> dict[str, Desk]:
    """Return a desk for each account, by its name."""
    return {
        each["name"]: Desk(port, each["name"], each["password"], root, each["role"], each["area"])
        for each in people
    }
