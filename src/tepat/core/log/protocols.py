"""Which protocols of phones a server understands: its own and the two before.

A phone changes its program only when nothing waits to be sent, and never after the freeze
date, so that a server is always a little ahead. Facts have versions of their own and are
taken from any phone: what is turned away is only what a phone asks to be told.
"""

from typing import Final

NEWEST: Final = 1
BEFORE: Final = 2
"""So many protocols before the newest one are still spoken."""
HEADER: Final = "Tepat-Protocol"


def number_of(text: str) -> int:
    """Return the number in a header; a phone that says none speaks the first. -1: unreadable.

    >>> number_of("2"), number_of(""), number_of("2.0")
    (2, 1, -1)
    """
    if not text:
        return 1
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else -1


def oldest() -> int:
    """Return the oldest protocol that is still spoken.

    >>> oldest() == max(1, NEWEST - 2)
    True
    """
    return max(1, NEWEST - BEFORE)


def is_spoken(number: int) -> bool:
    """Tell whether this server answers a phone that speaks `number`.

    >>> is_spoken(NEWEST), is_spoken(NEWEST + 1), is_spoken(0)
    (True, False, False)
    """
    return oldest() <= number <= NEWEST
