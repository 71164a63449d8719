"""Drawn floods: each zone as often as said, and hanging together as said."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tepat.core.plan.hazard.scenarios import MOST_ZONES, States, coarsened, sample
from tepat.core.plan.instance.values import Hazard, Zone

COUNT = 20_000
SHARES = st.floats(0, 1)


def hazard(
    *zones: tuple[float, ...], correlation: float = 0.5, persistence: float = 0.75
) -> Hazard:
    made = tuple(Zone(f"zona-{at}", "", each) for at, each in enumerate(zones))
    return Hazard(made, correlation, persistence)


def flooded(states: States, zone: int) -> NDArray[np.float64]:
    return (states >> zone & 1).astype(np.float64)


@settings(max_examples=40)
@given(
    chances=st.lists(st.tuples(SHARES, SHARES, SHARES), min_size=1, max_size=4),
    correlation=SHARES,
    persistence=SHARES,
    seed=st.integers(0, 2**32),
)
def test_every_zone_floods_as_often_as_its_probability_says(
    chances: list[tuple[float, ...]], correlation: float, persistence: float, seed: int
) -> None:
    drawn = hazard(*chances, correlation=correlation, persistence=persistence)

    states = sample(drawn, 3, COUNT, seed)

    for zone, said in enumerate(chances):
        for day, chance in enumerate(said):
            share = flooded(states, zone)[:, day].mean()
            # Six standard errors: one false alarm in some hundred million comparisons.
            assert abs(share - chance) <= 6 * (chance * (1 - chance) / COUNT) ** 0.5 + 1e-4


def both(correlation: float, persistence: float) -> tuple[float, float]:
    """Return how often two zones flood on one day, and one zone on two days."""
    states = sample(
        hazard((0.2, 0.2), (0.2, 0.2), correlation=correlation, persistence=persistence),
        2,
        200_000,
        seed=5,
    )
    first, second = flooded(states, 0), flooded(states, 1)
    return (first[:, 0] * second[:, 0]).mean(), (first[:, 0] * first[:, 1]).mean()


def test_zones_and_days_without_a_bond_are_independent() -> None:
    zones, days = both(0.0, 0.0)

    assert zones == pytest.approx(0.04, abs=0.003)
    assert days == pytest.approx(0.04, abs=0.003)


def test_correlated_zones_flood_together_and_persistent_ones_day_after_day() -> None:
    assert both(0.0, 0.5)[0] < both(0.3, 0.5)[0] < both(0.8, 0.5)[0]
    assert both(0.5, 0.0)[1] < both(0.5, 0.5)[1] < both(0.5, 0.9)[1]
    assert both(1.0, 1.0) == pytest.approx((0.2, 0.2), abs=0.003)


def test_the_bond_between_zones_is_that_of_a_normal_pair() -> None:
    """Two zones of probability 1/2: both flood with 1/4 + asin(correlation) / 2 pi."""
    states = sample(hazard((0.5,), (0.5,), correlation=0.5), 1, 200_000, seed=9)

    together = (flooded(states, 0) * flooded(states, 1)).mean()
    assert together == pytest.approx(1 / 4 + np.arcsin(0.5) / (2 * np.pi), abs=0.005)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others() -> None:
    drawn = hazard((0.3, 0.4), (0.1, 0.9))

    assert sample(drawn, 2, 500, 7).tobytes() == sample(drawn, 2, 500, 7).tobytes()
    assert sample(drawn, 2, 500, 7).tobytes() != sample(drawn, 2, 500, 8).tobytes()


@given(st.integers(0, 2**32))
def test_what_is_certain_is_never_drawn_otherwise(seed: int) -> None:
    states = sample(hazard((0.0, 1.0), (1.0, 0.0), correlation=1.0), 2, 50, seed)

    assert states.tolist() == [[0b10, 0b01]] * 50


def test_a_kabupaten_without_zones_is_dry() -> None:
    assert sample(Hazard(), 3, 4, seed=1).tolist() == [[0, 0, 0]] * 4


def test_sixty_two_zones_are_drawn_and_one_more_is_refused() -> None:
    most = sample(hazard(*[(1.0,)] * MOST_ZONES), 1, 2, seed=1)
    assert most.tolist() == [[2**62 - 1]] * 2

    with pytest.raises(ValueError, match="63 zones, at most 62"):
        sample(hazard(*[(0.5,)] * (MOST_ZONES + 1)), 1, 2, seed=1)


@pytest.mark.parametrize(("zones", "seen"), [(8, 0.10), (12, 0.13), (20, 0.24), (37, 0.40)])
def test_few_zones_stay_true_and_many_seem_wetter(zones: int, seen: float) -> None:
    """The table of docs/developers/hazards.md."""
    drawn = sample(hazard(*[(0.1,) * 7] * zones), 7, 10_000, seed=1)

    states = coarsened(drawn)

    assert np.mean([flooded(drawn, zone) for zone in range(zones)]) == pytest.approx(0.1, abs=0.01)
    shown = np.mean([flooded(states, zone) for zone in range(zones)])
    assert shown == pytest.approx(seen, abs=0.005)


STATES = st.lists(st.integers(0, 2**12 - 1), min_size=1, max_size=60)


@given(STATES, st.integers(1, 20))
def test_a_coarser_state_is_never_drier(states: list[int], most: int) -> None:
    before = np.array(states, dtype=np.int64).reshape(-1, 1)

    after = coarsened(before, most)

    assert ((before & after) == before).all()
    assert len(np.unique(after)) <= most
    assert after.tobytes() == coarsened(before, most).tobytes()


@given(STATES)
def test_few_states_stay_as_they_are(states: list[int]) -> None:
    before = np.array(states, dtype=np.int64).reshape(-1, 1)

    assert coarsened(before, len(set(states))).tolist() == before.tolist()


@given(STATES, st.integers(2, 20))
def test_the_commonest_state_is_kept_exactly(states: list[int], most: int) -> None:
    before = np.array([*states, *[99] * 61], dtype=np.int64).reshape(-1, 1)

    assert (coarsened(before, most)[-61:] == 99).all()
