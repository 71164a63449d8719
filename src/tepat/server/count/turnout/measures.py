"""What turnout is measured against: a target and the last election, which the Desk sets.

The Desk's room looks at this one and not the other way round: it is named here and found when
it is asked.
"""

from collections.abc import Mapping
from decimal import Decimal
from importlib import import_module
from typing import Final, NamedTuple

from tepat.server.election.models import Scope

SET_BY: Final = "tepat.server.watch.government.outreach:measures"


class Measures(NamedTuple):
    """None and empty stand for not set: a measure that nobody has set is never guessed."""

    target: Decimal | None = None
    """Of a hundred."""
    target_source: str = ""
    before: Mapping[str, tuple[int, int]] = {}
    """The last election by desa: on the list, and how many voted."""
    before_source: str = ""

    def before_in(self, area: str) -> tuple[int, int]:
        """Return the last election of an area, over the desa that are known: none is (0, 0)."""
        known = [n for desa, n in self.before.items() if desa.startswith(area)]
        return sum(people for people, _ in known), sum(voted for _, voted in known)


def measures_of(scope: Scope) -> Measures:
    """Return what the Desk has set: two queries."""
    module, _, name = SET_BY.partition(":")
    found: Measures = getattr(import_module(module), name)(scope)
    return found
