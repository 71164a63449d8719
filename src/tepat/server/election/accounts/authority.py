"""Under which of their roles somebody keeps an account, and where the agencies part.

The rules are `core/election/managing.py`; here they meet the tables, the sentences of
refusal, and what an election or kabupaten has besides.
"""

from collections.abc import Sequence

from tepat.core.election.managing import founding, head_of, keeper_of, managing, of_another_agency
from tepat.core.election.roles import AGENCY, Action, Agency, Grant, may, problems_with_grant
from tepat.core.problems import Code, Refused, refuse
from tepat.server.election.models import Region, RoleGrant, Scope, Tps, User


def used_for(by: Sequence[Grant], grant: Grant, scope: Scope, name: str) -> Grant:
    """Return which of `by` stands above `grant`. Raises `Refused`; `name` is whom it concerns."""
    used = managing(by, grant)
    if used is not None:
        return used
    agency = AGENCY[grant.role]
    own = any(AGENCY[each.role] is agency and _manages(each, scope) for each in by)
    if own or not any(_manages(each, scope) for each in by):
        raise refuse(Code.BEYOND_OWN_ROLES, name=name, area=scope.kabupaten)
    keeper = keeper_of(agency).value.upper()
    raise refuse(Code.OTHER_AGENCY, name=name, agency=keeper, area=scope.kabupaten)


def used_to_give(by: Sequence[Grant], grant: Grant, scope: Scope) -> Grant:
    """Return which of `by` may give `grant` in this kabupaten. Raises `Refused`."""
    _check_place(grant, scope)
    return used_for(by, grant, scope, grant.role.value)


def used_to_invite(by: Sequence[Grant], grant: Grant, scope: Scope) -> Grant:
    """Return which of `by` may invite to `grant`: the own agency, or another one's first head.

    Raises `Refused`.
    """
    _check_place(grant, scope)
    return first_head(by, grant, scope) or used_for(by, grant, scope, grant.role.value)


def first_head(
    by: Sequence[Grant], grant: Grant, scope: Scope, held: Sequence[Grant] | None = None
) -> Grant | None:
    """Return which of `by` may invite `grant` as the first head of another agency.

    `held` are the heads there are, as `heads()` reads them; without them: one query. Whoever
    has a closed account still is the head.
    """
    if head_of(AGENCY[grant.role]) is not grant.role:
        return None
    return founding(by, grant, scope.kabupaten, heads() if held is None else held)


def heads() -> list[Grant]:
    """Return the roles of everybody who is the head of an agency somewhere: one query."""
    roles = {head.value for agency in Agency if (head := head_of(agency))}
    return [row.as_value() for row in RoleGrant.objects.filter(role__in=roles)]


def agencies_to_found(by: Sequence[Grant], scope: Scope) -> list[Grant]:
    """Return the first heads that `by` may invite into this kabupaten: one query at most."""
    wanted = [
        Grant(head, scope.kabupaten, scope.election)
        for agency in Agency
        if (head := head_of(agency))
    ]
    held = heads()
    return [grant for grant in wanted if first_head(by, grant, scope, held)]


def add_role(user: User, grant: Grant) -> None:
    """Store a role; twice is once. Raises `Refused` where `user` serves another agency there."""
    rows = RoleGrant.objects.select_for_update().filter(user=user)
    other = of_another_agency([row.as_value() for row in rows], grant)
    if other is not None:
        agency = AGENCY[other.role].value.upper()
        raise refuse(Code.TWO_AGENCIES, name=user.username, agency=agency)
    RoleGrant.objects.get_or_create(
        user=user, role=grant.role.value, area=grant.area, election=grant.election
    )


def others_manage(row: RoleGrant, kabupaten: str) -> bool:
    """Tell whether what `row` manages is managed by somebody else of the same agency as well."""
    held = Scope.objects.filter(kabupaten=kabupaten).values_list("election", flat=True)
    own = row.as_value()
    managed = [
        election
        for election in ([row.election] if row.election else held)
        if may([own], Action.MANAGE_ACCOUNTS, kabupaten, election)
    ]
    others = RoleGrant.objects.select_for_update().exclude(pk=row.pk)
    active = others.filter(user__is_active=True, area=kabupaten)
    values = [other.as_value() for other in active]
    same = [each for each in values if AGENCY[each.role] is AGENCY[own.role]]
    return all(may(same, Action.MANAGE_ACCOUNTS, kabupaten, election) for election in managed)


def _manages(grant: Grant, scope: Scope) -> bool:
    return may([grant], Action.MANAGE_ACCOUNTS, scope.kabupaten, scope.election)


def _check_place(grant: Grant, scope: Scope) -> None:
    if problems := problems_with_grant(grant, scope.kabupaten):
        raise Refused(problems[0])
    known = Region.objects.filter(code=grant.area).exists()
    if not known and not Tps.objects.filter(scope=scope, code=grant.area).exists():
        raise refuse(Code.REGION_UNKNOWN, value=grant.area)
