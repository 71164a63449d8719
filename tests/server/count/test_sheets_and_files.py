"""Sheets with the dirtiest rows, files that never change, and the commands."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tepat.cli import main
from tepat.core.problems import Code, Refused
from tepat.server import clock
from tepat.server.count.exports.files import make
from tepat.server.count.models import FormState, SheetImport, TypedForm
from tepat.server.count.sheets import services
from tests.server.count.counted import BUP, EVENING, TEDUH, TPS, operator, sheet, state, typed
from tests.sheets import xlsx
from tests.worlds import contoh_scope

pytestmark = pytest.mark.django_db

HEADS = ["Kode TPS", "Jenis", "Pengguna", "Digunakan", "Sah", "Tidak sah", "Seluruhnya", 1, 2]
GOOD = [TPS, "BUP", 400, 400, 395, 5, 400, 250, 145]
DIRTY = [
    ["Rekap Kecamatan Hilir"],
    HEADS,
    GOOD,
    GOOD,  # the same again says nothing
    [TPS, "BUP", 400, 400, 395, 5, 400, 145, 250],  # the same form, otherwise
    [f"{TEDUH}-002", "KWK-BUP", 21_093, 380, "X", -1, "", "1.200", 180],
    HEADS,
    ["6309052003007", "BUP", 1, 1, 1, 0, 1, 1, 0],  # of another regency
    [f"{TEDUH}-003", "PPWP", 1, 1, 1, 0, 1, 1, 0],
    [f"{TEDUH}-003", "BUP", "tujuh puluh", 1, 1, 0, 1, 1, 0],
    [f"{TEDUH}-003", "BUP", 70, 70, 70, 0, 70, None, None],
    ["Jumlah", None, 471, 471, 465, 6, 471, 251, 145],
]


def test_the_dirtiest_rows_are_kept_or_told_in_one_sentence_each() -> None:
    scope = contoh_scope()
    kept = services.preview(scope, xlsx(DIRTY), "hasil.xlsx", operator("bu_lia"), EVENING)

    assert [(row["tps"], row["votes"]) for row in kept.rows] == [
        (TPS, {"1": 250, "2": 145}),
        (TPS, {"1": 145, "2": 250}),
        (f"{TEDUH}-002", {"1": 1200, "2": 180}),
        (f"{TEDUH}-003", {"1": 1, "2": 0}),
    ]
    assert "users" not in kept.rows[3]["figures"]
    assert kept.rows[2]["figures"] == {"users": 21_093, "used": 380, "invalid": -1}
    assert [each["code"] for each in kept.problems] == [
        Code.FORM_TWICE,
        Code.FORM_HEADER_AGAIN,
        Code.FORM_PLACE,
        Code.FORM_KIND,
        Code.FORM_CELL_BLANK,
        Code.FORM_NO_VOTES,
    ]
    assert not TypedForm.objects.exists()


@pytest.mark.parametrize(
    ("name", "above"),
    [
        ("GLADI-bukan-hasil-resmi.xlsx", "Rekap Kecamatan Hilir"),
        ("hasil.xlsx", "GLADI: latihan, bukan pemilihan sungguhan"),
    ],
)
def test_results_of_a_rehearsal_stay_there(name: str, above: str) -> None:
    scope = contoh_scope()
    with pytest.raises(Refused) as refused:
        services.preview(scope, xlsx([[above], HEADS, GOOD]), name, operator("bu_lia"), EVENING)
    assert refused.value.problem.code is Code.FORM_GLADI
    assert not SheetImport.objects.exists()


def test_votes_of_candidates_come_by_sheet_are_checked_and_leave_in_every_file() -> None:
    scope = contoh_scope()
    lines = ["nomor 1, suara partai", "nomor 1, calon 1", "1.2", "1", "2.0", "2.1", "2"]
    heads = ["Kode TPS", "Jenis", "Sah", "Tidak sah", *lines]
    rows = [
        heads,
        [TPS, "BUP", 395, 5, 50, 120, 80, 250, 45, 100, 145],
        [f"{TEDUH}-002", "BUP", 395, 5, 50, 121, 80, 250, 45, 100, 145],
    ]
    bu_lia, pak_tono = operator("bu_lia"), operator("pak_tono")
    for who in (bu_lia, pak_tono):
        kept = services.preview(scope, xlsx(rows), "dpr.xlsx", who, EVENING)
        assert kept.problems == []
        services.apply(scope, kept.pk, who, EVENING)

    good, wrong = state(scope), state(scope, f"{TEDUH}-002")
    assert good.form["votes"] == {
        "1.0": 50, "1.1": 120, "1.2": 80, "1": 250, "2.0": 45, "2.1": 100, "2": 145,
    }  # fmt: skip
    assert (good.state, good.checks, wrong.checks) == ("agreed", "", "A15")

    table = make(scope, "csv").data.decode("utf-8-sig").splitlines()
    wanted = ["nomor 1.0", "nomor 1.1", "nomor 1.2", "nomor 1", "nomor 2.0", "nomor 2.1", "nomor 2"]
    assert table[0].replace('"', "").split(",")[-7:] == wanted
    assert table[1].endswith(",50,120,80,250,45,100,145")
    report = json.loads(make(scope, "nist").data)
    contests = [each for kind in report["Election"] for each in kind["Contest"]]
    sums = {
        each["@id"].rpartition("KWK-")[2]: sum(
            count["Count"]
            for line in each["ContestSelection"]
            for count in line["VoteCounts"]
            if count["GpUnitId"] == f"gp-{TPS}"
        )
        for each in contests
    }
    assert (sums["BUP/99.01"], sums["BUP/99.01-calon"]) == (395, 395)


def test_a_sheet_is_seen_on_its_page_then_kept_once(client: Client) -> None:
    scope = contoh_scope()
    client.force_login(operator("bu_lia"))
    here = [scope.election, scope.kabupaten]
    upload = SimpleUploadedFile("hasil.xlsx", xlsx(DIRTY))
    answer = client.post(reverse("count_sheets", args=here), {"file": upload})
    page = client.get(answer["Location"]).content.decode()
    assert "bukan TPS di sini" in page
    assert "di bawah nol" in page

    client.post(answer["Location"], {"do": "apply"})
    client.post(answer["Location"], {"do": "apply"})
    assert "6309052003007 | BUP | 1 | 1 | 1 | 0 | 1 | 1 | 0" in page
    assert TypedForm.objects.filter(source="sheet").count() == 4
    assert SheetImport.objects.get().kept == 4
    assert state(scope).form["votes"] == {"1": 145, "2": 250}
    row = FormState.objects.get(tps=f"{TEDUH}-002", sku=BUP)
    assert (row.weight, row.is_blank) == ("error", True)
    first = TypedForm.objects.filter(tps=TPS).order_by("pk")[0]
    assert first.sheet == "hasil.xlsx, DPT, baris 3"


def test_the_preview_hints_at_columns_that_were_taken_for_each_other(client: Client) -> None:
    scope = contoh_scope()
    swapped = [TPS, "BUP", 400, 400, 5, 395, 400, 250, 145]
    kept = services.preview(scope, xlsx([HEADS, swapped]), "a.xlsx", operator("bu_lia"), EVENING)
    client.force_login(operator("bu_lia"))
    address = reverse("count_sheet", args=[scope.election, scope.kabupaten, kept.pk])

    assert "ditukar, semua jumlah cocok" in client.get(address).content.decode()


def test_the_sheet_of_somebody_else_stays_theirs(client: Client) -> None:
    scope = contoh_scope()
    kept = services.preview(scope, xlsx(DIRTY), "a.xlsx", operator("bu_lia"), EVENING)
    client.force_login(operator("pak_tono"))
    address = reverse("count_sheet", args=[scope.election, scope.kabupaten, kept.pk])

    assert client.post(address, {"do": "apply"}).status_code == 404
    assert not TypedForm.objects.exists()


def test_a_file_without_heads_says_what_to_do(client: Client) -> None:
    scope = contoh_scope()
    client.force_login(operator("bu_lia"))
    address = reverse("count_sheets", args=[scope.election, scope.kabupaten])
    answer = client.post(address, {"file": SimpleUploadedFile("a.csv", b"nama,umur\nSiti,40\n")})

    assert answer.status_code == 422
    assert "Unduh contoh lembar" in answer.content.decode()


def test_an_operator_of_a_kecamatan_brings_no_sheet_of_another(client: Client) -> None:
    scope = contoh_scope()
    kept = services.preview(scope, xlsx([HEADS, GOOD]), "a.xlsx", operator("bu_yuni"), EVENING)

    assert kept.rows == []
    [problem] = kept.problems
    assert problem["code"] == Code.FORM_ELSEWHERE
    assert problem["facts"]["row"].startswith(f"{TPS} | BUP | 400")
    services.discard(scope, kept.pk)
    kept.refresh_from_db()
    assert "row" not in kept.problems[0]["facts"]


def test_the_empty_sheet_is_read_back_as_no_forms() -> None:
    scope = contoh_scope()
    data = services.template(scope, operator("bu_lia"), EVENING.replace(tzinfo=None))
    kept = services.preview(scope, data, "kosong.xlsx", operator("bu_lia"), EVENING)

    assert kept.rows == []
    [problem] = kept.problems
    assert (problem["code"], problem["facts"]["count"]) == (Code.FORM_EMPTY_ROWS, 20)


@pytest.mark.parametrize("form", ["csv", "xlsx", "nist"])
def test_the_same_forms_are_the_same_bytes_an_hour_later(form: str) -> None:
    scope = contoh_scope()
    typed(scope, "bu_lia", sheet())
    typed(scope, "pak_tono", sheet())
    first = make(scope, form)
    clock.shift(timedelta(hours=1))

    assert make(scope, form).data == first.data
    assert first.forms == 1
    assert "bukan-hasil-resmi" in first.name
    if form != "xlsx":
        assert "bukan hasil resmi" in first.data.decode().lower()


def test_only_what_two_people_say_is_in_the_file_unless_all_is_asked_for() -> None:
    scope = contoh_scope()
    typed(scope, "bu_lia", sheet(), sheet(f"{TEDUH}-002"))
    typed(scope, "pak_tono", sheet())

    assert make(scope, "csv").forms == 1
    assert make(scope, "csv", every=True).forms == 2
    document = json.loads(make(scope, "nist", every=True).data)
    assert document["Status"] == "unofficial-partial"
    [bup] = [each for each in document["Election"] if BUP in each["Contest"][0]["@id"]]
    assert bup["Contest"][0]["SubUnitsReported"] == 2


def test_a_table_from_anywhere_is_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "formulir.csv"
    table.write_text("tps,sah,tidak sah,seluruhnya,01,02\nA,350,10,361,200,150\nB,3,0,3,1,2\n")

    assert main(["count", "check", str(table)]) == 0
    said = capsys.readouterr().out
    assert "2 formulir diperiksa" in said
    assert "A6" in said
    assert "baris 2 A: A6. Suara seluruhnya 361" in said


def test_two_counts_of_a_nation_are_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    polars = pytest.importorskip("polars", reason="polars reads the nation; extra [nation]")
    table = polars.DataFrame(
        {
            "tps": ["A", "B"],
            "kpu_01": [1, 2],
            "kpu_02": [1, None],
            "kpu_sah": [2, 2],
            "kp_01": [1, 3],
            "kp_02": [2, 1],
            "kp_sah": [2, 4],
        }
    )
    path = tmp_path / "hitung.parquet"
    table.write_parquet(path)

    assert main(["count", "check", str(path)]) == 0
    said = capsys.readouterr().out
    assert "beda              2" in said
    assert "kp A8             1" in said
