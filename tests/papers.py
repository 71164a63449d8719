"""Made-up papers as their templates read them."""

from datetime import UTC, timedelta
from typing import Any

from tepat.core.documents import BY_CODE, WET_SIGNATURE_RULES, office, samples, sheets
from tepat.core.documents.papers import LabelPaper
from tepat.core.documents.samples import (
    AT,
    ELECTION,
    FRAME,
    KOP,
    LONG_DESA,
    handover,
    labels,
    letter_papers,
    packing_list,
)

__all__ = [
    "AT",
    "ELECTION",
    "FRAME",
    "LONG_DESA",
    "handover",
    "labels",
    "letter_papers",
    "packing_list",
    "samples",
]


def common(**more: object) -> dict[str, object]:
    return office.common(KOP, ELECTION, "Contoh", True, WET_SIGNATURE_RULES) | more


def one_of_each_letter() -> dict[str, dict[str, object]]:
    return {code: BY_CODE[code].fill(paper) for code, paper in letter_papers().items()}


def sheet_data(papers: list[LabelPaper], qr: dict[str, str], **size: object) -> dict[str, object]:
    filled = [sheets.label(paper, qr[paper.code]) for paper in papers]
    return {"common": common(**size), "papers": filled}


A4: dict[str, Any] = {"width": 99, "height": 142.5, "columns": 2, "rows": 2}
THERMAL: dict[str, Any] = {"width": 100, "height": 150, "columns": 1, "rows": 1}
ENVELOPE: dict[str, Any] = {"width": 99, "height": 41, "columns": 2, "rows": 7}
LATER = AT.astimezone(UTC) + timedelta(hours=1)
