"""The page of papers, as people with different roles see it."""

import io
from dataclasses import replace
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tepat.core.documents import samples
from tepat.server.documents import records, tasks
from tepat.server.documents.models import IssuedNumber, Layout, Letterhead, PaperJob, Signatory
from tepat.server.election.models import Scope
from tests import worlds

BASE = "/e/pilkada-2024/99.01/dokumen/"


@pytest.fixture
def sari(client: Client, scope: Scope) -> Client:
    client.force_login(worlds.person("bu_sari"))
    return client


@pytest.fixture
def dewi(scope: Scope) -> Client:
    client = Client()
    client.force_login(worlds.person("bu_dewi"))
    return client


@pytest.fixture
def one_load(monkeypatch: pytest.MonkeyPatch) -> None:
    paper = replace(samples.handover(), frame=replace(samples.FRAME, number=""))
    thing = records.Thing(
        "muatan",
        "Muatan",
        lambda scope, shelf: [records.Row("M-31", "M-31", "PPK Hulu", samples.AT)],
        {"bast": lambda scope, key: paper if key == "M-31" else None},
        "shipment",
    )
    monkeypatch.setattr(records, "THINGS", (thing,))


def test_bu_sari_makes_labels_and_fetches_them(sari: Client) -> None:
    answer = sari.post(BASE + "buat/", {"document": "label_a4"}, follow=True)

    assert answer.status_code == 200
    job = PaperJob.objects.get()
    assert job.state == PaperJob.State.DONE
    name = job.files[0]["name"]
    fetched = sari.get(f"{BASE}berkas/{job.pk}/{name}")
    assert b"".join(fetched.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]


def test_one_desa_makes_only_its_labels(sari: Client) -> None:
    sari.post(
        BASE + "buat/",
        {"document": "label_a4", "kecamatan": "99.01.01", "desa": "99.01.01.2002"},
    )
    assert PaperJob.objects.get().done == 4


def test_many_labels_are_made_in_the_background(
    sari: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tepat.server.documents.pages.AT_ONCE", 3)
    enqueued: list[int] = []
    monkeypatch.setattr(type(tasks.make_files), "enqueue", lambda task, job: enqueued.append(job))

    sari.post(BASE + "buat/", {"document": "label_a4"})

    job = PaperJob.objects.get()
    assert job.state == PaperJob.State.WAITING
    assert b"hx-trigger" in sari.get(BASE + "berkas/").content
    tasks.make_files.func(*enqueued)
    job.refresh_from_db()
    assert (job.state, job.done) == (PaperJob.State.DONE, 24)
    assert b"hx-trigger" not in sari.get(BASE + "berkas/").content


def test_a_file_that_is_not_the_jobs_own_is_not_served(sari: Client) -> None:
    sari.post(BASE + "buat/", {"document": "label_a4"})
    job = PaperJob.objects.get()
    assert sari.get(f"{BASE}berkas/{job.pk}/settings.py").status_code == 404
    assert sari.get(f"{BASE}berkas/{job.pk}/..%2Ftepat.sqlite3").status_code == 404


def test_bu_rina_prints_for_her_kecamatan_only(scope: Scope) -> None:
    client = Client()
    client.force_login(worlds.person("bu_rina"))
    order = {"document": "label_a4"}
    assert client.post(BASE + "buat/", {**order, "kecamatan": "99.01.01"}).status_code == 302
    assert client.post(BASE + "buat/", {**order, "kecamatan": "99.01.02"}).status_code == 403
    assert client.post(BASE + "buat/", order).status_code == 403


def test_pak_adi_sees_but_does_not_order(scope: Scope) -> None:
    client = Client()
    client.force_login(worlds.person("pak_adi"))
    page = client.get(BASE)
    assert page.status_code == 200
    assert b"Buat berkas" not in page.content.split(b"<main")[1].split(b"Berkas yang sudah")[0]
    assert client.post(BASE + "buat/", {"document": "label_a4"}).status_code == 403
    assert client.get(BASE + "kop/").status_code == 403


@pytest.mark.parametrize("wrong", ["bast", "nothing", ""])
def test_an_unknown_document_is_refused_in_a_sentence(sari: Client, wrong: str) -> None:
    answer = sari.post(BASE + "buat/", {"document": wrong})
    assert answer.status_code == 404
    assert "tidak dikenal" in answer.content.decode()


def test_a_letter_is_printed_with_its_number_and_stands_in_the_register(
    sari: Client, one_load: None
) -> None:
    assert b"PPK Hulu" in sari.get(BASE).content
    first = sari.post(BASE + "surat/bast/M-31/terbitkan/", follow=True)
    again = sari.get(BASE + "surat/bast/M-31.pdf")

    assert first.content.startswith(b"%PDF")
    assert first.content == again.content
    assert IssuedNumber.objects.count() == 1
    assert b"001/BAST/99.01/XI/2024" in sari.get(BASE + "nomor/?document=bast").content
    assert sari.get(BASE + "surat/bast/M-99.pdf").status_code == 404


def test_bu_dewi_sets_the_letterhead(dewi: Client, scope: Scope) -> None:
    answer = dewi.post(
        BASE + "kop/",
        {
            "area": "99.01.01",
            "lines": "PPK HULU\nKABUPATEN CONTOH",
            "address": "Jalan Contoh",
            "place": "Hulu",
            "copies_to": "Arsip",
            "number_pattern": "{number}/{code}/{year}",
            "office_code": "",
            "label_width": "80",
            "label_height": "120",
            "ppk_name": "Nama Contoh B",
        },
    )
    assert answer.status_code == 302
    head = Letterhead.objects.get(area="99.01.01")
    assert head.as_value().lines == ("PPK HULU", "KABUPATEN CONTOH")
    assert Signatory.objects.get().name == "Nama Contoh B"
    assert dewi.get(BASE + "kop/?area=99.01.01").status_code == 200
    assert dewi.get(BASE + "kop/contoh/bast.pdf").content.startswith(b"%PDF")
    assert not IssuedNumber.objects.exists()


@pytest.mark.parametrize(
    "fault", [{"number_pattern": "{bulan}"}, {"label_width": "20"}, {"area": "12.34"}]
)
def test_a_fault_in_the_settings_changes_nothing(dewi: Client, fault: dict[str, Any]) -> None:
    fields = {
        "area": "99.01",
        "lines": "KPU",
        "number_pattern": "{number}",
        "label_width": "100",
        "label_height": "150",
    }
    answer = dewi.post(BASE + "kop/", {**fields, **fault})
    assert answer.status_code in (200, 404)
    assert not Letterhead.objects.exists()


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63"
    "fccff0bf1e000581027f8d0be3c70000000049454e44ae426082"
)


@pytest.mark.parametrize(
    ("name", "data", "status"),
    [
        ("lambang.svg", b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>', 302),
        ("lambang.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>x</script></svg>', 422),
        ("lambang.png", PNG[:30], 422),
        ("lambang.gif", b"GIF89a", 422),
        ("lambang.png", b"\x89PNG\r\n\x1a\n" + b"0" * 400_000, 422),
    ],
)
def test_an_emblem_is_taken_only_where_it_can_be_printed(
    dewi: Client, name: str, data: bytes, status: int
) -> None:
    upload = SimpleUploadedFile(name, data)
    answer = dewi.post(BASE + "kop/lambang/", {"area": "99.01", "emblem": upload})
    assert answer.status_code == status
    assert Letterhead.objects.filter(emblem_format="svg").exists() == (status == 302)


def own_layout(text: str) -> SimpleUploadedFile:
    document = docx.Document()
    document.add_paragraph(text)
    stored = io.BytesIO()
    document.save(stored)
    return SimpleUploadedFile("bast kami.docx", stored.getvalue())


def test_an_own_layout_is_filled_with_the_same_number(dewi: Client, one_load: None) -> None:
    dewi.post(
        BASE + "tata-letak/",
        {"document": "bast", "layout": own_layout("Nomor {{ nomor }}, saksi {{ saksi5.nama }}")},
    )
    assert b"BAST .docx" in dewi.get(BASE).content

    fetched = dewi.post(BASE + "surat/bast/M-31/terbitkan/", {"then": "docx"}, follow=True)

    text = docx.Document(io.BytesIO(fetched.content)).paragraphs[0].text
    assert text == "Nomor 001/BAST/99.01/XI/2024, saksi "


def test_an_unknown_placeholder_is_named_and_nothing_kept(dewi: Client) -> None:
    answer = dewi.post(
        BASE + "tata-letak/",
        {"document": "bast", "layout": own_layout("{{ nomer }}")},
        follow=True,
    )
    assert "{{ nomer }} tidak dikenal" in answer.content.decode()
    assert not Layout.objects.exists()


def test_a_layout_that_is_no_docx_is_refused(dewi: Client) -> None:
    upload = SimpleUploadedFile("kami.docx", b"%PDF-1.7")
    answer = dewi.post(BASE + "tata-letak/", {"document": "bast", "layout": upload})
    assert answer.status_code == 422


@pytest.mark.parametrize("code", list(samples.letter_papers()))
def test_the_list_of_placeholders_can_be_fetched(dewi: Client, code: str) -> None:
    text = dewi.get(f"{BASE}tata-letak/{code}/isian.txt").content.decode()
    assert "{{ nomor }}" in text
    assert "{{ baris." in text


def test_more_files_cost_no_more_queries(
    sari: Client, scope: Scope, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(3):
        sari.post(BASE + "buat/", {"document": "label_a4", "kecamatan": "99.01.02"})
    with django_assert_max_num_queries(24):
        assert sari.get(BASE).status_code == 200
