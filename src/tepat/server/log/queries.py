"""Read the log back: entries by number, facts by package and by device."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

import msgspec
from django.db.models import Min, Q, QuerySet

from tepat.core.log import canonical, spelling
from tepat.core.log import entries as leaves
from tepat.server import bulk
from tepat.server.log.models import (
    Fact,
    FactAgain,
    FactCountersigner,
    FactPackage,
    LogHead,
    Quarantined,
)

BATCH: Final = 500
"""Rows in one statement: both databases bound how many values one may carry."""
UNKNOWN_DEVICE: Final = "unknown_device"
"""The one reason for quarantine that clears itself: when the key arrives."""
HIDDEN: Final = ("security", "results")
"""Audiences whose facts stand in the log by their hash alone."""


class Stored(NamedTuple):
    """One fact as it lies in the log."""

    number: int
    name: str
    body: bytes
    uploader: str
    received_at: datetime
    countersigners: tuple[str, ...] = ()


def size(election: str, kabupaten: str) -> int:
    """How many entries a log has; 0 before its first."""
    return head_of(election, kabupaten)[0]


def count(election: str, kabupaten: str) -> int:
    """How many facts a log holds; what lies in quarantine is not counted."""
    return Fact.objects.filter(election=election, kabupaten=kabupaten).count()


def keyed(election: str, kabupaten: str) -> str:
    """Return the hash over the facts about keys of one log."""
    return head_of(election, kabupaten)[1]


def head_of(election: str, kabupaten: str) -> tuple[int, str]:
    """Return how many entries a log has, and the hash over its facts about keys: one query."""
    rows = bulk.select(LogHead, ("size", "keyed"), {"kabupaten": [kabupaten]}, election=election)
    return (rows[0][0], rows[0][1]) if rows else (0, "")


def first_name(election: str, kabupaten: str) -> str:
    """Return the name of the first fact of a log, its root of authority; "" where it is empty."""
    rows = Fact.objects.filter(election=election, kabupaten=kabupaten, number=1)
    return rows.values_list("id", flat=True).first() or ""


def numbers_of(
    election: str, kabupaten: str, names: Sequence[str]
) -> dict[str, tuple[int, datetime]]:
    """Return number and arrival of those facts that are in the log already."""
    found: dict[str, tuple[int, datetime]] = {}
    for part in parts(names):
        # By the name alone: asked for the log as well, SQLite reads the whole of it.
        columns = ("id", "number", "received_at", "election", "kabupaten")
        for name, number, at, *where in bulk.select(Fact, columns, {"id": part}):
            if where == [election, kabupaten]:
                found[name] = (number, at)
    return found


def body_of(name: str) -> bytes | None:
    """Return the bytes of one fact, None where it is not here: one query."""
    body = Fact.objects.filter(pk=name).values_list("body", flat=True).first()
    return None if body is None else bytes(body)


def number_of(election: str, kabupaten: str, name: str) -> int | None:
    """Return the number under which a fact, or what lies in quarantine, stands: two queries."""
    for table, column in ((Fact, "id"), (Quarantined, "name")):
        rows = table.objects.filter(election=election, kabupaten=kabupaten, **{column: name})
        if (number := rows.values_list("number", flat=True).first()) is not None:
            return number
    return None


def refuge_numbers(
    election: str, kabupaten: str, digests: Sequence[str]
) -> dict[str, tuple[int, datetime]]:
    """Return number and arrival of what lies in quarantine already, by digest."""
    rows = Quarantined.objects.filter(election=election, kabupaten=kabupaten, digest__in=digests)
    return {
        digest: (number, at)
        for digest, number, at in rows.values_list("digest", "number", "received_at")
    }


def waiting_for(election: str, kabupaten: str, devices: Iterable[str]) -> list[Quarantined]:
    """What lies in quarantine because one of these keys was unknown: one query."""
    rows = Quarantined.objects.filter(
        election=election, kabupaten=kabupaten, reason=UNKNOWN_DEVICE, settled=""
    )
    return list(rows.filter(device__in=sorted(set(devices))).order_by("number"))


def quarantined_since(election: str, kabupaten: str, uploader: str, since: datetime) -> int:
    """How much one uploader brought into quarantine since a moment: one query."""
    rows = Quarantined.objects.filter(election=election, kabupaten=kabupaten, uploader=uploader)
    return rows.filter(received_at__gt=since).count()


def quarantined_like(election: str, kabupaten: str, uploaders: str, since: datetime) -> int:
    """How much those whose name begins so brought into quarantine: one query."""
    rows = Quarantined.objects.filter(election=election, kabupaten=kabupaten)
    return rows.filter(uploader__startswith=uploaders, received_at__gt=since).count()


def entries(election: str, kabupaten: str, first: int, last: int) -> list[bytes]:
    """Return the leaves of the log with the numbers `first` to `last`, both of them: at most three
    queries.

    Raises `LookupError` where a number is missing: the sequence has no gaps.
    """
    where = {"election": election, "kabupaten": kabupaten}
    found: dict[int, bytes] = {}
    for fact in Fact.objects.filter(number__range=(first, last), **where):
        found[fact.number] = leaf_of(fact)
    rows = Quarantined.objects.filter(number__range=(first, last), **where)
    for row in rows.only("number", "name", "reason", "received_at"):
        received = spelling.to_utc(row.received_at)
        found[row.number] = leaves.write(leaves.QuarantinedEntry(row.name, row.reason, received))
    wanted = range(first, last + 1)
    if len(found) < len(wanted):
        for again in FactAgain.objects.filter(number__range=(first, last), **where).select_related(
            "fact"
        ):
            found[again.number] = leaf_again(again)
    if missing := [number for number in wanted if number not in found]:
        raise LookupError(f"log {election}/{kabupaten} lacks number {missing[0]}")
    return [found[number] for number in wanted]


def hidden(election: str, kabupaten: str, first: int, last: int) -> list[tuple[int, str, bytes]]:
    """Return number, audience and body of the hidden facts among these numbers: one query."""
    rows = Fact.objects.filter(
        election=election,
        kabupaten=kabupaten,
        number__range=(first, last),
        audience__in=HIDDEN,
    ).order_by("number")
    return [
        (number, audience, bytes(body))
        for number, audience, body in rows.values_list("number", "audience", "body")
    ]


def hidden_bodies(
    election: str, kabupaten: str, first: int, last: int
) -> list[tuple[int, str, bytes]]:
    """Return number, name and body of the hidden facts among these numbers: one query."""
    rows = Fact.objects.filter(
        election=election,
        kabupaten=kabupaten,
        number__range=(first, last),
        audience__in=HIDDEN,
    ).order_by("number")
    return [
        (number, name, bytes(body))
        for number, name, body in rows.values_list("number", "pk", "body")
    ]


def leaf_of(fact: Fact) -> bytes:
    """Return the leaf of one fact; of a hidden one only its hash and what is around it."""
    received = spelling.to_utc(fact.received_at)
    others = countersigned(fact.countersigned)
    if fact.audience not in HIDDEN:
        return leaves.write(
            leaves.FactEntry(bytes(fact.body), bytes(fact.sig), received, others),
        )
    return leaves.write(
        leaves.HiddenEntry(
            name=fact.pk,
            audience=fact.audience,
            device=fact.device,
            seq=fact.seq,
            signature=bytes(fact.sig),
            received=received,
            prev=fact.prev,
            countersigned=others,
        )
    )


def leaf_again(again: FactAgain) -> bytes:
    """Return the leaf that says a fact once more, with those who signed it besides."""
    return leaves.write(
        leaves.FactEntry(
            bytes(again.fact.body),
            bytes(again.fact.sig),
            spelling.to_utc(again.received_at),
            countersigned(again.countersigned),
        )
    )


def countersigners_of(names: Sequence[str]) -> dict[str, set[str]]:
    """Return the devices that signed each of these facts besides its own: one query per 500."""
    found: dict[str, set[str]] = {}
    for part in parts(names):
        rows = FactCountersigner.objects.filter(fact_id__in=part)
        for name, device in rows.values_list("fact_id", "device"):
            found.setdefault(name, set()).add(device)
    return found


def signers_since(names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return who signed these facts after they were in the log: one query per 500."""
    found: dict[str, tuple[str, ...]] = {}
    for part in parts(names):
        rows = bulk.select(FactAgain, ("fact_id", "countersigned"), {"fact_id": part})
        for name, others in rows:
            more = devices_of(others)
            found[name] = found.get(name, ()) + more
    return found


class _Countersigner(msgspec.Struct):
    device: str


_countersigners = msgspec.json.Decoder(list[_Countersigner]).decode


def devices_of(text: str) -> tuple[str, ...]:
    """Return the devices of a row's countersignatures, judged when they came: folds read many."""
    return tuple(each.device for each in _countersigners(text)) if text else ()


def countersigned(text: str) -> tuple[leaves.Countersignature, ...]:
    """Return the countersignatures that a row keeps as canonical text."""
    return leaves.countersignatures(canonical.decode(text.encode())) if text else ()


def device_head(election: str, kabupaten: str, device: str) -> tuple[int, str]:
    """Return number and name of the newest fact of one device, or 0 and nothing: one query."""
    rows = Fact.objects.filter(election=election, kabupaten=kabupaten, device=device)
    return rows.order_by("-seq", "-number").values_list("seq", "id").first() or (0, "")


def first_after(election: str, kabupaten: str, numbers: Mapping[str, int]) -> dict[str, datetime]:
    """Return when the first fact of each device behind its number was received: one query."""
    behind = Q()
    for device, number in numbers.items():
        behind |= Q(device=device, seq__gt=number)
    if not numbers:
        return {}
    rows = Fact.objects.filter(behind, election=election, kabupaten=kabupaten)
    return dict(rows.order_by().values_list("device").annotate(at=Min("received_at")))


def moments(names: Sequence[str]) -> dict[str, datetime]:
    """Return when each of these facts was received."""
    found: dict[str, datetime] = {}
    for part in parts(sorted(set(names))):
        found.update(Fact.objects.filter(id__in=part).values_list("id", "received_at"))
    return found


def bodies(election: str, kabupaten: str) -> list[tuple[str, bytes]]:
    """Return name and bytes of every fact of a log, in the order of arrival."""
    return list(each_body(election, kabupaten))


def each_body(election: str, kabupaten: str) -> Iterator[tuple[str, bytes]]:
    """As `bodies`, one after the other, for logs that do not fit in the memory."""
    rows = Fact.objects.filter(election=election, kabupaten=kabupaten).order_by("number")
    for name, body in rows.values_list("id", "body").iterator(BATCH):
        yield name, bytes(body)


def about(election: str, kabupaten: str, package: str) -> list[Stored]:
    """Return the facts that name one package, in the order in which they came: two queries."""
    rows = FactPackage.objects.filter(election=election, kabupaten=kabupaten, package=package)
    fields = ("number", "id", "body", "uploader", "received_at", "countersigned")
    found = list(rows.order_by("fact__number").values_list(*(f"fact__{field}" for field in fields)))
    later = signers_since([name for _, name, *_ in found])
    return [
        Stored(
            number,
            name,
            bytes(body),
            by,
            at,
            tuple(o.device for o in countersigned(others)) + later.get(name, ()),
        )
        for number, name, body, by, at, others in found
    ]


def all_packages(election: str, kabupaten: str) -> list[str]:
    """Return every package that a fact names."""
    rows = FactPackage.objects.filter(election=election, kabupaten=kabupaten)
    return list(rows.values_list("package", flat=True).distinct())


def bodies_of_kinds(election: str, kabupaten: str, kinds: Iterable[str]) -> list[tuple[str, bytes]]:
    """Return name and bytes of the facts of these kinds: one query."""
    rows = Fact.objects.filter(election=election, kabupaten=kabupaten, kind__in=sorted(kinds))
    return [(name, bytes(body)) for name, body in rows.values_list("id", "body")]


def links_of(
    election: str, kabupaten: str, devices: Sequence[str]
) -> dict[str, list[tuple[int, str, str]]]:
    """Return sequence number, name and predecessor of every fact of these devices: one query."""
    found: dict[str, list[tuple[int, str, str]]] = {device: [] for device in devices}
    rows = Fact.objects.filter(election=election, kabupaten=kabupaten, device__in=devices)
    for device, seq, name, prev in rows.values_list("device", "seq", "id", "prev"):
        found[device].append((seq, name, prev))
    return found


def naming_lists(
    election: str, kabupaten: str, names: Sequence[str]
) -> list[tuple[str, bytes, set[str]]]:
    """Return name, bytes and indexed packages of the facts that name one of these lists, once."""
    found: dict[str, tuple[str, bytes, set[str]]] = {}
    for part in parts(names):
        rows = Fact.objects.filter(
            election=election, kabupaten=kabupaten, lists__list__in=part
        ).prefetch_related("packages")
        for row in rows:
            found[row.pk] = row.pk, bytes(row.body), {each.package for each in row.packages.all()}
    return list(found.values())


def packages_of_devices(election: str, kabupaten: str, devices: Iterable[str]) -> set[str]:
    """Return every package that facts of these devices name, or facts they countersigned."""
    wanted = sorted(set(devices))
    where = {"election": election, "kabupaten": kabupaten}
    countersigned = FactCountersigner.objects.filter(**where, device__in=wanted)
    rows: QuerySet[FactPackage] = FactPackage.objects.filter(
        Q(fact__device__in=wanted) | Q(fact__in=countersigned.values("fact")), **where
    )
    return set(rows.values_list("package", flat=True))


def batches(numbers: Sequence[int]) -> Iterable[Sequence[int]]:
    """Return numbers as many at a time as a statement may carry."""
    return (numbers[start : start + BATCH] for start in range(0, len(numbers), BATCH))


def parts(names: Sequence[str]) -> Iterable[Sequence[str]]:
    """Return names as many at a time as a statement may carry."""
    return (names[start : start + BATCH] for start in range(0, len(names), BATCH))


def moments_of_numbers(
    election: str, kabupaten: str, numbers: Sequence[int]
) -> dict[int, datetime]:
    """Return when the entries with these numbers were received: three queries."""
    found: dict[int, datetime] = {}
    for table in (Fact, FactAgain, Quarantined):
        found.update(
            bulk.select(
                table,
                ("number", "received_at"),
                {"number": numbers},
                election=election,
                kabupaten=kabupaten,
            )
        )
    return found
