"""Form A as .docx, to be finished by hand: A4, the letterhead, five parts, a place to sign."""

import io
from datetime import UTC
from typing import Any, Final

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from tepat.adapters.docx_layout import still
from tepat.core import mark
from tepat.core.documents.papers import Letterhead
from tepat.core.watch.supervision import form_a
from tepat.server.watch.models import SupervisionForm

FONT: Final = "Times New Roman"
A4: Final = (Mm(210), Mm(297))
SIDES: Final = (Mm(22), Mm(20))
"""Left and right margin, as on the PDF."""
COLUMNS: Final = (Mm(52), Mm(116))
"""Label and answer: together what A4 leaves between the margins."""
LONG: Final = 600
"""Letters from which an answer may run over the end of a page."""
BLACK: Final = RGBColor(0, 0, 0)


def form_a_docx(
    row: SupervisionForm, kop: Letterhead, title: str, subtitle: str, source: str
) -> bytes:
    """Return a Form A as .docx. Equal forms give equal bytes."""
    document = docx.Document()
    _page(document)
    for line in kop.lines:
        _centred(document, line, size=13, bold=True)
    if kop.address:
        _centred(document, kop.address, size=9.5)
    if row.is_contoh:
        _centred(document, mark.word().upper(), bold=True)
    _centred(document, title, size=12.5, bold=True).paragraph_format.space_before = Pt(10)
    _centred(document, subtitle, bold=True)
    _centred(document, f"NOMOR: {row.said.get('lhp', '')}")
    for number, heading, fields in form_a.PARTS:
        document.add_heading(f"{number}. {heading}", level=2)
        _table(document, [(form_a.LABELS[name], _answer(row, name)) for name in fields])
    _signature(document, row)
    if source:
        _line(document, source, size=8.5).paragraph_format.space_before = Pt(10)
    properties = document.core_properties
    properties.created = properties.modified = row.at.astimezone(UTC).replace(
        tzinfo=None, microsecond=0
    )
    properties.author, properties.language = "", "id-ID"
    properties.title = f"{title} {row.said.get('lhp', '')}"
    stored = io.BytesIO()
    document.save(stored)
    return still(stored.getvalue())


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = A4
    section.left_margin, section.right_margin = SIDES
    section.top_margin = section.bottom_margin = Mm(18)
    normal = document.styles["Normal"]
    normal.paragraph_format.space_after = Pt(0)
    heading = document.styles["Heading 2"]
    heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(10), Pt(4)
    for style, size in ((normal, 11), (heading, 11.5)):
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), BLACK
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for part in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):  # a theme's wins
            fonts.attrib.pop(qn(f"w:{part}"), None)


def _answer(row: SupervisionForm, name: str) -> str:
    return row.said.get(name, "") or (form_a.NOTHING if name == "dispute" else "")


def _table(document: Any, rows: list[tuple[str, str]]) -> None:
    table = document.add_table(rows=0, cols=2)
    table.style, table.autofit = "Table Grid", False
    for column, width in zip(table.columns, COLUMNS, strict=True):
        column.width = width
    for texts in rows:
        line = table.add_row()
        if len(texts[1]) < LONG:
            line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, text, width in zip(line.cells, texts, COLUMNS, strict=True):
            cell.text, cell.width = text, width


def _signature(document: Any, row: SupervisionForm) -> None:
    lines = (
        "................................, ........................................",
        "Pelaksana tugas pengawasan",
        row.said.get("post", "") or "Pengawas",
        "",
        "",
        "",
        row.said.get("name", ""),
    )
    for at, text in enumerate(lines):
        paragraph = _line(document, text, bold=at == len(lines) - 1)
        paragraph.paragraph_format.keep_with_next = at < len(lines) - 1
        if at == 0:
            paragraph.paragraph_format.space_before = Pt(16)


def _line(document: Any, text: str, *, size: float = 11, bold: bool = False) -> Any:
    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(size)
    return paragraph


def _centred(document: Any, text: str, *, size: float = 11, bold: bool = False) -> Any:
    paragraph = _line(document, text, size=size, bold=bold)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph
