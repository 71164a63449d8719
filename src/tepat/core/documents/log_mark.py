"""The log on paper: fingerprint, size and reference, or that the fact is not in it yet.

The mark is printed beside what a paper says and is no part of it, so that a letter does not
count as changed when the log has grown.
"""

from dataclasses import dataclass

from tepat.core.documents.words import grouped

NOT_YET = (
    "Belum tercatat: daftar muatan ini belum ada di log yang terbit saat surat ini dicetak. "
    "Cetak lagi sesudah tercatat, atau tulis sidik log di sini dengan tangan."
)
HEAD = "Tercatat di log. Cocokkan sidik ini dengan yang diumumkan Bawaslu atau halaman log."


@dataclass(frozen=True, slots=True)
class LogMark:
    """Under which checkpoint a paper's fact stands in the log; empty where it does not yet."""

    number: int = 0
    fingerprint: str = ""
    """24 digits in groups of four."""
    size: int = 0
    qr: str = ""
    """SVG of the reference that names the fact, `TEPAT-LOG1:...`."""


def as_json(mark: LogMark) -> dict[str, object]:
    """Return the mark as the template draws it."""
    if not mark.fingerprint:
        return {"qr": "", "head": NOT_YET, "facts": [["Sidik log", "." * 40]]}
    return {
        "qr": mark.qr,
        "head": HEAD,
        "facts": [
            ["Sidik log", mark.fingerprint],
            ["Ukuran log", grouped(mark.size)],
            ["Nomor fakta", grouped(mark.number)],
        ],
    }
