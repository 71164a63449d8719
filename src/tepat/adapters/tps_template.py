"""An empty TPS list as xlsx: drop-downs of kecamatan and desa, and how to fill it in.

The desa offered depend on the kecamatan chosen. The same regions give the same bytes.
"""

import io
from collections import Counter
from datetime import UTC, datetime
from typing import Any, Final

import xlsxwriter

from tepat.core.election.regions import is_in
from tepat.core.election.tps_list.names import Place, Places

TITLES: Final = (
    ("KECAMATAN", 24),
    ("DESA/KELURAHAN", 28),
    ("NO TPS", 9),
    ("L", 9),
    ("P", 9),
    ("L+P", 9),
    ("DPTb/DPPh", 11),
    ("NAMA/ALAMAT TPS", 34),
    ("LINTANG", 12),
    ("BUJUR", 12),
)
LAST_ROW: Final = 10_000
GUIDE: Final = (
    "Cara mengisi",
    "1. Satu baris untuk satu TPS. Jangan menambah judul atau baris jumlah di tengah.",
    "2. Pilih kecamatan dulu; pilihan desa mengikuti kecamatannya.",
    "3. NO TPS 1 sampai 900; TPS lokasi khusus mulai 901.",
    "4. L dan P jumlah pemilih DPT. L+P boleh dikosongkan: dijumlahkan sendiri.",
    "5. Jumlah pemilih yang belum diketahui dikosongkan, jangan diisi 0.",
    "6. Lintang dan bujur boleh kosong. Contoh: -2,165400 dan 115,381200.",
    "7. Jangan pernah mengisi NIK, NKK, nama pemilih, atau tanggal lahir: berkasnya ditolak.",
)
_LIST: Final = "_wilayah"
_MADE: Final = datetime(2024, 1, 1, tzinfo=UTC)
"""A fixed moment, so that the file does not differ from day to day."""


def build_template(places: Places | None = None, election: str = "") -> bytes:
    """Return the template; without `places` it has no lists to choose from."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    book.set_properties({"title": f"Daftar TPS {election}".strip(), "created": _MADE})
    bold = book.add_format({"bold": True, "bottom": 1, "bg_color": "#EDE7EC"})
    page = book.add_worksheet("Daftar TPS")
    for column, (title, width) in enumerate(TITLES):
        page.write(0, column, title, bold)
        page.set_column(column, column, width)
    page.freeze_panes(1, 0)
    _check_numbers(page)
    guide = book.add_worksheet("Petunjuk")
    guide.set_column(0, 0, 90)
    for row, line in enumerate(GUIDE):
        guide.write(row, 0, line, bold if row == 0 else None)
    if places and places.kecamatan:
        _offer_places(book, page, places)
    book.close()
    return held.getvalue()


def _check_numbers(page: Any) -> None:
    for column, low, high, words in (
        (2, 1, 999, "Nomor TPS 1 sampai 999; lokasi khusus mulai 901."),
        (3, 0, 9999, "Jumlah pemilih laki-laki, bilangan bulat."),
        (4, 0, 9999, "Jumlah pemilih perempuan, bilangan bulat."),
        (5, 0, 9999, "Jumlah pemilih, bilangan bulat."),
        (6, 0, 9999, "Pemilih pindahan, bilangan bulat."),
    ):
        rule = {
            "validate": "integer",
            "criteria": "between",
            "minimum": low,
            "maximum": high,
            "error_title": "Periksa angkanya",
            "error_message": words,
        }
        page.data_validation(1, column, LAST_ROW, column, rule)


def _offer_places(book: Any, page: Any, places: Places) -> None:
    """Kecamatan across the first row of a hidden sheet, their desa below each."""
    lists = book.add_worksheet(_LIST)
    lists.hide()
    deepest = 1
    for column, kecamatan in enumerate(places.kecamatan):
        lists.write(0, column, kecamatan.name)
        desa = [place for place in places.desa if is_in(place.code, kecamatan.code)]
        for row, name in enumerate(_labels(desa), start=1):
            lists.write(row, column, name)
        deepest = max(deepest, len(desa))
    last = xlsxwriter.utility.xl_col_to_name(len(places.kecamatan) - 1)
    book.define_name("kecamatan", f"={_LIST}!$A$1:${last}$1")
    first = f"OFFSET({_LIST}!$A$2,0,MATCH($A2,kecamatan,0)-1,{deepest},1)"
    chosen = f"=OFFSET({_LIST}!$A$2,0,MATCH($A2,kecamatan,0)-1,COUNTA({first}),1)"
    wrong = {"error_title": "Pilih dari daftar", "error_message": "Nama itu tidak ada di daftar."}
    page.data_validation(1, 0, LAST_ROW, 0, {"validate": "list", "source": "=kecamatan", **wrong})
    page.data_validation(1, 1, LAST_ROW, 1, {"validate": "list", "source": chosen, **wrong})


def _labels(desa: list[Place]) -> list[str]:
    """Two desa of one name are told apart by their code."""
    counted = Counter(place.name for place in desa)
    return [
        place.name if counted[place.name] == 1 else f"{place.name} ({place.code})" for place in desa
    ]
