"""Roles that are left to people: the field waits for them and says what is expected."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from tepat.gladi import clock, distributing, typing_papers
from tepat.gladi.play import election_named
from tepat.gladi.truth import Truth
from tepat.gladi.world import Asked, Load, World

TPS = "63.09.10.2003-001"


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def world(tmp_path: Path, said: list[str]) -> Iterator[World]:
    election = election_named("pilkada-2024", tmp_path)
    assert election.voting_day is not None
    asked = Asked("coba", "tabalong", 1, "pilkada-2024", "63.09", "Asia/Makassar")
    day = election.voting_day
    chance, truth = Random(1), Truth(tmp_path)
    begun = World(asked, tmp_path, 0, election, day, chance, truth, clock_at(day), tell=said.append)
    yield begun
    begun.close()


def clock_at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=1)


def test_a_ppk_that_is_a_person_is_asked_to_type_by_name_of_the_tps(
    world: World, said: list[str]
) -> None:
    world.left_to_people = frozenset({"ppk"})
    at = world.moment(1, 9)
    typing_papers.type_tps(world, TPS, at, at + timedelta(minutes=10))
    world.run(world.moment(1, 10))

    [expected] = world.expected
    assert expected.who == "PPK 63.09.10"
    assert TPS in said[0]
    assert "PPS ke KPPS" in said[0]
    assert clock.shown(world.place) == world.moment(1, 10)


def test_a_pps_that_is_a_person_is_waited_for_and_nobody_signs_instead(
    world: World, said: list[str]
) -> None:
    world.left_to_people = frozenset({"pps"})
    load = Load("SJ-1", f"{TPS[:13]}:pps", TPS, "0" * 64, ("A",), world.moment(1, 9), "")
    distributing.hand_to_kpps(world, load, world.moment(1, 9))

    assert [each.shipment for each in world.expected] == ["SJ-1"]
    assert "09.00 Ditunggu: PPS 63.09.10.2003" in said[0]
    assert world.agenda.next() is None
