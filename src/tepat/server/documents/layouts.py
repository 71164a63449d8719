"""An agency's own .docx layouts: kept per document, checked when they come in."""

from datetime import datetime
from typing import Any

from tepat.adapters import docx_layout
from tepat.core.documents import WET_SIGNATURE_RULES, Document, samples
from tepat.core.documents.office import LAYOUT_LIMIT_KB
from tepat.core.documents.placeholders import Filling, filling
from tepat.core.problems import Code, Problem, refuse
from tepat.server.documents.models import Layout
from tepat.server.election.models import Scope, User

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def known(kind: Document) -> Filling:
    """Return the placeholders of a document, filled with a made-up paper."""
    paper = samples.letter_papers()[kind.code]
    frame = paper.frame
    return filling(kind.fill(paper), frame.letterhead, frame.election, WET_SIGNATURE_RULES)


def save(
    scope: Scope, kind: Document, name: str, data: bytes, by: User | None, now: datetime
) -> list[Problem]:
    """Keep a layout, or return every placeholder it has that nothing can fill.

    Raises `Refused` where the file is no readable .docx.
    """
    if len(data) > LAYOUT_LIMIT_KB * 1024:
        raise refuse(Code.LAYOUT_FILE, file=name, limit=LAYOUT_LIMIT_KB)
    try:
        used = docx_layout.placeholders(data)
    except ValueError as broken:
        raise refuse(Code.LAYOUT_FILE, file=name, limit=LAYOUT_LIMIT_KB) from broken
    names = set(known(kind).names())
    wrong = [
        Problem(
            Code.LAYOUT_PLACEHOLDER,
            {"file": name, "value": f"{{{{ {each} }}}}", **kind.facts()},
        )
        for each in used
        if each not in names
    ]
    if not wrong:
        Layout.objects.update_or_create(
            scope=scope,
            document=kind.code,
            defaults={"file_name": name[:255], "data": data, "by": by, "at": now},
        )
    return wrong


def remove(scope: Scope, kind: Document) -> None:
    """Go back to our own layout."""
    Layout.objects.filter(scope=scope, document=kind.code).delete()


def present(scope: Scope) -> dict[str, str]:
    """The documents that have an own layout, with its file name: one query."""
    return dict(Layout.objects.filter(scope=scope).values_list("document", "file_name"))


def fill(scope: Scope, kind: Document, content: dict[str, object], paper: Any) -> bytes:
    """Return a letter in the office's own layout. Raises `Refused` where it has none."""
    layout = Layout.objects.filter(scope=scope, document=kind.code).first()
    if layout is None:
        raise refuse(Code.RECORD_UNKNOWN, value=".docx", **kind.facts())
    frame = paper.frame
    filled = filling(content, frame.letterhead, frame.election, WET_SIGNATURE_RULES)
    # A layout may name a total or a signer that this one paper does not have.
    values = dict.fromkeys(known(kind).values, "") | dict(filled.values)
    return docx_layout.fill(bytes(layout.data), values, filled.rows)
