"""The layout of an export: which columns, under which headings, in which order.

A layout is a TOML: the one that comes with the program, or what an office made of it so
that the file fits the sheet another agency takes.

    [[column]]
    field = "package"
    head = "Kode Kotak"
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any, Final

from tepat.core.election.catalogue import Words
from tepat.core.problems import Code, refuse
from tepat.core.watch.exports.sources import SOURCES, Field, Source

MOST_COLUMNS: Final = 60
LONGEST_HEAD: Final = 120
LONGEST_FILE: Final = 20_000
"""Characters of a layout: sixty columns fit three times over."""
DELIMITERS: Final[Mapping[str, str]] = {"koma": ",", "titik-koma": ";", "tab": "\t"}
_UNPRINTABLE: Final = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file: what it says, and what stands above it."""

    field: str
    head: str


@dataclass(frozen=True, slots=True)
class Export:
    """One export: its rows, what it is for, and its columns."""

    code: str
    source: Source
    name: Words
    use: Words
    """Whose program or form takes it, in one sentence."""
    columns: tuple[Column, ...]
    kinds: tuple[str, ...] = ()
    """Only facts of these kinds; empty: all that its source reads."""
    owner: str = ""
    """The agency for which it was shaped."""
    place: int = 99
    """Where it stands on the page; the smallest first."""

    @property
    def fields(self) -> tuple[Field, ...]:
        """The field of each column."""
        found = [self.source.field(each.field) for each in self.columns]
        return tuple(each for each in found if each is not None)

    @property
    def heads(self) -> tuple[str, ...]:
        return tuple(each.head for each in self.columns)

    @property
    def is_personal(self) -> bool:
        """Whether a column of it names people."""
        return any(each.is_personal for each in self.fields)

    def with_columns(self, columns: Sequence[Column]) -> "Export":
        return replace(self, columns=tuple(columns))


def read_export(code: str, value: Mapping[str, Any]) -> Export:
    """Return the export that a shipped TOML says. Raises `ValueError` or `Refused` for none."""
    source = SOURCES.get(value["source"])
    if source is None:
        raise ValueError(f"source: {value['source']}")
    columns = _columns(value.get("column", ()), source)
    return Export(
        code,
        source,
        Words(**value["name"]),
        Words(**value["use"]),
        columns,
        tuple(value.get("kinds", ())),
        value.get("owner", ""),
        value.get("place", 99),
    )


def read_layout(text: str, source: Source) -> tuple[Column, ...]:
    """Return the columns of a layout that an office wrote.

    Raises `Refused` where it is no TOML, names a field that `source` does not have or one
    twice, or has no columns or too many.

    >>> from tepat.core.watch.exports.sources import SIX
    >>> read_layout('[[column]]\\nfield = "tps"\\nhead = "Kode"', SIX)
    (Column(field='tps', head='Kode'),)
    """
    if len(text) > LONGEST_FILE:
        raise refuse(Code.EXPORT_LAYOUT_LONG, limit=LONGEST_FILE)
    try:
        value = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise refuse(Code.EXPORT_LAYOUT_TOML, reason=str(error)[:120]) from None
    rows = value.get("column", ())
    return _columns(rows if isinstance(rows, list) else (), source)


def columns_of(pairs: Iterable[tuple[str, str]], source: Source) -> tuple[Column, ...]:
    """Return columns of fields and headings; raises `Refused` as `read_layout` does."""
    return _columns([{"field": field, "head": head} for field, head in pairs], source)


def _columns(rows: Sequence[Any], source: Source) -> tuple[Column, ...]:
    if not 1 <= len(rows) <= MOST_COLUMNS:
        raise refuse(Code.EXPORT_LAYOUT_COUNT, count=len(rows), most=MOST_COLUMNS)
    found: list[Column] = []
    for place, row in enumerate(rows, start=1):
        said = row if isinstance(row, dict) else {}
        name = str(said.get("field", ""))
        field = source.field(name)
        if field is None:
            near = get_close_matches(name, [each.name for each in source.fields], 1, 0.5)
            known = near[0] if near else ", ".join(each.name for each in source.fields)
            raise refuse(Code.EXPORT_LAYOUT_FIELD, place=place, value=name[:40], known=known)
        if any(each.field == name for each in found):
            raise refuse(Code.EXPORT_LAYOUT_TWICE, place=place, value=name)
        head = str(said.get("head", "")).strip() or field.head
        if len(head) > LONGEST_HEAD or _UNPRINTABLE.search(head):
            raise refuse(Code.EXPORT_LAYOUT_HEAD, place=place, limit=LONGEST_HEAD)
        found.append(Column(name, head))
    return tuple(found)


def write_layout(export: Export) -> str:
    """Return the columns of `export` as the TOML that `read_layout` reads.

    Fields that are left out stand below as remarks, ready to be taken in.
    """
    used = {each.field for each in export.columns}
    lines = [f"# {export.name.id}: kolom dari kiri ke kanan. Ubah head, urutan, atau hapus kolom."]
    for column in export.columns:
        lines += ["", "[[column]]", f'field = "{column.field}"', f"head = {_quoted(column.head)}"]
    spare = [each for each in export.source.fields if each.name not in used]
    if spare:
        lines += ["", "# Kolom lain yang tersedia:"]
    for field in spare:
        lines += ["# [[column]]", f'# field = "{field.name}"', f"# head = {_quoted(field.head)}"]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
