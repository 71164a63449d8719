"""What the shell reads: the names of a scope and the role of a person in it."""

from collections.abc import Iterable
from typing import NamedTuple

from tepat.core.election.regions import is_in
from tepat.core.election.roles import may_see
from tepat.core.problems import Refused
from tepat.server.desk.words import language, role_name
from tepat.server.election import elections
from tepat.server.election.models import Region, Scope, User


class Place(NamedTuple):
    """The names that a page carries at its top."""

    kabupaten: str
    election: str


def place_of(scope: Scope) -> Place:
    """Return the names of `scope`: one query."""
    return _place(scope, dict(_regions([scope.kabupaten])))


def scopes_for(user: User) -> list[tuple[Scope, Place]]:
    """Return every scope `user` may open, with its names: two queries and the grants."""
    grants = user.grants()
    scopes = [
        scope
        for scope in Scope.objects.order_by("kabupaten", "election")
        if may_see(grants, scope.kabupaten, scope.election)
    ]
    names = dict(_regions(scope.kabupaten for scope in scopes))
    return [(scope, _place(scope, names)) for scope in scopes]


def role_in(user: User, scope: Scope) -> str:
    """Return the name of the first role of `user` that reaches `scope`, or nothing."""
    for grant in user.grants():
        near = is_in(scope.kabupaten, grant.area) or is_in(grant.area, scope.kabupaten)
        if near and grant.election in ("", scope.election):
            return role_name(grant.role)
    return ""


def _regions(codes: Iterable[str]) -> Iterable[tuple[str, str]]:
    for region in Region.objects.filter(code__in=list(codes)):
        yield region.code, _with_kind(region)


def _with_kind(region: Region) -> str:
    kind = "Kota" if region.kind == "kota" else "Kabupaten"
    return region.name if region.name.startswith(kind) else f"{kind} {region.name}"


def _place(scope: Scope, names: dict[str, str]) -> Place:
    kabupaten = names.get(scope.kabupaten, f"Kabupaten {scope.kabupaten}")
    return Place(kabupaten, _election_name(scope.election))


def _election_name(code: str) -> str:
    """Return the name an election gives itself; a code whose file is broken stays a code."""
    try:
        return elections.load(code).name.say(language())
    except Refused:
        return code
