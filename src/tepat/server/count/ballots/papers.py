"""How many ballot papers the plan sends, boxes hold, and the KPPS took over: by TPS and SKU."""

import json
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final

from django.db.models import TextField
from django.db.models.functions import Cast

from tepat.core.count.reconciling import Counted, Line, Point
from tepat.server.election.models import Scope
from tepat.server.move.models import PackageCustody, PackageState
from tepat.server.move.stock.boxes import CLOSED
from tepat.server.plan.models import Package

Sums = dict[str, int | None]
"""Papers by SKU; None where a quantity is not set."""
MOST_BY_NAME: Final = 400
"""TPS that are asked for by name; of more than these everything is read."""


@dataclass(slots=True)
class Way:
    """The papers of one TPS and SKU before anybody there counts them."""

    planned: int | None = 0
    packed: int = 0
    boxes: list[str] = field(default_factory=list)
    """Packages that should hold some."""
    open: list[str] = field(default_factory=list)
    """Those that nobody has filled yet."""
    away: list[str] = field(default_factory=list)
    """Those that the KPPS has not taken over."""

    def counts(self) -> dict[Point, Counted]:
        """Return what is known of the way; a point that is not complete says nothing."""
        found: dict[Point, Counted] = {}
        boxes = tuple(sorted(self.boxes))
        if self.planned is not None and boxes:
            found[Point.PLANNED] = Counted(self.planned, boxes)
        if boxes and not self.open:
            found[Point.PACKED] = Counted(self.packed, boxes)
            if not self.away:
                found[Point.DELIVERED] = Counted(self.packed, boxes)
        return found


def ways_of(scope: Scope, item: str, tps: Collection[str] = ()) -> dict[str, dict[str, Way]]:
    """Return the way of the papers (`item`) of TPS, by TPS and SKU: three queries.

    Without names of TPS, or of very many, those of all. What was counted into the packages that
    a KPPS took over is what was delivered: a seal that differs is told by the board.
    """
    planned = Package.objects.filter(scope=scope, withdrawn_at=None)
    some = 0 < len(tps) <= MOST_BY_NAME
    planned = planned.filter(place__in=sorted(tps)) if some else planned
    rows = planned.annotate(raw=Cast("contents", TextField()))
    read = _Reader(item)
    ways: defaultdict[str, dict[str, Way]] = defaultdict(dict)
    place_of: dict[str, str] = {}
    holds: defaultdict[str, set[str]] = defaultdict(set)
    for code, place, inside, raw in rows.values_list("code", "place", "inside", "raw"):
        if "-" not in place:
            continue
        box = inside or code
        place_of[box] = place
        for sku, pieces in read(raw, "quantity").items():
            way = ways[place].setdefault(sku, Way())
            none = way.planned is None or pieces is None
            way.planned = None if none else (way.planned or 0) + (pieces or 0)
            holds[box].add(sku)
    _packed(scope, read, place_of, holds, ways, some)
    _reached(scope, place_of, holds, ways, some)
    return dict(ways)


def _packed(
    scope: Scope,
    read: "_Reader",
    place_of: dict[str, str],
    holds: dict[str, set[str]],
    ways: dict[str, dict[str, Way]],
    some: bool,
) -> None:
    states = PackageState.objects.filter(scope=scope, lies_in="", state__in=CLOSED)
    if some:
        states = states.filter(package__in=sorted(place_of))
    rows = states.annotate(raw=Cast("contents", TextField())).values_list("package", "raw")
    filled = {package: raw for package, raw in rows if package in place_of}
    for box, place in place_of.items():
        found = read(filled[box], "count") if box in filled else {}
        for sku in sorted(holds[box] | set(found)):
            way = ways[place].setdefault(sku, Way())
            way.boxes.append(box)
            way.packed += found.get(sku) or 0
            if box not in filled:
                way.open.append(box)


def _reached(
    scope: Scope,
    place_of: dict[str, str],
    holds: dict[str, set[str]],
    ways: dict[str, dict[str, Way]],
    some: bool,
) -> None:
    custody = PackageCustody.objects.filter(scope=scope).exclude(reached_at=None)
    if some:
        custody = custody.filter(package__in=sorted(place_of))
    there = set(custody.values_list("package", flat=True))
    for by_sku in ways.values():
        for way in by_sku.values():
            way.away = [box for box in way.boxes if box not in there]


class _Reader:
    """Read the papers out of contents; thousands of boxes share few texts, each is read once."""

    def __init__(self, item: str) -> None:
        self.item = item
        self._seen: dict[tuple[str, str], Sums] = {}

    def __call__(self, raw: str, key: str) -> Sums:
        if (raw, key) not in self._seen:
            found: Sums = {}
            for line in json.loads(raw):
                if line["item"] == self.item:
                    sku, pieces = line.get("sku", ""), line[key]
                    before = found.get(sku, 0)
                    found[sku] = None if before is None or pieces is None else before + pieces
            self._seen[raw, key] = found
        return self._seen[raw, key]


def line_of(tps: str, sku: str, way: Way | None, form_counts: dict[Point, Counted]) -> Line:
    """Return the chain of one TPS and SKU: the way there, then what the TPS counted."""
    return Line(tps, sku, {**(way.counts() if way else {}), **form_counts})
