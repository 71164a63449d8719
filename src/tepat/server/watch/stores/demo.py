"""The demo's stores: inspected on all tiers, one red in Haruai with its backup, and a roster.

Made up and marked contoh. The red one is signed by a phone, the others come from paper.
"""

from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Count

from tepat.core.election.roles import Role
from tepat.core.move import events
from tepat.core.move.inspections import Filled, asked, outcome_of, write_filled
from tepat.core.watch.stores.roster import TURN_BY_CODE, TURNS
from tepat.server import flow
from tepat.server.election.models import Scope, Tps, User
from tepat.server.log import words
from tepat.server.move.devices.demo import enrolled
from tepat.server.move.models import Place
from tepat.server.watch.models import GuardDuty, StoreBackup
from tepat.server.watch.stores import backing, duties
from tepat.server.watch.stores.duties import Filled as Turns
from tepat.server.watch.stores.queries import offers_for, stores_of
from tepat.server.watch.stores.reporting import checklist

HARUAI, JARO, UPAU = "63.09.05:ppk", "63.09.11:ppk", "63.09.10:ppk"
UNSEEN: Final = 11
"""One PPS in so many was not inspected yet."""
OPEN: Final = 2
"""Red stores that still wait for a backup on the eve."""
NOTE: Final = "Atap bocor di sudut timur setelah hujan kemarin, lantai tergenang 3 cm."


@transaction.atomic
def load(scope: Scope, now: datetime) -> None:
    """Inspect, choose a backup, fill a roster with a gap. Twice is once."""
    user = User.objects.filter(username="bu_dewi").first()
    if user is None or StoreBackup.objects.filter(scope=scope).exists():
        return
    clock = now.astimezone(ZoneInfo(scope.zone)).replace(microsecond=0)
    _papers(scope, user, clock, {HARUAI})
    _red(scope, user, clock, HARUAI)
    _roster(scope, user, clock)


@transaction.atomic
def later(scope: Scope, now: datetime) -> None:
    """On the eve: PPK Haruai was mended, all were seen again, another store is red."""
    user = User.objects.filter(username="bu_dewi").first()
    clock = now.astimezone(ZoneInfo(scope.zone)).replace(microsecond=0)
    mine = GuardDuty.objects.filter(scope=scope, day=clock.date())
    if user is None or mine.filter(by=str(user.account)).exists():
        return
    mended = clock.replace(hour=16, minute=5) - timedelta(days=9)
    flow.report(
        scope, [_inspected(scope, HARUAI, set(), mended, str(user.account))], user.account, clock
    )
    leaking = _smallest(scope)
    _papers(scope, user, clock, {leaking} if leaking else set())
    if leaking:
        _red(scope, user, clock, leaking)
    _roster(scope, user, clock)
    found = stores_of(scope, clock)
    chosen = [
        (row, near[0])
        for row in [row for row in found.rows if row.needs_backup][OPEN:]
        if (near := offers_for(found, row))
    ]
    StoreBackup.objects.bulk_create(
        StoreBackup(
            scope=scope,
            place=row.place,
            backup=offer.candidate.place,
            metres=offer.metres,
            at=now,
            by=str(user.account),
            party=f"{Role.KPU.value}@{scope.kabupaten}",
        )
        for row, offer in chosen
    )


def _smallest(scope: Scope) -> str:
    """Return the PPS of Haruai with the fewest TPS: what lay in a red store is not tepat."""
    area = HARUAI.partition(":")[0]
    rows = Tps.objects.filter(scope=scope, kecamatan=area).values("desa").annotate(n=Count("pk"))
    desa = rows.order_by("n", "desa").values_list("desa", flat=True).first()
    return f"{desa}:pps" if desa else ""


def _papers(scope: Scope, user: User, clock: datetime, besides: set[str]) -> None:
    """Sheets of the last week: most in order, some with a remark, a few not there yet."""
    places = Place.objects.filter(scope=scope).exclude(code__in=besides).order_by("code")
    facts = []
    for at, place in enumerate(places.values_list("code", flat=True)):
        if place.endswith(":pps") and at % UNSEEN == 5:
            continue
        lacks = {"cctv", "pallets"} if place == JARO or at % 17 == 3 else set()
        if place == UPAU:
            lacks = {"walls"}
        when = clock.replace(hour=9, minute=at % 60) - timedelta(days=1 + at % 6)
        facts.append(_inspected(scope, place, lacks, when, str(user.account)))
    flow.report(scope, facts, user.account, clock)


def _inspected(
    scope: Scope, place: str, lacks: set[str], at: datetime, by: str
) -> events.Inspected:
    outcome, kept = _filled(scope, lacks, at)
    return events.Inspected(
        election=scope.election,
        kabupaten=scope.kabupaten,
        at=at,
        by=by,
        place=place,
        outcome=outcome,
        checklist=kept,
    )


def _filled(scope: Scope, lacks: set[str], at: datetime) -> tuple[str, str]:
    """Return the outcome and the kept answers where `lacks` are defects."""
    form = checklist()
    answers = {each.code: each.code not in lacks for each in asked(form.questions)}
    text = write_filled(Filled(form.code, form.version, answers))
    kept = words.keep(scope.election, scope.kabupaten, text, at)
    return outcome_of(form.questions, answers), kept


def _red(scope: Scope, user: User, clock: datetime, place: str) -> None:
    """A phone finds water under a leaking roof, and the nearest store becomes the backup."""
    area = place.partition(":")[0]
    role = Role.PPK if place.endswith(":ppk") else Role.PPS
    phone = enrolled(scope, user, "Pak Arifin (Contoh)", role, area, clock)
    at = clock - timedelta(hours=18)
    outcome, kept = _filled(scope, {"roof", "flood", "pallets"}, at)
    note = words.keep(scope.election, scope.kabupaten, NOTE, clock)
    phone.say(events.Inspected, at, place=place, outcome=outcome, checklist=kept, note=note)
    flow.accept(scope, phone.sent, phone.signer.key_id, clock)
    found = stores_of(scope, clock)
    if near := offers_for(found, found.by_place[place]):
        why = "Disepakati dengan camat, kunci pada PPS (contoh)."
        backing.choose(scope, place, near[0].candidate.place, "", why, user, clock)


def _roster(scope: Scope, user: User, clock: datetime) -> None:
    """Three stores with guards since four days; one night nobody came, one is not filled."""
    today = clock.date()
    first = today - timedelta(days=4)
    all_turns = tuple(turn.code for turn in TURNS)
    police = User.objects.filter(username="pak_yusuf").first() or user
    facts = []
    for place in (f"{scope.kabupaten}:gudang-1", UPAU, JARO):
        area = place.partition(":")[0]
        is_ppk = ":ppk" in place
        unit = f"{Role.POLSEK.value if is_ppk else Role.WAREHOUSE.value}@{area}"
        named = "Aipda Rahmat, Bripka Yudi" if is_ppk else "Pak Anwar, Pak Sodik"
        turns = Turns(place, "", first, 7, all_turns, 2, unit, f"{named} (contoh)")
        duties.fill(scope, turns, police if is_ppk else user, clock)
        for step in range(5):
            for turn in all_turns:
                day = first + timedelta(days=step)
                is_gap = place == JARO and turn == "malam" and step == 3
                if not is_gap and (fact := _kept(scope, place, day, turn, unit, clock, user)):
                    facts.append(fact)
    flow.report(scope, facts, user.account, clock)
    open_night = Turns(JARO, "", today + timedelta(days=1), 1, ("malam",), 0)
    duties.fill(scope, open_night, police, clock)


def _kept(
    scope: Scope, place: str, day: date, turn: str, unit: str, clock: datetime, user: User
) -> events.Guarded | None:
    starts, ends = TURN_BY_CODE[turn].window(day, ZoneInfo(scope.zone))
    if starts > clock:
        return None
    return events.Guarded(
        election=scope.election,
        kabupaten=scope.kabupaten,
        at=min(starts + timedelta(minutes=5), clock),
        by=str(user.account),
        place=place,
        guard=unit,
        count=2,
        starts=starts,
        ends=ends,
    )
