"""The TPS list at the desk: previewed in the page, by those who may, in few queries."""

import io
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tepat.adapters.sheets import open_sheets
from tepat.adapters.tps_template import build_template
from tepat.server import clock
from tepat.server.election.models import Scope, Tps, TpsImport
from tepat.server.election.tps_list import services, stored, uploads
from tests import worlds
from tests.sheets import text, xlsx

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 10, 1, 8, 0, tzinfo=UTC)
AT = f"/e/{worlds.ELECTION}/{worlds.KABUPATEN}/tps/"
API = f"/api{AT}".rstrip("/")
HEADER = ["KECAMATAN", "DESA", "TPS", "L", "P"]


def login(name: str = "bu_dewi") -> Client:
    client = Client()
    client.force_login(worlds.person(name))
    return client


def file_of(*rows: list[Any], name: str = "daftar.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, xlsx([HEADER, *rows]))


def test_from_upload_to_result_and_back() -> None:
    worlds.contoh_scope()
    desk = login()

    sent = desk.post(AT + "impor/", {"file": file_of(["Hulu", "Kota Ulu", 9, 1, 2])}, follow=True)
    assert "Kota Ulu" in sent.text
    assert "99.01.01.1001" in sent.text
    here = sent.redirect_chain[-1][0]
    shown = desk.post(here + "pilih/", {"choice-0": "99.01.01.1001"}, follow=True)
    assert Tps.objects.count() == 10
    assert 'id="terapkan"' in shown.text

    desk.post(here + "terapkan/", follow=True)
    desk.post(here + "terapkan/", follow=True)
    assert Tps.objects.get(code="99.01.01.1001-009").dpt == 3

    desk.post(here + "batalkan/", follow=True)
    assert Tps.objects.count() == 10


def test_htmx_is_sent_to_the_preview() -> None:
    worlds.contoh_scope()

    answer = login().post(
        AT + "impor/",
        {"file": file_of(["Hulu", "Kota Hulu", 9, 1, 2])},
        headers={"HX-Request": "true"},
    )

    assert (answer.status_code, "impor" in answer["HX-Redirect"]) == (204, True)


def test_an_unknown_header_asks_for_the_columns_and_remembers_them() -> None:
    worlds.contoh_scope()
    desk = login()
    rows = text([["Kel. apa", "Ke", "Orang"], ["Kota Hulu", 9, 20]])

    asked = desk.post(AT + "impor/", {"file": SimpleUploadedFile("a.csv", rows)})
    assert asked.status_code == 422
    assert 'name="map-tps"' in asked.text

    named = {"map-desa": "#1", "map-tps": "#2", "map-dpt": "#3"}
    desk.post(AT + "impor/", {"file": SimpleUploadedFile("a.csv", rows), **named})
    desk.post(AT + "impor/", {"file": SimpleUploadedFile("b.csv", rows)})
    assert TpsImport.objects.count() == 2


def test_a_file_with_nik_is_refused_and_deleted(tmp_path: Path) -> None:
    worlds.contoh_scope()
    padding = [[f"x{n}" * 50, n, ""] for n in range(60_000)]
    data = text([["DESA", "TPS", "KET"], ["Kota Hulu", 1, "6309055208800003"], *padding])
    assert len(data) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE

    answer = login().post(AT + "impor/", {"file": SimpleUploadedFile("dpt.csv", data)})

    assert answer.status_code == 422
    assert "data pribadi" in answer.text
    assert "6309055208800003" not in answer.text
    assert os.listdir(settings.FILE_UPLOAD_TEMP_DIR) == []
    assert TpsImport.objects.count() == 0


def test_what_a_crash_left_is_swept_with_the_next_upload() -> None:
    left = Path(settings.FILE_UPLOAD_TEMP_DIR) / "tmp123.upload.xlsx"
    left.write_bytes(b"x")
    os.utime(left, (0, 0))

    assert uploads.sweep() == 1
    assert not left.exists()


def test_a_demo_whose_clock_stands_in_the_past_sweeps_as_well(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(clock, "_shift", timedelta(days=-700))
    left = Path(settings.FILE_UPLOAD_TEMP_DIR) / "tmp124.upload.xlsx"
    left.write_bytes(b"x")
    fresh = Path(settings.FILE_UPLOAD_TEMP_DIR) / "tmp125.upload.xlsx"
    fresh.write_bytes(b"x")
    an_hour_ago = datetime.now(UTC).timestamp() - 3600
    os.utime(left, (an_hour_ago, an_hour_ago))

    assert uploads.sweep() == 1
    assert fresh.exists()
    fresh.unlink()


class BrokenUpload(SimpleUploadedFile):
    """An upload whose disk fails."""

    def read(self, *_: Any) -> bytes:
        raise OSError("cakram penuh")


def test_an_upload_is_closed_even_when_reading_crashes() -> None:
    upload = BrokenUpload("a.xlsx", b"x")

    with pytest.raises(OSError, match="cakram"):
        uploads.read_once(upload)
    assert upload.closed


@pytest.mark.parametrize("name", ["bu_rina", "pak_adi", "bu_sari"])
def test_only_kpu_may_import(name: str) -> None:
    worlds.contoh_scope()
    desk = login(name)

    assert desk.get(AT).status_code == 200
    assert "impor/" not in desk.get(AT).text
    assert desk.get(AT + "impor/").status_code == 403
    assert desk.post(AT + "impor/1/terapkan/").status_code == 403
    assert desk.post(f"{API}/imports/1/apply", {}, "application/json").status_code == 403


@pytest.mark.parametrize("state", list(TpsImport.State))
def test_an_import_that_read_nothing_is_not_found(state: str) -> None:
    scope = worlds.contoh_scope()
    made = TpsImport.objects.create(
        scope=scope, file_name="x.xlsx", sha256="0" * 64, at=NOW, state=state
    )
    desk = login()
    assert desk.get(f"{AT}impor/{made.pk}/").status_code == 404
    for act in ("pilih", "jumlah", "terapkan", "batalkan", "susun-ulang", "buang"):
        assert desk.post(f"{AT}impor/{made.pk}/{act}/").status_code == 404


def test_another_scopes_import_cannot_be_touched() -> None:
    worlds.contoh_scope()
    other = Scope.objects.create(election="pemilu-2024", kabupaten=worlds.KABUPATEN)
    kept = TpsImport.objects.create(scope=other, file_name="a", sha256="", at=NOW)

    assert login().post(AT + f"impor/{kept.pk}/terapkan/").status_code == 404


@pytest.mark.parametrize(
    "address", ["", "?kecamatan=99.01.01", "?hanya=unset", "?cari=Kota", "?page=2"]
)
@pytest.mark.parametrize("more", [0, 350])
def test_a_longer_list_costs_no_more_queries(
    address: str, more: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    scope = worlds.contoh_scope()
    desa = "99.01.01.1001"
    Tps.objects.bulk_create(
        Tps(scope=scope, code=f"{desa}-{n:03d}", desa=desa, kecamatan=desa[:8], number=n, dpt=n)
        for n in range(10, 10 + more)
    )
    desk = login()

    with django_assert_num_queries(10):
        assert desk.get(AT + address).status_code == 200


def test_filters_find_what_they_say() -> None:
    worlds.contoh_scope()
    desk = login()

    assert "99.01.02.2002-002" in desk.get(AT + "?hanya=unset").text
    assert "99.01.02.2002-001" not in desk.get(AT + "?hanya=unset").text
    assert "99.01.02.2001-003" in desk.get(AT + "?cari=muara").text
    assert "99.01.01.1001-001" not in desk.get(AT + "?cari=muara").text


def test_point_and_moved_voters_are_corrected_by_hand() -> None:
    worlds.contoh_scope()
    here = AT + "99.01.01.1001-001/"
    said = {"name": "Balai", "dptb": "3", "lat": "-2,01", "lon": "115,31", "provenance": "surveyed"}

    login().post(here, said)

    tps = Tps.objects.get(code="99.01.01.1001-001")
    assert (tps.name, tps.dptb, tps.lat, tps.provenance) == ("Balai", 3, -2.01, "surveyed")
    assert login().post(here, said | {"lat": "51.5", "lon": "0"}).status_code == 200
    assert Tps.objects.get(code="99.01.01.1001-001").lat == -2.01
    assert login("bu_rina").post(here, said | {"dptb": "9"}).status_code == 200
    assert Tps.objects.get(code="99.01.01.1001-001").dptb == 3


def test_the_template_offers_the_names_and_comes_back_clean() -> None:
    scope = worlds.contoh_scope()
    answer = login().get(AT + "template.xlsx")
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert bytes(answer.content) == build_template(stored.places_of("99.01"), "Pilkada 2024")

    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    page = book["Daftar TPS"]
    assert len(page.data_validations.dataValidation) == 7
    assert [cell.value for cell in book["_wilayah"][1]] == ["Hulu", "Hilir"]
    page.append(["Hulu", "Kota Hulu", 9, 240, 241, None, 2, "Balai Desa", -2.01, 115.31])
    held = io.BytesIO()
    book.save(held)

    kept = services.preview(scope, held.getvalue(), "template.xlsx", NOW)
    assert kept.preview["problems"] == []
    assert kept.preview["added"] == ["99.01.01.1001-009"]


def test_an_empty_template_says_so() -> None:
    scope = worlds.contoh_scope()
    kept = services.preview(scope, build_template(), "template.xlsx", NOW)
    assert (kept.rows_read, kept.preview["rows"]) == (0, [])
    assert len(open_sheets(build_template(), "t.xlsx")) == 2


def test_the_api_previews_applies_and_undoes() -> None:
    worlds.contoh_scope()
    desk = login()

    made = desk.post(f"{API}/imports", {"file": file_of(["Hulu", "Kota Ulu", 9, 1, 2])}).json()
    [unmatched] = made["unmatched"]
    number = made["number"]
    choice = [{"kecamatan": "Hulu", "desa": "Kota Ulu", "code": "99.01.01.1001"}]
    assert "99.01.01.1001" in unmatched["suggestions"]
    desk.post(f"{API}/imports/{number}/choices", choice, "application/json")
    done = desk.post(f"{API}/imports/{number}/apply", {}, "application/json").json()
    assert (done["state"], done["added"]) == ("applied", ["99.01.01.1001-009"])
    assert desk.get(API).json()["count"] == 11
    assert desk.post(f"{API}/imports/{number}/undo").json()["state"] == "undone"
    assert desk.get(f"{API}?kecamatan=99.01.02").json()["count"] == 5


def test_the_api_refuses_with_a_sentence() -> None:
    worlds.contoh_scope()
    answer = login().post(
        f"{API}/imports", {"file": file_of(["Hulu", "Kota Hulu", 9, 1, 2]), "mapping": "{"}
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "mapping_field")
