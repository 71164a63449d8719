"""Papers people sign. Written in Indonesian from the start.

`DOCUMENTS` is the one list: to add a paper, write its dataclass in `papers.py`, a
function from it to a plain dict in `letters.py` or `sheets.py`, and one row here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from tepat.core.documents import letters, plan_sheets, sheets, tps_papers
from tepat.core.election.catalogue import UNSAID, Words

WET_SIGNATURE_RULES: Final = (
    "Catatan digital pendukung; berita acara bertanda tangan basah tetap berlaku."
)
"""Stands at the foot of every paper."""


@dataclass(frozen=True, slots=True)
class Document:
    """One kind of paper. `number_code` stands in its letter number; empty: it has none."""

    code: str
    title: Words
    """Papers carry the Indonesian; pages say it in the language of the reader."""
    template: str
    fill: Callable[[Any], dict[str, object]]
    number_code: str = ""
    short: Words = UNSAID
    """What people call it, where the title is long."""

    def facts(self) -> dict[str, str]:
        """Return the facts by which a problem names this document."""
        return {"document": self.title.id, "document_en": self.title.en}


DOCUMENTS: Final[tuple[Document, ...]] = (
    Document(
        "daftar_isi",
        Words("Daftar isi kotak", "Packing list of a box"),
        "packing_list.typ",
        sheets.packing_list,
    ),
    Document(
        "label_a4",
        Words("Label kotak, lembar A4", "Box labels, A4 sheets"),
        "labels.typ",
        sheets.label,
    ),
    Document(
        "label_thermal",
        Words("Label kotak, satu per lembar", "Box labels, one per sheet"),
        "labels.typ",
        sheets.label,
    ),
    Document(
        "label_sampul",
        Words("Label sampul, lembar A4", "Envelope labels, A4 sheets"),
        "labels.typ",
        sheets.label,
    ),
    Document(
        "surat_jalan",
        Words("Surat jalan", "Delivery order (surat jalan)"),
        "letter.typ",
        letters.shipment,
        "SJ",
        Words("Surat jalan", "Surat jalan"),
    ),
    Document(
        "bttb",
        Words("Bukti tanda terima barang", "Goods receipt (BTTB)"),
        "letter.typ",
        letters.goods_receipt,
        "BTTB",
        Words("BTTB", "BTTB"),
    ),
    Document(
        "bast",
        Words("Berita acara serah terima", "Berita acara of handover (BAST)"),
        "letter.typ",
        letters.handover,
        "BAST",
        Words("BAST", "BAST"),
    ),
    Document(
        "ba_sortir",
        Words("Berita acara sortir dan lipat", "Berita acara of sorting and folding"),
        "letter.typ",
        letters.sort,
        "BA-SORTIR",
        Words("BA sortir", "BA sorting"),
    ),
    Document(
        "ba_segel",
        Words("Berita acara penyegelan", "Berita acara of sealing"),
        "letter.typ",
        letters.sealing,
        "BA-SEGEL",
        Words("BA segel", "BA sealing"),
    ),
    Document(
        "ba_pemusnahan",
        Words("Berita acara pemusnahan", "Berita acara of destruction"),
        "letter.typ",
        letters.destruction,
        "BA-MUSNAH",
        Words("BA pemusnahan", "BA destruction"),
    ),
    Document(
        "surat_penggantian",
        Words("Surat permintaan penggantian", "Replacement request"),
        "letter.typ",
        letters.replacement,
        "SP",
        Words("Surat penggantian", "Replacement letter"),
    ),
    Document(
        "lembar_jalan",
        Words("Lembar jalan", "Run sheet (lembar jalan)"),
        "run_sheet.typ",
        plan_sheets.run_sheet,
    ),
    Document(
        "daftar_serah",
        Words("Daftar serah PPS ke KPPS", "Handover list from PPS to KPPS"),
        "tps_list.typ",
        tps_papers.tps_sheet,
        short=Words("Daftar serah", "Handover list"),
    ),
    Document(
        "surat_jadwal",
        Words("Surat jadwal distribusi", "Schedule letter"),
        "plan_letter.typ",
        plan_sheets.schedule_letter,
    ),
    Document(
        "rab",
        Words("Rencana anggaran biaya (RAB)", "Budget of the plan (RAB)"),
        "plan_budget.typ",
        plan_sheets.budget,
    ),
)

BY_CODE: Final = {document.code: document for document in DOCUMENTS}
