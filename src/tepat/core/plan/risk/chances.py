"""How sure a share is: Wilson's interval, in parts per million."""

from math import ceil, floor, sqrt
from typing import Final

MILLION: Final = 1_000_000
_Z: Final = 1.959963984540054


def wilson(hits: int, tries: int) -> tuple[int, int, int]:
    """Return share, lower and upper end of the 95 % interval, in parts per million.

    E. B. Wilson, JASA 22 (1927) 209. The ends are rounded outward.

    >>> wilson(10_000, 10_000)
    (1000000, 999616, 1000000)
    """
    if tries <= 0:
        return 0, 0, MILLION
    share = hits / tries
    square = _Z * _Z
    middle = (share + square / (2 * tries)) / (1 + square / tries)
    reach = _Z * sqrt(share * (1 - share) / tries + square / (4 * tries * tries))
    reach /= 1 + square / tries
    low = max(0, floor((middle - reach) * MILLION))
    high = min(MILLION, ceil((middle + reach) * MILLION))
    return hits * MILLION // tries, low, high if hits < tries else MILLION
