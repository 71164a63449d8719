"""An incident is closed by facts that come later, not by what was known before."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tepat.core.count.moves import Side
from tepat.core.election.ids import Form, PackageCode
from tepat.core.move import events
from tepat.core.watch.incidents.closing import Asked, Decided, Need, Remedy, Told, is_done, needs_of

AT = datetime(2024, 11, 25, 3, 20, tzinfo=UTC)
TPS, NEXT = "99.01.01.2002-001", "99.01.01.2002-002"
BOX = str(PackageCode("P24", TPS, "BUP", Form.BOX))
NEW = str(PackageCode("P24", TPS, "BUP", Form.BOX, 2))
WHERE: dict[str, Any] = {"election": "pilkada-2024", "kabupaten": "99.01", "at": AT}


def told(number: int, fact: events.Fact) -> Told:
    return Told(f"f{number}", number, fact)


def received(package: str, to: str, place: str, **fields: Any) -> events.Received:
    return events.Received(
        **WHERE, giver="pps@99.01.01.2002", receiver=to, place=place, packages=(package,), **fields
    )


def test_a_reseal_waits_for_a_seal_that_was_fixed_after_the_damage() -> None:
    decided = Decided(Remedy.RESEAL, (BOX,), after=10, since=AT)
    sealed = events.Sealed(**WHERE, package=BOX, seals=("KB2",))
    assert not is_done(needs_of(decided, [told(9, sealed)]))
    early = events.Sealed(**{**WHERE, "at": AT - timedelta(days=3)}, package=BOX, seals=("KB1",))
    assert not is_done(needs_of(decided, [told(12, early)])), "the first sealing, come late"
    assert needs_of(decided, [told(12, sealed)]) == [Need(Asked.SEALED, BOX, "f12")]


def test_a_replacement_needs_the_new_box_there_and_the_old_one_back() -> None:
    decided = Decided(Remedy.REPLACE, pairs=((BOX, NEW),), after=1)
    here = told(2, received(NEW, f"kpps@{TPS}", TPS))
    back = told(3, received(BOX, "warehouse@99.01", "99.01:gudang-1"))
    assert [need.is_met for need in needs_of(decided, [here])] == [True, False]
    assert is_done(needs_of(decided, [here, back]))
    lost = Decided(Remedy.REPLACE, pairs=((BOX, NEW),), is_old_lost=True, after=1)
    assert is_done(needs_of(lost, [here]))


def test_a_new_box_that_comes_wet_or_only_to_the_pps_closes_nothing() -> None:
    decided = Decided(Remedy.REPLACE, pairs=((BOX, NEW),), is_old_lost=True)
    wet = received(NEW, f"kpps@{TPS}", TPS, checks=(events.Check(NEW, (), "wet"),))
    at_pps = received(NEW, "pps@99.01.01.2002", "99.01.01.2002:pps")
    assert not is_done(needs_of(decided, [told(1, wet), told(2, at_pps)]))


def test_a_load_found_good_does_not_mend_the_store_it_stands_in() -> None:
    decided = Decided(Remedy.REPAIR, place="99.01.01:ppk", after=1, since=AT)
    load = events.Inspected(**WHERE, place="99.01.01:ppk", shipment="SJ-1", outcome="good")
    assert not is_done(needs_of(decided, [told(2, load)]))
    store = events.Inspected(**WHERE, place="99.01.01:ppk", outcome="good")
    assert is_done(needs_of(decided, [told(3, store)]))


def test_ballots_between_two_tps_need_both_sides() -> None:
    decided = Decided(Remedy.MOVE_BALLOTS, giver=TPS, taker=NEXT)
    counts: dict[str, Any] = {"sku": "KWK-BUP/99.01", "received": 1, "used": 0, "spoiled": 0}
    gave = events.Ballots(**WHERE, place=TPS, left=1, reason="to_other_tps", **counts)
    took = events.Ballots(**WHERE, place=NEXT, left=1, reason="from_other_tps", **counts)
    assert [n.is_met for n in needs_of(decided, [told(1, gave)])] == [True, False]
    assert is_done(needs_of(decided, [told(1, gave), told(2, took)]))


def moved(count: int, giver: str = TPS, taker: str = NEXT, sku: str = "KWK-BUP/99.01") -> Any:
    lines = (events.Counted("surat_suara", count, sku),)
    return events.PapersMoved(**WHERE, place=giver, to=taker, contents=lines)


def papers(number: int, side: Side | None, fact: events.Fact) -> Told:
    return Told(f"f{number}", number, fact, side=side)


MOVE = Decided(Remedy.MOVE_BALLOTS, giver=TPS, taker=NEXT, after=1)


def test_papers_that_moved_close_it_when_both_tps_or_their_paper_say_so() -> None:
    gave, took = papers(2, Side.GIVER, moved(12)), papers(3, Side.RECEIVER, moved(12))
    assert [n.is_met for n in needs_of(MOVE, [gave])] == [True, False]
    assert [n.is_met for n in needs_of(MOVE, [took])] == [False, True]
    assert [n.met_by for n in needs_of(MOVE, [took, gave])] == ["f2", "f3"]
    assert is_done(needs_of(MOVE, [papers(2, Side.PAPER, moved(12))]))


@pytest.mark.parametrize(
    ("gave", "took"),
    [
        pytest.param(moved(12), moved(11), id="another number"),
        pytest.param(moved(12), moved(12, sku="KWK-GUB/99"), id="other papers"),
        pytest.param(moved(12, NEXT, TPS), moved(12, NEXT, TPS), id="the other way"),
        pytest.param(
            moved(12, TPS, TPS[:-1] + "9"), moved(12, TPS, TPS[:-1] + "9"), id="elsewhere"
        ),
    ],
)
def test_papers_of_which_both_do_not_say_the_same_close_nothing(gave: Any, took: Any) -> None:
    said = [papers(2, Side.GIVER, gave), papers(3, Side.RECEIVER, took)]
    assert not is_done(needs_of(MOVE, said))


def test_papers_that_moved_before_it_or_by_nobodys_word_close_nothing() -> None:
    early = Decided(Remedy.MOVE_BALLOTS, giver=TPS, taker=NEXT, after=5)
    assert not is_done(needs_of(early, [papers(2, Side.PAPER, moved(12))]))
    assert not is_done(needs_of(MOVE, [papers(2, None, moved(12)), papers(3, None, moved(12))]))


def test_a_moved_tps_is_done_when_everybody_was_told_and_a_note_never_by_itself() -> None:
    moved = Decided(Remedy.RELOCATE, informs=("pps@99.01.01.2002", "ptps"))
    assert not is_done(needs_of(moved, [], frozenset({"ptps"})))
    assert is_done(needs_of(moved, [], frozenset(moved.informs)))
    assert not is_done(needs_of(Decided(Remedy.NOTE), []))
