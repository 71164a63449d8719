"""How long labels and BAST take: 1,000 labels in 10 s, 200 BAST in 3 s.

The peer draws the same label by hand with ReportLab, where that is installed: text and
QR at fixed places, without fitting long names.
"""

import io
import time
from collections.abc import Callable

from benchmarks.figures import figure
from tepat.adapters.labels import qr_svg
from tepat.adapters.typst_pdf import compile_pdf
from tepat.core.documents import BY_CODE, WET_SIGNATURE_RULES, office, samples, sheets
from tepat.core.documents.papers import LabelPaper
from tepat.core.election.ids import readable

LABELS, LETTERS = 1000, 200


def main() -> None:
    made = samples.labels(LABELS)
    seconds, busy = _timed(lambda: _labels(made))
    peer = _peer(made)
    against = ("reportlab", peer) if peer else None
    figure(f"{LABELS:,} labels with QR ({busy:.1f} s of CPU)", seconds, 10, peer=against)
    seconds, busy = _timed(_letters)
    figure(f"{LETTERS} BAST ({busy:.1f} s of CPU)", seconds, 3)


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """Return seconds on the clock and of CPU: on a busy machine only the second holds."""
    began, began_cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began, time.process_time() - began_cpu


def _common() -> dict[str, object]:
    return office.common(samples.KOP, samples.ELECTION, "Contoh", True, WET_SIGNATURE_RULES)


def _labels(made: list[LabelPaper]) -> int:
    filled = [sheets.label(each, qr_svg(each.code)) for each in made]
    data = {"common": _common() | office.A4_LABELS.as_json(), "papers": filled}
    return len(compile_pdf("labels.typ", data, samples.AT, tagged=False))


def _letters() -> int:
    filled = [
        BY_CODE["bast"].fill(samples.handover(f"Kotak suara {number}")) for number in range(LETTERS)
    ]
    return len(compile_pdf("letter.typ", {"common": _common(), "papers": filled}, samples.AT))


def _peer(made: list[LabelPaper]) -> float | None:
    """The same labels drawn with ReportLab; None where it is not installed."""
    try:
        from reportlab.graphics.barcode.qr import QrCodeWidget
        from reportlab.graphics.renderPDF import draw
        from reportlab.graphics.shapes import Drawing
        from reportlab.lib.pagesizes import A4
        from reportlab.pdfgen.canvas import Canvas
    except ModuleNotFoundError:
        return None
    began = time.perf_counter()
    canvas = Canvas(io.BytesIO(), pagesize=A4)
    for number, each in enumerate(made):
        x, y = (number % 2) * 297, 421 - (number // 2 % 2) * 421
        canvas.setFont("Helvetica-Bold", 90)
        canvas.drawString(x + 80, y + 230, f"{each.area.tps or 0:03d}")
        canvas.setFont("Helvetica", 13)
        for row, text in enumerate((each.area.desa, each.area.kecamatan, each.area.kabupaten)):
            canvas.drawString(x + 20, y + 190 - 16 * row, text)
        canvas.drawString(x + 130, y + 40, readable(each.code))
        drawing = Drawing(110, 110)
        drawing.add(QrCodeWidget(each.code, barLevel="Q", barWidth=110, barHeight=110))
        draw(drawing, canvas, x + 15, y + 20)
        if number % 4 == 3:
            canvas.showPage()
    canvas.save()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
