"""What presses today, as the alerts have it: warnings, closed roads, loads, stores.

A briefing is read by every agency at the table, so a load is never named here, nor its hour.
"""

from dataclasses import dataclass
from typing import Final

from tepat.core.election.catalogue import Words

MOST: Final = 6
"""Of what presses, how much one briefing names; the rest stands behind the alerts."""


@dataclass(frozen=True, slots=True)
class Pressing:
    """One thing of today: what is so, what to do, who has it, and where it can be checked."""

    text: Words
    do: Words
    owner: Words
    page: str
    at: str = ""


@dataclass(frozen=True, slots=True)
class Calls:
    """Open alerts of all, of them those that few may read, and those not taken in their time."""

    open: int
    over: int
    few: int = 0


def calls_words(calls: Calls) -> Words:
    """Say how many alerts are open, and that who reads fewer knows why.

    >>> calls_words(Calls(40, 3)).id
    '40 peringatan terbuka; 3 lewat batas tanpa diambil.'
    """
    few = Words("", "")
    if calls.few:
        few = Words(
            f", {calls.few} di antaranya hanya dibaca yang mengikuti muatan dan penjagaan",
            f", {calls.few} of them read only by those who follow loads and guards",
        )
    return Words(
        f"{calls.open} peringatan terbuka{few.id}; {calls.over} lewat batas tanpa diambil.",
        f"{calls.open} alerts are open{few.en}; {calls.over} were not taken in time.",
    )
