"""Turnout of every TPS through the day, from the facts of phones: three queries."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from tepat.adapters.count_files import turnout_followed
from tepat.core.count.turnout import Followed, Formula, Hour, Report, through_day
from tepat.core.move import events
from tepat.server.count.models import ToldFact
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope, Tps


@dataclass(frozen=True, slots=True)
class Row:
    """What one fact says, and its name."""

    fact: str
    at: datetime
    voters: int
    dpt: int
    moved: int
    unlisted: int

    @property
    def apart(self) -> bool:
        """Whether those of the DPT were counted apart."""
        return self.dpt + self.moved + self.unlisted > 0 or not self.voters


@dataclass(frozen=True)
class Day:
    """The turnout of a scope by one formula."""

    formula: Formula
    lists: Mapping[str, int | None]
    """The DPT of every TPS; None where it is not known."""
    told: Mapping[str, Sequence[Row]]
    moments: tuple[datetime, ...]
    """The hours of the day, as far as they have come."""
    coming: tuple[datetime, ...]

    def of(self, area: str) -> list[Hour]:
        """Return an area at each moment, and at the end as it is now."""
        people: dict[str, int] = {}
        reports: list[Report] = []
        for tps, dpt in self.lists.items():
            if dpt is None or not tps.startswith(area):
                continue
            rows = self.told.get(tps, ())
            if self.formula.code == "dpt":
                rows = [row for row in rows if row.apart]
            last = rows[-1] if rows else None
            more = last.moved + last.unlisted if last and self.formula.code == "all" else 0
            people[tps] = dpt + more
            for row in rows:
                voters = row.dpt if self.formula.code == "dpt" else row.voters
                reports.append(Report(tps, row.at, voters))
        latest = max((each.at for each in reports), default=None)
        moments = [*self.moments, *([latest] if latest else [])]
        return through_day(reports, people, moments)

    def without_list(self, area: str) -> int:
        """How many TPS of an area have no DPT: they are in no share."""
        return sum(dpt is None and tps.startswith(area) for tps, dpt in self.lists.items())


def followed() -> Followed:
    """Return the hours and the first formula of this office: no query."""
    return turnout_followed(settings.HOME)


def day_of(scope: Scope, formula: Formula, now: datetime) -> Day:
    """Return the turnout of every TPS until `now`: two queries."""
    hours = followed().hours
    on = election_of(scope).voting_day
    zone = ZoneInfo(scope.zone)
    moments = [datetime.combine(on, hour, zone) for hour in hours] if on else []
    lists = Tps.objects.filter(scope=scope).order_by("code").values_list("code", "dpt")
    told: defaultdict[str, list[Row]] = defaultdict(list)
    rows = ToldFact.objects.filter(scope=scope, kind=events.Turnout.KIND, aside="")
    columns = ("tps", "fact", "at", "voters", "dpt", "moved", "unlisted")
    for tps, *said in rows.order_by("at", "voters", "fact").values_list(*columns):
        told[tps].append(Row(*said))
    return Day(
        formula,
        dict(lists),
        told,
        tuple(each for each in moments if each <= now),
        tuple(each for each in moments if each > now),
    )
