"""The demo's phones, and the first loads that left: whole, disputed and one-sided ones.

Made up and marked contoh. The keys live only while the demo is loaded; each fact goes
through the one door, as a phone sends it.
"""

import secrets
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from zlib import crc32
from zoneinfo import ZoneInfo

from tepat.core.election.roles import Role
from tepat.core.log import canonical, keys, letters
from tepat.core.move import events
from tepat.core.move.judging import Sent
from tepat.server import flow
from tepat.server.election.models import Scope, User
from tepat.server.move.devices import keys as own_keys
from tepat.server.move.devices import queries, reporting
from tepat.server.move.models import Device, PackageState, Shipment
from tepat.server.move.shipments import queries as shipment_queries
from tepat.server.move.shipments import reporting as shipments
from tepat.server.move.shipments.services import Load

UPAU, JARO, PUGAAN, STRANGER_AREA = "63.09.10", "63.09.11", "63.09.09", "63.09.08"
SEEN_OTHERWISE: Final = "KB0999001"
"""A seal that nobody issued, found on one box at its PPS."""


@dataclass
class Phone:
    """A key that signs for one person: its chain grows with each fact."""

    scope: Scope
    role: Role
    area: str
    person: str = ""
    assignment: str = ""
    seq: int = 0
    prev: str = ""
    signer: keys.Signer = field(default_factory=lambda: keys.Signer(secrets.token_bytes(32)))
    sent: list[Sent] = field(default_factory=list)

    @property
    def party(self) -> str:
        return f"{self.role.value}@{self.area}"

    def say(self, kind: type[events.Fact], at: datetime, **fields: Any) -> str:
        """Sign the next fact, to be sent later; return its name."""
        self.seq += 1
        fact = kind(
            election=self.scope.election,
            kabupaten=self.scope.kabupaten,
            at=at,
            device=self.signer.key_id,
            seq=self.seq,
            prev=self.prev,
            assignment=self.assignment,
            **({"by": self.person, "role": self.role.value} | fields),
        )
        body = events.write(fact)
        self.prev = canonical.name_of(body)
        self.sent.append(Sent(body, keys.sign_body(self.signer, keys.EVENT, body)))
        return self.prev

    def enrol(self, at: datetime) -> None:
        """Sign the first fact, with the secret of the letter."""
        mac = letters.mac_of(own_keys.secret_of(self.assignment), self.signer.public)
        key = b64encode(self.signer.public).decode()
        self.say(events.Enrolled, at, key=key, mac=mac, by="", role="")


def load(scope: Scope, now: datetime) -> None:
    """Give out letters, and move the first loads. Twice is once."""
    user = User.objects.filter(username="bu_dewi").first()
    if user is None or Device.objects.filter(scope=scope, is_desk=False).exists():
        return
    clock = now.astimezone(ZoneInfo(scope.zone)).replace(microsecond=0)
    world = _World(scope, user, clock)
    world.whole()
    world.on_the_way()
    world.unknown_phone()
    world.astray()
    world.send(now)


def enrolled(scope: Scope, user: User, who: str, role: Role, area: str, clock: datetime) -> Phone:
    """Give `who` a letter two weeks before `clock`, and enrol a phone with it."""
    made = clock - timedelta(days=14)
    phone_number = f"0812 0001 {crc32(f'{who}{area}'.encode()) % 10_000:04d}"  # made up
    duty = reporting.Duty(who, role, area, made, clock + timedelta(days=30), phone_number)
    phone = Phone(scope, role, area)
    phone.assignment = reporting.assign(scope, user, duty, made)
    phone.person = queries.registry(scope).assignments[phone.assignment].person
    phone.enrol(clock - timedelta(days=5))
    return phone


def checks_of(scope: Scope, packages: Iterable[str]) -> tuple[events.Check, ...]:
    """What a person sees who finds every seal as it was closed with."""
    rows = PackageState.objects.filter(scope=scope, package__in=list(packages))
    found = rows.exclude(seals=[]).order_by("package").values_list("package", "seals")
    return tuple(events.Check(package, tuple(seals)) for package, seals in found)


class _World:
    """The phones and the loads of the demo; `clock` is the moment of the demo."""

    def __init__(self, scope: Scope, user: User, clock: datetime) -> None:
        self.scope, self.user, self.clock = scope, user, clock
        self.phones: list[Phone] = []
        self.store = self.phone(Role.WAREHOUSE, scope.kabupaten, "Bu Sari")
        self.driver = self.phone(Role.DRIVER, scope.kabupaten, "Pak Joko")
        self.ppk = self.phone(Role.PPK, UPAU, "Bu Wati")
        self.panwascam = self.phone(Role.PANWASCAM, UPAU, "Pak Rusli")

    def phone(self, role: Role, area: str, who: str) -> Phone:
        """Assign somebody, and enrol the phone with the letter."""
        phone = enrolled(self.scope, self.user, f"{who} (Contoh)", role, area, self.clock)
        self.phones.append(phone)
        return phone

    def shipment(self, area: str, driver: str, at: datetime) -> Shipment:
        made = Load(
            origin=f"{self.scope.kabupaten}:gudang-1",
            destination=f"{area}:ppk",
            departs_at=at,
            vehicle="Truk 3",
            driver=driver,
            escort="2 Polri",
        )
        packages = shipment_queries.to_load(self.scope, [area])
        return shipments.make(self.scope, made, packages, self.user.account, self.clock)

    def leave(self, load: Shipment, to: Phone, at: datetime) -> tuple[str, dict[str, Any]]:
        """The store gives a load to `to`; return the fact's name and what its answer repeats."""
        packages = list(load.lines.values_list("package", flat=True))
        about: dict[str, Any] = {
            "shipment": load.code,
            "list": load.list_hash,
            "giver": self.store.party,
            "receiver": to.party,
            "place": load.origin,
            "to": load.destination,
            "checks": checks_of(self.scope, packages),
        }
        return self.store.say(events.Given, at, **about), about

    def whole(self) -> None:
        """Gudang, driver, PPK Upau, and one desa on to its PPS, where a seal differs."""
        at = self.clock.replace(hour=7, minute=5, second=0) - timedelta(days=2)
        load = self.shipment(UPAU, "Pak Joko", at)
        given, about = self.leave(load, self.driver, at)
        self.driver.say(events.Received, at + timedelta(minutes=4), given=given, **about)
        at += timedelta(hours=2, minutes=41)
        about |= {"giver": self.driver.party, "receiver": self.ppk.party, "place": load.destination}
        given = self.driver.say(events.Given, at, **about)
        at += timedelta(minutes=6)
        received = self.ppk.say(events.Received, at, given=given, **about)
        self.panwascam.say(
            events.Witnessed,
            at + timedelta(minutes=3),
            fact=received,
            place=load.destination,
            shipment=load.code,
            list=load.list_hash,
        )
        beyond = {8: self.clock + timedelta(hours=1), 13: self.clock + timedelta(hours=6)}
        loads = shipments.go_on([(load, beyond)], self.user.account, self.clock)
        to_pps = [each for each in loads if each.origin == load.destination]
        self.to_the_desa(to_pps[-1])

    def to_the_desa(self, load: Shipment) -> None:
        """PPK Upau gives the boxes of one desa on; one of them bears another seal there."""
        desa = load.destination.partition(":")[0]
        pps = self.phone(Role.PPS, desa, "Pak Salim")
        pkd = self.phone(Role.PKD, desa, "Bu Nurul")
        at = self.clock.replace(hour=13, minute=37, second=0) - timedelta(days=1)
        checks = checks_of(self.scope, load.lines.values_list("package", flat=True))
        about: dict[str, Any] = {
            "shipment": load.code,
            "list": load.list_hash,
            "giver": self.ppk.party,
            "receiver": pps.party,
            "place": load.destination,
            "to": load.destination,
        }
        given = self.ppk.say(events.Given, at, checks=checks, **about)
        first = checks[0]
        seen = (events.Check(first.package, (first.seals[0], SEEN_OTHERWISE)), *checks[1:])
        at += timedelta(minutes=8)
        received = pps.say(events.Received, at, given=given, checks=seen, **about)
        pkd.say(
            events.Witnessed,
            at + timedelta(minutes=12),
            fact=received,
            place=load.destination,
            shipment=load.code,
            list=load.list_hash,
        )

    def on_the_way(self) -> None:
        """The store gave it, and nobody has signed for it yet."""
        at = self.clock - timedelta(minutes=70)
        self.leave(self.shipment(PUGAAN, "Pak Amat", at), self.driver, at)

    def unknown_phone(self) -> None:
        """A PPK signs with a phone whose letter the log does not know: kept in quarantine."""
        at = self.clock.replace(hour=8, minute=20, second=0) - timedelta(days=1)
        stranger = Phone(self.scope, Role.PPK, STRANGER_AREA, "contoh", "0" * 64)
        load = self.shipment(STRANGER_AREA, "Pak Tono", at)
        given, about = self.leave(load, stranger, at)
        about["place"] = load.destination
        at += timedelta(hours=1)
        stranger.say(events.Received, at, given=given, **about)
        self.phones.append(stranger)

    def astray(self) -> None:
        """Boxes for Jaro that PPK Upau received."""
        at = self.clock.replace(hour=10, minute=15, second=0) - timedelta(days=1)
        load = self.shipment(JARO, "Pak Joko", at)
        given, about = self.leave(load, self.driver, at)
        self.driver.say(events.Received, at + timedelta(minutes=5), given=given, **about)
        at += timedelta(hours=2)
        place = f"{UPAU}:ppk"
        about |= {"giver": self.driver.party, "receiver": self.ppk.party, "place": place}
        given = self.driver.say(events.Given, at, **about)
        self.ppk.say(events.Received, at + timedelta(minutes=7), given=given, **about)

    def send(self, now: datetime) -> None:
        """Bring what all phones signed, at once: as where the signal comes back."""
        batch = [each for phone in self.phones for each in phone.sent]
        flow.accept(self.scope, batch, self.store.signer.key_id, now)
