"""Jakarta in February 2017: a small cut of the benchmark, and how its ground is made."""

from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
import shapely

from benchmarks.plan.jakarta import AND_NEW, BLIND, OURS, replayed, summary, table
from benchmarks.plan.jakarta_ground import (
    City,
    Ground,
    Kept,
    city,
    clustered,
    dated,
    shared,
    water_of,
    windows,
)
from tepat.adapters.polygons import Shape
from tepat.core.plan.schedule.effort import Effort

FEW = Effort(rounds=3, iterations=30, scenarios=200, unseen=200, states=16)
WEST = "31.73"


def test_runs_of_days_are_those_of_two_and_more_without_a_gap() -> None:
    first = date(2017, 2, 20)
    days = [first + timedelta(days=at) for at in (0, 1, 2, 4)]

    assert [(run[0].day, len(run)) for run in windows(days)] == [(20, 2), (20, 3), (21, 2)]


def test_zones_are_clusters_of_neighbours() -> None:
    shapes = [
        Shape("", shapely.box(x, y, x + 0.001, y + 0.001))
        for x, y in ((0, 0), (1, 0), (0.002, 0), (1.002, 0), (0, 1))
    ]

    assert [each.name for each in clustered(shapes, 3)] == ["z01", "z02", "z01", "z02", "z03"]
    assert clustered([], 3) == []


def test_tps_are_shared_without_loss() -> None:
    assert shared(7, {"a": 1, "b": 1, "c": 2}) == {"a": 2, "b": 2, "c": 3}


@cache
def _ground(data: Path) -> Ground:
    return Ground(data)


@cache
def _west(data: Path) -> City:
    return city(_ground(data), WEST, most=6)


@pytest.fixture
def ground(real_data: Path) -> Ground:
    return _ground(real_data)


@pytest.fixture
def west(real_data: Path) -> City:
    return _west(real_data)


def test_a_plan_knows_only_the_days_before_it(ground: Ground, west: City) -> None:
    first, long, later = windows(ground.days)
    for run in (first, long):
        zones = dated(ground, west, run).hazard.zones
        assert {chance for zone in zones for chance in zone.probability} == {0.05}
    zones = dated(ground, west, later).hazard.zones
    assert {chance for zone in zones for chance in zone.probability} <= {1 / 3, 2 / 3}
    assert {zone.said_by(0).by for zone in zones} == {"PetaBencana"}


def test_the_water_is_that_of_the_hour(ground: Ground, west: City) -> None:
    run = windows(ground.days)[0]
    water = water_of(ground, west, run)

    known = {arc.id for arc in west.mapped.instance.arcs}
    assert all(arcs <= known for _, arcs in water.hours)
    noon, night = (water.at(1440 + 60 * hour) for hour in (13, 7))
    assert len(noon) > 10 * len(night)


def test_a_cut_of_jakarta_is_planned_flooded_and_told(ground: Ground, west: City) -> None:
    days = replayed(ground, west, windows(ground.days)[0], FEW, FEW)

    names = [each.plan for each in days.results]
    assert names == [BLIND, BLIND + AND_NEW, OURS, OURS + AND_NEW]
    assert all(0 < each.score.goods <= 1 for each in days.results)
    told, untold = days.results[1], days.results[0]
    assert (untold.answers, told.answers > 0) == (0, True)
    assert days.closed > 0
    kept = Kept(ground.hours[-1], 5, 6)
    assert "Jakarta Barat" in table(west, [days], [kept])[0]
    assert "reaches 5 of them" in table(west, [days], [kept])[3]
    assert "of 1 |" in summary([days])[4]
