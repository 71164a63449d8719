"""Opens xlsx, xls, ods and csv into sheets of plain values.

Bounded before it expands: the zip directory is read first, each part is decompressed
once in pieces while its rows are measured, and only then is the workbook parsed. What
cannot be opened is refused with one sentence that names the file.
"""

import csv
import io
import re
import struct
import zipfile
import zlib
from typing import Final

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from tepat.adapters.sheet_scan import (
    BrokenXml,
    Check,
    Measured,
    measure_ods,
    measure_xlsx,
    tags_of,
)
from tepat.core.election.tps_list.sheet import Cell, Sheet
from tepat.core.problems import Code, refuse

MOST_BYTES: Final = 32 * 2**20
MOST_OPENED: Final = 400 * 2**20
"""All parts of a zip together, uncompressed."""
MOST_PART: Final = 64 * 2**20
"""Parts other than rows: shared texts, styles."""
MOST_ROWS: Final = 200_000
MOST_COLUMNS: Final = 512
MOST_CELLS: Final = 6_000_000

_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_FILEPASS: Final = 0x2F
_WORKBOOK_BOF: Final = (b"\x09\x08\x10\x00\x00\x06\x05\x00", b"\x09\x08\x08\x00\x00\x05\x05\x00")
_PIECE: Final = 2**20
_NOT_TEXT: Final = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
Errors = dict[tuple[int, int], str]


def open_sheets(data: bytes, name: str) -> list[Sheet]:
    """Return the sheets of a file given as bytes; `name` is only for the sentences.

    Raises `Refused`: FILE_EMPTY, FILE_TYPE, FILE_LOCKED, FILE_BROKEN, FILE_TOO_LARGE
    (rows), FILE_TOO_WIDE (columns), FILE_STRAY_CELL, FILE_TOO_HEAVY (megabytes).
    """
    if not data.strip(b"\0 \r\n\t"):
        raise refuse(Code.FILE_EMPTY, file=name)
    _check_size(len(data), MOST_BYTES, name)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        sheets = _read_zip(data, name)
    elif data.startswith(_OLE):
        if _ENCRYPTED in data or _has_filepass(data):
            raise refuse(Code.FILE_LOCKED, file=name)
        sheets = _read_workbook(data, name, {})
    else:
        sheets = [_read_text(data, name)]
    if all(sheet.is_empty for sheet in sheets):
        raise refuse(Code.FILE_EMPTY, file=name)
    return sheets


def _has_filepass(data: bytes) -> bool:
    """Tell whether an xls opens with FILEPASS, the record that says the rest is encrypted."""
    start = max(data.find(mark) for mark in _WORKBOOK_BOF)
    at = start if start >= 0 else len(data)
    for _ in range(40):
        if at + 4 > len(data):
            return False
        kind, size = struct.unpack_from("<HH", data, at)
        if kind == _FILEPASS:
            return True
        at += 4 + size
    return False


def _check_size(size: int, limit: int, name: str) -> None:
    if size > limit:
        raise refuse(Code.FILE_TOO_HEAVY, file=name, size=size // 2**20, limit=limit // 2**20)


def _read_zip(data: bytes, name: str) -> list[Sheet]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if any(part.flag_bits & 1 for part in parts):
                raise refuse(Code.FILE_LOCKED, file=name)
            names = {part.filename for part in parts}
            if not names & {"xl/workbook.xml", "content.xml", "xl/workbook.bin"}:
                raise refuse(Code.FILE_TYPE, file=name)
            _check_size(sum(part.file_size for part in parts), MOST_OPENED, name)
            if "content.xml" in names:
                if b"manifest:encryption-data" in _small(archive, "META-INF/manifest.xml", name):
                    raise refuse(Code.FILE_LOCKED, file=name)
                _scan_ods(archive, name)
                errors: dict[str, Errors] = {}
            else:
                errors = _scan_xlsx(archive, name)
    except (
        BrokenXml,
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        OSError,
    ) as broken:
        raise refuse(Code.FILE_BROKEN, file=name) from broken
    return _read_workbook(data, name, errors)


def _small(archive: zipfile.ZipFile, part: str, name: str) -> bytes:
    try:
        info = archive.getinfo(part)
    except KeyError:
        return b""
    _check_size(info.file_size, MOST_PART, name)
    return archive.read(info)


def _scan_xlsx(archive: zipfile.ZipFile, name: str) -> dict[str, Errors]:
    """Count rows and columns of each sheet before it is parsed; return failed formulas."""
    titles = _sheet_titles(archive, name)
    errors: dict[str, Errors] = {}
    total = 0
    for info in archive.infolist():
        is_sheet = info.filename in titles or info.filename.startswith("xl/worksheets/")
        if not is_sheet or not info.filename.endswith(".xml"):
            if not is_sheet and not info.filename.startswith("xl/media/"):
                _check_size(info.file_size, MOST_PART, name)
                with archive.open(info) as part:  # a wrong size or checksum shows here
                    while part.read(_PIECE):
                        pass
            continue
        with archive.open(info) as part:
            found = measure_xlsx(part, _limit(total, name))
        total += found.rows
        if found.errors:
            errors[titles.get(info.filename, info.filename)] = found.errors
    return errors


def _limit(before: int, name: str) -> Check:
    def check(found: Measured) -> None:
        if before + found.rows > MOST_ROWS and found.table < found.rows:
            row, far = _dotted(found.table), _dotted(found.rows)
            raise refuse(Code.FILE_STRAY_CELL, file=name, row=row, far=far)
        _check_area(before + found.rows, found.columns, name)

    return check


def _check_area(rows: int, columns: int, name: str) -> None:
    # The parser lays a sheet out as a full rectangle: two far cells would fill memory.
    if rows > MOST_ROWS:
        raise refuse(Code.FILE_TOO_LARGE, file=name, limit=_dotted(MOST_ROWS))
    if rows * columns > (MOST_CELLS if columns > MOST_COLUMNS else MOST_CELLS * 4):
        raise refuse(Code.FILE_TOO_WIDE, file=name, columns=_dotted(columns), rows=_dotted(rows))


def _dotted(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _sheet_titles(archive: zipfile.ZipFile, name: str) -> dict[str, str]:
    """Return the title of each sheet by the part that holds it."""
    workbook = _small(archive, "xl/workbook.xml", name)
    relations = _small(archive, "xl/_rels/workbook.xml.rels", name)
    targets = {
        each.get("Id", ""): each.get("Target", "").removeprefix("/xl/")
        for each in tags_of(relations, "Relationship")
    }
    titles = {}
    for each in tags_of(workbook, "sheet"):
        if target := targets.get(each.get("r:id", "")):
            titles[f"xl/{target}"] = each.get("name", "")
    return titles


def _scan_ods(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse rows that repeat a value past the limit; blank tails are harmless."""
    with archive.open("content.xml") as part:
        measure_ods(part, _limit(0, name))


def _read_workbook(data: bytes, name: str, errors: dict[str, Errors]) -> list[Sheet]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = []
        total = 0
        for title in workbook.sheet_names:
            opened = workbook.get_sheet_by_name(title)
            total += opened.total_height + 1
            _check_area(total, opened.total_width + 1, name)
            sheets.append(_sheet(opened, title, errors.get(title, {})))
    except PasswordError as locked:
        raise refuse(Code.FILE_LOCKED, file=name) from locked
    except (CalamineError, OSError, ValueError) as broken:
        if "password" in str(broken).lower():
            raise refuse(Code.FILE_LOCKED, file=name) from broken
        raise refuse(Code.FILE_BROKEN, file=name) from broken
    return sheets


def _sheet(opened: CalamineSheet, title: str, errors: Errors) -> Sheet:
    # The parser leaves out blank columns at the left; a person counts them.
    left: list[Cell] = [None] * (opened.start[1] if opened.start else 0)
    rows = [left + list(row) for row in opened.iter_rows()]
    merged = [
        (top, left, bottom, right)
        for (top, left), (bottom, right) in opened.merged_cell_ranges or ()
    ]
    return Sheet(title, rows, errors, merged)


def _read_text(data: bytes, name: str) -> Sheet:
    text = _decode(data, name)
    head = text[:4096].lstrip().lower()
    if head.startswith(("%pdf", "<html", "<!doctype", "<?xml", "{\\rtf", "<table")):
        raise refuse(Code.FILE_TYPE, file=name)
    delimiter, text = _delimiter(text)
    rows: list[list[Cell]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(list(row))
            if len(rows) > MOST_ROWS:
                raise refuse(Code.FILE_TOO_LARGE, file=name, limit=_dotted(MOST_ROWS))
    except csv.Error as broken:
        raise refuse(Code.FILE_BROKEN, file=name) from broken
    if max((len(row) for row in rows), default=0) < 2:
        raise refuse(Code.FILE_TYPE, file=name)
    return Sheet(name.rpartition("/")[2].rpartition(".")[0] or name, rows)


def _decode(data: bytes, name: str) -> str:
    """Excel writes utf-8 with a mark, utf-16, or the office's cp1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in data[:400]:
        encodings = ["utf-16-le" if data[1:2] == b"\0" else "utf-16-be"]
    else:
        encodings = ["utf-8-sig", "cp1252", "latin-1"]
        if _NOT_TEXT.search(data[:65536]):
            raise refuse(Code.FILE_TYPE, file=name)
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise refuse(Code.FILE_TYPE, file=name)


def _delimiter(text: str) -> tuple[str, str]:
    """Return the delimiter and the text without Excel's `sep=;` line."""
    first, _, rest = text.partition("\n")
    if said := re.fullmatch(r'"?sep=(.)"?\r?', first.strip("\ufeff"), re.IGNORECASE):
        return said[1], rest
    lines = [line for line in text[:65536].splitlines()[:60] if line.strip()]
    best, best_rank = ",", (0, 0)
    for delimiter in ",;\t|":
        counts = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
        usual = max(set(counts), key=counts.count, default=1)
        rank = (counts.count(usual), usual) if usual > 1 else (0, max(counts, default=0))
        if rank > best_rank:
            best, best_rank = delimiter, rank
    return best, text
