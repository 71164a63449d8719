"""Named people with their phones in Kabupaten Contoh, who sign facts one after another."""

from base64 import b64encode
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from tepat.core.election.ids import Form, PackageCode
from tepat.core.log import canonical
from tepat.core.move import events
from tepat.core.move.clocks import Arrivals
from tepat.core.move.devices import device_of, registry_of
from tepat.core.move.manifests import read_manifest
from tepat.core.move.pairing import Context
from tepat.core.move.shipments import list_of
from tepat.core.move.standing import chains_of

NIGHT = datetime(2024, 11, 25, 1, 0, tzinfo=UTC)
BOX = str(PackageCode("P24", "99.01.02.2003-007", "BUP", Form.BOX))
OTHER_BOX = str(PackageCode("P24", "99.01.01.2001-002", "BUP", Form.BOX))
NamedFact = tuple[str, events.Fact]


@dataclass
class Phone:
    """A key that signs: its chain grows with each fact."""

    seed: str
    world: "World"
    person: str = ""
    role: str = ""
    assignment: str = ""
    seq: int = 0
    prev: str = ""

    @property
    def key(self) -> str:
        return b64encode(sha256(self.seed.encode()).digest()).decode()

    @property
    def device(self) -> str:
        return device_of(self.key)

    def sign(self, kind: type[events.Fact], **fields: Any) -> str:
        """Sign a fact, keep it in the world, return its name."""
        self.seq += 1
        self.world.minute += 1
        more = {
            "election": "pilkada-2024",
            "kabupaten": "99.01",
            "at": NIGHT + timedelta(minutes=self.world.minute),
            "device": self.device,
            "seq": self.seq,
            "prev": self.prev,
            "by": self.person,
            "role": self.role,
            "assignment": self.assignment,
        }
        if kind.AUDIENCE.is_hidden:
            more["salt"] = "ab" * 16
        fact = kind(**{**more, **fields})
        body = events.write(fact)
        assert events.read(body) == fact
        self.prev = canonical.name_of(body)
        self.world.facts[self.prev] = fact
        return self.prev


@dataclass
class World:
    """All facts of one log, by name, and the lists they speak of."""

    facts: dict[str, events.Fact] = field(default_factory=dict)
    lists: dict[str, Any] = field(default_factory=dict)
    countersigned: dict[str, tuple[str, ...]] = field(default_factory=dict)
    arrivals: Arrivals = field(default_factory=Arrivals)
    minute: int = 0
    letters: int = 0

    def __post_init__(self) -> None:
        self.desk = Phone("desk", self)
        self.root = self.desk.sign(events.DeskEnrolled, key=self.desk.key)

    def letter(self, person: str, role: str, area: str, **more: Any) -> str:
        """The desk assigns a person; return the name of the assignment."""
        days = {"starts": NIGHT - timedelta(days=3), "ends": NIGHT + timedelta(days=9)}
        return self.desk.sign(
            events.Assigned, person=person, as_role=role, area=area, **{**days, **more}
        )

    def phone(self, person: str, role: str, area: str, **more: Any) -> Phone:
        """Assign a person and enrol their phone."""
        return self.enrol(self.letter(person, role, area, **more), person, role)

    def enrol(self, assignment: str, person: str, role: str, seed: str = "") -> Phone:
        """Enrol a phone with the letter of an assignment."""
        self.letters += 1
        phone = Phone(seed or f"{person}-{self.letters}", self, person, role, assignment)
        phone.sign(events.Enrolled, key=phone.key, mac="0" * 64)
        return phone

    def listed(self, shipment: str, start: str, to: str, packages: list[str]) -> str:
        """Make the list of a shipment; return its hash."""
        data = list_of("pilkada-2024", "99.01", shipment, (start, to), packages)
        manifest = read_manifest(data)
        assert manifest
        self.lists[manifest.name] = manifest
        return manifest.name

    def named(self) -> list[NamedFact]:
        return list(self.facts.items())

    def context(self, facts: list[NamedFact] | None = None) -> Context:
        known = self.named() if facts is None else facts
        registry = registry_of(known, self.root, self.countersigned).with_chains(chains_of(known))
        return Context(registry, self.lists, self.countersigned, self.arrivals)
