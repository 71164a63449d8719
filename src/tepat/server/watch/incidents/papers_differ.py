"""Ballot papers of a TPS that do not add up: opened once its form is whole, closed when they do.

The count folds the forms; this only reads how they stand. One incident per TPS, whatever number
of kinds differ there.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

from django.db.models import F, Q

from tepat.core.count.differing import Papers, Sum
from tepat.core.count.versions import Source, State
from tepat.core.move import events, judging
from tepat.core.watch.incidents.causes import Cause
from tepat.core.watch.incidents.ladder import Did
from tepat.server.count.models import FormState
from tepat.server.count.results import folding
from tepat.server.election.models import Scope
from tepat.server.log.models import Fact
from tepat.server.watch.incidents import settling
from tepat.server.watch.models import Incident, IncidentAct, IncidentFact, Outcome

WHAT: Final = "ballots_differ"
"""The word by which the book names their kind."""
COUNTED: Final = "counted"
"""What facts did to such an incident: its act holds the differences that it was about."""
Lines = list[list[str | int]]
"""SKU, the count that differs from the one before, and by how many papers."""
Take = Callable[[Cause, int, datetime, events.Fact], Incident]
"""Open an incident for a cause, or let it join one."""
_COLUMNS: Final = ("tps", "sku", "state", "form__source", "form__fact")
_COUNTS: Final = ("delivered", "received", "accounted", "came", "went")


def is_told(scope: Scope) -> bool:
    """Tell whether anybody has said what became of ballot papers: one query."""
    facts = Fact.objects.filter(election=scope.election, kabupaten=scope.kabupaten)
    return facts.filter(kind=events.Ballots.KIND).exists()


def read(scope: Scope, kind: str, take: Take, now: datetime) -> None:
    """Open what differs, of incidents of `kind`; close what adds up. Reading twice is once.

    Three queries where nothing differs and nothing is open, beside those of the count.
    """
    folding.catch_up(scope)
    theirs = _ours(scope)
    found: defaultdict[str, list[tuple[Papers, str]]] = defaultdict(list)
    for papers, fact in _rows(scope, theirs):
        found[papers.place].append((papers, fact))
    for tps, rows in sorted(found.items()):
        acts = theirs.get(tps, [])
        lines = _lines(papers for papers, _ in rows)
        if lines:
            _differ(scope, _cause(tps, kind, now), rows, acts, take)
        elif acts and acts[-1].incident.closed_at is None:
            _add_up(acts[-1], rows, now)


def _cause(tps: str, kind: str, now: datetime) -> Cause:
    """The plenary of the kecamatan decides on a form that the desk typed: it begins there."""
    return Cause("", kind, WHAT, now, tps, frozenset({tps}), begins=tps[:8])


def _ours(scope: Scope) -> dict[str, list[IncidentAct]]:
    """Return what such incidents were about, by TPS, the newest last: one query."""
    acts = IncidentAct.objects.filter(incident__scope=scope, did=COUNTED)
    found: dict[str, list[IncidentAct]] = {}
    for act in acts.select_related("incident").order_by("pk"):
        found.setdefault(act.data["tps"], []).append(act)
    return found


def _rows(scope: Scope, tps: Iterable[str]) -> list[tuple[Papers, str]]:
    """Return the forms whose papers may differ, and all of `tps`, each with its fact."""
    ends = Q(received__isnull=False) & ~Q(accounted=F("received"))
    begins = Q(delivered__isnull=False) & ~Q(received=F("delivered") + F("came") - F("went"))
    asked = Q(received__isnull=False, accounted__isnull=False) & (ends | begins)
    rows = FormState.objects.filter(Q(tps__in=sorted(tps)) | asked, scope=scope)
    return [
        (Papers(tps, sku, State(state), Source(source) if source else None, *counts), fact or "")
        for tps, sku, state, source, fact, *counts in rows.order_by("tps", "sku").values_list(
            *_COLUMNS, *_COUNTS
        )
    ]


def _lines(rows: Iterable[Papers]) -> Lines:
    return [
        [each.sku, gap.after.value, gap.by]
        for each in rows
        if each.sum is Sum.DIFFERS
        for gap in each.gaps
    ]


def _differ(
    scope: Scope,
    cause: Cause,
    rows: list[tuple[Papers, str]],
    acts: list[IncidentAct],
    take: Take,
) -> None:
    """Open an incident of a TPS, or write what is new of it.

    One that a person closed says of just these differences that they stay so; another
    difference opens a new one. A fact that is of a closed one already takes that one up again.
    """
    names = sorted({fact for papers, fact in rows if fact and papers.sum is Sum.DIFFERS})
    facts = list(Fact.objects.filter(pk__in=names).order_by("number"))
    lines = _lines(papers for papers, _ in rows)
    last = acts[-1] if acts else None
    stays = last is not None and last.data["lines"] == lines
    if not facts or (last and stays and _is_settled(last.incident)):
        return
    known = IncidentFact.objects.filter(scope=scope, fact__in=names, cause=cause.kind)
    taken = {row.fact: row.incident for row in known.select_related("incident")}
    incident = next((each for each in taken.values() if each.closed_at is None), None)
    for row in facts:
        if row.pk not in taken:
            fact = judging.parsed(bytes(row.body))
            named = replace(cause, fact=row.pk, at=fact.at)
            incident = take(named, row.number, row.received_at, fact)
    incident = incident or next(iter(taken.values()))
    if incident.closed_at is not None:
        _resume(incident, facts[-1].received_at)
    if not stays or last is None or last.incident.pk != incident.pk:
        at = facts[-1].received_at
        data = {"tps": cause.place, "lines": lines, "number": facts[-1].number}
        IncidentAct.objects.create(incident=incident, at=at, did=COUNTED, data=data)


def _is_settled(incident: Incident) -> bool:
    """Still open, or closed by a person who knew of these differences."""
    return incident.closed_at is None or not incident.is_by_evidence


def _resume(incident: Incident, at: datetime) -> None:
    at = max(at, incident.closed_at or at)
    IncidentAct.objects.create(incident=incident, at=at, did=Did.RESUMED)
    incident.closed_at, incident.is_by_evidence = None, False
    incident.save(update_fields=["closed_at", "is_by_evidence"])


def _add_up(act: IncidentAct, rows: list[tuple[Papers, str]], now: datetime) -> None:
    """Close the incident of `act` where each of its forms is whole again, or was taken back."""
    about = {str(line[0]) for line in act.data["lines"]}
    sums = [papers.sum for papers, _ in rows if papers.sku in about]
    if not sums or Sum.OPEN in sums:
        return
    is_withdrawn = all(each is Sum.UNTOLD for each in sums)
    shown = sorted({fact for papers, fact in rows if fact and papers.sku in about})
    decision = settling.standing_decisions([act.incident]).get(act.incident_id)
    if decision and not is_withdrawn:
        Outcome.objects.create(decision=decision, facts=shown, is_by_evidence=True, at=now)
    why = "withdrawn" if is_withdrawn else "adds_up"
    settling.close(act.incident, {"why": why, "facts": shown}, now)
