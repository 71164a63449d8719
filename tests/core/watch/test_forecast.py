"""What the board expects for the deadline, beside what it knows."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tepat.core.plan.schedule.values import Chance
from tepat.core.watch.forecast import Forecast, forecast_by_aim, forecast_of, hopes_of
from tepat.core.watch.indicators import AIMS, Tepat
from tests.core.watch.test_indicators import BOX, DEADLINE, Brought, standing

HARUAI, SALIKUNG = "63.09.05.2003", "63.09.12.2009"
TPS = [f"{HARUAI}-001", f"{HARUAI}-002", f"{SALIKUNG}-001", f"{SALIKUNG}-002"]
CHANCES = {
    HARUAI: Chance(HARUAI, 900_000, 890_000, 910_000, rough=False),
    SALIKUNG: Chance(SALIKUNG, 500_000, 400_000, 600_000, rough=True),
}
MISSING = BOX.missing()


def expected(
    *brought: Brought,
    there: tuple[int, ...] = (),
    behind: tuple[int, ...] = (),
    chances: dict[str, Chance] = CHANCES,
    now: float = DEADLINE - 3600,
) -> Forecast:
    flags = [np.isin(np.arange(len(TPS)), each) for each in (there, behind)]
    found = standing(*brought, tps=TPS, now=now)
    return forecast_of(found, hopes_of(found, chances, flags[0], flags[1]))[""]


def boxes(**at: Brought) -> tuple[Brought, ...]:
    return tuple(at.get(f"t{place}", MISSING)._replace(tps=place) for place in range(len(TPS)))


def test_before_anything_left_the_plan_alone_speaks() -> None:
    found = expected(*boxes())

    assert (found.ready, round(found.expected, 6)) == (0, 2 * 0.9 + 2 * 0.5)
    assert (round(found.low, 6), round(found.high, 6)) == (2.58, 3.02)
    assert found.is_rough


def test_what_came_counts_whole_and_what_lies_in_the_desa_has_come_there() -> None:
    found = expected(*boxes(t0=BOX), there=(2, 3))
    assert (found.ready, round(found.expected, 6)) == (1, 1 + 0.9 + 2)
    assert not found.is_rough, "no guess is behind what has come"


def test_what_is_wrong_is_not_expected_to_mend_itself() -> None:
    found = expected(*boxes(t0=BOX._replace(is_harmed=True)))
    assert round(found.high, 6) == 0.91 + 2 * 0.6


def test_a_load_that_should_have_left_follows_no_plan() -> None:
    found = expected(*boxes(), behind=(0, 1))

    assert (round(found.expected, 6), found.unknown) == (1.0, 2)
    assert (round(found.low, 6), round(found.high, 6)) == (0.8, 3.2)


def test_without_a_plan_nothing_is_guessed() -> None:
    found = expected(*boxes(t0=BOX), chances={})
    assert (found.expected, found.low, found.high, found.unknown) == (1, 1, 4, 3)


def test_after_the_deadline_nothing_more_is_expected() -> None:
    found = expected(*boxes(t0=BOX), there=(1, 2, 3), now=DEADLINE + 1)
    assert (found.expected, found.high, found.unknown) == (1, 1, 0)


def test_each_aim_has_its_own_forecast() -> None:
    found = standing(*boxes(t0=BOX._replace(is_harmed=True)), tps=TPS, now=DEADLINE - 3600)
    none = np.zeros(4, dtype=np.bool_)
    hopes = hopes_of(found, CHANCES, none, none)

    by_aim = dict(zip(AIMS, forecast_by_aim(found, hopes), strict=True))
    assert round(by_aim[Tepat.JENIS].expected, 6) == 1 + 0.9 + 2 * 0.5
    assert round(by_aim[Tepat.KUALITAS].expected, 6) == 0.9 + 2 * 0.5
    assert hopes.is_likely.tolist() == [True] * 4


@given(st.lists(st.booleans(), min_size=4, max_size=4), st.sets(st.integers(0, 3)))
def test_a_forecast_lies_between_what_is_and_what_there_is(
    came: list[bool], ahead: set[int]
) -> None:
    brought = boxes(**{f"t{place}": BOX for place in range(4) if came[place]})
    found = expected(*brought, there=tuple(ahead))

    assert found.ready <= found.low <= found.expected <= found.high <= found.tps
    assert found.rounded >= found.ready
