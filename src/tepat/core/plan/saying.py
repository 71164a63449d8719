"""How chances, rupiah and times are said to people, Indonesian or English.

A chance is never said higher than it is, and never as certainty: *9 dari 10*, *99 dari
100*. Where a guess lies behind it *perkiraan kasar* stands beside it.
"""

from typing import Final, Literal

from tepat.core.plan.explaining import figure as figure

MILLION: Final = 1_000_000
Language = Literal["id", "en"]

_OF: Final = {"id": "dari", "en": "of"}
_ROUGH: Final = {"id": "perkiraan kasar", "en": "rough estimate"}
_LESS: Final = {"id": "kurang dari 1 dari 10", "en": "less than 1 of 10"}
_MORE: Final = {"id": "lebih dari 999 dari 1.000", "en": "more than 999 of 1,000"}


def chance(ppm: int, language: Language = "id", *, rough: bool = False) -> str:
    """Return a chance in parts per million as people say it, rounded down.

    >>> chance(904_000), chance(958_300), chance(991_000, rough=True)
    ('9 dari 10', '95 dari 100', '991 dari 1.000 (perkiraan kasar)')
    >>> chance(999_950), chance(40_000, "en")
    ('lebih dari 999 dari 1.000', 'less than 1 of 10')
    """
    if ppm < MILLION // 10:
        said = _LESS[language]
    elif ppm > 999_000:
        said = _MORE[language]
    else:
        whole = 10 if ppm < 900_000 else 100 if ppm < 990_000 else 1000
        hits = ppm * whole // MILLION
        while hits % 10 == 0 and whole > 10:
            hits, whole = hits // 10, whole // 10
        said = f"{hits} {_OF[language]} {figure(whole, language)}"
    return f"{said} ({_ROUGH[language]})" if rough else said


def at_most(ppm: int, language: Language = "id") -> str:
    """Return an upper bound of a chance as people say it, rounded up.

    >>> at_most(997_800), at_most(603_000), at_most(1_000_000), at_most(0)
    ('9.978 dari 10.000', '61 dari 100', '10.000 dari 10.000', '0 dari 100')
    """
    whole = 100 if ppm < 990_000 else 10_000
    hits = -(-ppm * whole // MILLION)
    return f"{figure(hits, language)} {_OF[language]} {figure(whole, language)}"


def days_share(ppm: int, language: Language = "id") -> str:
    """Return on how many days something happens: `1 dari 3`.

    >>> days_share(330_000), days_share(80_000), days_share(640_000), days_share(1_000)
    ('1 dari 3', '1 dari 12', '6 dari 10', '1 dari 100')
    """
    if ppm > 500_000:
        return f"{max(1, round(ppm / 100_000))} {_OF[language]} 10"
    one_of = min(100, round(MILLION / ppm)) if ppm > 0 else 100
    return f"1 {_OF[language]} {one_of}"


def rupiah(amount: int, language: Language = "id") -> str:
    """Return an amount as it is written.

    >>> rupiah(1_900_000), rupiah(-5, "en")
    ('Rp 1.900.000', '-Rp 5')
    """
    sign = "-" if amount < 0 else ""
    return f"{sign}Rp {figure(abs(amount), language)}"
