"""Which role may report which fact: one table.

A fact outside of it is recorded and flagged `not_allowed`; it moves nothing. Supervisors
witness and inspect, and are in no row that gives, receives or refuses.
"""

from collections.abc import Mapping
from typing import Final

from tepat.core.election.roles import Role

_ALL = frozenset({"incident", "cancelled", "corrected"})
_CARRY = frozenset({"given", "received", "refused", "transferred"})
_KEEP = _CARRY | {"relocated", "inspected", "counted", "sealed", "unsealed"}
_PACK = frozenset({"commissioned", "released", "packed", "replaced", "destroyed", "archived"})
_WATCH = _ALL | {"witnessed", "inspected", "ballots", "result"}
_GUARD = _ALL | {"escorted", "guarded", "positioned", "inspected"}
_VOTE = frozenset(
    {"voting_opened", "opened", "used", "turnout", "ballots", "result", "papers_moved"}
)

SUPERVISORS: Final = frozenset({Role.BAWASLU, Role.PANWASCAM, Role.PKD, Role.PTPS, Role.SAKSI})
"""Who sees and signs what others did."""
BAWASLU: Final = SUPERVISORS - {Role.SAKSI}
"""Those of them who belong to Bawaslu, from the regency to the TPS."""

MAY_REPORT: Final[Mapping[str, frozenset[str]]] = {
    Role.KPU_RI: _ALL | {"inspected"},
    Role.KPU_PROVINSI: _ALL | {"inspected"},
    Role.KPU: _ALL | _KEEP | _PACK | {"seals_issued", "listed", "plan_published"},
    Role.WAREHOUSE: _ALL | _KEEP | _PACK | {"seals_issued", "listed"},
    Role.PPK: _ALL | _KEEP | {"archived", "positioned"},
    Role.PPS: _ALL | _KEEP | {"turnout", "positioned", "papers_moved"},
    Role.KPPS: _ALL | _CARRY | _VOTE | {"counted", "sealed"},
    Role.DRIVER: _ALL | _CARRY | {"positioned"},
    Role.BAWASLU: _WATCH,
    Role.PANWASCAM: _WATCH,
    Role.PKD: _WATCH,
    Role.PTPS: _WATCH,
    Role.POLRES: _GUARD,
    Role.POLSEK: _GUARD,
    Role.TNI: _GUARD,
    Role.LINMAS: _GUARD,
    Role.DESK: _ALL | {"inspected", "turnout", "result"},
    Role.DESK_KECAMATAN: _ALL | {"inspected", "turnout", "result"},
    Role.BPBD: _ALL | {"inspected"},
    Role.SAKSI: _ALL | {"witnessed"},
}
"""By role, the kinds its people may sign."""

NOT_FOR_DESK_KEYS: Final = frozenset({"witnessed", "enrolled"})
"""The installation belongs to the one who is watched, so its key witnesses nothing."""

ONLY_DESK_KEYS: Final = frozenset({"desk_enrolled", "assigned", "revoked"})
"""Who speaks for whom is said by the installation alone."""
