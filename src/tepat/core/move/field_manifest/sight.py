"""Which part of a manifest each role gets, and whose keys and numbers: one table.

Whoever holds boxes gets all of them in its area. A supervisor sees the same and never
holds. A driver gets the loads that name it and nothing else. Hours of departure go to the
roles that read them at the desk, and to those to whom the load comes.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

from tepat.core.election.regions import is_in
from tepat.core.election.roles import MAY, Action, Role
from tepat.core.move.events.rights import MAY_REPORT
from tepat.core.move.field_manifest.values import area_of, touches


class Part(StrEnum):
    """One part of a manifest that somebody may have or not."""

    PACKAGES = "packages"
    SEALS = "seals"
    LOADS = "loads"
    CONTACTS = "contacts"
    BALLOTS = "ballots"


_HOLDER: Final = frozenset(Part)
_WATCHER: Final = frozenset(Part)
_GUARD: Final = frozenset({Part.LOADS, Part.CONTACTS})
_ASKS: Final = frozenset({Part.PACKAGES, Part.CONTACTS})

PARTS: Final[Mapping[str, frozenset[Part]]] = {
    Role.KPU_RI: frozenset({Part.PACKAGES}),
    Role.KPU_PROVINSI: frozenset({Part.PACKAGES}),
    Role.KPU: _HOLDER,
    Role.WAREHOUSE: _HOLDER,
    Role.PPK: _HOLDER,
    Role.PPS: _HOLDER,
    Role.KPPS: _HOLDER,
    Role.DRIVER: frozenset({Part.PACKAGES, Part.SEALS, Part.LOADS, Part.CONTACTS}),
    Role.BAWASLU: _WATCHER,
    Role.PANWASCAM: _WATCHER,
    Role.PKD: _WATCHER,
    Role.PTPS: _WATCHER,
    Role.POLRES: _GUARD,
    Role.POLSEK: _GUARD,
    Role.TNI: _GUARD,
    Role.LINMAS: frozenset(),
    Role.DESK: _ASKS,
    Role.DESK_KECAMATAN: _ASKS,
    Role.BPBD: _ASKS,
    Role.SAKSI: frozenset({Part.PACKAGES, Part.SEALS}),
}

_RECEIVERS: Final = frozenset({Role.PPK, Role.PPS, Role.KPPS, Role.DRIVER})
LEVELS: Final[Mapping[str, int]] = {
    Role.KPU: 2,
    Role.WAREHOUSE: 2,
    Role.DRIVER: 2,
    Role.BAWASLU: 2,
    Role.PPK: 3,
    Role.PANWASCAM: 3,
    Role.PPS: 4,
    Role.PKD: 4,
    Role.KPPS: 5,
    Role.PTPS: 5,
}
"""How far down the chain a role that signs handovers stands; a driver goes everywhere."""


def parts_of(role: str) -> frozenset[Part]:
    """Return what `role` gets; a role of an election that nobody knows here gets nothing."""
    return PARTS.get(role, frozenset())


def holds(role: str) -> bool:
    """Tell whether `role` may take packages over.

    >>> holds("ppk"), holds("pkd")
    (True, False)
    """
    return "received" in MAY_REPORT.get(role, frozenset())


def meets_place(role: str, area: str, place: str) -> bool:
    """Tell whether packages of `place` belong to somebody's area. A driver has none."""
    return role != Role.DRIVER and is_in(area_of(place), area)


def meets_load(role: str, area: str, route: tuple[str, str], is_own: bool) -> bool:
    """Tell whether a load along `route` (from, to) is one that this person meets.

    A load between two places further down is somebody else's: lists stay short.

    >>> meets_load("pps", "63.09.05.2003", ("63.09:gudang-1", "63.09.05:ppk"), False)
    False
    >>> meets_load("ppk", "63.09.05", ("63.09:gudang-1", "63.09.05:ppk"), False)
    True
    >>> meets_load("ppk", "63.09.05", ("63.09.05.2003:pps", "63.09.05.2003-001"), False)
    False
    """
    if role == Role.DRIVER:
        return is_own
    ends = [area_of(end) for end in route]
    is_below = all(is_in(end, area) and end != area for end in ends)
    return not is_below and any(is_in(end, area) for end in ends)


def sees_departure(role: str) -> bool:
    """Tell whether `role` reads when the loads it meets leave, and in which vehicle."""
    return role in _RECEIVERS or (role in set(Role) and Action.SEE_MOVEMENTS in MAY[Role(role)])


def meets_party(own: tuple[str, str], other: tuple[str, str], loads: Iterable[str] = ()) -> bool:
    """Tell whether somebody of `own` (role, area) will meet somebody of `other` in a handover.

    Neighbours stand at the same step of the chain or one beside it, in one area. For a
    driver these are the ends of its `loads`.

    >>> meets_party(("ppk", "63.09.05"), ("pps", "63.09.05.2003"))
    True
    >>> meets_party(("ppk", "63.09.05"), ("kpps", "63.09.05.2003-007"))
    False
    >>> meets_party(("pps", "63.09.05.2003"), ("pps", "63.09.05.2004"))
    False
    """
    (role, area), (other_role, other_area) = own, other
    if other_role not in LEVELS or role not in LEVELS:
        return other_role in LEVELS and is_in(other_area, area)
    if role == other_role == Role.DRIVER:
        return False
    if role == Role.DRIVER:
        return _at_an_end(other_area, loads)
    if other_role == Role.DRIVER:
        return True
    return touches(area, other_area) and abs(LEVELS[role] - LEVELS[other_role]) <= 1


def may_call(own: tuple[str, str], other: tuple[str, str], loads: Iterable[str] = ()) -> bool:
    """Tell whether somebody of `own` (role, area) gets the phone number of somebody of `other`.

    Everybody of the chain in the own area and above it, however far: when a receiver is not
    there, the next one is called. A driver gets those at the ends of its `loads`.

    >>> may_call(("ppk", "63.09.05"), ("kpps", "63.09.05.2003-007"))
    True
    >>> may_call(("ppk", "63.09.05"), ("ppk", "63.09.06"))
    False
    """
    (role, area), (other_role, other_area) = own, other
    if other_role not in LEVELS or other_role == Role.DRIVER:
        return False
    if role == Role.DRIVER:
        return _at_an_end(other_area, loads)
    return touches(area, other_area)


def _at_an_end(area: str, loads: Iterable[str]) -> bool:
    """Tell whether an end of a load lies in `area`."""
    return any(is_in(area_of(end), area) for end in loads)
