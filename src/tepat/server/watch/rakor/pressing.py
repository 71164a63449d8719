"""What presses today, for a briefing that every agency reads: from the alerts and the roads."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.utils.translation import override

from tepat.core.election.catalogue import Words
from tepat.core.watch.alerts.kinds import Kind
from tepat.core.watch.rakor.pressing import MOST, Calls, Pressing
from tepat.server.election.models import Scope
from tepat.server.plan.schedule import queries as plans
from tepat.server.watch.alerts import queries as alerts
from tepat.server.watch.alerts import weather, words
from tepat.server.watch.models import Alert
from tepat.server.watch.rakor.moments import short

TODAY: Final = frozenset(
    {Kind.HAZARD, Kind.LATE_DEPARTURE, Kind.LATE_ARRIVAL, Kind.STORE_UNFIT, Kind.SILENT}
)
"""Kinds that a meeting talks about; what concerns single packages the briefing counts itself."""


def calls(scope: Scope, now: datetime) -> Calls:
    """Count the open alerts as the page of alerts does for who reads all: two queries."""
    limits = alerts.limits_of(scope)
    rows = alerts.open_alerts(scope)
    over = [
        row
        for row in rows
        if row.begins <= now and not row.acknowledged_at and row.due_at(limits) < now
    ]
    return Calls(len(rows), len(over), sum(row.spec.sight is not None for row in rows))


def pressing(scope: Scope, now: datetime) -> tuple[Pressing, ...]:
    """Return what presses today, the gravest first, then the closed roads: some six queries."""
    limits = alerts.limits_of(scope)
    every = [row for row in alerts.open_alerts(scope) if Kind(row.kind) in TODAY]
    rows = alerts.in_order(every, limits, now)[:MOST]
    return (*_alerts(rows, now), *_roads(scope, now))


def open_keys(scope: Scope) -> set[str]:
    """Return the keys under which an agenda knows the open alerts, those below the first too."""
    return {f"alerts:p-{row.pk}" for row in alerts.open_alerts(scope)}


def _alerts(rows: list[Alert], now: datetime) -> Iterable[Pressing]:
    if not rows:
        return
    said: dict[str, list[tuple[str, str]]] = {}
    for lang in ("id", "en"):
        with override(lang):
            names = words.names_for(rows)
            said[lang] = [
                (
                    words.sentence_of(row, names, now, sees_moves=False),
                    words.holder_words(row, names),
                )
                for row in rows
            ]
    for row, (text, owner), (text_en, owner_en) in zip(rows, said["id"], said["en"], strict=True):
        (what, _, do), (what_en, _, do_en) = text.partition(". "), text_en.partition(". ")
        yield Pressing(
            Words(f"{what}.", f"{what_en}."),
            Words(do, do_en),
            Words(owner, owner_en),
            "alerts",
            f"p-{row.pk}",
        )


def _roads(scope: Scope, now: datetime) -> Iterable[Pressing]:
    source = plans.current_input(scope)
    for each in weather.closures_of(weather.shelf_of(scope), source.hash if source else "", now):
        since = short(each.since, scope.zone)
        by = each.by or "?"
        yield Pressing(
            Words(
                f"Jalan {each.name} tertutup sejak {since.id}, menurut {by}.",
                f"The road {each.name} is closed since {since.en}, says {by}.",
            ),
            Words("Putuskan: jalan lain atau tunda.", "Decide: another road, or wait."),
            Words("KPU", "KPU"),
            "schedule",
        )
