"""The report card of a rehearsal: text, JSON, one HTML page without a server, and a PDF."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from tepat.core.documents import WET_SIGNATURE_RULES
from tepat.gladi import card_words
from tepat.gladi.checking import Counted
from tepat.gladi.judging import Judged, Row, Verdict
from tepat.gladi.scenarios import Scenario
from tepat.gladi.stories import Story
from tepat.gladi.witnesses import Held
from tepat.gladi.world import Asked

NAME: Final = "kartu-rapor"
TITLE: Final = "KARTU RAPOR GLADI"
_NOTE: Final = (
    "Gladi: dimainkan di pemasangan terpisah, bukan pemilihan sungguhan. Peringatan palsu: tidak "
    "ada yang disuntikkan atau terjadi di lapangan yang menjelaskannya menurut jenis, tempat, dan "
    "waktu."
)


@dataclass(frozen=True)
class Card:
    """Everything that the card says."""

    asked: Asked
    story: Story
    scenarios: Mapping[str, Scenario]
    judged: Judged
    facts: int
    seconds: Mapping[str, float]
    tps: int
    ready: int
    forecast: Mapping[str, str]
    at: datetime
    """The last moment that was played."""
    faults: tuple[str, ...] = ()
    """What the product did that no rehearsal may meet."""
    waited: tuple[str, ...] = ()
    """What people were waited for and did not do."""
    cases: tuple[int, int, int] = (0, 0, 0)
    """Incidents, those that KPU decided on with a remedy that facts prove, those closed."""
    counted: Counted | None = None
    """The count of the product beside the truth; None where no vote was played."""
    held: tuple[Held, ...] = ()
    """What witnesses outside of KPU's office held at the end."""

    @property
    def passes(self) -> bool:
        return self.judged.passes and not self.faults

    @property
    def played(self) -> tuple[int, int]:
        """How many scenarios struck, of how many that were asked for."""
        struck = {row.scenario for row in self.judged.rows if row.scenario}
        return len(struck), len(struck | self.judged.skipped.keys())

    @property
    def verdict(self) -> str:
        """The result in one line, with how much of what was asked for it speaks."""
        played, asked = self.played
        word = "LULUS" if self.passes else "BELUM LULUS"
        return f"{word}, {played} dari {asked} dimainkan" if asked else f"{word}, tanpa kejadian"

    def name_of(self, code: str) -> str:
        """Return a scenario as people call it."""
        found = self.scenarios.get(code)
        return f"{found.number} {found.name['id']}" if found else code


def rows_of(card: Card) -> list[tuple[str, str, str, str, str]]:
    """Return the table: event, what had to be noticed, where, within, verdict."""
    return [_cells(card, row) for row in card.judged.rows]


def _cells(card: Card, row: Row) -> tuple[str, str, str, str, str]:
    wanted = row.wanted
    limit = int((wanted.until - wanted.since) / timedelta(minutes=1))
    took = f"{row.minutes} dari {limit} menit" if row.minutes is not None else f"{limit} menit"
    return (
        card.name_of(row.scenario),
        card_words.what(wanted.how, wanted.kind, wanted.role),
        wanted.area,
        took,
        row.verdict.value,
    )


def sums_of(card: Card) -> list[tuple[str, str]]:
    """Return the figures above the table."""
    judged = card.judged
    share = f"{judged.false_share:.1f}".replace(".", ",")
    return [
        ("Cerita", f"{card.story.name}, seed {card.asked.seed}, {card.asked.election}"),
        ("Harus terdeteksi", str(len(judged.rows))),
        ("Terdeteksi tepat waktu", str(judged.count(Verdict.FOUND))),
        ("Terlambat", str(judged.count(Verdict.LATE))),
        ("Tidak terdeteksi", str(judged.count(Verdict.MISSED))),
        ("Pemilik lain", str(judged.count(Verdict.OTHER_OWNER))),
        ("Tidak dimainkan", str(len(judged.skipped))),
        ("Peringatan", f"{judged.alerts}, di antaranya mendesak {judged.urgent}"),
        ("Diambil, naik, selesai", f"{judged.taken}, {judged.rose}, {judged.closed}"),
        ("Masalah", "{}, diputuskan dengan bukti {}, ditutup {}".format(*card.cases)),
        ("Peringatan palsu", f"{len(judged.false)} ({share} %)"),
        ("Prakiraan H-1 pukul 12.00", card.forecast.get("text", "tidak terbaca")),
        ("Kenyataan di tenggat", f"{card.ready} dari {card.tps} TPS siap"),
        *(card.counted.sums() if card.counted else ()),
        *(each.line() for each in card.held),
        ("Fakta", f"{card.facts}, dalam {sum(card.seconds.values()):.0f} detik"),
    ]


def as_text(card: Card) -> str:
    """Return the card as plain text."""
    lines = [f"{TITLE} {card.asked.name}: {card.verdict}", ""]
    lines += [f"{name + ':':<30}{said}" for name, said in sums_of(card)]
    lines.append("")
    lines += [f"{cells[4].upper():<22} {' | '.join(cells[:4])}" for cells in rows_of(card)]
    lines += [f"TIDAK DIMAINKAN        {each}" for each in _lists(card)["Tidak dimainkan"]]
    lines += [f"PALSU                  {each.kind} {each.area}" for each in card.judged.false]
    lines += [f"CACAT                  {each}" for each in card.faults]
    lines += [f"BELUM DILAKUKAN        {each}" for each in card.waited]
    return "\n".join([*lines, "", _NOTE, ""])


def as_json(card: Card) -> dict[str, Any]:
    """Return the card for programs."""
    return {
        "gladi": card.asked.name,
        "story": card.asked.story,
        "seed": card.asked.seed,
        "passes": card.passes,
        "verdict": card.verdict,
        "played": dict(zip(("struck", "asked"), card.played, strict=True)),
        "cases": dict(zip(("all", "decided", "closed"), card.cases, strict=True)),
        "false_share": round(card.judged.false_share, 2),
        "alerts": card.judged.alerts,
        "urgent": card.judged.urgent,
        "taken": card.judged.taken,
        "rose": card.judged.rose,
        "closed": card.judged.closed,
        "rows": [
            {
                "scenario": row.scenario,
                "how": row.wanted.how,
                "kind": row.wanted.kind,
                "area": row.wanted.area,
                "since": row.wanted.since.isoformat(),
                "until": row.wanted.until.isoformat(),
                "noticed": _moment(row.at),
                "verdict": row.verdict.name.lower(),
                "taken": _moment(row.alarm.taken if row.alarm else None),
                "level": row.alarm.level if row.alarm else None,
            }
            for row in card.judged.rows
        ],
        "skipped": dict(card.judged.skipped),
        "false": [
            {"kind": each.kind, "area": each.area, "id": each.id} for each in card.judged.false
        ],
        "faults": list(card.faults),
        "tps": card.tps,
        "ready": card.ready,
        "forecast": dict(card.forecast),
        "count": card.counted.as_json() if card.counted else None,
        "witnesses": [each.as_json() for each in card.held],
        "facts": card.facts,
        "seconds": {name: round(took, 1) for name, took in card.seconds.items()},
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def as_html(card: Card) -> str:
    """Return the card as one page that needs no server."""
    return card_words.page(
        card.asked.name,
        card.passes,
        card.verdict,
        sums_of(card),
        rows_of(card),
        _lists(card),
        _NOTE,
    )


def _lists(card: Card) -> dict[str, list[str]]:
    """Return what stands on the card besides figures and table, by its title."""
    return {
        "Cacat": list(card.faults),
        "Peringatan palsu": [f"{each.kind} {each.area}" for each in card.judged.false],
        "Belum dilakukan orang": list(card.waited),
        "Tidak dimainkan": [
            f"{card.name_of(code)}: {why}" for code, why in card.judged.skipped.items()
        ],
    }


def as_pdf(card: Card) -> bytes:
    """Return the card as a paper for a meeting; equal cards give equal bytes."""
    # Typst is large, and a rehearsal without a paper does not need it.
    from tepat.adapters.typst_pdf import compile_pdf
    from tepat.core import mark

    common = {"title": TITLE, "contoh": True, "footer": WET_SIGNATURE_RULES}
    paper = {
        "title": f"{TITLE} {card.asked.name}",
        "verdict": card.verdict,
        "sums": [list(each) for each in sums_of(card)],
        "rows": [list(each) for each in rows_of(card)],
        "lists": [[title, found] for title, found in _lists(card).items() if found],
        "note": _NOTE,
    }
    with mark.used(mark.GLADI):
        return compile_pdf("rehearsal_card.typ", {"common": common, "paper": paper}, card.at)


def write(card: Card, folder: Path) -> list[Path]:
    """Write the card in its four forms; return the files."""
    made: dict[str, bytes] = {
        "txt": as_text(card).encode(),
        "json": json.dumps(as_json(card), ensure_ascii=False, indent=1).encode(),
        "html": as_html(card).encode(),
        "pdf": as_pdf(card),
    }
    for form, data in made.items():
        (folder / f"{NAME}.{form}").write_bytes(data)
    return [folder / f"{NAME}.{form}" for form in made]
