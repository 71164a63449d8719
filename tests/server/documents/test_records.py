"""Letters from what the warehouse, packing and loads recorded."""

from datetime import UTC, datetime

import pypdfium2 as pdfium
import pytest
from django.test import Client

from tepat.core.documents import from_packing, from_stock, letters, samples
from tepat.core.documents.parts import BLANK
from tepat.core.move.records import SealingRecord, ShipmentLine, ShipmentRecord
from tepat.core.move.stock_papers import (
    CauseLine,
    DestroyedLine,
    DestructionRecord,
    ReceiptLine,
    ReceiptRecord,
    ReplacementRecord,
    SortRecord,
    Witness,
)
from tepat.core.problems import Refused
from tepat.server.documents import makers, queries, records, services
from tepat.server.documents.models import Letterhead
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope
from tepat.server.move.models import ReplacementRequest, Shipment, ShipmentPackage
from tepat.server.plan.models import Package
from tests import worlds

NAMES = {"99.01.01": "PPK Hulu", "99.01.01.2002": "Desa Sungai Jernih", "KWK-BUP": "Bupati"}
FRAME, SARI, RINA = samples.FRAME, samples.BU_SARI, samples.BU_RINA


def named(code: str) -> str:
    return NAMES.get(code, code)


def words(content: object) -> str:
    return str(content)


def receipt() -> ReceiptRecord:
    line = ReceiptLine("Segel", "", "keping", 5000, 4990, 7, 10, 0)
    return ReceiptRecord(
        3, samples.AT, "99.01:gudang-1", "PT Contoh", "", "B-9", "SJ-1", "K-1", "DA 1", "Bu Sari",
        ("Pak Adi",), (line,),
    )  # fmt: skip


def test_a_receipt_becomes_bttb_and_bast() -> None:
    bttb = from_stock.bttb(FRAME, receipt(), "Gudang KPU", SARI)
    bast = from_stock.receipt_bast(FRAME, receipt(), "Gudang KPU", RINA)

    assert bttb.frame.number == ""  # the office gave none: the register will
    assert bast.frame.number == "B-9"
    assert "-17" in words(letters.goods_receipt(bttb))  # 4,990 - 7 - 5,000
    assert "'Segel', '4.990', 'keping', 'rusak 7'" in words(letters.handover(bast))
    assert "Kotak tidak dibuka" not in words(letters.handover(bast))


def test_a_sorted_batch_tells_causes_and_what_is_usable_all_the_same() -> None:
    causes = (CauseLine("sobek", 3, False), CauseLine("percik", 2, True))
    record = SortRecord(
        1, samples.AT, "g", "KWK-BUP/99", "Surat suara Bupati", "Palet 1", "", 2000, 1994, 2, 3, 1,
        0, causes, "Bu Sari",
    )  # fmt: skip
    said = words(letters.sort(from_stock.sort(FRAME, record, "Gudang KPU", SARI, RINA)))
    assert "sobek 3" in said
    assert "2 lembar bercacat" in said
    assert "1.996" in said


def test_destruction_names_the_witnesses_who_were_there() -> None:
    record = DestructionRecord(
        1, samples.AT, "g", "", "dibakar", (DestroyedLine("s", "Bupati", 12, 300),),
        (Witness("Polri", "Pak Yusuf"),), "Bu Dewi",
    )  # fmt: skip
    said = words(letters.destruction(from_stock.destruction(FRAME, record, "Halaman", SARI)))
    assert "Pak Yusuf" in said
    assert "tiga ratus dua belas" in said


def test_a_replacement_letter_asks_for_damaged_and_short() -> None:
    record = ReplacementRecord(
        1, samples.AT.date(), "", "BA-1", "KPU Provinsi", "s", "Bupati", "lembar", 15, 12, 3, 0,
        "raised", "",
    )  # fmt: skip
    said = words(letters.replacement(from_stock.replacement(FRAME, record, SARI)))
    assert "'15'" in said
    assert "berita acara sortir nomor BA-1" in said


def load() -> ShipmentRecord:
    lines = tuple(
        ShipmentLine(code, "99.01.01.2002-001", "KWK-BUP", code[19], ("KB 1", "KB 2"), ballots)
        for code, ballots in (("P249901012002001BUPK1A", 313), ("P249901012002001UMUP1B", None))
    )
    return ShipmentRecord(
        "SJ-001", "99.01:gudang-1", "99.01.01", lines, "a" * 64, datetime(2024, 11, 20, tzinfo=UTC)
    )


def test_a_load_becomes_surat_jalan_and_bast() -> None:
    paper = from_packing.shipment(FRAME, load(), named, SARI, RINA)
    [line] = paper.lines
    assert (line.destination, line.packages, line.sheets) == (
        "TPS 001 Desa Sungai Jernih",
        2,
        313,
    )
    assert (line.what, line.seals) == ("1 kotak, 1 luar kotak", "KB 1 s.d. 2")
    assert paper.list_hash == "aaaa aaaa aaaa aaaa"
    bast = from_packing.shipment_bast(FRAME, load(), named, named, SARI, RINA)
    assert bast.lines[0].place == "TPS 001 Desa Sungai Jernih"
    assert bast.lines[0].seals == "KB 1 s.d. 2"


def test_sealed_boxes_become_one_ba_segel() -> None:
    closed = [
        SealingRecord(
            "P24", "99.01.01.2002-001", "KWK-BUP", ("KB 1", "KB 2"), samples.AT, ("KB 0",)
        )
    ]
    paper = from_packing.sealing(FRAME, closed, "Gudang", "Kecamatan Hulu", named, named, SARI)
    said = words(letters.sealing(paper))
    assert "KB 1 s.d. 2" in said
    assert "Segel rusak dan diganti: KB 0." in said


def test_a_recorded_load_is_printed_from_the_page(scope: Scope, client: Client) -> None:
    shipment = Shipment.objects.create(
        scope=scope,
        code="SJ-001",
        origin="99.01:gudang-1",
        destination="99.01.01:ppk",
        unsealed_reason="disegel di PPK",
        list_hash="a" * 64,
        made_by=worlds.person("bu_sari").account,
        made_at=samples.AT,
    )
    for row in Package.objects.filter(scope=scope, desa="99.01.01.2002", form="K"):
        ShipmentPackage.objects.create(shipment=shipment, package=row.code)
    client.force_login(worlds.person("bu_sari"))

    address = "/e/pilkada-2024/99.01/dokumen/surat/surat_jalan/SJ-001/terbitkan/"
    fetched = client.post(address, follow=True)

    pages = [p.get_textpage().get_text_range() for p in pdfium.PdfDocument(fetched.content)]
    text = " ".join(" ".join(pages).split())
    assert "001/SJ/99.01/XI/2024" in text
    assert "TPS 001 Desa Sungai Jernih 2 kotak 2" in text
    [(thing, listed)] = records.rows(scope)
    assert (thing.code, listed.key, listed.area) == ("muatan", "SJ-001", "99.01.01")
    page = client.get("/e/pilkada-2024/99.01/dokumen/").content.decode()
    for document in ("surat_jalan", "bast"):
        assert f"dokumen/surat/{document}/SJ-001/terbitkan/" in page


def test_bu_rina_prints_the_papers_of_her_own_load_only(scope: Scope, client: Client) -> None:
    for number, kecamatan in enumerate(("99.01.01", "99.01.02"), start=1):
        shipment = Shipment.objects.create(
            scope=scope,
            code=f"SJ-00{number}",
            origin="99.01:gudang-1",
            destination=f"{kecamatan}:ppk",
            unsealed_reason="disegel di PPK",
            list_hash="a" * 64,
            made_by=worlds.person("bu_sari").account,
            made_at=samples.AT,
        )
        row = Package.objects.filter(scope=scope, kecamatan=kecamatan, form="K").first()
        assert row is not None
        ShipmentPackage.objects.create(shipment=shipment, package=row.code)
    client.force_login(worlds.person("bu_rina"))
    base = "/e/pilkada-2024/99.01/dokumen/"

    page = client.get(base).content.decode()

    assert "surat/bast/SJ-001/terbitkan/" in page
    assert "surat/bast/SJ-002/terbitkan/" not in page
    assert client.get(f"{base}surat/bast/SJ-001.pdf").status_code == 200
    assert client.get(f"{base}surat/bast/SJ-002.pdf").status_code == 403
    assert client.get(f"{base}surat/ba_segel/99.01.02.pdf").status_code == 403
    assert client.get(f"{base}surat/bttb/1.pdf").status_code == 403


def test_boxes_stand_in_the_order_they_are_opened(scope: Scope) -> None:
    order = queries.Order(election_of(scope))
    rows = Package.objects.filter(scope=scope, place="99.01.01.2002-001", form="K")

    assert [row.kind for row in sorted(rows, key=order.of)] == ["KWK-GUB", "KWK-BUP"]


def test_papers_are_found_by_kind_and_by_word(scope: Scope, client: Client) -> None:
    for number in (1, 2):
        ReplacementRequest.objects.create(
            scope=scope,
            number=number,
            item="surat_suara",
            sku=("KWK-GUB/99", "KWK-BUP/99.01")[number - 1],
            damaged=5,
            quantity=5,
            raised_at=samples.AT,
        )
    client.force_login(worlds.person("bu_sari"))
    base = "/e/pilkada-2024/99.01/dokumen/"

    everything = client.get(base).content.decode()
    assert "Surat suara Bupati dan Wakil Bupati, 5 lembar" in everything
    assert "surat_suara" not in everything
    found = client.get(base + "?hal=pengganti&cari=bupati").content.decode()
    assert "surat_penggantian/2.pdf" in found
    assert "surat_penggantian/1.pdf" not in found


def test_a_replacement_letter_goes_to_whom_the_office_set(scope: Scope) -> None:
    request = ReplacementRequest.objects.create(
        scope=scope, number=1, item="surat_suara", sku="KWK-GUB/99", damaged=5, quantity=5,
        raised_at=samples.AT,
    )  # fmt: skip
    assert makers.replacement(scope, "1").recipient == BLANK  # type: ignore[union-attr]
    Letterhead.objects.create(scope=scope, area="99.01", recipient="Ketua KPU Provinsi Contoh")
    assert makers.replacement(scope, "1").recipient.endswith("Contoh")  # type: ignore[union-attr]
    ReplacementRequest.objects.filter(pk=request.pk).update(to="PT Contoh")
    assert makers.replacement(scope, "1").recipient == "PT Contoh"  # type: ignore[union-attr]


@pytest.mark.parametrize("code", ["bttb", "bast", "ba_sortir", "ba_segel", "ba_pemusnahan"])
def test_a_record_that_is_not_there_is_refused(scope: Scope, code: str) -> None:
    for key in ("9", "x", "99999999999999999999", "²"):
        with pytest.raises(Refused):
            records.paper(scope, code, key)
    assert services.document(code)


def test_a_load_offers_its_papers_on_its_own_page(scope: Scope, client: Client) -> None:
    Shipment.objects.create(
        scope=scope,
        code="SJ-001",
        origin="99.01:gudang-1",
        destination="99.01.02:ppk",
        list_hash="a" * 64,
        made_by=worlds.person("bu_sari").account,
        made_at=samples.AT,
    )
    for name, sees in (("bu_sari", True), ("pak_adi", False)):
        client.force_login(worlds.person(name))
        page = client.get("/e/pilkada-2024/99.01/muatan/SJ-001/").content.decode()
        assert ("Cetak BAST" in page) is sees
