"""The demo's last ten days: from the warehouse at H-12 to the afternoon of H-1.

The loads of the published plan leave, most arrive, PPS with a phone sign for theirs, and the
desk types the papers of the others. Some of it goes wrong. Made up and marked contoh; every
fact goes through the one door.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from zlib import crc32
from zoneinfo import ZoneInfo

from tepat.core.election.roles import Role
from tepat.core.log import canonical
from tepat.core.move import events, inspections, judging
from tepat.core.move.judging import Sent
from tepat.core.plan.hazard.reports import Report
from tepat.core.watch.paper.reading import Typed
from tepat.core.watch.paper.rows import Expected, Says, Way
from tepat.server import flow
from tepat.server.election.demo import FOLDER
from tepat.server.election.models import Region, Scope, User
from tepat.server.log.models import Fact
from tepat.server.move.devices.demo import Phone, checks_of, enrolled
from tepat.server.move.models import PlannedShipment, Shipment
from tepat.server.move.packing import demo as packing
from tepat.server.move.plans import reporting as plans
from tepat.server.move.shipments import reporting as shipments
from tepat.server.plan.inputs import kept
from tepat.server.plan.schedule import queries as schedule
from tepat.server.plan.schedule import store
from tepat.server.watch.alerts import services as alerts
from tepat.server.watch.government import demo as government
from tepat.server.watch.incidents import learning
from tepat.server.watch.paper import queries, reporting
from tepat.server.watch.paper.services import Draft, Table

BY_PHONE: Final = 9
"""Every ninth desa has a PPS with a phone; the others have paper, as in a real kabupaten."""
QUIET: Final = ("63.09.09", "63.09.08")
"""Pugaan and Muara Harus: nothing was heard from their phones for hours."""
ROAD: Final = "s-63.09.01-63.09.01.2006"
"""A road of Banua Lawas that crosses the southern swamp."""
SHORT: Final = "63.09.04.1001-"
"""A desa of Kelua, where the paper of one TPS says that a box did not come."""
TYPING: Final = timedelta(minutes=50)
"""After this the paper of a handover lies typed at the desk."""


def load(scope: Scope, now: datetime) -> None:
    """Let ten days pass, up to `now`. Twice is once."""
    user = User.objects.filter(username="bu_dewi").first()
    run = schedule.in_force(scope)
    if user is None or run is None or PlannedShipment.objects.filter(plan=run).exists():
        return
    begun = now - timedelta(days=9)
    packing.finish(scope, begun)
    plans.make_shipments(run, user, begun)
    days = _Days(scope, user, now)
    days.by_hand()
    days.by_plan(_arrivals(run.hash))
    days.inspect()
    days.send()
    days.papers()
    government.load_eve(scope, now)
    _weather(scope, user, days.clock)
    learning.catch_up(scope, now)
    alerts.refresh(scope, now, force=True)


def _weather(scope: Scope, user: User, clock: datetime) -> None:
    """A made-up warning for this afternoon, and a road that somebody says is closed."""
    text = (FOLDER / "peringatan-contoh.xml").read_text(encoding="utf-8")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "peringatan-contoh-2.xml"
        path.write_text(text.replace("2024-11-15", f"{clock:%Y-%m-%d}"), encoding="utf-8")
        file = kept.take(path, "alert", "BMKG (contoh)", f"{clock:%Y-%m-%d}", user.username)
    report = Report(ROAD, False, "PPK Banua Lawas (contoh)", clock - timedelta(minutes=95))
    shelf = kept.load(scope).with_file(file)
    kept.save(scope, shelf.with_report(report, [ROAD], user.username, clock))


def _arrivals(plan: str) -> dict[tuple[str, str], int]:
    """By trip and place, the minutes from leaving the warehouse to arriving there."""
    return {
        (trip.id, stop.place): stop.arrive - trip.start
        for trip in store.plan_of(plan).trips
        for stop in trip.stops
    }


def _jitter(text: str, most: int) -> timedelta:
    """So many minutes for `text`, always the same, below `most`."""
    return timedelta(minutes=crc32(text.encode()) % most)


class _Days:
    """Who signs by phone in these days, and what they sign; `clock` is the end of them."""

    def __init__(self, scope: Scope, user: User, now: datetime) -> None:
        self.scope, self.user, self.now = scope, user, now
        self.clock = now.astimezone(ZoneInfo(scope.zone)).replace(second=0, microsecond=0)
        self.phones: dict[tuple[Role, str, str], Phone] = {}
        self.by_phone = set(self._areas(4)[4::BY_PHONE])
        self.given = self._given()
        self.arrived: dict[str, datetime] = {}
        """By desa, when its goods came."""

    def phone(self, role: Role, area: str, who: str) -> Phone:
        key = (role, area, who)
        if key not in self.phones:
            self.phones[key] = enrolled(
                self.scope, self.user, f"{who} (Contoh)", role, area, self.clock - timedelta(days=8)
            )
        return self.phones[key]

    def _given(self) -> dict[str, tuple[str, events.Given]]:
        """By load, who gave it last in the days before, and nobody has signed for it since."""
        where = {"election": self.scope.election, "kabupaten": self.scope.kabupaten}
        rows = Fact.objects.filter(**where, kind=events.Given.KIND).order_by("number")
        found = {}
        for name, body in rows.values_list("id", "body"):
            fact = judging.parsed(bytes(body))
            if isinstance(fact, events.Given) and fact.shipment:
                found[fact.shipment] = (name, fact)
        return found

    def about(self, load: Shipment) -> dict[str, Any]:
        """What every fact about a load repeats."""
        packages = load.lines.values_list("package", flat=True)
        checks = checks_of(self.scope, packages)
        return {
            "shipment": load.code,
            "list": load.list_hash,
            "checks": checks,
            "to": load.destination,
        }

    def leaves(self, load: Shipment, driver: Phone, at: datetime) -> None:
        """The warehouse gives a load to its driver, who signs for it."""
        store_phone = self.phone(Role.WAREHOUSE, self.scope.kabupaten, "Pak Rahmat")
        sides = {"giver": store_phone.party, "receiver": driver.party, "place": load.origin}
        about = self.about(load) | sides
        given = store_phone.say(events.Given, at, **about)
        driver.say(events.Received, at + timedelta(minutes=5), given=given, **about)

    def arrives(self, load: Shipment, driver: Phone, at: datetime) -> None:
        """The driver gives it to the officer there, who signs on a phone."""
        area, _, kind = load.destination.partition(":")
        role = Role.PPK if kind == "ppk" else Role.PPS
        officer = self.phone(role, area, "Pak Hasan" if role is Role.PPK else "Bu Siti")
        sides = {"giver": driver.party, "receiver": officer.party, "place": load.destination}
        about = self.about(load) | sides
        given = driver.say(events.Given, at, **about)
        received = officer.say(events.Received, at + timedelta(minutes=7), given=given, **about)
        if role is Role.PPS:
            self.phone(Role.PKD, area, "Pak Iwan").say(
                events.Witnessed,
                at + timedelta(minutes=12),
                fact=received,
                place=load.destination,
                shipment=load.code,
                list=load.list_hash,
            )

    def by_hand(self) -> None:
        """The loads to a PPK that were made before the plan: all of them are there now."""
        rows = Shipment.objects.filter(scope=self.scope, origin=f"{self.scope.kabupaten}:gudang-1")
        for load in rows.filter(destination__endswith=":ppk").order_by("code"):
            driver = self.phone(Role.DRIVER, self.scope.kabupaten, load.driver or "Pak Joko")
            leaves = load.departs_at or self.clock - timedelta(days=10)
            if load.code not in self.given:
                self.leaves(load, driver, leaves + _jitter(load.code, 20))
                self.arrives(load, driver, leaves + timedelta(hours=2) + _jitter(load.code, 30))
                continue
            self._goes_on(load, driver, leaves + timedelta(hours=20))

    def _goes_on(self, load: Shipment, driver: Phone, at: datetime) -> None:
        """What was open or astray in the days before is put right by who should have it."""
        name, last = self.given[load.code]
        area = load.destination.partition(":")[0]
        if last.receiver == f"{Role.PPK.value}@{area}" and last.place == load.destination:
            return  # it came whole
        ppk = self.phone(Role.PPK, area, "Pak Hasan")
        about = self.about(load)
        if last.receiver == driver.party:
            sides = {"giver": last.giver, "receiver": driver.party, "place": last.place}
            driver.say(events.Received, at, given=name, **(about | sides))
            self.arrives(load, driver, at + timedelta(minutes=95))
            return
        sides = {"giver": last.receiver, "receiver": ppk.party, "place": load.destination}
        if last.receiver != ppk.party:  # another PPK holds it, and brings it
            other = self.phone(Role.PPK, last.receiver.partition("@")[2], "Pak Hasan")
            name = other.say(events.Given, at, **(about | sides))
        else:
            sides = {"giver": last.giver, "receiver": ppk.party, "place": last.place}
        ppk.say(events.Received, at + timedelta(minutes=9), given=name, **(about | sides))

    def by_plan(self, minutes: Mapping[tuple[str, str], int]) -> None:
        """The loads of the plan leave at their hour, but two, and most are there by now."""
        rows = PlannedShipment.objects.filter(shipment__scope=self.scope)
        late = {"stays": 0, "waits": 0}
        for row in rows.select_related("shipment").order_by("shipment__departs_at", "pk"):
            load = row.shipment
            driver = self.phone(Role.DRIVER, self.scope.kabupaten, f"Sopir {load.vehicle}")
            leaves = load.departs_at + _jitter(load.code, 12) if load.departs_at else self.clock
            if leaves > self.clock:
                continue
            if load.vehicle.startswith("Pikap 2") and late["stays"] < 1:
                late["stays"] += 1  # the driver has not come
                continue
            self.leaves(load, driver, leaves)
            at = leaves + timedelta(minutes=minutes[row.trip, row.place]) + _jitter(row.place, 15)
            if load.vehicle.startswith("Truk 2") and late["waits"] < 2 and at < self.clock:
                late["waits"] += 1  # it stands before the water
                continue
            if at + timedelta(minutes=10) > self.clock:
                continue
            self.arrived[row.place] = at
            if row.place in self.by_phone:
                self.arrives(load, driver, at)
                self._to_kpps(load, at + timedelta(minutes=70))

    def _to_kpps(self, load: Shipment, at: datetime) -> None:
        """A PPS with a phone gives each TPS its load, whose KPPS signs on a phone, too."""
        desa = load.destination.partition(":")[0]
        pps = self.phone(Role.PPS, desa, "Bu Siti")
        for each in shipments.go_on([(load, {13: at})], self.user.account, self.now):
            leaves = at + _jitter(each.code, 45)
            if leaves + timedelta(minutes=40) > self.clock:
                continue
            kpps = self.phone(Role.KPPS, each.destination, "Pak Yani")
            sides = {"giver": pps.party, "receiver": kpps.party, "place": each.destination}
            about = self.about(each) | sides
            given = pps.say(events.Given, leaves, **about)
            kpps.say(events.Received, leaves + timedelta(minutes=11), given=given, **about)

    def inspect(self) -> None:
        """Each PPK looks at its store on this day; two have no signal since the morning."""
        for code in self._areas(3):
            hours = 7 if code in QUIET else 1
            at = self.clock - timedelta(hours=hours) + _jitter(code, 50)
            ppk = self.phone(Role.PPK, code, "Pak Hasan")
            ppk.say(events.Inspected, at, place=f"{code}:ppk", outcome=inspections.GOOD)

    def _areas(self, level: int) -> list[str]:
        rows = Region.objects.filter(code__startswith=f"{self.scope.kabupaten}.", level=level)
        return sorted(rows.values_list("code", flat=True))

    def send(self) -> None:
        """Bring what the phones signed, hour by hour, as the signal let them."""
        by_hour: defaultdict[datetime, list[Sent]] = defaultdict(list)
        for phone in self.phones.values():
            for each in phone.sent:
                at = datetime.fromisoformat(canonical.decode(each.body)["at"])
                by_hour[at.astimezone(UTC).replace(minute=59, second=0)].append(each)
        where = {"election": self.scope.election, "kabupaten": self.scope.kabupaten}
        before = max(Fact.objects.filter(**where).values_list("received_at", flat=True))
        carrier = next(iter(self.phones.values())).signer.key_id
        for hour, batch in sorted(by_hour.items()):
            flow.accept(self.scope, batch, carrier, min(max(hour, before), self.now))

    def papers(self) -> None:
        """What nobody signed on a phone came as paper: PPK to PPS, then PPS to KPPS."""
        for area in self._areas(3):
            self._table(Way.TO_PPS, area)
            self._table(Way.TO_TPS, area)

    def _table(self, way: Way, area: str) -> None:
        table = Table(self.scope, way, area)
        waiting = [
            row
            for row in queries.expected(self.scope, way, area)
            if row.says is Says.NOTHING and row.known
        ]
        rows = [
            Draft(row.key, Typed(**self._says(way, row, at, number)))
            for number, row in enumerate(waiting, start=1)
            if (at := self._moment(way, row)) and at + TYPING < self.clock
        ]
        reporting.save(table, rows, self.clock.date(), self.user.account, self.now)

    def _moment(self, way: Way, row: Expected) -> datetime | None:
        """When the goods of a row changed hands, None where they have not come."""
        desa = row.area.partition("-")[0]
        if way is Way.TO_PPS:
            if desa in self.arrived:
                return self.arrived[desa] + timedelta(minutes=10)
            if any("pps@" in state.holder for state in row.known.values()):
                return None
            if not any("ppk@" in state.holder for state in row.known.values()):
                return None
            eve = self.clock.replace(hour=8, minute=30) - timedelta(days=1)
            self.arrived[desa] = eve + _jitter(desa, 300)
            return self.arrived[desa]
        here = self.arrived.get(desa)
        if here is None and not any("pps@" in state.holder for state in row.known.values()):
            return None
        morning = self.clock.replace(hour=7, minute=20)
        at = max(morning, (here or morning) + timedelta(minutes=80))
        return at + _jitter(row.area, 120)

    def _says(self, way: Way, row: Expected, at: datetime, number: int) -> Mapping[str, Any]:
        part = "PPS" if way is Way.TO_PPS else "KPPS"
        missing = row.packages[:1] if row.area.startswith(SHORT) and number == 1 else ()
        return {
            "boxes": str(len(row.packages) - len(missing)),
            "missing": missing,
            "seals": "y",
            "time": f"{at:%d/%m %H%M}",
            "number": f"{number:03d}/BA/{part}/XI/2024",
        }
