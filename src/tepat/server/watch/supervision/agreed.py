"""What the files say, with what this office set over it: clocks, free days, lists, numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.conf import settings
from django.db.models import Q

from tepat.adapters import supervision_files
from tepat.core.election.catalogue import Words
from tepat.core.watch.supervision.book import Book, Family, Indicator, Topic
from tepat.core.watch.supervision.clocks import MOST_DAYS, Rule, WorkCalendar
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope
from tepat.server.watch.models import (
    SupervisionClock,
    SupervisionHoliday,
    SupervisionIndicator,
    SupervisionSetting,
    SupervisionTopic,
)


def book() -> Book:
    """Return the files of this installation."""
    return supervision_files.book(settings.HOME)


def family_of(scope: Scope) -> Family:
    """Return the clocks that fit the election of a scope."""
    return book().family(kind.code for kind in election_of(scope).kinds)


def rules_of(scope: Scope) -> dict[str, Rule]:
    """Return the clocks as this office has them: one query."""
    rules = {rule.code: rule for rule in family_of(scope).rules}
    read = Q(days=None) | Q(days__lte=MOST_DAYS), Q(longest=None) | Q(longest__lte=MOST_DAYS)
    for row in SupervisionClock.objects.filter(*read, scope=scope).order_by("pk"):
        if row.code in rules:
            rules[row.code] = row.over(rules[row.code])
    return rules


def holidays_of(scope: Scope) -> dict[date, str]:
    """Return the free days that somebody entered: one query."""
    found: dict[date, str] = {}
    for row in SupervisionHoliday.objects.filter(scope=scope).order_by("pk"):
        found.pop(row.day, None)
        if not row.is_open:
            found[row.day] = row.name
    return dict(sorted(found.items()))


def calendar_of(scope: Scope) -> WorkCalendar:
    """Return on which days offices work here: one query."""
    return WorkCalendar(frozenset(holidays_of(scope)))


@dataclass(frozen=True, slots=True)
class Setting:
    """How this office writes its numbers, and its letterhead; what is unset is empty."""

    register: str
    report: str
    election: str
    region: str
    head: tuple[str, ...]
    is_public: bool

    @property
    def fills(self) -> dict[str, str]:
        return {"pemilihan": self.election, "wilayah": self.region}

    def report_number(self, number: int, day: datetime) -> str:
        """Return the number of a Form A."""
        written = self.report
        known = {
            "nomor": f"{number:03d}",
            "bulan_angka": f"{day.month:02d}",
            "tahun": str(day.year),
            "wilayah": self.region or "?",
        }
        for name, value in known.items():
            written = written.replace("{" + name + "}", value)
        return written


def setting_of(scope: Scope) -> Setting:
    """Return the newest setting over what the files say: one query."""
    row = SupervisionSetting.objects.filter(scope=scope).order_by("-pk").first()
    files = family_of(scope)
    if row is None:
        return Setting(files.register, files.report, "", "", (), is_public=False)
    return Setting(
        row.register or files.register,
        row.report or files.report,
        row.election,
        row.region,
        tuple(line for line in row.head.splitlines() if line.strip()),
        row.is_public,
    )


def topics_of(scope: Scope) -> dict[str, Topic]:
    """Return the topics that are open here: one query."""
    found = {each.code: each for each in book().topics}
    for row in SupervisionTopic.objects.filter(scope=scope).order_by("pk"):
        found.pop(row.code, None) if row.is_closed else found.update({row.code: _topic(row)})
    return found


def _topic(row: SupervisionTopic) -> Topic:
    return Topic(row.code, Words(row.name, row.name), Words(row.counts, row.counts))


def indicators_of(scope: Scope) -> dict[str, Indicator]:
    """Return the indicators that are open here, by code: one query."""
    found = {each.code: each for each in book().indicators}
    for row in SupervisionIndicator.objects.filter(scope=scope).order_by("pk"):
        if row.is_closed:
            found.pop(row.code, None)
        elif row.code in found:
            found[row.code] = replace(found[row.code], name=Words(row.name, row.name))
        else:
            found[row.code] = Indicator(row.code, row.group, Words(row.name, row.name))
    return found


def headers_of(indicators: Mapping[str, Indicator]) -> dict[str, str]:
    """Return what a column may be called, in lower case, and which indicator it is."""
    found = {}
    for each in indicators.values():
        for name in (each.code, each.name.id, each.name.en):
            found[name.casefold()] = each.code
    return found
