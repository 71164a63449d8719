"""Which halves wait, whatever the order in which their facts came."""

from datetime import UTC, datetime
from itertools import permutations
from typing import Any

from tepat.core.log import canonical
from tepat.core.move import events
from tepat.core.move.waiting import Waiting

PPK, PPS = ("ppk", "99.01.01"), ("pps", "99.01.01.1001")
SIDES = {"giver": "ppk@99.01.01", "receiver": "pps@99.01.01.1001", "place": "99.01.01.1001:pps"}
BOX = "P249901011001001GUBK1X"


def fact(kind: type[events.Fact], device: str, **fields: object) -> tuple[str, events.Fact]:
    common: dict[str, Any] = {
        "election": "pilkada-2024",
        "kabupaten": "99.01",
        "at": datetime(2024, 11, 25, 5, tzinfo=UTC),
        "device": device * 32,
        "seq": 2,
        "prev": "",
        "packages": (BOX,),
    }
    made = kind(**common | fields)
    return canonical.name_of(events.write(made)), made


GIVEN = fact(events.Given, "a", **SIDES)
RECEIVED = fact(events.Received, "b", given=GIVEN[0], **SIDES)
REFUSED = fact(events.RefusedLoad, "b", given=GIVEN[0], **SIDES)
CANCELLED = fact(events.Cancelled, "a", fact=GIVEN[0], reason="other")
PARTIES = {"a": PPK, "b": PPS, "c": ("pps", "99.01.01.2002"), "d": ("kpu", "99.01")}


def fed(*facts: tuple[str, events.Fact]) -> Waiting:
    waiting = Waiting()
    for name, each in facts:
        waiting.add(name, each, PARTIES[each.device[0]])
    return waiting


def test_an_offer_waits_for_its_party_and_for_nobody_else() -> None:
    waiting = fed(GIVEN)

    assert [each.name for each in waiting.offers(PPS)] == [GIVEN[0]]
    assert waiting.offers(PPK) == []
    assert waiting.offers(("pps", "99.01.01.2002")) == []
    assert waiting.offers(("kpps", "99.01.01.1001")) == []


def test_any_order_of_the_same_facts_says_the_same() -> None:
    for facts in ((GIVEN, RECEIVED), (GIVEN, REFUSED), (GIVEN, CANCELLED)):
        for order in permutations(facts):
            waiting = fed(*order)
            assert waiting.offers(PPS) == []
            found = [each.name for each in waiting.answers(PPK, [GIVEN[0][:16]])]
            assert found == ([facts[1][0]] if facts[1] is not CANCELLED else [])


def test_answers_go_to_the_giver_who_asks_for_them() -> None:
    waiting = fed(GIVEN, RECEIVED)

    assert waiting.answers(PPK, []) == []
    assert waiting.answers(PPK, ["0" * 16]) == []
    assert waiting.answers(PPS, [GIVEN[0][:16]]) == []
    assert waiting.answers(("ppk", "99.01.02"), [GIVEN[0][:16]]) == []


def test_who_speaks_for_another_side_or_answers_itself_closes_nothing() -> None:
    stranger = fact(events.Received, "c", given=GIVEN[0], **SIDES)
    itself = fact(events.Received, "a", given=GIVEN[0], **SIDES)
    other = fact(events.Received, "c", given=GIVEN[0], **SIDES | {"receiver": "pps@99.01.01.2002"})
    foreign = fact(events.Cancelled, "c", fact=GIVEN[0], reason="other")
    waiting = fed(GIVEN, stranger, itself, other, foreign)

    assert [each.name for each in waiting.offers(PPS)] == [GIVEN[0]]
    assert waiting.answers(PPK, [GIVEN[0][:16]]) == []


def test_kpu_takes_back_what_others_said_and_reports_what_stands_on_paper() -> None:
    by_kpu = fact(events.Cancelled, "d", fact=GIVEN[0], reason="other")
    assert fed(GIVEN, by_kpu).offers(PPS) == []

    paper = fact(events.Received, "d", given=GIVEN[0], paper="BA-1", **SIDES)
    assert fed(GIVEN, paper).offers(PPS) == []


def test_a_supervisor_sees_the_newest_first_and_only_the_own_area() -> None:
    later = fact(events.Given, "a", seq=3, **SIDES)
    waiting = fed(GIVEN, RECEIVED, later)

    found = [each.name for each in waiting.seen_in("99.01.01", 40)]
    assert found == [later[0], GIVEN[0], RECEIVED[0]]
    assert waiting.seen_in("99.01.02", 40) == []
    assert [each.name for each in waiting.seen_in("99.01", 1)] == [later[0]]
