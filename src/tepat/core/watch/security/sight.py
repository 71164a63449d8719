"""Who sees what of the police's room: areas, and whose people.

Polres sees the kabupaten, a Polsek its kecamatan, TNI its own people. KPU and the others see
nothing here; that somebody goes with a load stands on the page of the load.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tepat.core.election.regions import is_in
from tepat.core.election.roles import MAY, Action, Grant, Role

OWN_SERVICE: Final = {Role.TNI: "tni"}
"""Roles that see the people of their own service only."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What one person sees: pairs of area and service; an empty service is every service."""

    pairs: tuple[tuple[str, str], ...] = ()

    def sees_area(self, code: str) -> bool:
        """Tell whether a place, an area or a TPS lies where this person looks."""
        area = code.partition(":")[0]
        return any(is_in(area, own) for own, _ in self.pairs)

    def sees_people(self, service: str, area: str) -> bool:
        """Tell whether this person reads names of a unit of `service` that stands in `area`."""
        return any(is_in(area, own) and whose in ("", service) for own, whose in self.pairs)


def sight_of(
    grants: Iterable[Grant],
    kabupaten: str,
    election: str,
    action: Action = Action.SEE_SECURITY,
) -> Sight:
    """Return where `grants` allow `action`, and on whose people.

    >>> polsek = sight_of([Grant(Role.POLSEK, "63.09.05")], "63.09", "pilkada-2024")
    >>> polsek.sees_area("63.09.05.2003-001"), polsek.sees_area("63.09")
    (True, False)
    """
    return Sight(
        tuple(
            (grant.area, OWN_SERVICE.get(grant.role, ""))
            for grant in grants
            if action in MAY[grant.role]
            and grant.election in ("", election)
            and (is_in(grant.area, kabupaten) or is_in(kabupaten, grant.area))
        )
    )
