"""What people do with incidents at the desk. Each is one act, added and never changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from unicodedata import category, normalize
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from tepat.core.digits import whole_number
from tepat.core.election.regions import is_in
from tepat.core.election.roles import Action
from tepat.core.move.nearness import place_of
from tepat.core.problems import Code, Refused, refuse
from tepat.core.watch.incidents import ladder
from tepat.server.election.models import Scope, User
from tepat.server.log import queries as log
from tepat.server.plan.models import Package
from tepat.server.watch.incidents import settling
from tepat.server.watch.incidents.agreed import agreed, book
from tepat.server.watch.incidents.parties import acting
from tepat.server.watch.models import Incident, IncidentAct, IncidentHead
from tepat.server.watch.models.incidents import LONGEST, SHORT

CLOSE_REASONS: Final = ("mistaken", "twice", "solved", "overtaken", "accepted")
"""Why a person closes one without evidence; each with words of their own."""
MOST_OPEN_BY_HAND: Final = 500
"""Open incidents of one scope that people opened: beyond it somebody has to look first."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a person writes at the desk about something that went wrong."""

    kind: str
    title: str
    text: str
    place: str
    packages: tuple[str, ...] = ()
    shipment: str = ""


def written(text: str, most: int = LONGEST, *, needed: bool = False) -> str:
    """Return what a person wrote, without what no text may hold.

    Raises `Refused` where it is longer than `most`, and where it is needed and empty.
    """
    if len(text) > most:
        raise refuse(Code.INCIDENT_TEXT, length=len(text), most=most)
    lines = ["".join(c for c in line if _is_seen(c)).strip() for line in text.splitlines()]
    kept = normalize("NFC", "\n".join(lines)).strip()
    if needed and not kept:
        raise refuse(Code.REASON_MISSING)
    return kept


def _is_seen(character: str) -> bool:
    """Leave out what turns the direction of text or shows nothing: two texts would look alike."""
    return character == "\t" or category(character) not in ("Cc", "Cf", "Cs")


@transaction.atomic
def open_by_hand(scope: Scope, report: Report, user: User, now: datetime) -> Incident:
    """Open an incident at the desk. Raises `Refused` for a kind or a place that is not here."""
    found = book()
    if report.kind not in {each.code for each in found.kinds}:
        raise refuse(Code.INCIDENT_CHOICE, value=report.kind[:40])
    place = report.place.strip() or scope.kabupaten
    if not is_in(place, scope.kabupaten) or len(place) > 40:
        raise refuse(Code.INCIDENT_PLACE, value=place[:40], kabupaten=scope.kabupaten)
    packages = _known_packages(scope, report.packages)
    party = acting_anywhere(user, scope, Action.REPORT_INCIDENT)
    kind = found.kind(report.kind)
    urgency = found.urgency(kind.urgency)
    steps = agreed(scope).ladders[found.ladder(kind.ladder).code]
    role, _, area = party.partition("@")
    _lock(scope)
    if Incident.objects.filter(scope=scope, closed_at=None).exclude(opened_by="").count() >= (
        MOST_OPEN_BY_HAND
    ):
        raise refuse(Code.INCIDENT_MANY, most=MOST_OPEN_BY_HAND)
    last = Incident.objects.filter(scope=scope).aggregate(last=Max("number"))["last"] or 0
    incident = Incident.objects.create(
        scope=scope,
        number=last + 1,
        cause=kind.code,
        kind=kind.code,
        urgency=urgency.code,
        percent=urgency.percent,
        ladder=steps.code,
        start=ladder.start_of(steps, role, area, place),
        title=written(report.title, SHORT, needed=True),
        text=written(report.text),
        place=place,
        subjects=sorted({where for where in map(place_of, packages) if where} or {place}),
        packages=list(packages),
        shipment=report.shipment.strip()[:20],
        reporter=party,
        happened_at=now,
        opened_at=now,
        opened_by=str(user.account),
        is_contoh=scope.is_contoh,
    )
    _act(incident, "opened", user.account, party, now, incident.text)
    return incident


def acting_anywhere(user: User, scope: Scope, action: Action) -> str:
    """Return the party in which `user` does `action` in any area of their own."""
    for grant in user.grants():
        if is_in(grant.area, scope.kabupaten):
            try:
                return acting(user, scope, action, grant.area)
            except Refused:  # another role of theirs may
                continue
    return acting(user, scope, action)


def _known_packages(scope: Scope, codes: tuple[str, ...]) -> tuple[str, ...]:
    wanted = sorted({code.strip().upper() for code in codes if code.strip()})[:40]
    known = set(Package.objects.filter(scope=scope, code__in=wanted).values_list("code", flat=True))
    if missing := [code for code in wanted if code not in known]:
        raise refuse(Code.PACKAGE_UNKNOWN, value=missing[0][:40])
    return tuple(wanted)


def _lock(scope: Scope) -> None:
    """One after the other: numbers have no gaps and no twins."""
    IncidentHead.objects.get_or_create(scope=scope)
    IncidentHead.objects.select_for_update().get(scope=scope)


def needed(scope: Scope, number: int) -> Incident:
    """Return one incident. Raises `Refused` where there is none."""
    found = Incident.objects.filter(scope=scope, number=number).first()
    if found is None:
        raise refuse(Code.INCIDENT_UNKNOWN, number=number)
    return found


def _open(incident: Incident) -> Incident:
    """Return the incident, locked. Raises `Refused` where it is closed."""
    found = Incident.objects.select_for_update().get(pk=incident.pk)
    if found.closed_at is not None:
        raise refuse(Code.INCIDENT_CLOSED, number=found.number)
    return found


def _act(
    incident: Incident,
    did: str,
    by: UUID | str,
    party: str,
    now: datetime,
    text: str = "",
    **data: Any,
) -> IncidentAct:
    return IncidentAct.objects.create(
        incident=incident, at=now, did=did, by=str(by), party=party, text=text, data=data
    )


@transaction.atomic
def triage(
    incident: Incident, kind: str, urgency: str, owner: str, user: User, now: datetime
) -> None:
    """Say what it is, how fast, and who owns it; the ladder goes on at the same height."""
    found = book()
    incident = _open(incident)
    party = acting(user, incident.scope, Action.TRIAGE, incident.place)
    if kind not in {each.code for each in found.kinds}:
        raise refuse(Code.INCIDENT_CHOICE, value=kind[:40])
    if urgency not in {each.code for each in found.urgencies}:
        raise refuse(Code.INCIDENT_CHOICE, value=urgency[:40])
    if owner and owner not in owners_for(incident):
        raise refuse(Code.INCIDENT_CHOICE, value=owner[:40])
    chosen, fast = found.kind(kind), found.urgency(urgency)
    before = {"kind": incident.kind, "urgency": incident.urgency, "owner": incident.owner}
    incident.kind, incident.urgency, incident.owner = kind, urgency, owner
    incident.save(update_fields=["kind", "urgency", "owner"])
    _act(
        incident,
        ladder.Did.TRIAGED,
        user.account,
        party,
        now,
        percent=fast.percent,
        ladder=found.ladder(chosen.ladder).code,
        kind=kind,
        urgency=urgency,
        owner=owner,
        before=before,
    )


def owners_for(incident: Incident) -> list[str]:
    """Return the parties that may own it: every step of every ladder, for its place."""
    parties = [step.party(incident.place) for each in book().ladders for step in each.steps]
    return list(dict.fromkeys(parties))


@transaction.atomic
def lift(incident: Incident, text: str, user: User, now: datetime) -> None:
    """Give it to the next step."""
    incident = _open(incident)
    party = acting(user, incident.scope, Action.TRIAGE, incident.place)
    _act(incident, ladder.Did.RAISED, user.account, party, now, written(text))
    _forget_owner(incident)


@transaction.atomic
def hand_back(incident: Incident, text: str, user: User, now: datetime) -> None:
    """Give it back to the step below, with a word why."""
    incident = _open(incident)
    party = acting(user, incident.scope, Action.TRIAGE, incident.place)
    _act(incident, ladder.Did.RETURNED, user.account, party, now, written(text, needed=True))
    _forget_owner(incident)


def _forget_owner(incident: Incident) -> None:
    if incident.owner:
        incident.owner = ""
        incident.save(update_fields=["owner"])


@transaction.atomic
def note(incident: Incident, text: str, user: User, now: datetime) -> None:
    """Add what somebody knows; also after the end."""
    party = acting_anywhere(user, incident.scope, Action.REPORT_INCIDENT)
    _act(incident, "noted", user.account, party, now, written(text, needed=True))


@transaction.atomic
def use_playbook(incident: Incident, code: str, user: User, now: datetime) -> None:
    """Make the steps of a playbook the checklist of this incident. Twice is once."""
    found = book().playbook(code)
    if found is None:
        raise refuse(Code.INCIDENT_CHOICE, value=code[:40])
    incident = _open(incident)
    party = acting(user, incident.scope, Action.TRIAGE, incident.place)
    if incident.acts.filter(did="playbook", data__code=code).exists():
        return
    steps = [{"id": each.id, "en": each.en} for each in found.steps]
    name = {"id": found.name.id, "en": found.name.en}
    _act(incident, "playbook", user.account, party, now, code=code, name=name, steps=steps)


@transaction.atomic
def tick(incident: Incident, code: str, step: str, done: bool, user: User, now: datetime) -> None:
    """Say that a step of the checklist is done, or that it is not after all."""
    incident = _open(incident)
    party = acting_anywhere(user, incident.scope, Action.REPORT_INCIDENT)
    opened = incident.acts.filter(did="playbook", data__code=code).first()
    at = whole_number(step, len(opened.data["steps"]) - 1) if opened else None
    if at is None:
        raise refuse(Code.INCIDENT_CHOICE, value=f"{code[:20]} {step[:10]}")
    _act(incident, "ticked", user.account, party, now, code=code, step=at, done=done)


@transaction.atomic
def inform(incident: Incident, who: str, text: str, user: User, now: datetime) -> None:
    """Write that a party knows of a moved TPS. The last one closes the incident."""
    incident = _open(incident)
    party = acting_anywhere(user, incident.scope, Action.REPORT_INCIDENT)
    decision = incident.decisions.order_by("-pk").first()
    if decision is None or who not in decision.data.get("informs", ()):
        raise refuse(Code.INCIDENT_CHOICE, value=who[:40])
    _act(incident, "informed", user.account, party, now, written(text), who=who)
    settling.settle_all(incident.scope, now)


@transaction.atomic
def close(incident: Incident, reason: str, text: str, user: User, now: datetime) -> None:
    """Close it without evidence: somebody says why, in words of their own."""
    if reason not in CLOSE_REASONS:
        raise refuse(Code.INCIDENT_CHOICE, value=reason[:40])
    incident = _open(incident)
    party = acting(user, incident.scope, Action.DECIDE, incident.scope.kabupaten)
    _act(
        incident,
        ladder.Did.CLOSED,
        user.account,
        party,
        now,
        written(text, needed=True),
        why=reason,
    )
    incident.closed_at, incident.is_by_evidence = now, False
    incident.save(update_fields=["closed_at", "is_by_evidence"])


@transaction.atomic
def resume(incident: Incident, text: str, user: User, now: datetime) -> None:
    """Open it again, or take it up again after a decision that did not help."""
    incident = Incident.objects.select_for_update().get(pk=incident.pk)
    party = acting(user, incident.scope, Action.TRIAGE, incident.place)
    _act(incident, ladder.Did.RESUMED, user.account, party, now, written(text, needed=True))
    incident.closed_at, incident.is_by_evidence = None, False
    incident.save(update_fields=["closed_at", "is_by_evidence"])


def newest_of(incident: Incident) -> int:
    """Return the number of the newest fact about it; the size of the log where it has none."""
    last = incident.facts.aggregate(last=Max("number"))["last"]
    return last or log.size(incident.scope.election, incident.scope.kabupaten)
