"""One office, its phones and its witnesses, with everything that goes wrong, from one seed.

The door, the sequencer, the witnesses and the mirror are the real ones; network, clocks,
disks and power are played. Every choice comes from `chance`, so that a seed is the world.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any
from unittest import mock

from django.db import transaction

from tepat.core.election.roles import Role
from tepat.core.log import canonical, checkpoints
from tepat.core.move import events
from tepat.core.move.judging import Sent
from tepat.core.problems import Refused
from tepat.server import flow
from tepat.server.keeping import commands, wiring
from tepat.server.keeping.refill import refill
from tepat.server.log import queries
from tepat.server.log.models import Fact
from tepat.server.log.publishing.disk import Disk
from tepat.server.move.devices import reporting
from tepat.witness import sources
from tepat.witness.mirroring import mirror
from tests.phones import NIGHT, Phone, letter_for
from tests.server.keeping.published import box
from tests.witnesses import Watching
from tests.worlds import contoh_scope, person

PEOPLE = (
    ("bu_sari", Role.WAREHOUSE, "99.01"),
    ("pak_joko", Role.DRIVER, "99.01"),
    ("bu_rina", Role.PPK, "99.01.01"),
    ("pak_adi", Role.BAWASLU, "99.01"),
)
WITNESSES = ("bawaslu", "polres", "paslon")
QUORUM = 2
BOXES = 6


class PowerCut(Exception):
    """The machine stops here; what was not durable is gone."""


@dataclass
class Handset:
    """A phone with its outbox, and what it was promised."""

    phone: Phone
    kept: list[Sent] = field(default_factory=list)
    """Everything it signed and still has, in its order."""
    receipts: dict[str, int] = field(default_factory=dict)
    old: tuple[int, str, list[Sent]] | None = None
    """A copy of the phone from earlier: number, last name, outbox."""
    is_enrolled: bool = False

    def waiting(self) -> list[Sent]:
        return [each for each in self.kept if _name(each) not in self.receipts]


@dataclass
class World:
    """Everything there is in one seed."""

    home: Path
    chance: Random
    now: Any = NIGHT
    flying: list[tuple[Handset, list[Sent]]] = field(default_factory=list)
    """Batches on their way, which may arrive in any order, or never."""
    promised: dict[str, Sent] = field(default_factory=dict)
    """Every fact that was receipted as accepted, by its name."""
    signed: dict[int, bytes] = field(default_factory=dict)
    """Root of every size that a witness or this log has ever put its name to."""
    mirrored: int = 0
    told: list[str] = field(default_factory=list)
    """What happened, to be read when a world fails."""

    def __post_init__(self) -> None:
        self.scope = contoh_scope()
        self.place = wiring.place_of(self.scope)
        self.start()
        self.sequencer.signer.begin()
        vkeys = self.sequencer.signer.vkeys()
        self.witnesses = Watching(self.home / "saksi", vkeys, *WITNESSES)
        Disk().write(wiring.policy_file(self.place), self.witnesses.policy(QUORUM))
        self.start()
        self.handsets = [Handset(letter_for(self.scope, *each, NIGHT)) for each in PEOPLE]
        for each in self.handsets:
            each.phone.at += timedelta(minutes=self.chance.randint(-3 * 1440, 3 * 1440))
        self.backup: Callable[[], None] | None = None

    # -- the office

    def start(self) -> None:
        """Start the sequencer, as a new process does."""
        self.sequencer = wiring.sequencer_of(self.scope)
        if hasattr(self, "witnesses"):
            self.sequencer._ask = self.witnesses.post

    def publish(self, *, cut: bool = False) -> None:
        """One round of the sequencer; with `cut` the power goes while it writes."""
        self.now += timedelta(seconds=11)
        left = self.chance.randint(0, 12)

        def write_new(disk: Disk, path: Path, data: bytes, mode: int) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                raise PowerCut
            write(disk, path, data, mode)

        write = Disk.write_new
        try:
            if cut:
                with mock.patch.object(Disk, "write_new", write_new):
                    self.sequencer.round(self.now)
            else:
                self.sequencer.round(self.now)
        except PowerCut:
            self.told.append("power cut while publishing")
            self.start()
        self.look_at_promises()
        self.copy()

    def look_at_promises(self) -> None:
        """No size may ever have two roots, whoever put their name to it."""
        held = self.witnesses.held(self.place.origin).values()
        for size, root in [*held, *self._published()]:
            assert self.signed.setdefault(size, root) == root, f"two histories of {size}"

    def _published(self) -> list[tuple[int, bytes]]:
        note = self.sequencer.publisher.note()
        if note is None:
            return []
        checkpoint = checkpoints.parse(note.text)
        return [(checkpoint.size, checkpoint.root)]

    def copy(self) -> None:
        """Bring the mirror up to date; it refuses whatever does not continue what it has."""
        published = self._published()
        if published and published[0][0] >= self.mirrored:  # less: a backup was put back
            self.mirrored = published[0][0]
            known = [each.verifier for each in self.witnesses.read(QUORUM).logs]
            mirror(str(self.place.folder), self.home / "cermin", known)

    def take_backup(self) -> None:
        """Remember database and folder as they are."""
        point = transaction.savepoint()
        copy = self.home / "cadangan"
        shutil.rmtree(copy, ignore_errors=True)
        if self.place.folder.exists():
            shutil.copytree(self.place.folder, copy)

        def restore() -> None:
            transaction.savepoint_rollback(point)
            shutil.rmtree(self.place.folder, ignore_errors=True)
            if copy.exists():
                shutil.copytree(copy, self.place.folder)
            for memory in self.place.keys.glob("*.signed.json"):
                memory.unlink()
            commands._mark_restored()
            self.start()

        self.backup = restore

    def restore(self) -> None:
        """Put the backup back; phones may be quicker than whoever fetches the lost end."""
        if self.backup is None:
            return
        self.told.append("restored")
        self.backup()
        self.backup = None
        for each in self.handsets:
            # What the log no longer has, and the phone has, it sends again: see `Manifest.last`.
            each.receipts.clear()
        for _ in range(self.chance.randint(0, 3)):
            self.send(self.chance.choice(self.handsets))
            if self.chance.random() < 0.5:
                self.publish()
        self.refill()

    def refill(self) -> None:
        """Take the lost end from the mirror, and forget what no disk in the world has."""
        copies = list((self.home / "cermin").glob("*"))
        if copies:
            done = refill(self.scope, sources.opened(str(copies[0])), self.now)
            self.told.append(f"refilled {done.kept}+{done.rows.returned}, {done.rows.moved} moved")
            self.start()
        there = set(Fact.objects.values_list("pk", flat=True))
        there |= {_name(sent) for each in self.handsets for sent in each.kept}
        there |= {_name(sent) for _, batch in self.flying for sent in batch}
        self.promised = {name: sent for name, sent in self.promised.items() if name in there}

    # -- phones

    def sign(self, handset: Handset) -> None:
        """The officer does something; the phone keeps it."""
        phone = handset.phone
        if not handset.is_enrolled:
            handset.is_enrolled = True
            handset.kept.append(phone.enrol())
            return
        other = self.chance.choice(self.handsets).phone
        where: dict[str, Any] = {
            "place": "99.01",
            "packages": (box(self.chance.randint(1, BOXES)),),
        }
        [package] = where["packages"]
        fields: dict[str, Any]
        kind, fields = self.chance.choice(
            [
                (events.Packed, {"package": package}),
                (events.Sealed, {"package": package, "seals": (f"S{phone.seq:05}",)}),
                (events.Unsealed, {"package": package, "reason": "recount"}),
                (events.Given, {"giver": _party(phone), "receiver": _party(other), **where}),
                (events.Received, {"giver": _party(other), "receiver": _party(phone), **where}),
            ]
        )
        handset.kept.append(phone.say(kind, **fields))

    def send(self, handset: Handset, *, is_sure: bool = False) -> None:
        """Send what waits, over a network that loses, doubles, delays and mixes."""
        batch = handset.waiting()
        if not batch:
            return
        if is_sure:
            self.arrive(handset, batch)
            return
        batch = batch[: self.chance.randint(1, len(batch))]
        if self.chance.random() < 0.3:
            batch += self.chance.choices(handset.kept, k=2)
        if self.chance.random() < 0.4:
            self.chance.shuffle(batch)
        match self.chance.choice(["there", "there", "there", "lost", "late", "twice", "silent"]):
            case "lost":
                return
            case "late":
                self.flying.append((handset, batch))
            case "twice":
                self.flying.append((handset, batch))
                self.arrive(handset, batch)
            case "silent":
                self.arrive(handset, batch, is_answered=False)
            case _:
                self.arrive(handset, batch)

    def arrive(self, handset: Handset, batch: list[Sent], *, is_answered: bool = True) -> None:
        """The door takes a batch and the phone hears of it; or the power goes in between."""
        by = handset.phone.device if self.chance.random() < 0.8 else "stranger"
        if self.chance.random() < 0.08:
            self._cut_off(batch, by)
            return
        receipts = flow.accept(self.scope, batch, by, self.now)
        if not is_answered:
            return
        for sent, receipt in zip(batch, receipts, strict=True):
            if receipt.verdict in ("accepted", "known"):
                self.promised[receipt.id] = sent
                handset.receipts[receipt.id] = receipt.number

    def _cut_off(self, batch: list[Sent], by: str) -> None:
        """The server dies inside of its transaction: nothing of the batch may stay."""
        before = queries.size(*self.log)
        cut = self.chance.choice(["custody.apply", "devices.apply", "log.append"])
        with mock.patch.object(*_target(cut), side_effect=PowerCut):
            try:
                flow.accept(self.scope, batch, by, self.now)
            except PowerCut:
                self.told.append(f"power cut in {cut}")
        assert queries.size(*self.log) == before or not cut.startswith("log")
        self.start()

    @property
    def log(self) -> tuple[str, str]:
        return (self.scope.election, self.scope.kabupaten)

    # -- what happens next

    def step(self) -> None:
        """One thing happens."""
        self.now += timedelta(seconds=self.chance.randint(0, 900))
        handset = self.chance.choice(self.handsets)
        happens = self.chance.choices(list(STEPS), [weight for weight, _ in STEPS.values()])[0]
        self.told.append(f"{happens} {handset.phone.who}")
        STEPS[happens][1](self, handset)

    def _late(self, _: Handset) -> None:
        if self.flying:
            self.arrive(*self.flying.pop(self.chance.randrange(len(self.flying))))

    def _witness(self, _: Handset) -> None:
        name = self.chance.choice(WITNESSES)
        if self.chance.random() < 0.3:
            self.witnesses.start_again(name)
        self.witnesses.away ^= {name}

    def _copy_phone(self, handset: Handset) -> None:
        """Take a copy of a phone, or put the copy back: from then on it has two histories."""
        phone = handset.phone
        if handset.old is None or self.chance.random() < 0.5:
            handset.old = (phone.seq, phone.prev, list(handset.kept))
            return
        phone.seq, phone.prev, kept = handset.old
        handset.is_enrolled = phone.seq > 0
        handset.kept = list(kept)
        phone.at += timedelta(seconds=1)  # so that it signs something else under the old number

    def _revoke(self, handset: Handset) -> None:
        try:
            device = handset.phone.device
            reporting.revoke(self.scope, person("bu_dewi"), device, None, "lost", self.now)
        except Refused:
            return  # it is not enrolled yet


STEPS: dict[str, tuple[int, Callable[[World, Handset], None]]] = {
    "signs": (40, World.sign),
    "sends": (25, World.send),
    "arrives late": (8, World._late),
    "publishes": (12, lambda world, _: world.publish()),
    "publishes, power cut": (3, lambda world, _: world.publish(cut=True)),
    "witness": (6, World._witness),
    "phone copied": (2, World._copy_phone),
    "revoked": (1, World._revoke),
    "backup": (2, lambda world, _: world.take_backup()),
    "restore": (2, lambda world, _: world.restore()),
}
"""What may happen, how often, and how."""


def _party(phone: Phone) -> str:
    return f"{phone.role}@{phone.person}"


def _name(sent: Sent) -> str:
    return canonical.name_of(sent.body)


def _target(name: str) -> tuple[Any, str]:
    module, _, function = name.rpartition(".")
    return getattr(flow, module), function
