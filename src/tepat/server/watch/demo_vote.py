"""The demo's voting day until the evening: votes are counted, boxes are on their way back.

The last boxes reach their TPS in the morning. KPPS with a phone tell it all, for the others a PPS
tells turnout and papers carry the rest. Made up and marked contoh; every fact goes through the one
door.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final
from zlib import crc32
from zoneinfo import ZoneInfo

from tepat.core.election.roles import Role
from tepat.core.log import canonical
from tepat.core.move import events
from tepat.core.move.judging import Sent
from tepat.core.move.nearness import place_of
from tepat.core.watch.paper.reading import Typed
from tepat.core.watch.paper.rows import Expected, Says, Way
from tepat.server import flow
from tepat.server.count import demo as count
from tepat.server.count.contests import Contests, contests_of
from tepat.server.count.models import FormState
from tepat.server.count.results import folding
from tepat.server.election.models import Scope, User
from tepat.server.log.models import Fact
from tepat.server.move.devices import queries as devices
from tepat.server.move.devices import reporting as duties
from tepat.server.move.devices.demo import Phone
from tepat.server.move.models import PackageCustody, PackageState
from tepat.server.plan.models import Package
from tepat.server.watch.alerts import services as alerts
from tepat.server.watch.paper import queries, reporting
from tepat.server.watch.paper.services import Draft, Table

BY_PHONE: Final = 9
"""Every ninth desa has KPPS with phones."""
ROUNDS: Final = ((10, 0), (12, 10), (13, 20))
"""When turnout is told, local time; a few TPS are late with the last."""
HOME_BY: Final = {"63.09.01", "63.09.02"}
"""Kecamatan whose boxes are with their PPK in the evening, but those of desa with phones."""


def load(scope: Scope, now: datetime) -> None:
    """Let voting day pass, up to `now`. Twice is once."""
    user = User.objects.filter(username="bu_dewi").first()
    where = {"election": scope.election, "kabupaten": scope.kabupaten}
    if user is None or Fact.objects.filter(**where, kind=events.Turnout.KIND).exists():
        return
    day = _Day(scope, user, now)
    day.last_boxes()
    day.make_phones()
    day.count_again()
    day.send(day.at(6, 40))
    day.vote()
    day.count_votes()
    day.between()
    day.send(day.at(15, 40))
    count.load(scope, day.at(19, 30))
    day.papers_between()
    day.go_back()
    day.send(now)
    folding.catch_up(scope)
    alerts.refresh(scope, now, force=True)


class _Day:
    """The phones of the day and what they sign; `clock` is the evening."""

    def __init__(self, scope: Scope, user: User, now: datetime) -> None:
        self.scope, self.user, self.now = scope, user, now
        self.clock = now.astimezone(ZoneInfo(scope.zone)).replace(second=0, microsecond=0)
        self.contests: Contests = contests_of(scope)
        self.phones: dict[str, Phone] = {}
        self.desa = sorted({desa for _, desa, _ in self.contests.tps.values()})
        self.with_phones = set(self.desa[4::BY_PHONE])
        self.boxes = self._boxes()

    def at(self, hour: int, minute: int, days: int = 0) -> datetime:
        return self.clock.replace(hour=hour, minute=minute) + timedelta(days=days)

    def _boxes(self) -> dict[str, list[str]]:
        rows = Package.objects.filter(scope=self.scope, inside="", withdrawn_at=None)
        found: defaultdict[str, list[str]] = defaultdict(list)
        for place, code in rows.order_by("code").values_list("place", "code"):
            found[place].append(code)
        return found

    def last_boxes(self) -> None:
        """What had not arrived on the eve came by night and in the morning, on paper."""
        for way, first in ((Way.TO_PPS, self.at(17, 30, -1)), (Way.TO_TPS, self.at(18, 40, -1))):
            for area in sorted({kecamatan for kecamatan, _, _ in self.contests.tps.values()}):
                self._table(way, area, first, first.date())

    def _table(
        self, way: Way, area: str, first: datetime, day: Any, only: Sequence[str] = ()
    ) -> None:
        table = Table(self.scope, way, area)
        waiting = [
            row
            for row in queries.expected(self.scope, way, area)
            if row.says is Says.NOTHING and row.known and (not only or _desa(row.area) in only)
        ]
        rows = [
            Draft(row.key, self._paper(way, row, first, number))
            for number, row in enumerate(waiting, start=1)
        ]
        reporting.save(table, rows, day, self.user.account, first + timedelta(hours=4))

    def _paper(self, way: Way, row: Expected, first: datetime, number: int) -> Typed:
        at = first + timedelta(minutes=crc32(row.key.encode()) % 150)
        return Typed(
            boxes=str(len(row.packages)),
            seals="y",
            time=f"{at:%d/%m %H%M}",
            number=f"{number:03d}/BA/{way.value.upper()}/XI/2024",
        )

    def make_phones(self) -> None:
        """Letters of duty for every PPS, and for the KPPS of some desa, in one batch."""
        people = [(Role.PPS, desa, "Bu Aisyah") for desa in self.desa]
        people += [
            (Role.KPPS, tps, "Pak Syahrani")
            for tps, (_, desa, _) in self.contests.tps.items()
            if desa in self.with_phones
        ]
        people += [(Role.PPK, area, "Pak Ilmi") for area in sorted(HOME_BY)]
        people.append((Role.WAREHOUSE, self.scope.kabupaten, "Bu Norhayati"))
        made = self.clock - timedelta(days=3)
        letters = [
            duties.Duty(
                f"{who} (Contoh)", role, area, made, made + timedelta(days=30), "0812 0003 0000"
            )
            for role, area, who in people
        ]
        names = duties.assign_all(self.scope, self.user, letters, self.at(21, 0, -1))
        given = devices.registry(self.scope).assignments
        for (role, area, _), name in zip(people, names, strict=True):
            phone = Phone(self.scope, role, area, given[name].person, name)
            phone.enrol(self.at(21, 30, -1))
            self.phones[phone.party] = phone

    def phone(self, role: Role, area: str) -> Phone | None:
        return self.phones.get(f"{role.value}@{area}")

    def count_again(self) -> None:
        """Three boxes were counted again at their PPS on the eve; one had a paper less."""
        item = self.contests.election.ballot.code
        some = [tps for tps, (_, desa, _) in self.contests.tps.items() if desa in self.with_phones]
        for number, tps in enumerate(some[2:30:9]):
            desa = _desa(tps)
            pps = self.phone(Role.PPS, desa)
            states = PackageState.objects.filter(package__in=self.boxes[tps], scope=self.scope)
            packed = {
                (code, line["sku"]): line["count"]
                for code, contents in states.order_by("package").values_list("package", "contents")
                for line in contents
                if line["item"] == item
            }
            if pps is None or not packed:
                continue
            (box, sku), pieces = next(iter(packed.items()))
            said = (events.Counted(item, pieces - (number == 1), sku),)
            at = self.at(22, 5, -1)
            pps.say(events.CountedAgain, at, package=box, contents=said, place=f"{desa}:pps")

    def send(self, until: datetime) -> None:
        """Bring what the phones signed since the last time, as if at `until`."""
        batch: list[Sent] = []
        for phone in self.phones.values():
            batch += phone.sent
            phone.sent = []
        batch.sort(key=lambda each: str(canonical.decode(each.body)["at"]))
        carrier = next(iter(self.phones.values())).signer.key_id
        for start in range(0, len(batch), 500):
            flow.accept(self.scope, batch[start : start + 500], carrier, until)

    def vote(self) -> None:
        """Boxes are opened where a KPPS has a phone; turnout is told through the day."""
        seals = dict(PackageState.objects.filter(scope=self.scope).values_list("package", "seals"))
        for tps, (_, desa, dpt) in self.contests.tps.items():
            drawn = crc32(tps.encode())
            kpps, pps = self.phone(Role.KPPS, tps), self.phone(Role.PPS, desa)
            if kpps:
                begins = self.at(7, 0) + timedelta(minutes=25 if drawn % 19 == 0 else 0)
                for box in self.boxes[tps]:
                    broken = tuple(seals.get(box, ()))
                    kpps.say(events.Opened, begins, package=box, place=tps, seals=broken)
                late = "officers_missing" if drawn % 19 == 0 else ""
                kpps.say(
                    events.VotingOpened,
                    begins + timedelta(minutes=3),
                    place=tps,
                    starts=begins,
                    reason=late,
                )
            phone = kpps or pps
            if phone is None or dpt is None:
                continue
            came = count.voters_of(tps, dpt)
            for place, (hour, minute) in enumerate(ROUNDS):
                if place == len(ROUNDS) - 1 and drawn % 13 == 0:
                    continue
                part = (35, 78, 100)[place]
                apart = {name: n * part // 100 for name, n in came.items()}
                at = self.at(hour, minute) + timedelta(minutes=drawn % 25)
                phone.say(events.Turnout, at, place=tps, voters=sum(apart.values()), **apart)

    def count_votes(self) -> None:
        """KPPS with a phone tell papers and votes, with a photo of the form; few forget it."""
        folding.catch_up(self.scope)
        rows = FormState.objects.filter(scope=self.scope).order_by("tps", "sku")
        for row in rows:
            kpps = self.phone(Role.KPPS, row.tps)
            if kpps is None:
                continue
            drawn = crc32(f"{row.tps}{row.sku}".encode())
            form = count.form_of(self.contests, row, spoilt=False)
            figures = {name: n or 0 for name, n in form.figures.items()}
            at = self.at(14, 30) + timedelta(minutes=drawn % 60)
            salt = sha256(f"{row.tps}{row.sku}".encode()).hexdigest()[:32]
            about = {"place": row.tps, "sku": row.sku, "salt": salt}
            papers = {name: figures[name] for name in ("received", "used", "spoiled", "left")}
            kpps.say(events.Ballots, at, **about, **papers)
            photo = sha256(f"foto contoh {row.tps} {row.sku}".encode()).hexdigest()
            kpps.say(
                events.Result,
                at + timedelta(minutes=9),
                **about,
                votes=tuple(events.Counted(item, n or 0) for item, n in form.votes.items()),
                valid=figures["valid"],
                invalid=figures["invalid"],
                photos=() if drawn % 7 == 0 else (photo,),
            )

    def between(self) -> None:
        """A TPS ran short and its neighbour gave: both KPPS say it, once not the same."""
        desa = sorted(self.with_phones)
        for number, each in enumerate(desa[:2]):
            tps = [code for code, (_, own, _) in self.contests.tps.items() if own == each]
            if len(tps) < 2:
                continue
            giver, taker = self.phone(Role.KPPS, tps[0]), self.phone(Role.KPPS, tps[1])
            sku = next(reversed(self.contests.at(tps[0])))
            for phone, pieces in ((giver, 12), (taker, 12 - number)):
                if phone:
                    phone.say(
                        events.PapersMoved,
                        self.at(11, 50),
                        place=tps[0],
                        to=tps[1],
                        contents=(events.Counted("surat_suara", pieces, sku),),
                        reason="more_voters",
                    )

    def papers_between(self) -> None:
        """Another move stands on paper, which its PPK typed."""
        tps = [code for code in self.contests.tps if code.startswith("63.09.05.")][:2]
        if len(tps) == 2:
            sku = next(reversed(self.contests.at(tps[0])))
            count.move(self.scope, "bu_rina", (tps[0], tps[1], sku, 8), self.at(19, 40))

    def go_back(self) -> None:
        """Boxes go back: those of two kecamatan to their PPK, of one on to KPU, of others some.

        Where a KPPS still counts, its desa waits.
        """
        self._by_phone()
        self.send(self.at(16, 40))
        areas = sorted({kecamatan for kecamatan, _, _ in self.contests.tps.values()})
        day = self.clock.date()
        for area in areas:
            own = [desa for desa in self.desa if desa.startswith(f"{area}.")]
            home = own if area in HOME_BY else own[::2]
            self._table(Way.BACK_TO_PPS, area, self.at(16, 10), day, home)
            whole = [desa for desa in home if desa not in self.with_phones]
            there = whole if area in HOME_BY else whole[::2]
            self._table(Way.BACK_TO_PPK, area, self.at(17, 20), day, there)
        self._to_kpu(sorted(HOME_BY)[0])

    def _by_phone(self) -> None:
        """A KPPS with a phone closes its boxes and gives them to its PPS; few still count."""
        for tps, (_, desa, _) in self.contests.tps.items():
            kpps, pps = self.phone(Role.KPPS, tps), self.phone(Role.PPS, desa)
            if kpps is None or pps is None:
                continue
            drawn = crc32(f"{tps} kembali".encode())
            at = self.at(15, 30) + timedelta(minutes=drawn % 25)
            after = self._handovers(self.boxes[tps])
            for box in self.boxes[tps]:
                kpps.say(events.Used, at, package=box, place=tps, after=after)
            if drawn % 5 == 0:
                continue
            some = tuple(sorted(self.boxes[tps]))
            place = f"{desa}:pps"
            sides = {"giver": kpps.party, "receiver": pps.party, "place": place, "to": place}
            at += timedelta(minutes=20)
            given = kpps.say(events.Given, at, packages=some, after=after, **sides)
            pps.say(events.Received, at + timedelta(minutes=6), given=given, packages=some, **sides)

    def _to_kpu(self, area: str) -> None:
        """The PPK brings everything of its kecamatan to the warehouse of KPU."""
        ppk = self.phone(Role.PPK, area)
        store = self.phone(Role.WAREHOUSE, self.scope.kabupaten)
        if ppk is None or store is None:
            return
        held = PackageCustody.objects.filter(scope=self.scope, holder=ppk.party)
        by_desa: defaultdict[str, list[str]] = defaultdict(list)
        for code in held.order_by("package").values_list("package", flat=True):
            by_desa[place_of(code)[:13]].append(code)
        place = f"{self.scope.kabupaten}:gudang-1"
        sides = {"giver": ppk.party, "receiver": store.party, "place": place, "to": place}
        for number, codes in enumerate(by_desa.values()):
            packages, at = tuple(codes), self.at(20, 5) + timedelta(minutes=number)
            after = self._handovers(codes)
            given = ppk.say(events.Given, at, packages=packages, after=after, **sides)
            later = at + timedelta(minutes=12)
            store.say(events.Received, later, packages=packages, given=given, **sides)

    def _handovers(self, packages: Iterable[str]) -> tuple[str, ...]:
        """The facts of every handover of these packages until now: what a phone has seen."""
        rows = PackageCustody.objects.filter(scope=self.scope, package__in=list(packages))
        edges = (
            edge
            for line in rows.values_list("line", flat=True)
            for edge in queries.known_of(json.loads(line)).handovers
        )
        return tuple(
            sorted({name for edge in edges for name in (edge.given, edge.received) if name})
        )


def _desa(area: str) -> str:
    return area.partition("-")[0]
