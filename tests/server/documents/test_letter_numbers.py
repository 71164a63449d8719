"""A letter number belongs to its record: issued once, on purpose, and kept."""

from dataclasses import replace
from typing import Any

import pypdfium2 as pdfium
import pytest
from django.test import Client

from tepat.core.documents import samples
from tepat.server.documents import records
from tepat.server.documents.models import IssuedNumber, Letterhead
from tepat.server.election.models import Scope
from tests import worlds

BASE = "/e/pilkada-2024/99.01/dokumen/"


@pytest.fixture
def said() -> dict[str, Any]:
    """What the paper of each record says; a test may change it."""
    paper = replace(samples.handover(), frame=replace(samples.FRAME, number=""))
    return {"7": paper, "8": paper}


@pytest.fixture
def sari(
    client: Client, scope: Scope, said: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> Client:
    thing = records.Thing(
        "penerimaan",
        "Penerimaan",
        lambda scope, shelf: [records.Row(key, key, "Tinta", samples.AT) for key in said],
        {"bast": lambda scope, key: said.get(key)},
        "stock_movement",
    )
    monkeypatch.setattr(records, "THINGS", (thing,))
    client.force_login(worlds.person("bu_sari"))
    return client


def printed(client: Client, key: str) -> str:
    answer = client.get(f"{BASE}surat/bast/{key}.pdf")
    pages = [each.get_textpage().get_text_range() for each in pdfium.PdfDocument(answer.content)]
    return " ".join(" ".join(pages).split())


def issue(client: Client, key: str) -> None:
    answer = client.post(f"{BASE}surat/bast/{key}/terbitkan/")
    assert answer.status_code == 302
    assert answer["Location"] == f"{BASE}surat/bast/{key}.pdf"


def test_looking_at_a_letter_uses_up_no_number(sari: Client) -> None:
    assert "KONSEP, belum bernomor" in printed(sari, "7")
    assert not IssuedNumber.objects.exists()
    assert sari.get(f"{BASE}surat/bast/7/terbitkan/").status_code == 405
    assert not IssuedNumber.objects.exists()


def test_two_receipts_that_say_the_same_have_two_numbers(sari: Client) -> None:
    issue(sari, "7")
    issue(sari, "8")

    assert "001/BAST/" in printed(sari, "7")
    assert "002/BAST/" in printed(sari, "8")


def test_a_record_keeps_its_number_when_the_letterhead_changes(sari: Client, scope: Scope) -> None:
    issue(sari, "7")
    Letterhead.objects.create(scope=scope, area="99.01", place="Hulu", copies_to="Baru")
    issue(sari, "7")

    assert IssuedNumber.objects.get().text.startswith("001/BAST/")
    assert "001/BAST/" in printed(sari, "7")


def test_a_paper_that_says_something_else_now_is_flagged(
    sari: Client, said: dict[str, Any]
) -> None:
    issue(sari, "7")
    issue(sari, "7")
    assert len(IssuedNumber.objects.get().contents) == 1
    assert "isi berubah" not in sari.get(BASE + "nomor/").content.decode()
    assert "Isi berubah" not in printed(sari, "7")

    said["7"] = replace(said["7"], area="Kecamatan Lain")
    assert "Isi berubah sejak nomor diterbitkan" in printed(sari, "7")
    assert len(IssuedNumber.objects.get().contents) == 1
    issue(sari, "7")

    row = IssuedNumber.objects.get()
    assert [each["by"] for each in row.contents] == ["bu_sari", "bu_sari"]
    page = sari.get(BASE + "nomor/").content.decode()
    assert "isi berubah sejak diterbitkan" in page
    assert row.contents[0]["hash"][:12] in page
    assert row.contents[1]["hash"][:12] in page


def test_pak_adi_sees_papers_but_issues_no_number(sari: Client) -> None:
    sari.force_login(worlds.person("pak_adi"))
    assert sari.post(f"{BASE}surat/bast/7/terbitkan/").status_code == 403
    assert not IssuedNumber.objects.exists()


def test_the_page_offers_a_draft_until_a_number_is_issued(sari: Client) -> None:
    assert sari.get(BASE).content.decode().count("Lihat konsep</a>") == 2
    issue(sari, "7")
    page = sari.get(BASE).content.decode()
    assert page.count("Lihat konsep</a>") == 1
    assert f'action="{BASE}surat/bast/7/terbitkan/"' in page
