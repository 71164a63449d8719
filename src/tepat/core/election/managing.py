"""Whose accounts somebody keeps: the head of each agency those of its own agency, nobody else's.

KPU's administrator, who has the server, could otherwise become Bawaslu, or take over the
account of somebody whom it supervises. What stands here is asked before each change of a
role, a password, a second factor or an account.
"""

from collections.abc import Iterable

from tepat.core.election.regions import is_in
from tepat.core.election.roles import AGENCY, MAY, Action, Agency, Grant, Role, may


def head_of(agency: Agency) -> Role | None:
    """Return the role that keeps the accounts of `agency` here; None: it has no head here.

    >>> head_of(Agency.BAWASLU)
    <Role.BAWASLU: 'bawaslu'>
    >>> head_of(Agency.PESERTA)
    """
    held = (role for role in Role if AGENCY[role] is agency)
    return next((role for role in held if Action.MANAGE_ACCOUNTS in MAY[role]), None)


def keeper_of(agency: Agency) -> Agency:
    """Return the agency whose head keeps the people of `agency` here, mostly itself.

    >>> keeper_of(Agency.PESERTA)
    <Agency.KPU: 'kpu'>
    """
    if head_of(agency) is not None:
        return agency
    return next(AGENCY[role] for role in Role if Action.RUN_INSTALLATION in MAY[role])


def managing(by: Iterable[Grant], grant: Grant) -> Grant | None:
    """Return which of `by` may give, take back or stand above `grant`; None where none may.

    Its own agency only, its area and its election. People of an agency that has no head here,
    as witnesses of contestants, are kept by whoever founds the installation. A role for all
    elections is only in the hands of somebody who manages all elections.

    >>> dpmd = [Grant(Role.KPU, "63.09", "pilkades-2024")]
    >>> managing(dpmd, Grant(Role.PPK, "63.09.05", "pilkades-2024")).role
    <Role.KPU: 'kpu'>
    >>> managing(dpmd, Grant(Role.PPK, "63.09.05"))
    >>> managing([Grant(Role.KPU, "63.09")], Grant(Role.PANWASCAM, "63.09.05"))
    """
    agency = AGENCY[grant.role]
    for each in by:
        if not may([each], Action.MANAGE_ACCOUNTS, grant.area, grant.election):
            continue
        if AGENCY[each.role] is agency:
            return each
        if Action.RUN_INSTALLATION in MAY[each.role] and head_of(agency) is None:
            return each
    return None


def may_manage(by: Iterable[Grant], grant: Grant) -> bool:
    """Tell whether any of `by` may give, take back or stand above `grant`; see `managing`.

    >>> may_manage([Grant(Role.KPU, "63.09")], Grant(Role.PPK, "63.09.05"))
    True
    >>> may_manage([Grant(Role.KPU, "63.09")], Grant(Role.BAWASLU, "63.09"))
    False
    """
    return managing(by, grant) is not None


def founding(
    by: Iterable[Grant], grant: Grant, kabupaten: str, held: Iterable[Grant]
) -> Grant | None:
    """Return which of `by` may invite the first head of another agency, which is `grant`.

    `held` are the roles of everybody. Only whoever founds the installation may, and only while
    that agency has no head in this kabupaten in any election of `grant`.

    >>> kpu, adi = Grant(Role.KPU, "63.09"), Grant(Role.BAWASLU, "63.09")
    >>> founding([kpu], adi, "63.09", [kpu]) == kpu
    True
    >>> founding([kpu], Grant(Role.BAWASLU, "63.09", "pilkades-2024"), "63.09", [kpu, adi])
    """
    if head_of(AGENCY[grant.role]) is not grant.role or grant.area != kabupaten:
        return None
    if any(_is_head_over(each, grant) for each in held):
        return None
    may_found = (
        each
        for each in by
        if AGENCY[each.role] is not AGENCY[grant.role]
        and may([each], Action.RUN_INSTALLATION, grant.area, grant.election)
    )
    return next(may_found, None)


def of_another_agency(held: Iterable[Grant], new: Grant) -> Grant | None:
    """Return a role of another agency in the same election, which forbids `new`.

    >>> of_another_agency([Grant(Role.KPU, "63.09")], Grant(Role.BAWASLU, "63.09", "pilkada-2024"))
    Grant(role=<Role.KPU: 'kpu'>, area='63.09', election='')
    >>> of_another_agency([Grant(Role.KPU, "63.09")], Grant(Role.PPK, "63.09.05"))
    """
    others = (each for each in held if AGENCY[each.role] is not AGENCY[new.role])
    return next((each for each in others if _meet(each, new)), None)


def _is_head_over(each: Grant, grant: Grant) -> bool:
    return each.role is grant.role and is_in(grant.area, each.area) and _meet(each, grant)


def _meet(one: Grant, other: Grant) -> bool:
    """Tell whether two roles hold in one election; an empty one is every election."""
    return not one.election or not other.election or one.election == other.election
