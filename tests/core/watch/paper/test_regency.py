"""A regency in which nine PPS of ten have no phone stands as one in which everybody has."""

import random
from collections import Counter
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from tepat.core.election.ids import Form, PackageCode
from tepat.core.move import events
from tepat.core.move.custody import Stage
from tepat.core.move.folding import Folded, fold_all, state_line
from tepat.core.watch.paper import facts as paper_facts
from tepat.core.watch.paper.reading import Desk, Typed, read_row
from tepat.core.watch.paper.rows import Edge, Expected, Known, Way, sides_of
from tests.core.move.field_world import NIGHT, Phone, World

WITA = ZoneInfo("Asia/Makassar")
DESA = [f"99.01.0{1 + at // 10}.20{at % 10 + 1:02d}" for at in range(20)]
TPS = [f"{desa}-{number:03d}" for desa in DESA for number in (1, 2, 3)]
WITH_PHONES = {DESA[3], DESA[14]}
"""One PPS of ten."""
WAREHOUSE, DRIVER = "warehouse@99.01", "driver@99.01"


def boxes_of(area: str) -> tuple[str, ...]:
    return tuple(
        sorted(
            str(PackageCode("P24", tps, kind, Form.BOX))
            for tps in TPS
            if tps.startswith((area + "-", area + ".")) or tps == area
            for kind in ("BUP", "GUB")
        )
    )


@dataclass
class Regency:
    """One world with everything packed, sealed and listed; it goes out by phone or by paper."""

    has_phone: frozenset[str]
    """Parties with phones, by `role@area`."""
    dice: random.Random
    world: World = field(default_factory=World)
    phones: dict[str, Phone] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    typed: list[tuple[Expected, Typed]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for party in sorted(self.has_phone):
            role, _, area = party.partition("@")
            self.phones[party] = self.world.phone(
                party.replace("@", "-").replace(".", ""), role, area
            )
        for at, box in enumerate(boxes_of("99.01")):
            packed = self.world.desk.sign(events.Packed, package=box)
            self.world.desk.sign(events.Sealed, package=box, seals=(seal(at),), after=(packed,))
        for at in (1, 2):
            area = f"99.01.0{at}"
            code = f"SJ-{at}"
            self.lists[area] = self.world.listed(
                code, "99.01:gudang-1", f"{area}:ppk", list(boxes_of(area))
            )

    def go_out(self) -> None:
        for at in (1, 2):
            area = f"99.01.0{at}"
            load: dict[str, object] = {"shipment": f"SJ-{at}", "list": self.lists[area]}
            driven = DRIVER in self.has_phone
            if driven:
                self.by_phone(WAREHOUSE, DRIVER, "99.01:gudang-1", load)
            self.hand(Way.TO_PPK, area, DRIVER if driven else "", load)
        for desa in DESA:
            self.hand(Way.TO_PPS, desa)
        for tps in TPS:
            self.hand(Way.TO_TPS, tps)

    def hand(
        self, way: Way, area: str, giver: str = "", load: dict[str, object] | None = None
    ) -> None:
        """One handover: each side signs if it has a phone; where one has none, there is a paper."""
        sides = sides_of(way, area)
        giver = giver or sides.giver
        speaks: dict[str, object] = dict(load or {"packages": boxes_of(area)})
        both = self.by_phone(giver, sides.receiver, sides.place, speaks)
        if both and self.dice.random() < 0.8:
            return
        expected = Expected(
            way,
            area,
            boxes_of(area),
            {box: (seal(at),) for at, box in enumerate(boxes_of("99.01")) if box in boxes_of(area)},
            shipment=str(speaks.get("shipment", "")),
            list_hash=str(speaks.get("list", "")),
        )
        self.typed.append(
            (expected, Typed(str(len(expected.packages)), "y", "", "0640", f"BA/{area}"))
        )

    def by_phone(self, giver: str, receiver: str, place: str, speaks: dict[str, object]) -> bool:
        """Sign with the phones that are there; tell whether both were."""
        about = {**speaks, "giver": giver, "receiver": receiver, "place": place}
        given = ""
        if giver in self.phones:
            given = self.phones[giver].sign(events.Given, **about)
        if receiver in self.phones and given:
            self.phones[receiver].sign(events.Received, given=given, **about)
            return True
        return False

    def type_in(self, *, knowing: bool) -> None:
        """The clerk types all papers in any order, with or without seeing what phones said."""
        rows = list(self.typed)
        self.dice.shuffle(rows)
        desk = Desk(date(2024, 11, 25), WITA, NIGHT + timedelta(days=1))
        for expected, typed in rows:
            known = known_of(self.states()) if knowing and self.dice.random() < 0.1 else {}
            row = replace(expected, known=known)
            entry, problems = read_row(row, typed, desk)
            assert entry, problems
            for fact in paper_facts.received(row, entry, ("pilkada-2024", "99.01"), "rina"):
                self.world.desk.sign(type(fact), **fields_of(fact))

    def states(self, known: list[tuple[str, events.Fact]] | None = None) -> dict[str, Folded]:
        named = self.world.named() if known is None else known
        return fold_all(named, self.world.lists, self.world.root)


def seal(at: int) -> str:
    return f"KB{at:07d}"


def fields_of(fact: events.Fact) -> dict[str, object]:
    own = ("device", "seq", "prev", "election", "kabupaten")
    return {each.name: getattr(fact, each.name) for each in fields(fact) if each.name not in own}


def known_of(states: dict[str, Folded]) -> dict[str, Known]:
    return {
        package: Known(
            state.custody.holder,
            tuple(flag.value for flag in state.custody.flags),
            tuple(Edge(*_cells(each)) for each in state.custody.pairs.edges),
            tuple(Edge(*_cells(each)) for each in state.custody.pairs.open),
        )
        for package, state in states.items()
    }


def _cells(edge: object) -> list[str]:
    names = ("giver", "receiver", "place", "to", "given", "received", "evidence")
    return [str(getattr(edge, name)) for name in names]


def where(states: dict[str, Folded]) -> dict[str, tuple[Stage, str, str, tuple[str, ...]]]:
    return {
        package: (each.custody.stage, each.custody.holder, each.custody.place, each.custody.flags)
        for package, each in states.items()
    }


OFFICES = frozenset({WAREHOUSE, DRIVER, "ppk@99.01.01", "ppk@99.01.02"})
FIELD = frozenset(f"pps@{desa}" for desa in DESA) | {f"kpps@{tps}" for tps in TPS}
FEW = OFFICES | {f"pps@{desa}" for desa in WITH_PHONES} | {f"kpps@{tps}" for tps in TPS[::10]}


@pytest.fixture(scope="module")
def everybody() -> dict[str, tuple[Stage, str, str, tuple[str, ...]]]:
    regency = Regency(OFFICES | FIELD, random.Random(1))
    regency.go_out()
    states = regency.states()

    assert {each.custody.evidence for each in states.values()} == {"two_signatures"}
    return where(states)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("parties", [FEW, FEW - {"ppk@99.01.02"}, frozenset({WAREHOUSE})])
def test_with_few_phones_every_box_is_where_it_is_with_all(
    everybody: dict[str, tuple[Stage, str, str, tuple[str, ...]]],
    parties: frozenset[str],
    seed: int,
) -> None:
    regency = Regency(parties, random.Random(seed))
    regency.go_out()
    regency.type_in(knowing=bool(seed % 2))
    states = regency.states()

    assert where(states) == everybody
    assert Counter(each.custody.evidence for each in states.values())["paper"] >= 100


def test_facts_of_paper_and_phone_give_the_same_in_any_order() -> None:
    regency = Regency(FEW, random.Random(7))
    regency.go_out()
    regency.type_in(knowing=True)
    known = regency.world.named()
    lines = [state_line(each) for each in regency.states().values()]

    for _ in range(5):
        regency.dice.shuffle(known)
        assert [state_line(each) for each in regency.states(known).values()] == lines


def test_half_of_the_facts_never_move_a_box_further_than_all() -> None:
    regency = Regency(FEW, random.Random(8))
    regency.go_out()
    regency.type_in(knowing=False)
    known, order = regency.world.named(), list(Stage)
    all_of_it = regency.states()
    people = [
        each
        for each in known
        if isinstance(each[1], events.DeskEnrolled | events.Assigned | events.Enrolled)
    ]
    some = people + regency.dice.sample(known, len(known) // 2)

    for package, state in regency.states(some).items():
        stage = state.custody.stage
        assert order.index(stage) <= order.index(all_of_it[package].custody.stage)
