"""Who keeps goods overnight, and who rides along: the PPK, a police station, a car that follows."""

from dataclasses import replace

import pytest

from tepat.adapters.routing_cch import travel
from tepat.core.plan.instance import reading, writing
from tepat.core.plan.instance.checks import sound
from tepat.core.plan.instance.keeping import stores_of
from tepat.core.plan.instance.riding import seats_short
from tepat.core.plan.instance.values import Price, Riders, Store, Transit, Verdict
from tepat.core.plan.schedule.costs import priced as at_all_prices
from tepat.core.problems import Code
from tests.regencies import regency

BASE = regency(desa=12, tps=30)
POLSEK = Transit("polsek-1", "Polsek Contoh", BASE.desa[0].node, Store(Verdict.PASSED, 150_000))
KORAMIL = Transit("koramil-1", "Koramil Contoh", "gudang", Store(Verdict.PASSED, 100_000))


def test_goods_wait_at_the_ppk_as_long_as_its_store_may_be_used() -> None:
    ppk = replace(BASE.kecamatan[0], transits=(POLSEK,))
    assert ppk.keeper is ppk


def test_where_the_store_of_the_ppk_failed_the_cheapest_that_passed_keeps_them() -> None:
    failed = replace(BASE.kecamatan[0], store=Store(Verdict.FAILED))
    assert failed.keeper is failed
    assert replace(failed, transits=(POLSEK, KORAMIL)).keeper is KORAMIL
    unseen = replace(KORAMIL, store=Store(Verdict.UNKNOWN, 1))
    assert replace(failed, transits=(unseen,)).keeper.store.verdict is Verdict.FAILED


def test_trips_go_to_who_keeps_the_goods_and_his_guard_is_paid() -> None:
    ppk = replace(BASE.kecamatan[1], store=Store(Verdict.FAILED), transits=(KORAMIL,))
    moved = replace(BASE, kecamatan=(BASE.kecamatan[0], ppk, *BASE.kecamatan[2:]))

    assert stores_of(moved)[ppk.code].guard == 100_000
    minutes = travel(moved).minutes(BASE.vehicles[0].profile)
    places = travel(moved).places
    house, there = places.index(BASE.warehouses[0].id), places.index(ppk.code)
    assert minutes[house, there] == 0  # the army post lies beside the warehouse
    assert travel(BASE).minutes(BASE.vehicles[0].profile)[house, there] > 0


def test_a_place_that_lies_nowhere_keeps_nothing() -> None:
    ppk = replace(BASE.kecamatan[0], transits=(replace(POLSEK, node="hilang"), KORAMIL))
    instance, problems = sound(replace(BASE, kecamatan=(ppk, *BASE.kecamatan[1:])))

    assert instance.kecamatan[0].transits == (KORAMIL,)
    assert [each.facts["path"] for each in problems if each.code is Code.PLAN_NAME] == [
        "kecamatan[0].transits[0].node"
    ]


def test_all_of_it_is_written_and_read_again() -> None:
    ppk = replace(BASE.kecamatan[0], transits=(POLSEK, KORAMIL))
    house = replace(BASE.warehouses[0], wave_boxes=400)
    whole = replace(
        BASE,
        kecamatan=(ppk, *BASE.kecamatan[1:]),
        warehouses=(house,),
        riders=Riders(2, 1),
        vehicles=tuple(replace(each, crew=2) for each in BASE.vehicles),
    )
    read, problems = reading.read(writing.write(whole))
    assert (read, problems) == (whole, [])


@pytest.mark.parametrize(("seats", "short"), [(5, 0), (4, 0), (3, 1), (1, 3)])
def test_police_and_supervisor_need_a_seat(seats: int, short: int) -> None:
    riding = replace(BASE, riders=Riders(escort=2, supervisor=1))
    vehicle = replace(BASE.vehicles[0], seats=seats)
    assert seats_short(riding, vehicle) == short


def test_what_follows_costs_a_day_and_is_asked_for_where_it_has_no_price() -> None:
    small = tuple(replace(each, seats=2) for each in BASE.vehicles)
    riding = replace(BASE, riders=Riders(escort=2), vehicles=small)
    _, problems = sound(riding)
    assert Code.SEATS_SHORT in {each.code for each in problems}

    priced = replace(riding, prices=(Price("follow", "Pengiring", "hari", 500_000),))
    _, problems = sound(priced)
    assert Code.SEATS_SHORT not in {each.code for each in problems}
    assert at_all_prices(priced, small[0]).day_price == small[0].day_price + 500_000
