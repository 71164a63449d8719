"""Which of some plans is the plan: a sure one by cost, else what is sure for as many as can be."""

from tepat.core.plan.schedule.choosing import Round, best_of
from tepat.core.plan.schedule.values import Verdicts
from tests.regencies import regency

INSTANCE = regency(desa=12, tps=30)


def made(
    all_ppm: int, failing: int, rupiah: int = 10, left: tuple[str, ...] = (), hopeless: int = 0
) -> Round:
    verdicts = Verdicts(10_000, 1, all_ppm, all_ppm - 3_000, min(all_ppm + 3_000, 1_000_000), ())
    return Round((), rupiah, verdicts, failing, left, hopeless)


def chosen(*rounds: Round) -> Round:
    assert best_of(INSTANCE, rounds) == best_of(INSTANCE, rounds[::-1])
    return best_of(INSTANCE, rounds)


def test_of_sure_plans_the_cheapest() -> None:
    sure, dear = made(990_000, 0, 20), made(1_000_000, 0, 30)

    assert chosen(sure, dear, made(989_000, 0, 10), made(999_000, 1, 10)) == sure


def test_a_plan_for_all_before_one_that_leaves_some_out() -> None:
    assert chosen(made(100_000, 9), made(980_000, 0, left=("a",))) == made(100_000, 9)


def test_what_reaches_the_target_for_all_before_what_does_not() -> None:
    """By its interval: it is not shown to be below 0.99."""
    assert chosen(made(988_000, 3), made(986_000, 0)) == made(988_000, 3)
    assert chosen(made(988_000, 3), made(989_000, 2)) == made(989_000, 2)


def test_far_from_the_target_the_chance_of_all_counts_before_how_many_desa_fall_short() -> None:
    """A desa at 99.8 % falls short as well as one at 40 %."""
    assert chosen(made(360_000, 23), made(620_000, 32)) == made(620_000, 32)


def test_chances_of_all_that_read_the_same_are_told_apart_by_desa_then_by_cost() -> None:
    """A desa that nothing reaches keeps the chance of all near nothing, whatever is done."""
    assert chosen(made(1_000, 5, hopeless=1), made(3_000, 30, hopeless=1)).failing == 5
    assert chosen(made(620_000, 5), made(629_000, 5)) == made(629_000, 5)
    assert chosen(made(620_000, 5, 20), made(620_000, 5, 10)) == made(620_000, 5, 10)
