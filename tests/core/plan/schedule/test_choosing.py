"""Which of many rounds an office wants."""

from dataclasses import replace

from tepat.core.plan.risk.chances import wilson
from tepat.core.plan.schedule.choosing import Round, best_of, front
from tepat.core.plan.schedule.values import Verdicts
from tests.regencies import regency

ASKED = regency(seed=4, desa=12, tps=40, zones=2, days=3)


def made(chance: float, rupiah: int, failing: int, left: int = 0, hopeless: int = 0) -> Round:
    count = 10_000
    all_ppm = Verdicts(count, 1, *wilson(round(chance * count), count), ())
    return Round((), rupiah * 1_000_000, all_ppm, failing, ("99.01.01.2001",) * left, hopeless)


def test_the_cheapest_of_the_sure_plans_is_taken() -> None:
    sure, cheaper, cheap = made(0.999, 90, 0), made(0.995, 70, 0), made(0.98, 40, 5)
    assert best_of(ASKED, [sure, cheaper, cheap]) is cheaper


def test_a_desa_that_nothing_could_help_does_not_speak_against_a_plan() -> None:
    impossible, dear = made(0.992, 70, 1, hopeless=1), made(0.995, 90, 0)
    assert best_of(ASKED, [impossible, dear]) is impossible


def test_without_a_sure_plan_one_that_surely_meets_what_is_asked_for_all_goes_first() -> None:
    perhaps, surely = made(0.9908, 160, 6), made(0.994, 180, 8)
    assert best_of(ASKED, [perhaps, surely]) is surely


def test_below_what_is_asked_the_chance_of_all_counts_before_failing_desa() -> None:
    few_fail, most_arrive = made(0.83, 69, 5), made(0.976, 98, 8)
    assert best_of(ASKED, [few_fail, most_arrive]) is most_arrive


def test_nobody_pays_for_chance_in_the_drawing() -> None:
    cheap, luckier = made(0.9870, 71, 3), made(0.9873, 130, 3)
    assert best_of(ASKED, [luckier, cheap]) is cheap


def test_a_plan_that_leaves_a_desa_out_goes_last() -> None:
    whole, without = made(0.7, 90, 9), made(0.96, 60, 1, left=1)
    assert best_of(ASKED, [without, whole]) is whole


def test_the_front_holds_what_no_other_beats() -> None:
    cheap, better, worse = made(0.5, 40, 9), made(0.9, 60, 3), made(0.8, 70, 4)
    assert front([worse, better, cheap]) == [cheap, better]
    assert front([replace(better, rupiah=40_000_000), cheap])[0].verdicts.all_ppm == 900_000


def test_what_almost_no_week_allows_is_told_apart_by_its_desa() -> None:
    """One that nothing reaches keeps the chance of all near nothing, whatever is done."""
    few, many = made(0.001, 90, 5, hopeless=1), made(0.003, 90, 30, hopeless=1)
    assert best_of(ASKED, [many, few]) is few


def test_a_desa_at_998_falls_short_as_well_as_one_at_400() -> None:
    fewer, surer = made(0.36, 90, 23), made(0.62, 90, 32)
    assert best_of(ASKED, [fewer, surer]) is surer
