"""What exports say: Indonesian, for the sheet of an Indonesian office."""

from collections.abc import Mapping
from typing import Final

from tepat.core.move.loads import LoadStage
from tepat.core.move.pairing import Evidence
from tepat.core.watch.indicators import Word
from tepat.core.watch.security.presence import Presence
from tepat.core.watch.supervision.book import Answer

WHAT: Final[Mapping[str, str]] = {
    "given": "diserahkan",
    "received": "diterima",
    "refused": "ditolak",
    "transferred": "ganti kendaraan",
    "relocated": "pindah tempat",
    "witnessed": "disaksikan",
    "countersigned": "ikut menandatangani",
    "escorted": "dikawal",
    "guarded": "dijaga",
}
EVIDENCE: Final[Mapping[str, str]] = {
    Evidence.TWO_SIGNATURES: "dua tanda tangan",
    Evidence.ONE_SIDED: "sepihak",
    Evidence.PAPER: "kertas",
}
STANDING: Final[Mapping[bool, str]] = {True: "ya", False: "tidak"}
SIX: Final[Mapping[Word, str]] = {
    Word.TEPAT: "tepat",
    Word.BELUM: "belum",
    Word.TIDAK: "tidak",
}
PRESENCE: Final[Mapping[Presence, tuple[str, str]]] = {
    Presence.NONE: ("tidak diminta", ""),
    Presence.PLANNED: ("direncanakan", ""),
    Presence.SIGNED: ("hadir", "ditandatangani"),
    Presence.TOLD: ("hadir", "dilaporkan ke meja"),
    Presence.UNHEARD: ("tidak terdengar", ""),
    Presence.ABSENT: ("tidak hadir", "dilaporkan ke meja"),
}
"""How the escort of a load stands, and what shows it."""
STAGES: Final[Mapping[str, str]] = {
    LoadStage.PREPARED: "disiapkan",
    LoadStage.REFUSED: "ditolak",
    LoadStage.ONE_SIDED: "sepihak",
    LoadStage.ON_THE_WAY: "di jalan",
    LoadStage.RECEIVED: "diterima",
    LoadStage.DISPUTED: "diperselisihkan",
}
ANSWERS: Final[Mapping[str, str]] = {
    Answer.OK: "sesuai",
    Answer.DEFECT: "tidak sesuai",
    Answer.NOT_ASKED: "tidak ditanyakan",
}
CONDITIONS: Final[Mapping[str, str]] = {
    "": "utuh",
    "broken": "segel rusak",
    "damaged": "rusak",
    "missing": "tidak ada",
    "wet": "basah",
    "empty": "kosong",
    "other": "lain",
}
FINDINGS: Final[Mapping[str, str]] = {
    "": "sesuai",
    "seal_differs": "segel lain",
    "unsealed": "tanpa segel",
    "damaged": "rusak",
    "missing": "tidak ada",
    "wrong_place": "salah tempat",
    "not_seen": "tidak terlihat",
    "other": "lain",
}


ROLES: Final[Mapping[str, str]] = {
    "": "dicatat di meja (server)",
    "kpu_ri": "KPU RI",
    "kpu_provinsi": "KPU Provinsi",
    "kpu": "KPU",
    "warehouse": "Gudang KPU",
    "ppk": "PPK",
    "pps": "PPS",
    "kpps": "KPPS",
    "driver": "Sopir",
    "bawaslu": "Bawaslu",
    "panwascam": "Panwascam",
    "pkd": "PKD",
    "ptps": "PTPS",
    "polres": "Polres",
    "polsek": "Polsek",
    "tni": "TNI",
    "linmas": "Linmas",
    "desk": "Desk kabupaten",
    "desk_kecamatan": "Desk kecamatan",
    "bpbd": "BPBD",
    "saksi": "Saksi",
}
"""Roles for people; nobody's role: the server signed what was typed at the desk."""


def party(code: str, names: Mapping[str, str]) -> str:
    """Name a party, its area by `names`; what is no party stays as it is.

    >>> names = {"63.09.05": "Haruai", "63.09.05.2003": "Mahe"}
    >>> [party(each, names) for each in ("warehouse@63.09", "ppk@63.09.05", "panitia@63.09.05")]
    ['Gudang KPU', 'PPK Haruai', 'panitia Haruai']
    >>> party("kpps@63.09.05.2003-007", names), party("", names)
    ('KPPS TPS 007 Mahe', '')
    """
    role, at, area = code.partition("@")
    if not at:
        return code
    desa, _, tps = area.partition("-")
    where = names.get(desa, desa) if desa.count(".") > 1 else ""
    said = (ROLES.get(role, role), f"TPS {tps}" if tps else "", where)
    return " ".join(each for each in said if each)


def leg(giver: str, receiver: str) -> str:
    """Name the leg between two parties by their roles.

    >>> leg("warehouse@63.09", "ppk@63.09.05")
    'KPU - PPK'
    """
    return f"{_side(giver)} - {_side(receiver)}" if giver and receiver else ""


def _side(party: str) -> str:
    role = party.partition("@")[0]
    return {"warehouse": "KPU", "driver": "SOPIR"}.get(role, role.upper())
