"""Voting day as alerts look at it: which TPS told of their opening, and forms that are wrong."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import Count, Min

from tepat.core.count.checks import Severity
from tepat.core.election.roles import Role
from tepat.core.move import events
from tepat.core.watch.alerts.situation import Doubt, Opening
from tepat.server.count.models import FormState, ToldFact, TypedForm
from tepat.server.count.results import folding
from tepat.server.election.models import Scope
from tepat.server.move.models import Device

FOLLOWED: Final = timedelta(days=14)
"""So long after the vote somebody may still be asked why nothing was told."""


def is_voting(scope: Scope, day: date | None, now: datetime) -> bool:
    """Tell whether it is voting day in the kabupaten, or the two weeks after."""
    here = now.astimezone(ZoneInfo(scope.zone)).date()
    return day is not None and day <= here <= day + FOLLOWED


def openings_of(
    scope: Scope, day: date | None, now: datetime, entitled: Mapping[str, events.Fact]
) -> tuple[Opening, ...]:
    """Return every TPS whose KPPS has a phone, with what it told of its opening: one query.

    `entitled` are the facts whose signers were entitled to them.
    """
    if not is_voting(scope, day, now):
        return ()
    told: dict[str, tuple[datetime, str]] = {}
    for name, fact in entitled.items():
        if isinstance(fact, events.VotingOpened):
            told[fact.place] = min(told.get(fact.place, (fact.starts, name)), (fact.starts, name))
    phones = Device.objects.filter(scope=scope, role=Role.KPPS.value, is_desk=False, upto=None)
    areas = sorted({each for each in phones.values_list("area", flat=True) if "-" in each})
    return tuple(Opening(tps, *told[tps]) if tps in told else Opening(tps) for tps in areas)


def wrong_forms_of(scope: Scope, day: date | None, now: datetime) -> tuple[Doubt, ...]:
    """Return the forms that do not add up, by kecamatan, and since when something was told.

    Two queries where no form is wrong, beside those that bring the count up to date.
    """
    if not is_voting(scope, day, now):
        return ()
    folding.catch_up(scope)
    rows = FormState.objects.filter(scope=scope, weight=Severity.ERROR.value)
    counted = rows.order_by("kecamatan").values("kecamatan")
    wrong = list(counted.annotate(n=Count("pk"), first=Min("tps")))
    return tuple(
        Doubt(row["first"], row["kecamatan"], row["n"], since, since)
        for row in wrong
        for since in [_since(scope, row["first"], now)]
    )


def _since(scope: Scope, tps: str, now: datetime) -> datetime:
    """Return when the newest form of a TPS was told or typed."""
    told = ToldFact.objects.filter(scope=scope, tps=tps).order_by("-at")
    typed = TypedForm.objects.filter(scope=scope, tps=tps).order_by("-at")
    times = [*told.values_list("at", flat=True)[:1], *typed.values_list("at", flat=True)[:1]]
    return min(max(times, default=now), now)
