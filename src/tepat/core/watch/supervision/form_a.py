"""Form A (LHP): its parts, and how they are filled from a check, a case and observations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

PARTS: Final = (
    ("I", "Data pengawas pemilihan", ("stage", "name", "post", "letter", "address")),
    ("II", "Kegiatan pengawasan", ("form", "goal", "target", "time", "place")),
    ("III", "Uraian singkat hasil pengawasan", ("findings",)),
    (
        "IV",
        "Informasi dugaan pelanggaran",
        ("event", "event_place", "event_time", "actor", "witnesses", "evidence", "story"),
    ),
    ("V", "Informasi potensi sengketa", ("dispute",)),
)
"""Number, title and fields of each part."""

LABELS: Final = {
    "stage": "Tahapan yang diawasi",
    "name": "Nama pelaksana tugas pengawasan",
    "post": "Jabatan",
    "letter": "Nomor surat perintah tugas",
    "address": "Alamat",
    "form": "Bentuk",
    "goal": "Tujuan",
    "target": "Sasaran",
    "time": "Waktu",
    "place": "Tempat",
    "findings": "Hasil pengawasan",
    "event": "Peristiwa",
    "event_place": "Tempat kejadian",
    "event_time": "Waktu kejadian",
    "actor": "Pelaku",
    "witnesses": "Saksi",
    "evidence": "Alat dan barang bukti",
    "story": "Uraian singkat dugaan pelanggaran",
    "dispute": "Potensi sengketa",
}
"""What stands before each field on the paper: a legal form, in Indonesian."""
LONG: Final = frozenset({"findings", "story", "evidence", "dispute"})
FIELDS: Final = tuple(field for _, _, fields in PARTS for field in fields)
NOTHING: Final = "Tidak ada."


@dataclass(frozen=True, slots=True)
class Checked:
    """A check as the form tells it: its subject, what was wrong, how much was asked."""

    focus: str
    aim: str
    subject: str
    when: str
    wrong: Sequence[str]
    asked: int
    note: str = ""


def findings(checked: Checked | None, observed: Sequence[str]) -> str:
    """Return part III: what was checked, what was wrong, and what supervisors saw by phone.

    >>> findings(Checked("Pengiriman", "tepat waktu", "SJ-001", "", ["Tidak tertutup"], 9), [])
    'Daftar periksa Pengiriman atas SJ-001: 9 butir, 1 tidak sesuai.\\n1. Tidak tertutup'
    """
    lines = []
    if checked:
        count = len(checked.wrong)
        said = f"{count} tidak sesuai" if count else "semua sesuai atau tidak berlaku"
        lines.append(
            f"Daftar periksa {checked.focus} atas {checked.subject}: {checked.asked} butir, {said}."
        )
        lines += [f"{number}. {each}" for number, each in enumerate(checked.wrong, start=1)]
        if checked.note:
            lines.append(f"Catatan: {checked.note}")
    if observed:
        lines.append("Yang disaksikan pengawas dengan HP:")
        lines += [f"- {each}" for each in observed]
    return "\n".join(lines)


def draft(
    checked: Checked | None, observed: Sequence[str], case: Mapping[str, str]
) -> dict[str, str]:
    """Return every field as far as it is known; what nobody knows is empty."""
    said = dict.fromkeys(FIELDS, "")
    said["form"] = "Pengawasan langsung" if checked or observed else ""
    if checked:
        said["stage"] = f"Logistik, {checked.focus.lower()}"
        said["goal"] = f"Memastikan {checked.aim}"
        said["target"] = said["place"] = checked.subject
        said["time"] = checked.when
    said["findings"] = findings(checked, observed)
    said |= {field: case[field] for field in FIELDS if case.get(field)}
    return said


def paper(said: Mapping[str, str]) -> list[dict[str, object]]:
    """Return the parts as a template reads them; an empty last part says that there is none."""
    return [
        {
            "number": number,
            "title": title,
            "rows": [
                [LABELS[field], said.get(field, "") or (NOTHING if field == "dispute" else "")]
                for field in fields
            ],
        }
        for number, title, fields in PARTS
    ]
