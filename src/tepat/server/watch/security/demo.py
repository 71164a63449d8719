"""The demo's police: units with people, classes of TPS, two escorts and posts, all made up.

The classes per kabupaten are those that were reported for it (534, 14, 0 and 2); which TPS
they are, and every name and telephone, is `contoh`.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from tepat.core.move.loads import LoadStage
from tepat.core.watch.security.personnel import slots_of
from tepat.core.watch.security.reading import Graded
from tepat.core.watch.stores.roster import TURNS
from tepat.server.election.models import Scope, Tps, User
from tepat.server.move.models import Shipment
from tepat.server.watch.models import (
    GuardDuty,
    PostReport,
    SecurityOrder,
    SecurityPerson,
    SecurityPost,
    SecurityUnit,
)
from tepat.server.watch.security import agreed, posts, queries, services

GRADED: Final = (("khusus", 2), ("rawan", 14))
"""TPS by class; the others are of the least vulnerable."""
REASONS: Final = {"khusus": "lokasi khusus (contoh)", "rawan": "pernah ada protes (contoh)"}
SPREAD: Final = 37
"""Every how manieth TPS is taken, so that the marked ones lie in several kecamatan."""
NAMES: Final = ("Anwar", "Budi", "Cahya", "Darma", "Eko", "Fajar")
UNHEARD_OF: Final = 19
"""Of every so many loads of the eve one had an escort of which nobody heard."""
POLICE_OF: Final = 24
"""People of each Polsek; made up, so that some kecamatan are short and others are not."""


def load(scope: Scope, now: datetime) -> None:
    """Write the police's rows. Twice is once."""
    by = User.objects.filter(username="pak_yusuf").first()
    if by is None or SecurityUnit.objects.filter(scope=scope).exists():
        return
    began = now - timedelta(days=2)
    form = {
        "name": "Operasi Mantap Praja (contoh)",
        "basis": "Rencana operasi (contoh); Permintaan KPU Kabupaten (contoh)",
        "office": "KEPOLISIAN RESOR (CONTOH)",
        "signer": "",
        "signs_as": "Kepala Kepolisian Resor",
    }
    services.write_operation(scope, form, by.account, began)
    all_tps = list(Tps.objects.filter(scope=scope).order_by("code").values_list("code", flat=True))
    services.grade_tps(scope, _grades(all_tps), by.account, began)
    kecamatan = sorted({code[:8] for code in all_tps})
    names = queries.region_names(kecamatan)
    units = _units(scope, [(code, names.get(code, code)) for code in kecamatan], by, began)
    _escorts(scope, units, by, now)
    _posts(scope, by, now)
    _order(scope, units, by, began)


def _grades(all_tps: Sequence[str]) -> dict[str, Graded]:
    """Return a class for each TPS, the marked ones spread over the kabupaten."""
    order = sorted(range(len(all_tps)), key=lambda at: (at * SPREAD % len(all_tps), at))
    marked: dict[int, str] = {}
    at = 0
    for grade, count in GRADED:
        marked |= dict.fromkeys(order[at : at + count], grade)
        at += count
    found = {}
    for place, code in enumerate(all_tps):
        grade = marked.get(place, "kurang_rawan")
        found[code] = Graded(code, grade, REASONS.get(grade, ""))
    return found


def _units(
    scope: Scope, areas: Sequence[tuple[str, str]], by: User, at: datetime
) -> dict[str, SecurityUnit]:
    rows = [
        SecurityUnit(
            scope=scope,
            service=service,
            name=f"{title} {name} (contoh)",
            area=area,
            strength=people + step * grows,
            phone=f"0800000{step:02d}{number}",
            at=at,
            by=by.account,
        )
        for step, (area, name) in enumerate(areas)
        for number, (service, title, people, grows) in enumerate(
            (("polri", "Polsek", POLICE_OF, -1), ("linmas", "Linmas", 60, 8))
        )
    ]
    rows += [
        SecurityUnit(
            scope=scope,
            service=service,
            name=name,
            area=scope.kabupaten,
            strength=people,
            phone=phone,
            at=at,
            by=by.account,
        )
        for service, name, people, phone in (
            ("polri", "Polres, cadangan (contoh)", 40, "080000099"),
            ("tni", "Kodim (contoh)", 30, "080000098"),
        )
    ]
    SecurityUnit.objects.bulk_create(rows)
    kept = SecurityUnit.objects.filter(scope=scope).order_by("pk")
    SecurityPerson.objects.bulk_create(
        SecurityPerson(
            scope=scope,
            unit=unit,
            name=f"{name} (contoh)",
            rank="Bripka",
            number=f"contoh-{at}",
            phone=f"0800001{unit.pk % 100:02d}{at}",
            at=unit.at,
            by=by.account,
        )
        for unit in kept
        if unit.service in ("polri", "tni")
        for at, name in enumerate(NAMES, start=1)
    )
    return {f"{row.service} {row.area}": row for row in kept}


def _escorts(scope: Scope, units: dict[str, SecurityUnit], by: User, now: datetime) -> None:
    """Ask for escorts of the first loads: one present by telephone, one planned."""
    loads = Shipment.objects.filter(scope=scope, origin__startswith=f"{scope.kabupaten}:")
    for at, row in enumerate(loads.order_by("departs_at", "code")[:2]):
        area = row.destination.partition(":")[0][:8]
        unit = units.get(f"polri {area}")
        if unit is None:
            continue
        chosen = list(unit.people.order_by("pk")[:2])
        services.assign(scope, row.code, unit, chosen, row.departs_at, by.account, now)
        if at == 0:
            services.tell(scope, row, _there(scope, row.departs_at, now), by.account, now)


def _posts(scope: Scope, by: User, now: datetime) -> None:
    offices = ("Kantor KPU (contoh)", "Kantor Bawaslu (contoh)")
    for number, name in enumerate(offices, start=1):
        SecurityPost.objects.create(
            scope=scope,
            code=f"{scope.kabupaten}:pos-{number}",
            name=name,
            area=scope.kabupaten,
            at=now,
            by=by.account,
        )
    _turns(scope, by, now)


def _turns(scope: Scope, by: User, now: datetime) -> None:
    """Fill in the turns of the days around now, and what the desk was told of those before."""
    today = now.astimezone(ZoneInfo(scope.zone)).date()
    party = f"polres@{scope.kabupaten}"
    told, duties = [], []
    for post in SecurityPost.objects.filter(scope=scope).order_by("code"):
        is_first = post.code.endswith("-1")
        for step in range(-3, 4):
            for turn in TURNS:
                day = today + timedelta(days=step)
                common = {"scope": scope, "place": post.code, "day": day, "turn": turn.code}
                duties.append(
                    GuardDuty(
                        **common, post=posts.MAIN_POST, count=2, unit=party, at=now,
                        by=str(by.account), party=party,
                    )
                )  # fmt: skip
                is_over = turn.window(day, ZoneInfo(scope.zone))[0] <= now
                was_there = is_first or (turn.code != "malam" and step < 0)
                if is_over and was_there:
                    told.append(
                        PostReport(**common, is_present=True, count=2, at=now, by=by.account)
                    )
    GuardDuty.objects.bulk_create(duties)
    PostReport.objects.bulk_create(told)


def eve(scope: Scope, now: datetime) -> None:
    """The eve of the vote: every load of these days has an escort, some were not heard of."""
    by = User.objects.filter(username="pak_yusuf").first()
    today = now.astimezone(ZoneInfo(scope.zone)).date()
    mine = GuardDuty.objects.filter(scope=scope, day=today)
    if by is None or mine.filter(by=str(by.account)).exists():
        return
    _turns(scope, by, now)
    police = {
        row.area: row
        for row in SecurityUnit.objects.filter(scope=scope, service="polri", closed_at=None)
    }
    people = {area: list(row.people.order_by("pk")[:2]) for area, row in police.items()}
    loads = Shipment.objects.filter(
        scope=scope,
        origin__startswith=f"{scope.kabupaten}:",
        departs_at__gte=now - timedelta(days=1),
        departs_at__lte=now + timedelta(days=1),
    )
    for at, row in enumerate(loads.order_by("departs_at", "code")):
        area = row.destination.partition(":")[0][:8]
        if area not in police:
            continue
        before = (row.departs_at or now) - timedelta(hours=3)
        unit = police[area]
        services.assign(scope, row.code, unit, people[area], row.departs_at, by.account, before)
        if at % UNHEARD_OF and row.stage != LoadStage.PREPARED.value:
            form = _there(scope, row.departs_at, now)
            services.tell(scope, row, form, by.account, now)


def _there(scope: Scope, departs_at: datetime | None, now: datetime) -> dict[str, str]:
    """What the desk types: two people, there when the load leaves."""
    there = min(departs_at or now, now).astimezone(ZoneInfo(scope.zone))
    return {
        "said": "present",
        "count": "2",
        "there_at": there.strftime("%Y-%m-%dT%H:%M"),
        "note": "lewat telepon (contoh)",
    }


def _order(scope: Scope, units: dict[str, SecurityUnit], by: User, now: datetime) -> None:
    """Issue one letter, for the TPS of one kecamatan."""
    police = [row for row in units.values() if row.service == "polri" and len(row.area) == 8]
    unit = police[0] if police else None
    if unit is None:
        return
    rows = [(code, grade) for code, grade, _ in queries.graded_tps(scope, unit.area)]
    slots = slots_of(rows, agreed.patterns(scope), "police")
    day = now.astimezone(ZoneInfo(scope.zone)).replace(hour=6, minute=0, second=0, microsecond=0)
    order = SecurityOrder(
        scope=scope,
        year=day.year,
        about=SecurityOrder.About.TPS,
        place=unit.area,
        unit=unit,
        basis="Rencana operasi (contoh)",
        signs_as="Kepala Kepolisian Resor",
        starts=day + timedelta(days=13),
        ends=day + timedelta(days=15),
        at=now,
        by=by.account,
    )
    people = list(unit.people.order_by("pk"))
    services.issue(order, [(one, list(slot)) for one, slot in zip(people, slots, strict=False)])
