"""The things a scope stores, by name, and how many it should get.

Items and ballots come from the election's data, needs from the plan. A ballot paper is
one SKU per kind and area.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tepat.core.election.catalogue import DiffersBy, Election, Item, Kind, Words, sku_of
from tepat.core.move.expected import NeedBy
from tepat.core.move.stock import Goods
from tepat.core.problems import Code, refuse
from tepat.server.election.elections import election_of
from tepat.server.election.models import Dapil, Scope, Tps
from tepat.server.move.models import Place
from tepat.server.plan.needs.queries import needs_of
from tepat.server.plan.needs.tables import Part, rows_of

STEPS_BLOCKED = ("setting", "kirim_ppk", "di_tps")
"""Deadlines of the election that wait for goods, in order."""
DESTRUCTION = "pemusnahan"


@dataclass(frozen=True, slots=True)
class Thing:
    """Goods with their words."""

    goods: Goods
    name: Words
    unit: Words
    is_ballot: bool
    colour: str = ""

    @property
    def label(self) -> str:
        """The name in the language of the person reading."""
        return self.name.say(language())

    @property
    def unit_label(self) -> str:
        return self.unit.say(language())

    @property
    def key(self) -> str:
        return key_of(self.goods)


class Shelf:
    """Every thing of one scope, looked up by goods or by the key a form sends."""

    def __init__(self, things: Iterable[Thing], election: Election, scope: Scope) -> None:
        self.things = list(things)
        self.election = election
        self.scope = scope
        self._places: dict[str, str] | None = None
        self._by_goods = {thing.goods: thing for thing in self.things}

    @property
    def ballots(self) -> list[Thing]:
        return [thing for thing in self.things if thing.is_ballot]

    @property
    def others(self) -> list[Thing]:
        return [thing for thing in self.things if not thing.is_ballot]

    def thing(self, goods: Goods) -> Thing:
        """Return the thing; goods that left the election's data keep their code as name."""
        unknown = Words(goods.code, goods.code)
        return self._by_goods.get(goods) or Thing(goods, unknown, Words("", ""), bool(goods.sku))

    def named(self, code: str) -> str:
        """Return the name of what a code means in a problem, or the code where it is unknown."""
        return next((each.label for each in self.things if each.goods.code == code), code)

    def place(self, code: str) -> str:
        """Return the name of a place, or its code where it is unknown: one query in all."""
        if self._places is None:
            rows = Place.objects.filter(scope=self.scope)
            self._places = dict(rows.values_list("code", "name"))
        return self._places.get(code, code)

    def find(self, key: str) -> Thing:
        """Return the thing a form or the API names. Raises `Refused` for an unknown one."""
        item, _, sku = key.partition("|")
        thing = self._by_goods.get(Goods(item, sku))
        if thing is None:
            thing = next((each for each in self.things if each.goods.code == key), None)
        if thing is None:
            raise refuse(Code.GOODS_UNKNOWN, value=key)
        return thing


def shelf_of(scope: Scope) -> Shelf:
    """Return the things of a scope: one query at most for each way ballots differ."""
    election = election_of(scope)
    things: list[Thing] = []
    for item in election.items:
        if item.is_ballot:
            things += _ballots(scope, election, item)
        else:
            things.append(Thing(Goods(item.code), item.name, item.unit, is_ballot=False))
    return Shelf(things, election, scope)


def key_of(goods: Goods) -> str:
    return f"{goods.item}|{goods.sku}" if goods.sku else goods.item


@dataclass(frozen=True, slots=True)
class Needed:
    """How many pieces of everything: for ordinary voting, and as PSU stock."""

    ordinary: Mapping[Goods, int]
    psu: Mapping[Goods, int]
    partial: frozenset[Goods]
    """Goods of which some places have no number yet: more will be needed."""


def expected_needs(scope: Scope) -> Needed:
    """Return what the kabupaten needs at all levels: the three queries of the needs.

    What nobody has set is missing from the mappings, never 0.
    """
    needs = needs_of(scope)
    sums: dict[bool, Counter[Goods]] = {False: Counter(), True: Counter()}
    partial: set[Goods] = set()
    for row in rows_of(needs):
        for part in row.parts:
            if row.item.is_ballot and part.column.kind:
                skus = needs.skus[part.column.kind.code].values()
                found = _ballots_in(row.item, part, skus)
                unset = set(found) if part.unset else set()
            else:
                goods = Goods(row.item.code)
                found = {} if part.quantity is None else {goods: part.quantity}
                unset = {goods} if part.quantity is None or part.unset else set()
            sums[row.is_psu].update(found)
            partial |= unset
    return Needed(sums[False], sums[True], frozenset(partial))


def need_by(election: Election, today: date) -> NeedBy | None:
    """Return the next step that waits for goods, and its day; None without a voting day."""
    if election.voting_day is None:
        return None
    days = {each.code: (each.days, each.name) for each in election.deadlines}
    steps = [
        NeedBy(election.voting_day + timedelta(days=days[code][0]), days[code][1].say(language()))
        for code in STEPS_BLOCKED
        if code in days
    ]
    steps.append(NeedBy(election.voting_day, _("voting day")))
    return next((step for step in steps if step.day >= today), steps[-1])


def destruction_day(election: Election) -> date | None:
    """Return the day on which spoiled and surplus ballots are destroyed, by the calendar."""
    if election.voting_day is None:
        return None
    days = {each.code: each.days for each in election.deadlines}
    return election.voting_day + timedelta(days=days.get(DESTRUCTION, -1))


def _ballots(scope: Scope, election: Election, item: Item) -> list[Thing]:
    things = []
    for kind in election.kinds_in(scope.kabupaten):
        for sku in _skus(scope, kind):
            area = sku.partition("/")[2]
            suffix = f" {area}" if kind.differs_by in (DiffersBy.DAPIL, DiffersBy.DESA) else ""
            name = Words(
                f"{item.name.id} {kind.name.id}{suffix}", f"{item.name.en} {kind.name.en}{suffix}"
            )
            things.append(Thing(Goods(item.code, sku), name, item.unit, True, kind.colour_hex))
    return things


def _ballots_in(item: Item, part: Part, skus: Iterable[str | None]) -> dict[Goods, int]:
    """Return the sheets of each ballot paper in one part of the needs."""
    if part.papers:
        return {Goods(item.code, paper.sku): paper.quantity for paper in part.papers if paper.sku}
    papers = sorted({sku for sku in skus if sku})
    if part.quantity is None or not papers:
        return {}
    # A rule per SKU asks the same number of each paper.
    return {Goods(item.code, sku): part.quantity // len(papers) for sku in papers}


def _skus(scope: Scope, kind: Kind) -> list[str]:
    if kind.differs_by is DiffersBy.DAPIL:
        dapil = Dapil.objects.filter(scope=scope, kind=kind.code)
        found = sorted(set(dapil.values_list("dapil", flat=True)))
        return [f"{kind.code}/{each}" for each in found]
    if kind.differs_by is DiffersBy.DESA:
        all_desa = Tps.objects.filter(scope=scope).values_list("desa", flat=True)
        return [f"{kind.code}/{each}" for each in sorted(set(all_desa))]
    sku = sku_of(kind, f"{scope.kabupaten}.00.0000")
    return [sku] if sku else []


def language() -> str:
    """Return the language of the person reading: id or en."""
    return "en" if (get_language() or "id").startswith("en") else "id"
