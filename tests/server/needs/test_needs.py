"""The needs of Kabupaten Contoh as page, file, API and command."""

import csv
import io
from importlib.resources import files
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings
from python_calamine import CalamineWorkbook

from tepat.core.election.dapil import DapilRow, read_dapil
from tepat.core.problems import Code, Refused
from tepat.server.election.dapil.services import set_dapil
from tepat.server.election.elections import election_of, load
from tepat.server.election.models import Dapil, Tps
from tepat.server.plan.needs.downloads import as_csv, as_xlsx
from tepat.server.plan.needs.queries import needs_of, within
from tepat.server.plan.needs.tables import area_columns, areas_of, rows_of
from tests.worlds import ELECTION, KABUPATEN, PASSWORD, contoh_scope, person

pytestmark = pytest.mark.django_db
PAGE = f"/e/{ELECTION}/{KABUPATEN}/kebutuhan/"


def logged_in(name: str) -> Client:
    client = Client()
    person(name)
    assert client.login(username=name, password=PASSWORD)
    return client


def test_the_whole_is_the_sum_of_its_kecamatan_and_desa() -> None:
    needs = needs_of(contoh_scope())
    columns = area_columns(needs)
    kecamatan = areas_of(needs, columns)
    desa = [row for area in kecamatan for row in areas_of(within(needs, area.code), columns)]
    for number in range(len(columns)):
        whole = sum(area.quantities[number] or 0 for area in kecamatan)
        assert whole == sum(area.quantities[number] or 0 for area in desa)
    assert sum(area.dpt or 0 for area in desa) == 3270


def test_unset_voters_are_counted_apart_and_never_as_nothing() -> None:
    needs = needs_of(contoh_scope())
    ballots = rows_of(needs)[0]
    assert (ballots.item.code, ballots.unset, ballots.places) == ("surat_suara", 1, 10)
    assert "1 TPS belum diatur" in ballots.parts[0].why
    unset = within(needs, "99.01.02.2002-002")
    assert rows_of(unset)[0].quantity is None


def test_boxes_and_recap_boxes_are_counted_by_their_own_level() -> None:
    needs = needs_of(contoh_scope())
    rows = {(row.at.value, row.item.code, row.is_psu): row for row in rows_of(needs)}
    assert rows[("tps", "kotak_suara", False)].quantity == 20
    assert rows[("ppk", "kotak_suara", False)].quantity == 4
    assert rows[("kpu", "surat_suara", True)].quantity == 4000


def test_a_tps_explains_its_own_number() -> None:
    tps = within(needs_of(contoh_scope()), "99.01.01.1001-001")
    ballot = rows_of(tps)[0].parts[1]
    assert ballot.why == "481 DPT + 2,5 % = 12,025, dibulatkan ke atas 13 = 494"
    assert rows_of(tps, "en")[0].parts[1].why.endswith("rounded up 13 = 494")


@pytest.mark.parametrize("more", [0, 400])
def test_more_tps_cost_no_more_queries(
    more: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    scope = contoh_scope()
    desa, kecamatan = "99.01.01.2002", "99.01.01"
    Tps.objects.bulk_create(
        Tps(scope=scope, code=f"{desa}-{n:03d}", desa=desa, kecamatan=kecamatan, number=n, dpt=300)
        for n in range(100, 100 + more)
    )
    with django_assert_num_queries(3):
        rows_of(needs_of(scope))


def test_the_page_shows_numbers_reasons_and_what_is_unset() -> None:
    contoh_scope()
    text = logged_in("bu_sari").get(PAGE).content.decode()
    assert "Kebutuhan" in text
    assert "4 per TPS × 10 TPS = 40" in text
    assert "belum diatur" in text
    assert "lagi</summary>" in text  # what is unset beyond the first few is folded
    assert "kebutuhan/jumlah/" not in text  # bu_sari may not set quantities


@pytest.mark.parametrize(
    "area", ["99.01.01", "99.01.01.1001", "99.01.01.1001-001", "99.01.02.2002-002"]
)
def test_each_area_has_its_page(area: str) -> None:
    contoh_scope()
    answer = logged_in("bu_rina").get(f"{PAGE}{area}/")
    assert answer.status_code == 200
    assert area[-4:] in answer.content.decode() or "TPS" in answer.content.decode()


@pytest.mark.parametrize("area", ["99.02", "63.09.05", "x", "99.01.01.1001-999"])
def test_an_area_without_tps_is_not_found(area: str) -> None:
    contoh_scope()
    assert logged_in("bu_rina").get(f"{PAGE}{area}/").status_code == 404


def test_without_tps_the_page_says_how_to_begin() -> None:
    scope = contoh_scope()
    scope.all_tps.all().delete()
    assert "Belum ada daftar TPS" in logged_in("bu_sari").get(PAGE).content.decode()


def test_a_driver_does_not_see_needs() -> None:
    contoh_scope()
    assert logged_in("pak_joko").get(PAGE).status_code == 403


def test_the_workbook_has_its_sheets_and_is_the_same_bytes_every_time() -> None:
    scope = contoh_scope()
    first, second = as_xlsx(needs_of(scope)), as_xlsx(needs_of(scope))
    assert first == second
    assert b"2024-11-27" in ZipFile(io.BytesIO(first)).read("docProps/core.xml")
    book = CalamineWorkbook.from_filelike(io.BytesIO(first))
    assert book.sheet_names == [
        "ringkasan",
        "per kecamatan",
        "per desa",
        "per TPS",
        "penjelasan aturan",
    ]
    per_tps = book.get_sheet_by_name("per TPS").to_python()
    assert ["99.01.01.1001-001", "Hulu", "Kota Hulu", "001", 481, 0, 494, 494] in [
        row[:8] for row in per_tps
    ]
    rules = book.get_sheet_by_name("penjelasan aturan").to_python()
    assert any("UU 1/2015" in str(cell) for row in rules for cell in row)


def test_the_csv_names_every_place_and_leaves_unset_quantities_empty() -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv(needs_of(contoh_scope())).decode("utf-8-sig"))))
    boxes = [row for row in rows if row["barang"] == "kotak_suara"]
    assert sum(int(row["jumlah"]) for row in boxes) == 24
    assert all(not row["jumlah"] for row in rows if row["barang"] == "segel")
    [one] = [
        row
        for row in rows
        if row["tempat"] == "99.01.01.1001-001" and row["surat_suara"] == "KWK-BUP/99.01"
    ]
    assert (one["jumlah"], one["penjelasan"][:11]) == ("494", "481 DPT + 2")


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_files_are_downloaded_by_name(form: str) -> None:
    contoh_scope()
    answer = logged_in("bu_sari").get(f"{PAGE}unduh.{form}")
    assert f"kebutuhan-{ELECTION}-{KABUPATEN}.{form}" in answer["Content-Disposition"]


def test_the_api_gives_numbers_with_reasons() -> None:
    contoh_scope()
    url = f"/api/e/{ELECTION}/{KABUPATEN}/needs"
    [gub, _] = [
        row
        for row in logged_in("pak_adi").get(url, {"area": "99.01.01.1001-001"}).json()
        if row["item"] == "surat_suara"
    ]
    assert (gub["quantity"], gub["kind"], gub["is_psu"]) == (494, "KWK-GUB", False)
    assert gub["explanation"].endswith("= 494")
    assert Client().get(url).status_code == 401
    assert logged_in("pak_joko").get(url).status_code == 403


def test_ballot_papers_are_unset_until_each_dapil_is_known() -> None:
    scope = contoh_scope("pemilu-2024")
    election = election_of(scope)
    table = [
        {"kind": "DPR", "area": "99.01", "dapil": "Contoh I"},
        {"kind": "DPRD-KABKO", "area": "9901 01", "dapil": "Contoh 1"},
        {"kind": "DPRD-KABKO", "area": "99.01.02", "dapil": "Contoh 2"},
        {"kind": "PPWP", "area": "99.01", "dapil": "X"},
        {"kind": "DPR", "area": "63.09", "dapil": "X"},
    ]
    good, problems = read_dapil(table, election, KABUPATEN)
    assert [(each.code, each.facts["row"]) for each in problems] == [
        (Code.DAPIL_AREA, 3),
        (Code.DAPIL_KIND, 5),
        (Code.DAPIL_AREA, 6),
    ]
    set_dapil(scope, [*good, DapilRow("DPRD-KABKO", "99.01.01", "Contoh 1")])
    rows = rows_of(needs_of(scope))
    skus = {
        part.column.kind.code: [paper.sku for paper in part.papers]
        for part in rows[0].parts
        if part.column.kind
    }
    assert skus["DPRD-KABKO"] == ["DPRD-KABKO/Contoh 1", "DPRD-KABKO/Contoh 2"]
    assert skus["DPRD-PROV"] == [None]
    [psu] = [row for row in rows if row.is_psu]
    assert [part.quantity for part in psu.parts] == [1000, 1000, 1000, None, 2000]


def test_setting_a_dapil_twice_keeps_one() -> None:
    scope = contoh_scope("pemilu-2024")
    for dapil in ("Contoh 1", "Contoh 2"):
        set_dapil(scope, [DapilRow("DPR", KABUPATEN, dapil)])
    assert list(Dapil.objects.values_list("dapil", flat=True)) == ["Contoh 2"]


def test_a_clerk_fills_in_dapil_on_its_page_and_empties_one_again() -> None:
    scope = contoh_scope("pemilu-2024")
    page = f"/e/pemilu-2024/{KABUPATEN}/kebutuhan/dapil/"
    clerk = logged_in("bu_dewi")
    boxes = {"DPR@99.01": "Contoh I", "DPRD-KABKO@99.01.01": "Contoh 1", "DPRD-PROV@99.01": ""}
    assert clerk.post(f"{page}simpan/", boxes).status_code == 302
    assert Dapil.objects.filter(scope=scope).count() == 2
    assert "Contoh 1" in clerk.get(page).content.decode()
    clerk.post(f"{page}simpan/", {"DPR@99.01": ""})
    assert list(Dapil.objects.values_list("kind", flat=True)) == ["DPRD-KABKO"]


def test_a_wrong_dapil_changes_nothing_and_supervisors_only_read() -> None:
    contoh_scope("pemilu-2024")
    save = f"/e/pemilu-2024/{KABUPATEN}/kebutuhan/dapil/simpan/"
    wrong = {"DPR@99.01": "Contoh I", "PPWP@99.01": "X"}
    assert logged_in("bu_dewi").post(save, wrong).status_code == 422
    assert logged_in("pak_adi").post(save, {"DPR@99.01": "Contoh I"}).status_code == 403
    assert not Dapil.objects.exists()
    assert logged_in("pak_adi").get(save.removesuffix("simpan/")).status_code == 200


def test_an_unknown_election_is_refused_with_the_choices() -> None:
    with pytest.raises(Refused) as refused:
        load("pilkada-2042")
    assert "pilkada-2024" in str(refused.value.problem.facts["choices"])


def test_an_office_fills_in_what_is_unset(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    (tmp_path / "elections").mkdir()
    own = tmp_path / "elections" / "pilkades.toml"
    shipped = (files("tepat") / "data" / "elections" / "pilkades.toml").read_text(encoding="utf-8")
    assert load("pilkades").tps_cap is None
    own.write_text("tps_cap = 500\n" + shipped, encoding="utf-8")
    assert load("pilkades").tps_cap == 500
