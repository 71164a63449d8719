"""Close what later facts show to be over. Reads the log; reports nothing."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import QuerySet

from tepat.core.move import judging
from tepat.core.watch.incidents.closing import Decided, Need, Remedy, Told, is_done, needs_of
from tepat.server.count.ballots import moving
from tepat.server.count.results import folding
from tepat.server.election.models import Scope
from tepat.server.log import for_folds
from tepat.server.log.models import Fact
from tepat.server.watch.models import (
    Decision,
    Incident,
    IncidentAct,
    Outcome,
    Support,
    SupportAnswer,
)


def needs(scope: Scope, decisions: Sequence[Decision]) -> dict[int, list[Need]]:
    """Return what each decision waits for, by its key: about six queries for them all."""
    asked = {each.pk: each.as_decided() for each in decisions}
    told = _facts(scope, asked.values())
    incidents = [each.incident_id for each in decisions if each.incident_id]
    informed: dict[int, set[str]] = {}
    acts = IncidentAct.objects.filter(incident__in=incidents, did="informed")
    for incident, data in acts.values_list("incident_id", "data"):
        informed.setdefault(incident, set()).add(str(data.get("who", "")))
    supports = _supports(incidents)
    return {
        each.pk: needs_of(
            asked[each.pk],
            told,
            frozenset(informed.get(each.incident_id or 0, ())),
            supports.get(each.incident_id or 0, ()),
        )
        for each in decisions
    }


def _supports(incidents: Iterable[int]) -> dict[int, list[tuple[str, bool]]]:
    """Return the requests of each incident, and whether the newest answer says that it is done."""
    rows = list(Support.objects.filter(incident__in=list(incidents)).order_by("number"))
    answers = SupportAnswer.objects.filter(support__in=rows).order_by("pk")
    last = dict(answers.values_list("support_id", "said"))
    found: dict[int, list[tuple[str, bool]]] = {}
    for row in rows:
        if row.incident_id:
            is_done_ = last.get(row.pk) == SupportAnswer.Said.DONE
            found.setdefault(row.incident_id, []).append((str(row.number), is_done_))
    return found


def _facts(scope: Scope, decided: Iterable[Decided]) -> list[Told]:
    """Return every fact about the packages that decisions name, and of the kinds they wait for."""
    asked = list(decided)
    packages = {code for each in asked for code in each.packages}
    packages |= {code for each in asked for pair in each.pairs for code in pair}
    where = (scope.election, scope.kabupaten)
    named: dict[str, tuple[for_folds.Signed, set[str]]] = {}
    if packages:
        for package, facts in for_folds.about_all(*where, packages).items():
            for fact in facts:
                named.setdefault(fact.name, (fact, set()))[1].add(package)
    found = [
        Told(name, each.arrival.number, judging.parsed(each.body), frozenset(about))
        for name, (each, about) in named.items()
    ]
    remedies = {each.remedy for each in asked}
    kinds = ["inspected"] if Remedy.REPAIR in remedies else []
    kinds += ["ballots", "given", "received"] if Remedy.MOVE_BALLOTS in remedies else []
    first = min((each.after for each in asked), default=0)
    if Remedy.MOVE_BALLOTS in remedies:
        found += _papers(scope, first)
    if kinds:
        rows = Fact.objects.filter(
            election=scope.election, kabupaten=scope.kabupaten, kind__in=kinds, number__gt=first
        )
        for name, number, body in rows.values_list("id", "number", "body"):
            if name not in named:
                found.append(Told(name, number, judging.parsed(bytes(body))))
    return found


def _papers(scope: Scope, first: int) -> list[Told]:
    """Return what was said since of papers between TPS, with whose word it is: four queries.

    Whatever was taken back, or said by somebody who may not, is not there.
    """
    folding.catch_up(scope)
    sides = moving.sides(scope, first)
    rows = Fact.objects.filter(id__in=sorted(sides)).values_list("id", "number", "body")
    return [
        Told(name, number, judging.parsed(bytes(body)), side=sides[name])
        for name, number, body in rows
    ]


def settle_all(scope: Scope, now: datetime) -> int:
    """Close every open incident whose newest decision is shown to be done; return how many.

    One that only took-back facts opened, and that nobody decided about, is closed too.
    """
    opened = Incident.objects.filter(scope=scope, closed_at=None)
    newest = standing_decisions(opened)
    waiting = needs(scope, list(newest.values())) if newest else {}
    closed = 0
    for incident in opened.prefetch_related("facts"):
        decision = newest.get(incident.pk)
        if decision and is_done(waiting[decision.pk]):
            shown = sorted({need.met_by for need in waiting[decision.pk]})
            Outcome.objects.create(decision=decision, facts=shown, is_by_evidence=True, at=now)
            close(incident, {"facts": shown}, now)
            closed += 1
        elif decision is None and _all_taken_back(incident):
            close(incident, {"why": "withdrawn"}, now)
            closed += 1
    return closed


def standing_decisions(incidents: "QuerySet[Incident] | list[Incident]") -> dict[int, Decision]:
    """Return the newest decision of each, unless it was taken up again since: two queries."""
    again = dict(
        IncidentAct.objects.filter(incident__in=incidents, did="resumed")
        .order_by("at")
        .values_list("incident_id", "at")
    )
    found: dict[int, Decision] = {}
    rows = Decision.objects.filter(incident__in=incidents, sort=Decision.Sort.DECISION)
    for row in rows.order_by("pk"):
        of = row.incident_id or 0
        if of not in again or row.at > again[of]:
            found[of] = row
    return found


def _all_taken_back(incident: Incident) -> bool:
    rows = list(incident.facts.all())
    return not incident.opened_by and bool(rows) and all(row.aside for row in rows)


def close(incident: Incident, data: dict[str, object], now: datetime) -> None:
    """Close an incident by facts; `data` says by which, and why."""
    IncidentAct.objects.create(incident=incident, at=now, did="closed", data=data)
    incident.closed_at, incident.is_by_evidence = now, True
    incident.save(update_fields=["closed_at", "is_by_evidence"])
