"""Papers of a meeting as their templates read them: briefing, minutes, pack for a dark day.

Plain values in, plain JSON out. A sentence of the briefing keeps its sources; where the desk
has an address, the paper links to it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from tepat.core.documents.plan_papers import RunSheet
from tepat.core.documents.words import grouped
from tepat.core.watch.rakor.briefing import TITLES, Line, Topic
from tepat.core.watch.rakor.exercise import Case
from tepat.core.watch.rakor.state import Evidence

LONGEST_LINE: Final = 240
"""Characters of a sentence on the one page; what people typed may be longer."""
MARK: Final = "TEPAT-GELAP1"
"""First word of the QR on a blank berita acara; election, kecamatan and sheet follow."""
BLANK_SHEETS: Final = 4

Link = Callable[[Evidence], str]


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above a paper of a meeting."""

    office: str
    title: str
    about: str
    when: str
    fingerprint: str = ""
    size: int = 0
    is_witnessed: bool = False


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to reach, and how: a phone may be empty, then there is a line for the pen."""

    role: str
    place: str
    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class Sealed:
    """One sealed package of the list."""

    place: str
    code: str
    seals: str


def briefing(head: Head, lines: Sequence[Line], link: Link) -> dict[str, object]:
    """Return the briefing for `briefing.typ`, in Indonesian."""
    return {
        "head": _head(head),
        "parts": [
            {
                "title": TITLES[topic].id,
                "lines": [_line(line, link) for line in lines if line.topic is topic],
            }
            for topic in Topic
            if any(line.topic is topic for line in lines)
        ],
    }


def _line(line: Line, link: Link) -> dict[str, object]:
    return {
        "text": _short(line.text.id),
        "sources": [[each.label.id, link(each)] for each in line.evidence],
    }


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_LINE else text[: LONGEST_LINE - 4].rstrip() + " ..."


def _head(head: Head) -> dict[str, object]:
    mark = "Log belum terbit."
    if head.fingerprint:
        seen = "disaksikan" if head.is_witnessed else "belum disaksikan"
        mark = f"Sidik log {head.fingerprint}, ukuran {grouped(head.size)}, {seen}"
    return {
        "office": head.office,
        "title": head.title,
        "about": head.about,
        "when": head.when,
        "mark": mark,
    }


def minutes(
    head: Head,
    *,
    agenda: Sequence[tuple[str, str, bool]],
    present: Sequence[tuple[str, Sequence[str]]],
    decisions: Sequence[tuple[str, str, str, bool]],
    carried: Sequence[tuple[str, str, str, str]],
    text: str,
    lines: Sequence[Line],
) -> dict[str, object]:
    """Return the minutes for `minutes.typ`.

    `agenda` is title, owner, dealt with; `present` agency and names; `decisions` text, owner,
    due and whether it is a request; `carried` action, owner, due, state.
    """
    return {
        "head": _head(head),
        "agenda": [[title, owner, "dibahas" if done else ""] for title, owner, done in agenda],
        "present": [[agency, ", ".join(names)] for agency, names in present],
        "decisions": [
            [f"Permintaan kepada KPU: {what}" if is_request else what, owner, due]
            for what, owner, due, is_request in decisions
        ],
        "carried": [list(each) for each in carried],
        "text": [each.strip() for each in text.split("\n") if each.strip()],
        "lines": [line.text.id for line in lines if line.topic is Topic.STATE],
    }


def dark_pack(
    head: Head,
    *,
    election: str,
    area: str,
    contacts: Sequence[Contact],
    sheets: Sequence[RunSheet],
    sealed: Sequence[Sealed],
    cases: Sequence[Case],
    qr: Callable[[str], str],
) -> dict[str, object]:
    """Return the pack of one kecamatan for `dark_pack.typ`."""
    return {
        "head": _head(head),
        "steps": list(DARK_STEPS),
        "contacts": [[each.role, each.place, each.name, each.phone] for each in contacts],
        "sheets": [_sheet(each) for each in sheets],
        "sealed": [[each.place, each.code, each.seals] for each in sealed],
        "blanks": [
            {"number": f"{area}/GELAP/{at}", "qr": qr(f"{MARK}:{election}:{area}:{at}")}
            for at in range(1, BLANK_SHEETS + 1)
        ],
        "cases": [
            {
                "title": case.title.id,
                "injects": [
                    {
                        "text": inject.text.id,
                        "steps": [[step.text.id, step.owner] for step in inject.expected],
                    }
                    for inject in case.injects
                ],
            }
            for case in cases
        ],
    }


DARK_STEPS: Final = (
    "Simpan paket ini tercetak di PPK dan di kendaraan, satu lagi pada Panwascam.",
    "Serah terima tetap dua pihak: yang menyerahkan dan yang menerima menandatangani berita "
    "acara kosong di bawah, pengawas menyaksikan. Satu lembar satu serah terima.",
    "Tulis kode kotak dan nomor segel dari kotaknya, lalu cocokkan dengan daftar segel. Yang "
    "berbeda ditulis, tidak dibetulkan.",
    "HP yang tidak punya sinyal tetap dapat mencatat; kertas dipakai bila HP mati.",
    "Kirim kurir ke KPU setiap tiga jam, atau begitu ada yang tidak cocok.",
    "Begitu listrik atau sinyal kembali, PPK memasukkan setiap lembar ke desk dengan "
    "nomornya, lalu lembar asli disimpan.",
)
"""What is done without power and phones, in the order in which it is done."""


def _sheet(sheet: RunSheet) -> dict[str, object]:
    return {
        "vehicle": sheet.vehicle,
        "day": sheet.label,
        "trips": [
            {
                "from": trip.origin,
                "start": trip.start,
                "end": trip.end,
                "escort": trip.escort,
                "stops": [
                    [
                        stop.name,
                        f"{stop.arrive} s.d. {stop.leave}",
                        f"{stop.boxes} kotak",
                        stop.receiver.name,
                        stop.receiver.phone,
                    ]
                    for stop in trip.stops
                ],
            }
            for trip in sheet.trips
        ],
    }
