"""Who may do what: agency x level x area, in one table.

A grant gives a person a role in an area; the area is a region code, and the right
holds in everything inside it. Supervisors read and never act as holders. Police, TNI
and Linmas escort and guard; results and security views come with their own actions.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from tepat.core.election.regions import Level, is_in
from tepat.core.problems import Code, Problem


class Action(StrEnum):
    """One thing a person may do at the desk."""

    SEE_DESK = "see_desk"
    EDIT_REGIONS = "edit_regions"
    IMPORT_TPS = "import_tps"
    EDIT_ELECTION = "edit_election"
    RECORD_STOCK = "record_stock"
    CLOSE_BALANCE = "close_balance"
    PACK = "pack"
    APPROVE_REOPEN = "approve_reopen"
    DECIDE_CUSTODY = "decide_custody"
    ISSUE_SEALS = "issue_seals"
    MAKE_SHIPMENT = "make_shipment"
    ENTER_PAPER = "enter_paper"
    SEE_MOVEMENTS = "see_movements"
    SEE_ESCORTS = "see_escorts"
    SEE_RESULTS = "see_results"
    EDIT_PLAN = "edit_plan"
    PRINT_PAPERS = "print_papers"
    EDIT_LETTERHEAD = "edit_letterhead"
    MANAGE_ACCOUNTS = "manage_accounts"
    HOLD_MEETING = "hold_meeting"
    SET_ALERT_LIMITS = "set_alert_limits"
    REPORT_INCIDENT = "report_incident"
    TRIAGE = "triage"
    DECIDE = "decide"
    ADVISE = "advise"
    MITIGATE = "mitigate"


class Role(StrEnum):
    """Every role of the design; later parts give the field roles their actions."""

    KPU_RI = "kpu_ri"
    KPU_PROVINSI = "kpu_provinsi"
    KPU = "kpu"
    WAREHOUSE = "warehouse"
    PPK = "ppk"
    PPS = "pps"
    KPPS = "kpps"
    DRIVER = "driver"
    BAWASLU = "bawaslu"
    PANWASCAM = "panwascam"
    PKD = "pkd"
    PTPS = "ptps"
    POLRES = "polres"
    POLSEK = "polsek"
    TNI = "tni"
    LINMAS = "linmas"
    DESK = "desk"
    DESK_KECAMATAN = "desk_kecamatan"
    BPBD = "bpbd"
    SAKSI = "saksi"


_ALL = frozenset(Action)
_LOOK = frozenset({Action.SEE_DESK})
_READ = _LOOK | {Action.REPORT_INCIDENT}
_FOLLOW = _READ | {Action.SEE_MOVEMENTS}
_HELP = _READ | {Action.ADVISE, Action.MITIGATE}
"""The Desk and its offices ask and help; KPU decides."""
_CARE = frozenset({Action.TRIAGE, Action.MITIGATE})
_GUARD = _FOLLOW | {Action.SEE_ESCORTS}

MAY: dict[Role, frozenset[Action]] = {
    Role.KPU_RI: _LOOK,
    Role.KPU_PROVINSI: _LOOK,
    Role.KPU: _ALL,
    Role.WAREHOUSE: frozenset(
        {
            Action.SEE_DESK,
            Action.RECORD_STOCK,
            Action.PACK,
            Action.MAKE_SHIPMENT,
            Action.SEE_MOVEMENTS,
            Action.SEE_ESCORTS,
            Action.PRINT_PAPERS,
            Action.REPORT_INCIDENT,
        }
    ),
    Role.PPK: _FOLLOW | _CARE | {Action.PRINT_PAPERS, Action.ENTER_PAPER},
    Role.PPS: _READ | _CARE,
    Role.KPPS: _READ,
    Role.DRIVER: frozenset(),
    Role.BAWASLU: _GUARD | {Action.SEE_RESULTS, Action.HOLD_MEETING},
    Role.PANWASCAM: _FOLLOW,
    Role.PKD: _READ,
    Role.PTPS: frozenset(),
    Role.POLRES: _GUARD | {Action.ADVISE, Action.HOLD_MEETING},
    Role.POLSEK: _GUARD,
    Role.TNI: _GUARD,
    Role.LINMAS: frozenset(),
    Role.DESK: _HELP | {Action.HOLD_MEETING},
    Role.DESK_KECAMATAN: _HELP,
    Role.BPBD: _HELP,
    Role.SAKSI: frozenset(),
}


REACH: dict[Role, int] = {
    Role.KPU_RI: 0,
    Role.KPU_PROVINSI: Level.PROVINSI,
    Role.KPU: Level.KABUPATEN,
    Role.WAREHOUSE: Level.KABUPATEN,
    Role.PPK: Level.KECAMATAN,
    Role.PPS: Level.DESA,
    Role.KPPS: Level.DESA,
    Role.DRIVER: Level.KABUPATEN,
    Role.BAWASLU: Level.KABUPATEN,
    Role.PANWASCAM: Level.KECAMATAN,
    Role.PKD: Level.DESA,
    Role.PTPS: Level.DESA,
    Role.POLRES: Level.KABUPATEN,
    Role.POLSEK: Level.KECAMATAN,
    Role.TNI: Level.KABUPATEN,
    Role.LINMAS: Level.DESA,
    Role.DESK: Level.KABUPATEN,
    Role.DESK_KECAMATAN: Level.KECAMATAN,
    Role.BPBD: Level.KABUPATEN,
    Role.SAKSI: Level.KABUPATEN,
}
"""The widest area of each role, 0 the nation; anything inside it will do as well."""


@dataclass(frozen=True, slots=True)
class Grant:
    """One person's role in one area, for one election or, where it is empty, for all."""

    role: Role
    area: str
    election: str = ""


def may(grants: Iterable[Grant], action: Action, area: str, election: str = "") -> bool:
    """Tell whether any of `grants` allows `action` on `area` in `election`.

    >>> bu_rina = [Grant(Role.PPK, "63.09.05")]
    >>> may(bu_rina, Action.PRINT_PAPERS, "63.09.05.2003")
    True
    >>> may(bu_rina, Action.PRINT_PAPERS, "63.09")
    False
    """
    return any(
        action in MAY[grant.role] and is_in(area, grant.area) and grant.election in ("", election)
        for grant in grants
    )


def may_somewhere(grants: Iterable[Grant], action: Action, area: str, election: str = "") -> bool:
    """Tell whether any of `grants` allows `action` in some part of `area`, or in all of it.

    >>> may_somewhere([Grant(Role.PPK, "63.09.05")], Action.ENTER_PAPER, "63.09")
    True
    """
    return any(
        action in MAY[grant.role]
        and (is_in(area, grant.area) or is_in(grant.area, area))
        and grant.election in ("", election)
        for grant in grants
    )


def may_see(grants: Iterable[Grant], area: str, election: str = "") -> bool:
    """Tell whether a person may open the desk of `area`: any grant inside or above it.

    A PPK sees the desk of its kabupaten, so that the whole chain is one picture.
    """
    return may_somewhere(grants, Action.SEE_DESK, area, election)


def may_manage(by: Iterable[Grant], grant: Grant) -> bool:
    """Tell whether `by` may give, take back or stand above `grant`: its area and its election.

    A role for all elections is only in the hands of somebody who manages all elections.

    >>> dpmd = [Grant(Role.KPU, "63.09", "pilkades-2024")]
    >>> may_manage(dpmd, Grant(Role.PPK, "63.09.05", "pilkades-2024"))
    True
    >>> may_manage(dpmd, Grant(Role.PPK, "63.09.05"))
    False
    """
    return may(by, Action.MANAGE_ACCOUNTS, grant.area, grant.election)


def problems_with_grant(grant: Grant, kabupaten: str) -> list[Problem]:
    """Return why the administrator of `kabupaten` may not give `grant`: at most two reasons.

    >>> problems_with_grant(Grant(Role.PPK, "63.09.05"), "63.09")
    []
    >>> [problem.code.value for problem in problems_with_grant(Grant(Role.KPU, "63.08"), "63.09")]
    ['area_outside']
    """
    found = []
    facts = {"area": grant.area, "role": grant.role.value, "kabupaten": kabupaten}
    if not is_in(grant.area, kabupaten):
        found.append(Problem(Code.AREA_OUTSIDE, facts))
    return [*found, *problems_with_reach(grant)]


def problems_with_reach(grant: Grant) -> list[Problem]:
    """Return the reason why an area is too wide for its role, if it is.

    >>> [problem.code.value for problem in problems_with_reach(Grant(Role.KPU, ""))]
    ['area_too_wide']
    """
    if grant.area.count(".") + bool(grant.area) >= REACH[grant.role]:
        return []
    facts = {"area": grant.area or "Indonesia", "role": grant.role.value}
    return [Problem(Code.AREA_TOO_WIDE, facts)]


def who_may(action: Action) -> list[Role]:
    """Return the roles that may do `action`, for the sentence that refuses the others."""
    return [role for role, actions in MAY.items() if action in actions]
