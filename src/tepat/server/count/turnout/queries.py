"""Turnout of every TPS through the day, from the facts of phones: three queries."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings

from tepat.adapters.count_files import turnout_followed
from tepat.core.count.told import Voters
from tepat.core.count.turnout import Followed, Formula, Hour, Report, through_day
from tepat.core.move import events
from tepat.server.count.models import ToldFact
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope, Tps

LENGTHS: Final = (8, 13, 17)
"""Characters of the codes of a kecamatan, a desa and a TPS."""


@dataclass(frozen=True)
class Day:
    """The turnout of a scope by one formula."""

    formula: Formula
    lists: Mapping[str, int | None]
    """The DPT of every TPS; None where it is not known."""
    told: Mapping[str, Sequence[Voters]]
    moments: tuple[datetime, ...]
    """The hours of the day, as far as they have come."""
    coming: tuple[datetime, ...]

    @cached_property
    def _by_area(self) -> Mapping[str, Sequence[str]]:
        """The TPS of each kecamatan and desa, so that no area looks at those of others."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for tps in self.lists:
            for length in LENGTHS:
                found[tps[:length]].append(tps)
        return found

    def tps_in(self, area: str) -> Sequence[str]:
        """Return the TPS of an area, itself where it is one."""
        if len(area) in LENGTHS:
            return self._by_area.get(area, ())
        return [tps for tps in self.lists if tps.startswith(area)]

    def of(self, area: str) -> list[Hour]:
        """Return an area at each moment, and at the end as it is now."""
        people: dict[str, int] = {}
        reports: list[Report] = []
        for tps in self.tps_in(area):
            dpt = self.lists[tps]
            if dpt is None:
                continue
            rows = self.told.get(tps, ())
            of_the_list = self.formula.code == "dpt"
            more = rows[-1].moved + rows[-1].unlisted if rows and not of_the_list else 0
            people[tps] = dpt + more
            reports += [said for row in rows if (said := row.report(tps, of_the_list))]
        latest = max((each.at for each in reports), default=None)
        moments = [*self.moments, *([latest] if latest else [])]
        return through_day(reports, people, moments)

    def without_list(self, area: str) -> int:
        """How many TPS of an area have no DPT: they are in no share."""
        return sum(self.lists[tps] is None for tps in self.tps_in(area))


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
    told: defaultdict[str, list[Voters]] = defaultdict(list)
    rows = ToldFact.objects.filter(scope=scope, kind=events.Turnout.KIND, aside="")
    columns = ("tps", "fact", "at", "voters", "dpt", "moved", "unlisted")
    for tps, *said in rows.order_by("at", "voters", "fact").values_list(*columns):
        told[tps].append(Voters(*said))
    return Day(
        formula,
        dict(lists),
        told,
        tuple(each for each in moments if each <= now),
        tuple(each for each in moments if each > now),
    )
