"""What was recorded and can be printed as a letter, named as people speak of it.

`THINGS` is the one list: a delivery, a sorted batch, a load. Each has the papers that are
signed for it and the page it is recorded on. Adding one is a row here and a function in
`makers.py` that makes the paper.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext

from tepat.core.documents import papers
from tepat.core.move.stock import Goods, MoveKind
from tepat.core.problems import Code, refuse
from tepat.server.desk.words import language, number
from tepat.server.documents import makers, queries, services
from tepat.server.election.models import Scope
from tepat.server.log.models import Fact
from tepat.server.move.models import Movement, PackageState, ReplacementRequest, Shipment
from tepat.server.move.stock.goods import Shelf, shelf_of
from tepat.server.plan.models import Package

MOST = 400
"""Records of one kind that the page lists; older ones are found on their own page."""


@dataclass(frozen=True, slots=True)
class Row:
    """One record as the page lists it: number, what it is about, when."""

    key: str
    name: str
    """As people call it: 5, SJ-003, Haruai."""
    about: str
    at: datetime | None = None
    area: str = ""
    """Kecamatan whose PPK may print it as well; empty for the kabupaten alone."""


@dataclass(frozen=True, slots=True)
class Thing:
    """One kind of record: its word, its rows, its papers, its own page."""

    code: str
    word: str | Promise
    rows: Callable[[Scope, Shelf], Sequence[Row]]
    papers: Mapping[str, Callable[[Scope, str], Any]]
    """From a document to the paper of the record with a key; None where there is none."""
    page: str
    """URL name of the page of one record."""


def rows(scope: Scope) -> list[tuple[Thing, Row]]:
    """Everything that can be printed as a letter, newest first."""
    shelf = shelf_of(scope)
    found = [(thing, row) for thing in THINGS for row in thing.rows(scope, shelf)]
    return sorted(found, key=lambda each: each[1].at.timestamp() if each[1].at else 0, reverse=True)


def abouts(scope: Scope) -> dict[tuple[str, str], str]:
    """What each record is about in the language of the reader, by document and key."""
    return {
        (document, row.key): f"{thing.word} {row.name}: {row.about}"
        for thing, row in rows(scope)
        for document in thing.papers
    }


def paper(scope: Scope, document: str, key: str) -> tuple[Any, str]:
    """Return the paper of one record and its title. Raises `Refused` where it is not there."""
    kind = services.document(document)
    for thing in THINGS:
        make = thing.papers.get(document)
        if make is not None and (made := make(scope, key)) is not None:
            return made, about(made, f"{kind.title.id} {key}")
    raise refuse(Code.RECORD_UNKNOWN, value=key, **kind.facts())


def area_of(scope: Scope, document: str, key: str) -> str:
    """Return the area whose office may print a paper: a kecamatan for its own load or seals."""
    if document == "ba_segel":
        return key if key.startswith(f"{scope.kabupaten}.") else scope.kabupaten
    load = Shipment.objects.filter(scope=scope, code=key).first()
    found = _kecamatan(load.destination) if load else ""
    return found or scope.kabupaten


def about(made: Any, otherwise: str) -> str:
    """Say what a paper is about, as the register of numbers keeps it."""
    match made:
        case papers.GoodsReceiptPaper():
            items = [line.item for line in made.lines]
            return f"{_first(items)}, dari {made.supplier}"
        case papers.HandoverPaper() if any(line.code for line in made.lines):
            return f"{len(made.lines)} paket untuk {made.area}"
        case papers.HandoverPaper():
            return _first([line.what for line in made.lines])
        case papers.ShipmentPaper():
            return f"Muatan {made.code} ke {made.destination}"
        case papers.SortPaper():
            return ", ".join(f"{line.sku}, {line.batch}".rstrip(", ") for line in made.lines)
        case papers.SealPaper():
            return f"{len(made.lines)} kotak untuk {made.area}"
        case papers.ReplacementPaper():
            return _first([line.item for line in made.lines])
        case papers.DestructionPaper():
            return _first([line.sku for line in made.lines])
        case _:
            return otherwise


def _first(names: Sequence[str]) -> str:
    """Name the first of several and how many more there are, as papers write it."""
    if not names:
        return ""
    return names[0] if len(names) == 1 else f"{names[0]} dan {len(names) - 1} lainnya"


def _first_here(names: Sequence[str]) -> str:
    """The same for a page, in the language of the reader."""
    if len(names) < 2:
        return "".join(names)
    more = len(names) - 1
    text = ngettext("%(first)s and %(n)s other", "%(first)s and %(n)s others", more)
    return text % {"first": names[0], "n": number(more)}


def _kecamatan(place: str) -> str:
    """The kecamatan of a destination, empty where it is not inside one."""
    code = place.partition(":")[0]
    return code[:8] if len(code) >= 8 else ""


# -- the warehouse -----------------------------------------------------------------


def _receipts(scope: Scope, shelf: Shelf) -> list[Row]:
    """Deliveries: two queries."""
    made = Movement.objects.filter(scope=scope, kind=MoveKind.RECEIVED.value).order_by("-number")
    found = []
    for each in made.prefetch_related("receipt_lines")[:MOST]:
        lines = [
            f"{shelf.thing(Goods(line.item, line.sku)).name.say(language())} {number(line.counted)}"
            for line in each.receipt_lines.all()
        ]
        supplier = each.facts.get("supplier", "")
        by = supplier and gettext("from %(supplier)s") % {"supplier": supplier}
        words = ", ".join(filter(None, [_first_here(lines), by]))
        found.append(Row(str(each.number), str(each.number), words, each.at))
    return found


def _movements(kind: MoveKind, detail: str) -> Callable[[Scope, Shelf], list[Row]]:
    """Movements of one kind, by what they moved and one fact: two queries."""

    def found(scope: Scope, shelf: Shelf) -> list[Row]:
        made = Movement.objects.filter(scope=scope, kind=kind.value).order_by("-number")
        listed = []
        for each in made.prefetch_related("entries")[:MOST]:
            goods = dict.fromkeys(Goods(e.item, e.sku) for e in each.entries.all())
            what = _first_here([shelf.thing(one).name.say(language()) for one in goods])
            words = ", ".join(filter(None, [what, str(each.facts.get(detail, ""))]))
            listed.append(Row(str(each.number), str(each.number), words, each.at))
        return listed

    return found


def _requests(scope: Scope, shelf: Shelf) -> list[Row]:
    made = ReplacementRequest.objects.filter(scope=scope).order_by("-number")[:MOST]
    found = []
    for each in made:
        thing = shelf.thing(Goods(each.item, each.sku))
        name, unit = thing.name.say(language()), thing.unit.say(language())
        words = f"{name}, {number(each.quantity)} {unit}".rstrip()
        found.append(Row(str(each.number), str(each.number), words, each.sent_at or each.raised_at))
    return found


# -- packing and loads -------------------------------------------------------------


def _loads(scope: Scope, _shelf: Shelf) -> list[Row]:
    names = makers.places(scope)
    return [
        Row(
            each.code,
            each.code,
            gettext("%(origin)s to %(destination)s")
            % {"origin": names(each.origin), "destination": names(each.destination)},
            each.made_at,
            _kecamatan(each.destination),
        )
        for each in Shipment.objects.filter(scope=scope).order_by("-pk")[:MOST]
    ]


def _sealed_areas(scope: Scope, _shelf: Shelf) -> list[Row]:
    """Kecamatan with sealed boxes, and when the last one was closed: four queries."""
    sealed = PackageState.objects.filter(scope=scope, state="sealed").values("package")
    # "Belum" boxes stay outside: the paper is of what is closed on the day it is printed.
    where = dict(
        Package.objects.filter(scope=scope, code__in=sealed)
        .exclude(kecamatan="")
        .values_list("code", "kecamatan")
    )
    closed: dict[str, datetime] = {}
    facts = Fact.objects.filter(election=scope.election, kabupaten=scope.kabupaten, kind="sealed")
    for code, at in facts.values_list("packages__package").annotate(last=Max("received_at")):
        if code in where:
            closed[where[code]] = max(at, closed.get(where[code], at))
    names = queries.names_of(scope)
    return [
        Row(code, names.of(code), _sealed(count), closed.get(code), code)
        for code, count in sorted(Counter(where.values()).items())
    ]


def _sealed(count: int) -> str:
    text = ngettext("%(n)s sealed box", "%(n)s sealed boxes", count)
    return text % {"n": number(count)}


THINGS: tuple[Thing, ...] = (
    Thing(
        "muatan",
        gettext_lazy("Shipment"),
        _loads,
        {"surat_jalan": makers.shipment, "bast": makers.shipment_bast},
        "shipment",
    ),
    Thing("segel", gettext_lazy("Sealing"), _sealed_areas, {"ba_segel": makers.sealing}, "seals"),
    Thing(
        "penerimaan",
        gettext_lazy("Receipt of goods"),
        _receipts,
        {"bttb": makers.bttb, "bast": makers.receipt_bast},
        "stock_movement",
    ),
    Thing(
        "sortir",
        gettext_lazy("Sort and fold"),
        _movements(MoveKind.SORTED, "batch"),
        {"ba_sortir": makers.sort},
        "stock_movement",
    ),
    Thing(
        "pengganti",
        gettext_lazy("Replacement request"),
        _requests,
        {"surat_penggantian": makers.replacement},
        "stock_ask",
    ),
    Thing(
        "pemusnahan",
        gettext_lazy("Destruction"),
        _movements(MoveKind.DESTROYED, "method"),
        {"ba_pemusnahan": makers.destruction},
        "stock_movement",
    ),
)
