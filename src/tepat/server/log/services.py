"""Append facts, with numbers that have no gaps; read them back. Knows no kinds of facts."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from tepat.server.log.models import Fact, FactPackage, LogHead, Quarantined

_BATCH = 500


def lock(election: str, kabupaten: str) -> None:
    """Hold the log of one election and kabupaten until the transaction ends.

    PostgreSQL locks the row; SQLite begins IMMEDIATE, so that only one writer is inside.
    """
    LogHead.objects.get_or_create(election=election, kabupaten=kabupaten)
    LogHead.objects.select_for_update().get(election=election, kabupaten=kabupaten)


def numbers_of(names: Sequence[str]) -> dict[str, int]:
    """Return the numbers of those facts that are in the log already."""
    found: dict[str, int] = {}
    for part in _parts(names):
        found.update(Fact.objects.filter(id__in=part).values_list("id", "number"))
    return found


def append(
    election: str,
    kabupaten: str,
    rows: Sequence[tuple[str, bytes, str, tuple[str, ...]]],
    by: UUID,
    now: datetime,
) -> dict[str, int]:
    """Append rows of name, bytes, kind and packages; return their numbers. Call `lock` first."""
    if not rows:
        return {}
    head = LogHead.objects.get(election=election, kabupaten=kabupaten)
    numbers = {name: head.size + place for place, (name, *_) in enumerate(rows, start=1)}
    Fact.objects.bulk_create(
        [
            Fact(
                id=name,
                election=election,
                kabupaten=kabupaten,
                number=numbers[name],
                kind=kind,
                body=body,
                account=by,
                received_at=now,
            )
            for name, body, kind, _ in rows
        ],
        batch_size=_BATCH,
    )
    FactPackage.objects.bulk_create(
        [
            FactPackage(fact_id=name, election=election, kabupaten=kabupaten, package=package)
            for name, _, _, packages in rows
            for package in dict.fromkeys(packages)
        ],
        batch_size=_BATCH,
    )
    head.size += len(rows)
    head.save(update_fields=["size"])
    return numbers


def quarantine(
    election: str,
    kabupaten: str,
    name: str,
    body: bytes,
    reason: str,
    by: UUID,
    now: datetime,
) -> None:
    """Keep bytes that are not a fact, once; of those too large only the beginning."""
    Quarantined.objects.get_or_create(
        id=name,
        defaults={
            "election": election,
            "kabupaten": kabupaten,
            "reason": reason,
            "body": body[:20_000],
            "account": by,
            "received_at": now,
        },
    )


def moments(names: Sequence[str]) -> dict[str, datetime]:
    """Return when each of these facts was received."""
    found: dict[str, datetime] = {}
    for part in _parts(sorted(set(names))):
        found.update(Fact.objects.filter(id__in=part).values_list("id", "received_at"))
    return found


def bodies(election: str, kabupaten: str) -> list[tuple[str, bytes]]:
    """Return name and bytes of every fact of a log, in the order of arrival."""
    rows = Fact.objects.filter(election=election, kabupaten=kabupaten).order_by("number")
    return [(name, bytes(body)) for name, body in rows.values_list("id", "body")]


class Received(NamedTuple):
    """One fact as it lies in the log."""

    number: int
    name: str
    body: bytes
    account: UUID
    received_at: datetime


def about(election: str, kabupaten: str, package: str) -> list[Received]:
    """Return the facts that name one package, in the order in which they came: one query."""
    rows = FactPackage.objects.filter(election=election, kabupaten=kabupaten, package=package)
    fields = ("number", "id", "body", "account", "received_at")
    return [
        Received(number, name, bytes(body), account, at)
        for number, name, body, account, at in rows.order_by("fact__number").values_list(
            *(f"fact__{field}" for field in fields)
        )
    ]


def bodies_about(
    election: str, kabupaten: str, packages: Iterable[str]
) -> dict[str, list[tuple[str, bytes]]]:
    """Return name and bytes of the facts that name each of `packages`."""
    found: dict[str, list[tuple[str, bytes]]] = {}
    for part in _parts(sorted(set(packages))):
        rows = FactPackage.objects.filter(
            election=election, kabupaten=kabupaten, package__in=part
        ).values_list("package", "fact_id", "fact__body")
        for package, name, body in rows:
            found.setdefault(package, []).append((name, bytes(body)))
    return found


def _parts(names: Sequence[str]) -> Iterable[Sequence[str]]:
    return (names[start : start + _BATCH] for start in range(0, len(names), _BATCH))
