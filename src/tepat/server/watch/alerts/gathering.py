"""The situation of one scope at one moment, in a number of queries that never grows."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Min, Q

from tepat.core.election.catalogue import Election
from tepat.core.move.loads import LoadStage
from tepat.core.move.stock import Goods
from tepat.core.watch.alerts.situation import (
    Doubt,
    Ground,
    Open,
    Owed,
    Publication,
    Situation,
    Skipped,
)
from tepat.core.watch.rakor.cadence import GRACE
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope
from tepat.server.log.models import Quarantined
from tepat.server.move.devices import queries as devices
from tepat.server.move.packing.differing import differing
from tepat.server.move.stock import queries as stock
from tepat.server.move.stock.goods import shelf_of
from tepat.server.plan.models import PlanRun
from tepat.server.plan.schedule import queries as plans
from tepat.server.watch.alerts import custody, telling, voting, weather
from tepat.server.watch.alerts.guards import guards_of
from tepat.server.watch.alerts.ways import Ways
from tepat.server.watch.models import Question
from tepat.server.watch.rakor import queries as meetings
from tepat.server.watch.stores import backing

BACK: Final = timedelta(days=14)
"""How far back publications are looked at."""


def situation_of(scope: Scope, now: datetime) -> Situation:
    """Gather what the rules look at.

    Some thirty queries; a few more only where weather or closed roads are known, or packing
    changed since the last time.
    """
    known = telling.of_log(scope)
    boxes = custody.boxes_of(scope)
    shelf = weather.shelf_of(scope)
    source = plans.current_input(scope)
    source_hash = source.hash if source else ""
    warned = weather.warnings_of(shelf, now)
    closures = weather.closures_of(shelf, source_hash, now)
    with_roads = bool(warned or closures)
    ways = Ways(scope, plans.in_force(scope), with_roads)
    loads = custody.loads_of(scope, boxes, known, ways)
    entitled = telling.entitled(scope, known)
    guards = guards_of(scope, now, entitled)
    stores = custody.stores_of(scope, boxes, loads, known, entitled, guards)
    election = election_of(scope)
    return Situation(
        scope.kabupaten,
        scope.zone,
        now,
        election.voting_day,
        tuple(loads),
        tuple(custody.troubles_of(scope, boxes, known, _differing(scope, election))),
        tuple(stores),
        tuple(custody.handovers_of(boxes, known)),
        weather.ground_of(scope, stores) if warned else Ground(),
        tuple(weather.dangers_of(warned, source_hash, with_roads)),
        tuple(closures),
        tuple(custody.heard_of(scope, boxes, loads, known)),
        _forked(scope, now),
        _quarantined(scope),
        *_warehouse(scope, now),
        _publications(scope, now),
        _questions(scope),
        unbacked=backing.unbacked(scope, now),
        skipped=_skipped(scope, now),
        posts=guards.posts,
        openings=voting.openings_of(scope, election.voting_day, now, entitled),
        wrong_forms=voting.wrong_forms_of(scope, election.voting_day, now),
    )


def _differing(scope: Scope, election: Election) -> list[str]:
    """Closed boxes that hold something else than the plan of now wants: two to four queries."""
    found = differing(scope, election)
    return sorted(code for code, how in found.items() if how.miscounted or how.lacks_kind)


def _forked(scope: Scope, now: datetime) -> tuple[Doubt, ...]:
    """Phones with two histories, or two phones with one letter, by kecamatan: one query.

    A gap is no alert: it closes when the phone sends what it holds.
    """
    rows = [row for row in devices.alarms(scope) if row.forked_from or row.letter_twice]
    areas = Counter((row.area or scope.kabupaten)[:8] for row in rows)
    first = {(row.area or scope.kabupaten)[:8]: row.device for row in reversed(rows)}
    return tuple(Doubt(first[area], area, n, now, now) for area, n in sorted(areas.items()))


def _quarantined(scope: Scope) -> tuple[Doubt, ...]:
    """What lies in quarantine and did not clear itself, by reason: one query."""
    rows = Quarantined.objects.filter(
        election=scope.election, kabupaten=scope.kabupaten, settled=""
    )
    counted = rows.order_by("reason").values("reason")
    return tuple(
        Doubt(row["reason"], scope.kabupaten, row["n"], row["first"], row["first"])
        for row in counted.annotate(n=Count("pk"), first=Min("received_at"))
    )


def _questions(scope: Scope) -> tuple[Doubt, ...]:
    """Operators that wait for an answer, by kecamatan, the oldest of each named: one query."""
    rows = Question.objects.filter(scope=scope, waits_since__isnull=False).order_by("waits_since")
    areas: dict[str, list[tuple[int, datetime]]] = {}
    for number, party, since in rows.values_list("number", "party", "waits_since"):
        if since is not None:
            area = party.partition("@")[2][:8] or scope.kabupaten
            areas.setdefault(area, []).append((number, since))
    return tuple(
        Doubt(str(found[0][0]), area, len(found), found[0][1], found[0][1])
        for area, found in sorted(areas.items())
    )


def _skipped(scope: Scope, now: datetime) -> tuple[Skipped, ...]:
    """Meetings that were missed, one per agency: one query."""
    rows = meetings.meetings(scope)
    numbers = {(row.agency, row.begins_at): row.number for row in rows}
    return tuple(
        Skipped(agency, numbers[agency, each.last], each.last, each.due + GRACE, each.every_days)
        for agency, each in meetings.missed_of(scope, now, rows).items()
    )


def _warehouse(scope: Scope, now: datetime) -> tuple[tuple[Open, ...], tuple[Owed, ...]]:
    """Balances that do not close and contract lines that are late: some six queries."""
    shelf = shelf_of(scope)
    today = now.astimezone(ZoneInfo(scope.zone)).date()
    contracts = stock.expectations(scope, shelf, today)
    balances = stock.balances(scope, shelf) if contracts else []
    return (
        tuple(
            Open(_goods(row.thing.goods), row.balance.difference or row.balance.unsorted)
            for row in balances
            if not row.balance.closes
        ),
        tuple(
            Owed(
                _goods(row.thing.goods),
                row.expected.supplier,
                row.expected.open,
                row.expected.due,
                row.pk,
            )
            for row in contracts
            if row.expected.open and row.expected.due < today
        ),
    )


def _goods(goods: Goods) -> str:
    """Return the code of a thing; its name is said in the language of the reader."""
    return f"{goods.item}|{goods.sku}" if goods.sku else goods.item


def _publications(scope: Scope, now: datetime) -> tuple[Publication, ...]:
    """Plans that replaced one while loads stood ready with papers of the old: one query."""
    waiting = Q(
        shipments__shipment__stage=LoadStage.PREPARED.value,
        shipments__shipment__made_at__lt=F("published_at"),
    )
    older = Q(
        replaces__shipments__shipment__stage=LoadStage.PREPARED.value,
        replaces__shipments__shipment__made_at__lt=F("published_at"),
    )
    rows = PlanRun.objects.filter(
        scope=scope,
        state=PlanRun.State.PUBLISHED,
        replaces__isnull=False,
        published_at__gt=now - BACK,
        published_at__lte=now,
    ).annotate(
        mine=Count("shipments", filter=waiting, distinct=True),
        old=Count("replaces__shipments", filter=older, distinct=True),
    )
    return tuple(
        Publication(number, replaced, at, mine + old, occasion)
        for number, replaced, at, mine, old, occasion in rows.order_by("number").values_list(
            "number", "replaces__number", "published_at", "mine", "old", "source__occasion"
        )
        if at is not None
    )
