"""Papers people sign. Written in Indonesian from the start.

`DOCUMENTS` is the one list: to add a paper, write its dataclass in `papers.py`, a
function from it to a plain dict in `letters.py` or `sheets.py`, and one row here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from tepat.core.documents import letters, sheets

WET_SIGNATURE_RULES: Final = (
    "Catatan digital pendukung; berita acara bertanda tangan basah tetap berlaku."
)
"""Stands at the foot of every paper."""


@dataclass(frozen=True, slots=True)
class Document:
    """One kind of paper. `number_code` stands in its letter number; empty: it has none."""

    code: str
    title: str
    template: str
    fill: Callable[[Any], dict[str, object]]
    number_code: str = ""
    short: str = ""
    """What people call it, where the title is long."""


DOCUMENTS: Final[tuple[Document, ...]] = (
    Document("daftar_isi", "Daftar isi kotak", "packing_list.typ", sheets.packing_list),
    Document("label_a4", "Label kotak, lembar A4", "labels.typ", sheets.label),
    Document("label_thermal", "Label kotak, satu per lembar", "labels.typ", sheets.label),
    Document("label_sampul", "Label sampul, lembar A4", "labels.typ", sheets.label),
    Document("surat_jalan", "Surat jalan", "letter.typ", letters.shipment, "SJ", "Surat jalan"),
    Document(
        "bttb", "Bukti tanda terima barang", "letter.typ", letters.goods_receipt, "BTTB", "BTTB"
    ),
    Document("bast", "Berita acara serah terima", "letter.typ", letters.handover, "BAST", "BAST"),
    Document(
        "ba_sortir",
        "Berita acara sortir dan lipat",
        "letter.typ",
        letters.sort,
        "BA-SORTIR",
        "BA sortir",
    ),
    Document(
        "ba_segel", "Berita acara penyegelan", "letter.typ", letters.sealing, "BA-SEGEL", "BA segel"
    ),
    Document(
        "ba_pemusnahan",
        "Berita acara pemusnahan",
        "letter.typ",
        letters.destruction,
        "BA-MUSNAH",
        "BA pemusnahan",
    ),
    Document(
        "surat_penggantian",
        "Surat permintaan penggantian",
        "letter.typ",
        letters.replacement,
        "SP",
        "Surat penggantian",
    ),
)

BY_CODE: Final = {document.code: document for document in DOCUMENTS}
