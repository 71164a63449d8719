"""A small world for the phone in a browser: Kabupaten Contoh with sealed boxes and one load, its
log published and witnessed, and the letters of its officers."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.db import OperationalError
from playwright.sync_api import Page

from tepat.adapters import list_files
from tepat.core.election.ids import Form, PackageCode
from tepat.core.election.roles import Role
from tepat.core.log import canonical
from tepat.core.move import events
from tepat.core.move.shipments import list_of
from tepat.server import clock, flow
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope, Tps
from tepat.server.keeping import wiring
from tepat.server.log.publishing.witnesses import Answer
from tepat.server.move.devices import letters
from tepat.server.move.models import PackageState, Shipment, ShipmentPackage
from tepat.server.plan.models import Package
from tepat.server.plan.packages.services import regenerate
from tests.phones import Phone, letter_for, phone_of
from tests.witnesses import Watching
from tests.worlds import contoh_scope, person

HULU = "99.01.01"
DESA = "99.01.01.1001"
PIN = "482917"
KINDS = {"GUB": "KWK-GUB", "BUP": "KWK-BUP"}


class PhoneWorld:
    """Everything on the server's side of a phone, at the time of the machine."""

    def __init__(self, home: Path, url: str, boxes: str = "sealed") -> None:
        self.home, self.url = home, url
        self.scope: Scope = contoh_scope()
        self.now: datetime = clock.now()
        self.later = timedelta()
        if boxes == "sealed":
            for tps in Tps.objects.filter(scope=self.scope, desa=DESA):
                for kind in KINDS:
                    _pack(self.scope, tps.code, kind)
        self.sequencer = wiring.sequencer_of(self.scope)
        self.sequencer.signer.begin()
        self.watching = Watching(home / "saksi", self.sequencer.signer.vkeys(), "bawaslu", "polres")
        place = wiring.place_of(self.scope)
        file = wiring.policy_file(place)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(self.watching.policy(2))
        self.sequencer = wiring.sequencer_of(self.scope)
        self.sequencer._ask = self._witness
        if boxes == "planned":
            _plan(self.scope, self.now)

    def _witness(self, url: str, data: bytes | None, *_: Any) -> Answer:
        return self.watching.post(url, data)

    def publish(self) -> None:
        """Let the sequencer publish, and its witnesses sign."""
        self.later += timedelta(seconds=11)
        self.sequencer.round(clock.now() + self.later)
        assert self.sequencer.status.problems == []

    def letter(self, who: str, role: Role, area: str, *servers: str) -> tuple[Phone, str]:
        """Assign somebody; return who it is and the text of the letter's QR."""
        phone = patiently(lambda: letter_for(self.scope, who, role, area, self.now))
        text = letters.letter_of(self.scope, phone.assignment, servers or (self.url,))
        return phone, text.decode()

    def officer(self, who: str, role: Role, area: str) -> Phone:
        """Somebody whose phone is enrolled already."""
        return patiently(lambda: phone_of(self.scope, who, role, area, self.now))

    def load(
        self, code: str, destination: str, start: str = "99.01:gudang-1", boxes_of: str = DESA
    ) -> Shipment:
        """A load of every box of the desa, or of one of its TPS, on its list."""
        there = Package.objects.filter(scope=self.scope, form="K", place__startswith=boxes_of)
        boxes = sorted(there.values_list("code", flat=True))
        route = (start, destination)
        body = list_of(self.scope.election, self.scope.kabupaten, code, route, boxes)
        list_files.write(self.home / "lists", body)
        shipment = Shipment.objects.create(
            scope=self.scope,
            code=code,
            origin=start,
            destination=destination,
            departs_at=self.now + timedelta(hours=3),
            vehicle="Truk 1",
            driver="Pak Joko",
            list_hash=canonical.name_of(body),
            made_by=person("bu_dewi").account,
            made_at=self.now,
        )
        ShipmentPackage.objects.bulk_create(
            ShipmentPackage(shipment=shipment, package=each) for each in boxes
        )
        return shipment


T = TypeVar("T")


def patiently(work: Callable[[], T], tries: int = 100) -> T:
    """Write from the test's thread: the phones' requests share its database in memory."""
    while True:
        try:
            return work()
        except OperationalError:
            if (tries := tries - 1) == 0:
                raise
            time.sleep(0.1)


def _plan(scope: Scope, now: datetime) -> None:
    """Every package as the plan makes it, and seals for those who will close them."""
    regenerate(scope, election_of(scope), now)
    issued = events.SealsIssued(
        election=scope.election,
        kabupaten=scope.kabupaten,
        at=now.astimezone(ZoneInfo(scope.zone)).replace(microsecond=0),
        by=str(person("bu_dewi").account),
        prefix="KB",
        first=170001,
        last=170400,
        width=7,
        what="segel kertas",
        to="gudang",
    )
    flow.report(scope, [issued], person("bu_dewi").account, now)


def _pack(scope: Scope, tps: str, kind: str) -> None:
    box = str(PackageCode("P24", tps, kind, Form.BOX))
    Package.objects.create(
        scope=scope,
        code=box,
        form="K",
        place=tps,
        at="tps",
        kecamatan=tps[:8],
        desa=tps[:13],
        kind=KINDS[kind],
    )
    seals = [f"KB{tps[-3:]}{index}{len(kind)}{ord(kind[0])}" for index in range(2)]
    PackageState.objects.create(scope=scope, package=box, state="sealed", seals=seals)


def enrol(
    page: Page, letter: str, pin: str = PIN, look: Callable[[str], Any] | None = None
) -> None:
    """Enrol by pasting the letter's text, as where the camera is missing."""
    look = look or (lambda _: None)
    page.goto(page.url.split("#")[0] + "#/daftar/ketik")
    page.get_by_label("Isi QR").fill(letter)
    look("tempel")
    page.get_by_role("button", name="Baca surat tugas").click()
    page.get_by_role("button", name="Ya, ini saya").wait_for()
    look("siapa")
    page.get_by_role("button", name="Ya, ini saya").click()
    page.get_by_label("PIN baru").fill(pin)
    page.get_by_label("Ulangi PIN").fill(pin)
    look("pin")
    page.get_by_role("button", name="Simpan PIN").click()
    page.get_by_role("heading", name="HP ini terdaftar").wait_for()
    look("terdaftar")
