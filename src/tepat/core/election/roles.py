"""Who may do what: agency x level x area, in one table.

A grant gives a person a role in an area; the area is a region code, and the right
holds in everything inside it. Supervisors read and never act as holders. Police, TNI
and Linmas escort and guard; results and security views come with their own actions.
"""

from collections.abc import Collection, Iterable
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
    ENTER_RESULTS = "enter_results"
    EDIT_PLAN = "edit_plan"
    PRINT_PAPERS = "print_papers"
    EDIT_LETTERHEAD = "edit_letterhead"
    MANAGE_ACCOUNTS = "manage_accounts"
    KEEP_DEVICES = "keep_devices"
    RUN_INSTALLATION = "run_installation"
    HOLD_MEETING = "hold_meeting"
    SET_ALERT_LIMITS = "set_alert_limits"
    REPORT_INCIDENT = "report_incident"
    TRIAGE = "triage"
    DECIDE = "decide"
    ADVISE = "advise"
    MITIGATE = "mitigate"
    CONNECT = "connect"
    OBSERVE = "observe"
    SUPERVISE = "supervise"
    SEE_REPORTERS = "see_reporters"
    SEE_SECURITY = "see_security"
    SECURE = "secure"
    INSPECT_STORES = "inspect_stores"
    KEEP_ROSTER = "keep_roster"
    RECORD_COST = "record_cost"
    ANNOUNCE = "announce"
    RUN_DESK = "run_desk"
    SEE_CONTACTS = "see_contacts"


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


class Agency(StrEnum):
    """Who a role belongs to: people of one agency never change what another one wrote."""

    KPU = "kpu"
    BAWASLU = "bawaslu"
    POLRI = "polri"
    TNI = "tni"
    PEMDA = "pemda"
    PESERTA = "peserta"


AGENCY: dict[Role, Agency] = {
    **dict.fromkeys(
        (
            Role.KPU_RI,
            Role.KPU_PROVINSI,
            Role.KPU,
            Role.WAREHOUSE,
            Role.PPK,
            Role.PPS,
            Role.KPPS,
            Role.DRIVER,
        ),
        Agency.KPU,
    ),
    **dict.fromkeys((Role.BAWASLU, Role.PANWASCAM, Role.PKD, Role.PTPS), Agency.BAWASLU),
    **dict.fromkeys((Role.POLRES, Role.POLSEK), Agency.POLRI),
    Role.TNI: Agency.TNI,
    **dict.fromkeys((Role.LINMAS, Role.DESK, Role.DESK_KECAMATAN, Role.BPBD), Agency.PEMDA),
    Role.SAKSI: Agency.PESERTA,
}


_HEAD = frozenset({Action.MANAGE_ACCOUNTS})
"""The head of an agency keeps the accounts of its people; see `managing.py`."""
_SUPERVISE = frozenset({Action.OBSERVE, Action.SUPERVISE, Action.SEE_REPORTERS})
"""Bawaslu in the regency, Panwascam in its kecamatan; a PKD only observes."""
_SECURE = frozenset({Action.SEE_SECURITY, Action.SECURE})
_NOT_KPU = _SUPERVISE | _SECURE
"""What belongs to another agency alone: KPU neither reads nor writes it."""
_TELL = frozenset({Action.ANNOUNCE, Action.SEE_CONTACTS})
_ALL = frozenset(Action) - _NOT_KPU
_LOOK = frozenset({Action.SEE_DESK})
_READ = _LOOK | {Action.REPORT_INCIDENT}
_FOLLOW = _READ | {Action.SEE_MOVEMENTS}
_HELP = _READ | {Action.ADVISE, Action.MITIGATE, Action.ANNOUNCE, Action.SEE_CONTACTS}
"""The Desk and its offices ask and help; KPU decides."""
_COUNT = frozenset({Action.SEE_RESULTS, Action.ENTER_RESULTS})
"""Unofficial results, typed and read in the own area; an office narrows it by a setting."""
_CARE = frozenset({Action.TRIAGE, Action.MITIGATE})
_GUARD = _FOLLOW | {Action.SEE_ESCORTS}
"""Whether a load is escorted and a store guarded; by whom is `SEE_SECURITY`."""

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
            Action.INSPECT_STORES,
            Action.KEEP_ROSTER,
        }
    ),
    Role.PPK: _FOLLOW
    | _CARE
    | {
        Action.PRINT_PAPERS,
        Action.ENTER_PAPER,
        Action.INSPECT_STORES,
        Action.RECORD_COST,
        Action.ANNOUNCE,
        Action.SEE_CONTACTS,
    },
    Role.PPS: _READ | _CARE,
    Role.KPPS: _READ,
    Role.DRIVER: frozenset(),
    Role.BAWASLU: _GUARD
    | _SUPERVISE
    | _TELL
    | _HEAD
    | {Action.SEE_RESULTS, Action.HOLD_MEETING, Action.CONNECT},
    Role.PANWASCAM: _FOLLOW | _SUPERVISE,
    Role.PKD: _READ | {Action.OBSERVE},
    Role.PTPS: frozenset(),
    Role.POLRES: _GUARD
    | _SECURE
    | _TELL
    | _HEAD
    | {Action.ADVISE, Action.HOLD_MEETING, Action.KEEP_ROSTER, Action.CONNECT},
    Role.POLSEK: _GUARD | _SECURE | {Action.KEEP_ROSTER},
    Role.TNI: _GUARD | _SECURE | _HEAD,
    Role.LINMAS: frozenset(),
    Role.DESK: _HELP
    | _HEAD
    | _COUNT
    | {Action.SEE_ESCORTS, Action.HOLD_MEETING, Action.RUN_DESK, Action.CONNECT},
    Role.DESK_KECAMATAN: _HELP | _COUNT | {Action.RUN_DESK},
    Role.BPBD: _HELP,
    Role.SAKSI: frozenset(),
}


OWN_ROOMS: dict[str, frozenset[Role]] = {
    "bawaslu": frozenset({Role.BAWASLU, Role.PANWASCAM, Role.PKD, Role.PTPS}),
    "polri": frozenset({Role.POLRES, Role.POLSEK, Role.TNI, Role.LINMAS}),
}
"""Rooms that can be installations of their own, and the roles that have accounts there."""
_HEADS = frozenset({Role.BAWASLU, Role.POLRES})
_KPU_ALONE = frozenset(
    {
        Action.EDIT_REGIONS,
        Action.IMPORT_TPS,
        Action.EDIT_ELECTION,
        Action.RECORD_STOCK,
        Action.CLOSE_BALANCE,
        Action.PACK,
        Action.APPROVE_REOPEN,
        Action.DECIDE_CUSTODY,
        Action.ISSUE_SEALS,
        Action.MAKE_SHIPMENT,
        Action.ENTER_PAPER,
        Action.EDIT_PLAN,
        Action.REPORT_INCIDENT,
        Action.TRIAGE,
        Action.DECIDE,
        Action.KEEP_DEVICES,
        Action.ENTER_RESULTS,
    }
)
"""What changes KPU's data or its log: there is nothing of it in a room's own installation."""


def rights_in(room: str) -> dict[Role, frozenset[Action]]:
    """Return who may do what in an installation: everybody in KPU's and in a common one.

    In a room's own, its agency alone has rights, the head of the agency founds it and keeps its
    accounts, and nobody changes what is KPU's.
    """
    if room not in OWN_ROOMS:
        return dict(MAY)
    found: dict[Role, frozenset[Action]] = dict.fromkeys(Role, frozenset())
    for role in OWN_ROOMS[room]:
        own = {Action.MANAGE_ACCOUNTS, Action.RUN_INSTALLATION} if role in _HEADS else set()
        found[role] = (MAY[role] - _KPU_ALONE) | own
    return found


def restrict(action: Action, roles: Collection[str]) -> None:
    """Leave `action` to those of `roles` alone that have it; with none named, nothing changes.

    Called once at the start, from the settings of an office. It never gives a right.
    """
    if roles:
        for role, actions in MAY.items():
            MAY[role] = actions if role.value in roles else actions - {action}


def open_room(room: str) -> None:
    """Make the rights of this process those of `room`. Called once, before anybody asks."""
    MAY.update(rights_in(room))


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


def grant_in(
    grants: Iterable[Grant], kabupaten: str, election: str, action: Action | None = None
) -> Grant | None:
    """Return the grant under which a person acts in a kabupaten: the widest that reaches it.

    Where `action` is known, a grant that allows it comes before every wider one.

    >>> grant_in([Grant(Role.PPS, "63.09.05.2003"), Grant(Role.PPK, "63.09.05")], "63.09", "x")
    Grant(role=<Role.PPK: 'ppk'>, area='63.09.05', election='')
    """
    near = [
        grant
        for grant in grants
        if (is_in(grant.area, kabupaten) or is_in(kabupaten, grant.area))
        and grant.election in ("", election)
    ]
    order = list(Role)

    def rank(each: Grant) -> tuple[bool, int, str, int]:
        allows = action is None or action in MAY[each.role]
        return (not allows, len(each.area), each.area, order.index(each.role))

    return min(near, key=rank, default=None)


def roles_by_agency() -> dict[Agency, list[Role]]:
    """Return every role under its agency, both in their own order."""
    return {each: [role for role in Role if AGENCY[role] is each] for each in Agency}


def who_may(action: Action) -> list[Role]:
    """Return the roles that may do `action`, for the sentence that refuses the others."""
    return [role for role, actions in MAY.items() if action in actions]
