"""Whoever holds paper of the older plan is told what changed, before and after."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tepat.core.plan.comparing import STILL_TRUE, Holder, compare
from tepat.core.plan.schedule.values import Backup, Plan
from tests.core.plan.instances import contoh
from tests.core.plan.plans import plan


def moved(made: Plan, trip: int, by: int) -> Plan:
    """The plan with one trip a few minutes later."""
    old = made.trips[trip]
    stops = tuple(
        replace(stop, arrive=stop.arrive + by, leave=stop.leave + by) for stop in old.stops
    )
    new = replace(old, start=old.start + by, end=old.end + by, stops=stops)
    return replace(made, trips=(*made.trips[:trip], new, *made.trips[trip + 1 :]))


def test_equal_plans_change_nothing() -> None:
    renamed = replace(plan(), trips=tuple(replace(trip, id="x" + trip.id) for trip in plan().trips))

    assert compare(contoh(), plan(), renamed).changes == ()


def test_numbers_stand_side_by_side() -> None:
    found = compare(contoh(), plan(), moved(plan(), 1, 30)).before

    assert (found.rupiah, found.trips, found.km, found.nights) == (7_500_000, 3, 164, 2)
    assert (found.under, found.left, found.vehicle_days) == (2, 0, 3)


def test_crew_and_desa_read_what_it_was_and_what_it_is() -> None:
    found = compare(contoh(), plan(), moved(plan(), 1, 30)).changes

    assert [change.id for change in found] == [
        "Truk sewa 1, H-2: 07.15 ke Muara Teduh; semula 06.45 ke Muara Teduh.",
        "Muara Teduh: H-2 08.50 dengan Truk sewa 1; semula H-2 08.20 dengan Truk sewa 1.",
    ]
    assert found[1].en == "Muara Teduh: H-2 08.50 by Truk sewa 1; before H-2 08.20 by Truk sewa 1."


def test_crews_that_leave_in_the_same_minute_keep_their_own_sheets() -> None:
    trip = plan().trips[1]
    second = replace(trip, id="4", unit=2)
    both = replace(plan(), trips=(*plan().trips, second))

    found = compare(contoh(), plan(), both).changes

    assert [change.place for change in found] == ["truk-2-1", trip.stops[0].place]


def test_a_trip_that_falls_away_and_a_new_one_are_told() -> None:
    shorter = replace(plan(), trips=plan().trips[1:])

    gone = compare(contoh(), plan(), shorter).changes
    assert gone[0].id == (
        "Truk lalu klotok 1, H-3: tidak jadi berangkat; semula 06.45 ke Pulau Kecil."
    )
    assert gone[1].id == (
        "Pulau Kecil: belum terlayani; semula H-3 10.00 dengan Truk lalu klotok 1."
    )
    assert "tugas baru" in compare(contoh(), shorter, plan()).changes[0].id


def test_the_same_stops_at_other_times_are_not_listed_again() -> None:
    old = plan().trips[2]
    stops = tuple(
        replace(stop, arrive=stop.arrive + 20, leave=stop.leave + 20) for stop in old.stops
    )
    later = replace(plan(), trips=(*plan().trips[:2], replace(old, stops=stops)))

    found = compare(contoh(), plan(), later).changes

    assert found[0].id == "Truk sewa 1, H-1: tujuan tetap, jam tiba bergeser sampai 20 menit."


def test_another_backup_road_is_told() -> None:
    road = Backup("99.01.02.2001", "truk", 40_000, 90, 0, ("9",))
    other = replace(plan(), backups=(road, plan().backups[1]))

    [there] = compare(contoh(), plan(), other).changes
    [gone] = compare(contoh(), other, plan()).changes

    assert there.id == "Muara Teduh: jalan cadangan lain."
    assert gone.id == "Muara Teduh: tanpa jalan alternatif lagi."


@given(trip=st.integers(0, 2), by=st.integers(-300, 300))
def test_every_desa_of_a_trip_that_really_moves_is_told_and_nobody_else(trip: int, by: int) -> None:
    found = compare(contoh(), plan(), moved(plan(), trip, by))

    told = {change.place for change in found.changes if change.holder is Holder.DESA}
    assert told == (
        {stop.place for stop in plan().trips[trip].stops} if abs(by) > STILL_TRUE else set()
    )
