"""Which texts may be bound to a package as another system's code.

A bound text stands for its box at every later scan, so it must never be something that
people scan or type for another reason: a count, a seal number, a code of our own.
"""

import re
from collections.abc import Iterable
from typing import Final

from tepat.core.election.ids import looks_own, plain_code
from tepat.core.move.seals import SealRange, range_of, read_seal
from tepat.core.problems import Code, Problem

SHORTEST: Final = 6
SHORTEST_NUMBER: Final = 8
"""Counts are typed with at most six digits; a longer slip of the finger is still none."""


def why_not(text: str, issued: Iterable[SealRange]) -> Problem | None:
    """Return why `text` cannot stand for a package, None where it can.

    >>> why_not("134", []).code.value, why_not("SIAKBA-QR-1", [])
    ('foreign_short', None)
    """
    if looks_own(text):
        return Problem(Code.FOREIGN_OWN, {"value": text})
    seal = read_seal(text)
    if seal and range_of(seal, issued):
        return Problem(Code.FOREIGN_SEAL, {"value": text})
    plain = plain_code(text)
    digits = re.fullmatch(r"\d*", plain) is not None
    if len(plain) < (SHORTEST_NUMBER if digits else SHORTEST):
        return Problem(Code.FOREIGN_SHORT, {"value": text})
    return None
