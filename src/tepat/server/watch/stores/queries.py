"""Every store with what is known of it: a number of queries that never grows."""

import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import Count, TextField
from django.db.models.functions import Cast

from tepat.core.move.custody import Flag, Stage
from tepat.core.plan.instance.keeping import stores_of as stores_in
from tepat.core.plan.instance.values import Instance
from tepat.core.problems import Refused
from tepat.core.watch.alerts.situation import Spot
from tepat.core.watch.stores import standing
from tepat.core.watch.stores.backups import Candidate, Offer, offers
from tepat.core.watch.stores.standing import Colour, Seen, Water
from tepat.core.watch.stores.water import water_at
from tepat.server.election.elections import election_of
from tepat.server.election.models import Region, Scope
from tepat.server.move.models import PackageCustody, Place
from tepat.server.move.stock.places import main_place
from tepat.server.plan.inputs import kept
from tepat.server.plan.models import Package, PlanInput
from tepat.server.plan.schedule import queries as plans
from tepat.server.plan.schedule import store as plan_files
from tepat.server.watch.alerts.queries import limits_of
from tepat.server.watch.models import StoreBackup
from tepat.server.watch.stores import looking
from tepat.server.watch.stores.looking import Inspection

AT_REST: Final = (Stage.IN_STORE, Stage.CLAIMED, Stage.RECEIVED, Stage.RETURNED, Stage.ARCHIVED)
CLOSED: Final = (Stage.SEALED, Stage.RESEALED)
OPEN: Final = (Stage.PACKED, Stage.REOPENED)
BOX_LITRES: Final = 96
"""A carton box; only to tell whether a backup is large enough, and said to be rough."""
LEVEL_TIER: Final = {5: "kpu", 8: "ppk", 13: "pps"}


@dataclass(frozen=True, slots=True)
class Boxes:
    """Boxes that stand in one place now, by the log: closed and whole, open, or harmed."""

    good: int = 0
    unsealed: int = 0
    harmed: int = 0
    """Damaged, or with a seal that differs."""

    @property
    def total(self) -> int:
        return self.good + self.unsealed + self.harmed


@dataclass(frozen=True, slots=True)
class Row:
    """One store as the list shows it."""

    place: str
    name: str
    tier: str
    seen: Seen
    colour: Colour
    is_overdue: bool
    boxes: Boxes
    backup: StoreBackup | None
    inspection: Inspection | None

    @property
    def area(self) -> str:
        return self.place.partition(":")[0]

    @property
    def needs_backup(self) -> bool:
        return standing.needs_backup(self.seen, self.colour)


@dataclass(frozen=True)
class Stores:
    """All stores of a scope at one moment."""

    scope: Scope
    now: datetime
    rows: tuple[Row, ...]
    vote: date | None
    source: PlanInput | None
    instance: Instance | None

    @property
    def today(self) -> date:
        return self.now.astimezone(ZoneInfo(self.scope.zone)).date()

    @property
    def backup_by(self) -> date | None:
        """The last day on which a red store may be without a backup."""
        return self.vote - timedelta(days=standing.BACKUP_BY) if self.vote else None

    @cached_property
    def by_place(self) -> dict[str, Row]:
        return {row.place: row for row in self.rows}

    @cached_property
    def not_in_plan(self) -> list[Row]:
        """Stores of which the plan's inputs say something else than their last inspection."""
        if self.instance is None:
            return []
        known = own_stores(self.instance)
        return [
            row
            for row in self.rows
            if row.seen.look
            and row.area in known
            and row.tier != "kpu"
            and standing.differs(row.seen.look, known[row.area])
        ]


def own_stores(instance: Instance) -> dict[str, Any]:
    """Return what the inputs say of the store of each PPK and PPS itself, by code."""
    found = stores_in(instance)
    return found | {each.code: each.store for each in instance.kecamatan}


def stores_of(scope: Scope, now: datetime, place: str = "") -> Stores:
    """Return every store, or `place` alone: some fifteen queries, however many there are.

    Raises `Refused` where the election has no usable file.
    """
    vote = election_of(scope).voting_day
    counts_for = limits_of(scope).span("inspection")
    today = now.astimezone(ZoneInfo(scope.zone)).date()
    places = list(Place.objects.filter(scope=scope, closed_at=None))
    inspections = looking.inspections_of(scope)
    last = looking.deciding(inspections)
    by_fact = {each.look.name: each for each in inspections}
    backups = {row.place: row for row in StoreBackup.objects.filter(scope=scope).order_by("pk")}
    boxes = boxes_by_place(scope)
    source = plans.current_input(scope)
    instance = instance_of(source)
    water = _water(scope, instance, places)
    rows = []
    for each in places:
        if place and each.code != place:
            continue
        backup = backups.get(each.code)
        chosen = (backup.backup or backup.name) if backup else ""
        look = last.get(each.code)
        seen = Seen(each.code, each.tier, look, water.get(each.code), chosen)
        rows.append(
            Row(
                each.code,
                each.name,
                each.tier,
                seen,
                standing.colour_of(seen, now, counts_for),
                standing.is_overdue(seen, now, today, vote, counts_for),
                boxes.get(each.code, Boxes()),
                backup if chosen else None,
                by_fact.get(look.name) if look else None,
            )
        )
    return Stores(scope, now, tuple(rows), vote, source, instance)


def boxes_by_place(scope: Scope) -> dict[str, Boxes]:
    """Return how many boxes stand where and how, folded from the log: one query.

    Envelopes lie in a box and are not counted beside it. What was packed and never handed over
    stands in the warehouse it was packed in.
    """
    held = (*AT_REST, *CLOSED, *OPEN)
    rows = PackageCustody.objects.filter(scope=scope, stage__in=[each.value for each in held])
    inner = Package.objects.filter(scope=scope).exclude(inside="")
    rows = rows.exclude(package__in=inner.values("code"))
    rows = rows.annotate(said=Cast("flags", TextField()))
    counted = rows.values("place", "stage", "said").annotate(n=Count("pk")).order_by()
    main = main_place(scope)
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in counted:
        flags = set(json.loads(row["said"]))
        if flags & {Flag.DAMAGED.value, Flag.SEAL_DIFFERS.value}:
            word = "harmed"
        elif row["stage"] in OPEN:
            word = "unsealed"
        else:
            word = "good"
        found[row["place"] or main][word] += row["n"]
    return {
        place: Boxes(counts["good"], counts["unsealed"], counts["harmed"])
        for place, counts in found.items()
    }


def instance_of(source: PlanInput | None) -> Instance | None:
    """Return the inputs of the plan, None where there are none or their file is gone."""
    try:
        return plan_files.instance_of(source.hash) if source else None
    except Refused:
        return None


def _water(scope: Scope, instance: Instance | None, places: list[Place]) -> dict[str, Water]:
    """Return the chance of water at each store: one query, none without inputs of a plan."""
    if instance is None or not instance.hazard.zones:
        return {}
    try:
        outlines = kept.load(scope).outlines
    except Refused:
        outlines = {}
    nodes = _nodes(instance)
    points = _points({each.code.partition(":")[0] for each in places})
    spots = [
        Spot(each.code, nodes.get(area, area), *points.get(area, (0.0, 0.0)))
        for each in places
        for area in [each.code.partition(":")[0]]
    ]
    return water_at(instance, outlines, spots)


def _nodes(instance: Instance) -> dict[str, str]:
    """Return the node of the graph at which each PPK and PPS lies."""
    found = {each.code: each.node for each in instance.desa}
    return found | {each.code: each.node for each in instance.kecamatan}


def _points(codes: set[str]) -> dict[str, tuple[float, float]]:
    rows = Region.objects.filter(code__in=codes, lat__isnull=False, lon__isnull=False)
    return {
        code: (lat, lon)
        for code, lat, lon in rows.values_list("code", "lat", "lon")
        if lat is not None and lon is not None
    }


def offers_for(found: Stores, row: Row) -> list[Offer]:
    """Return the nearest stores that are fit, not red, and near: one query.

    The same kecamatan and its neighbours compete by metres alone; what nobody inspected is
    offered too, since a place may be inspected for this.
    """
    fit = [each for each in found.rows if each.colour is not Colour.RED and each.tier != "kpu"]
    points = _points({each.area for each in [*fit, row]})
    nodes = _nodes(found.instance) if found.instance else {}
    sizes = own_stores(found.instance) if found.instance else {}

    def candidate(each: Row) -> Candidate:
        lat, lon = points.get(each.area, (None, None))
        known = sizes.get(each.area)
        litres = known.litres if known else 0
        return Candidate(each.place, nodes.get(each.area, each.area), lat, lon, litres)

    litres = row.boxes.total * BOX_LITRES
    return offers(candidate(row), [candidate(each) for each in fit], found.instance, litres)
