"""An instance from the tables: what is known is used, what is guessed is told."""

import json
from pathlib import Path

import pytest
from pytest_django import DjangoAssertNumQueries

from tepat.core.plan.instance.checks import sound
from tepat.core.plan.instance.writing import write
from tepat.core.problems import Code, Refused
from tepat.server.election.models import Region, Tps
from tepat.server.plan.inputs import fleet
from tepat.server.plan.inputs.from_tables import instance_of_scope
from tests.worlds import contoh_scope

pytestmark = pytest.mark.django_db


def test_desa_carry_the_boxes_and_litres_of_their_tps() -> None:
    instance, _ = instance_of_scope(contoh_scope())
    sizes = fleet.load(None).sizes

    hulu = next(desa for desa in instance.desa if desa.name == "Kota Hulu")
    assert (hulu.tps, hulu.boxes) == (3, 6)
    assert hulu.litres == 6 * sizes.box_litres + 3 * sizes.tps_litres
    assert [day.label for day in instance.days] == [f"H-{n}" for n in range(7, 0, -1)]
    assert instance.days[-1].date.isoformat() == "2024-11-26"
    assert (instance.contoh, instance.no_map, instance.zone) == (True, True, "Asia/Makassar")


def test_what_is_guessed_is_told() -> None:
    instance, problems = instance_of_scope(contoh_scope())

    assert [problem.code for problem in problems] == [
        Code.FLEET_CONTOH,
        Code.WAREHOUSE_GUESS,
        Code.DESA_NO_POINT,
        Code.HAZARD_NONE,
    ]
    assert problems[2].facts == {"place": "Pulau Kecil", "near": "Hilir"}
    assert [problem.code for problem in sound(instance)[1]] == [Code.STORE_UNKNOWN] * 2


def test_the_same_tables_give_the_same_bytes() -> None:
    scope = contoh_scope()

    assert write(instance_of_scope(scope)[0]) == write(instance_of_scope(scope)[0])


def test_more_tps_cost_no_more_queries(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    scope = contoh_scope()

    with django_assert_num_queries(3):
        instance_of_scope(scope)
    Tps.objects.bulk_create(
        Tps(
            scope=scope,
            code=f"99.01.01.2002-{number:03}",
            desa="99.01.01.2002",
            kecamatan="99.01.01",
            number=number,
        )
        for number in range(3, 60)
    )
    with django_assert_num_queries(3):
        instance_of_scope(scope)


def test_a_file_of_the_office_brings_fleet_zones_and_inspections(tmp_path: Path) -> None:
    shipped = Path(fleet.__file__).parents[3] / "data" / "plan" / "contoh.toml"
    text = shipped.read_text(encoding="utf-8").replace("contoh = true", "contoh = false")
    text = text.replace("# lat = -2.1", "lat = -2.0").replace("# lon = 115.4", "lon = 115.3")
    text += """
[[zones]]
id = "rawa"
name = "Rawa Hilir"
areas = ["99.01.02"]
probability = 0.2

[stores."99.01.02"]
verdict = "failed"
"""
    file = tmp_path / "armada.toml"
    file.write_text(text, encoding="utf-8")

    instance, problems = instance_of_scope(contoh_scope(), file)

    assert [problem.code for problem in problems] == [Code.DESA_NO_POINT]
    assert not instance.contoh
    assert instance.hazard.zones[0].probability == (0.2,) * 7
    assert {arc.zone for arc in instance.arcs if "99.01.02" in arc.id} == {"rawa"}
    assert [each.store.verdict.value for each in instance.kecamatan] == ["unknown", "failed"]


PLACES = """
[riders]
escort = 2
supervisor = 1

[[warehouses]]
id = "gudang-2"
name = "Gudang hulu"
lat = -2.4
lon = 115.6
wave_boxes = 300

[[transits]]
kecamatan = "99.01.02"
id = "polsek-2"
name = "Polsek Hilir"
lat = -2.2
lon = 115.5
store = { verdict = "passed", guard_rupiah = 150_000 }

[stores."99.01.02"]
verdict = "failed"
"""


def test_a_second_warehouse_and_the_police_who_keep_goods(tmp_path: Path) -> None:
    file = office_file(tmp_path, PLACES)

    instance, problems = instance_of_scope(contoh_scope(), file)

    assert instance.warehouses[1].wave_boxes == 300
    assert (instance.riders.escort, instance.riders.supervisor) == (2, 1)
    hilir = next(each for each in instance.kecamatan if each.code == "99.01.02")
    assert hilir.keeper.name == "Polsek Hilir"
    assert hilir.keeper.store.guard == 150_000
    nodes = {node.id for node in instance.nodes}
    assert {"gudang-2", "polsek-2"} <= nodes
    assert {"gudang-2", "polsek-2"} <= {
        end for arc in instance.arcs for end in (arc.tail, arc.head)
    }
    assert Code.PLAN_NAME not in {each.code for each in problems}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('[[transits]]\nid = "p"\nlat = -2.2\nlon = 115.5\nkecamatan = "99.09.09"', "99.09.09"),
        ('[[transits]]\nid = "p"\nkecamatan = "99.01.02"', "transits[0].lat"),
        ("[[warehouses]]\nlat = -2.2\nlon = 115.5", "warehouses[0].id"),
    ],
)
def test_a_place_that_cannot_be_found_is_named(tmp_path: Path, text: str, why: str) -> None:
    file = office_file(tmp_path, text)
    with pytest.raises(Refused) as refused:
        instance_of_scope(contoh_scope(), file)
    assert why in str(refused.value.problem.facts["why"])


def office_file(folder: Path, more: str) -> Path:
    shipped = Path(fleet.__file__).parents[3] / "data" / "plan" / "contoh.toml"
    file = folder / "armada.toml"
    file.write_text(shipped.read_text(encoding="utf-8") + more, encoding="utf-8")
    return file


def test_a_broken_fleet_file_is_refused_with_its_place(tmp_path: Path) -> None:
    for text, why in (("a = \nb = 1", "line 1"), ("[sizes]\nbox_litres = -1", "sizes.box_litres")):
        file = tmp_path / "armada.toml"
        file.write_text(text, encoding="utf-8")
        with pytest.raises(Refused) as refused:
            fleet.load(file)
        assert why in json.dumps(dict(refused.value.problem.facts))


def test_without_points_nothing_can_be_planned() -> None:
    scope = contoh_scope()
    Region.objects.update(lat=None, lon=None)

    with pytest.raises(Refused) as refused:
        instance_of_scope(scope)

    assert refused.value.problem.code is Code.NO_TPS_TO_PLAN
