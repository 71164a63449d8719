"""Opens xlsx, xls, ods and csv into sheets of plain values.

Bounded before it expands: the zip directory is read first, each part is decompressed
once in pieces while its rows are counted, and only then is the workbook parsed. What
cannot be opened is refused with one sentence that names the file.
"""

import csv
import html
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Final

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from tepat.core.election.tps_list.sheet import Cell, Sheet, column_of
from tepat.core.problems import Code, refuse

MOST_BYTES: Final = 32 * 2**20
MOST_OPENED: Final = 400 * 2**20
"""All parts of a zip together, uncompressed."""
MOST_PART: Final = 64 * 2**20
"""Parts other than rows: shared texts, styles."""
MOST_ROWS: Final = 200_000
FAR: Final = 10_000
"""A cell this many blank rows below the others is a slip of the hand, no part of a table."""
MOST_COLUMNS: Final = 512
MOST_CELLS: Final = 6_000_000

_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_FILEPASS: Final = 0x2F
_WORKBOOK_BOF: Final = (b"\x09\x08\x10\x00\x00\x06\x05\x00", b"\x09\x08\x08\x00\x00\x05\x05\x00")
_PIECE: Final = 2**20
_CELL: Final = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*?(?<!/)>')
_ERROR: Final = re.compile(
    rb'<(?:\w+:)?c\b(?=[^>]*?\bt="e")[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*?>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]{1,20})<',
    re.DOTALL,
)
_ROW: Final = re.compile(rb"<(?:\w+:)?row\b")
_ODS_REPEAT: Final = re.compile(
    rb'<table:table-row\b[^>]*?number-rows-repeated="(\d+)"[^>]*?(?<!/)>(.*?)</table:table-row>',
    re.DOTALL,
)
_ODS_WIDE: Final = re.compile(rb'number-columns-repeated="(\d+)"[^>]*?office:value')
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
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as broken:
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
        if not re.fullmatch(r"xl/worksheets/[^/]+\.(xml|bin)", info.filename):
            if not info.filename.startswith("xl/media/"):
                _check_size(info.file_size, MOST_PART, name)
                with archive.open(info) as part:  # a wrong size or checksum shows here
                    while part.read(_PIECE):
                        pass
            continue
        found: Errors = {}
        total += _scan_rows(archive, info, name, found, total)
        if found:
            errors[titles.get(info.filename, info.filename)] = found
    return errors


def _scan_rows(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, errors: Errors, before: int
) -> int:
    rows = last = end = 0
    width = 1
    with archive.open(info) as part:
        for piece in _pieces(part):
            rows += len(_ROW.findall(piece))
            cells = _CELL.findall(piece)
            if cells:
                filled = sorted({int(row) for _, row in cells})
                end = _end_of_table(end, filled)
                last = max(last, filled[-1])
                width = max(width, max(column_of(c.decode()) + 1 for c in {c for c, _ in cells}))
            for column, row, error in _ERROR.findall(piece) if b't="e"' in piece else ():
                errors[int(row) - 1, column_of(column.decode())] = error.decode("utf-8", "replace")
            _check_area(before + end, width, name)
    if before + last > MOST_ROWS and end < last:
        raise refuse(Code.FILE_STRAY_CELL, file=name, row=_dotted(end), far=_dotted(last))
    _check_area(before + last, width, name)
    if not last:
        # Rows without addresses stand one after the other.
        _check_area(before + rows, 1, name)
        return rows
    return last


def _end_of_table(end: int, filled: list[int]) -> int:
    """Return the last row of the table, going on from row `end` over the `filled` rows."""
    for row in filled:
        if end and row - end > FAR:
            break
        end = max(end, row)
    return end


def _pieces(part: IO[bytes]) -> Iterator[bytes]:
    """Yield the part cut between rows, so that no cell is cut in two."""
    rest = b""
    while chunk := part.read(_PIECE):
        rest += chunk
        cut = rest.rfind(b"row>") + 4
        if cut > 4:
            yield rest[:cut]
            rest = rest[cut:]
        elif len(rest) > 16 * _PIECE:
            yield rest
            rest = b""
    yield rest


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
    workbook = _small(archive, "xl/workbook.xml", name).decode("utf-8", "replace")
    relations = _small(archive, "xl/_rels/workbook.xml.rels", name).decode("utf-8", "replace")
    targets = {}
    for tag in re.findall(r"<(?:\w+:)?Relationship\b[^>]*>", relations):
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        targets[attributes.get("Id", "")] = attributes.get("Target", "").removeprefix("/xl/")
    titles = {}
    for tag in re.findall(r"<(?:\w+:)?sheet\b[^>]*>", workbook):
        attributes = dict(re.findall(r'([\w:]+)="([^"]*)"', tag))
        if target := targets.get(attributes.get("r:id", "")):
            titles[f"xl/{target}"] = html.unescape(attributes.get("name", ""))
    return titles


def _scan_ods(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse rows that repeat a value past the limit; blank tails are harmless."""
    rows = 0
    rest = b""
    with archive.open("content.xml") as part:
        while chunk := part.read(_PIECE):
            rest += chunk
            cut = rest.rfind(b"</table:table-row>")
            if cut < 0:
                if len(rest) > 32 * _PIECE:
                    raise refuse(Code.FILE_BROKEN, file=name)
                continue
            piece, rest = rest[: cut + 18], rest[cut + 18 :]
            rows += piece.count(b"</table:table-row>")
            for times, inside in _ODS_REPEAT.findall(piece):
                if b"office:value" in inside:
                    rows += int(times)
            widest = max((int(n) for n in _ODS_WIDE.findall(piece)), default=1)
            _check_area(rows, widest, name)


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
