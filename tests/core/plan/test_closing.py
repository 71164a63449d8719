"""A road is named as people name it: by its name, its ends, or its code."""

from dataclasses import replace

from tepat.core.plan.closing import arcs_named, around, kept_as_is, trips_over
from tepat.core.plan.instance.source import Source
from tepat.core.plan.instance.values import Arc, Instance, Status
from tepat.core.plan.network.dijkstra import Dijkstra
from tepat.core.plan.network.matrices import Matrices
from tepat.core.plan.replanning import QUICK, closed
from tepat.core.plan.schedule.routing import Answer, Question
from tepat.core.problems import Code
from tepat.core.sentences import sentence
from tests.core.plan.instances import contoh
from tests.core.plan.plans import plan

FEW = replace(QUICK, scenarios=200, unseen=200)
BEFORE = -1


class NoSolver:
    """Leaves every task: what is best without it is the printed plan."""

    def solve(
        self, question: Question, seed: int, iterations: int, start: Answer | None = None
    ) -> Answer:
        return Answer((), tuple(range(len(question.tasks))), feasible=True)


def without(instance: Instance, arc: str) -> Instance:
    return closed(instance, [arc], Status.CLOSED, "banjir", Source("PPK Hilir"))


def with_a_way_round(metres: int) -> Instance:
    """The example with a second road between Hulu and Hilir."""
    road = Arc("5", "hulu", "hilir", metres, "secondary")
    return replace(contoh(), arcs=(*contoh().arcs, road))


def test_a_road_is_found_by_id_name_or_ends() -> None:
    assert arcs_named(contoh(), "3") == (["3"], [])
    assert arcs_named(contoh(), "jalan  KOTA") == (["1"], [])
    assert arcs_named(contoh(), "Dermaga Hilir - hilir") == (["3"], [])


def test_an_unknown_road_names_the_nearest() -> None:
    found, [problem] = arcs_named(contoh(), "Jalan Kata")

    assert found == []
    assert problem.code is Code.PLAN_ARC_UNKNOWN
    assert "Jalan Kota" in sentence(problem)


def test_the_trips_over_a_road_are_those_whose_way_uses_it() -> None:
    tables = Matrices(contoh(), Dijkstra)

    assert trips_over(tables, contoh(), plan(), ["2"]) == ["1", "2"]
    assert trips_over(tables, contoh(), plan(), ["4"]) == ["1"]
    assert trips_over(tables, contoh(), plan(), []) == []


def test_with_a_way_round_the_printed_plan_stays_with_new_times() -> None:
    instance = without(with_a_way_round(38_000), "2")
    tables = Matrices(instance, Dijkstra)

    kept = kept_as_is(instance, tables, plan(), BEFORE, effort=FEW)
    new = around(instance, tables, NoSolver(), plan(), ["1", "2"], BEFORE, effort=FEW)

    assert kept is not None
    assert new.trips == kept.trips
    assert [trip.id for trip in new.trips] == ["1", "2", "3"]
    assert new.trips[1].metres == 80_000


def test_a_way_round_that_is_too_long_for_the_day_is_not_kept() -> None:
    instance = without(with_a_way_round(400_000), "2")

    assert kept_as_is(instance, Matrices(instance, Dijkstra), plan(), BEFORE, effort=FEW) is None


def test_without_any_way_the_desa_behind_the_road_are_left_and_named() -> None:
    instance = without(contoh(), "2")
    tables = Matrices(instance, Dijkstra)

    new = around(instance, tables, NoSolver(), plan(), ["1", "2"], BEFORE, effort=FEW)

    assert [each.desa for each in new.unassigned] == ["99.01.02.2001", "99.01.02.2002"]
    assert {each.reason for each in new.unassigned} == {"tanpa_jalan"}
    assert [trip.stops for trip in new.trips] == [plan().trips[2].stops]


def test_what_left_before_the_road_closed_keeps_its_times() -> None:
    instance = without(with_a_way_round(38_000), "2")

    kept = kept_as_is(instance, Matrices(instance, Dijkstra), plan(), 500, effort=FEW)

    assert kept is not None
    assert kept.trips[0].stops == plan().trips[0].stops
    assert kept.trips[1].stops != plan().trips[1].stops
