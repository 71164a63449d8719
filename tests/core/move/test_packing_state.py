"""The state of a package is what the set of its facts says, in any order."""

import contextlib
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tepat.core.log import canonical
from tepat.core.move import events
from tepat.core.move.clocks import Arrival
from tepat.core.move.events import Commissioned, Counted, Fact, Packed, Released, Sealed, Unsealed
from tepat.core.move.events.envelope import Seen
from tepat.core.move.ordering import Order
from tepat.core.move.packing_state import State, problems_with, state_of
from tepat.core.plan.packing import Content
from tepat.core.problems import Code

BOX, ENVELOPE, OTHER = "BOX", "ENVELOPE", "OTHER"
NIGHT = datetime(2024, 11, 12, 2, 14, tzinfo=UTC)
Named = tuple[str, Fact]


def header(after: tuple[Named, ...] = (), minute: int = 0) -> events.Header:
    return {
        "election": "pilkada-2024",
        "kabupaten": "99.01",
        "at": NIGHT + timedelta(minutes=minute),
        "by": "bu_sari",
        "after": tuple(sorted(name for name, _ in after)),
    }


def named(fact: Fact) -> Named:
    return canonical.name_of(events.write(fact)), fact


def packed(count: int = 494, after: tuple[Named, ...] = (), minute: int = 0) -> Named:
    contents = (Counted("surat_suara", count, "KWK-BUP/99.01"),)
    fact = Packed(**header(after, minute), package=BOX, contents=contents, holds=(ENVELOPE,))
    return named(fact)


def sealed(number: str, *after: Named, minute: int = 0) -> Named:
    return named(Sealed(**header(after, minute), package=BOX, seals=(number,)))


def unsealed(*after: Named) -> Named:
    fact = Unsealed(**header(after), package=BOX, reason="dpt_changed")
    return named(fact)


FIRST = packed()
CLOSED = sealed("KB0000001", FIRST)
OPENED = unsealed(FIRST, CLOSED)
AGAIN = packed(514, (FIRST, OPENED))
CLOSED_AGAIN = sealed("KB0000002", AGAIN)
BOUND = named(Commissioned(**header(), package=BOX, foreign="LAIN-1"))
STORY = (BOUND, FIRST, CLOSED, OPENED, AGAIN, CLOSED_AGAIN)


def test_a_box_is_packed_sealed_opened_and_closed_again() -> None:
    states = [state_of(BOX, STORY[:length]).state for length in range(len(STORY) + 1)]
    assert states == [
        State.PLANNED,
        State.PLANNED,
        State.PACKED,
        State.SEALED,
        State.REOPENED,
        State.PACKED,
        State.SEALED,
    ]
    end = state_of(BOX, STORY)
    assert (end.seals, end.broken, end.foreign) == (("KB0000002",), ("KB0000001",), ("LAIN-1",))
    assert [line.count for line in end.contents] == [514]
    assert end.problems == ()


@given(
    st.lists(st.sampled_from(STORY)),
    st.randoms(use_true_random=False),
    st.sampled_from([BOX, ENVELOPE]),
)
def test_order_and_repetition_cannot_matter(
    facts: list[Named], dice: random.Random, package: str
) -> None:
    shuffled = [*facts, *facts]
    dice.shuffle(shuffled)
    assert state_of(package, shuffled) == state_of(package, facts)


@given(st.permutations(STORY), st.integers(0, len(STORY)))
def test_whatever_comes_first_the_whole_story_ends_the_same(story: list[Named], cut: int) -> None:
    state_of(BOX, story[:cut])  # what was known on the way has no influence
    assert state_of(BOX, story) == state_of(BOX, STORY)


def test_an_envelope_lies_in_the_box_that_named_it() -> None:
    envelope = state_of(ENVELOPE, STORY)
    assert (envelope.state, envelope.lies_in, envelope.problems) == (State.PACKED, BOX, ())


def test_two_people_who_did_not_see_each_other_are_both_visible() -> None:
    mine, theirs = packed(494), packed(490, minute=3)
    state = state_of(BOX, [mine, theirs])

    assert set(state.heads) == {mine[0], theirs[0]}
    assert [problem.code for problem in state.problems] == [Code.PACKAGE_BRANCHES]

    settled = packed(494, (mine, theirs), minute=9)
    assert state_of(BOX, [theirs, settled, mine]).problems == ()


def by_phone(fact: Fact, device: str, seq: int, seen: int) -> Named:
    """What a phone signs that had fetched its list when the log had `seen` entries."""
    return named(replace(fact, device=device, seq=seq, seen=Seen("0" * 16, seen)))


def arrived(*facts: Named) -> dict[str, Arrival]:
    return {name: Arrival(number, NIGHT) for number, (name, _) in enumerate(facts, 1)}


def test_a_phone_that_knows_no_names_follows_what_its_checkpoint_held() -> None:
    opened = by_phone(unsealed()[1], "salim", 1, 2)
    closed = by_phone(sealed("KB0000007", opened)[1], "salim", 2, 2)
    facts = (FIRST, CLOSED, opened, closed)
    order = Order(dict(facts), lambda _: False, arrived(*facts))
    state = state_of(BOX, facts, order)

    assert (state.state, state.seals, state.broken) == (
        State.SEALED,
        ("KB0000007",),
        ("KB0000001",),
    )
    assert (state.heads, state.problems) == ((closed[0],), ())
    assert state_of(BOX, facts).problems, "links alone do not say it"


def test_a_phone_that_had_not_seen_the_closing_stands_beside_it() -> None:
    opened = by_phone(unsealed()[1], "salim", 1, 1)
    facts = (FIRST, CLOSED, opened)
    state = state_of(BOX, facts, Order(dict(facts), lambda _: False, arrived(*facts)))

    assert set(state.heads) == {CLOSED[0], opened[0]}
    assert Code.PACKAGE_BRANCHES in {problem.code for problem in state.problems}


def test_a_checkpoint_larger_than_the_log_at_arrival_orders_nothing() -> None:
    lying = by_phone(unsealed()[1], "salim", 1, 900)
    facts = (FIRST, lying, CLOSED)
    state = state_of(BOX, facts, Order(dict(facts), lambda _: False, arrived(*facts)))

    assert set(state.heads) == {CLOSED[0], lying[0]}


def test_a_seal_without_a_packing_record_is_recorded_and_flagged() -> None:
    state = state_of(BOX, [CLOSED])

    assert (state.state, state.seals) == (State.SEALED, ("KB0000001",))
    assert {problem.code for problem in state.problems} == {
        Code.SEALED_UNPACKED,
        Code.FACT_MISSING,
    }
    assert state_of(BOX, [CLOSED, FIRST]).problems == ()


def test_contents_that_differ_from_the_plan_of_now_are_named() -> None:
    state = state_of(BOX, [FIRST])
    plan = [Content("surat_suara", 514, "KWK-BUP/99.01"), Content("formulir", None)]

    [problem] = problems_with(state, plan)
    assert problem.code is Code.PACKED_DIFFERS
    assert (problem.facts["expected"], problem.facts["got"]) == (514, 494)
    assert problems_with(state_of(OTHER, []), plan) == []


def test_a_fact_is_read_back_as_it_was_written() -> None:
    for name, fact in STORY:
        body = events.write(fact)
        assert events.read(body, signed=False) == fact
        assert canonical.name_of(body) == name


@given(st.sampled_from(STORY), st.integers(0), st.integers(0, 255))
def test_a_changed_byte_never_passes_as_the_same_fact(story: Named, place: int, byte: int) -> None:
    name, fact = story
    body = bytearray(events.write(fact))
    place %= len(body)
    if body[place] == byte:
        return
    body[place] = byte
    assert canonical.name_of(bytes(body)) != name
    with contextlib.suppress(events.Unreadable):  # the only thing reading may raise
        events.read(bytes(body), signed=False)


def test_what_turns_or_hides_text_is_left_out_of_facts() -> None:
    for mark in "\u202a\u202e\u2066\u2069\u200b\u200c\u200d\u200e\u200f\ufeff\u00ad\u061c":
        assert events.clean(f"KB{mark}0170") == "KB0170"
    assert events.clean("\ua98f\ua9c0\u200d\ua98f") == "\ua98f\ua9c0\u200d\ua98f"
    assert events.clean("\u200b \u202e") == ""


def test_a_release_undoes_the_bindings_it_names_in_any_order() -> None:
    bound = named(Commissioned(**header(), package=BOX, foreign="SIAKBA-1"))
    gone = named(Released(**header((bound,)), package=BOX, foreign="SIAKBA-1", reason="other"))
    again = named(Commissioned(**header((gone,)), package=BOX, foreign="SIAKBA-1"))
    for facts in ([bound, gone], [gone, bound]):
        state = state_of(BOX, facts)
        assert (state.foreign, state.released) == ((), ("SIAKBA-1",))
    state = state_of(BOX, [again, gone, bound])
    assert (state.foreign, state.released) == (("SIAKBA-1",), ())


def test_a_phone_that_seals_anew_names_no_fact_before_and_the_contents_stay() -> None:
    opened = named(Unsealed(**header((), 30), package=BOX, reason="accident"))
    closed = sealed("KB0000009", opened, minute=40)
    state = state_of(BOX, (FIRST, CLOSED, opened, closed))

    assert (state.state, state.seals) == (State.SEALED, ("KB0000009",))
    assert state.contents == state_of(BOX, (FIRST, CLOSED)).contents != ()
    assert [each.code.value for each in state.problems] == ["package_branches"]
