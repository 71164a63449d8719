"""What an office sets for its papers: kop surat, who signs, label sizes."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tepat.core.documents.emblem import is_plain_svg
from tepat.core.documents.papers import Letterhead
from tepat.core.election.catalogue import Words
from tepat.core.problems import Code, Problem


class Signs(StrEnum):
    """For what somebody signs. The name, NIP and jabatan are set per office."""

    HEAD = "ketua"
    WAREHOUSE = "gudang"
    SORTING = "sortir"
    PPK = "ppk"
    BAWASLU = "bawaslu"
    POLICE = "polri"
    GOVERNMENT = "pemda"


SIGNS_AS: Final = {
    Signs.HEAD: Words("Ketua KPU Kabupaten/Kota", "Chair of the KPU of the kabupaten"),
    Signs.WAREHOUSE: Words("Kepala gudang", "Head of the warehouse"),
    Signs.SORTING: Words("Ketua regu sortir", "Head of the sorting team"),
    Signs.PPK: Words("Ketua PPK", "Chair of the PPK"),
    Signs.BAWASLU: Words("Pengawas (Bawaslu, Panwascam)", "Supervisor (Bawaslu, Panwascam)"),
    Signs.POLICE: Words("Saksi dari Polri", "Witness from Polri"),
    Signs.GOVERNMENT: Words("Saksi dari Pemerintah Daerah", "Witness from the local government"),
}
"""What the settings page calls each; the Indonesian is printed where no jabatan is set."""

LABEL_LEAST, LABEL_MOST = 60, 210
"""Millimetres: below 60 the QR has no room beside its text, above 210 it is a poster."""
EMBLEM_LIMIT_KB: Final = 300
LAYOUT_LIMIT_KB: Final = 2048


@dataclass(frozen=True, slots=True)
class LabelSize:
    """One label, and how many share a page of A4. Millimetres."""

    width: float
    height: float
    columns: int = 1
    rows: int = 1

    def as_json(self) -> dict[str, object]:
        return {
            "width": self.width,
            "height": self.height,
            "columns": self.columns,
            "rows": self.rows,
        }


A4_LABELS: Final = LabelSize(99, 139, 2, 2)
"""Four to a page, as adhesive sheets are cut; the margin holds the number of the sheet."""
ENVELOPE_LABELS: Final = LabelSize(99, 38.1, 2, 7)
THERMAL_LABEL: Final = LabelSize(100, 150)


def size_problems(width: float, height: float) -> list[Problem]:
    """Return what is wrong with the size of a thermal label: portrait, within limits."""
    return [
        Problem(Code.LABEL_SIZE, {"value": f"{side:g}", "least": LABEL_LEAST, "most": LABEL_MOST})
        for side in (width, height)
        if not LABEL_LEAST <= side <= LABEL_MOST
    ]


def common(
    letterhead: Letterhead, election: str, title: str, contoh: bool, footer: str
) -> dict[str, object]:
    """Return what all papers of one file share, as templates read it."""
    is_text = letterhead.emblem_format in ("", "svg")
    kop = {
        "lines": list(letterhead.lines),
        "address": letterhead.address,
        "emblem": letterhead.emblem if is_text else list(bytes.fromhex(letterhead.emblem)),
        "emblem_format": letterhead.emblem_format,
    }
    return {
        "kop": kop,
        "election": election,
        "title": title,
        "contoh": contoh,
        "footer": footer,
    }


def is_emblem(data: bytes) -> str:
    """Return png, jpg or svg for a usable emblem, or the empty text.

    An SVG is usable where `is_plain_svg` says so.
    """
    if not data or len(data) > EMBLEM_LIMIT_KB * 1024:
        return ""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    return "svg" if is_plain_svg(data) else ""
