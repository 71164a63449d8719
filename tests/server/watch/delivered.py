"""Kabupaten Contoh on the way to its vote: boxes are packed, closed, and handed down to KPPS."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tepat.core.election.roles import Role
from tepat.core.log import canonical
from tepat.core.move import events
from tepat.core.move.judging import Sent
from tepat.server import flow
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope
from tepat.server.move.packing.differing import planned_in
from tepat.server.plan.models import Package
from tepat.server.plan.packages.services import regenerate
from tests.phones import NIGHT, Phone, phone_of

HILIR, TEDUH = "99.01.02", "99.01.02.2001"
STORE = "99.01:gudang-1"


@dataclass
class Delivery:
    """The phones of one chain, and every box of one desa on its way."""

    scope: Scope
    desa: str = TEDUH
    at: datetime = NIGHT
    phones: dict[str, Phone] = field(default_factory=dict)

    def __post_init__(self) -> None:
        regenerate(self.scope, election_of(self.scope), NIGHT)

    @property
    def tps(self) -> list[str]:
        rows = self.scope.all_tps.filter(desa=self.desa).order_by("code")
        return list(rows.values_list("code", flat=True))

    def boxes(self, place: str = "") -> list[str]:
        """Boxes and bags of a TPS, or of the whole desa."""
        rows = Package.objects.filter(scope=self.scope, inside="", withdrawn_at=None)
        rows = rows.filter(place=place) if place else rows.filter(desa=self.desa)
        return list(rows.order_by("code").values_list("code", flat=True))

    def phone(self, role: Role, area: str) -> Phone:
        party = f"{role.value}@{area}"
        if party not in self.phones:
            self.phones[party] = phone_of(self.scope, party, role, area, self.at)
        return self.phones[party]

    def send(self, *sent: Sent) -> None:
        receipts = flow.accept(self.scope, list(sent), "somebody", self.at)
        assert all(each.verdict == "accepted" for each in receipts), receipts

    def pack(self, boxes: Iterable[str] = (), short: int = 0, without: Sequence[str] = ()) -> None:
        """Fill boxes as planned, but `short` papers too few of each, or nothing of some items."""
        sari = self.phone(Role.WAREHOUSE, self.scope.kabupaten)
        election = election_of(self.scope)
        for package, plan in planned_in(self.scope, election, list(boxes) or self.boxes()):
            contents = tuple(
                events.Counted(
                    line.item,
                    line.quantity - (short if line.item == "surat_suara" else 0),
                    line.sku,
                )
                for line in plan
                if line.quantity and line.item not in without
            )
            said = sari.say(events.Packed, package=package.code, contents=contents)
            after = (canonical.name_of(said.body),)
            seals = (f"KB{package.code}",)
            self.send(said, sari.say(events.Sealed, package=package.code, seals=seals, after=after))

    def hand(
        self,
        giver: tuple[Role, str],
        receiver: tuple[Role, str],
        place: str,
        boxes: Iterable[str],
        *,
        paper: str = "",
        is_answered: bool = True,
        **said: Any,
    ) -> None:
        """One gives boxes to the other, who signs for them; `said` is the receiver's alone."""
        one, other = self.phone(*giver), self.phone(*receiver)
        load = {
            "packages": tuple(sorted(boxes)),
            "giver": f"{giver[0].value}@{giver[1]}",
            "receiver": f"{receiver[0].value}@{receiver[1]}",
            "place": place,
            "to": place,
        }
        self.at += timedelta(minutes=10)
        one.at = other.at = self.at
        if paper:
            self.send(other.say(events.Received, paper=paper, **(load | said)))
            return
        given = one.say(events.Given, **load)
        self.send(given)
        if is_answered:
            name = canonical.name_of(given.body)
            self.send(other.say(events.Received, given=name, **(load | said)))

    def to_pps(self, boxes: Iterable[str] = (), **said: Any) -> None:
        """From the store over the PPK to the PPS of the desa."""
        some = list(boxes) or self.boxes()
        store, ppk, pps = (Role.WAREHOUSE, "99.01"), (Role.PPK, HILIR), (Role.PPS, self.desa)
        self.hand(store, ppk, f"{HILIR}:ppk", some)
        self.hand(ppk, pps, f"{self.desa}:pps", some, **said)

    def to_kpps(self, tps: str, boxes: Iterable[str] = (), **said: Any) -> None:
        """From the PPS to the KPPS of one TPS."""
        some = list(boxes) or self.boxes(tps)
        self.hand((Role.PPS, self.desa), (Role.KPPS, tps), tps, some, **said)
