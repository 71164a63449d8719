"""The demo's trouble: a rubbed seal from a TPS without a signal, a wet box, a flooded road.

Made up and marked contoh. What phones report goes through the one door; the desk's part
goes through the same services as on any other day.
"""

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from tepat.core.election.ids import Form
from tepat.core.election.regions import split_tps
from tepat.core.election.roles import Role
from tepat.core.move import events
from tepat.core.move.nearness import place_of
from tepat.core.watch.incidents.book import tier_of
from tepat.core.watch.incidents.closing import Remedy
from tepat.core.watch.incidents.risks import Status
from tepat.server import flow
from tepat.server.election.models import Scope, User
from tepat.server.log import words
from tepat.server.move.devices.demo import enrolled
from tepat.server.move.models import PackageCustody
from tepat.server.move.shipments.services import Load
from tepat.server.watch.incidents import deciding, keeping, learning, services
from tepat.server.watch.incidents.agreed import book
from tepat.server.watch.models import Incident, Mitigation, Outcome

HARUAI: Final = "63.09.05"
ROAD: Final = "Mahe–Wirang"


def load(scope: Scope, now: datetime) -> None:
    """Report trouble, sort it, decide about one of them. Twice is once."""
    if Incident.objects.filter(scope=scope).exists():
        return
    people = {user.username: user for user in User.objects.filter(is_contoh=True)}
    if not {"bu_dewi", "pak_hadi"} <= people.keys():
        return
    keeping.begin_register(scope, now)
    _from_phones(scope, people["bu_dewi"], now)
    learning.catch_up(scope, now)
    _by_telephone(scope, people["pak_hadi"], people["bu_dewi"], now)
    _wet_box(scope, people["bu_dewi"], now)
    _register(scope, people["pak_hadi"], now)
    _sheets(scope, str(people["pak_hadi"].account), now)


def _from_phones(scope: Scope, user: User, now: datetime) -> None:
    """A KPPS saw a rubbed seal hours ago; its phone has a signal only now. A PPS has a wet box."""
    rows = PackageCustody.objects.filter(scope=scope, holder__startswith="pps@", flags=[])
    codes = sorted(rows.values_list("package", flat=True))
    boxes = [code for code in codes if split_tps(place_of(code)) and code[19] == Form.BOX]
    if len({place_of(code) for code in boxes}) < 2:
        return
    clock = now.astimezone(ZoneInfo(scope.zone)).replace(microsecond=0)
    rubbed, wet = boxes[-1], next(c for c in boxes if place_of(c) != place_of(boxes[-1]))
    kpps = enrolled(scope, user, "Bu Aminah (Contoh)", Role.KPPS, place_of(rubbed), clock)
    desa = place_of(wet).partition("-")[0]
    pps = enrolled(scope, user, "Pak Darma (Contoh)", Role.PPS, desa, clock)
    where = (scope.election, scope.kabupaten)
    told = "Segel kiri aus tergesek dinding bak, nomornya tinggal separuh. Kotak tidak dibuka."
    kpps.say(
        events.Incident,
        clock - timedelta(hours=3),
        what="seal_differs",
        packages=(rubbed,),
        note=words.keep(*where, told, now),
    )
    told = "Hujan masuk lewat penutup bak. Dasar kotak basah, keempat segel utuh."
    pps.say(
        events.Incident,
        clock - timedelta(minutes=40),
        what="damaged",
        packages=(wet,),
        checks=(events.Check(wet, (), "wet"),),
        note=words.keep(*where, told, now),
    )
    for phone in (kpps, pps):
        flow.accept(scope, phone.sent, phone.signer.key_id, now)


def _by_telephone(scope: Scope, desk: User, kpu: User, now: datetime) -> None:
    """A flooded road with a boat that was asked for, and a driver who came after all."""
    at = now - timedelta(minutes=25)
    told = "Dilaporkan camat lewat telepon, air 60 cm dan naik. Empat desa, 11 TPS."
    road = services.open_by_hand(
        scope,
        services.Report("flood", f"Jalan {ROAD} terendam 60 cm", told, HARUAI),
        desk,
        at,
    )
    services.triage(road, "flood", "now", f"{Role.BPBD}@{scope.kabupaten}", kpu, at)
    services.use_playbook(road, "flood", kpu, at)
    services.tick(road, "flood", "0", True, desk, at + timedelta(minutes=5))
    to, due = f"{Role.BPBD}@{scope.kabupaten}", now + timedelta(minutes=50)
    keeping.ask_support(
        scope, "boat", "Dua perahu ke tepi Wirang, 40 kotak.", HARUAI, to, due, desk, at, road
    )
    late = now - timedelta(days=1)
    report = services.Report(
        "driver", "Sopir Truk 2 belum datang", "", f"{scope.kabupaten}:gudang-1"
    )
    driver = services.open_by_hand(scope, report, desk, late)
    said = deciding.Words("Hubungi sopir cadangan pertama dalam daftar.", "Muatan berangkat 08.00.")
    advice = deciding.advise(scope, "advice", said, desk, late + timedelta(minutes=10), driver)
    ended = late + timedelta(minutes=35)
    text = "Sopir cadangan berangkat 08.12, terlambat 12 menit."
    Outcome.objects.create(
        decision=advice, text=text, at=ended, by=str(desk.account), party=advice.party
    )
    services.close(driver, "solved", text, kpu, ended)


def _wet_box(scope: Scope, kpu: User, now: datetime) -> None:
    """KPU replaces the wet box whole; its new box is planned and waits to be filled."""
    wet = Incident.objects.filter(scope=scope, kind="damage", closed_at=None).first()
    if wet is None or not wet.packages:
        return
    services.lift(wet, "PPS tidak punya pengganti.", kpu, now)
    services.lift(wet, "Diperiksa PPK di tempat, dua orang.", kpu, now)
    said = deciding.Words(
        "Kirim kotak pengganti dengan segel baru. Kotak lama kembali tertutup.",
        "Isi kotak lama hanya boleh dihitung di gudang, disaksikan.",
        "Buka di tempat dan ganti yang basah: segel dibuka dua kali.",
        now + timedelta(hours=8),
    )
    choice = deciding.Choice(Remedy.REPLACE, tuple(wet.packages[:1]))
    decision = deciding.decide(wet, choice, said, kpu, now)
    area = wet.place.partition("-")[0]
    to = Load("", f"{area}:pps", now + timedelta(hours=5), "Pikap 3", "Pak Tono (Contoh)")
    deciding.send(wet, decision.number, to, kpu, now)


def _register(scope: Scope, desk: User, now: datetime) -> None:
    """The flood row gets a second version: a road, a place, and what was promised."""
    flood = next(row for row in keeping.newest_risks(scope) if row.code == "flood")
    values = {
        name: str(getattr(flood, name))
        for name in (*keeping.TEXTS, *keeping.CHOICES, "kind", "owner")
    }
    values |= {
        "status": Status.PROMISED.value,
        "result": "menunggu perahu BPBD",
        "places": HARUAI,
        "legs": f"{ROAD}, Bongkang–Halong",
        "rough": "1",
    }
    keeping.write_risk(scope, "flood", flood.version, values, desk, now)


def _sheets(scope: Scope, by: str, now: datetime) -> None:
    """Most areas have shown what is asked; some promised, a few said nothing."""
    rows = []
    for areas in keeping.areas_of(scope, now.date()).values():
        for at, (area, _) in enumerate(areas):
            for step, ask in enumerate(book().asks):
                if tier_of(area) not in ask.tiers:
                    continue
                turn = (at * 7 + step * 3) % 23
                if turn == 5 and len(areas) > 1:
                    continue
                promised = turn in (1, 11) and len(areas) > 1
                status = Status.PROMISED if promised else Status.PROVEN
                proof = "" if promised else f"foto {area}/{step + 1} (contoh)"
                rows.append(
                    Mitigation(
                        scope=scope,
                        ask=ask.code,
                        area=area,
                        status=status,
                        action="Dijanjikan pekan ini" if promised else "",
                        proof=proof,
                        at=now - timedelta(days=3),
                        by=by,
                        party=f"{Role.DESK}@{scope.kabupaten}",
                    )
                )
    Mitigation.objects.bulk_create(rows, batch_size=500)
