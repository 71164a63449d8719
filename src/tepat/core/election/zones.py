"""Which of the three times a provinsi keeps. Keppres 41/1987, new provinces of 2022 added."""

from typing import Final

WIB: Final = "Asia/Jakarta"
WITA: Final = "Asia/Makassar"
WIT: Final = "Asia/Jayapura"
_WITA: Final = frozenset({"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"})
_WIT: Final = frozenset({"81", "82", "91", "92", "93", "94", "95", "96", "97"})


def zone_of(code: str) -> str:
    """Return the time zone of a region by its code.

    >>> zone_of("63.09"), zone_of("62.10"), zone_of("94.01")
    ('Asia/Makassar', 'Asia/Jakarta', 'Asia/Jayapura')
    """
    provinsi = code[:2]
    if provinsi in _WITA:
        return WITA
    return WIT if provinsi in _WIT else WIB
