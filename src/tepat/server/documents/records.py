"""What was recorded and can be printed as a letter: one row of `SOURCES` per kind of paper.

Rooms that record something (warehouse, packing, shipments) are read through their own
queries; this list says which document prints which record. Adding one is a row here
and a function that makes the paper.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max

from tepat.core.documents import from_packing, from_stock, papers
from tepat.core.election.regions import level_of
from tepat.core.move.records import SealingRecord
from tepat.core.move.stock import MoveKind
from tepat.core.problems import Code, refuse
from tepat.server.documents import queries, services
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope
from tepat.server.log.models import Fact
from tepat.server.move.models import Movement, PackageState, Place, ReplacementRequest, Shipment
from tepat.server.move.shipments import queries as shipments
from tepat.server.move.stock import records as stock
from tepat.server.plan.models import Package

MOST = 60
"""Records of one kind that the page lists."""


@dataclass(frozen=True, slots=True)
class Row:
    """One record as the page lists it."""

    key: str
    title: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where the records of one document come from."""

    document: str
    rows: Callable[[Scope], Sequence[Row]]
    paper: Callable[[Scope, str], Any]
    """The paper of the record with this key; None where there is none."""


def rows(scope: Scope) -> list[tuple[Source, Row]]:
    """Everything that can be printed as a letter, newest first."""
    found = [(source, row) for source in SOURCES for row in source.rows(scope)]
    return sorted(found, key=lambda each: each[1].at.timestamp() if each[1].at else 0, reverse=True)


def paper(scope: Scope, document: str, key: str) -> tuple[Any, str]:
    """Return the paper of one record and its title. Raises `Refused` where it is not there."""
    kind = services.document(document)
    for source in SOURCES:
        if source.document == document and (made := source.paper(scope, key)) is not None:
            return made, f"{kind.title} {key}"
    raise refuse(Code.RECORD_UNKNOWN, value=key, document=kind.title)


# -- the warehouse -----------------------------------------------------------------


def _movements(kind: MoveKind, detail: str) -> Callable[[Scope], list[Row]]:
    def found(scope: Scope) -> list[Row]:
        made = Movement.objects.filter(scope=scope, kind=kind.value).order_by("-number")[:MOST]
        return [
            Row(str(each.number), f"{each.number} {each.facts.get(detail, '')}".strip(), each.at)
            for each in made
        ]

    return found


def _number(key: str) -> int:
    """The number of a movement; -1, which none has, where the key is not one."""
    return int(key) if key.isascii() and key.isdecimal() and len(key) < 10 else -1


def _bttb(scope: Scope, key: str) -> papers.GoodsReceiptPaper | None:
    record = stock.receipt_record(scope, _number(key))
    if record is None:
        return None
    store, sari = _places(scope)(record.place), queries.person(scope, "gudang")
    return from_stock.bttb(services.frame(scope, record.at), record, store, sari)


def _receipt_bast(scope: Scope, key: str) -> papers.HandoverPaper | None:
    record = stock.receipt_record(scope, _number(key))
    if record is None:
        return None
    store, head = _places(scope)(record.place), queries.person(scope, "ketua")
    return from_stock.receipt_bast(services.frame(scope, record.at), record, store, head)


def _sort(scope: Scope, key: str) -> papers.SortPaper | None:
    record = stock.sort_record(scope, _number(key))
    if record is None:
        return None
    lead, head, seen = (queries.person(scope, each) for each in ("sortir", "ketua", "bawaslu"))
    store = _places(scope)(record.place)
    return from_stock.sort(services.frame(scope, record.at), record, store, lead, head, seen)


def _destruction(scope: Scope, key: str) -> papers.DestructionPaper | None:
    record = stock.destruction_record(scope, _number(key))
    if record is None:
        return None
    store, head = _places(scope)(record.place), queries.person(scope, "ketua")
    return from_stock.destruction(services.frame(scope, record.at), record, store, head)


def _requests(scope: Scope) -> list[Row]:
    made = ReplacementRequest.objects.filter(scope=scope).order_by("-number")[:MOST]
    return [
        Row(str(each.number), f"{each.number} {each.sku or each.item}", each.raised_at)
        for each in made
    ]


def _replacement(scope: Scope, key: str) -> papers.ReplacementPaper | None:
    record = stock.replacement_record(scope, _number(key))
    if record is None:
        return None
    request = ReplacementRequest.objects.get(scope=scope, number=record.number)
    frame = services.frame(scope, request.sent_at or request.raised_at)
    return from_stock.replacement(frame, record, queries.person(scope, "ketua"))


# -- packing and loads -------------------------------------------------------------


def _loads(scope: Scope) -> list[Row]:
    names = _places(scope)
    return [
        Row(each.code, f"{each.code} {names(each.destination)}", each.departs_at or each.made_at)
        for each in Shipment.objects.filter(scope=scope).order_by("-pk")[:MOST]
    ]


def _receiver(scope: Scope, destination: str) -> papers.Person:
    return queries.person(scope, "ppk", destination.partition(":")[0])


def _shipment(scope: Scope, key: str) -> papers.ShipmentPaper | None:
    record = shipments.record(scope, key)
    if record is None:
        return None
    return from_packing.shipment(
        services.frame(scope, record.made_at),
        record,
        _places(scope),
        queries.person(scope, "gudang"),
        _receiver(scope, record.destination),
    )


def _shipment_bast(scope: Scope, key: str) -> papers.HandoverPaper | None:
    record = shipments.record(scope, key)
    if record is None:
        return None
    return from_packing.shipment_bast(
        services.frame(scope, record.made_at),
        record,
        _places(scope),
        _kinds(scope),
        queries.person(scope, "gudang"),
        _receiver(scope, record.destination),
        queries.person(scope, "bawaslu", record.destination),
    )


def _sealed_areas(scope: Scope) -> list[Row]:
    """Kecamatan with sealed boxes: three queries."""
    sealed = PackageState.objects.filter(scope=scope, state="sealed").values_list("package")
    counts = Counter(
        Package.objects.filter(scope=scope, code__in=sealed).values_list("kecamatan", flat=True)
    )
    names = queries.names_of(scope)
    # "Belum" boxes stay outside: the paper is of what is closed on the day it is printed.
    return [
        Row(code, f"{names.of(code)}: {count} kotak", None)
        for code, count in sorted(counts.items())
        if code
    ]


def _sealing(scope: Scope, key: str) -> papers.SealPaper | None:
    records = _sealings(scope, key)
    if not records:
        return None
    names = _places(scope)
    return from_packing.sealing(
        services.frame(scope, records[-1].at),
        records,
        names(f"{scope.kabupaten}:gudang-1"),
        f"Kecamatan {queries.names_of(scope).of(key)}",
        names,
        _kinds(scope),
        queries.person(scope, "gudang"),
        queries.person(scope, "bawaslu", key),
    )


def _sealings(scope: Scope, kecamatan: str) -> list[SealingRecord]:
    """Every sealed box of one kecamatan, in label order: three queries."""
    states = {
        each.package: each for each in PackageState.objects.filter(scope=scope, state="sealed")
    }
    closed = dict(
        Fact.objects.filter(election=scope.election, kabupaten=scope.kabupaten, kind="sealed")
        .values_list("packages__package")
        .annotate(last=Max("received_at"))
    )
    return [
        SealingRecord(
            row.code,
            row.place,
            row.kind,
            tuple(states[row.code].seals),
            closed[row.code],
            tuple(states[row.code].broken),
        )
        for row in queries.packages_in(scope, kecamatan)
        if row.kecamatan == kecamatan and row.code in states and row.code in closed
    ]


def _kinds(scope: Scope) -> Callable[[str], str]:
    names = {kind.code: kind.name.id for kind in election_of(scope).kinds}
    return lambda code: names.get(code, "")


def _places(scope: Scope) -> Callable[[str], str]:
    """Names of stores and regions as papers write them: two queries."""
    stores = dict(Place.objects.filter(scope=scope).values_list("code", "name"))
    names = queries.names_of(scope)

    def written(code: str) -> str:
        if code in stores:
            return stores[code]
        area, _, what = code.partition(":")
        if what in ("ppk", "pps"):
            return f"{what.upper()} {names.of(area)}"
        if not what and level_of(area).name == "KECAMATAN":
            return f"PPK {names.of(area)}"
        return names.of(area) if not what else f"{what} {names.of(area)}"

    return written


SOURCES: tuple[Source, ...] = (
    Source("bttb", _movements(MoveKind.RECEIVED, "supplier"), _bttb),
    Source("bast", _movements(MoveKind.RECEIVED, "supplier"), _receipt_bast),
    Source("ba_sortir", _movements(MoveKind.SORTED, "batch"), _sort),
    Source("ba_pemusnahan", _movements(MoveKind.DESTROYED, "method"), _destruction),
    Source("surat_penggantian", _requests, _replacement),
    Source("surat_jalan", _loads, _shipment),
    Source("bast", _loads, _shipment_bast),
    Source("ba_segel", _sealed_areas, _sealing),
)
