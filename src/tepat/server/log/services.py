"""Append facts and quarantined bytes in one sequence without gaps. Knows no kinds of facts."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from tepat.server import bulk
from tepat.server.log.models import (
    Fact,
    FactAgain,
    FactCountersigner,
    FactList,
    FactPackage,
    LogHead,
    Quarantined,
)
from tepat.server.log.queries import UNKNOWN_DEVICE
from tepat.server.log.queries import entries as entries  # where the publisher looks for it

_FACT = (
    "id",
    "election",
    "kabupaten",
    "number",
    "kind",
    "audience",
    "device",
    "seq",
    "prev",
    "body",
    "sig",
    "countersigned",
    "uploader",
    "received_at",
)
_REFUGE = (
    "election",
    "kabupaten",
    "number",
    "name",
    "digest",
    "reason",
    "device",
    "body",
    "sig",
    "countersigned",
    "uploader",
    "received_at",
    "settled",
)
LARGEST_KEPT = 40_000
"""Bytes kept of what is no fact; the largest fact is smaller."""


@dataclass(frozen=True, slots=True)
class NewFact:
    """One fact that the door admits, as it is stored."""

    name: str
    body: bytes
    sig: bytes
    countersigned: str
    kind: str
    audience: str
    device: str
    seq: int
    prev: str
    packages: tuple[str, ...]
    lists: tuple[str, ...]
    countersigners: tuple[str, ...]
    uploader: str
    is_about_keys: bool = False


@dataclass(frozen=True, slots=True)
class Again:
    """Who signed a fact of the log besides those of whom it knows."""

    name: str
    countersigned: str
    countersigners: tuple[str, ...]
    uploader: str
    is_about_keys: bool = False
    """Who stands behind the end of a key decides whether what it signed still counts."""


@dataclass(frozen=True, slots=True)
class Refuge:
    """Bytes that go into quarantine, with the reason."""

    name: str
    body: bytes
    sig: bytes
    countersigned: str
    reason: str
    device: str
    uploader: str

    @property
    def digest(self) -> str:
        """What tells it from others: one body may come with a wrong signature and a right one."""
        parts = (self.name, self.sig.hex(), self.countersigned, self.reason, self.device)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def lock(election: str, kabupaten: str) -> LogHead:
    """Hold the log of one election and kabupaten until the transaction ends; return its head.

    PostgreSQL locks the row; SQLite begins IMMEDIATE, so that only one writer is inside.
    """
    where = {"kabupaten": [kabupaten]}
    if found := bulk.objects(LogHead, where, hold=True, election=election):
        return found[0]
    LogHead.objects.get_or_create(election=election, kabupaten=kabupaten)
    [head] = bulk.objects(LogHead, where, hold=True, election=election)
    return head


def append(
    head: LogHead, facts: Sequence[NewFact], refuges: Sequence[Refuge], now: datetime
) -> tuple[dict[str, int], dict[str, int]]:
    """Append facts, then what goes into quarantine, to the log that `lock` gave the head of.

    Returns the numbers of the facts by name, and of the others by digest. Neither may be
    in the log already. `head` is moved on.
    """
    if not facts and not refuges:
        return {}, {}
    where = {"election": head.election, "kabupaten": head.kabupaten}
    numbers = {each.name: head.size + place for place, each in enumerate(facts, start=1)}
    after = head.size + len(facts)
    kept = {each.digest: after + place for place, each in enumerate(refuges, start=1)}
    store_facts(where, facts, numbers, now)
    _store_refuges(where, refuges, kept, now)
    head.keyed = keyed_by(head.keyed, facts)
    head.size = after + len(refuges)
    bulk.update(LogHead, ("size", "keyed"), [(head.pk, head.size, head.keyed)])
    return numbers, kept


def store_facts(
    where: Mapping[str, str],
    facts: Sequence[NewFact],
    numbers: Mapping[str, int],
    now: datetime,
) -> None:
    """Write rows of facts and of their indexes under `numbers`; of the head it knows nothing."""
    place = (where["election"], where["kabupaten"])
    bulk.insert(
        Fact,
        _FACT,
        [
            (
                each.name,
                *place,
                numbers[each.name],
                each.kind,
                each.audience,
                each.device,
                each.seq,
                each.prev,
                each.body,
                each.sig,
                each.countersigned,
                each.uploader,
                now,
            )
            for each in facts
        ],
    )
    for model, column, names_of in (
        (FactPackage, "package", attrgetter("packages")),
        (FactList, "list", attrgetter("lists")),
        (FactCountersigner, "device", attrgetter("countersigners")),
    ):
        rows = [
            (each.name, *place, name) for each in facts for name in dict.fromkeys(names_of(each))
        ]
        bulk.insert(model, ("fact_id", "election", "kabupaten", column), rows)


def append_again(head: LogHead, again: Sequence[Again], now: datetime) -> list[int]:
    """Append entries for more signatures of facts in the log; return their numbers in order."""
    if not again:
        return []
    where = {"election": head.election, "kabupaten": head.kabupaten}
    numbers = list(range(head.size + 1, head.size + 1 + len(again)))
    store_again(where, list(zip(numbers, again, strict=True)), now)
    head.keyed = keyed_by(head.keyed, again)
    head.size = numbers[-1]
    bulk.update(LogHead, ("size", "keyed"), [(head.pk, head.size, head.keyed)])
    return numbers


def keyed_by(keyed: str, more: "Sequence[NewFact | Again]") -> str:
    """Return the hash over facts about keys, and over who signed them later, with these behind."""
    return keyed_after(keyed, [each.name + _later(each) for each in more if each.is_about_keys])


def keyed_after(keyed: str, names: Iterable[str]) -> str:
    """Return the same hash with facts about keys behind, of which nobody else has signed any."""
    for name in names:
        keyed = hashlib.sha256(f"{keyed}{name}".encode()).hexdigest()
    return keyed


def _later(each: "NewFact | Again") -> str:
    return each.countersigned if isinstance(each, Again) else ""


def store_again(where: Mapping[str, str], rows: Sequence[tuple[int, Again]], now: datetime) -> None:
    """Write rows of such entries and of their index; of the head it knows nothing."""
    place = (where["election"], where["kabupaten"])
    bulk.insert(
        FactAgain,
        ("fact_id", "election", "kabupaten", "number", "countersigned", "uploader", "received_at"),
        [(each.name, *place, n, each.countersigned, each.uploader, now) for n, each in rows],
    )
    devices = [(each.name, *place, one) for _, each in rows for one in each.countersigners]
    bulk.insert(FactCountersigner, ("fact_id", "election", "kabupaten", "device"), devices)


def _store_refuges(
    where: Mapping[str, str],
    refuges: Sequence[Refuge],
    numbers: Mapping[str, int],
    now: datetime,
) -> None:
    place = (where["election"], where["kabupaten"])
    bulk.insert(
        Quarantined,
        _REFUGE,
        [
            (
                *place,
                numbers[each.digest],
                each.name,
                each.digest,
                each.reason,
                each.device[:32],
                each.body[:LARGEST_KEPT],
                each.sig[:64],
                each.countersigned,
                each.uploader,
                now,
                "",
            )
            for each in refuges
        ],
    )


def settle(election: str, kabupaten: str, name: str, by: str, device: str = "") -> int:
    """Clear what lies in quarantine under `name`, and of one key: the fact `by` answers it."""
    rows = Quarantined.objects.filter(election=election, kabupaten=kabupaten, settled="")
    rows = rows.filter(device=device) if device else rows
    return rows.filter(name=name).update(settled=by)


def settle_waiting(election: str, kabupaten: str, device: str, by: str) -> int:
    """Clear what waited for the key `device`: the fact `by` brought it."""
    rows = Quarantined.objects.filter(election=election, kabupaten=kabupaten, settled="")
    return rows.filter(device=device, reason=UNKNOWN_DEVICE).update(settled=by)


def index_list(election: str, kabupaten: str, packages: Mapping[str, Iterable[str]]) -> None:
    """Index facts by the packages of a list that was not known when they came.

    `packages`: what each fact names besides what is indexed already.
    """
    rows = [
        (name, election, kabupaten, package)
        for name, named in packages.items()
        for package in sorted(named)
    ]
    bulk.insert(FactPackage, ("fact_id", "election", "kabupaten", "package"), rows)
