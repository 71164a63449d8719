"""Ballot papers by region, and of the whole regency from printer to return."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Count, IntegerField, Q, Sum
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast

from tepat.core.count.form import PAPER_FIGURES
from tepat.core.count.moves import STILL, Move, by_tps
from tepat.core.count.reconciling import Counted, Gap, Point, gaps
from tepat.core.count.recounts import Recount
from tepat.core.count.returning import Level, reached
from tepat.core.move.balance import Balance
from tepat.server.count.back import queries as back_queries
from tepat.server.count.ballots import moving
from tepat.server.count.ballots.papers import line_of, ways_of
from tepat.server.count.models import FormState
from tepat.server.election.models import Scope
from tepat.server.move.stock import queries as stock
from tepat.server.move.stock.goods import shelf_of

POINTS: Final = tuple(Point)
DESA: Final = 13
"""Characters of a desa's code: only there each TPS is shown with its evidence."""


@dataclass(slots=True)
class Sums:
    """The papers of one area: per point the sum over the TPS that are counted there."""

    code: str
    tps: int = 0
    sums: Counter[Point] = field(default_factory=Counter)
    known: Counter[Point] = field(default_factory=Counter)
    lost: int = 0
    found: int = 0
    wrong: int = 0
    """TPS at which some step lost or found papers."""

    def add(self, row: FormState) -> None:
        """Add one TPS."""
        self.tps += 1
        for point in POINTS:
            if (n := getattr(row, point.value)) is not None:
                self.sums[point] += n
                self.known[point] += 1
        self.lost += row.lost
        self.found += row.found
        self.wrong += bool(row.lost or row.found)

    @property
    def state(self) -> str:
        """Shape of the area: papers lost or found, all delivered and accounted for, or not yet.

        Where the log knows of no delivery nothing was compared.
        """
        if self.wrong:
            return "tidak"
        known = min(self.known[Point.DELIVERED], self.known[Point.ACCOUNTED])
        return "tepat" if known == self.tps else "belum"


@dataclass(frozen=True, slots=True)
class TpsLine:
    """One TPS: its counts, and where papers were lost or found, each with what shows it."""

    row: FormState
    counts: dict[Point, Counted]
    gaps: tuple[Gap, ...]
    moves: tuple[Move, ...] = ()
    """Papers that went to other TPS or came from them."""
    changes: tuple[tuple[int, Recount], ...] = ()
    """Counts on the way that found another number than the one before."""


def rows_of(scope: Scope, kind: str, area: str) -> list[FormState]:
    """Return the forms of one kind in an area: one query."""
    rows = FormState.objects.filter(scope=scope, kind=kind, tps__startswith=area)
    rows = rows if len(area) == DESA else rows.defer("form", "checks")
    return list(rows.order_by("tps"))


def by_area(rows: Iterable[FormState], length: int) -> list[Sums]:
    """Return the papers of each area, those first in which most went astray."""
    found: dict[str, Sums] = {}
    for row in rows:
        code = row.tps[:length]
        found.setdefault(code, Sums(code)).add(row)
    return sorted(found.values(), key=lambda each: (-each.lost - each.found, each.code))


def total_of(rows: Iterable[FormState], code: str) -> Sums:
    """Return all rows together; a loss of one TPS is never set off against another's find."""
    total = Sums(code)
    for row in rows:
        total.add(row)
    return total


def lines_of(scope: Scope, item: str, rows: Sequence[FormState]) -> list[TpsLine]:
    """Return the chain of each TPS with its evidence: five queries for all."""
    all_tps = [row.tps for row in rows]
    ways = ways_of(scope, item, all_tps)
    moves: defaultdict[tuple[str, str], list[Move]] = defaultdict(list)
    for move in moving.moves(scope, all_tps) if rows else ():
        for tps in (move.place, move.to):
            moves[tps, move.sku].append(move)
    found = []
    for row in rows:
        own = moves[row.tps, row.sku]
        moved = by_tps(own).get((row.tps, row.sku), STILL)
        way = ways.get(row.tps, {}).get(row.sku)
        line = line_of(row.tps, row.sku, way, counted_in(row), moved)
        boxes = tuple(way.boxes.values()) if way else ()
        changes = tuple(change for box in boxes for change in box.changes)
        found.append(TpsLine(row, dict(line.counts), tuple(gaps(line)), tuple(own), changes))
    return sorted(found, key=lambda each: (not each.gaps, each.row.tps))


def counted_in(row: FormState) -> dict[Point, Counted]:
    """Return what the TPS itself counted, with the fact that says it."""
    shown = (row.form["fact"],) if row.form.get("fact") else ()
    found = {}
    if row.received is not None:
        found[Point.RECEIVED] = Counted(row.received, shown)
    if row.accounted is not None:
        found[Point.ACCOUNTED] = Counted(row.accounted, shown)
    return found


@dataclass(frozen=True, slots=True)
class WayStep:
    """One count of the papers of all TPS, as far as it is known."""

    point: Point
    count: int | None
    """The sum over the TPS that are counted there; None: nowhere yet."""
    by: int | None
    """How many more than before; None: not of every TPS yet."""
    known: int
    tps: int


@dataclass(frozen=True, slots=True)
class Whole:
    """One ballot paper of the regency, from the printer to what came back."""

    sku: str
    label: str
    balance: Balance
    papers: Sums
    used: int
    spoiled: int
    left: int
    boxes: int
    """Packages that a KPPS has taken over."""
    back: int
    """Of these, packages that came back as far as KPU."""

    @property
    def steps(self) -> list[WayStep]:
        """Each count on the way with its difference to the last one that every TPS had."""
        found = []
        before: int | None = self.balance.allocated if self.balance.left else None
        for point in POINTS:
            known, tps = self.papers.known[point], self.papers.tps
            count = self.papers.sums[point] if known else None
            if count is None or known < tps:
                found.append(WayStep(point, count, None, known, tps))
                continue
            by = None if before is None else count - before
            found.append(WayStep(point, count, by, known, tps))
            before = count
        return found


def whole_of(scope: Scope) -> list[Whole]:
    """Return every ballot paper of a regency: ten queries at most."""
    shelf = shelf_of(scope)
    by_sku = _by_sku(scope)
    rest = _accounted(scope)
    boxes, back = _boxes(scope)
    found = []
    for each in stock.balances(scope, shelf):
        sku = each.thing.goods.sku
        papers = rest.get(sku, {})
        found.append(
            Whole(
                sku,
                each.thing.label,
                each.balance,
                by_sku.get(sku) or Sums(scope.kabupaten),
                papers.get("used", 0),
                papers.get("spoiled", 0),
                papers.get("left", 0),
                boxes,
                back,
            )
        )
    return found


def _by_sku(scope: Scope) -> dict[str, Sums]:
    """Return the sums of each ballot paper over all TPS, made by the database: one query."""
    asked: dict[str, Any] = {"n_tps": Count("pk"), "n_lost": Sum("lost"), "n_found": Sum("found")}
    asked["n_wrong"] = Count("pk", filter=Q(lost__gt=0) | Q(found__gt=0))
    for point in POINTS:
        asked |= {f"sum_{point}": Sum(point.value), f"known_{point}": Count(point.value)}
    rows: Any = FormState.objects.filter(scope=scope).order_by().values("sku").annotate(**asked)
    return {
        row["sku"]: Sums(
            scope.kabupaten,
            row["n_tps"],
            Counter({point: row[f"sum_{point}"] or 0 for point in POINTS}),
            Counter({point: row[f"known_{point}"] for point in POINTS}),
            row["n_lost"],
            row["n_found"],
            row["n_wrong"],
        )
        for row in rows
    }


def _accounted(scope: Scope) -> dict[str, dict[str, int]]:
    """Return what TPS did with each ballot paper, of the forms that count: one query."""
    figures = KeyTransform("figures", "form")
    asked: dict[str, Any] = {
        f"n_{name}": Sum(Cast(KeyTextTransform(name, figures), IntegerField()))
        for name in PAPER_FIGURES[1:]
    }
    rows: Any = FormState.objects.filter(scope=scope).order_by().values("sku").annotate(**asked)
    return {row["sku"]: {name: row[f"n_{name}"] or 0 for name in PAPER_FIGURES[1:]} for row in rows}


def _boxes(scope: Scope) -> tuple[int, int]:
    """How many packages KPPS have taken over, and how many of them reached KPU: two queries.

    The same packages and the same level as on the page of what came back.
    """
    rows = back_queries.packages(scope, scope.kabupaten)
    return len(rows), sum(reached(each.level, Level.KPU) for each in rows)
