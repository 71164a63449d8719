"""Made-up papers of Kabupaten Contoh, 99.01: for the preview of a letterhead, for lists of
placeholders, and for tests. Nothing in them is real.
"""

from datetime import datetime, timedelta, timezone
from typing import Any

from tepat.core.documents.papers import (
    Area,
    DestructionLine,
    DestructionPaper,
    Frame,
    GoodsReceiptPaper,
    HandoverLine,
    HandoverPaper,
    KindMark,
    LabelPaper,
    Letterhead,
    LoadLine,
    PackedBox,
    PackedLine,
    PackingListPaper,
    Person,
    ReceiptLine,
    ReplacementLine,
    ReplacementPaper,
    SealLine,
    SealPaper,
    ShipmentPaper,
    SortLine,
    SortPaper,
)
from tepat.core.election.ids import Form, PackageCode

WITA = timezone(timedelta(hours=8))
AT = datetime(2024, 11, 23, 13, 37, tzinfo=WITA)
ELECTION = "Pemilihan Gubernur dan Wakil Gubernur serta Bupati dan Wakil Bupati Tahun 2024"
GUB = KindMark("Gubernur dan Wakil Gubernur", "merah marun", "#7b1e2b")
BUP = KindMark("Bupati dan Wakil Bupati", "biru muda", "#8ecae6")
KOP = Letterhead(("KOMISI PEMILIHAN UMUM", "KABUPATEN CONTOH"), "Jalan Contoh Nomor 1")
FRAME = Frame(KOP, ELECTION, AT, "WITA", "Contoh", "017/BAST/99.01/XI/2024", ("Arsip",), True)
BU_SARI = Person("Nama Contoh A", "Kepala gudang KPU Kabupaten Contoh", "19800101 200501 2 001")
BU_RINA = Person("Nama Contoh B", "Ketua PPK Contoh")
PAK_ADI = Person("Nama Contoh C", "Bawaslu Kabupaten Contoh")
PAK_JOKO = Person("Nama Contoh D", "Pengemudi")
LONG_DESA = "Desa Persiapan Kampuang Tanjuang Koto Mambang Sungai Durian"


def labels(how_many: int, form: Form = Form.BOX, desa: str = "Desa Contoh") -> list[LabelPaper]:
    """Return labels of TPS 1, 2, ...: two kinds each."""
    return [
        LabelPaper(
            str(PackageCode("P24", f"99.01.02.2003-{tps:03d}", short, form)),
            Area("Kabupaten Contoh", "Provinsi Contoh", "Kecamatan Contoh", desa, tps),
            f"99.01.02.2003-{tps:03d}",
            kind,
            position,
            2,
        )
        for tps in range(1, how_many // 2 + 1)
        for position, (short, kind) in enumerate((("GUB", GUB), ("BUP", BUP)), start=1)
    ]


def packing_list(item: str = "Tinta") -> PackingListPaper:
    """Return the packing list of one TPS."""
    boxes = tuple(
        PackedBox(
            label.code,
            "Kotak suara",
            label.kind,
            (
                PackedLine("Surat suara", "lembar", 494, 25),
                PackedLine(item, "botol", 2),
                PackedLine("Segel", "keping", None),
            ),
            ("KB 0391", "KB 0392"),
        )
        for label in labels(2)
    )
    return PackingListPaper(labels(2)[0].area, labels(2)[0].place, boxes)


def handover(what: str = "Kotak suara", lines: int = 6) -> HandoverPaper:
    """Return a BAST with so many lines, a torn seal and a witness."""
    return HandoverPaper(
        FRAME,
        BU_SARI,
        BU_RINA,
        "Kecamatan Contoh",
        tuple(
            HandoverLine(label.code, "TPS 001", what, "KB 0391 s.d. 0394", 289)
            for label in labels(lines)
        ),
        ("Segel KB 0393 robek.",),
        (PAK_ADI,),
        "Gudang KPU",
    )


def letter_papers() -> dict[str, Any]:
    """Return one made-up paper for each letter, by the code of its document."""
    return {**_movements(), **_minutes()}


def _movements() -> dict[str, Any]:
    return {
        "bast": (handover()),
        "surat_jalan": (
            ShipmentPaper(
                FRAME,
                "M-31",
                "Gudang KPU",
                "PPK Contoh",
                (LoadLine("Desa Contoh", 6, "kotak suara", 1728),),
                AT,
                "Truk boks",
                "DA 0000 XX",
                PAK_JOKO,
                ("dua anggota Polsek",),
                BU_SARI,
                BU_RINA,
                (PAK_ADI,),
                "c41e 09d7",
            )
        ),
        "bttb": (
            GoodsReceiptPaper(
                FRAME,
                "PT Contoh",
                "SJ-1",
                (
                    ReceiptLine("Surat suara", "lembar", 2000, 1990, 12),
                    ReceiptLine("Segel", "keping", None, 5000),
                ),
                "Gudang KPU",
                giver=PAK_JOKO,
                receiver=BU_SARI,
                witnesses=(PAK_ADI,),
            )
        ),
    }


def _minutes() -> dict[str, Any]:
    return {
        "ba_sortir": (
            SortPaper(
                FRAME,
                "Gudang KPU",
                (SortLine("B-01", "Surat suara Bupati", 2000, 1988, (("sobek", 12),), 3),),
                BU_SARI,
                PAK_JOKO,
                (PAK_ADI,),
            )
        ),
        "ba_segel": (
            SealPaper(
                FRAME,
                "Gudang KPU",
                "Kecamatan Contoh",
                (SealLine(labels(2)[0].code, "TPS 001", "Bupati", ("KB 0391", "KB 0392")),),
                BU_SARI,
                (PAK_ADI,),
            )
        ),
        "ba_pemusnahan": (
            DestructionPaper(
                FRAME,
                (DestructionLine("Bupati", 12, 300),),
                "dibakar",
                BU_SARI,
                (Person("", "Kapolres Contoh"), PAK_ADI, Person("", "Pemerintah Kabupaten")),
            )
        ),
        "surat_penggantian": (
            ReplacementPaper(
                FRAME,
                "Ketua KPU Provinsi Contoh",
                "Ibu Kota",
                (ReplacementLine("Surat suara Bupati", "lembar", 12, 3, "BA sortir"),),
                BU_SARI,
                AT.date(),
            )
        ),
    }
