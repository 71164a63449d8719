"""The regencies that planners are compared on: whole, reachable, and with a fleet to match."""

import pytest

from benchmarks.plan import regencies
from tepat.adapters import routing_cch
from tepat.core.plan.instance.checks import sound
from tepat.core.plan.instance.values import Instance
from tepat.core.plan.network.times import UNREACHABLE

beside = pytest.mark.skipif(
    not regencies.SHARED.exists(), reason="the tables of real regencies are not beside the checkout"
)
PUBLISHED = {("Tabalong", 5): 860, ("Gunung Mas", 5): 367, ("Jombang", 5): 4_299}


def test_each_place_is_there_in_both_sizes() -> None:
    names = regencies.names()

    assert len(names) == len(set(names)) == 10
    assert {name.partition(", ")[2] for name in names} == {"2 boxes a TPS", "5 boxes a TPS"}


def test_pickups_of_a_ppk_bring_its_goods_in_a_day() -> None:
    made = regencies.of("regency 1, 5 boxes a TPS")

    assert isinstance(made, Instance)
    for kecamatan in made.kecamatan:
        litres = sum(desa.litres for desa in made.desa if desa.kecamatan == kecamatan.code)
        (own,) = (each for each in made.vehicles if each.warehouse == kecamatan.code)
        assert own.available[0] * own.litres * own.most_trips >= litres


@beside
@pytest.mark.parametrize(("place", "boxes"), PUBLISHED)
def test_a_real_place_has_its_tps_and_all_of_it_is_reached(place: str, boxes: int) -> None:
    made = regencies.real(place, boxes)
    travel = routing_cch.travel(made)

    assert sum(desa.tps for desa in made.desa) == PUBLISHED[place, boxes]
    assert made.contoh
    assert made.no_map
    assert sound(made) == (made, [])
    home = travel.places.index(made.warehouses[0].id)
    assert (travel.minutes("truck")[home] < UNREACHABLE).all()
    assert any(arc.zone for arc in made.arcs)


@beside
def test_a_regional_election_has_the_tps_of_2024() -> None:
    made = regencies.real("Tabalong", 2)

    assert sum(desa.tps for desa in made.desa) == pytest.approx(550, rel=0.02)
    assert all(desa.boxes == desa.tps * 2 for desa in made.desa)
