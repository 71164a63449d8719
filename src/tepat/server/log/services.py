"""Append facts and quarantined bytes in one sequence without gaps. Knows no kinds of facts."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tepat.server.log.models import (
    Fact,
    FactCountersigner,
    FactList,
    FactPackage,
    LogHead,
    Quarantined,
)
from tepat.server.log.queries import BATCH, UNKNOWN_DEVICE
from tepat.server.log.queries import entries as entries  # where the publisher looks for it

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
    rows = LogHead.objects.select_for_update().filter(election=election, kabupaten=kabupaten)
    if head := rows.first():
        return head
    LogHead.objects.get_or_create(election=election, kabupaten=kabupaten)
    return rows.get()


def append(
    election: str,
    kabupaten: str,
    facts: Sequence[NewFact],
    refuges: Sequence[Refuge],
    now: datetime,
) -> tuple[dict[str, int], dict[str, int]]:
    """Append facts, then what goes into quarantine; call `lock` first.

    Returns the numbers of the facts by name, and of the others by digest. Neither may be
    in the log already.
    """
    if not facts and not refuges:
        return {}, {}
    where = {"election": election, "kabupaten": kabupaten}
    head = LogHead.objects.get(**where)
    numbers = {each.name: head.size + place for place, each in enumerate(facts, start=1)}
    after = head.size + len(facts)
    kept = {each.digest: after + place for place, each in enumerate(refuges, start=1)}
    _store_facts(where, facts, numbers, now)
    _store_refuges(where, refuges, kept, now)
    keyed = head.keyed
    for each in facts:
        if each.is_about_keys:
            keyed = hashlib.sha256(f"{keyed}{each.name}".encode()).hexdigest()
    LogHead.objects.filter(pk=head.pk).update(size=after + len(refuges), keyed=keyed)
    return numbers, kept


def _store_facts(
    where: Mapping[str, str],
    facts: Sequence[NewFact],
    numbers: Mapping[str, int],
    now: datetime,
) -> None:
    Fact.objects.bulk_create(
        [
            Fact(
                **where,
                id=each.name,
                number=numbers[each.name],
                kind=each.kind,
                audience=each.audience,
                device=each.device,
                seq=each.seq,
                prev=each.prev,
                body=each.body,
                sig=each.sig,
                countersigned=each.countersigned,
                uploader=each.uploader,
                received_at=now,
            )
            for each in facts
        ],
        batch_size=BATCH,
    )
    FactPackage.objects.bulk_create(
        [
            FactPackage(**where, fact_id=each.name, package=package)
            for each in facts
            for package in dict.fromkeys(each.packages)
        ],
        batch_size=BATCH,
    )
    FactList.objects.bulk_create(
        [FactList(**where, fact_id=each.name, list=name) for each in facts for name in each.lists],
        batch_size=BATCH,
    )
    FactCountersigner.objects.bulk_create(
        [
            FactCountersigner(**where, fact_id=each.name, device=device)
            for each in facts
            for device in each.countersigners
        ],
        batch_size=BATCH,
    )


def _store_refuges(
    where: Mapping[str, str],
    refuges: Sequence[Refuge],
    numbers: Mapping[str, int],
    now: datetime,
) -> None:
    Quarantined.objects.bulk_create(
        [
            Quarantined(
                **where,
                number=numbers[each.digest],
                name=each.name,
                digest=each.digest,
                reason=each.reason,
                device=each.device,
                body=each.body[:LARGEST_KEPT],
                sig=each.sig[:64],
                countersigned=each.countersigned,
                uploader=each.uploader,
                received_at=now,
            )
            for each in refuges
        ],
        batch_size=BATCH,
    )


def settle(election: str, kabupaten: str, name: str, by: str) -> int:
    """Clear what lies in quarantine under `name`: the fact `by` answers it."""
    rows = Quarantined.objects.filter(election=election, kabupaten=kabupaten, settled="")
    return rows.filter(name=name).update(settled=by)


def settle_waiting(election: str, kabupaten: str, device: str, by: str) -> int:
    """Clear what waited for the key `device`: the fact `by` brought it."""
    rows = Quarantined.objects.filter(election=election, kabupaten=kabupaten, settled="")
    return rows.filter(device=device, reason=UNKNOWN_DEVICE).update(settled=by)


def index_list(election: str, kabupaten: str, packages: Mapping[str, Iterable[str]]) -> None:
    """Index facts by the packages of a list that was not known when they came.

    `packages`: what each fact names besides what is indexed already.
    """
    FactPackage.objects.bulk_create(
        [
            FactPackage(election=election, kabupaten=kabupaten, fact_id=name, package=package)
            for name, named in packages.items()
            for package in sorted(named)
        ],
        batch_size=BATCH,
    )
