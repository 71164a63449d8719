"""`tepat plan map`: plans are made on what is kept, and what cannot be used changes nothing."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tepat.cli import main
from tepat.core.plan.instance.checks import sound
from tepat.core.plan.instance.source import Source
from tepat.core.plan.instance.values import Status
from tepat.core.plan.network.dijkstra import Dijkstra
from tepat.core.plan.network.matrices import Matrices
from tepat.server.election.models import Scope
from tepat.server.plan.inputs import from_tables, kept
from tepat.server.plan.schedule import queries, services, store
from tests.patience import SECONDS
from tests.server.plan.schedule.maps import ROAD, extract, lines

pytest.importorskip("osmium", reason="the reader of OpenStreetMap extracts is not installed")

pytestmark = pytest.mark.django_db
HERE = ["--kabupaten", "99.01"]
NOW = datetime(2024, 11, 18, tzinfo=UTC)


def added(*words: str) -> int:
    return main(["plan", "map", "add", *words, *HERE])


def test_plans_are_made_on_a_map_once_it_is_kept(
    scope: Scope, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("pyvrp", reason="the solver is not installed")
    pytest.importorskip("pyroutingkit", reason="the routing engine is not installed")
    assert added(str(extract(tmp_path / "contoh.osm.pbf"))) == 0
    told = capsys.readouterr().out
    assert "primary" in told
    assert "7 tempat diletakkan di peta, 0 jauh dari jalan" in told
    assert "Tersimpan: contoh.osm.pbf" in told

    out = tmp_path / "plan.json"
    small = ["--rounds", "1", "--iterations", "30", "--scenarios", "100"]
    assert main(["plan", "make", *HERE, *small, "--out", str(out)]) == 0
    assert "tanpa peta" not in capsys.readouterr().out
    data = json.loads((tmp_path / "plan.data.json").read_text(encoding="utf-8"))
    nodes = {each["id"]: (each["lat"], each["lon"]) for each in data["nodes"]}
    drawn = {(lat, lon) for lon, lat in ROAD}
    for desa in data["desa"]:
        assert 0 < desa["snap_metres"] < 120, desa["name"]
        lat, lon = nodes[desa["node"]]
        assert any(abs(lat - a) < 0.002 and abs(lon - b) < 0.002 for a, b in drawn)
    assert "no_map" not in data or not data["no_map"]


def test_a_plan_is_made_from_the_inputs_of_the_desk_where_there_are_some(
    scope: Scope, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("pyvrp", reason="the solver is not installed")
    pytest.importorskip("pyroutingkit", reason="the routing engine is not installed")
    begun, _ = sound(from_tables.instance_of_scope(scope)[0])
    typed = replace(begun, name="Kabupaten yang diketik")
    services.keep(scope, typed, {"what": "tabel"}, None, NOW)
    out = tmp_path / "plan.json"
    make = ["plan", "make", *HERE, "--rounds", "1", "--iterations", "30", "--scenarios", "100"]

    assert main([*make, "--out", str(out)]) == 0
    told = capsys.readouterr()
    assert "Memakai masukan versi 1 dari meja kerja" in told.err
    assert "Kabupaten yang diketik" in told.out

    road = lines(tmp_path / "jalan.geojson")
    assert main([*make, "--roads", str(road), "--out", str(out)]) == 0
    assert "Kabupaten yang diketik" not in capsys.readouterr().out


def test_a_map_for_one_plan_is_not_kept(scope: Scope, tmp_path: Path) -> None:
    instance, _ = from_tables.instance_of_scope(scope, roads=[lines(tmp_path / "jalan.geojson")])

    assert not instance.no_map
    assert kept.load(scope).files == ()
    assert from_tables.instance_of_scope(scope)[0].no_map


def test_inputs_at_the_desk_move_onto_the_map_and_back(scope: Scope, tmp_path: Path) -> None:
    ground, _ = sound(from_tables.ground_of_scope(scope)[0])
    services.keep(scope, ground, {"what": "tabel"}, None, NOW)

    assert added(str(extract(tmp_path / "contoh.osm.pbf"))) == 0
    source = queries.needed_input(scope)
    on_map = store.instance_of(source.hash)
    assert (source.number, source.edit["what"], source.edit["name"]) == (
        2,
        "peta",
        "contoh.osm.pbf",
    )
    assert not on_map.no_map
    assert on_map.vehicles == ground.vehicles
    shapes = store.shapes_of(source.hash)
    assert shapes.keys() == {arc.id for arc in on_map.arcs}

    assert main(["plan", "map", "clear", *HERE]) == 0
    back = store.instance_of(queries.needed_input(scope).hash)
    assert back == ground


def test_a_closed_road_stays_closed_when_another_map_comes_on_top(
    scope: Scope, tmp_path: Path
) -> None:
    ground, _ = sound(from_tables.ground_of_scope(scope)[0])
    services.keep(scope, ground, {"what": "tabel"}, None, NOW)
    added(str(extract(tmp_path / "contoh.osm.pbf")))
    on_map = store.instance_of(queries.needed_input(scope).hash)
    shut = next(arc for arc in on_map.arcs if arc.name == "Jalan Lama")
    arcs = tuple(
        replace(arc, status=Status.CLOSED, comment="jembatan", source=Source("PPK", "2024-11-18"))
        if arc.id == shut.id
        else arc
        for arc in on_map.arcs
    )
    services.keep(scope, replace(on_map, arcs=arcs), {"what": "jalan"}, None, NOW)
    more = tmp_path / "ruas.csv"
    more.write_text(
        "id,from,to,from_lat,from_lon,to_lat,to_lon,class,name\n"
        "r1,a,b,-2.2115,115.53,-2.25,115.56,track,Jalan Kebun\n"
    )

    assert added(str(more)) == 0
    now = store.instance_of(queries.needed_input(scope).hash)
    [again] = [arc for arc in now.arcs if arc.id == shut.id]
    assert (again.status, again.comment) == (Status.CLOSED, "jembatan")
    assert [each.name for each in kept.load(scope).files] == ["contoh.osm.pbf", "ruas.csv"]


@pytest.mark.parametrize("on_a_map", [False, True])
def test_surveyed_minutes_win(
    scope: Scope, tmp_path: Path, on_a_map: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    times = tmp_path / "waktu.csv"
    times.write_text(
        "dari;ke;moda;menit;sumber\n"
        "Kota Hulu;Muara Teduh;truck;240;PPK Hulu\n"
        "Kota Hulu;Entah;truck;10;PPK Hulu\n"
        "Kota Hulu;Hilir;truck;banyak;PPK Hulu\n"
    )
    if on_a_map:
        added(str(extract(tmp_path / "contoh.osm.pbf")))
    assert main(["plan", "map", "add", "--times", str(times), *HERE]) == 0
    told = capsys.readouterr().err
    assert "Waktu tempuh Kota Hulu ke Entah" in told
    assert 'waktu.csv baris 4: minutes berisi "banyak"' in told

    instance, _ = sound(from_tables.instance_of_scope(scope)[0])
    travel = Matrices(instance, Dijkstra)
    places = list(travel.places)
    at = places.index("99.01.01.1001"), places.index("99.01.02.2001")
    assert 215 <= int(travel.minutes("truck")[at]) <= 265
    assert instance.no_map is not on_a_map


@pytest.mark.parametrize(
    ("name", "body", "says"),
    [
        ("foto.jpg", b"\xff\xd8\xff\xe0 JFIF", "bukan berkas yang dikenal"),
        ("kosong.csv", b"", "tidak berisi baris data"),
        ("jalan.geojson", b'{"features": [{"type": "LineString"', "rusak, terpotong"),
        ("banjir.geojson", b'{"features": [{"type": "Polygon"}]}', "tepat plan hazard add"),
    ],
)
def test_what_is_no_map_is_refused_and_the_former_map_stays(
    scope: Scope,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    body: bytes,
    says: str,
) -> None:
    added(str(lines(tmp_path / "lama.geojson")))
    before = kept.load(scope)
    (tmp_path / name).write_bytes(body)

    assert added(str(tmp_path / name)) == 1
    error = capsys.readouterr().err
    assert name in error
    assert says in error
    assert kept.load(scope) == before


def test_an_extract_cut_in_half_is_named_and_the_former_map_stays(
    scope: Scope, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    added(str(lines(tmp_path / "lama.geojson")))
    whole = extract(tmp_path / "utuh.osm.pbf").read_bytes()
    half = tmp_path / "separuh.osm.pbf"
    half.write_bytes(whole[: len(whole) // 2])

    assert added(str(half)) == 1
    assert "Peta separuh.osm.pbf rusak, terpotong" in capsys.readouterr().err
    assert [each.name for each in kept.load(scope).files] == ["lama.geojson"]


def test_a_map_of_elsewhere_is_refused(
    scope: Scope, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    east = tmp_path / "timur.geojson"
    moved = json.loads(lines(east).read_text())
    points = moved["features"][0]["geometry"]["coordinates"]
    moved["features"][0]["geometry"]["coordinates"] = [[lon + 3, lat] for lon, lat in points]
    east.write_text(json.dumps(moved))

    assert added(str(east)) == 1
    error = capsys.readouterr().err
    assert "Peta timur.geojson bukan wilayah Kabupaten Contoh" in error
    assert kept.load(scope).files == ()


def test_a_one_way_trap_is_no_place_to_unload(
    scope: Scope, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert added(str(extract(tmp_path / "searah.osm.pbf", oneway="yes"))) == 0

    told = capsys.readouterr()
    assert "Muara Teduh berjarak" in told.err
    assert "garis perkiraan" in told.err
    instance, _ = from_tables.instance_of_scope(scope)
    teduh = next(each for each in instance.desa if each.name == "Muara Teduh")
    assert teduh.snap_metres > 10_000, "the nearest road that leads back lies far"


@pytest.mark.any_database
def test_the_commands_run_in_a_process_of_their_own(tmp_path: Path) -> None:
    import os
    import subprocess
    import sys

    home = {**os.environ, "TEPAT_HOME": str(tmp_path / "home")}
    home.pop("DJANGO_SETTINGS_MODULE", None)
    for words in (["map", "add", "x.csv"], ["map", "show"], ["hazard", "show"]):
        command = [sys.executable, "-m", "tepat", "plan", *words, *HERE]
        ran = subprocess.run(command, env=home, capture_output=True, text=True, timeout=SECONDS)
        assert ran.returncode == 1
        assert "Traceback" not in ran.stderr, ran.stderr
        assert "99.01" in ran.stderr
