"""Who said a thing, when, and how far it can be trusted."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Reliability(StrEnum):
    """How far a report can be trusted, by how whoever made it knows."""

    UNKNOWN = "unknown"
    HEARD = "heard"
    """Passed on, checked by nobody."""
    SEEN = "seen"
    """Seen on the spot by whoever says so."""
    CONFIRMED = "confirmed"
    """Said by two who do not know it from each other."""


@dataclass(frozen=True, slots=True)
class Source:
    """Who said a thing and when it was seen to be so; `rough` for a guess (*perkiraan kasar*)."""

    by: str = ""
    at: str = ""
    rough: bool = True
    note: str = ""
    reliability: Reliability = Reliability.UNKNOWN


NOBODY: Final = Source()
"""Nobody has said it: a guess."""
