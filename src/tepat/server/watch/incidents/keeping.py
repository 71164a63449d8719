"""The register of risks, mitigation sheets and requests for support: versions are added."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Max

from tepat.core.election.regions import is_in
from tepat.core.election.roles import Action, Role
from tepat.core.problems import Code, refuse
from tepat.core.watch.incidents.book import Aght, tier_of
from tepat.core.watch.incidents.risks import Impact, Likelihood, Status
from tepat.server.election.models import Scope, User
from tepat.server.election.regions import queries as regions
from tepat.server.watch.incidents import settling
from tepat.server.watch.incidents.agreed import book
from tepat.server.watch.incidents.parties import acting, is_of
from tepat.server.watch.incidents.services import _lock, acting_anywhere, written
from tepat.server.watch.models import Incident, Mitigation, Risk, Support, SupportAnswer
from tepat.server.watch.models.risks import MOST_PLACES

TEXTS: Final = {"title": 160, "mitigation": 400, "trigger": 400, "result": 400}
CHOICES: Final = {
    "aght": Aght,
    "likelihood": Likelihood,
    "impact": Impact,
    "after_likelihood": Likelihood,
    "after_impact": Impact,
    "status": Status,
}


def begin_register(scope: Scope, now: datetime) -> int:
    """Give a scope the first rows of the register, once; return how many were added."""
    if Risk.objects.filter(scope=scope).exists():
        return 0
    found = book()
    rows = [
        Risk(
            scope=scope,
            code=seed.code,
            version=1,
            kind=seed.kind,
            aght=found.kind(seed.kind).aght,
            title=seed.title,
            owner=seed.owner,
            likelihood=seed.likelihood,
            impact=seed.impact,
            after_likelihood=seed.after_likelihood,
            after_impact=seed.after_impact,
            mitigation=seed.mitigation,
            trigger=seed.trigger,
            status=Status.OPEN,
            at=now,
        )
        for seed in found.seeds
    ]
    Risk.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def newest_risks(scope: Scope) -> list[Risk]:
    """Return the newest version of each row, in the order in which rows came: one query."""
    found: dict[str, Risk] = {}
    for row in Risk.objects.filter(scope=scope).order_by("pk"):
        found[row.code] = row
    return list(found.values())


@transaction.atomic
def write_risk(
    scope: Scope, code: str, seen: int, values: Mapping[str, str], user: User, now: datetime
) -> Risk:
    """Add a version of a row; `seen` is the version that the writer read, 0 for a new row.

    Raises `Refused` where somebody wrote another version since, and for words not listed.
    """
    party = acting(user, scope, Action.MITIGATE)
    found = book()
    _lock(scope)
    last = (
        Risk.objects.filter(scope=scope, code=code).order_by("-version").first() if code else None
    )
    if (last.version if last else 0) != seen or (code and last is None):
        raise refuse(Code.RISK_CHANGED, row=code[:30] or "?", version=last.version if last else 0)
    if values.get("kind", "") not in {each.code for each in found.kinds}:
        raise refuse(Code.INCIDENT_CHOICE, value=values.get("kind", "")[:40])
    if values.get("owner", "") not in {role.value for role in Role}:
        raise refuse(Code.INCIDENT_CHOICE, value=values.get("owner", "")[:40])
    for name, among in CHOICES.items():
        if values.get(name, "") not in {each.value for each in among}:
            raise refuse(Code.INCIDENT_CHOICE, value=values.get(name, "")[:40])
    texts = {
        name: written(values.get(name, ""), most, needed=name == "title")
        for name, most in TEXTS.items()
    }
    number = Risk.objects.filter(scope=scope).values("code").distinct().count() + 1
    return Risk.objects.create(
        scope=scope,
        code=code or f"r{number}",
        version=seen + 1,
        kind=values["kind"],
        owner=values["owner"],
        places=_codes(values.get("places", "")),
        legs=_codes(values.get("legs", "")),
        is_rough=values.get("rough") == "1",
        at=now,
        by=str(user.account),
        party=party,
        **texts,
        **{name: values[name] for name in CHOICES},
    )


def _codes(text: str) -> list[str]:
    parts = [written(each, 80) for each in text.replace("\n", ",")[:4_000].split(",")]
    return [each for each in dict.fromkeys(parts) if each][:MOST_PLACES]


@transaction.atomic
def write_mitigation(
    scope: Scope,
    ask: str,
    area: str,
    values: Mapping[str, str],
    user: User,
    now: datetime,
) -> Mitigation:
    """Write what an area did about one thing that is asked of its tier.

    Raises `Refused` for a tier that is not asked, a place elsewhere, and proof without proof.
    """
    found = next((each for each in book().asks if each.code == ask), None)
    if found is None or not is_in(area, scope.kabupaten) or tier_of(area) not in found.tiers:
        raise refuse(Code.INCIDENT_CHOICE, value=f"{ask[:20]} {area[:13]}")
    party = acting(user, scope, Action.MITIGATE, area)
    status = values.get("status", "")
    if status not in {each.value for each in Status}:
        raise refuse(Code.INCIDENT_CHOICE, value=status[:40])
    proof = written(values.get("proof", ""), 160)
    if status == Status.PROVEN and not proof:
        raise refuse(Code.MITIGATION_PROOF)
    return Mitigation.objects.create(
        scope=scope,
        ask=ask,
        area=area,
        status=status,
        action=written(values.get("action", ""), 400, needed=status == Status.NOT_NEEDED),
        proof=proof,
        at=now,
        by=str(user.account),
        party=party,
    )


def areas_of(scope: Scope, today: date) -> dict[int, list[tuple[str, str]]]:
    """Return code and name of every kabupaten, kecamatan and desa, by level: one query."""
    found: dict[int, list[tuple[str, str]]] = {2: [], 3: [], 4: []}
    rows = regions.standing(scope.kabupaten, today).values_list("code", "name", "level")
    for code, name, level in rows.order_by("code"):
        if level in found:
            found[level].append((code, name))
    return found


@transaction.atomic
def ask_support(
    scope: Scope,
    what: str,
    text: str,
    place: str,
    to: str,
    due: datetime,
    user: User,
    now: datetime,
    incident: Incident | None = None,
) -> Support:
    """Ask another office for help until `due`."""
    where = place.strip() or (incident.place if incident else scope.kabupaten)
    if not is_in(where, scope.kabupaten) or len(where) > 40:
        raise refuse(Code.INCIDENT_PLACE, value=where[:40], kabupaten=scope.kabupaten)
    party = acting_anywhere(user, scope, Action.REPORT_INCIDENT)
    if what not in Support.What.values or to not in helpers_for(where):
        raise refuse(Code.INCIDENT_CHOICE, value=(what if to else to)[:40])
    if not now - timedelta(hours=1) <= due <= now + timedelta(days=60):
        raise refuse(Code.INCIDENT_DUE)
    _lock(scope)
    last = Support.objects.filter(scope=scope).aggregate(last=Max("number"))["last"] or 0
    return Support.objects.create(
        scope=scope,
        number=last + 1,
        incident=incident,
        what=what,
        text=written(text, needed=True),
        place=where,
        to=to,
        due=due,
        at=now,
        by=str(user.account),
        party=party,
    )


def helpers_for(place: str) -> list[str]:
    """Return the offices that can be asked about `place`: kecamatan first where there is one."""
    area = place.partition(":")[0]
    kabupaten = area[:5]
    near = []
    if len(area) >= len("63.09.05"):
        near = [f"{Role.DESK_KECAMATAN}@{area[:8]}", f"{Role.POLSEK}@{area[:8]}"]
    at_kabupaten = (Role.DESK, Role.BPBD, Role.POLRES, Role.TNI, Role.KPU)
    return [*near, *(f"{role}@{kabupaten}" for role in at_kabupaten)]


@transaction.atomic
def answer_support(
    scope: Scope, number: int, said: str, text: str, user: User, now: datetime
) -> SupportAnswer:
    """Answer a request: only who was asked may. A fulfilled one may close its incident."""
    row = Support.objects.select_for_update().filter(scope=scope, number=number).first()
    if row is None:
        raise refuse(Code.SUPPORT_UNKNOWN, number=number)
    if not is_of(user, scope, row.to):
        raise refuse(Code.SUPPORT_OTHERS, number=number, to=row.to)
    if said not in SupportAnswer.Said.values:
        raise refuse(Code.INCIDENT_CHOICE, value=said[:40])
    needs_words = said in (SupportAnswer.Said.REFUSED, SupportAnswer.Said.PARTLY)
    answer = SupportAnswer.objects.create(
        support=row,
        said=said,
        text=written(text, needed=needs_words),
        at=now,
        by=str(user.account),
        party=row.to,
    )
    if row.incident_id:
        settling.settle_all(scope, now)
    return answer
