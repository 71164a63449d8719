"""The night: exceptions of loads, seals, posts and escorts, for one person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from tepat.core.watch.alerts.kinds import Kind
from tepat.core.watch.security.night import Amiss, Matter, in_order
from tepat.core.watch.security.presence import Presence
from tepat.core.watch.security.sight import Sight
from tepat.server.desk.words import moment
from tepat.server.election.models import Scope, User
from tepat.server.watch.alerts import queries as alerts
from tepat.server.watch.models import SecurityUnit
from tepat.server.watch.security import posts, queries, words

OF_ALERTS: Final = {
    Kind.SEAL_DIFFERS.value: Matter.SEAL,
    Kind.DAMAGED.value: Matter.SEAL,
    Kind.LATE_DEPARTURE.value: Matter.LATE,
    Kind.LATE_ARRIVAL.value: Matter.LATE,
    Kind.GUARD_GAP.value: Matter.GAP,
}


@dataclass(frozen=True, slots=True)
class Night:
    """Rows of the page, and how many loads and posts were watched."""

    rows: list[dict[str, Any]]
    watched: int


def exceptions(request: HttpRequest, scope: Scope, sight: Sight, now: datetime) -> Night:
    """Return what is amiss, the gravest first, and how much was looked at: some twenty queries."""
    user = cast(User, request.user)
    phones = _Phones(scope)
    here = (scope.election, scope.kabupaten)
    found: list[tuple[Amiss, str, str, str]] = []
    legs = queries.legs(scope, sight, now)
    names = queries.region_names(leg.load.destination.partition(":")[0] for leg in legs)
    for leg in legs:
        matter = _of_leg(leg)
        if matter is None:
            continue
        place = leg.load.destination.partition(":")[0]
        whom, phone = _lead(leg) if leg.task else phones.near(place)
        row = Amiss(matter, leg.load.code, place, leg.escort.since, phone, whom)
        text = gettext("%(load)s to %(place)s") % {
            "load": leg.load.code,
            "place": names.get(place, place),
        }
        found.append((row, text, "", reverse("escort", args=[*here, leg.load.code])))
    gaps, asked = posts.gaps(scope, sight, now)
    open_ones = [
        row
        for row in alerts.open_alerts(scope)
        if row.kind in OF_ALERTS
        and not (row.kind == Kind.GUARD_GAP.value and row.params.get("place") in asked)
        and alerts.may_read(user, row)
        and sight.sees_area(row.where)
    ]
    where_of = {each.pk: each.where for each in open_ones}
    for told in alerts.rows_of(open_ones, user, now, alerts.limits_of(scope)):
        where = where_of[told.pk]
        whom, phone = phones.near(where)
        amiss = Amiss(OF_ALERTS[told.kind], str(told.pk), where, told.since, phone, whom)
        found.append((amiss, told.title, told.text, told.href))
    for gap in gaps:
        whom, phone = phones.near(gap.area)
        amiss = Amiss(Matter.GAP, gap.name, gap.area, gap.since, phone, whom)
        found.append((amiss, gap.name, "", reverse("security_posts", args=here)))
    said = {id(row): (text, more, href) for row, text, more, href in found}
    rows = []
    for row in in_order(each for each, *_ in found):
        text, more, href = said[id(row)]
        shape, word = words.MATTERS[row.matter]
        rows.append(
            {
                "shape": shape,
                "word": gettext(word),
                "text": text,
                "more": more,
                "href": href,
                "since": moment(row.since, scope.zone) if row.since else "",
                "phone": row.phone,
                "whom": row.whom,
            }
        )
    return Night(rows, len(legs) + len(asked))


def _of_leg(leg: queries.Leg) -> Matter | None:
    if leg.escort.state is Presence.ABSENT:
        return Matter.ABSENT
    if leg.escort.state is Presence.UNHEARD and leg.load.stage not in queries.OVER:
        return Matter.UNHEARD
    if leg.escort.state is Presence.NONE and leg.load.stage in queries.MOVING:
        return Matter.ALONE
    return None


def _lead(leg: queries.Leg) -> tuple[str, str]:
    """Whom to call about a load: who leads, else the unit."""
    task = leg.task
    if task is None or task.unit is None:
        return "", ""
    if task.lead and task.lead.phone and task.lead in leg.people:
        return task.lead.name, task.lead.phone
    return task.unit.name, task.unit.phone


class _Phones:
    """Telephones of units of the police, read once."""

    def __init__(self, scope: Scope) -> None:
        rows: Iterable[SecurityUnit] = SecurityUnit.objects.filter(
            scope=scope, closed_at=None, service="polri"
        ).exclude(phone="")
        self._units = sorted(rows, key=lambda row: len(row.area), reverse=True)

    def near(self, area: str) -> tuple[str, str]:
        """Return name and telephone of the nearest unit of the police above `area`."""
        for row in self._units:
            if queries.in_area(area, row.area):
                return row.name, row.phone
        return "", ""
