"""Loose papers between two TPS: both say it, one number counts, and a difference is shown."""

from hypothesis import given
from hypothesis import strategies as st

from tepat.core.count.moves import Moved, SaidMove, Side, by_tps, moves_of, side_of

ONE, TWO, THREE = (f"63.09.05.2003-{number:03d}" for number in (1, 2, 3))
BUP = "KWK-BUP/63.09"


def said(name: str, count: int, side: Side, place: str = ONE, to: str = TWO) -> SaidMove:
    return SaidMove(name, place, to, BUP, count, side)


def test_both_kpps_say_it_and_it_counts_once() -> None:
    [move] = moves_of([said("a", 10, Side.GIVER), said("b", 10, Side.RECEIVER)])

    assert (move.count, move.differs, move.is_one_sided) == (10, False, False)
    assert by_tps([move]) == {
        (ONE, BUP): Moved(0, 10, ("a", "b")),
        (TWO, BUP): Moved(10, 0, ("a", "b")),
    }


def test_one_kpps_alone_counts_and_is_shown_as_one_sided() -> None:
    [move] = moves_of([said("b", 4, Side.RECEIVER)])
    assert (move.count, move.is_one_sided) == (4, True)

    [paper] = moves_of([said("c", 4, Side.PAPER)])
    assert not paper.is_one_sided


def test_where_the_two_differ_the_number_of_the_giver_counts_and_the_difference_is_shown() -> None:
    [move] = moves_of([said("b", 9, Side.RECEIVER), said("a", 10, Side.GIVER)])

    assert (move.count, move.differs) == (10, True)


def test_two_moves_of_one_day_are_added_and_a_way_back_is_another() -> None:
    back = said("c", 3, Side.PAPER, TWO, ONE)
    found = by_tps(moves_of([said("a", 10, Side.GIVER), said("b", 5, Side.GIVER), back]))

    assert found[ONE, BUP] == Moved(3, 15, ("a", "b", "c"))
    assert found[TWO, BUP] == Moved(15, 3, ("a", "b", "c"))


def test_a_tps_gives_nothing_to_itself() -> None:
    assert moves_of([said("a", 10, Side.PAPER, ONE, ONE)]) == []


def test_a_kpps_speaks_for_its_own_tps_and_an_office_for_both() -> None:
    assert side_of("kpps", ONE, ONE, TWO) is Side.GIVER
    assert side_of("kpps", TWO, ONE, TWO) is Side.RECEIVER
    assert side_of("pps", "63.09.05.2003", ONE, TWO) is Side.PAPER
    assert side_of("", "", ONE, TWO) is Side.PAPER


@given(
    st.lists(
        st.builds(
            said,
            st.text("abcdef", min_size=1, max_size=2),
            st.integers(0, 20),
            st.sampled_from(list(Side)),
            st.sampled_from([ONE, TWO, THREE]),
            st.sampled_from([ONE, TWO, THREE]),
        ),
        max_size=12,
    ),
    st.randoms(),
)
def test_nothing_is_made_or_lost_between_tps_in_any_order(
    rows: list[SaidMove], rng: object
) -> None:
    found = by_tps(moves_of(rows))

    assert sum(each.came for each in found.values()) == sum(each.left for each in found.values())
    mixed = list(rows)
    rng.shuffle(mixed)  # type: ignore[attr-defined]
    assert by_tps(moves_of(mixed)) == found
