"""Whether a sheet holds voters' personal data. Such a file is refused whole.

A TPS list counts voters and never names them. Told by the header (NIK, NKK, nama
pemilih, tanggal lahir ...) and by the content (numbers built like a NIK, birth dates),
because a header can be renamed. Law 27/2022 on personal data; the list of voters by
name (model A) is such a sheet.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from tepat.core.election.tps_list.sheet import Cell, Sheet, letter, text_of
from tepat.core.problems import Code, Problem

_STRONG: Final = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (
            r"(NO|NOMOR|N)? ?NIK( .*)?|NOMOR INDUK KEPENDUDUKAN.*|NO(MOR)? E? ?KTP.*|KTP( EL)?",
            "NIK",
        ),
        (r"N ?KK|(NO|NOMOR) ?K ?K( .*)?|NO(MOR)? KARTU KELUARGA.*|KARTU KELUARGA", "NKK"),
        (
            r"NAMA (LENGKAP )?(PEMILIH|WARGA|PENDUDUK|KEPALA KELUARGA|IBU.*|AYAH)( .*)?|VOTER NAME",
            "nama pemilih",
        ),
        (
            r"((TEMPAT|TMPT|TMP|DAN|TANGGAL|TGL|TG|TAHUN|THN|BULAN) )*LAHIR( .*)?|TTL|"
            r"BIRTH ?(DATE|PLACE)|DATE OF BIRTH",
            "tanggal atau tempat lahir",
        ),
        (
            r"(STATUS|STS|ST) (PERKAWINAN|KAWIN|PERNIKAHAN|NIKAH)( .*)?",
            "status perkawinan",
        ),
    )
)
_ENGLISH: Final = {
    "NIK": "NIK",
    "NKK": "NKK",
    "NIK atau NKK": "NIK or NKK",
    "nama pemilih": "names of voters",
    "nama orang": "names of people",
    "tanggal lahir": "dates of birth",
    "tanggal atau tempat lahir": "date or place of birth",
    "status perkawinan": "marital status",
}
"""What was found, for English sentences."""
_WEAK: Final = re.compile(
    r"NAMA( LENGKAP)?|JENIS KELAMIN|JK|JNS KELAMIN|GENDER|SEX|UMUR|USIA|RT|RW|RT RW|AGAMA|"
    r"PEKERJAAN|"
    r"ALAMAT( RUMAH| TEMPAT TINGGAL| PEMILIH)?|(RAGAM |JENIS |TIPE )?(DISABILITAS|DIFABEL)|STATUS|"
    r"(NO|NOMOR) (HP|TELEPON|TELP|WA)"
)
_NAME: Final = re.compile(r"NAMA( LENGKAP)?")
_AREA: Final = re.compile(r"(NAMA )?(DESA|KELURAHAN|KEL|DESA KEL(URAHAN)?|KAMPUNG|NAGARI|GAMPONG)")
_SEX: Final = re.compile(r"L\s*/\s*P|P\s*/\s*L|\(?L/P\)?")
_COUNTED: Final = re.compile(r"(JUMLAH|JML|BANYAK|TOTAL) .*")
_OFFICER: Final = re.compile(r".*\b(KETUA|KPPS|PPS|PPK|PTPS|PKD|PETUGAS|ANGGOTA|OPERATOR)\b.*")
_NIK: Final = re.compile(r"(?<!\d)\d{16}(?!\d)")
_MASKED: Final = re.compile(r"\d{4,12}[*xX]{4,12}|[*]{6,12}\d{4,6}")
_BIRTH: Final = re.compile(
    r"(?<![\d.\-/])(0?[1-9]|[12]\d|3[01])[-/. |](0?[1-9]|1[0-2])[-/. |](19\d\d|20[01]\d)(?![\d.])"
)
"""Not a part of a region code: 63.09.05.2003 holds 09.05.2003."""
_HEADER_ROWS: Final = 40
_WORD: Final = re.compile(r"[^\W\d_]+")
_PLACE_WORDS: Final = re.compile(
    r"\b(TPS|SD|SDN|SDIT|MI|MIN|MIS|SMP|SMPN|MTS|SMA|SMAN|SMK|MAN|TK|PAUD|RA|SEKOLAH|BALAI|AULA|GEDUNG|"
    r"RUMAH|HALAMAN|LAPANGAN|KANTOR|POS|POSKO|POSYANDU|MASJID|MUSHOLA|MUSHOLLA|MUSALA|LANGGAR|GEREJA|"
    r"PURA|PASAR|JALAN|JL|JLN|GANG|GG|DUSUN|DESA|KELURAHAN|KEL|KECAMATAN|KAMPUNG|LINGKUNGAN|KOMPLEK|"
    r"PERUMAHAN|BLOK|TERAS|TENDA|PENDOPO|LAPAS|RUTAN|PONDOK|PESANTREN|UNIVERSITAS|DEPAN|SAMPING)\b"
)
_FEWEST: Final = 5
"""Fewer names than this say nothing about what a column holds."""


def find_personal_data(sheet: Sheet) -> Problem | None:
    """Return the first trace of voters' personal data in `sheet`, or None.

    Facts of the problem: sheet, column (letter and title) and kind; never the value.
    """
    return _in_headers(sheet) or _in_content(sheet) or _in_names(sheet)


def is_nik(digits: str) -> bool:
    """Tell whether sixteen digits are built like a NIK or NKK: region, day, month.

    For women 40 is added to the day. The last four are a serial number.

    >>> is_nik("6309055208800003"), is_nik("1234567890123456"), is_nik("0000000000000000")
    (True, False, False)
    """
    if not (11 <= int(digits[:2]) <= 97 and digits[2:4] != "00" and digits[4:6] != "00"):
        return False
    day, month = int(digits[6:8]), int(digits[8:10])
    return (1 <= day <= 31 or 41 <= day <= 71) and 1 <= month <= 12


def _in_headers(sheet: Sheet) -> Problem | None:
    for row in sheet.rows[:_HEADER_ROWS]:
        texts = [text_of(cell) if isinstance(cell, str) else "" for cell in row]
        weak = []
        for column, text in enumerate(texts):
            if not text or len(text) > 60:
                continue
            words = _words(text)
            if kind := _strong(words):
                return _problem(sheet, column, text, kind)
            if _SEX.fullmatch(text.upper()) or _WEAK.fullmatch(words):
                weak.append((column, text, words))
        names = [each for each in weak if _NAME.fullmatch(each[2])]
        # A bare NAMA is a voter only beside what describes a person.
        if names and len(weak) >= 3:
            return _problem(sheet, names[0][0], names[0][1], "nama pemilih")
    return None


def _strong(words: str) -> str:
    if _COUNTED.fullmatch(words):
        return ""
    for pattern, kind in _STRONG:
        if pattern.fullmatch(words):
            is_officer_name = kind == "nama pemilih" and _OFFICER.fullmatch(words)
            return "" if is_officer_name else kind
    return ""


def _in_content(sheet: Sheet) -> Problem | None:
    births: dict[int, int] = {}
    for row in sheet.rows:
        for column, cell in enumerate(row):
            if cell is None or cell == "":
                continue
            if _holds_nik(cell):
                return _problem(sheet, column, _title(sheet, column), "NIK atau NKK")
            if _is_birth(cell):
                births[column] = births.get(column, 0) + 1
                if births[column] >= 3:
                    return _problem(sheet, column, _title(sheet, column), "tanggal lahir")
    return None


def _in_names(sheet: Sheet) -> Problem | None:
    """A column NAMA beside the desa, with another person's name in nearly each row.

    Names of schools, halls and streets are places, and names that repeat are desa.
    """
    for top, row in enumerate(sheet.rows[:_HEADER_ROWS]):
        words = [_words(cell) if isinstance(cell, str) else "" for cell in row]
        if not any(_AREA.fullmatch(each) for each in words):
            continue
        for column, title in enumerate(words):
            if not _NAME.fullmatch(title):
                continue
            below = [each[column] for each in sheet.rows[top + 1 :] if column < len(each)]
            if _are_people([text_of(cell) for cell in below if text_of(cell)]):
                return _problem(sheet, column, text_of(row[column]), "nama orang")
    return None


def _are_people(texts: Sequence[str]) -> bool:
    if len(texts) < _FEWEST or len(set(texts)) * 10 < len(texts) * 8:
        return False
    people = [each for each in texts if _is_name(each)]
    people = [each for each in people if not _PLACE_WORDS.search(each.upper())]
    return len(people) * 10 >= len(texts) * 8


def _is_name(text: str) -> bool:
    words = re.sub(r"[^\w ]", " ", text).split()
    return len(text) <= 60 and 1 <= len(words) <= 6 and all(_WORD.fullmatch(w) for w in words)


def _holds_nik(cell: Cell) -> bool:
    if isinstance(cell, str):
        if len(cell) < 10:
            return False
        tight = re.sub(r"(?<=\d)[ .\-'](?=\d)", "", cell)
        return any(is_nik(each) for each in _NIK.findall(tight)) or bool(
            _MASKED.fullmatch(tight.strip())
        )
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return False
    return 1e15 <= cell < 1e16 and cell == int(cell) and is_nik(str(int(cell)))


def _is_birth(cell: Cell) -> bool:
    if isinstance(cell, date):
        return 1900 <= cell.year <= 2015
    return isinstance(cell, str) and len(cell) >= 8 and bool(_BIRTH.search(cell))


def _words(text: str) -> str:
    words = re.sub(r"[^A-Z0-9]+", " ", text.upper()).split()
    spaced_out = len(words) >= 3 and all(len(word) == 1 for word in words)
    return ("" if spaced_out else " ").join(words)


def _title(sheet: Sheet, column: int) -> str:
    rows: Sequence[Sequence[Cell]] = sheet.rows[:_HEADER_ROWS]
    for row in rows:
        text = text_of(row[column]) if column < len(row) else ""
        if text and not any(character.isdigit() for character in text):
            return text[:40]
    return ""


def _problem(sheet: Sheet, column: int, title: str, kind: str) -> Problem:
    named = f"{letter(column)} ({title})" if title else letter(column)
    facts = {"sheet": sheet.name, "column": named, "kind": kind, "kind_en": _ENGLISH[kind]}
    return Problem(Code.PERSONAL_DATA, facts)
