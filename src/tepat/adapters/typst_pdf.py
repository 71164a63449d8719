"""From a template and plain data to the bytes of a PDF, by typst.

The data travels as one JSON string, so that text with markup is printed literally and
no file is written. Only the fonts inside typst are used and the time comes from the
data: the same data gives the same bytes on every machine.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import typst

from tepat.core import mark

TEMPLATES = Path(__file__).resolve().parents[1] / "data" / "documents"

KEPT_FOR = 10
"""Compilations for which typst keeps what it has laid out."""


def compile_pdf(
    template: str, data: Mapping[str, object], at: datetime, *, tagged: bool = True
) -> bytes:
    """Return the PDF of `template` filled with `data`; `at` is the moment it speaks of.

    `template` is a file name inside `data/documents`; `data` is plain JSON. Tags tell a
    screen reader the order of a letter; a thousand labels are made ten times faster
    and four times smaller without them.
    """
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    compiler = typst.Compiler(
        str(TEMPLATES / template),
        root=str(TEMPLATES),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": text, "mark": mark.word().upper()},
    )
    moment = int(at.astimezone(UTC).timestamp())
    compiled = compiler.compile(format="pdf", timestamp=moment, pdf_tags=tagged)
    if not isinstance(compiled, bytes):
        raise TypeError("typst gave no single file")
    return compiled


def forget() -> None:
    """Give back the memory of former files, after one of many pages.

    Typst keeps what it laid out until it was not asked for during ten later compilations:
    a hundred megabytes for each file of a kecamatan. Compiling nothing that often is cheap.
    """
    empty = typst.Compiler(
        str(TEMPLATES / "empty.typ"),
        root=str(TEMPLATES),
        font_paths=_fonts(),
        ignore_system_fonts=True,
    )
    for _ in range(KEPT_FOR + 1):
        empty.compile(format="pdf")


@cache
def _fonts() -> typst.Fonts:
    """The fonts that typst carries, loaded once."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
