"""What a verb of the scenarios returns: where and when something goes wrong."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tepat.gladi.world import World


@dataclass(frozen=True)
class Happens:
    """Where and when something goes wrong, and which alerts then say the truth."""

    area: str
    since: datetime
    until: datetime
    explains: tuple[str, ...]
    also: tuple[str, ...] = ()
    """Further areas in which these may say it."""
    arrives: datetime | None = None
    """When what was spoilt on the way is looked at."""


class NoPlace(Exception):
    """There is nothing left in this world that the verb could strike; the text says what."""


Verb = Callable[[World, Mapping[str, Any]], Happens]
