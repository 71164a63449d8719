"""An agency's own layout: a .docx with `{{ placeholders }}`, filled.

Word cuts a placeholder into several runs when somebody edits it, so text is matched
over all runs of a paragraph. A table row that holds `{{ baris.x }}` is repeated. The
result has no time of its own: the same layout and values give the same bytes.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

import docx
from docx.oxml.ns import qn

PLACEHOLDER = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
ROW = "baris."
UNPACKED_LIMIT = 50 * 2**20
_STILL = (1980, 1, 1, 0, 0, 0)


def placeholders(layout: bytes) -> list[str]:
    """Return the placeholders in a layout, in order, once each.

    Raises `ValueError` where it is not a readable .docx.
    """
    found = dict.fromkeys(
        match[1].strip()
        for root in _roots(_open(layout))
        for paragraph in root.iter(qn("w:p"))
        for match in PLACEHOLDER.finditer("".join(each.text or "" for each in _texts(paragraph)))
    )
    return list(found)


def fill(layout: bytes, values: Mapping[str, str], rows: Sequence[Mapping[str, str]]) -> bytes:
    """Return the layout with every placeholder filled; an unknown one stays as it is."""
    document = _open(layout)
    for root in _roots(document):
        for row in [each for each in root.iter(qn("w:tr")) if _is_loop(each)]:
            for data in rows:
                copy = deepcopy(row)
                row.addprevious(copy)
                _fill_below(copy, {**values, **data})
            row.getparent().remove(row)
        _fill_below(root, values)
    stored = io.BytesIO()
    document.save(stored)
    return still(stored.getvalue())


def _open(layout: bytes) -> Any:
    try:
        with zipfile.ZipFile(io.BytesIO(layout)) as packed:
            unpacked = sum(each.file_size for each in packed.infolist())
            names = packed.namelist()
        if unpacked > UNPACKED_LIMIT or any("vbaproject" in name.lower() for name in names):
            raise ValueError("too large, or with macros")
        return docx.Document(io.BytesIO(layout))
    except Exception as broken:  # python-docx lets errors of zip, XML and its own out
        raise ValueError(str(broken)) from broken


def _roots(document: Any) -> Iterator[Any]:
    """The body, then headers and footers, each once."""
    yield document.element
    for relation in document.part.rels.values():
        if relation.reltype.endswith(("/header", "/footer")):
            yield relation.target_part.element


def _texts(paragraph: Any) -> list[Any]:
    """The text elements of a paragraph itself, not of a text box that hangs on it."""
    return [
        each
        for each in paragraph.iter(qn("w:t"))
        if next(each.iterancestors(qn("w:p"))) is paragraph
    ]


def _is_loop(row: Any) -> bool:
    """Whether this row, and not only a table inside it, holds a placeholder of rows."""
    own = [t for t in row.iter(qn("w:t")) if next(t.iterancestors(qn("w:tr"))) is row]
    text = "".join(each.text or "" for each in own)
    return any(match[1].strip().startswith(ROW) for match in PLACEHOLDER.finditer(text))


def _fill_below(root: Any, values: Mapping[str, str]) -> None:
    for paragraph in list(root.iter(qn("w:p"))):
        _fill_paragraph(_texts(paragraph), values)


def _fill_paragraph(texts: list[Any], values: Mapping[str, str]) -> None:
    whole = "".join(each.text or "" for each in texts)
    for match in reversed(list(PLACEHOLDER.finditer(whole))):
        name = match[1].strip()
        if name in values:
            _replace(texts, match.start(), match.end(), values[name])
    for each in texts:
        _break_lines(each)


def _replace(texts: list[Any], start: int, end: int, value: str) -> None:
    """Put `value` where the first touched text has the placeholder; cut it from the rest."""
    at = 0
    for each in texts:
        text = each.text or ""
        first, last = max(start - at, 0), min(end - at, len(text))
        if first < last:
            begins = at <= start
            each.text = text[:first] + (value if begins else "") + text[last:]
            each.set(qn("xml:space"), "preserve")
        at += len(text)


def _break_lines(text: Any) -> None:
    """Turn new lines of a value into line breaks of Word."""
    lines = (text.text or "").split("\n")
    if len(lines) == 1:
        return
    text.text = lines[0]
    last = text
    for line in lines[1:]:
        pause = text.makeelement(qn("w:br"), {})
        more = text.makeelement(qn("w:t"), {qn("xml:space"): "preserve"})
        more.text = line
        last.addnext(pause)
        pause.addnext(more)
        last = more


def still(packed: bytes) -> bytes:
    """Pack again with one fixed time, so that equal papers are equal files."""
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(packed)) as source,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, _STILL), source.read(name), zipfile.ZIP_DEFLATED)
    return result.getvalue()
