"""The TPS of each desa from a plan: hours that anybody can make again, and what would help."""

from dataclasses import replace
from itertools import pairwise

import pytest

from tepat.core.plan.instance.carrying import Carrier, LastMile
from tepat.core.plan.instance.values import Arc, Instance, Node, Status, Store, Verdict
from tepat.core.plan.last_mile.lists import (
    GUESSED,
    TpsLists,
    by_number,
    carriers_of,
    deadline_of,
)
from tepat.core.plan.last_mile.roads import TpsRoads
from tepat.core.plan.last_mile.values import State, TpsLoad
from tepat.core.plan.network.matrices import haversine
from tepat.core.plan.schedule.values import Echelon, Plan, Stop
from tepat.core.problems import Code
from tepat.core.sentences import sentence
from tests.core.plan import plans
from tests.core.plan.instances import contoh
from tests.core.plan.last_mile.desa import KNOWN, MOTOR

TEDUH = "99.01.02.2001"


def arriving(at: int, boxes: int = 6) -> Plan:
    """The plan with the load of Muara Teduh at its PPS, unloaded, at `at`."""
    plan = plans.plan()
    first, teduh, last = plan.trips
    stop = Stop(TEDUH, at - 25, at, boxes, 870, 75, 32_000)
    return replace(plan, trips=(first, replace(teduh, stops=(stop,)), last))


def with_carriers(*carriers: Carrier) -> Instance:
    return replace(contoh(), last_mile=LastMile(carriers, source=KNOWN))


def test_every_tps_of_the_plan_stands_in_one_list() -> None:
    instance = contoh()
    lists = list(TpsLists(plans.plan(), instance).all())

    assert [each.desa.code for each in lists] == [each.code for each in instance.desa]
    assert [len(each.list.handovers) for each in lists] == [each.tps for each in instance.desa]


def test_the_same_plan_and_table_give_the_same_list() -> None:
    table = {TEDUH: by_number(contoh().desa[2])}
    one, other = (TpsLists(plans.plan(), contoh(), table).of(TEDUH) for _ in range(2))

    assert one.list == other.list


def test_a_kpps_receives_on_the_day_before_the_vote_at_the_latest() -> None:
    instance = contoh()
    later = replace(
        instance, targets=replace(instance.targets, tps=len(instance.days) * 1440 + 300)
    )
    earlier = replace(instance, targets=replace(instance.targets, tps=2 * 1440 + 15 * 60))

    assert deadline_of(later) == len(instance.days) * 1440
    assert deadline_of(earlier) == 2 * 1440 + 15 * 60


def test_goods_at_the_pps_at_five_in_the_afternoon_of_the_day_before() -> None:
    instance = with_carriers(replace(MOTOR, count=1, boxes=2))
    found = TpsLists(arriving(2 * 1440 + 17 * 60), instance).of(TEDUH)

    assert {each.state for each in found.list.handovers} == {State.NIGHT}
    said = {problem.code: sentence(problem) for problem in found.problems}
    assert said[Code.TPS_DARK] == (
        "Muara Teduh: 3 dari 3 TPS (001, 002, 003) menerima dalam gelap, yang terakhir H-1 20.25, "
        "karena menunggu terang melewati batas H-1 24.00. Supaya semua siang: "
        "datangkan barang di PPS 3 jam lebih awal."
    )


def test_a_missed_deadline_says_which_tps_and_what_would_help() -> None:
    instance = with_carriers(replace(MOTOR, count=1, boxes=2))
    found = TpsLists(arriving(2 * 1440 + 22 * 60), instance).of(TEDUH)

    assert [each.tps.number for each in found.list.late] == [2, 3]
    [late] = [problem for problem in found.problems if problem.code is Code.TPS_LATE]
    assert sentence(late).startswith(
        "Muara Teduh: 2 dari 3 TPS (002, 003) baru menerima setelah batas H-1 24.00"
    )
    assert sentence(late).endswith(
        "Supaya semua tepat waktu: tambah 2 Sepeda motor, "
        "atau datangkan barang di PPS 90 menit lebih awal."
    )
    assert "add 2 Sepeda motor" in sentence(late, "en")


def test_what_is_said_to_help_does_help() -> None:
    at = 2 * 1440 + 22 * 60
    one = replace(MOTOR, count=1, boxes=2)

    assert TpsLists(arriving(at), with_carriers(one)).of(TEDUH).list.late
    more = with_carriers(replace(one, count=3))
    assert not TpsLists(arriving(at), more).of(TEDUH).list.late
    assert not TpsLists(arriving(at - 90), with_carriers(one)).of(TEDUH).list.late


def test_a_desa_that_no_trip_serves_has_no_hours() -> None:
    plan = plans.plan()
    found = TpsLists(replace(plan, trips=plan.trips[:1]), contoh()).of(TEDUH)

    assert [problem.code for problem in found.problems] == [Code.TPS_NOTHING_COMES]
    assert len(found.list.left) == 3


def test_trips_of_the_way_back_bring_nothing() -> None:
    plan = plans.plan()
    back = tuple(replace(each, echelon=Echelon.RETURN) for each in plan.trips)
    found = TpsLists(replace(plan, trips=back), contoh()).of(TEDUH)

    assert not found.list.handovers


def test_a_table_that_grew_after_the_plan_is_said() -> None:
    table = {TEDUH: tuple(TpsLoad(f"{TEDUH}-{at:03}", at, 2) for at in range(1, 5))}
    found = TpsLists(plans.plan(), contoh(), table).of(TEDUH)

    assert len(found.list.handovers) == 4
    [problem] = [each for each in found.problems if each.code is Code.TPS_BOXES]
    assert "rencana membawa 6 kotak, daftar TPS butuh 8" in sentence(problem)


@pytest.mark.parametrize(
    ("verdict", "start"),
    [(Verdict.FAILED, 1440 + 525 + 30), (Verdict.PASSED, 2 * 1440 + 6 * 60)],
)
def test_a_store_that_failed_holds_nothing_overnight(verdict: Verdict, start: int) -> None:
    instance = contoh()
    desa = tuple(
        replace(each, store=Store(verdict)) if each.code == TEDUH else each
        for each in instance.desa
    )
    found = TpsLists(plans.plan(), replace(instance, desa=desa)).of(TEDUH)

    assert min(run.start for run in found.list.runs) == start


def test_the_pps_own_carriers_come_before_those_of_its_kecamatan_and_a_guess() -> None:
    desa = contoh().desa[2]
    own, near = replace(MOTOR, place=TEDUH), replace(MOTOR, place=desa.kecamatan)

    assert carriers_of(with_carriers(near, own, MOTOR), desa) == (own,)
    assert carriers_of(with_carriers(near, MOTOR), desa) == (near,)
    assert carriers_of(with_carriers(MOTOR), desa) == (MOTOR,)
    assert carriers_of(contoh(), desa) == GUESSED
    assert TpsLists(plans.plan(), contoh()).of(TEDUH).is_rough
    assert not TpsLists(plans.plan(), with_carriers(MOTOR)).of(TEDUH).is_rough


def test_a_tps_across_the_river_without_a_point_is_said_to_be_a_guess() -> None:
    at_pps = next(each for each in contoh().nodes if each.id == contoh().desa[2].node)
    table = {
        TEDUH: (
            TpsLoad(f"{TEDUH}-001", 1, 2, 0, (at_pps.lat, at_pps.lon)),
            TpsLoad(f"{TEDUH}-002", 2, 2, 0, (at_pps.lat + 0.002, at_pps.lon)),
            TpsLoad(f"{TEDUH}-003", 3, 2),
        )
    }
    found = TpsLists(plans.plan(), contoh(), table).of(TEDUH)

    assert [found.is_unplaced(each) for each in found.errand.tps] == [False, False, True]
    [problem] = [each for each in found.problems if each.code is Code.TPS_UNPLACED]
    assert "jalan ke 1 dari 3 TPS belum diketahui" in sentence(problem)


def test_roads_count_where_there_is_a_map_and_no_road_over_water_is_guessed() -> None:
    instance = contoh()
    jetty, isle = (
        next(each for each in instance.nodes if each.id == name) for name in ("dermaga", "pulau")
    )
    # A lane of its own on the other bank, that no road joins, 300 m from the jetty.
    bank = [Node(f"b{at}", jetty.lat + 0.0027 + at / 1000, jetty.lon) for at in range(2)]
    lane = Arc("lane", "b0", "b1", 140, "residential")
    instance = replace(
        instance, nodes=(*instance.nodes, *bank), arcs=(*instance.arcs, lane), no_map=False
    )
    road = next(each for each in instance.arcs if each.id == "3")
    ends = [(each.lat, each.lon) for each in instance.nodes if each.id in (road.tail, road.head)]
    points = [*ends, (bank[0].lat, bank[0].lon), None, (isle.lat, isle.lon)]
    metres = TpsRoads(instance).metres(points, 1.5)

    assert metres[0][1] == metres[1][0] == road.metres
    assert metres[0][2] == metres[2][0] == -1
    assert [row[3] for row in metres] == [-1] * 5
    # No road is near the island: the beeline with its detour counts.
    beeline = haversine(ends[0], (isle.lat, isle.lon))
    assert metres[0][4] == round(beeline * 1.5)


def test_a_closed_road_brings_nobody_to_a_tps() -> None:
    instance = contoh()
    road = next(each for each in instance.arcs if each.id == "3")
    ends = [(each.lat, each.lon) for each in instance.nodes if each.id in (road.tail, road.head)]
    shut = tuple(
        replace(each, status=Status.CLOSED) if each.id == "3" else each for each in instance.arcs
    )
    closed = TpsRoads(replace(instance, arcs=shut)).metres(ends, 1.5)

    assert TpsRoads(instance).metres(ends, 1.5)[0][1] == road.metres
    assert closed[0][1] == round(haversine(*ends) * 1.5)


@pytest.mark.parametrize("tps", [1, 2, 7])
def test_without_a_table_boxes_are_shared_and_none_is_lost(tps: int) -> None:
    desa = replace(contoh().desa[2], tps=tps, boxes=9)
    rows = by_number(desa)

    assert sum(each.boxes for each in rows) == 9
    assert [each.number for each in rows] == list(range(1, tps + 1))
    assert all(abs(a.boxes - b.boxes) <= 1 for a, b in pairwise(rows))
