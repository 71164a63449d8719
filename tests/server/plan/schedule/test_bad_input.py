"""Spoiled files as people give them: what is wrong is named, the rest is planned."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tepat.cli import main
from tests.core.plan.instances import contoh_json

pytest.importorskip("pyvrp", reason="the solver is not installed")
pytest.importorskip("pyroutingkit", reason="the routing engine is not installed")

SMALL = ["--rounds", "2", "--iterations", "50", "--scenarios", "300"]
Raw = dict[str, Any]
KOTA, JERNIH, TEDUH, ISLAND = (
    "99.01.01.1001",
    "99.01.01.2002",
    "99.01.02.2001",
    "99.01.02.2002",
)


class Made:
    """What came of one spoiled file."""

    def __init__(self, plan: Raw, out: str, err: str) -> None:
        self.out, self.err = out, err
        self.served = {stop["place"] for trip in plan["trips"] for stop in trip["stops"]}
        self.left = {each["desa"] for each in plan["unassigned"]}


@pytest.fixture
def make(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[[Raw], Made]:
    def run(raw: Raw) -> Made:
        file, out = tmp_path / "rusak.json", tmp_path / "plan.json"
        file.write_text(json.dumps(raw), encoding="utf-8")
        assert main(["plan", "make", "--instance", str(file), *SMALL, "--out", str(out)]) == 0
        told = capsys.readouterr()
        return Made(json.loads(out.read_bytes()), told.out, told.err)

    return run


def test_an_unreachable_desa_is_named_with_the_nearest_point(make: Callable[[Raw], Made]) -> None:
    raw = contoh_json()
    raw["arcs"] = [each for each in raw["arcs"] if each["id"] != "4"]
    raw["vehicles"][1]["modes"] = ["truk"]
    raw["transfers"] = []

    made = make(raw)

    assert "Pulau Kecil: tidak ada jalan atau sungai dari gudang." in made.err
    assert "titik tersambung terdekat Dermaga Hilir" in made.err
    assert "Pulau Kecil belum terlayani: tidak ada kendaraan yang sampai. Termurah: " in made.out
    assert "helikopter" in made.out
    assert (made.left, made.served) == ({ISLAND}, {KOTA, JERNIH, TEDUH})


def test_an_island_without_a_boat_is_told_what_a_boat_costs(make: Callable[[Raw], Made]) -> None:
    raw = contoh_json()
    raw["vehicles"] = raw["vehicles"][:1]
    raw["arcs"] = [each | {"zone": ""} if each["id"] == "2" else each for each in raw["arcs"]]
    raw["prices"].append(
        {"id": "hire:klotok", "name": "Sewa klotok", "unit": "hari", "rupiah": 1_400_000}
    )

    made = make(raw)

    assert "Pulau Kecil: hanya dapat dicapai lewat air (river), dan tidak ada perahu." in made.err
    assert "Termurah: sewa klotok yang memuat 580 liter pada H-3, Rp 1.400.000." in made.out
    assert (made.left, made.served) == ({ISLAND}, {KOTA, JERNIH, TEDUH})


def test_a_vehicle_that_fits_nothing_is_left_out(make: Callable[[Raw], Made]) -> None:
    raw = contoh_json()
    raw["vehicles"].append(
        {
            "id": "motor",
            "name": "Motor kecil",
            "modes": ["truk"],
            "available": 5,
            "litres": 20,
            "kg": 5,
            "rupiah_per_day": 1,
        }
    )

    made = make(raw)

    assert "vehicles[2] (Motor kecil): muat 20 liter dan 5 kg" in made.err
    assert "kendaraan ini dilewati. Periksa ukurannya." in made.err
    assert "Motor kecil" not in made.out
    assert made.served == {KOTA, JERNIH, TEDUH, ISLAND}


def test_a_deadline_before_the_start_is_moved_and_named(make: Callable[[Raw], Made]) -> None:
    raw = contoh_json()
    raw["targets"]["pps"] = "2024-11-20 18:00"

    made = make(raw)

    assert "targets.pps: tenggat sebelum hari pertama H-3 mulai" in made.err
    assert "Undurkan tenggat atau tambah hari sebelum H-3." in made.err
    assert made.served == {KOTA, JERNIH, TEDUH, ISLAND}


@pytest.mark.parametrize(("given", "used"), [(1.4, 1), (-0.2, 0), (30, 1)])
def test_a_probability_outside_zero_to_one_is_named_with_its_zone(
    make: Callable[[Raw], Made], given: float, used: int
) -> None:
    raw = contoh_json()
    raw["hazard"]["zones"][0]["probability"] = [0.3, given, 0.4]

    made = make(raw)

    assert f"hazard.zones[0].probability[1] (Rawa Hilir): peluang {given:g}" in made.err
    assert f"kini dipakai {used}. Tulis 30 persen sebagai 0.3." in made.err
    assert {KOTA, JERNIH} <= made.served


def test_a_day_without_a_vehicle_names_the_cheapest_to_hire(make: Callable[[Raw], Made]) -> None:
    raw = contoh_json()
    for vehicle in raw["vehicles"]:
        vehicle["available"] = [*vehicle["available"][:1], 0, vehicle["available"][2]]

    made = make(raw)

    assert "H-2: tidak ada satu pun kendaraan." in made.err
    assert "Sewa untuk hari itu (termurah Truk sewa, Rp 1.900.000 sehari)" in made.err
    assert {KOTA, JERNIH, ISLAND} <= made.served


def test_without_any_vehicle_each_desa_is_named_and_nothing_breaks(
    make: Callable[[Raw], Made],
) -> None:
    raw = contoh_json()
    for vehicle in raw["vehicles"]:
        vehicle["available"] = 0

    made = make(raw)

    assert made.left == {KOTA, JERNIH, TEDUH, ISLAND}
    assert made.err.count("tidak ada satu pun kendaraan") == 3
    assert "jalannya ada" not in made.err
    assert made.out.count(" belum terlayani: ") == 4


def test_trips_for_which_no_team_is_free_are_named(make: Callable[[Raw], Made]) -> None:
    raw = contoh_json()

    assert "Perjalanan tanpa regu pengawal   tidak ada" in make(raw).out
    raw["escorts"] = [2, 2, 0]
    raw["vehicles"][0]["available"] = [0, 0, 2]
    alone = make(raw).out

    assert "Perjalanan tanpa regu pengawal   Truk sewa 1 H-1" in alone
