"""How many ballot papers the plan sends, boxes hold, and the KPPS took over: by TPS and SKU.

What was counted again on the way changes what was delivered, and papers that went from one TPS
to another are told beside it.
"""

import json
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Final

from django.db.models import TextField
from django.db.models.functions import Cast

from tepat.core.count.moves import STILL, Moved
from tepat.core.count.reconciling import Counted, Line, Point
from tepat.core.count.recounts import Box, delivered
from tepat.server.count.ballots import recounting
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
    boxes: dict[str, Box] = field(default_factory=dict)
    """Packages that should hold some, and what was counted in each."""
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
            found[Point.PACKED] = Counted(sum(b.packed for b in self.boxes.values()), boxes)
            if not self.away:
                found[Point.DELIVERED] = delivered(self.boxes.values())
        return found


def ways_of(scope: Scope, item: str, tps: Collection[str] = ()) -> dict[str, dict[str, Way]]:
    """Return the way of the papers (`item`) of TPS, by TPS and SKU: four queries.

    Without names of TPS, or of very many, those of all. What was counted into the packages that
    a KPPS took over is what was delivered, unless somebody counted again on the way (a few more
    queries where anybody did): a seal that differs is told by the board.
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
    filled = _packed(scope, read, place_of, holds, ways, some)
    _counted_again(scope, item, filled, place_of, ways, some)
    _reached(scope, place_of, holds, ways, some)
    return dict(ways)


def _packed(
    scope: Scope,
    read: "_Reader",
    place_of: dict[str, str],
    holds: dict[str, set[str]],
    ways: dict[str, dict[str, Way]],
    some: bool,
) -> dict[str, str]:
    """Write what was packed; return, by package, the fact that says what is in it."""
    states = PackageState.objects.filter(scope=scope, lies_in="", state__in=CLOSED)
    if some:
        states = states.filter(package__in=sorted(place_of))
    rows = states.annotate(raw=Cast("contents", TextField()))
    filled: dict[str, str] = {}
    contents: dict[str, str] = {}
    for package, fact, raw in rows.values_list("package", "filled", "raw"):
        if package in place_of:
            filled[package], contents[package] = fact, raw
    for box, place in place_of.items():
        found = read(contents[box], "count") if box in contents else {}
        for sku in sorted(holds[box] | set(found)):
            way = ways[place].setdefault(sku, Way())
            way.boxes[box] = Box(box, found.get(sku) or 0)
            if box not in contents:
                way.open.append(box)
    return filled


def _counted_again(
    scope: Scope,
    item: str,
    filled: dict[str, str],
    place_of: dict[str, str],
    ways: dict[str, dict[str, Way]],
    some: bool,
) -> None:
    packed: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for code in filled:
        for sku, way in ways[place_of[code]].items():
            if code in way.boxes:
                packed[code][sku] = way.boxes[code].packed
    for code, by_sku in recounting.recounts(scope, item, filled, packed, some).items():
        for sku, found in by_sku.items():
            boxes = ways[place_of[code]].setdefault(sku, Way()).boxes
            boxes[code] = replace(boxes.get(code, Box(code, 0)), recounts=found)


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


def line_of(
    tps: str,
    sku: str,
    way: Way | None,
    form_counts: dict[Point, Counted],
    moved: Moved = STILL,
) -> Line:
    """Return the chain of one TPS and SKU: the way there, then what the TPS counted."""
    counts = {**(way.counts() if way else {}), **form_counts}
    return Line(tps, sku, counts, moved.came, moved.left, moved.facts)
