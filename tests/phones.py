"""Phones of named people: each has a key, a letter, and a chain of facts that it signs."""

from base64 import b64encode
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from tepat.core.election.roles import Role
from tepat.core.log import canonical, entries, keys, letters
from tepat.core.move import events
from tepat.core.move.judging import Sent
from tepat.server import flow
from tepat.server.election.models import Scope
from tepat.server.move.devices import keys as own_keys
from tepat.server.move.devices import queries, reporting
from tests.worlds import person

NIGHT = datetime(2024, 11, 12, 14, 0, tzinfo=UTC)


@dataclass
class Phone:
    """A key that signs: its chain grows with each fact."""

    scope: Scope
    who: str
    person: str = ""
    role: str = ""
    assignment: str = ""
    seq: int = 0
    prev: str = ""
    at: datetime = NIGHT
    signer: keys.Signer = field(init=False)

    def __post_init__(self) -> None:
        self.signer = keys.Signer(sha256(self.who.encode()).digest())

    @property
    def device(self) -> str:
        return self.signer.key_id

    def fact(self, kind: type[events.Fact], **fields: Any) -> events.Fact:
        """Return the next fact of this phone; `say` signs it."""
        self.seq += 1
        common = {
            "election": self.scope.election,
            "kabupaten": self.scope.kabupaten,
            "at": self.at + timedelta(minutes=self.seq),
            "device": self.device,
            "seq": self.seq,
            "prev": self.prev,
            "by": self.person,
            "role": self.role,
            "assignment": self.assignment,
        }
        made = kind(**{**common, **fields})
        self.prev = canonical.name_of(events.write(made))
        return made

    def sign(self, body: bytes, *others: "Phone") -> Sent:
        """Return `body` as it travels, signed by this phone and by others on the spot."""
        countersigned = sorted(
            (entries.Countersignature(each.device, each.signature(body)) for each in others),
            key=lambda each: each.device,
        )
        return Sent(body, self.signature(body), tuple(countersigned))

    def signature(self, body: bytes) -> bytes:
        return keys.sign_body(self.signer, keys.EVENT, body)

    def say(self, kind: type[events.Fact], *others: "Phone", **fields: Any) -> Sent:
        """Sign the next fact."""
        return self.sign(events.write(self.fact(kind, **fields)), *others)

    def enrol(self, secret: str = "") -> Sent:
        """Sign the first fact, with the secret of the letter."""
        mac = letters.mac_of(secret or own_keys.secret_of(self.assignment), self.signer.public)
        key = b64encode(self.signer.public).decode()
        return self.say(events.Enrolled, key=key, mac=mac, by="", role="")


def letter_for(
    scope: Scope, who: str, role: Role = Role.WAREHOUSE, area: str = "", at: datetime = NIGHT
) -> Phone:
    """Assign `who` and return the phone that holds the letter; it is not enrolled yet."""
    duty = reporting.Duty(
        name=who,
        role=role,
        area=area or scope.kabupaten,
        starts=at - timedelta(days=30),
        ends=at + timedelta(days=30),
    )
    assignment = reporting.assign(scope, person("bu_dewi"), duty, at)
    given = queries.registry(scope).assignments[assignment]
    return Phone(scope, who, given.person, role.value, assignment, at=at)


def phone_of(
    scope: Scope, who: str, role: Role = Role.WAREHOUSE, area: str = "", at: datetime = NIGHT
) -> Phone:
    """Assign `who`, enrol the phone, and return it."""
    phone = letter_for(scope, who, role, area, at)
    [receipt] = flow.accept(scope, [phone.enrol()], phone.device, at)
    assert receipt.verdict == "accepted", receipt
    return phone


def packed(phone: Phone, box: str, *others: Phone, **fields: Any) -> Sent:
    """The phone says that it filled `box`."""
    contents = (events.Counted("surat_suara", 494, "KWK-GUB/99"),)
    return phone.say(events.Packed, *others, package=box, contents=contents, **fields)
