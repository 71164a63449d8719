"""What is done with cases. Each thing is a row that is added; nothing is changed or lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max

from tepat.core.election.naming import code_meant
from tepat.core.election.regions import TPS_CODE, is_in
from tepat.core.election.roles import Action
from tepat.core.problems import Code, refuse
from tepat.core.watch.supervision import cases
from tepat.core.watch.supervision.book import Focus
from tepat.core.watch.supervision.cases import Sort, Stage, Standing, Verdict
from tepat.server.election.models import Region, Scope, Tps, User
from tepat.server.watch.incidents.services import written
from tepat.server.watch.models import (
    SupervisionAct,
    SupervisionCase,
    SupervisionCaseVersion,
    SupervisionCheck,
    SupervisionPublication,
    SupervisionReporter,
)
from tepat.server.watch.supervision import agreed
from tepat.server.watch.supervision.rights import party_at

STORY: Final = 8_000
PUBLIC: Final = "public"
"""Who wrote a row that came by the public page."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a case says, as somebody wrote it."""

    title: str
    focus: str
    area: str
    subject: str = ""
    happened_at: datetime | None = None
    known_at: datetime | None = None
    accused: str = ""
    story: str = ""
    evidence: str = ""
    article: str = ""
    check_number: int | None = None


def area_in(scope: Scope, typed: str) -> str:
    """Return the area or TPS that was typed, by code or name; empty is the kabupaten.

    Raises `Refused` for what is none here, and for a name that several have.
    """
    code = typed.strip() or scope.kabupaten
    here = Region.objects.filter(code__startswith=scope.kabupaten, until=None)
    code = code_meant(code, dict(here.values_list("code", "name"))) or code
    if code == scope.kabupaten:
        return code
    if is_in(code, scope.kabupaten):
        desa = code.partition("-")[0]
        if TPS_CODE.fullmatch(code):
            if Tps.objects.filter(scope=scope, code=code).exists():
                return code
            # Beside a mirror there may be no list of TPS; then its desa must be known.
            if Tps.objects.filter(scope=scope).exists():
                raise refuse(Code.CASE_PLACE, value=code[:40])
        if Region.objects.filter(code=desa).exists():
            return code
    raise refuse(Code.CASE_PLACE, value=code[:40])


def _needed(text: str, most: int, field: str, field_en: str) -> str:
    kept = written(text, most)
    if not kept:
        raise refuse(Code.CASE_EMPTY, field=field, field_en=field_en)
    return kept


def _fields(scope: Scope, said: Said) -> dict[str, object]:
    known = {each.value for each in Focus} | set(agreed.topics_of(scope))
    if said.focus not in known:
        raise refuse(Code.TOPIC_UNKNOWN, value=said.focus[:40] or "?")
    checks = SupervisionCheck.objects.filter(scope=scope, number=said.check_number or 0)
    return {
        "title": _needed(said.title, 160, "judul", "title"),
        "focus": said.focus,
        "area": area_in(scope, said.area),
        "subject": written(said.subject, 60),
        "happened_at": said.happened_at,
        "known_at": said.known_at,
        "accused": written(said.accused, 300),
        "story": written(said.story, STORY),
        "evidence": written(said.evidence, STORY),
        "article": written(said.article, 300),
        "check_number": checks.values_list("number", flat=True).first(),
    }


def next_number(scope: Scope) -> int:
    """Return the number after the last: the row of the scope is the lock behind it."""
    Scope.objects.select_for_update().get(pk=scope.pk)
    last = SupervisionCase.objects.filter(scope=scope).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


@transaction.atomic
def open_case(
    scope: Scope, sort: Sort, said: Said, user: User, received: datetime | None, now: datetime
) -> SupervisionCase:
    """Open a case: a finding as found, a report as received at `received`. Raises `Refused`."""
    fields = _fields(scope, said)
    party = party_at(user, scope, Action.SUPERVISE, str(fields["area"]))
    by = {"by": str(user.account), "party": party, "at": now}
    case = SupervisionCase.objects.create(
        scope=scope, number=next_number(scope), sort=sort.value, is_contoh=scope.is_contoh, **by
    )
    SupervisionCaseVersion.objects.create(case=case, number=1, **fields, **by)
    if sort is Sort.LAPORAN:
        when = received or now
        if when > now:
            raise refuse(Code.CASE_TIME)
        SupervisionAct.objects.create(case=case, stage=Stage.RECEIVED.value, when=when, **by)
    return case


def newest(case: SupervisionCase) -> SupervisionCaseVersion:
    """Return what a case says now: one query."""
    found = case.versions.order_by("-number").first()
    if found is None:
        raise refuse(Code.CASE_UNKNOWN, number=case.number)
    return found


@transaction.atomic
def revise(
    case: SupervisionCase, said: Said, seen: int, user: User, now: datetime
) -> SupervisionCaseVersion:
    """Write a new version. Raises `Refused` where somebody wrote one after version `seen`."""
    last = newest(_locked(case))
    if last.number != seen:
        raise refuse(Code.CASE_CHANGED)
    fields = _fields(case.scope, said)
    party = party_at(user, case.scope, Action.SUPERVISE, last.area)
    party_at(user, case.scope, Action.SUPERVISE, str(fields["area"]))
    return SupervisionCaseVersion.objects.create(
        case=case, number=seen + 1, **fields, by=str(user.account), party=party, at=now
    )


def _locked(case: SupervisionCase) -> SupervisionCase:
    return SupervisionCase.objects.select_for_update().get(pk=case.pk)


def standing(case: SupervisionCase, version: SupervisionCaseVersion) -> Standing:
    """Return where a case stands: its acts are read, one query unless they were fetched."""
    sort = Sort(case.sort)
    steps = [act.as_value() for act in case.acts.all()]
    known = version.known_at
    return cases.standing_of(
        sort,
        steps,
        known_at=known if sort is Sort.LAPORAN else None,
        found_at=known if sort is Sort.TEMUAN else None,
    )


@dataclass(frozen=True, slots=True)
class Move:
    """What somebody says happened next."""

    stage: str
    when: datetime | None
    verdict: str = ""
    to: str = ""
    register: str = ""
    text: str = ""


@transaction.atomic
def move(case: SupervisionCase, said: Move, seen: int, user: User, now: datetime) -> SupervisionAct:
    """Write the next step. `seen` is how many steps the writer saw. Raises `Refused`."""
    case = _locked(case)
    version = newest(case)
    party = party_at(user, case.scope, Action.SUPERVISE, version.area)
    acts = list(case.acts.all())
    if len(acts) != seen:
        raise refuse(Code.CASE_CHANGED)
    stands = standing(case, version)
    next_stages = [each.value for each in stands.next]
    if said.stage not in next_stages:
        raise refuse(Code.CASE_STAGE, stage=stands.stage.value, next=said.stage[:20] or "?")
    stage = Stage(said.stage)
    when = said.when or now
    if not cases.check_order([act.as_value() for act in acts], when, now):
        raise refuse(Code.CASE_TIME)
    if stage is Stage.DECIDED and said.verdict not in {each.value for each in Verdict}:
        raise refuse(Code.CASE_VERDICT)
    if stage is Stage.FORWARDED and said.to not in {each.value for each in cases.Forward}:
        raise refuse(Code.CASE_EMPTY, field="diteruskan kepada", field_en="forwarded to")
    is_early_end = stage is Stage.DONE and stands.stage not in (Stage.DECIDED, Stage.FORWARDED)
    text = written(said.text, STORY)
    if is_early_end and not text:
        raise refuse(Code.REASON_MISSING)
    return SupervisionAct.objects.create(
        case=case,
        stage=stage.value,
        when=when,
        verdict=said.verdict if stage is Stage.DECIDED else "",
        to=said.to if stage is Stage.FORWARDED else "",
        register=_register(case, said, when) if stage is Stage.REGISTERED else "",
        text=text,
        by=str(user.account),
        party=party,
        at=now,
    )


def proposed_register(case: SupervisionCase, when: datetime) -> str:
    """Return the next register number as this office writes it; unset parts are `?`."""
    scope = case.scope
    own = agreed.setting_of(scope)
    taken = SupervisionAct.objects.filter(case__scope=scope, case__sort=case.sort)
    number = taken.exclude(register="").count() + 1
    day = when.astimezone(ZoneInfo(scope.zone))
    return cases.number_of(own.register, number, Sort(case.sort), day, own.fills)


def _register(case: SupervisionCase, said: Move, when: datetime) -> str:
    number = written(said.register, 80) or proposed_register(case, when)
    if "?" in number:
        raise refuse(Code.CASE_EMPTY, field="nomor register", field_en="register number")
    rows = SupervisionAct.objects.filter(case__scope=case.scope, register=number)
    if rows.exists():
        raise refuse(Code.CASE_NUMBER, value=number)
    return number


@transaction.atomic
def extend(
    case: SupervisionCase, why: str, when: datetime | None, user: User, now: datetime
) -> SupervisionAct:
    """Say that more information is needed, so that the longer time holds. Raises `Refused`."""
    case = _locked(case)
    version = newest(case)
    party = party_at(user, case.scope, Action.SUPERVISE, version.area)
    stands = standing(case, version)
    if not stands.may_extend:
        raise refuse(Code.CASE_STAGE, stage=stands.stage.value, next="perpanjangan")
    done = when or now
    if not cases.check_order([act.as_value() for act in case.acts.all()], done, now):
        raise refuse(Code.CASE_TIME)
    return SupervisionAct.objects.create(
        case=case,
        stage="",
        when=done,
        text=written(why, STORY, needed=True),
        by=str(user.account),
        party=party,
        at=now,
    )


@transaction.atomic
def write_reporter(
    case: SupervisionCase, form: Mapping[str, str], user: User, now: datetime
) -> SupervisionReporter:
    """Write down who told it, as a new version. Raises `Refused` after a purge."""
    case = _locked(case)
    party = party_at(user, case.scope, Action.SEE_REPORTERS, newest(case).area)
    if case.reporters.filter(purged_at__isnull=False).exists():
        raise refuse(Code.REPORTER_GONE)
    return SupervisionReporter.objects.create(
        case=case,
        name=_needed(form.get("name", ""), 120, "nama", "name"),
        address=written(form.get("address", ""), 300),
        phone=written(form.get("phone", ""), 40),
        by=str(user.account),
        party=party,
        at=now,
    )


def reporter_of(case: SupervisionCase) -> SupervisionReporter | None:
    """Return who told it, as it was written last: one query."""
    return case.reporters.order_by("-pk").first()


def purge_reporters(scope: Scope, now: datetime, case: SupervisionCase | None = None) -> int:
    """Delete who reported, and their photos' origin with them: rows stay, empty. Return how many.

    The case itself stays: what was told is of public interest, who told it is not.
    """
    rows = SupervisionReporter.objects.filter(case__scope=scope, purged_at=None)
    if case is not None:
        rows = rows.filter(case=case)
    return rows.update(name="", address="", phone="", purged_at=now)


@transaction.atomic
def publish(case: SupervisionCase, text: str, user: User, now: datetime) -> SupervisionPublication:
    """Show the short form of a case to the other agencies, or take it back with an empty text.

    Only what Bawaslu wrote for it, and what stands in no relation to a person.
    """
    case = _locked(case)
    version = newest(case)
    party = party_at(user, case.scope, Action.SUPERVISE, case.scope.kabupaten)
    told = reporter_of(case)
    if told and told.name and told.name.casefold() in text.casefold():
        raise refuse(Code.REPORTER_NAMED)
    stands = standing(case, version)
    register = next((act.register for act in case.acts.all() if act.register), "")
    return SupervisionPublication.objects.create(
        case=case,
        text=written(text, 400),
        said={
            "sort": case.sort,
            "register": register,
            "focus": version.focus,
            "area": version.area.partition("-")[0],
            "stage": stands.stage.value,
            "verdict": stands.verdict,
        },
        by=str(user.account),
        party=party,
        at=now,
    )
