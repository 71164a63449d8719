"""What the pages of incidents read: the queue, one incident, the log of decisions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Prefetch, QuerySet

from tepat.core.watch.incidents import ladder
from tepat.core.watch.incidents.ladder import Climb
from tepat.server.election.models import Scope
from tepat.server.watch.incidents.agreed import Agreed, agreed
from tepat.server.watch.models import Decision, Incident, IncidentAct

MOST_QUEUE: Final = 200
"""Open incidents on one page; the others wait behind them, by their clocks."""


def climb_of(incident: Incident, now: datetime, found: Agreed | None = None) -> Climb:
    """Return the ladder of one incident at `now`: one query for its acts, or none where fetched."""
    known = found or agreed(incident.scope)
    acts = [act for row in incident.acts.all() if (act := row.as_value())]
    first = incident.ladder if incident.ladder in known.ladders else next(iter(known.ladders))
    start = min(incident.start, len(known.ladders[first].steps) - 1)
    return ladder.climb(
        known.ladders,
        first,
        start,
        incident.place or incident.scope.kabupaten,
        incident.opened_at,
        incident.percent,
        acts,
        now,
    )


@dataclass(frozen=True, slots=True)
class Waiting:
    """One open incident of the queue, with its ladder."""

    incident: Incident
    climb: Climb
    decision: Decision | None

    @property
    def owner(self) -> str:
        return self.incident.owner or self.climb.holder.party


@dataclass(frozen=True, slots=True)
class Queue:
    """Open incidents by their clocks, and how the closed ones went."""

    rows: list[Waiting]
    over: int
    soon: int
    closed: int
    by_evidence: int
    minutes: int
    """Minutes from opening to end, on the average; 0 where none was closed."""


def queue(scope: Scope, now: datetime, found: Agreed) -> Queue:
    """Return the open incidents, the next clock first: four queries, however many there are."""
    rows = list(with_acts(Incident.objects.filter(scope=scope, closed_at=None)))
    decisions: dict[int, Decision] = {}
    asked = Decision.objects.filter(
        scope=scope, incident__closed_at=None, sort=Decision.Sort.DECISION
    )
    for each in asked.exclude(incident=None).order_by("pk"):
        decisions[each.incident_id or 0] = each
    waiting = [Waiting(row, climb_of(row, now, found), decisions.get(row.pk)) for row in rows]
    waiting.sort(key=lambda each: (each.climb.due or now, each.incident.number))
    ended = Incident.objects.filter(scope=scope).exclude(closed_at=None)
    times = list(ended.values_list("opened_at", "closed_at", "is_by_evidence"))
    spent = [(end - begun).total_seconds() for begun, end, _ in times if end]
    return Queue(
        waiting,
        over=sum(each.climb.is_over(now) for each in waiting),
        soon=sum(_is_soon(each.climb, now) for each in waiting),
        closed=len(times),
        by_evidence=sum(shown for *_, shown in times),
        minutes=int(sum(spent) / len(spent) / 60) if spent else 0,
    )


def _is_soon(climb: Climb, now: datetime) -> bool:
    return climb.due is not None and now < climb.due <= now + timedelta(hours=2)


def with_acts(rows: "QuerySet[Incident]") -> "QuerySet[Incident]":
    """Fetch the acts of all in one query, in the order in which they happened."""
    acts = IncidentAct.objects.order_by("at", "pk")
    return rows.select_related("scope").prefetch_related(Prefetch("acts", queryset=acts))


def parties_in(rows: Sequence[Waiting]) -> set[str]:
    """Return every party that the queue must name."""
    found = {each.owner for each in rows}
    for each in rows:
        found |= {rung.party for rung in each.climb.rungs}
    return found


def places_in(rows: Iterable[Incident]) -> list[str]:
    """Return the areas that must be named."""
    return [row.place.partition(":")[0] for row in rows if row.place]


def lists_of(decisions: "Iterable[Decision]") -> Mapping[int, list[str]]:
    """Return the names of the facts each decision had on the table."""
    return {row.pk: [str(each["fact"]) for each in row.evidence] for row in decisions}
