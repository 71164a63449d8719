"""The map and the tree of regions: shown to all of the desk, moved by those who may."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tepat.server.election import demo
from tepat.server.election.models import Region, RoleGrant, Scope
from tests.server.election.test_regions import NOW
from tests.worlds import contoh_scope, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def scope() -> Scope:
    return contoh_scope()


def as_(name: str) -> Client:
    client = Client()
    client.force_login(person(name))
    return client


def at(scope: Scope, path: str) -> str:
    return f"/e/{scope.election}/{scope.kabupaten}/{path}"


POINT = {"code": "99.01.01.2002", "lat": "-1,98", "lon": "115.28", "provenance": "surveyed"}


def test_kpu_moves_a_point_and_is_remembered(scope: Scope) -> None:
    answer = as_("bu_dewi").post(at(scope, "peta/titik/"), POINT)
    assert answer.status_code == 302
    moved = Region.objects.get(code="99.01.01.2002")
    assert (moved.lat, moved.provenance, moved.point_by) == (-1.98, "surveyed", person("bu_dewi"))
    assert moved.point_at is not None
    page = as_("pak_adi").get(at(scope, "wilayah/")).content.decode()
    assert "bu_dewi" in page


@pytest.mark.parametrize("name", ["bu_sari", "bu_rina", "pak_adi"])
def test_others_may_look_and_not_move(scope: Scope, name: str) -> None:
    client = as_(name)
    page = client.get(at(scope, "peta/?desa=99.01.01.2002")).content.decode()
    assert "Sungai Jernih" in page
    assert "data-point-form" not in page
    assert client.post(at(scope, "peta/titik/"), POINT).status_code == 403
    assert Region.objects.get(code="99.01.01.2002").provenance == "centroid"


def test_a_role_for_one_election_moves_no_point_of_all(scope: Scope) -> None:
    RoleGrant.objects.update_or_create(
        user=person("bu_dewi"), defaults={"election": scope.election}
    )
    client = as_("bu_dewi")
    body = {"lat": -1.98, "lon": 115.28, "provenance": "surveyed"}
    url = "/api/regions/99.01.01.2002/point"
    api = client.patch(url, body, content_type="application/json")
    page = client.post(at(scope, "peta/titik/"), POINT)

    assert (api.status_code, page.status_code) == (403, 403)
    assert "semua pemilihan" in api.json()["sentence"]
    assert "semua pemilihan" in page.text
    assert "data-point-form" not in client.get(at(scope, "peta/?desa=99.01.01.2002")).text
    assert Region.objects.get(code="99.01.01.2002").provenance == "centroid"


def test_a_bad_point_is_answered_with_a_sentence(scope: Scope) -> None:
    answer = as_("bu_dewi").post(
        at(scope, "peta/titik/"), {**POINT, "lat": "x"}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 422
    assert "derajat desimal" in answer.json()["sentence"]


def test_another_kabupaten_is_not_reached_from_here(scope: Scope) -> None:
    Region.objects.create(code="98.01", name="Lain", kind="kabupaten", level=2, parent="98")
    answer = as_("bu_dewi").post(at(scope, "peta/titik/"), {**POINT, "code": "98.01"})
    assert answer.status_code == 404


def test_outlines_are_sent_once_and_kept(scope: Scope) -> None:
    tabalong = demo.load(NOW)
    kpu = person("bu_dewi")
    kpu.role_grants.create(role="kpu", area="63.09")
    client = as_("bu_dewi")
    first = client.get(at(tabalong, "peta/batas.json"), headers={"Accept-Encoding": "gzip"})
    assert first["Content-Encoding"] == "gzip"
    assert len(first.content) < 60_000
    again = client.get(at(tabalong, "peta/batas.json"), headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


def test_the_tree_costs_as_many_queries_for_more_desa(
    scope: Scope, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = as_("bu_dewi")
    client.get(at(scope, "wilayah/"))
    counts = []
    for first in (3000, 3200):
        with django_assert_max_num_queries(20) as caught:
            client.get(at(scope, "wilayah/"))
        counts.append(len(caught.captured_queries))
        Region.objects.bulk_create(
            Region(code=f"99.01.01.{n}", name=f"Desa {n}", kind="desa", level=4, parent="99.01.01")
            for n in range(first, first + 200)
        )
    assert counts[0] == counts[1]


def test_the_api_reads_and_patches(scope: Scope) -> None:
    client = as_("bu_dewi")
    found = client.get("/api/regions/99.01?name=jernih").json()
    assert [item["code"] for item in found["items"]] == ["99.01.01.2002"]
    answer = client.patch(
        "/api/regions/99.01.01.2002/point",
        {"lat": -1.98, "lon": 115.28, "provenance": "village_office"},
        content_type="application/json",
    )
    assert answer.json()["provenance"] == "village_office"
    assert as_("pak_adi").get("/api/regions/99.01/boundaries").status_code == 200
    refused = as_("bu_sari").patch(
        "/api/regions/99.01.01.2002/point",
        {"lat": -1.98, "lon": 115.28, "provenance": "surveyed"},
        content_type="application/json",
    )
    assert refused.status_code == 403


TPS_POINT = {"code": "99.01.01.2002-001", "lat": "-1,98", "lon": "115.28", "provenance": "surveyed"}


def test_a_tps_without_a_point_is_listed_and_placed_and_who_did_it_is_kept(scope: Scope) -> None:
    before = as_("pak_adi").get(at(scope, "wilayah/")).context["tps_unset"]
    assert ("99.01.01.2002", 2) in [(desa.code, n) for desa, n in before]

    answer = as_("bu_dewi").post(at(scope, "peta/titik/"), TPS_POINT)

    assert answer.headers["Location"].endswith("?tps=99.01.01.2002-001")
    tps = scope.all_tps.get(code="99.01.01.2002-001")
    assert (tps.lat, tps.provenance, tps.point_by) == (-1.98, "surveyed", person("bu_dewi"))
    page = as_("pak_adi").get(at(scope, "peta/?tps=99.01.01.2002-001")).content.decode()
    assert "bu_dewi" in page
    assert "data-point-form" not in page, "Bawaslu sees points and moves none"
    [feature] = as_("pak_adi").get(at(scope, "peta/tps.json?desa=99.01.01.2002")).json()["features"]
    assert feature["properties"]["tps"] == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "99.01.01.2002-777"},
        {"lat": "-3.9"},
        {"lat": "utara"},
        {"provenance": "tebakan"},
        {"code": "63.09.05.2003-001"},
    ],
)
def test_a_wrong_point_of_a_tps_changes_nothing(scope: Scope, wrong: dict[str, str]) -> None:
    answer = as_("bu_dewi").post(
        at(scope, "peta/titik/"), {**TPS_POINT, **wrong}, headers={"accept": "application/json"}
    )

    assert answer.status_code in (403, 404, 422)
    assert answer.json()["sentence"]
    assert not scope.all_tps.filter(lat__isnull=False).exists()


def test_bawaslu_and_a_ppk_elsewhere_place_no_tps(scope: Scope) -> None:
    assert as_("pak_adi").post(at(scope, "peta/titik/"), TPS_POINT).status_code == 403
    there = {**TPS_POINT, "code": "99.01.02.2001-001"}
    assert as_("bu_rina").post(at(scope, "peta/titik/"), there).status_code == 403
