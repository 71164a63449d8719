"""What the overview reads: counts of preparation, in a number of queries that never grows."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from django.core.cache import cache
from django.db.models import Count, F, Q, Sum

from tepat.core.election.catalogue import Election
from tepat.core.election.regions import parent_of
from tepat.core.election.roles import Action
from tepat.core.move.loads import LoadStage
from tepat.core.watch.next_steps import Preparation
from tepat.server.election.models import Region, Scope, Tps, User
from tepat.server.election.regions import queries as regions
from tepat.server.move.models import Shipment
from tepat.server.move.packing import queries as packing
from tepat.server.move.shipments.sight import blanked, sees
from tepat.server.move.stock import queries as stock
from tepat.server.move.stock.goods import shelf_of
from tepat.server.watch.overview.map import Drawing, draw


@dataclass(slots=True)
class Row:
    """One desa, or the sum of a kecamatan or of all."""

    code: str
    name: str
    tps: int = 0
    voters: int = 0
    without_voters: int = 0
    special: int = 0

    def add(self, other: "Row") -> None:
        self.tps += other.tps
        self.voters += other.voters
        self.without_voters += other.without_voters
        self.special += other.special


@dataclass(frozen=True, slots=True)
class Figures:
    """Every count of the overview, summed once from the rows of the desa."""

    total: Row
    kecamatan: list[Row]
    desa: list[Row]
    unsurveyed: int
    without_point: int
    unknown_desa: list[str] = field(default_factory=list)
    """Desa that hold TPS but stand in no table of regions here."""

    @property
    def kecamatan_names(self) -> dict[str, str]:
        return {row.code: row.name for row in self.kecamatan}

    @property
    def surveyed(self) -> int:
        return len(self.desa) - self.unsurveyed

    @property
    def desa_without_tps(self) -> int:
        return sum(row.tps == 0 for row in self.desa)


def figures(scope: Scope, today: date) -> Figures:
    """Count TPS and voters by desa, kecamatan and kabupaten: two queries."""
    counted = {
        row["desa"]: row
        for row in Tps.objects.filter(scope=scope)
        .values("desa")
        .annotate(
            n=Count("pk"),
            voters=Sum("dpt"),
            unset=Count("pk", filter=Q(dpt__isnull=True)),
            special=Count("pk", filter=Q(number__gte=901)),
        )
        .order_by("desa")
    }
    places = list(
        regions.standing(scope.kabupaten, today).only("code", "name", "level", "lat", "provenance")
    )
    total = Row(scope.kabupaten, _name(places, scope.kabupaten))
    kecamatan = {place.code: Row(place.code, place.name) for place in places if place.level == 3}
    desa = {place.code: Row(place.code, place.name) for place in places if place.level == 4}
    for code, row in counted.items():
        here = desa.setdefault(code, Row(code, code))
        here.tps, here.voters = row["n"], row["voters"] or 0
        here.without_voters, here.special = row["unset"], row["special"]
        above = kecamatan.setdefault(parent_of(code), Row(parent_of(code), parent_of(code)))
        above.add(here)
        total.add(here)
    known = {place.code for place in places}
    villages = [place for place in places if place.level == 4]
    return Figures(
        total,
        sorted(kecamatan.values(), key=lambda row: row.code),
        sorted(desa.values(), key=lambda row: row.code),
        unsurveyed=sum(not regions.is_known(place) for place in villages),
        without_point=sum(place.lat is None for place in villages),
        unknown_desa=sorted(set(counted) - known),
    )


def _name(places: list[Region], code: str) -> str:
    return next((place.name for place in places if place.code == code), code)


def items_unset(election: Election) -> int:
    """How many items of the election have a quantity that nobody has said: no query."""
    return sum(any(rule.count is None for rule in item.rules) for item in election.items)


def tint(boxes: packing.Progress) -> str:
    """Return the class of an area on the map, by the boxes in it."""
    if not boxes.total:
        return "m-0"
    if boxes.sealed == boxes.total:
        return "m-tepat"
    return "m-menyusul" if boxes.closed else "m-belum"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far packing and stock are."""

    by_area: dict[str, packing.Progress]
    kabupaten: str
    receipts: int
    receipts_open: int
    balances: int
    balances_open: int
    owed: list[stock.ExpectationRow] = field(default_factory=list)
    """Contract lines that are not complete, by due date."""

    @property
    def boxes(self) -> packing.Progress:
        return self.in_area(self.kabupaten)

    @property
    def psu(self) -> packing.Progress:
        return self.in_area(packing.PSU)

    @property
    def has_begun(self) -> bool:
        return self.boxes.closed > 0

    def in_area(self, code: str) -> packing.Progress:
        return self.by_area.get(code) or packing.Progress(code)


@dataclass(frozen=True, slots=True)
class KecamatanRow:
    """One row of the table."""

    row: Row
    boxes: packing.Progress


def kecamatan_rows(found: Figures, state: Progress) -> list[KecamatanRow]:
    return [KecamatanRow(row, state.in_area(row.code)) for row in found.kecamatan]


def progress(scope: Scope, today: date) -> Progress:
    """Count packages by area and state, and what the warehouse waits for.

    One query for packages and four for the stock, however many rows there are.
    """
    by_area = packing.counts_by_area(scope)
    shelf = shelf_of(scope)
    contracts = stock.expectations(scope, shelf, today)
    balances = stock.balances(scope, shelf) if contracts else []
    return Progress(
        by_area,
        scope.kabupaten,
        receipts=len(contracts),
        receipts_open=sum(bool(row.expected.open) for row in contracts),
        balances=len(balances),
        balances_open=sum(bool(row.problems) for row in balances),
        owed=[row for row in contracts if row.expected.open],
    )


@dataclass(frozen=True, slots=True)
class Departures:
    """Loads that were made by hand and are not handed over, the next to leave first."""

    rows: list[Shipment]
    total: int
    given: int
    loaded: int
    """Packages on any shipment."""

    @property
    def more(self) -> int:
        return self.total - self.given - len(self.rows)


MOST_ROWS: Final = 5


class Leaving(NamedTuple):
    """The next loads to leave, for who reads when and for who does not; the same for everybody."""

    by_time: list[Shipment]
    by_code: list[Shipment]
    counted: Mapping[str, int]


def leaving(scope: Scope) -> Leaving:
    """The next loads to leave the kabupaten, with how many packages each: three queries."""
    rows = Shipment.objects.filter(scope=scope, origin__startswith=f"{scope.kabupaten}:")
    counted = rows.aggregate(
        total=Count("pk", distinct=True),
        given=Count("pk", filter=~Q(stage=LoadStage.PREPARED.value), distinct=True),
        loaded=Count("lines"),
    )
    waiting = rows.filter(stage=LoadStage.PREPARED.value).annotate(packages=Count("lines"))
    by_time = waiting.order_by(F("departs_at").asc(nulls_last=True), "code")[:MOST_ROWS]
    return Leaving(list(by_time), list(waiting.order_by("code")[:MOST_ROWS]), counted)


def departures(scope: Scope, user: User, every: Leaving) -> Departures:
    """The next loads to leave as `user` may read them: by their codes, where not by the hour."""
    in_time = sees(user, Action.SEE_MOVEMENTS, scope, scope.kabupaten)
    soon = every.by_time if in_time else every.by_code
    return Departures(blanked(soon, user, scope), **every.counted)


def preparation(found: Figures, state: Progress, election: Election) -> Preparation:
    """Return the counts as the rules for the next steps want them."""
    return Preparation(
        tps=found.total.tps,
        tps_without_voters=found.total.without_voters,
        desa_without_tps=found.desa_without_tps,
        desa=len(found.desa),
        desa_unsurveyed=found.unsurveyed,
        items_unset=items_unset(election),
        packages=state.boxes.total,
        packed=state.boxes.closed,
        sealed=state.boxes.sealed,
        receipts_open=state.receipts_open,
        balances_open=state.balances_open,
    )


def drawing(scope: Scope, names: Mapping[str, str]) -> Drawing | None:
    """The map of the kabupaten: one query, and two more when outlines or names changed.

    `names` of its kecamatan, by code. Kept in this process and, for the other processes and
    the next start, in the cache.
    """
    version = regions.outlines_version(scope.kabupaten)
    key = f"map3:{version}:{zlib.crc32(repr(sorted(names.items())).encode()):x}"
    if key not in _drawn:
        kept: Drawing | None = cache.get(key)
        if kept is None:
            kept = draw(regions.outlines_of(scope.kabupaten), names, scope.kabupaten)
            cache.set(key, kept, timeout=None)
        if len(_drawn) >= MOST_DRAWINGS:
            _drawn.clear()
        _drawn[key] = kept
    return _drawn[key]


MOST_DRAWINGS: Final = 8
_drawn: dict[str, Drawing | None] = {}
