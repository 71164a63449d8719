"""Papers of a plan as PDF, without a database. Equal papers are equal bytes."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from tepat.adapters.labels import qr_svg_of_bytes
from tepat.adapters.typst_pdf import compile_pdf
from tepat.core.documents import BY_CODE, WET_SIGNATURE_RULES, office
from tepat.core.documents.plan_papers import Budget, PlanFrame, RunSheet, ScheduleLetter
from tepat.core.documents.tps_papers import TpsSheet


def run_sheets(papers: Sequence[RunSheet]) -> bytes:
    """Return all `papers`, of one plan, in one file: each starts a page of its own."""
    filled = [_with_qr(BY_CODE["lembar_jalan"].fill(paper)) for paper in papers]
    return _pdf("lembar_jalan", papers[0].frame, filled, papers[0].day)


def tps_sheets(papers: Sequence[TpsSheet]) -> bytes:
    """Return the lists of `papers`, of one plan, in one file: each starts a page of its own."""
    filled = [BY_CODE["daftar_serah"].fill(paper) for paper in papers]
    drawn = [each | {"qr": qr_svg_of_bytes(str(each["qr"]).encode())} for each in filled]
    return _pdf("daftar_serah", papers[0].frame, drawn, papers[0].day)


def schedule_letter(paper: ScheduleLetter) -> bytes:
    """Return the letter, as many pages as its rows need."""
    return _pdf("surat_jadwal", paper.frame, [BY_CODE["surat_jadwal"].fill(paper)])


def budget(paper: Budget) -> bytes:
    """Return the RAB."""
    return _pdf("rab", paper.frame, [BY_CODE["rab"].fill(paper)])


def _with_qr(filled: dict[str, Any]) -> dict[str, Any]:
    """Draw what each QR says; byte mode, since ids of trips may be lower case."""
    trips = [
        trip
        | {
            "qr": qr_svg_of_bytes(trip["qr"].encode()),
            "driver_qr": qr_svg_of_bytes(trip["driver_qr"].encode()) if trip["driver_qr"] else "",
        }
        for trip in filled["trips"]
    ]
    return filled | {"trips": trips}


def _pdf(
    code: str, frame: PlanFrame, filled: list[dict[str, Any]], day: date | None = None
) -> bytes:
    kind = BY_CODE[code]
    common = office.common(
        frame.letterhead, frame.election, kind.title.id, frame.contoh, WET_SIGNATURE_RULES
    )
    # The moment inside the file is the day it speaks of, so that it can be made again.
    moment = datetime.combine(frame.on or day or date(2000, 1, 1), time(), UTC)
    return compile_pdf(kind.template, {"common": common, "papers": filled}, moment)
