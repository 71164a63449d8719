"""What matters most: boxes and TPS at stake, how bad it is, and how long it has lasted.

One number orders the alerts wherever they stand: stake x gravity x time. The stake is what an
alert counts (boxes or TPS, at least one). The gravity says how surely that is lost while
nobody acts. The time grows from one to seven within the first day. All three are guesses
(`contoh`), and who reads the list sees the sentence, not the number.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from tepat.core.watch.alerts.kinds import Kind

GRAVITY: Final[Mapping[Kind, float]] = {
    **dict.fromkeys(
        (
            Kind.LATE_DEPARTURE,
            Kind.ROAD_CLOSED,
            Kind.WRONG_PLACE,
            Kind.SEAL_DIFFERS,
            Kind.DAMAGED,
            Kind.CONTENT,
            Kind.DISPUTED,
            Kind.STORE_UNFIT,
            Kind.NOT_HELD,
        ),
        4.0,
    ),
    **dict.fromkeys(
        (
            Kind.LATE_ARRIVAL,
            Kind.HALF_HANDOVER,
            Kind.HAZARD,
            Kind.GUARD_GAP,
            Kind.OPENED_LATE,
        ),
        2.0,
    ),
    Kind.STORE_UNSEEN: 0.5,
    Kind.NO_WITNESS: 0.1,
}
"""4: stays wrong until somebody acts; 2: may mend itself; less: a sign, no loss. Others: 1."""
_COUNTS: Final = ("tps", "packages", "boxes", "count")
"""Names of what a stake is counted in; the largest counts."""
_NOT_GOODS: Final = frozenset({Kind.QUARANTINE, Kind.SUPPLIER, Kind.PLAN_CHANGED, Kind.BALANCE})
"""Their counts are records, sheets or papers."""
SLOW: Final = timedelta(hours=4)
LONGEST: Final = timedelta(days=1)


def stake_of(kind: Kind, params: Mapping[str, Any], count: int) -> int:
    """Return how many boxes or TPS an alert speaks of, at least one.

    >>> stake_of(Kind.LATE_ARRIVAL, {"packages": 29, "count": 2}, 2)
    29
    >>> stake_of(Kind.QUARANTINE, {"count": 40}, 40)
    1
    """
    if kind in _NOT_GOODS:
        return 1
    known = [int(params[name]) for name in _COUNTS if isinstance(params.get(name), int)]
    return max(1, count, *known)


def weight_of(
    kind: Kind, params: Mapping[str, Any], count: int, since: datetime, now: datetime
) -> float:
    """Return how much an alert presses; weather counts from when it begins.

    >>> from datetime import UTC
    >>> now = datetime(2024, 11, 26, 8, tzinfo=UTC)
    >>> weight_of(Kind.LATE_DEPARTURE, {"packages": 10}, 1, now - timedelta(hours=8), now)
    120.0
    """
    began = params.get("from_at") if kind is Kind.HAZARD else None
    began = datetime.fromisoformat(began) if isinstance(began, str) else since
    lasted = min(max(now - began, timedelta(0)), LONGEST)
    return stake_of(kind, params, count) * GRAVITY.get(kind, 1.0) * (1 + lasted / SLOW)
