"""What KPU decides about an incident, and what follows from it at once.

Part of the page layer: a replacement is reported through the one door, and its load is made
by the same services as any other.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Max

from tepat.core.election.ids import Form, PackageCode, read_package
from tepat.core.election.regions import split_tps
from tepat.core.election.roles import Action
from tepat.core.move import events
from tepat.core.problems import Code, refuse
from tepat.core.watch.incidents.closing import Remedy
from tepat.core.watch.incidents.ladder import Did
from tepat.server import flow
from tepat.server.election.models import Scope, Tps, User
from tepat.server.election.regions.services import move_tps
from tepat.server.log import words
from tepat.server.move.models import Shipment
from tepat.server.move.packing.reporting import local
from tepat.server.move.shipments import queries as shipments
from tepat.server.move.shipments import reporting
from tepat.server.move.shipments.services import Load
from tepat.server.plan.models import Package
from tepat.server.watch.incidents.parties import acting, is_of
from tepat.server.watch.incidents.services import _act, _lock, _open, newest_of, written
from tepat.server.watch.models import Decision, Incident, Outcome, TpsMove
from tepat.server.watch.models.incidents import SHORT

MOST_NUMBER: Final = 9
"""The number of a package is one digit of its code."""
SORTS: Final = {Action.DECIDE: Decision.Sort.DECISION, Action.ADVISE: Decision.Sort.ADVICE}
UNPACKED: Final = "Kotak pengganti, diisi dan disegel sebelum berangkat"


@dataclass(frozen=True, slots=True)
class Words:
    """What stands in the log of decisions."""

    text: str
    why: str = ""
    weighed: str = ""
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """What a remedy needs besides words; only what belongs to it is read."""

    remedy: Remedy
    packages: tuple[str, ...] = ()
    is_old_lost: bool = False
    reason: str = "damaged"
    giver: str = ""
    taker: str = ""
    tps: str = ""
    name: str = ""
    lat: str = ""
    lon: str = ""
    informs: tuple[str, ...] = field(default=())


@transaction.atomic
def decide(incident: Incident, choice: Choice, said: Words, user: User, now: datetime) -> Decision:
    """Decide, and do what the desk can do at once. Raises `Refused`, and nothing is kept.

    Facts that came after the newest one about the causes will show that it is done.
    """
    scope = incident.scope
    incident = _open(incident)
    party = acting(user, scope, Action.DECIDE)
    data: dict[str, Any] = {
        "after": newest_of(incident),
        # What was told by telephone may have been mended before the desk wrote it down.
        "since": "" if incident.opened_by else incident.happened_at.isoformat(),
        "place": incident.place,
    }
    match choice.remedy:
        case Remedy.RESEAL:
            data["packages"] = list(_own(incident, choice.packages))
        case Remedy.REPAIR:
            data["packages"] = list(_own(incident, choice.packages) if choice.packages else ())
        case Remedy.REPLACE:
            pairs = _replace(incident, _own(incident, choice.packages), choice, said, user, now)
            data |= {"pairs": pairs, "lost": choice.is_old_lost}
        case Remedy.MOVE_BALLOTS:
            _two_tps(scope, choice)
            data |= {"giver": choice.giver, "taker": choice.taker}
        case Remedy.RELOCATE:
            informs = [each for each in choice.informs if each]
            if not informs:
                raise refuse(Code.INCIDENT_NOBODY_TOLD)
            data |= {"informs": informs, "tps": choice.tps}
    kept = write(scope, Decision.Sort.DECISION, said, user, party, now, incident, choice, data)
    if choice.remedy is Remedy.RELOCATE:
        _relocate(kept, choice, user, now)
    due = said.due.isoformat() if said.due else ""
    _act(
        incident,
        Did.DECIDED,
        user.account,
        party,
        now,
        kept.text,
        due=due,
        decision=kept.number,
        remedy=choice.remedy.value,
    )
    return kept


def write(
    scope: Scope,
    sort: Decision.Sort,
    said: Words,
    user: User,
    party: str,
    now: datetime,
    incident: Incident | None = None,
    choice: Choice | None = None,
    data: dict[str, Any] | None = None,
) -> Decision:
    """Add one line to the log of decisions, with the evidence as it lies on the table."""
    if said.due and not now - timedelta(days=1) <= said.due <= now + timedelta(days=60):
        raise refuse(Code.INCIDENT_DUE)
    _lock(scope)
    last = Decision.objects.filter(scope=scope).aggregate(last=Max("number"))["last"] or 0
    rows = incident.facts.order_by("number").values("fact", "number") if incident else ()
    return Decision.objects.create(
        scope=scope,
        number=last + 1,
        incident=incident,
        sort=sort,
        remedy=choice.remedy.value if choice else "",
        text=written(said.text, needed=True),
        why=written(said.why),
        weighed=written(said.weighed),
        evidence=list(rows),
        data=data or {},
        due=said.due,
        at=now,
        by=str(user.account),
        party=party,
    )


@transaction.atomic
def advise(
    scope: Scope,
    sort: str,
    said: Words,
    user: User,
    now: datetime,
    incident: Incident | None = None,
    about: dict[str, Any] | None = None,
) -> Decision:
    """Write advice or an intervention of the Desk; it decides nothing for KPU.

    `about` keeps what it was written from where that is no incident: an alert, an area.
    """
    if sort not in (Decision.Sort.ADVICE, Decision.Sort.INTERVENTION):
        raise refuse(Code.INCIDENT_CHOICE, value=sort[:40])
    place = incident.place if incident else (about or {}).get("area", "")
    party = acting(user, scope, Action.ADVISE, place)
    kept = write(scope, Decision.Sort(sort), said, user, party, now, incident, data=about)
    if incident:
        _act(incident, "noted", user.account, party, now, kept.text, decision=kept.number)
    return kept


@transaction.atomic
def tell_outcome(scope: Scope, number: int, text: str, user: User, now: datetime) -> Outcome:
    """Write what came of advice, by whoever advised. What KPU decided is shown by facts instead.

    Raises `Refused` for anybody else.
    """
    row = Decision.objects.filter(scope=scope, number=number).first()
    if row is None:
        raise refuse(Code.DECISION_UNKNOWN, number=number)
    if row.sort == Decision.Sort.DECISION or not is_of(user, scope, row.party):
        who = row.party.partition("@")[0].upper()
        raise refuse(Code.NOT_ALLOWED, area=scope.kabupaten, action="advise", who=who)
    party = acting(user, scope, Action.ADVISE, row.party.partition("@")[2])
    said, by = written(text, needed=True), str(user.account)
    return Outcome.objects.create(decision=row, text=said, at=now, by=by, party=party)


def _own(incident: Incident, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the packages of the incident that were chosen; all of them where none was."""
    chosen = tuple(code for code in incident.packages if code in codes or not codes)
    if not chosen:
        raise refuse(Code.INCIDENT_NO_PACKAGE, number=incident.number)
    return chosen


def _two_tps(scope: Scope, choice: Choice) -> None:
    both = {choice.giver, choice.taker}
    there = Tps.objects.filter(scope=scope, code__in=both).count()
    if len(both) < 2 or there < 2:
        missing = choice.taker if choice.giver and len(both) == 2 else choice.giver
        raise refuse(
            Code.INCIDENT_TWO_TPS, giver=choice.giver[:20] or "?", taker=missing[:20] or "?"
        )


def _replace(
    incident: Incident,
    packages: tuple[str, ...],
    choice: Choice,
    said: Words,
    user: User,
    now: datetime,
) -> list[tuple[str, str]]:
    """Plan a new package for each of these, with the envelopes in it, and report it."""
    scope = incident.scope
    reason = choice.reason if choice.reason in ("damaged", "missing", "other") else "other"
    made: list[tuple[str, str]] = []
    for code in packages:
        old = Package.objects.select_for_update().filter(scope=scope, code=code).first()
        if old is None or old.withdrawn_at is not None:
            raise refuse(Code.INCIDENT_REPLACED, package=code)
        new = _instead_of(old, old.inside)
        made.append((code, new.code))
        for inner in Package.objects.filter(scope=scope, inside=code, withdrawn_at=None):
            _instead_of(inner, new.code)
        Package.objects.filter(scope=scope, inside=code).update(withdrawn_at=now)
        Package.objects.filter(pk=old.pk).update(withdrawn_at=now)
    note = words.keep(scope.election, scope.kabupaten, events.clean(said.text)[:400], now)
    facts = [
        events.Replaced(
            election=scope.election,
            kabupaten=scope.kabupaten,
            at=local(scope, now),
            by=str(user.account),
            package=old_code,
            replacement=new_code,
            reason=reason,
            note=note,
        )
        for old_code, new_code in made
    ]
    flow.report(scope, facts, user.account, now)
    return made


def _instead_of(old: Package, inside: str) -> Package:
    """Plan a package like `old` under the next number of its place. Raises `Refused` beyond 9."""
    parts = read_package(old.code)
    taken = Package.objects.filter(
        scope=old.scope, place=old.place, kind=old.kind, form=old.form
    ).aggregate(last=Max("number"))["last"]
    number = (taken or old.number) + 1
    if parts is None or number > MOST_NUMBER:
        raise refuse(Code.INCIDENT_NUMBERS, package=old.code)
    code = PackageCode(parts.tag, parts.place, parts.kind, Form(old.form), number)
    return Package.objects.create(
        scope=old.scope,
        code=str(code),
        place=old.place,
        at=old.at,
        kecamatan=old.kecamatan,
        desa=old.desa,
        kind=old.kind,
        form=old.form,
        number=number,
        contents=old.contents,
        inside=inside,
        replaces=old.code,
    )


def _relocate(decision: Decision, choice: Choice, user: User, now: datetime) -> None:
    """Move the point of the TPS, and keep where it was."""
    scope = decision.scope
    before = Tps.objects.filter(scope=scope, code=choice.tps).first()
    if before is None or split_tps(choice.tps) is None:
        raise refuse(Code.REGION_UNKNOWN, value=choice.tps[:20])
    was = (before.lat, before.lon)
    moved = move_tps(scope, choice.tps, choice.lat, choice.lon, "surveyed", user, now)
    TpsMove.objects.create(
        scope=scope,
        decision=decision,
        tps=choice.tps,
        name=written(choice.name, 120, needed=True),
        reason=written(decision.text, SHORT)
        if len(decision.text) <= SHORT
        else decision.text[:SHORT],
        lat=moved.lat or 0.0,
        lon=moved.lon or 0.0,
        before_lat=was[0],
        before_lon=was[1],
        at=now,
    )


@transaction.atomic
def send(incident: Incident, number: int, load: Load, user: User, now: datetime) -> Shipment:
    """Make the load of the new packages of decision `number`; its papers follow from it.

    Raises `Refused` where there is nothing to send, and as shipments do.
    """
    scope = incident.scope
    _open(incident)
    acting(user, scope, Action.MAKE_SHIPMENT)
    decision = incident.decisions.filter(number=number, remedy=Remedy.REPLACE.value).first()
    new = [pair[1] for pair in decision.data.get("pairs", ())] if decision else []
    away = shipments.carried(scope, new)
    waiting = [code for code in new if code not in away]
    if decision is None or not waiting:
        raise refuse(Code.INCIDENT_NOTHING_TO_SEND, number=incident.number)
    ready = shipments.readiness(scope, waiting)
    reason = "" if all(ready.get(code) for code in waiting) else UNPACKED
    whole = Load(
        load.origin or f"{scope.kabupaten}:gudang-1",
        load.destination,
        load.departs_at,
        load.vehicle,
        load.driver,
        load.escort,
        load.unsealed_reason or reason,
    )
    made = reporting.make(scope, whole, waiting, user.account, now)
    text = f"{made.code}: {', '.join(waiting)}"
    party = acting(user, scope, Action.MAKE_SHIPMENT)
    _act(incident, "noted", user.account, party, now, text, shipment=made.code)
    return made
