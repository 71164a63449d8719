"""The judge on a regency so small that a person can count along."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from tepat.adapters import routing_cch
from tepat.core.plan.instance.source import Source
from tepat.core.plan.instance.values import (
    Arc,
    Day,
    Desa,
    Hazard,
    Instance,
    Kecamatan,
    Mode,
    Node,
    Store,
    Targets,
    Vehicle,
    Verdict,
    Warehouse,
    Window,
    Zone,
)
from tepat.core.plan.risk.judging import judge
from tepat.core.plan.risk.tables import tables
from tepat.core.plan.schedule.values import Echelon, Plan, Stop, Trip, Verdicts

GUDANG, HULU, HILIR = "99.01:gudang-1", "99.01.01.2001", "99.01.01.2002"
DAYS = 3


def regency(flood: tuple[float, float, float] = (0.5, 0.5, 0.5), spare: int = 1) -> Instance:
    """A warehouse, a desa on a dry road and one behind a road that floods."""
    store = Store(Verdict.PASSED, 0)
    return Instance(
        name="Kecil",
        zone="Asia/Makassar",
        days=tuple(Day(f"H-{DAYS - at}", date(2029, 2, 11 + at)) for at in range(DAYS)),
        nodes=(Node("g", 0, 115), Node("a", 0, 115.1), Node("b", 0, 115.2)),
        arcs=(
            Arc("kering", "g", "a", 20_000, "jalan"),
            Arc("banjir", "a", "b", 20_000, "jalan", zone="sungai"),
        ),
        modes=(Mode("truk", "Truk", {"jalan": 40.0}, flooded=0.0),),
        transfers=(),
        vehicles=(
            Vehicle("truk", "Truk", ("truk",), (1 + spare,) * DAYS, 10_000, 3_000, most_trips=1),
        ),
        warehouses=(Warehouse(GUDANG, "Gudang", "g"),),
        kecamatan=(Kecamatan("99.01.01", "Kecamatan", "a", store),),
        desa=(
            Desa(HILIR, "Hilir", "99.01.01", "a", 3, 6, 900, 90, store),
            Desa(HULU, "Hulu", "99.01.01", "b", 2, 4, 600, 60, store),
        ),
        hazard=Hazard((Zone("sungai", "Sungai", flood),), 0.5, 0.0),
        targets=Targets(pps=2 * 1440 + 18 * 60, ppk=1440 + 18 * 60, tps=3 * 1440 + 300),
    )


def plan_of(*trips: Trip) -> Plan:
    return Plan("", 1, trips, (), 0, 0, Verdicts(0, 0, 0, 0, 0, ()))


def trip(day: int, *places: str, start: int = 420) -> Trip:
    stops = tuple(Stop(place, 0, 0, 2, 300, 30, 0) for place in places)
    return Trip(f"t{day}", Echelon.DIRECT, "truk", 1, day, GUDANG, day * 1440 + start, 0, 0, stops)


def chance(instance: Instance, *trips: Trip, scenarios: int = 20_000) -> dict[str, float]:
    found = judge(instance, routing_cch.travel(instance), plan_of(*trips), scenarios, seed=3)
    by_desa = {each.desa: each.ppm / 1e6 for each in found.desa}
    return by_desa | {"semua": found.all_ppm / 1e6}


def test_on_the_last_day_the_flood_decides() -> None:
    found = chance(regency(), trip(2, HILIR, HULU))

    assert found[HILIR] == 1
    assert found[HULU] == pytest.approx(0.5, abs=0.02)
    assert found["semua"] == found[HULU]


def test_a_day_earlier_leaves_a_second_try() -> None:
    found = chance(regency(), trip(1, HILIR, HULU))

    assert found[HULU] == pytest.approx(0.75, abs=0.02)


def test_nobody_tries_again_without_an_idle_vehicle() -> None:
    found = chance(regency(spare=0), trip(1, HILIR, HULU), trip(2, HILIR))

    assert found[HULU] == pytest.approx(0.5, abs=0.02)


def test_what_stands_idle_makes_no_more_trips_than_its_hours_hold() -> None:
    far = regency(flood=(0, 1, 0))
    arcs = tuple(replace(arc, metres=arc.metres * 8, zone="sungai") for arc in far.arcs)
    truck = replace(far.vehicles[0], available=(2, 2, 1), most_trips=3, litres=500)
    far = replace(far, arcs=arcs, vehicles=(truck,))  # the nearer one is four hours away
    tried = (trip(1, HILIR), replace(trip(1, HILIR), id="u", unit=2))

    assert chance(far, *tried[:1])[HILIR] == 1
    assert chance(far, *tried)[HILIR] == 0, "one truck, one way of eight hours"
    near = replace(far, arcs=tuple(replace(arc, metres=arc.metres // 2) for arc in arcs))
    assert chance(near, *tried)[HILIR] == 1


def test_what_was_missed_is_brought_again_on_one_trip_where_there_is_room() -> None:
    far = regency(flood=(0, 1, 0))
    arcs = tuple(replace(arc, metres=arc.metres * 5, zone="sungai") for arc in far.arcs)
    truck = replace(far.vehicles[0], available=(2, 2, 1), most_trips=3)
    roomy = replace(far, arcs=arcs, vehicles=(truck,))  # 2.5 hours to the first, 5 to the second
    tried = (trip(1, HILIR), replace(trip(1, HULU), id="u", unit=2))
    small = replace(roomy, vehicles=(replace(truck, litres=500),))
    other_way = tuple(reversed(tried))
    hours = replace(roomy, vehicles=(replace(truck, shift=720),))

    assert chance(hours, *tried)["semua"] == 1, "on the way to the second it passes the first"
    assert chance(hours, *other_way)["semua"] == 1, "or on the way back"
    assert chance(small, *tried)["semua"] == 0, "two trips of five and ten hours"


def test_a_trip_waits_until_its_vehicle_is_back() -> None:
    wet = regency(flood=(0, 0, 1), spare=0)
    slow = replace(wet, modes=(replace(wet.modes[0], flooded=0.1),))
    before, after = trip(2, HULU), replace(trip(2, HILIR, start=960), id="after")

    assert chance(slow, after)[HILIR] == 1
    assert chance(slow, before, after)[HULU] == 1
    assert chance(slow, before, after)[HILIR] == 0, "home at 19:10, and it loads first"


def test_persistent_water_makes_the_second_try_worth_less() -> None:
    fleeting = regency()
    lasting = replace(fleeting, hazard=replace(fleeting.hazard, persistence=0.9))

    assert chance(lasting, trip(1, HULU))[HULU] < chance(fleeting, trip(1, HULU))[HULU] - 0.05


def test_a_desa_no_trip_serves_is_never_in_time() -> None:
    assert chance(regency(), trip(1, HILIR))[HULU] == 0


def test_dusk_ends_the_day() -> None:
    dry = regency(flood=(0, 0, 0), spare=0)

    assert chance(dry, trip(2, HULU, start=17 * 60 + 1))[HULU] == 0
    assert chance(dry, trip(2, HULU, start=17 * 60))[HULU] == 1


def test_a_place_that_takes_nothing_is_waited_for() -> None:
    dry = regency(flood=(0, 0, 0), spare=0)
    hilir, hulu = dry.desa
    closed = Window(2 * 1440 + 11 * 60, 2 * 1440 + 19 * 60, "pasar")
    friday = replace(dry, desa=(replace(hilir, blocked=(closed,)), hulu))

    assert chance(friday, trip(2, HILIR, start=10 * 60 + 45))[HILIR] == 0
    assert chance(friday, trip(2, HILIR, start=10 * 60))[HILIR] == 1


def test_a_vehicle_that_breaks_down_leaves_what_comes_after() -> None:
    dry = regency(flood=(0, 0, 0), spare=0)
    weak = replace(dry, vehicles=(replace(dry.vehicles[0], breakdown=0.3),))

    found = chance(weak, trip(2, HILIR, HULU))

    # It ends after 0, 1 or 2 stops with equal chance.
    assert found[HILIR] == pytest.approx(0.9, abs=0.02)
    assert found[HULU] == pytest.approx(0.8, abs=0.02)


def test_what_broke_down_does_not_leave_again_that_day() -> None:
    dry = regency(flood=(0, 0, 0), spare=0)
    weak = replace(dry, vehicles=(replace(dry.vehicles[0], breakdown=1.0),))
    before, after = trip(2, HILIR, HILIR, HILIR), replace(trip(2, HULU, start=840), id="after")

    # It ends after 0 to 4 stops with equal chance, and 4 is all of them.
    found = chance(weak, before, after)

    assert found[HILIR] == pytest.approx(2 / 5, abs=0.02)
    assert found[HULU] == pytest.approx(1 / 5, abs=0.02)


def test_nothing_is_brought_again_before_the_gate_opens_or_after_it_closes() -> None:
    wet = regency(flood=(0, 1, 0))
    house = wet.warehouses[0]  # an hour and 45 minutes of loading from there
    late = replace(wet, warehouses=(replace(house, opens=17 * 60),))
    early = replace(wet, warehouses=(replace(house, closes=8 * 60),))

    assert chance(wet, trip(1, HULU))[HULU] == 1
    assert chance(late, trip(1, HULU))[HULU] == 0
    assert chance(early, trip(1, HULU))[HULU] == 0


def test_a_round_needs_its_goods_at_the_ppk() -> None:
    flooding = regency(flood=(0.5, 0, 0), spare=0)
    ppk = flooding.kecamatan[0]
    behind = replace(
        flooding,
        kecamatan=(replace(ppk, node="b"),),
        vehicles=(
            flooding.vehicles[0],
            replace(flooding.vehicles[0], id="pikap", warehouse="99.01.01"),
        ),
    )
    to_ppk = trip(0, "99.01.01")
    onward = Trip(
        "r", Echelon.ROUND, "pikap", 1, 1, "99.01.01", 1440 + 420, 0, 0,
        (Stop(HULU, 0, 0, 2, 300, 30, 0),),
    )  # fmt: skip

    # What misses the first day finds an idle truck on the second, and the pickup on the third.
    found = chance(behind, to_ppk, onward)
    no_truck = replace(
        behind, vehicles=(replace(behind.vehicles[0], available=(1, 0, 0)), behind.vehicles[1])
    )

    no_pickup = replace(
        behind, vehicles=(behind.vehicles[0], replace(behind.vehicles[1], available=(0, 1, 0)))
    )

    assert found[HULU] == 1
    assert chance(no_pickup, to_ppk, onward)[HULU] == pytest.approx(0.5, abs=0.02), (
        "what comes to the PPK on the second day is not on the pickup that leaves it at dawn"
    )
    assert chance(no_truck, to_ppk, onward)[HULU] == pytest.approx(0.5, abs=0.02)


def test_the_same_seed_says_the_same() -> None:
    assert chance(regency(), trip(1, HULU)) == chance(regency(), trip(1, HULU))


def test_tables_hold_every_state_once() -> None:
    instance = regency()
    states = np.array([[0, 1, 0], [1, 1, 0]])

    known = tables(routing_cch.travel(instance), ("truk",), states)

    assert known.known.tolist() == [0, 1]
    assert known.at.tolist() == [[0, 1, 0], [1, 1, 0]]
    assert known.minutes["truk"].shape == (2, 4, 4)


def test_where_nobody_said_that_anything_floods_the_chance_is_a_rough_guess() -> None:
    known = Source("BPBD", "2024-11-01", rough=False)
    said = replace(Zone("a", "A", (0.1,)), source=known)
    assert Hazard().is_rough
    assert not Hazard((said,)).is_rough
    assert Hazard((said, Zone("b", "B", (0.2,)))).is_rough
