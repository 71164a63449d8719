"""The warehouse of the demo: made-up deliveries of Kabupaten Tabalong, all marked contoh.

It stands where everything that came is sorted and both ballot papers balance. One
supplier is late, a few replacements are still to be asked, and one pile was counted
twice and differs from the book. The figures are the same every time.
"""

from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from tepat.core.election.roles import Role
from tepat.core.move.stock import Arrival, Goods, Pool, SortBatch
from tepat.server.election.models import Scope, User
from tepat.server.move.models import Movement
from tepat.server.move.stock import contracts, counts, places, replacing, services
from tepat.server.move.stock.goods import Needed, Shelf, Thing, expected_needs, shelf_of
from tepat.server.move.stock.ledger import Act, stock_in

PRINTER: Final = "PT Percetakan Contoh"
SUPPLIERS: Final = ("CV Karya Contoh", "PT Sarana Contoh", "UD Mitra Contoh")
LATE: Final = "alat_bantu_tunanetra"
LATE_SUPPLIER: Final = "CV Braille Contoh"
MISCOUNTED: Final = "bilik"
EXTRA: Final = {"KWK-GUB": 250, "KWK-BUP": 600}
"""Ballots ordered beyond the need, by kind."""
CARTON: Final = 2000
TABLES: Final = (
    {"sobek": 31, "noda": 42, "kusut": 18, "warna": 9, "percik": 64},
    {"noda": 37, "foto": 22, "tinta": 16, "tepi": 41},
    {"sobek": 24, "logo": 12, "berlubang": 6, "kusut": 33, "percik": 28},
    {"warna": 27, "penanda": 11, "noda": 29, "tepi": 19},
    {"sobek": 19, "tinta": 21, "foto": 14, "percik": 35},
)
"""What each day of sorting put aside."""
MISSING: Final = (3, 0, 5, 0, 2)
"""Pieces missing from bundles on each of these days."""
SORTED_AGO: Final = (17, 16, 15, 14, 6)
"""How many days before the demo's moment each of them was."""


@transaction.atomic
def load(scope: Scope, now: datetime) -> None:
    """Fill the warehouse of `scope`. A second time changes nothing.

    `now` is the moment the demo shows; everything happened in the weeks before it.
    """
    if Movement.objects.filter(scope=scope).exists():
        return
    places.prepare_places(scope)
    _Story(scope, now).tell()


class _Story:
    """The acts in their order, each with a paper and a moment."""

    def __init__(self, scope: Scope, now: datetime) -> None:
        self.scope, self.now = scope, now
        self.place = places.main_place(scope)
        self._acts: dict[int, int] = {}
        self.by = User.objects.filter(role_grants__role=Role.WAREHOUSE.value).first()
        self.second = User.objects.filter(role_grants__role=Role.KPU.value).first()
        self.shelf: Shelf = shelf_of(scope)
        self.needed: Needed = expected_needs(scope)

    def tell(self) -> None:
        ballots = [thing for thing in self.shelf.ballots if thing.goods in self.needed.ordinary]
        self._contracts(ballots)
        for step in (1, 2):
            for number, ballot in enumerate(ballots):
                self._delivery(number, ballot, step)
        self._other_goods()
        self._sorting(ballots)
        self._psu(ballots)
        self._late()
        needs = {ballot.goods: self.needed.ordinary[ballot.goods] for ballot in ballots}
        services.allocate(self.scope, self.place, needs, self._act("alokasi", 2, "SETTING/01"))
        self._count()

    def _act(self, name: str, days_ago: int, paper: str = "", **facts: str) -> Act:
        self._acts[days_ago] = self._acts.get(days_ago, 0) + 1
        minutes = 47 * self._acts[days_ago] - 90
        at = self.now - timedelta(days=days_ago) + timedelta(minutes=minutes)
        number = f"{paper}/CONTOH/2024" if paper else ""
        return Act(f"contoh-{name}", at, self.by, number, dict(facts))

    def _quantity(self, ballot: Thing) -> int:
        kind = ballot.goods.sku.partition("/")[0]
        return self.needed.ordinary[ballot.goods] + EXTRA.get(kind, 300)

    def _contracts(self, ballots: list[Thing]) -> None:
        printed = [
            contracts.Contracted(each.goods, self._quantity(each), self._day(24))
            for each in ballots
        ]
        printed += [
            contracts.Contracted(each.goods, self.needed.psu[each.goods], self._day(12), psu=True)
            for each in ballots
            if each.goods in self.needed.psu
        ]
        act = self._act("kontrak-cetak", 52)
        contracts.expect(self.scope, PRINTER, "SPK/01/CONTOH/2024", printed, act)
        for number, supplier in enumerate(SUPPLIERS, start=2):
            lines = [
                contracts.Contracted(goods, n, self._day(20 - number))
                for goods, n in self._goods_of(supplier)
            ]
            contract = f"SPK/{number:02d}/CONTOH/2024"
            contracts.expect(self.scope, supplier, contract, lines, self._act(supplier, 50))
        braille = self.needed.ordinary.get(Goods(LATE))
        if braille:
            late = [contracts.Contracted(Goods(LATE), braille, self._day(4))]
            act = self._act("kontrak-braille", 48)
            contracts.expect(self.scope, LATE_SUPPLIER, "SPK/05/CONTOH/2024", late, act)

    def _late(self) -> None:
        """All but six pieces come, days late: the boxes of three TPS wait for the rest."""
        ordered = self.needed.ordinary.get(Goods(LATE))
        if ordered:
            came = [services.Came(Arrival(Goods(LATE), ordered - 6, ordered - 6))]
            act = self._papers("terima-braille", 3, 40)
            services.receive(self.scope, self.place, LATE_SUPPLIER, came, act)

    def _goods_of(self, supplier: str) -> list[tuple[Goods, int]]:
        """What a supplier delivers: every third thing whose need is set."""
        things = [
            thing.goods
            for thing in self.shelf.others
            if self.needed.ordinary.get(thing.goods) and thing.goods.item != LATE
        ]
        mine = things[SUPPLIERS.index(supplier) :: len(SUPPLIERS)]
        return [(goods, self.needed.ordinary[goods]) for goods in mine]

    def _other_goods(self) -> None:
        for number, supplier in enumerate(SUPPLIERS, start=1):
            arrivals = [
                services.Came(Arrival(goods, n, n, damaged=int(goods.item == "kotak_suara") * 2))
                for goods, n in self._goods_of(supplier)
            ]
            if arrivals:
                act = self._papers(f"barang-{number}", 23 - number, 10 + number)
                services.receive(self.scope, self.place, supplier, arrivals, act)

    def _papers(self, name: str, days_ago: int, number: int) -> Act:
        return self._act(
            name,
            days_ago,
            f"BTTB/{number:02d}",
            bast=f"BAST/{number:02d}/CONTOH/2024",
            surat_jalan=f"SJ-{700 + number}",
            vehicle="DA 8001 CT",
            witnesses="Pak Adi (Bawaslu), Bripka Contoh (Polri)",
        )

    def _delivery(self, number: int, ballot: Thing, step: int) -> None:
        whole = self._quantity(ballot)
        first = _cartons(whole * 3 // 5)
        counted = first if step == 1 else whole - first
        arrival = Arrival(ballot.goods, counted, counted, is_ballot=True)
        name = f"{ballot.goods.sku}-{step}"
        act = self._papers(name, 30 - 3 * step, 2 * (step - 1) + number + 1)
        services.receive(self.scope, self.place, PRINTER, [services.Came(arrival)], act)

    def _sorting(self, ballots: list[Thing]) -> None:
        """Five days at the tables; between them one request is asked and answered."""
        last = len(TABLES) - 1
        for day in range(last):
            for number, ballot in enumerate(ballots):
                self._sort(ballot.goods, number, day, self._share(ballot))
        for number, ballot in enumerate(ballots):
            self._ask(ballot.goods, number)
        for number, ballot in enumerate(ballots):
            self._replace(ballot.goods, number)
        for number, ballot in enumerate(ballots):
            self._sort_replaced(ballot.goods, number)
        for number, ballot in enumerate(ballots):
            rest = self._quantity(ballot) - self._share(ballot) * last
            self._sort(ballot.goods, number, last, rest)

    def _share(self, ballot: Thing) -> int:
        return _cartons(self._quantity(ballot) // len(TABLES))

    def _sort(self, goods: Goods, number: int, day: int, taken: int) -> None:
        by_cause = {cause: n + number * (day % 3) for cause, n in TABLES[day].items()}
        batch = SortBatch(goods, self.place, taken, by_cause, MISSING[day])
        late = day == len(TABLES) - 1
        paper = f"BA-SORTIR/{2 * (day + late) + number + 1:02d}"
        act = self._act(f"sortir-{goods.sku}-{day}", SORTED_AGO[day], paper)
        services.sort(self.scope, batch, f"Palet {day + 1}", act)

    def _ask(self, goods: Goods, number: int) -> None:
        rows = self.scope.replacements.filter(item=goods.item, sku=goods.sku, sent_at=None)
        request = rows.get()
        letter, ba = f"{31 + number}/PP.09/CONTOH/2024", f"BA-RUSAK/{number + 1:02d}/CONTOH/2024"
        act = self._act(f"minta-{goods.sku}", 12)
        replacing.send(self.scope, request.number, "KPU Provinsi Contoh", letter, ba, act)

    def _replace(self, goods: Goods, number: int) -> None:
        """What was asked came in full."""
        rows = self.scope.replacements.filter(item=goods.item, sku=goods.sku)
        request = rows.exclude(sent_at=None).get()
        n = request.quantity
        arrival = Arrival(goods, n, n, replacement=True, is_ballot=True)
        papers = self._papers(f"ganti-{goods.sku}", 7, 20 + number)
        came = [services.Came(arrival, request.number)]
        services.receive(self.scope, self.place, PRINTER, came, papers)

    def _sort_replaced(self, goods: Goods, number: int) -> None:
        sent = self.scope.replacements.exclude(sent_at=None)
        n = sent.get(item=goods.item, sku=goods.sku).quantity
        paper = f"BA-SORTIR/{2 * (len(TABLES) - 1) + number + 1:02d}"
        act = self._act(f"sortir-ganti-{goods.sku}", 6, paper)
        services.sort(self.scope, SortBatch(goods, self.place, n), "Pengganti", act)

    def _psu(self, ballots: list[Thing]) -> None:
        arrivals = [
            services.Came(Arrival(each.goods, n, n, pool=Pool.PSU, is_ballot=True))
            for each in ballots
            if (n := self.needed.psu.get(each.goods, 0))
        ]
        if arrivals:
            services.receive(self.scope, self.place, PRINTER, arrivals, self._papers("psu", 5, 30))

    def _count(self) -> None:
        """Count every pile; one differs by a few both times."""
        act = self._act("hitung", 1)
        count = counts.start(self.scope, self.place, act)
        piles = {pile.pk: pile.as_value().slot for pile in count.piles.select_related("count")}
        there = stock_in(self.scope, piles.values())
        book = {pk: there[slot] for pk, slot in piles.items()}
        odd = {pk for pk, slot in piles.items() if slot.goods.item == MISCOUNTED}
        first = {pk: n - 3 * (pk in odd) for pk, n in book.items()}
        counts.write_numbers(count, first, {}, self.by, act.at)
        again = {pk: n - 2 for pk, n in book.items() if pk in odd}
        counts.write_numbers(count, {}, again, self.second, act.at)

    def _day(self, days_ago: int) -> date:
        return (self.now - timedelta(days=days_ago)).date()


def _cartons(pieces: int) -> int:
    """Return whole cartons of `pieces`, or all of them where they fill none."""
    return pieces // CARTON * CARTON or pieces
