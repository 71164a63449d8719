"""Counts on the way stand one after the other in whatever order their facts came."""

from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

from tepat.core.count.recounts import Recount, recounts_of
from tepat.core.move.events import Counted, CountedAgain, Fact, Packed, Received
from tepat.core.move.ordering import Order

BUP, GUB = "KWK-BUP/63.09", "KWK-GUB/63"
NOON = datetime(2024, 11, 26, 12, tzinfo=UTC)


def fact(kind: type[Any], hours: int, *after: str, **more: Any) -> Any:
    head: dict[str, Any] = {"election": "e", "kabupaten": "63.09", "after": after}
    return kind(at=NOON + timedelta(hours=hours), **head, **more)


def counted(hours: int, count: int, *after: str, sku: str = "") -> CountedAgain:
    said: CountedAgain = fact(
        CountedAgain, hours, *after, package="P1", contents=(Counted("surat_suara", count, sku),)
    )
    return said


RECEIVED = {"giver": "ppk@63.09.05", "receiver": "pps@63.09.05.2003", "place": "63.09.05.2003:pps"}
FACTS: dict[str, Fact] = {
    "packed": fact(Packed, 0, package="P1"),
    "too early": counted(9, 300),
    "at the ppk": counted(4, 310, "packed"),
    "handed over": fact(Received, 3, "at the ppk", packages=("P1",), **RECEIVED),
    "at the pps": counted(1, 309, "handed over"),
}
"""The clocks of the phones are wrong: only the links say what came first."""
FACTS["packed"] = fact(Packed, 0, "too early", package="P1")


def test_links_and_not_clocks_say_which_count_came_first() -> None:
    wanted = {
        BUP: (Recount("at the ppk", 310), Recount("at the pps", 309, "", ("handed over",))),
    }
    for names in permutations(FACTS):
        facts = {name: FACTS[name] for name in names}
        order = Order(facts, lambda _: False)
        found = recounts_of(facts, order, "packed", {BUP: 310}, "surat_suara", lambda *_: True)
        assert found == wanted


def test_a_count_without_a_sku_says_nothing_of_a_package_with_several() -> None:
    facts = {"packed": FACTS["packed"], "count": counted(1, 309, "packed")}
    both = {BUP: 310, GUB: 310}
    order = Order(facts, lambda _: False)
    assert recounts_of(facts, order, "packed", both, "surat_suara", lambda *_: True) == {}

    facts["count"] = counted(1, 309, "packed", sku=GUB)
    order = Order(facts, lambda _: False)
    found = recounts_of(facts, order, "packed", both, "surat_suara", lambda *_: True)
    assert found == {GUB: (Recount("count", 309),)}
