"""What suppliers delivered before: drawn to all of the item, never made up."""

from hypothesis import given
from hypothesis import strategies as st

from tepat.core.plan.learning.suppliers import PPM, habits, key_of
from tepat.core.plan.learning.values import Delivered, Priors

COUNT = st.integers(0, 5_000)


def came(supplier: str, declared: int, damaged: int, short: int = 0, papers: int = 1) -> Delivered:
    numbers = tuple(range(1, papers + 1))
    return Delivered(supplier, "bilik", declared, declared - short, damaged, numbers)


def taught(*rows: Delivered, election: str = "pilkada-2024") -> Priors:
    return Priors(election, "99.01", 9, suppliers=rows)


def test_a_share_lies_between_its_own_and_that_of_all() -> None:
    found = habits([taught(came("CV Karya", 100, 7, 3, papers=5), came("PT Sarana", 900, 0))])

    karya = found[key_of("C.V. KARYA", "bilik")]
    assert karya.ppm == (10_000 + 100_000) // 2  # five receipts weigh as much as the share of all
    assert karya.lost_of(1_000) == 55
    assert karya.source == "pilkada-2024: 5 penerimaan"
    assert not karya.is_few
    assert found[key_of("PT Sarana", "bilik")].is_few


def test_without_a_receipt_nothing_is_said() -> None:
    assert habits([taught()]) == {}
    assert habits([taught(came("CV Karya", 0, 0))]) == {}
    assert key_of("CV Karya", "tinta") not in habits([taught(came("CV Karya", 10, 1))])


def test_of_one_election_the_last_file_counts_and_elections_add_up() -> None:
    first, again = taught(came("CV Karya", 100, 50)), taught(came("CV Karya", 100, 2))
    other = taught(came("CV Karya", 300, 6), election="pemilu-2024")

    [habit] = habits([first, again, other]).values()

    assert (habit.declared, habit.damaged, habit.receipts) == (400, 8, 2)
    assert habit.elections == ("pemilu-2024", "pilkada-2024")


@given(st.lists(st.tuples(st.integers(1, 5_000), COUNT, COUNT), min_size=1, max_size=6), COUNT)
def test_never_more_is_lost_than_comes(rows: list[tuple[int, int, int]], quantity: int) -> None:
    given_rows = [
        came(f"PT {at}", all_, min(bad, all_ - min(short, all_)), min(short, all_))
        for at, (all_, bad, short) in enumerate(rows)
    ]
    for habit in habits([taught(*given_rows)]).values():
        assert 0 <= habit.ppm <= PPM
        assert 0 <= habit.lost_of(quantity) <= quantity
