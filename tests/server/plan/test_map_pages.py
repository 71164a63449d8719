"""Maps and hazards at the desk: upload, see who says what, take one away."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains

from tepat.server import clock
from tepat.server.election.models import Scope
from tepat.server.plan.inputs import kept, map_pages
from tepat.server.plan.models import PlanInput
from tepat.server.plan.schedule import at_work, queries, store, tasks
from tests.adapters.test_bmkg_cap import ALERT
from tests.server.plan.schedule.maps import extract, floods, lines
from tests.server.plan.test_plan_pages import killed_at, where
from tests.worlds import person

pytest.importorskip("shapely", reason="the reader of polygons is not installed")
NOW = datetime(2024, 11, 20, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def bu_dewi(scope: Scope, client: Client) -> Client:
    client.force_login(person("bu_dewi"))
    return client


def sent(client: Client, scope: Scope, page: str, path: Path, by: str = "") -> str:
    file = SimpleUploadedFile(path.name, path.read_bytes())
    answer = client.post(where(scope, page), {"file": file, "by": by}, follow=True)
    return answer.content.decode()


def test_a_map_is_uploaded_and_the_inputs_move_onto_it(
    scope: Scope, bu_dewi: Client, tmp_path: Path
) -> None:
    bu_dewi.post(where(scope, "plan_input_begin"))
    assert store.instance_of(queries.needed_input(scope).hash).no_map

    page = sent(bu_dewi, scope, "plan_map_add", lines(tmp_path / "jalan.geojson"), "BIG 2025")
    assert "Peta tersimpan" in page
    assert "jalan.geojson" in page
    assert "BIG 2025" in page
    assert "Kota Hulu" in page
    source = queries.needed_input(scope)
    assert not store.instance_of(source.hash).no_map
    assert source.by == person("bu_dewi")
    assertContains(bu_dewi.get(where(scope, "plan_inputs")), "jalan.geojson")

    [file] = kept.load(scope).files
    bu_dewi.post(where(scope, "plan_source_remove", file.hash))
    assert store.instance_of(queries.needed_input(scope).hash).no_map


def test_a_large_map_is_read_in_the_background_and_the_page_tells(
    scope: Scope, bu_dewi: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("osmium", reason="the reader of OpenStreetMap extracts is not installed")
    monkeypatch.setattr(map_pages, "AT_ONCE", 10)
    waiting: list[tuple[Any, ...]] = []
    later = SimpleNamespace(enqueue=lambda *words: waiting.append(words))
    monkeypatch.setattr(map_pages, "tasks", SimpleNamespace(read_map=later))
    bu_dewi.post(where(scope, "plan_input_begin"))
    file = extract(tmp_path / "contoh.osm.pbf")

    assert "sedang dibaca" in sent(bu_dewi, scope, "plan_map_add", file)
    assert "masih dibaca" in sent(bu_dewi, scope, "plan_map_add", file)
    [words] = waiting
    tasks.read_map.func(*words)
    page = bu_dewi.get(where(scope, "plan_map_progress"))
    assertNotContains(page, "sedang dibaca")
    assertContains(page, "contoh.osm.pbf")
    assertContains(page, "primary")


def begun(
    scope: Scope, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> list[tuple[Any, ...]]:
    """Upload a map that is read later; return the jobs that were ordered."""
    monkeypatch.setattr(map_pages, "AT_ONCE", 10)
    jobs: list[tuple[Any, ...]] = []
    later = SimpleNamespace(enqueue=lambda *words: jobs.append(words))
    monkeypatch.setattr(map_pages, "tasks", SimpleNamespace(read_map=later))
    client.post(where(scope, "plan_input_begin"))
    assert "sedang dibaca" in sent(
        client, scope, "plan_map_add", lines(tmp_path / "jalan.geojson"), "BIG"
    )
    return jobs


def test_a_map_whose_worker_was_killed_is_read_again_by_a_button(
    scope: Scope, bu_dewi: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = begun(scope, bu_dewi, tmp_path, monkeypatch)
    with at_work.at_work(f"map-{scope.pk}"):
        assertContains(bu_dewi.get(where(scope, "plan_map")), "sedang dibaca")
        bu_dewi.post(where(scope, "plan_map_again"))
    assert len(jobs) == 1

    killed_at(f"map-{scope.pk}")
    page = bu_dewi.get(where(scope, "plan_map"))
    assertContains(page, "tidak selesai dibaca")
    assertContains(page, "Baca lagi</button>")
    assertNotContains(page, "every 2s")
    bu_dewi.post(where(scope, "plan_map_again"))
    assert jobs[1] == jobs[0]
    tasks.read_map.func(*jobs[1])
    page = bu_dewi.get(where(scope, "plan_map"))
    assertNotContains(page, "tidak selesai dibaca")
    assertContains(page, "BIG")
    assert not store.instance_of(queries.needed_input(scope).hash).no_map


def test_a_map_whose_worker_was_killed_blocks_no_other_map(
    scope: Scope, bu_dewi: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(scope, bu_dewi, tmp_path, monkeypatch)
    killed_at(f"map-{scope.pk}")
    monkeypatch.setattr(map_pages, "AT_ONCE", 1 << 20)

    page = sent(bu_dewi, scope, "plan_map_add", lines(tmp_path / "lain.geojson"))
    assert "Peta tersimpan" in page
    assert "tidak selesai dibaca" not in page


def test_a_map_whose_job_is_gone_is_not_waited_for(
    scope: Scope, bu_dewi: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [words] = begun(scope, bu_dewi, tmp_path, monkeypatch)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=1))
    job = DBTaskResult.objects.create(
        task_path=tasks.read_map.module_path,
        args_kwargs={"args": list(words), "kwargs": {}},
        backend_name="default",
        run_after=NOW,
    )
    assertContains(bu_dewi.get(where(scope, "plan_map")), "sedang dibaca")

    job.delete()
    assertContains(bu_dewi.get(where(scope, "plan_map")), "tidak selesai dibaca")


def test_a_large_map_that_is_broken_says_so_and_the_former_stays(
    scope: Scope, bu_dewi: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("osmium", reason="the reader of OpenStreetMap extracts is not installed")
    bu_dewi.post(where(scope, "plan_input_begin"))
    sent(bu_dewi, scope, "plan_map_add", lines(tmp_path / "lama.geojson"))
    before = kept.load(scope).files
    monkeypatch.setattr(map_pages, "AT_ONCE", 10)
    at_once = SimpleNamespace(enqueue=tasks.read_map.func)
    monkeypatch.setattr(map_pages, "tasks", SimpleNamespace(read_map=at_once))
    half = tmp_path / "separuh.osm.pbf"
    whole = extract(tmp_path / "utuh.osm.pbf").read_bytes()
    half.write_bytes(whole[: len(whole) // 2])

    page = sent(bu_dewi, scope, "plan_map_add", half)
    assert "separuh.osm.pbf tidak disimpan; peta yang lama tetap dipakai" in page
    assert "rusak, terpotong" in page
    assert kept.load(scope).files == before


def test_hazards_are_seen_by_zone_and_day_with_who_says_so(
    scope: Scope, bu_dewi: Client, tmp_path: Path
) -> None:
    bu_dewi.post(where(scope, "plan_input_begin"))
    sent(bu_dewi, scope, "plan_hazard_add", floods(tmp_path / "banjir.geojson"), "BPBD 2024")
    old = tmp_path / "lama.xml"
    old.write_text(ALERT.replace("2024-11-2", "2023-11-2"))
    page = sent(bu_dewi, scope, "plan_hazard_add", old)

    assert "Rawa Tengah" in page
    assert "BPBD 2024" in page
    [drawn] = re.findall(r'class="zone" d="(M[^"]+Z)"', page)
    assert drawn.count("L") >= 3
    assert "banjir 3 dari 18 hari yang diamati" in page
    assert "sudah lewat, tidak dihitung" in page
    assert "perkiraan kasar" in page


def report(**more: str) -> dict[str, str]:
    return {
        "about": "road",
        "place": "Rawa Tengah",
        "state": "closed",
        "from": "2024-11-21T06:00",
        "until": "2024-11-21T19:00",
        "by": "PPK Hilir",
        "note": "air 60 cm",
        **more,
    }


def test_a_report_typed_at_the_desk_wins_and_can_be_taken_back(
    scope: Scope, bu_dewi: Client, tmp_path: Path
) -> None:
    bu_dewi.post(where(scope, "plan_input_begin"))
    sent(bu_dewi, scope, "plan_hazard_add", floods(tmp_path / "banjir.geojson"))

    bu_dewi.post(where(scope, "plan_hazard_report"), report())
    source = queries.needed_input(scope)
    [zone] = store.instance_of(source.hash).hazard.zones
    assert zone.probability[:3] == (0.2, 1.0, 0.2)
    assert (zone.said_by(1).by, zone.said_by(1).note) == ("PPK Hilir", "air 60 cm")
    assert source.edit["by"] == "PPK Hilir"
    assertContains(bu_dewi.get(where(scope, "plan_hazard")), "air 60 cm")

    [row] = kept.load(scope).reports
    bu_dewi.post(where(scope, "plan_source_remove", row["id"]), {"back": "banjir"})
    [zone] = store.instance_of(queries.needed_input(scope).hash).hazard.zones
    assert zone.probability == (0.2,) * 7


def test_a_road_is_reported_by_its_two_ends(scope: Scope, bu_dewi: Client) -> None:
    bu_dewi.post(where(scope, "plan_input_begin"))
    ends = next(
        arc
        for arc in store.instance_of(queries.needed_input(scope).hash).arcs
        if {"99.01.01", "99.01.01.2002"} == {arc.tail, arc.head}
    )

    bu_dewi.post(where(scope, "plan_hazard_report"), report(place="Hulu - Sungai Jernih"))
    now = store.instance_of(queries.needed_input(scope).hash)
    [arc] = [each for each in now.arcs if each.id == ends.id]
    [zone] = [each for each in now.hazard.zones if each.id == arc.zone]
    assert zone.probability == (0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"by": ""}, "siapa"),
        ({"place": "Entah"}, "Entah"),
        ({"from": ""}, "PPK Hilir"),
        ({"until": "2024-11-20T06:00"}, "PPK Hilir"),
    ],
)
def test_a_report_that_says_too_little_is_not_kept(
    scope: Scope, bu_dewi: Client, wrong: dict[str, str], says: str
) -> None:
    bu_dewi.post(where(scope, "plan_input_begin"))

    answer = bu_dewi.post(where(scope, "plan_hazard_report"), report(**wrong))
    assertContains(answer, says, status_code=422)
    assertContains(answer, "air 60 cm", status_code=422)
    assert kept.load(scope).reports == ()
    assert PlanInput.objects.count() == 1


@pytest.mark.parametrize("page", ["plan_map", "plan_hazard"])
def test_who_may_not_change_the_plan_reads_and_has_no_forms(
    scope: Scope, client: Client, page: str
) -> None:
    client.force_login(person("pak_adi"))

    assertNotContains(client.get(where(scope, page)), 'type="file"')
    name = "plan_map_add" if page == "plan_map" else "plan_hazard_add"
    assert client.post(where(scope, name)).status_code == 403
    assert client.post(where(scope, "plan_source_remove", "0" * 64)).status_code == 403


def test_what_is_too_large_is_refused(
    scope: Scope, bu_dewi: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(map_pages, "MOST_MB", 0)

    page = sent(bu_dewi, scope, "plan_map_add", lines(tmp_path / "besar.geojson"))
    assert "besar.geojson terlalu besar" in page
    assert kept.load(scope).files == ()


def test_pages_take_few_queries(
    scope: Scope,
    bu_dewi: Client,
    tmp_path: Path,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    bu_dewi.post(where(scope, "plan_input_begin"))
    sent(bu_dewi, scope, "plan_map_add", lines(tmp_path / "jalan.geojson"))
    for page in ("plan_map", "plan_hazard"):
        with django_assert_max_num_queries(12):
            bu_dewi.get(where(scope, page))


def test_the_page_says_that_an_alert_expired_since_it_was_counted(
    scope: Scope, bu_dewi: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bu_dewi.post(where(scope, "plan_input_begin"))
    sent(bu_dewi, scope, "plan_hazard_add", floods(tmp_path / "banjir.geojson"))
    alert = tmp_path / "peringatan.xml"
    start, end = ALERT.index("<polygon>") + len("<polygon>"), ALERT.index("</polygon>")
    corners = "-2.10,115.40 -2.10,115.50 -2.20,115.50 -2.20,115.40 -2.10,115.40"
    alert.write_text(ALERT[:start] + corners + ALERT[end:])
    page = sent(bu_dewi, scope, "plan_hazard_add", alert)
    assert "Hitung ulang agar" not in page
    [zone] = store.instance_of(queries.needed_input(scope).hash).hazard.zones
    assert max(zone.probability) == 0.3

    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=2))
    shown = bu_dewi.get(where(scope, "plan_hazard"))
    assertContains(shown, "Hitung ulang agar")
    assertContains(shown, "sudah lewat, tidak dihitung")
    bu_dewi.post(where(scope, "plan_hazard_again"))
    [zone] = store.instance_of(queries.needed_input(scope).hash).hazard.zones
    assert zone.probability == (0.2,) * 7
    assertNotContains(bu_dewi.get(where(scope, "plan_hazard")), "Hitung ulang agar")
