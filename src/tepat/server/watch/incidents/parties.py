"""In which role somebody acts at the desk, and how a party is named."""

from collections.abc import Iterable

from tepat.core.election.regions import is_in
from tepat.server.desk.words import language
from tepat.server.election.acting import acting as acting
from tepat.server.election.acting import may_act as may_act
from tepat.server.election.elections import election_of
from tepat.server.election.models import Region, Scope, User


def is_of(user: User, scope: Scope, party: str) -> bool:
    """Tell whether `user` belongs to `party`: its role, in its area or above."""
    role, _, area = party.partition("@")
    return any(
        grant.role.value == role
        and is_in(area, grant.area)
        and grant.election in ("", scope.election)
        for grant in user.grants()
    )


class PartyNames:
    """Names of `role@area` for one page: roles as the election calls them, areas in one query."""

    def __init__(self, scope: Scope, parties: Iterable[str]) -> None:
        election = election_of(scope)
        self.language = language()
        self.roles = {code: words.say(self.language) for code, words in election.roles.items()}
        self.kabupaten = scope.kabupaten
        wanted = {each.partition("@")[2].partition("-")[0] for each in parties} - {""}
        rows = Region.objects.filter(code__in=wanted) if wanted else Region.objects.none()
        self.areas = dict(rows.values_list("code", "name"))

    def role(self, role: str) -> str:
        """Name a role as this election does; one that it has not, by its code."""
        return self.roles.get(role, role.upper())

    def party(self, party: str) -> str:
        """Name a party: PPS Salikung, KPU Kabupaten/Kota."""
        role, _, area = party.partition("@")
        if not role:
            return ""
        name = self.role(role).partition(" (")[0]
        if not area or len(area) <= 5:
            return name
        desa, _, tps = area.partition("-")
        where = self.areas.get(desa, desa)
        return f"{name} {tps} {where}" if tps else f"{name} {where}"
