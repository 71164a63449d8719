"""One week drawn from the hazard model of a plan: what it delays, and that a seed is a week."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

import tepat
from tepat.core.plan import plan_file
from tepat.core.plan.instance import reading
from tepat.gladi import weather
from tepat.gladi.play import election_named
from tepat.gladi.truth import Truth
from tepat.gladi.world import Asked, Load, World

FACTS = Path(tepat.__file__).parent / "data" / "demo" / "63.09"
WET = 5
"""A seed whose week closes roads of Tabalong; 1 is a dry one."""


def _delays(seed: int) -> list[weather.Delay]:
    instance = reading.read((FACTS / "plan-inputs.json").read_bytes()).instance
    assert instance is not None
    return weather.delays(instance, plan_file.read((FACTS / "plan-1.json").read_bytes()), seed)


def test_a_seed_is_a_week_and_few_weeks_delay_anything() -> None:
    wet = _delays(WET)
    assert wet == _delays(WET)
    assert all(day > planned for _, planned, day in wet)
    assert _delays(1) == []
    # The plan calls all of it in time in 99 of 100 weeks, also where a load comes a day later.
    assert sum(bool(_delays(seed)) for seed in range(1, 41)) < 20


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    election = election_named("pilkada-2024", tmp_path)
    day = election.voting_day
    assert day is not None
    asked = Asked("coba", "tabalong", WET, "pilkada-2024", "63.09", "Asia/Makassar")
    (tmp_path / "lapangan").mkdir()
    (tmp_path / "lapangan" / weather.GROUND).write_bytes((FACTS / "plan-inputs.json").read_bytes())
    now = datetime(2024, 11, 20, tzinfo=UTC)
    begun = World(asked, tmp_path, 0, election, day, Random(1), Truth(tmp_path), now)
    yield begun
    begun.close()


def test_a_load_that_the_week_holds_up_leaves_later_and_the_truth_says_so(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Kpu:
        def get(self, path: str) -> "Kpu":
            self.body = (FACTS / "plan-1.json").read_bytes()
            return self

    monkeypatch.setattr(World, "desk", lambda _, name: Kpu())
    place, planned, day = _delays(WET)[0]
    departs = world.moment(7 - planned, 6)
    for code, area, at in (("SJ-1", place, departs), ("SJ-2", "63.09.01.2001", departs)):
        load = Load(code, "63.09:gudang-1", f"{area}:pps", "", ("P1",), at, "truk", 60)
        world.loads[code] = load

    assert weather.strike(world) == 1

    assert world.loads["SJ-1"].leaves_late == timedelta(days=day - planned)
    assert not world.loads["SJ-2"].leaves_late
    [trouble] = world.truth.troubles
    assert (trouble.area, trouble.since, trouble.explains) == (place[:8], departs, weather.LATE)
