"""Numbers and dates as Indonesian papers write them.

A berita acara spells its date in words, so that a changed digit shows: *tanggal dua
puluh tujuh bulan November tahun dua ribu dua puluh empat (27-11-2024)*.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

_ONES: Final = (
    "nol",
    "satu",
    "dua",
    "tiga",
    "empat",
    "lima",
    "enam",
    "tujuh",
    "delapan",
    "sembilan",
    "sepuluh",
    "sebelas",
)
_LARGE: Final = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (10**3, "ribu"))
TERBILANG_LIMIT: Final = 10**15
"""`terbilang` speaks numbers below a thousand trillion; papers here never need more."""

_SEAL: Final = re.compile(r"(.*?)([0-9]+)")
DAYS: Final = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS: Final = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
_ROMAN: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def terbilang(number: int) -> str:
    """Return `number` in Indonesian words.

    >>> terbilang(11), terbilang(1024)
    ('sebelas', 'seribu dua puluh empat')
    >>> terbilang(188_015)
    'seratus delapan puluh delapan ribu lima belas'

    Raises `ValueError` from a thousand trillion on.
    """
    if number < 0:
        return "minus " + terbilang(-number)
    if number >= TERBILANG_LIMIT:
        raise ValueError(f"{number} has no words here")
    if number < 12:
        return _ONES[number]
    if number < 20:
        return f"{_ONES[number - 10]} belas"
    if number < 100:
        return _joined(f"{_ONES[number // 10]} puluh", number % 10)
    if number < 1000:
        head = "seratus" if number < 200 else f"{_ONES[number // 100]} ratus"
        return _joined(head, number % 100)
    size, name = next(each for each in _LARGE if number >= each[0])
    # "Seribu", but "satu juta": only the thousand shortens its one.
    head = "seribu" if number < 2000 else f"{terbilang(number // size)} {name}"
    return _joined(head, number % size)


def _joined(head: str, rest: int) -> str:
    return f"{head} {terbilang(rest)}" if rest else head


def grouped(number: int | None, unset: str = "belum diatur") -> str:
    """Return a number with dots between thousands; None is unset, never zero.

    >>> grouped(1204), grouped(None)
    ('1.204', 'belum diatur')
    """
    return unset if number is None else f"{number:,}".replace(",", ".")


def seal_ranges(seals: Iterable[str]) -> str:
    """Return seal numbers with neighbours drawn together, in the order given.

    >>> seal_ranges(["KB 0391", "KB 0392", "KB 0393", "KB 0400"])
    'KB 0391 s.d. 0393, KB 0400'
    """
    runs: list[tuple[str, list[str]]] = []
    for seal in seals:
        match = _SEAL.fullmatch(seal)
        head, digits = (match[1], match[2]) if match else (seal, "")
        follows = bool(runs) and digits != "" and runs[-1][0] == head and runs[-1][1] != [""]
        if follows and _next(runs[-1][1][-1]) == digits:
            runs[-1][1].append(digits)
        else:
            runs.append((head, [digits]))
    return ", ".join(
        f"{head}{run[0]}" if len(run) == 1 else f"{head}{run[0]} s.d. {run[-1]}"
        for head, run in runs
    )


def _next(digits: str) -> str:
    return f"{int(digits) + 1:0{len(digits)}d}"


def day_name(day: date) -> str:
    """Return the Indonesian weekday: Rabu."""
    return DAYS[day.weekday()]


def long_date(day: date) -> str:
    """Return a date as letters carry it.

    >>> long_date(date(2024, 11, 27))
    '27 November 2024'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def clock(at: datetime, zone: str) -> str:
    """Return local hour and minute with the zone's short name: 13.37 WITA."""
    return f"{at.hour:02d}.{at.minute:02d} {zone}".rstrip()


def date_in_words(day: date) -> str:
    """Return a date as a berita acara begins.

    >>> date_in_words(date(2024, 11, 27))
    'Rabu tanggal dua puluh tujuh bulan November tahun dua ribu dua puluh empat (27-11-2024)'
    """
    return (
        f"{day_name(day)} tanggal {terbilang(day.day)} bulan {MONTHS[day.month - 1]} "
        f"tahun {terbilang(day.year)} ({day.day:02d}-{day.month:02d}-{day.year})"
    )


def roman_month(day: date) -> str:
    """Return the month as letter numbers write it: XI."""
    return _ROMAN[day.month - 1]


def zone_name(offset_hours: int) -> str:
    """Return WIB, WITA or WIT for an offset from UTC, or the empty text elsewhere."""
    return {7: "WIB", 8: "WITA", 9: "WIT"}.get(offset_hours, "")
