"""A plan on days of water: drivers turn round, stops come to nothing, goods go again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from benchmarks.plan.replay import Drive, Driver, Replay, Streets, Water, score
from tepat.core.plan.instance.values import (
    Arc,
    Day,
    Desa,
    Hazard,
    Instance,
    Kecamatan,
    Mode,
    Node,
    Targets,
    Vehicle,
    Warehouse,
)
from tepat.core.plan.schedule.values import Echelon, Plan, Stop, Trip, Verdicts

NOBODY = Verdicts(0, 0, 0, 0, 0, ())


def arc(name: str, tail: str, head: str, metres: int) -> Arc:
    """At 60 km/h a kilometre is a minute."""
    return Arc(name, tail, head, metres, "primary")


def instance(trucks: Sequence[int] = (1, 1)) -> Instance:
    """A warehouse, then a fork: 10 km straight to A, 40 km round; B lies 10 km behind A."""
    days = tuple(Day(f"H-{len(trucks) - at}", date(2029, 2, 12 + at)) for at in range(len(trucks)))
    return Instance(
        name="Contoh",
        zone="Asia/Jakarta",
        days=days,
        nodes=tuple(Node(each, -6.0, 106.0 + at / 10) for at, each in enumerate("gmabr")),
        arcs=(
            arc("gm", "g", "m", 5_000),
            arc("ma", "m", "a", 5_000),
            arc("mr", "m", "r", 20_000),
            arc("ra", "r", "a", 20_000),
            arc("ab", "a", "b", 10_000),
        ),
        modes=(Mode("truck", "Truk", {"primary": 60.0}),),
        transfers=(),
        vehicles=(Vehicle("truk", "Truk", ("truck",), tuple(trucks), 1000, 500),),
        warehouses=(Warehouse("gudang", "Gudang", "g", load_minutes=30),),
        kecamatan=(Kecamatan("99.01.01", "Contoh", "a"),),
        desa=(
            Desa("A", "Desa A", "99.01.01", "a", 1, 2, 400, 40),
            Desa("B", "Desa B", "99.01.01", "b", 1, 2, 400, 40),
        ),
        hazard=Hazard(),
        targets=Targets((len(trucks) - 1) * 1440 + 1080, 0, len(trucks) * 1440),
        contoh=True,
    )


def stop(place: str, arrive: int, litres: int = 400) -> Stop:
    return Stop(place, arrive, arrive + 20, 2, litres, 40, 0)


def trip(start: int, *stops: Stop, unit: int = 1, day: int = 0) -> Trip:
    return Trip(
        f"{unit}-{start}", Echelon.DIRECT, "truk", unit, day, "gudang", start, start + 80, 0, stops
    )


def plan(*trips: Trip) -> Plan:
    return Plan("", 1, trips, (), 0, 0, NOBODY)


def water(*hours: tuple[int, str]) -> Water:
    """From each minute on, the arcs of a text such as "ma ab"."""
    return Water(tuple((minute, frozenset(arcs.split())) for minute, arcs in hours))


BOTH = trip(420, stop("A", 430), stop("B", 460))


def drive(wet: Water, each: Trip = BOTH, told: str = "") -> Drive:
    return Driver(instance(), wet).drive(each, each.start, frozenset(told.split()))


def met(driven: Drive) -> list[tuple[str, int, bool]]:
    return [(each.stop.place, each.minute, each.is_done) for each in driven.met]


def test_on_a_dry_day_all_goes_as_printed() -> None:
    driven = drive(water())

    assert met(driven) == [("A", 430, True), ("B", 460, True)]
    assert (driven.end, driven.metres) == (500, 40_000)


def test_who_meets_water_goes_the_other_way_from_where_he_stands() -> None:
    driven = drive(water((0, "ma")))

    assert met(driven) == [("A", 465, True), ("B", 495, True)]
    assert driven.metres == 5_000 + 40_000 + 10_000 + 10_000 + 40_000 + 5_000, "and knows it now"


def test_who_was_told_need_not_find_out() -> None:
    twice = replace(
        instance(), arcs=(*instance().arcs, arc("gr", "g", "r", 22_000), arc("x", "b", "r", 90_000))
    )
    wet = water((0, "ma"))
    blind = Driver(twice, wet).drive(BOTH, 420)
    told = Driver(twice, wet).drive(BOTH, 420, frozenset({"ma"}))

    assert met(told)[0] == ("A", 462, True)
    assert met(blind)[0] == ("A", 465, True)


def test_water_counts_when_the_truck_is_there() -> None:
    falls = water((0, "ma"), (424, ""))
    rises = water((0, ""), (426, "ma"))

    assert met(drive(falls))[0] == ("A", 430, True)
    gone_past = drive(rises)
    assert met(gone_past)[0] == ("A", 430, True)
    assert gone_past.end == 535, "the way home is the long one"


def test_a_stop_without_any_way_is_left_out_and_the_next_is_tried() -> None:
    order = trip(420, stop("B", 440), stop("A", 470))
    driven = drive(water((0, "ab")), order)

    assert met(driven) == [("B", 430, False), ("A", 430, True)]
    assert driven.end == 460


def test_nobody_arrives_after_dusk_or_after_the_deadline() -> None:
    late = trip(1060, stop("A", 1070), stop("B", 1100))

    assert [each.is_done for each in drive(water(), late).met] == [True, False]
    assert [each.is_done for each in drive(water((0, "ma")), late).met] == [False, False]
    early = replace(instance(), targets=Targets(425, 0, 2880))
    assert not Driver(early, water()).drive(BOTH, 420).met[0].is_done


def test_who_is_shut_in_waits_for_the_water_to_fall() -> None:
    shut = water((0, ""), (431, "ma ra"), (600, ""))
    driven = drive(shut, trip(420, stop("A", 430)))

    assert met(driven) == [("A", 430, True)]
    assert driven.end == 610


def test_one_way_streets_and_closed_roads_are_kept() -> None:
    first, *others = instance().arcs
    shut = replace(instance(), arcs=(replace(first, oneway=True), *others))
    streets = Streets(shut, "truck")

    way = streets.way("g", "a")
    assert way is not None
    assert [step.arc for step in way] == ["gm", "ma"]
    assert streets.way("a", "g") is None


def test_a_truck_that_comes_back_late_leaves_late() -> None:
    second = trip(560, stop("A", 570))
    replay = Replay(instance(), water((0, "ma")), plan(BOTH, second))
    first, then = replay.run()

    assert first.end == 570
    assert then.start == 570 + 30


def test_what_came_back_is_tried_the_next_day_by_an_idle_truck() -> None:
    wet = water((0, "ab"), (1440, ""))
    [today, again] = Replay(instance(), wet, plan(BOTH)).run()

    assert [each.is_done for each in today.met] == [True, False]
    assert (again.trip.day, again.start) == (1, 1440 + 360 + 30)
    assert [each.stop.place for each in again.met] == ["B"]
    result = score(instance(), plan(BOTH), [today, again])
    assert (result.goods, result.desa, result.printed) == (1.0, 1.0, 0.5)
    assert (result.vehicle_days, result.metres) == (2, today.metres + again.metres)


def test_without_an_idle_truck_it_stays() -> None:
    wet = water((0, "ab"), (1440, ""))
    busy = trip(1440 + 420, stop("A", 1440 + 430), day=1)
    drives = Replay(instance(), wet, plan(BOTH, busy)).run()

    assert len(drives) == 2
    assert score(instance(), plan(BOTH, busy), drives).desa == 0.5


def test_the_planner_is_told_of_water_and_of_what_came_back() -> None:
    told: list[tuple[int, list[str], list[str], list[tuple[int, list[str]]]]] = []

    def answer(under: frozenset[str], standing: Plan, now: int) -> Plan:
        trips = [(each.start, [s.place for s in each.stops]) for each in standing.trips]
        told.append((now, sorted(under), [each.desa for each in standing.unassigned], trips))
        if told[-1][2] and now > 500:
            again = trip(now + 60, stop("B", now + 80))
            return replace(standing, trips=(*standing.trips, again))
        return standing

    wet = water((0, "ab"), (600, ""))
    replay = Replay(instance(), wet, plan(BOTH), answer)
    drives = replay.run()

    assert told == [
        (360, ["ab"], [], [(420, ["A", "B"])]),
        (480, ["ab"], ["B"], [(420, ["A"])]),
        (600, [], ["B"], [(420, ["A"])]),
    ]
    assert [each.start for each in drives] == [420, 660]
    assert score(instance(), plan(BOTH), drives).goods == 1.0
    assert replay.answers == 3


def test_a_round_of_a_ppk_is_not_replayed() -> None:
    round_trip = replace(BOTH, echelon=Echelon.ROUND)

    with pytest.raises(ValueError, match="straight"):
        Replay(instance(), water(), plan(round_trip))
