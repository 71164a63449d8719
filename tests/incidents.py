"""A small world in which something goes wrong: packed boxes, phones of the chain, and a desk."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tepat.core.election.roles import Role
from tepat.core.move import events
from tepat.server import flow
from tepat.server.election.elections import election_of
from tepat.server.election.models import RoleGrant, Scope, User
from tepat.server.plan.models import Package
from tepat.server.plan.packages.services import regenerate
from tepat.server.watch.incidents import learning
from tepat.server.watch.models import Incident
from tests.phones import Phone, phone_of
from tests.worlds import PASSWORD, contoh_scope, person

NOW = datetime(2024, 11, 25, 3, 0, tzinfo=UTC)
TPS = "99.01.01.2002-001"
NEXT = "99.01.01.2002-002"
DESA, HULU = "99.01.01.2002", "99.01.01"
SEALS = ("KB0170001", "KB0170002")


class Trouble:
    """Kabupaten Contoh two days before the vote: one box sealed, and people with phones."""

    def __init__(self) -> None:
        self.scope: Scope = contoh_scope()
        regenerate(self.scope, election_of(self.scope), NOW)
        self.now = NOW
        self.phones: dict[str, Phone] = {}
        self.box = self.box_of(TPS)

    def box_of(self, tps: str, kind: str = "KWK-BUP") -> str:
        rows = Package.objects.filter(scope=self.scope, place=tps, form="K", kind=kind)
        return rows.order_by("code").values_list("code", flat=True)[0]

    def phone(self, who: str, role: Role, area: str) -> Phone:
        """Return the phone of somebody; enrolled the day before."""
        if who not in self.phones:
            begun = NOW - timedelta(days=1)
            self.phones[who] = phone_of(self.scope, who, role, area, begun)
        return self.phones[who]

    def say(self, who: Phone, kind: type[events.Fact], at: datetime | None = None, **f: Any) -> str:
        """The phone says so, and its fact arrives now; return the fact's name."""
        who.at = (at or self.now) - timedelta(minutes=who.seq + 1)
        [receipt] = flow.accept(self.scope, [who.say(kind, **f)], who.device, self.now)
        assert receipt.verdict == "accepted", receipt
        return receipt.id

    def seal(self, box: str = "", seals: tuple[str, ...] = SEALS) -> None:
        """The warehouse fills and seals a box, the day before."""
        store = self.phone("bu_sari", Role.WAREHOUSE, "99.01")
        before, self.now = self.now, NOW - timedelta(hours=20)
        self.say(store, events.Packed, package=box or self.box)
        self.say(store, events.Sealed, package=box or self.box, seals=seals)
        self.now = before

    @property
    def kpps(self) -> Phone:
        return self.phone("pak_kpps", Role.KPPS, TPS)

    @property
    def pps(self) -> Phone:
        return self.phone("bu_pps", Role.PPS, DESA)

    def pass_by(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    def learn(self) -> int:
        return learning.catch_up(self.scope, self.now)

    def only(self) -> Incident:
        """The one incident there is, as the desk knows it now."""
        self.learn()
        [found] = Incident.objects.filter(scope=self.scope)
        return found

    def clerk(self, name: str, role: Role, area: str) -> User:
        """Somebody with a login in one role."""
        user, made = User.objects.get_or_create(username=name)
        if made:
            user.set_password(PASSWORD)
            user.save()
            RoleGrant.objects.create(user=user, role=role.value, area=area)
        return user

    @property
    def kpu(self) -> User:
        return person("bu_dewi")

    @property
    def ppk(self) -> User:
        return person("bu_rina")
