"""Measures the XML of a sheet before the parser lays it out, in one pass.

The parser of workbooks fills a full rectangle, so two far cells in a small file would
fill memory. Every byte is looked at once by expat: no expression that could go back, no
document type, no entity of the file's own, no token beyond `MOST_TOKEN`.
"""

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import IO, Final
from xml.parsers import expat

MOST_TOKEN: Final = 2**22
"""Bytes of one tag. Longer ones would be read again with every piece."""
MOST_ELEMENTS: Final = 24_000_000
_PIECE: Final = 2**18
_ADDRESS: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ERROR_TEXT: Final = 20

FAR: Final = 10_000
"""Blank rows after which a filled one no longer belongs to the table."""
Attributes = Mapping[str, str]


class BrokenXml(ValueError):
    """The part is no plain XML that a spreadsheet program writes."""


@dataclass(slots=True)
class Measured:
    """What one sheet takes, both counted from 1, and its failed formulas by row and column."""

    rows: int = 0
    columns: int = 1
    table: int = 0
    """The last row before a gap of more than `FAR` rows: where the table ends."""
    elements: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)


Check = Callable[[Measured], None]
"""Is told what there is so far; raises where that is too much."""


def measure_xlsx(part: IO[bytes], check: Check) -> Measured:
    """Return the size of one worksheet and where its formulas failed.

    Cells and rows without an address stand after the one before. Blank cells do not count.
    Raises `BrokenXml`, and whatever `check` raises.
    """
    return _parse(part, _Worksheet(check))


def measure_ods(part: IO[bytes], check: Check) -> Measured:
    """Return the rows of all tables of a content.xml and the widest one.

    Blank rows and cells count only where something stands behind them.
    Raises `BrokenXml`, and whatever `check` raises.
    """
    return _parse(part, _Tables(check))


def tags_of(data: bytes, name: str) -> list[dict[str, str]]:
    """Return the attributes of every element called `name`, whatever its prefix.

    Empty bytes have none. Raises `BrokenXml`.
    """
    reader = _Tags(name)
    if data:
        _parse(io.BytesIO(data), reader)
    return reader.tags


class _Tags:
    def __init__(self, name: str) -> None:
        self.found = Measured()
        self.tags: list[dict[str, str]] = []
        self._name = name

    def start(self, name: str, attributes: Attributes) -> None:
        self.found.elements += 1
        if name.rpartition(":")[2] == self._name:
            self.tags.append(dict(attributes))

    def end(self, name: str) -> None:
        """Only the attributes matter."""

    def text(self, text: str) -> None:
        """Only the attributes matter."""


class _Worksheet:
    def __init__(self, check: Check) -> None:
        self.found = Measured()
        self._check = check
        self._row = self._column = -1
        self._is_cell = self._is_failed = self._is_value = False
        self._text = ""

    def start(self, name: str, attributes: Attributes) -> None:
        self.found.elements += 1
        name = name.rpartition(":")[2]
        if name == "row":
            self._column = -1
            self._row = _whole(attributes.get("r"), self._row + 2) - 1
        elif name == "c":
            self._place(attributes.get("r", ""))
            self._is_cell, self._is_failed = True, attributes.get("t") == "e"
            self._text = ""
        elif self._is_cell:
            self._is_value = name == "v"
            self._count()

    def end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name == "c":
            if self._is_failed and self._text:
                self.found.errors[self._row, self._column] = self._text
            self._is_cell = self._is_failed = False
        elif name == "v":
            self._is_value = False

    def text(self, text: str) -> None:
        if self._is_failed and self._is_value and len(self._text) < _ERROR_TEXT:
            self._text = (self._text + text)[:_ERROR_TEXT]

    def _place(self, address: str) -> None:
        parts = _ADDRESS.fullmatch(address)
        if parts is None:
            self._column += 1
            self._row = max(self._row, 0)
            return
        column = 0
        for letter in parts[1]:
            column = column * 26 + ord(letter) - 64
        self._row, self._column = int(parts[2]) - 1, column - 1

    def _count(self) -> None:
        found = self.found
        if self._row >= found.rows or self._column >= found.columns:
            found.rows = max(found.rows, self._row + 1)
            found.columns = max(found.columns, self._column + 1)
            if not found.table or found.rows - found.table <= FAR:
                found.table = found.rows
            self._check(found)


class _Tables:
    def __init__(self, check: Check) -> None:
        self.found = Measured()
        self._check = check
        self._blank = self._times = self._column = self._width = 0

    def start(self, name: str, attributes: Attributes) -> None:
        self.found.elements += 1
        if name == "table:table":
            self._blank = 0
        elif name == "table:table-row":
            self._times = _whole(attributes.get("table:number-rows-repeated"), 1)
            self._column = self._width = 0
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._column += _whole(attributes.get("table:number-columns-repeated"), 1)
            if any(each.startswith("office:") for each in attributes):
                self._width = self._column
        elif name == "text:p":
            self._width = max(self._width, self._column)

    def end(self, name: str) -> None:
        if name != "table:table-row":
            return
        if not self._width:
            self._blank += self._times
            return
        found = self.found
        found.rows += self._blank + self._times
        self._blank = 0
        found.columns = max(found.columns, self._width)
        found.table = found.rows
        self._check(found)

    def text(self, text: str) -> None:
        """Only the size matters."""


def _whole(text: str | None, otherwise: int) -> int:
    """Return a positive whole number of at most nine digits."""
    if not text or not text.isascii() or not text.isdigit():
        return otherwise
    return max(1, int(text.lstrip("0")[:9] or 0))


def _parse(part: IO[bytes], reader: _Worksheet | _Tables | _Tags) -> Measured:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _no_document_type
    given = 0
    try:
        while piece := part.read(_PIECE):
            parser.Parse(piece, False)
            given += len(piece)
            if given - parser.CurrentByteIndex > MOST_TOKEN:
                raise BrokenXml("token")
            if reader.found.elements > MOST_ELEMENTS:
                raise BrokenXml("elements")
        parser.Parse(b"", True)
    except expat.ExpatError as broken:
        raise BrokenXml(str(broken)) from broken
    return reader.found


def _no_document_type(*_: object) -> None:
    raise BrokenXml("document type")
