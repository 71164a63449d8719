"""What the trips of a plan are for."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final


class Purpose(StrEnum):
    """What the trips of a plan are for."""

    DELIVERY = "delivery"
    """Goods to every PPS before the vote."""
    RETURN = "return"
    """Boxes after the count: to the PPK, and after its recap to the warehouse."""
    PSU = "psu"
    """Pemungutan suara ulang: some TPS vote again."""
    PSL = "psl"
    """Pemungutan suara lanjutan: some TPS go on with a vote that was broken off."""
    PSS = "pss"
    """Pemungutan suara susulan: some TPS vote later."""


@dataclass(frozen=True, slots=True)
class Journey:
    """What the trips are for, where it is not the delivery before the main vote.

    `vote` is the day of the vote they belong to; `tps` those that vote (again) and `kinds` the
    kinds of election, both empty for all. `ready` and `recap` are minutes of the plan's axis:
    from `ready` on boxes may be fetched at the PPS, from `recap` on at the PPK. `night`: those
    who fetch at the PPS also drive in the dark.
    """

    purpose: Purpose = Purpose.DELIVERY
    vote: date | None = None
    tps: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    decision: str = ""
    reason: str = ""
    ready: int = 0
    recap: int = 0
    night: bool = False

    @property
    def is_back(self) -> bool:
        return self.purpose is Purpose.RETURN

    @property
    def occasion(self) -> str:
        """What tells plans apart of which each is in force on its own; "" for the main delivery.

        >>> Journey(Purpose.PSU, date(2024, 12, 5)).occasion
        'psu-2024-12-05'
        """
        if self.purpose is Purpose.DELIVERY:
            return ""
        return "-".join([self.purpose.value, *([self.vote.isoformat()] if self.vote else [])])


MAIN: Final = Journey()
"""The delivery before the main vote."""
