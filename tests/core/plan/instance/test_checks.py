"""What does not fit together is named with its place and the way out; the rest is planned."""

from dataclasses import replace
from typing import Any

import pytest

from tepat.core.plan.instance import carrying
from tepat.core.plan.instance import values as v
from tepat.core.plan.instance.checks import MOST_ZONES, sound
from tepat.core.plan.instance.reach import unreached
from tepat.core.plan.network.dijkstra import Dijkstra
from tepat.core.plan.network.matrices import Matrices
from tepat.core.problems import Code, Problem
from tepat.core.sentences import sentence
from tests.core.plan.instances import contoh


def spoiled(row: str, at: int, **parts: Any) -> v.Instance:
    """The example with parts of one row changed."""
    instance = contoh()
    rows = list(getattr(instance, row))
    rows[at] = replace(rows[at], **parts)
    changed: dict[str, Any] = {row: tuple(rows)}
    return replace(instance, **changed)


def said(problems: list[Problem]) -> str:
    [problem] = problems
    assert "?" not in sentence(problem)
    assert "?" not in sentence(problem, "en")
    return sentence(problem)


def lost(instance: v.Instance) -> list[Problem]:
    sane, problems = sound(instance)
    assert problems == []
    return unreached(sane, Matrices(sane, Dijkstra))


def test_the_example_is_sound() -> None:
    assert sound(contoh()) == (contoh(), [])
    assert lost(contoh()) == []


@pytest.mark.parametrize(
    ("row", "at", "part", "path"),
    [
        ("arcs", 0, "tail", "arcs[0].from"),
        ("arcs", 0, "head", "arcs[0].to"),
        ("transfers", 0, "node", "transfers[0].node"),
        ("warehouses", 0, "node", "warehouses[0].node"),
        ("kecamatan", 0, "node", "kecamatan[0].node"),
        ("desa", 3, "node", "desa[3].node"),
        ("desa", 3, "kecamatan", "desa[3].kecamatan"),
    ],
)
def test_a_row_that_names_nothing_is_left_out(row: str, at: int, part: str, path: str) -> None:
    instance = spoiled(row, at, **{part: "entah"})

    sane, problems = sound(instance)

    assert len(getattr(sane, row)) == len(getattr(instance, row)) - 1
    told = [sentence(problem) for problem in problems]
    assert [text for text in told if text.startswith(path) and '"entah"' in text]


def test_a_zone_that_nobody_knows_floods_nothing() -> None:
    sane, problems = sound(spoiled("arcs", 0, zone="laut"))

    assert sane.arcs[0].zone == ""
    assert "laut" in said(problems)


def test_a_vehicle_without_its_mode_or_its_jetty_is_left_out() -> None:
    sane, problems = sound(spoiled("vehicles", 0, legs=("unta",)))
    assert [vehicle.id for vehicle in sane.vehicles] == ["estafet"]
    assert "unta" in said(problems[:1])
    assert [problem.code for problem in problems[1:]] == [Code.DAY_NO_VEHICLE]

    sane, problems = sound(replace(contoh(), transfers=()))
    assert [vehicle.id for vehicle in sane.vehicles] == ["truk"]
    assert "truk ke klotok" in said(problems)


def test_of_two_places_with_one_code_the_first_stays() -> None:
    sane, problems = sound(spoiled("desa", 1, code="99.01.01"))

    assert [desa.code for desa in sane.desa if desa.code == "99.01.01"] == []
    assert said(problems).startswith("desa[1].code: 99.01.01")


@pytest.mark.parametrize(("chance", "used"), [(60.0, 1.0), (-0.1, 0.0)])
def test_a_chance_outside_0_to_1_becomes_the_nearer_end(chance: float, used: float) -> None:
    instance = contoh()
    zone = replace(instance.hazard.zones[0], probability=(0.3, chance, 0.4))

    sane, problems = sound(replace(instance, hazard=v.Hazard((zone,))))

    assert sane.hazard.zones[0].probability == (0.3, used, 0.4)
    assert said(problems).startswith("hazard.zones[0].probability[1] (Rawa Hilir)")


def test_a_deadline_before_the_first_day_becomes_the_last_evening() -> None:
    instance = contoh()

    sane, problems = sound(replace(instance, targets=replace(instance.targets, pps=0)))

    assert sane.targets.pps == 2 * 1440 + 18 * 60
    assert "H-3" in said(problems)


def test_light_and_hours_that_end_before_they_begin_are_mended() -> None:
    sane, problems = sound(spoiled("days", 0, light=(1000, 900)))
    assert sane.days[0].light == (360, 1080)
    assert problems[0].code is Code.PLAN_CLOCK

    sane, problems = sound(spoiled("desa", 0, blocked=(v.Window(9, 9),)))
    assert sane.desa[0].blocked == ()
    assert "Kota Hulu" in said(problems)


def test_a_day_without_vehicles_is_told_and_stays() -> None:
    instance = spoiled("vehicles", 0, available=(2, 2, 0))

    sane, problems = sound(instance)

    assert sane == instance
    assert problems[0].is_warning
    assert said(problems).startswith("H-1: tidak ada satu pun kendaraan")


def test_a_vehicle_that_holds_no_box_is_left_out() -> None:
    sane, problems = sound(spoiled("vehicles", 0, litres=100))

    assert [vehicle.id for vehicle in sane.vehicles] == ["estafet"]
    assert "145 liter" in said(problems[:1])


def test_a_box_that_fits_no_vehicle_names_its_desa() -> None:
    sane, problems = sound(spoiled("desa", 0, litres=6 * 20_000))

    assert len(sane.desa) == 4
    assert said(problems).startswith("Kota Hulu: satu kotak 20000 liter")


def test_stores_that_nobody_inspected_are_told_by_kecamatan() -> None:
    _, problems = sound(spoiled("desa", 2, store=v.Store()))

    assert problems[0].is_warning
    assert said(problems).startswith("Kecamatan Hilir: 1 tempat simpan belum diperiksa (Muara")


def test_more_zones_than_a_state_holds_keep_the_wettest() -> None:
    zones = tuple(v.Zone(str(at), "", (at / 100,) * 3) for at in range(MOST_ZONES + 3))
    instance = contoh()
    dry = tuple(replace(arc, zone="") for arc in instance.arcs)

    sane, problems = sound(replace(instance, arcs=dry, hazard=v.Hazard(zones)))

    assert [zone.id for zone in sane.hazard.zones[:2]] == ["3", "4"]
    assert len(sane.hazard.zones) == MOST_ZONES
    assert str(MOST_ZONES + 3) in said(problems)


def test_an_island_without_a_boat_is_named() -> None:
    instance = contoh()
    trucks = replace(instance, vehicles=instance.vehicles[:1])

    assert said(lost(trucks)).startswith("Pulau Kecil: hanya dapat dicapai lewat air (river)")


def test_an_island_without_a_jetty_is_named() -> None:
    boat = replace(contoh().vehicles[1], id="klotok", legs=("klotok",))
    instance = replace(contoh(), vehicles=(contoh().vehicles[0], boat))

    assert "pindah muatan" in said(lost(instance))


def test_a_desa_off_every_road_is_named_with_the_nearest_point() -> None:
    text = said(lost(replace(contoh(), arcs=contoh().arcs[:3])))

    assert text.startswith("Pulau Kecil: tidak ada jalan")
    assert "Dermaga Hilir, 11,8 km" in text


def test_a_closed_road_is_named_for_every_desa_behind_it() -> None:
    problems = lost(spoiled("arcs", 2, status=v.Status.CLOSED, name="Jembatan Hilir"))

    assert "karena Jembatan Hilir ditutup" in said(problems)


def test_a_road_class_without_a_vehicle_is_named() -> None:
    problems = lost(spoiled("arcs", 1, road="track", minutes={}))

    assert [problem.code for problem in problems] == [Code.DESA_NO_MODE] * 2
    assert "melalui track" in sentence(problems[0])


def test_a_one_way_trap_is_named() -> None:
    problems = lost(spoiled("arcs", 3, oneway=True))

    assert said(problems).startswith("Pulau Kecil: dapat dicapai, tetapi tidak ada jalan kembali")


def test_a_desa_too_far_for_a_working_day_is_named() -> None:
    problems = lost(spoiled("vehicles", 1, shift=180))

    assert said(problems).startswith("Pulau Kecil: pergi dan pulang")


def test_a_carrier_of_a_place_that_is_not_there_is_left_out() -> None:
    motor = carrying.Carrier("motor", "Sepeda motor", 2, 1)
    own = replace(motor, place="99.01.02.2001")
    lost = replace(motor, place="99.01.09.2001")
    instance = replace(contoh(), last_mile=carrying.LastMile((motor, own, lost, motor)))

    sane, problems = sound(instance)

    assert sane.last_mile.carriers == (motor, own)
    assert [problem.code for problem in problems] == [Code.PLAN_NAME, Code.PLAN_TWICE]
    assert problems[0].facts["path"] == "last_mile.carriers[2].place"
