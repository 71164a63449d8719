"""What the police write: one change and one transaction each. Names stay outside the log."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext

from tepat.core.documents import numbers
from tepat.core.election.regions import is_in
from tepat.core.problems import Code, Problem, Refused, refuse
from tepat.core.watch.security.book import MOST_PEOPLE
from tepat.core.watch.security.reading import Graded
from tepat.server import own_room
from tepat.server.desk.words import moment as clock_words
from tepat.server.election.models import Region, Scope
from tepat.server.move.models import Shipment
from tepat.server.typed import day, moment, whole, whole_or_none
from tepat.server.watch.models import (
    EscortReport,
    EscortTask,
    GuardDuty,
    GuardPattern,
    SecurityGrade,
    SecurityOperation,
    SecurityOrder,
    SecurityOrderLine,
    SecurityPerson,
    SecurityUnit,
    TpsGrade,
)
from tepat.server.watch.security import agreed

OWNER: Final = "polri"
MOST_STRENGTH = 20_000
MOST_PEOPLE_AT_ONCE = 200
MOST_GRADES = 12
EARLY: Final = timedelta(hours=12)
"""How long before a load leaves an escort may be there."""


def line(text: str, most: int, column: str = "", *, needed: bool = False) -> str:
    """Return one line of text without what cannot be seen. Raises `Refused`."""
    found = " ".join("".join(c for c in text if c.isprintable() or c.isspace()).split())
    if len(found) > most:
        raise refuse(Code.SECURITY_LONG, column=column, most=most)
    if needed and not found:
        raise refuse(Code.SECURITY_EMPTY, column=column)
    return found


# -- operation, classes, patterns -----------------------------------------------------------


def write_operation(
    scope: Scope, form: Mapping[str, str], by: UUID, now: datetime
) -> SecurityOperation:
    """Append name, basis, signer and phases. Raises `Refused`."""
    pattern = line(form.get("pattern", ""), 120, "nomor surat")
    if pattern and (found := numbers.problems_with(pattern)):
        raise refuse(found[0].code, **found[0].facts)
    phases = []
    for phase in agreed.book().phases:
        first, last = (form.get(f"{end}:{phase.code}", "") for end in ("first", "last"))
        if first and last:
            phases.append([phase.code, *_days(first, last)])
    office = [line(each, 120) for each in form.get("office", "")[:1000].splitlines()]
    return SecurityOperation.objects.create(
        scope=scope,
        name=line(form.get("name", ""), 120, "nama operasi", needed=True),
        basis=line(form.get("basis", ""), 400, "dasar"),
        office="\n".join(each for each in office if each)[:400],
        pattern=pattern,
        signer=line(form.get("signer", ""), 120, "penanda tangan"),
        signs_as=line(form.get("signs_as", ""), 120, "jabatan"),
        phases=phases,
        at=now,
        by=by,
    )


def _days(first: str, last: str) -> tuple[str, str]:
    try:
        one, two = day(first, ""), day(last, "")
    except Refused:
        raise refuse(Code.SECURITY_DAYS, first=first[:20], last=last[:20]) from None
    if two < one:
        raise refuse(Code.SECURITY_DAYS, first=first, last=last)
    return first, last


@transaction.atomic
def write_pattern(scope: Scope, form: Mapping[str, str], by: UUID, now: datetime) -> GuardPattern:
    """Append name and pattern of one class, for the kabupaten or one kecamatan.

    No TPS at all takes a kecamatan's own pattern back. Raises `Refused`.
    """
    known = agreed.grades(scope)
    code = form.get("grade", "")
    area = form.get("area", "")
    if code not in known:
        raise refuse(Code.SECURITY_CHOICE, column="kelas", value=code[:30])
    if area and not (len(area) == 8 and is_in(area, scope.kabupaten) and _is_region(area)):
        raise refuse(Code.SECURITY_CHOICE, column="kecamatan", value=area[:30])
    name = line(form.get("name", ""), 60, "nama kelas")
    if name and not area and name != known[code]:
        SecurityGrade.objects.create(scope=scope, code=code, name=name, at=now, by=by)
    drops = bool(area) and not form.get("tps", "").strip()
    linmas, most = form.get("linmas", ""), MOST_PEOPLE
    return GuardPattern.objects.create(
        scope=scope,
        grade=code,
        area=area,
        police=0 if drops else whole(form.get("police", ""), gettext("Police officers"), most),
        tps=0 if drops else whole(form.get("tps", ""), gettext("guard TPS"), most, 1),
        linmas=None if drops else whole_or_none(linmas, gettext("with linmas"), most),
        at=now,
        by=by,
    )


def _is_region(code: str) -> bool:
    return Region.objects.filter(code=code).exists()


@transaction.atomic
def grade_tps(scope: Scope, found: Mapping[str, Graded], by: UUID, now: datetime) -> int:
    """Write the class of each TPS: one upsert. Return how many."""
    rows = [
        TpsGrade(
            scope=scope,
            tps=code,
            desa=code[:13],
            grade=each.grade,
            reason=each.reason,
            at=now,
            by=by,
        )
        for code, each in found.items()
    ]
    TpsGrade.objects.bulk_create(
        rows,
        batch_size=2_000,
        update_conflicts=True,
        unique_fields=["scope", "tps"],
        update_fields=["grade", "reason", "at", "by"],
    )
    return len(rows)


# -- units and people ------------------------------------------------------------------------


def write_unit(
    scope: Scope, unit: SecurityUnit | None, form: Mapping[str, str], by: UUID, now: datetime
) -> SecurityUnit:
    """Write one unit. Raises `Refused`."""
    service, area = form.get("service", ""), form.get("area", "")
    if service not in agreed.book().service:
        raise refuse(Code.SECURITY_CHOICE, column="kesatuan", value=service[:30])
    if not (is_in(area, scope.kabupaten) and _is_region(area)):
        raise refuse(Code.SECURITY_CHOICE, column="wilayah", value=area[:30])
    row = unit or SecurityUnit(scope=scope)
    row.service, row.area = service, area
    row.name = line(form.get("name", ""), 120, "nama", needed=True)
    strength = form.get("strength", "")
    row.strength = whole_or_none(strength, gettext("Strength"), MOST_STRENGTH)
    row.phone = phone(form.get("phone", ""))
    row.at, row.by = now, by
    row.save()
    return row


def phone(text: str) -> str:
    """Return a telephone as it is dialled. Raises `Refused` for anything else.

    >>> phone("0812-3456 789")
    '08123456789'
    """
    found = "".join(c for c in text if c not in " -.()")
    if found and not (found.lstrip("+").isascii() and found.lstrip("+").isdecimal()):
        raise refuse(Code.SECURITY_PHONE, value=text[:30])
    if found and not 6 <= len(found) <= 16:
        raise refuse(Code.SECURITY_PHONE, value=text[:30])
    return found


@transaction.atomic
def add_people(unit: SecurityUnit, text: str, by: UUID, now: datetime) -> tuple[int, list[Problem]]:
    """Add people of a pasted list: name; rank; number; telephone, one per line.

    Good lines are kept, each bad one is named. Return how many were added, and the problems.
    """
    lines = [each for each in text.splitlines() if each.strip()]
    if len(lines) > MOST_PEOPLE_AT_ONCE:
        raise refuse(Code.SECURITY_MANY, most=MOST_PEOPLE_AT_ONCE)
    known = set(unit.people.values_list("name", "number"))
    rows: list[SecurityPerson] = []
    problems: list[Problem] = []
    for at, each in enumerate(lines, start=1):
        mark = "\t" if "\t" in each else ";" if ";" in each else ","
        cells = [*(cell.strip() for cell in each.split(mark)), "", "", "", ""][:4]
        digits = "".join(c for c in cells[3] if c not in " -.()").lstrip("+")
        if not cells[0] or len(cells[0]) > 120 or len(cells[1]) > 40 or len(cells[2]) > 30:
            problems.append(Problem(Code.SECURITY_PERSON, {"row": at, "value": each[:40]}))
            continue
        if digits and not (digits.isascii() and digits.isdecimal() and 6 <= len(digits) <= 15):
            problems.append(Problem(Code.SECURITY_PERSON, {"row": at, "value": cells[3][:40]}))
            continue
        if (cells[0], cells[2]) in known:
            continue
        known.add((cells[0], cells[2]))
        rows.append(
            SecurityPerson(
                scope_id=unit.scope_id,
                unit=unit,
                name=line(cells[0], 120),
                rank=line(cells[1], 40),
                number=line(cells[2], 30),
                phone=phone(cells[3]),
                at=now,
                by=by,
            )
        )
    SecurityPerson.objects.bulk_create(rows)
    return len(rows), problems


# -- escorts ---------------------------------------------------------------------------------


@transaction.atomic
def assign(
    scope: Scope,
    shipment: str,
    unit: SecurityUnit | None,
    people: Iterable[SecurityPerson],
    meets_at: datetime | None,
    by: UUID,
    now: datetime,
) -> EscortTask:
    """Append who goes with a load; the first of `people` leads. No unit: nobody any more."""
    chosen = [each for each in people if unit and each.unit_id == unit.pk]
    row = EscortTask.objects.create(
        scope=scope,
        shipment=shipment,
        unit=unit,
        lead=chosen[0] if chosen else None,
        meets_at=meets_at,
        at=now,
        by=by,
    )
    row.people.set(chosen)
    return row


def tell(
    scope: Scope, load: Shipment, form: Mapping[str, str], by: UUID, now: datetime
) -> EscortReport:
    """Append what the desk was told of an escort. Raises `Refused`.

    Who is present is counted and has an hour: not one that is still to come, and none long
    before the load leaves.
    """
    said = form.get("said", "")
    if said not in ("present", "absent"):
        raise refuse(Code.SECURITY_CHOICE, column="kabar", value=said[:30])
    count, there_at = 0, None
    if said == "present":
        count = whole(form.get("count", ""), gettext("How many people"), MOST_PEOPLE, 1)
        there_at = moment(form.get("there_at", ""), scope.zone, "jam hadir")
        if there_at is None:
            raise refuse(Code.SECURITY_EMPTY, column="jam hadir")
        first = (load.departs_at or there_at) - EARLY
        if not first <= there_at <= now:
            raise refuse(
                Code.ESCORT_HOUR,
                value=clock_words(there_at, scope.zone),
                first=clock_words(first, scope.zone),
                last=clock_words(now, scope.zone),
            )
    return EscortReport.objects.create(
        scope=scope,
        shipment=load.code,
        is_present=said == "present",
        count=count,
        note=line(form.get("note", ""), 200, "catatan"),
        there_at=there_at,
        at=now,
        by=by,
    )


# -- letters ---------------------------------------------------------------------------------


@transaction.atomic
def issue(order: SecurityOrder, lines: Iterable[tuple[SecurityPerson, list[str]]]) -> SecurityOrder:
    """Give a letter its number, the next of the year of its police, and store it with its lines.

    The numbers are the police's own register: KPU's does not know them.
    """
    scope = order.scope
    Scope.objects.select_for_update().get(pk=scope.pk)
    last = SecurityOrder.objects.filter(scope=scope, year=order.year).aggregate(n=Max("number"))
    order.number = (last["n"] or 0) + 1
    found = agreed.operation(scope)
    pattern = (found.pattern if found else "") or numbers.DEFAULT_PATTERN
    day = order.at.date()
    order.text = numbers.letter_number(
        pattern, order.number, agreed.book().letters, scope.kabupaten, day
    )[:160]
    order.save()
    SecurityOrderLine.objects.bulk_create(
        SecurityOrderLine(order=order, place=at, person=person, tps=tps)
        for at, (person, tps) in enumerate(lines, start=1)
    )
    return order


@transaction.atomic
def purge(scope: Scope) -> int:
    """Delete names, numbers and telephones; return how many rows went or were blanked.

    Classes, sums and numbers of letters stay. An installation of another agency holds none.
    """
    if own_room.here() not in ("", OWNER):
        return 0
    people = SecurityPerson.objects.filter(scope=scope)
    count = people.count()
    people.delete()
    for model, field in (
        (SecurityUnit, "phone"),
        (EscortReport, "note"),
        (SecurityOperation, "signer"),
        (SecurityOrder, "signer"),
        (GuardDuty, "names"),
    ):
        rows = model._default_manager.filter(scope=scope).exclude(**{field: ""})
        count += rows.update(**{field: ""})
    return count
