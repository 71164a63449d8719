"""The paper of one record: read from the room that recorded it, filled for its letter.

Each function returns None where there is no record with this key.
"""

from collections.abc import Callable
from dataclasses import replace

from django.db.models import Max

from tepat.core.documents import from_packing, from_stock, papers
from tepat.core.move.records import SealingRecord, ShipmentRecord
from tepat.core.problems import Refused
from tepat.server import typed
from tepat.server.documents import queries, services
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope
from tepat.server.log.models import Fact
from tepat.server.move.models import PackageState, Place, ReplacementRequest, Shipment
from tepat.server.move.shipments import queries as shipments
from tepat.server.move.stock import records as stock

# -- the warehouse -----------------------------------------------------------------


def _number(key: str) -> int:
    """The number of a movement; -1, which none has, where the key is not one."""
    return typed.key(key) or -1


def bttb(scope: Scope, key: str) -> papers.GoodsReceiptPaper | None:
    record = stock.receipt_record(scope, _number(key))
    if record is None:
        return None
    store, sari = places(scope)(record.place), queries.person(scope, "gudang")
    return from_stock.bttb(services.frame(scope, record.at), record, store, sari)


def receipt_bast(scope: Scope, key: str) -> papers.HandoverPaper | None:
    record = stock.receipt_record(scope, _number(key))
    if record is None:
        return None
    store, head = places(scope)(record.place), queries.person(scope, "ketua")
    return from_stock.receipt_bast(services.frame(scope, record.at), record, store, head)


def sort(scope: Scope, key: str) -> papers.SortPaper | None:
    record = stock.sort_record(scope, _number(key))
    if record is None:
        return None
    lead, head, seen = (queries.person(scope, each) for each in ("sortir", "ketua", "bawaslu"))
    store = places(scope)(record.place)
    return from_stock.sort(services.frame(scope, record.at), record, store, lead, head, seen)


def destruction(scope: Scope, key: str) -> papers.DestructionPaper | None:
    record = stock.destruction_record(scope, _number(key))
    if record is None:
        return None
    store, head = places(scope)(record.place), queries.person(scope, "ketua")
    return from_stock.destruction(services.frame(scope, record.at), record, store, head)


def replacement(scope: Scope, key: str) -> papers.ReplacementPaper | None:
    record = stock.replacement_record(scope, _number(key))
    if record is None:
        return None
    request = ReplacementRequest.objects.get(scope=scope, number=record.number)
    frame = services.frame(scope, request.sent_at or request.raised_at)
    # Whom such letters go to is set once, with the letterhead; a request may name another.
    to = record.to or queries.letterhead(scope).recipient
    return from_stock.replacement(frame, replace(record, to=to), queries.person(scope, "ketua"))


# -- packing and loads -------------------------------------------------------------


def _load(scope: Scope, key: str) -> ShipmentRecord | None:
    """One load with its packages in the order of the labels.

    Raises `Refused` where its list is no longer true: a paper must say what travels.
    """
    record = shipments.record(scope, key)
    if record is None:
        return None
    changed = shipments.problems(Shipment.objects.get(scope=scope, code=key))
    if changed:
        raise Refused(changed[0])
    order = queries.Order(election_of(scope))
    return replace(record, lines=tuple(sorted(record.lines, key=order.of_line)))


def _office(origin: str) -> str:
    """The office that sends from a place: the PPK for its own store, else the kabupaten."""
    return origin.partition(":")[0][:8]


def _receiver(scope: Scope, destination: str) -> papers.Person:
    return queries.person(scope, "ppk", destination.partition(":")[0])


def shipment(scope: Scope, key: str) -> papers.ShipmentPaper | None:
    record = _load(scope, key)
    if record is None:
        return None
    return from_packing.shipment(
        services.frame(scope, record.made_at, _office(record.origin)),
        record,
        places(scope),
        queries.person(scope, "gudang"),
        _receiver(scope, record.destination),
        queries.person(scope, "bawaslu", record.destination),
    )


def shipment_bast(scope: Scope, key: str) -> papers.HandoverPaper | None:
    record = _load(scope, key)
    if record is None:
        return None
    return from_packing.shipment_bast(
        services.frame(scope, record.made_at, _office(record.origin)),
        record,
        places(scope),
        _kinds(scope),
        queries.person(scope, "gudang"),
        _receiver(scope, record.destination),
        queries.person(scope, "bawaslu", record.destination),
    )


def sealing(scope: Scope, key: str) -> papers.SealPaper | None:
    records = _sealings(scope, key)
    if not records:
        return None
    names = places(scope)
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
    """Every sealed box of one kecamatan, in the order of the labels: three queries."""
    order = queries.Order(election_of(scope))
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
        for row in sorted(queries.packages_in(scope, kecamatan), key=order.of)
        if row.kecamatan == kecamatan and row.code in states and row.code in closed
    ]


def _kinds(scope: Scope) -> Callable[[str], str]:
    names = {kind.code: kind.name.id for kind in election_of(scope).kinds}
    return lambda code: names.get(code, "")


def places(scope: Scope) -> Callable[[str], str]:
    """Names of stores and regions as papers write them: two queries."""
    stores = dict(Place.objects.filter(scope=scope).values_list("code", "name"))
    names = queries.names_of(scope)

    def written(code: str) -> str:
        if code in stores:
            return stores[code]
        area, _, what = code.partition(":")
        if what in ("ppk", "pps"):
            return f"{what.upper()} {names.of(area)}"
        if not what and len(area) == len("63.09.05"):
            return f"PPK {names.of(area)}"
        return names.of(area) if not what else f"{what} {names.of(area)}"

    return written
