"""What holds now: the book, as the office changed it. Each reader is one query."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from tepat.adapters import security_files
from tepat.core.watch.security.book import Book, Pattern
from tepat.core.watch.security.personnel import Patterns
from tepat.server.desk.words import language
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope
from tepat.server.watch.models import GuardPattern, SecurityGrade, SecurityOperation


def book() -> Book:
    """Return what the files say. Raises `Refused` with the file and the reason."""
    return security_files.book(settings.HOME)


def grades(scope: Scope) -> dict[str, str]:
    """Return every class with its name, the least vulnerable first: one query."""
    found = {each.code: each.name.say(language()) for each in book().grades}
    rows = SecurityGrade.objects.filter(scope=scope).order_by("pk")
    for code, name in rows.values_list("code", "name"):
        if name:
            found[code] = name
    return found


def patterns(scope: Scope) -> Patterns:
    """Return the pattern of each class, by class and area: one query."""
    found = {(each.code, ""): each.pattern for each in book().grades}
    for row in GuardPattern.objects.filter(scope=scope).order_by("pk"):
        if row.tps:
            found[row.grade, row.area] = Pattern(row.police, row.tps, row.linmas)
        else:
            found.pop((row.grade, row.area), None)
    return found


def operation(scope: Scope) -> SecurityOperation | None:
    """Return name, basis and signer as last written: one query."""
    return SecurityOperation.objects.filter(scope=scope).order_by("pk").last()


@dataclass(frozen=True, slots=True)
class PhaseRow:
    """One phase with its days; `is_now` where today lies in it."""

    code: str
    name: str
    first: date | None
    last: date | None
    is_now: bool


def phases(scope: Scope, found: SecurityOperation | None, today: date) -> list[PhaseRow]:
    """Return the phases with the days that were typed, else as counted from voting day."""
    own: Mapping[str, tuple[str, str]] = {
        code: (first, last) for code, first, last in (found.phases if found else ())
    }
    voting_day = election_of(scope).voting_day
    rows = []
    for phase in book().phases:
        first, last = phase.days(voting_day) if voting_day else (None, None)
        if phase.code in own:
            first, last = (date.fromisoformat(each) for each in own[phase.code])
        is_now = bool(first and last and first <= today <= last)
        rows.append(PhaseRow(phase.code, phase.name.say(language()), first, last, is_now))
    return rows
