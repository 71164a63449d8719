"""What the figures and the checks of a result form are called, in both languages."""

from typing import Final

from tepat.core.count.form import FIGURES
from tepat.core.count.lists import words_for
from tepat.core.election.catalogue import Words

_VOTERS: Final = {
    "registered": ("pemilih dalam DPT", "voters of the DPT"),
    "dpt": ("pengguna dari DPT", "voted, of the DPT"),
    "moved": ("pengguna pindahan", "voted, moved in"),
    "unlisted": ("pengguna tidak terdaftar", "voted, on no list"),
    "users": ("jumlah pengguna", "all who voted"),
}
_SEXES: Final = {"men": ("laki-laki", "men"), "women": ("perempuan", "women")}
_REST: Final = {
    "received": ("surat suara diterima", "papers received"),
    "used": ("surat suara digunakan", "papers used"),
    "spoiled": ("surat suara rusak atau keliru coblos", "papers spoiled or wrongly marked"),
    "left": ("sisa surat suara", "papers left over"),
    "valid": ("suara sah", "valid votes"),
    "invalid": ("suara tidak sah", "invalid votes"),
    "total": ("suara seluruhnya", "all votes"),
}


def figure_words(name: str) -> Words:
    """Return what a figure is called; a number on the paper is called by itself.

    >>> figure_words("dpt_men").id, figure_words("2").en
    ('pengguna dari DPT, laki-laki', 'number 2')
    """
    if name in _REST:
        return Words(*_REST[name])
    base, _, sex = name.rpartition("_")
    if sex in _SEXES and base in _VOTERS:
        (one, en), (by, by_en) = _VOTERS[base], _SEXES[sex]
        return Words(f"{one}, {by}", f"{en}, {by_en}")
    if name in _VOTERS:
        return Words(*_VOTERS[name])
    return words_for(name) or Words(f"nomor {name}", f"number {name}")


CHECK_WORDS: Final = {
    "A1": Words("L + P di setiap baris pemilih", "Men + women on each line of voters"),
    "A2": Words(
        "Pengguna = DPT + pindahan + tidak terdaftar", "Voted = of the DPT + moved + on no list"
    ),
    "A3": Words("Pengguna DPT tidak lebih dari DPT", "Voted of the DPT, no more than the DPT"),
    "A4": Words("Diterima = digunakan + rusak + sisa", "Received = used + spoiled + left"),
    "A5": Words("Digunakan = jumlah pengguna", "Used = all who voted"),
    "A6": Words("Suara seluruhnya = sah + tidak sah", "All votes = valid + invalid"),
    "A7": Words("Suara seluruhnya = surat suara digunakan", "All votes = papers used"),
    "A8": Words("Sah = jumlah semua nomor", "Valid = sum of all numbers"),
    "A9": Words("Diterima = dikirim menurut log", "Received = delivered, by the log"),
    "A10": Words("DPT = DPT rencana", "DPT = DPT of the plan"),
    "A11": Words("Pengguna tidak lebih dari surat suara diterima", "Voted, no more than papers"),
    "A12": Words("Suara tidak lebih dari batas TPS", "Votes, no more than a TPS can have"),
    "A13": Words("Pengguna sama di semua jenis", "As many voters in every kind"),
    "A14": Words("Partisipasi dan bagian suara wajar", "Turnout and shares that can be"),
    "A15": Words(
        "Jumlah partai = suara partai + suara calon", "Total of a party = party + its candidates"
    ),
    "A16": Words("Nomor ada di surat suara", "Numbers stand on the paper"),
}
"""What each check compares; its code stands beside it."""

FIGURE_WORDS: Final = {name: figure_words(name) for name in FIGURES}
