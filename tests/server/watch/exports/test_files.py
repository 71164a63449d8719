"""Files of exports: the right rows under the right headings, for whoever may read them."""

import csv
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tepat import cli
from tepat.core.election.roles import Role
from tepat.core.move import events
from tepat.core.watch.supervision.book import Focus
from tepat.server import clock
from tepat.server.election.models import Look, Scope
from tepat.server.log import queries as log
from tepat.server.move.models import Officer, Shipment
from tepat.server.watch.models import ExportLayout, ExportTaken
from tepat.server.watch.supervision import checking
from tepat.server.watch.supervision.agreed import book
from tests.phones import NIGHT
from tests.server.watch.alerts.worlds import client_of, somebody
from tests.server.watch.delivered import HILIR, TEDUH, Delivery
from tests.worlds import contoh_scope, person

pytestmark = pytest.mark.django_db
TPS = f"{TEDUH}-001"


@pytest.fixture(autouse=True)
def on_the_day() -> Any:
    clock.shift(NIGHT + timedelta(days=1) - datetime.now(UTC))
    yield
    clock.shift(timedelta(0))


@pytest.fixture
def delivery() -> Delivery:
    """Boxes of one desa: to the PPS with two signatures, one TPS on paper."""
    made = Delivery(contoh_scope())
    made.pack()
    made.to_pps()
    made.to_kpps(TPS, paper="BA-7")
    return made


def url(scope: Scope, code: str, form: str = "csv", **query: object) -> str:
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    path = reverse("export_file", args=[scope.election, scope.kabupaten, code, form])
    return f"{path}?{asked}"


def content(answer: Any) -> bytes:
    assert answer.status_code == 200, answer.content[:500]
    return b"".join(answer.streaming_content)


def table(answer: Any) -> list[dict[str, str]]:
    text = content(answer).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_bu_dewi_takes_every_leg_of_every_box_with_how_well_it_is_known(
    delivery: Delivery,
) -> None:
    rows = table(client_of("bu_dewi").get(url(delivery.scope, "pergerakan")))

    boxes, at_tps = delivery.boxes(), delivery.boxes(TPS)
    assert len(rows) == 4 * len(boxes) + len(at_tps)
    assert len({row["ID baris"] for row in rows}) == len(rows)
    [last] = [row for row in rows if row["Kode kotak"] == at_tps[0]][-1:]
    assert (last["Kejadian"], last["Bukti"], last["Nomor BA kertas"]) == (
        "diterima",
        "kertas",
        "BA-7",
    )
    assert (last["Ruas"], last["Penerima"], last["Kode TPS"]) == (
        "PPS - KPPS",
        "KPPS TPS 001 Muara Teduh",
        TPS,
    )
    assert last["Kode penerima"] == f"kpps@{TPS}", "the code stands in a second column"
    assert last["Desa/kelurahan"] == "Muara Teduh"
    before = next(row for row in rows if row["Ruas"] == "PPK - PPS")
    assert before["Bukti"] == "dua tanda tangan"
    assert before["Waktu menurut pelapor"].endswith("+08:00")


def test_the_same_log_gives_the_same_bytes_and_later_rows_come_alone(delivery: Delivery) -> None:
    scope, dewi = delivery.scope, client_of("bu_dewi")
    whole = {form: content(dewi.get(url(scope, "penerimaan", form))) for form in ("csv", "xlsx")}
    clock.shift(NIGHT + timedelta(days=2) - datetime.now(UTC))
    for form, before in whole.items():
        assert content(dewi.get(url(scope, "penerimaan", form))) == before

    size = log.size(scope.election, scope.kabupaten)
    first = table(dewi.get(url(scope, "pergerakan")))
    other = f"{TEDUH}-002"
    delivery.to_kpps(other)
    new = table(dewi.get(url(scope, "pergerakan", sejak=size)))
    assert {row["Kode TPS"] for row in new} == {other}
    everything = table(dewi.get(url(scope, "pergerakan")))
    ids = [row["ID baris"] for row in everything]
    assert ids == [row["ID baris"] for row in [*first, *new]]
    assert len(set(ids)) == len(ids)


def test_a_sheet_keeps_codes_as_text_and_numbers_as_numbers(delivery: Delivery) -> None:
    made = content(client_of("bu_dewi").get(url(delivery.scope, "penerimaan", "xlsx")))
    [sheet] = [CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(0).to_python()]
    heads = sheet[0]
    rows = [dict(zip(heads, each, strict=True)) for each in sheet[1:]]
    assert all(isinstance(row["Nomor log"], (int, float)) for row in rows)
    assert TPS in {row["Kode TPS"] for row in rows}

    for_excel = content(client_of("bu_dewi").get(url(delivery.scope, "penerimaan", lembar=1)))
    assert b'"=""99.01.02.2001-001"""' in for_excel


def test_bu_wati_reads_her_kecamatan_and_bu_rina_none_of_it(delivery: Delivery) -> None:
    scope = delivery.scope
    hers = table(client_of("bu_wati").get(url(scope, "pergerakan")))
    assert {row["Kode kecamatan"] for row in hers} == {HILIR}
    assert table(client_of("bu_rina").get(url(scope, "pergerakan"))) == []
    assert client_of("pak_udin").get(url(scope, "pergerakan")).status_code == 403
    assert Client().get(url(scope, "pergerakan")).status_code == 302


def test_filters_by_area_and_day_and_wrong_ones_are_refused(delivery: Delivery) -> None:
    scope, dewi = delivery.scope, client_of("bu_dewi")
    assert table(dewi.get(url(scope, "pergerakan", wilayah="99.01.01"))) == []
    rows = table(dewi.get(url(scope, "pergerakan", hari="2024-11-12")))
    assert rows
    assert {row["Tanggal"] for row in rows} == {"2024-11-12"}
    assert table(dewi.get(url(scope, "pergerakan", hari="2024-11-20"))) == []
    for wrong in ({"wilayah": "63.09"}, {"hari": "besok"}, {"sejak": "-1"}, {"pemisah": "x"}):
        assert dewi.get(url(scope, "pergerakan", **wrong)).status_code == 422
    assert dewi.get(url(scope, "lain")).status_code == 404


def test_a_day_is_asked_where_rows_have_one_and_not_offered_elsewhere(delivery: Delivery) -> None:
    scope, dewi = delivery.scope, client_of("bu_dewi")
    assert table(dewi.get(url(scope, "cakupan", hari="2024-11-12")))
    assert table(dewi.get(url(scope, "cakupan", hari="2024-11-20"))) == []
    refused = dewi.get(url(scope, "enam-tepat", hari="2024-11-12"))
    assert refused.status_code == 422
    assert "Ambil lagi tanpa hari" in refused.content.decode()
    for code, there in (("enam-tepat", False), ("cakupan", True)):
        page = dewi.get(reverse("export", args=[scope.election, scope.kabupaten, code]))
        assert ('name="hari"' in page.content.decode()) is there


def test_what_pak_adi_saw_is_told_with_what_he_saw(delivery: Delivery) -> None:
    scope = delivery.scope
    [box, *_] = delivery.boxes(TPS)
    rows = table(client_of("bu_dewi").get(url(scope, "pergerakan")))
    handed = next(row for row in rows if row["Kode kotak"] == box and row["Ruas"] == "PPK - PPS")
    adi = delivery.phone(Role.BAWASLU, scope.kabupaten)
    name = next(
        name
        for name, body in log.bodies(scope.election, scope.kabupaten)
        if name.startswith(handed["ID baris"].split("-")[0])
    )
    delivery.send(
        adi.say(events.Witnessed, packages=(box,), fact=name, finding="seal_differs", after=(name,))
    )

    [seen] = table(client_of("pak_adi").get(url(scope, "pengawasan")))
    assert (seen["Peran pengawas"], seen["Temuan"]) == ("Bawaslu", "segel lain")
    assert seen["ID baris yang disaksikan"] == handed["ID baris"]
    assert seen["Yang disaksikan"] == handed["Kejadian"]
    cover = table(client_of("pak_adi").get(url(scope, "cakupan")))
    [there] = [row for row in cover if row["Kode kecamatan"] == HILIR]
    page = client_of("pak_adi").get(reverse("supervision", args=[scope.election, scope.kabupaten]))
    whole = page.context["handovers"]
    assert sum(int(row["Serah terima"]) for row in cover) == whole.total, "one word, one count"
    assert sum(int(row["Serah terima disaksikan"]) for row in cover) == whole.seen == 1
    assert int(there["Serah terima"]) == int(there["Serah terima luput"]) + 1
    assert int(there["Kotak"]) >= len(delivery.boxes())


def test_escorts_leave_only_with_the_right_and_every_look_is_recorded(delivery: Delivery) -> None:
    scope = delivery.scope
    Shipment.objects.create(
        scope=scope,
        code="SJ-001",
        origin="99.01:gudang-1",
        destination=f"{HILIR}:ppk",
        departs_at=NIGHT,
        vehicle="truk",
        driver="Pak Joko",
        escort="Polsek Hilir, 2 orang",
        list_hash="0" * 64,
        made_by=person("bu_sari").account,
        made_at=NIGHT,
    )
    assert client_of("bu_wati").get(url(scope, "pengawalan")).status_code == 403
    [row] = table(client_of("pak_yusuf").get(url(scope, "pengawalan")))
    assert (row["Muatan"], row["Kesatuan pengawal"]) == ("SJ-001", "Polsek Hilir, 2 orang")
    assert "Sopir" not in row
    looks = Look.objects.filter(account=somebody("pak_yusuf").account)
    assert set(looks.values_list("what", flat=True)) >= {"export", "escorts"}


def test_names_and_phones_are_empty_for_whoever_may_not_read_them(delivery: Delivery) -> None:
    scope = delivery.scope
    columns = [["row", "ID"], ["person", "Acak"], ["officer", "Nama"], ["phone", "Telepon"]]
    ExportLayout.objects.create(
        scope=scope, export="pergerakan", columns=columns, by=person("bu_dewi").account, at=NIGHT
    )
    rows = table(client_of("bu_dewi").get(url(scope, "pergerakan")))
    who = rows[0]["Acak"]
    Officer.objects.update_or_create(
        scope=scope, person=who, defaults={"name": "Bu Sari", "phone": "0811000111"}
    )
    assert {
        row["Telepon"] for row in table(client_of("pak_adi").get(url(scope, "pergerakan")))
    } == {""}
    seen = table(client_of("bu_dewi").get(url(scope, "pergerakan")))
    assert ("Bu Sari", "0811000111") in {(row["Nama"], row["Telepon"]) for row in seen}
    looks = Look.objects.filter(what="phones")
    assert looks.filter(account=person("bu_dewi").account).exists()


def test_columns_of_an_office_are_kept_and_nothing_hostile_is(delivery: Delivery) -> None:
    scope = delivery.scope
    address = reverse("export_columns", args=[scope.election, scope.kabupaten, "penerimaan"])
    dewi = client_of("bu_dewi")
    form = {"place-tps": "2", "head-tps": "=KODE()", "place-row": "1", "head-row": "<b>ID</b>"}
    assert dewi.post(address, form).status_code == 302
    text = content(dewi.get(url(scope, "penerimaan"))).decode("utf-8-sig")
    assert text.splitlines()[0] == '"<b>ID</b>","\'=KODE()"'
    page = dewi.get(reverse("export", args=[scope.election, scope.kabupaten, "penerimaan"]))
    assert b"<b>ID</b>" not in page.content
    assert b"&lt;b&gt;ID&lt;/b&gt;" in page.content

    layout = dewi.get(address).content
    upload = io.BytesIO(layout)
    upload.name = "kolom.toml"
    assert dewi.post(address, {"file": upload}).status_code == 302
    for wrong in (b"[[column]]\nfield='nik'", b"\xff\xfe", b"[[column]]\n" * 70, b"x=" * 20_000):
        bad = io.BytesIO(wrong)
        bad.name = "kolom.toml"
        answer = dewi.post(address, {"file": bad})
        assert answer.status_code == 422
        assert b'role="alert"' in answer.content
    assert client_of("bu_wati").post(address, form).status_code == 403
    dewi.post(address, {"do": "reset"})
    assert "Kode TPS" in content(dewi.get(url(scope, "penerimaan"))).decode()


def test_the_page_says_what_there_is_and_for_whom(delivery: Delivery) -> None:
    scope = delivery.scope
    dewi = client_of("bu_dewi")
    content(dewi.get(url(scope, "pergerakan")))
    page = dewi.get(reverse("exports", args=[scope.election, scope.kabupaten])).content.decode()
    assert "Pergerakan logistik" in page
    [taken] = ExportTaken.objects.filter(scope=scope)
    assert f"sejak={taken.upto}" in page
    other = client_of("bu_wati").get(reverse("exports", args=[scope.election, scope.kabupaten]))
    assert "bukan untuk peran Anda" in other.content.decode()


def test_more_rows_cost_no_more_queries(
    delivery: Delivery, django_assert_max_num_queries: Any
) -> None:
    dewi = client_of("bu_dewi")
    with django_assert_max_num_queries(30):
        content(dewi.get(url(delivery.scope, "pergerakan")))
    delivery.to_kpps(f"{TEDUH}-002")
    delivery.to_kpps(f"{TEDUH}-003")
    with django_assert_max_num_queries(30):
        content(dewi.get(url(delivery.scope, "pergerakan")))


def test_the_command_writes_the_same_file_without_names_and_escorts(
    delivery: Delivery, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: Any
) -> None:
    from tepat.server.watch.exports import commands

    monkeypatch.setattr(commands, "prepare", lambda: None)
    scope, out = delivery.scope, tmp_path / "gerak.csv"
    line = ["watch", "export", "pergerakan", "--kabupaten", scope.kabupaten, "--out", str(out)]
    assert cli.main(line) == 0
    assert out.read_bytes() == content(client_of("bu_dewi").get(url(scope, "pergerakan")))
    assert "baris" in capsys.readouterr().out
    line[2] = "pengawalan"
    assert cli.main(line) == 1
    assert cli.main([*line, "--as", "bu_wati"]) == 1
    assert cli.main([*line, "--as", str(somebody("pak_yusuf").username)]) == 0


def test_answers_to_checklists_are_bawaslus_alone_and_the_newest_counts() -> None:
    scope = contoh_scope()
    adi, checklist = somebody("pak_adi"), book().checklists[Focus.STORAGE]
    form = {f"q-{each.code}": "ok" for each in checklist.questions}
    first = checking.write(scope, Focus.STORAGE, "99.01.01:ppk", form, adi, clock.now())
    [code, *_] = [each.code for each in checklist.questions]
    form |= {f"q-{code}": "defect", "note": "=Atap bocor"}
    checking.write(scope, Focus.STORAGE, "99.01.01:ppk", form, adi, clock.now(), replaces=first)

    rows = table(client_of("pak_adi").get(url(scope, "jawaban-periksa")))
    assert len(rows) == len(checklist.questions)
    [bad] = [row for row in rows if row["Jawaban"] == "tidak sesuai"]
    assert (bad["ID baris"], bad["Versi"], bad["Catatan"]) == (f"P1-{code}", "2", "'=Atap bocor")
    assert bad["Kecamatan"] == "Hulu"
    assert client_of("bu_dewi").get(url(scope, "jawaban-periksa")).status_code == 403
