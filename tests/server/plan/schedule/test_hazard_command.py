"""`tepat plan hazard`: who says what of which zone and day, and what cannot be read."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tepat.cli import main
from tepat.core.plan.instance.checks import sound
from tepat.core.plan.instance.source import Source
from tepat.core.plan.instance.values import Instance, Zone
from tepat.server import clock
from tepat.server.election.models import Scope
from tepat.server.plan.inputs import from_tables, kept
from tepat.server.plan.schedule import queries, services, store
from tests.adapters.test_bmkg_cap import ALERT
from tests.server.plan.schedule.maps import LOW, floods, lines, polygon

pytest.importorskip("shapely", reason="the reader of polygons is not installed")

pytestmark = pytest.mark.django_db
HERE = ["--kabupaten", "99.01"]
NOW = datetime(2024, 11, 20, 15, tzinfo=UTC)
POLYGON = "-2.10,115.40 -2.10,115.50 -2.20,115.50 -2.20,115.40 -2.10,115.40"


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def added(*paths: Path, source: str = "") -> int:
    words = ["--source", source] if source else []
    return main(["plan", "hazard", "add", *map(str, paths), *words, *HERE])


def alert(path: Path, text: str = ALERT) -> Path:
    start, end = text.index("<polygon>") + len("<polygon>"), text.index("</polygon>")
    path.write_text(text[:start] + POLYGON + text[end:])
    return path


def planned(scope: Scope) -> Instance:
    return from_tables.instance_of_scope(scope)[0]


def test_flood_polygons_become_zones_and_an_alert_raises_its_days(
    scope: Scope, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["plan", "map", "add", str(lines(tmp_path / "jalan.geojson")), *HERE]) == 0
    capsys.readouterr()
    assert added(floods(tmp_path / "banjir.geojson"), source="BPBD 2024") == 0
    told = capsys.readouterr().out
    assert "Rawa Tengah  H-7 s.d. H-1" in told
    assert "0,2  BPBD 2024" in told
    assert "banjir 3 dari 18 hari yang diamati" in told

    assert added(alert(tmp_path / "peringatan.xml")) == 0
    told = capsys.readouterr().out
    assert "peringatan.xml: berlaku" in told
    assert "Rawa Tengah  H-7 s.d. H-5     0,2      0,3  bmkg 2024-11-20T21:50" in told
    [zone] = planned(scope).hazard.zones
    assert zone.probability[:4] == (0.3, 0.3, 0.3, 0.2)
    assert [zone.said_by(day).by for day in (0, 3)] == ["bmkg", "BPBD 2024"]
    assert zone.id in {arc.zone for arc in planned(scope).arcs}

    assert main(["plan", "hazard", "show", *HERE]) == 0
    shown = capsys.readouterr().out
    assert "Peringatan dini BMKG" in shown
    assert "0,3" in shown


def test_an_alert_that_expired_says_so_and_raises_nothing(
    scope: Scope,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    added(floods(tmp_path / "banjir.geojson"))
    before = planned(scope).hazard
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=2))
    capsys.readouterr()

    assert added(alert(tmp_path / "lama.xml")) == 0
    told = capsys.readouterr().out
    assert "lama.xml: SUDAH LEWAT, tidak dihitung" in told
    assert "Tidak ada peluang yang berubah." in told
    assert planned(scope).hazard == before
    main(["plan", "hazard", "show", *HERE])
    assert "SUDAH LEWAT" in capsys.readouterr().out


def test_reports_win_over_all_and_clearing_brings_the_first_guess_back(
    scope: Scope, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ground, _ = sound(from_tables.ground_of_scope(scope)[0])
    services.keep(scope, ground, {"what": "tabel"}, None, NOW)
    added(floods(tmp_path / "banjir.geojson"))
    [zone] = planned(scope).hazard.zones
    reports = tmp_path / "laporan.csv"
    reports.write_text(
        "tempat;keadaan;oleh;mulai;sampai;perihal\n"
        f"{zone.id};tertutup;PPK Hilir;2024-11-21 06:00;2024-11-21 19:00;jalan\n"
    )
    assert added(alert(tmp_path / "peringatan.xml"), reports) == 0

    instance = store.instance_of(queries.needed_input(scope).hash)
    [now] = instance.hazard.zones
    assert now.probability[:4] == (0.3, 1.0, 0.3, 0.2)
    assert (now.said_by(1).by, now.said_by(1).rough) == ("PPK Hilir", False)
    assert kept.load(scope).kinds[zone.id][:4] == ["alert", "report", "alert", "prior"]

    assert main(["plan", "hazard", "clear", *HERE]) == 0
    assert store.instance_of(queries.needed_input(scope).hash) == ground


def test_what_a_person_typed_since_then_stays_when_hazards_are_cleared(
    scope: Scope, tmp_path: Path
) -> None:
    ground, _ = sound(from_tables.ground_of_scope(scope)[0])
    services.keep(scope, ground, {"what": "tabel"}, None, NOW)
    added(floods(tmp_path / "banjir.geojson"))
    current = store.instance_of(queries.needed_input(scope).hash)
    [zone] = current.hazard.zones
    said = Source("BPBD", "2024-11-19", rough=False)
    half = replace(zone, probability=(0.5,) * 7, source=said, sources=())
    typed = replace(current, hazard=replace(current.hazard, zones=(half,)))
    services.keep(scope, typed, {"what": "zona"}, None, NOW)

    main(["plan", "hazard", "clear", *HERE])
    [left] = store.instance_of(queries.needed_input(scope).hash).hazard.zones
    assert (left.id, left.probability) == (zone.id, (0.5,) * 7)


def test_hours_in_which_a_desa_takes_nothing(scope: Scope, tmp_path: Path) -> None:
    hours = tmp_path / "jam.csv"
    hours.write_text(
        "desa,hari,mulai,sampai,sebab\n"
        "*,Jumat,11.30,13.00,salat Jumat\n"
        "Kota Hulu,H-1,06.00,09.00,hari pasar\n"
    )
    assert added(hours) == 0

    instance = planned(scope)
    friday = next(at for at, day in enumerate(instance.days) if day.date.weekday() == 4)
    hulu = next(each for each in instance.desa if each.name == "Kota Hulu")
    assert [(each.start, each.why) for each in hulu.blocked] == [
        (friday * 1440 + 11 * 60 + 30, "salat Jumat"),
        (6 * 1440 + 6 * 60, "hari pasar"),
    ]
    assert all(len(each.blocked) >= 1 for each in instance.desa)


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE alert [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    + ALERT.partition("?>")[2]
)
CROSSED = ((115.43, -2.12), (115.47, -2.18), (115.47, -2.12), (115.43, -2.18))
FLAT = ((115.43, -2.12), (115.45, -2.12), (115.47, -2.12))


def test_an_alert_with_entities_is_named_and_not_kept(
    scope: Scope, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    added(floods(tmp_path / "banjir.geojson"))
    before = kept.load(scope)
    capsys.readouterr()
    bomb = tmp_path / "bom.xml"
    bomb.write_text(BOMB)

    assert added(bomb) == 1
    error = capsys.readouterr().err
    assert "bom.xml memuat DOCTYPE atau entitas" in error
    assert "bom.xml tidak disimpan" in error
    assert kept.load(scope).files == before.files


@pytest.mark.parametrize(
    ("feature", "says"),
    [
        (polygon(*FLAT, name="Garis"), "(Garis) luasnya nol"),
        (polygon(*LOW, name="Rawa", probability=1.4), '(Rawa) menyebut peluang atau hari "1.4"'),
        (polygon(*LOW, name="Rawa", flooded_days=9, observed_days=3), 'peluang atau hari "9/3"'),
        (polygon(*LOW, name="Rawa", states=[["besok", 2]]), "Rawa"),
    ],
)
def test_ground_that_cannot_be_used_is_named_and_not_kept(
    scope: Scope,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    feature: dict[str, object],
    says: str,
) -> None:
    assert added(floods(tmp_path / "aneh.geojson", feature)) == 1

    error = capsys.readouterr().err
    assert "aneh.geojson" in error
    assert says in error
    assert kept.load(scope).files == ()
    assert planned(scope).hazard.zones == ()


def test_a_polygon_that_crosses_itself_is_mended_and_said(
    scope: Scope, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert added(floods(tmp_path / "silang.geojson", polygon(*CROSSED, name="Silang"))) == 0

    assert "(Silang) memotong dirinya sendiri dan dirapikan" in capsys.readouterr().err
    [zone] = planned(scope).hazard.zones
    assert zone.probability == (0.05,) * 7
    assert zone.source.rough


def test_many_grounds_are_joined_by_kecamatan(
    scope: Scope, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    low, high = LOW[0], LOW[2]
    step = (high[0] - low[0]) / 20
    strips = [
        polygon(
            (low[0] + at * step, low[1]),
            (low[0] + (at + 1) * step, low[1]),
            (low[0] + (at + 1) * step, high[1]),
            (low[0] + at * step, high[1]),
            name=f"RW {at}",
        )
        for at in range(20)
    ]
    assert added(floods(tmp_path / "rw.geojson", *strips)) == 0

    assert "rw.geojson menyebut 20 tempat banjir" in capsys.readouterr().err
    assert {zone.name for zone in planned(scope).hazard.zones} <= {"Hulu", "Hilir"}


def test_a_map_is_no_hazard(
    scope: Scope, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert added(lines(tmp_path / "jalan.geojson")) == 1

    assert "tepat plan map add" in capsys.readouterr().err


def test_a_small_polygon_moves_its_roads_and_leaves_the_rest_of_a_zone(
    scope: Scope, tmp_path: Path
) -> None:
    ground, _ = sound(from_tables.ground_of_scope(scope)[0])
    wide = Zone("timur", "Timur", (0.5,) * 7, Source("BPBD", "2024-11-01", rough=False))
    here = replace(
        ground,
        arcs=tuple(replace(arc, zone="timur") for arc in ground.arcs),
        hazard=replace(ground.hazard, zones=(wide,)),
    )
    services.keep(scope, here, {"what": "tabel"}, None, NOW)
    assert len(here.arcs) > 2
    added(floods(tmp_path / "banjir.geojson"))

    now = store.instance_of(queries.needed_input(scope).hash)
    chances = {zone.name: zone.probability[0] for zone in now.hazard.zones}
    assert chances == {"Timur": 0.5, "Rawa Tengah": 0.2}
    assert main(["plan", "hazard", "clear", *HERE]) == 0
    assert store.instance_of(queries.needed_input(scope).hash) == here


def test_a_polygon_over_a_whole_zone_is_its_history(scope: Scope, tmp_path: Path) -> None:
    ground, _ = sound(from_tables.ground_of_scope(scope)[0])
    wide = Zone("timur", "Timur", (0.5,) * 7, Source("BPBD", "2024-11-01", rough=False))
    here = replace(
        ground,
        arcs=tuple(replace(arc, zone="timur") for arc in ground.arcs),
        hazard=replace(ground.hazard, zones=(wide,)),
    )
    services.keep(scope, here, {"what": "tabel"}, None, NOW)
    all_of_it = ((115.0, -1.5), (116.0, -1.5), (116.0, -2.5), (115.0, -2.5))
    whole = polygon(*all_of_it, name="Semua", flooded_days=1, observed_days=18)
    added(floods(tmp_path / "banjir.geojson", whole))

    [zone] = store.instance_of(queries.needed_input(scope).hash).hazard.zones
    assert (zone.id, zone.probability[0]) == ("timur", 0.1)
    assert kept.load(scope).kinds["timur"] == ["history"] * 7
