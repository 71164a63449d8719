"""Daftar serah: what a PPS hands to the KPPS of each TPS, when and by whom.

Values with the words people read, and what the template prints of them. Names and phones
come from who knows them and stand on paper only, in no plan file and no log.
"""

from dataclasses import dataclass, field
from datetime import date

from tepat.core.documents.papers import Person
from tepat.core.documents.parts import Json, signature
from tepat.core.documents.plan_papers import PlanFrame, Receiver, mark_of
from tepat.core.documents.plan_sheets import plan_facts
from tepat.core.documents.words import day_name, grouped, long_date

QR_WORD = "tps-"
"""In the QR of a list this word and the code of the desa stand where a trip stands."""


@dataclass(frozen=True, slots=True)
class TpsRow:
    """One TPS. `at` is when the last of its goods come, `since` when the first do, if earlier."""

    number: int
    name: str
    boxes: int
    carrier: str
    at: str
    since: str = ""
    mark: str = ""
    """`gelap` or `terlambat`, else nothing."""
    is_guess: bool = False
    receiver: Receiver = field(default_factory=Receiver)


@dataclass(frozen=True, slots=True)
class CarrierRuns:
    """What one carrier does, run by run: hour of departure, where to, hour of return."""

    name: str
    runs: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class TpsSheet:
    """The list of one desa. Hours without a day are those of `day`."""

    frame: PlanFrame
    desa: str
    code: str
    kecamatan: str
    label: str
    day: date
    comes: tuple[str, ...]
    deadline: str
    rows: tuple[TpsRow, ...]
    carriers: tuple[CarrierRuns, ...]
    left: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    receiver: Receiver = field(default_factory=Receiver)


def tps_sheet(paper: TpsSheet) -> Json:
    """Return one list; `qr` is what its QR says, drawn by an adapter."""
    frame = paper.frame
    boxes = sum(row.boxes for row in paper.rows)
    return {
        "plan": plan_facts(frame),
        "desa": paper.desa,
        "code": paper.code,
        "kecamatan": paper.kecamatan,
        "label": paper.label,
        "day": f"{day_name(paper.day)} {long_date(paper.day)}",
        "zone": frame.zone,
        "qr": mark_of(frame.plan, f"{QR_WORD}{paper.code}"),
        "comes": "; ".join(paper.comes),
        "deadline": paper.deadline,
        "total": f"{grouped(len(paper.rows))} TPS, {grouped(boxes)} kotak",
        "pps": paper.receiver.name,
        "phone": paper.receiver.phone,
        "rows": [_row(row, at) for at, row in enumerate(paper.rows, start=1)],
        "carriers": [
            {"name": each.name, "runs": [list(run) for run in each.runs]} for each in paper.carriers
        ],
        "notes": _notes(paper),
        "signatures": [
            signature("Yang menyerahkan,", Person(paper.receiver.name, "Ketua PPS")),
            signature("Mengawasi,", Person("", "Pengawas desa (PKD)")),
            signature("Mengawal,", Person("", "Petugas keamanan")),
        ],
    }


def _row(row: TpsRow, order: int) -> Json:
    return {
        "order": str(order),
        "tps": f"TPS {row.number:03}",
        "name": row.name,
        "chair": row.receiver.name,
        "phone": row.receiver.phone,
        "boxes": grouped(row.boxes),
        "carrier": row.carrier,
        "at": row.at,
        "since": row.since,
        "mark": row.mark,
        "guess": row.is_guess,
    }


def _notes(paper: TpsSheet) -> list[str]:
    notes = list(paper.notes)
    if paper.left:
        numbers = ", ".join(f"{each:03}" for each in paper.left)
        notes.append(f"Belum ada jam untuk TPS {numbers}.")
    return notes
