"""What the facts of packing say about the warehouse: pieces in boxes, read and never written.

A package that is packed or sealed holds what was counted into it. One that was opened
again is on the table: its pieces lie on the shelf until it is filled anew.
"""

import json
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.db.models import TextField
from django.db.models.functions import Cast

from tepat.core.move import boxed
from tepat.core.move.boxed import Filling, Shelf
from tepat.core.move.packing_state import State
from tepat.core.move.stock import Goods, Pool, Slot
from tepat.core.plan.packing import closes_with
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope
from tepat.server.move.models import PackageState
from tepat.server.plan.models import Package

CLOSED = (State.PACKED.value, State.SEALED.value)


@dataclass(slots=True)
class Boxes:
    """Every filled box of a scope: pieces by goods and pool, and the lines of each."""

    held: Counter[tuple[Goods, Pool]] = field(default_factory=Counter)
    sealed: Counter[tuple[Goods, Pool]] = field(default_factory=Counter)
    lines: list[tuple[str, Goods, int]] = field(default_factory=list)
    codes: set[str] = field(default_factory=set)
    psu: set[str] = field(default_factory=set)


def filled(scope: Scope) -> Boxes:
    """Return what lies in the filled boxes of `scope`: two queries at most."""
    rows = list(
        PackageState.objects.filter(scope=scope, state__in=CLOSED, lies_in="")
        .annotate(raw=Cast("contents", TextField()))
        .values_list("package", "state", "raw")
    )
    found = Boxes()
    if not rows:
        return found
    of_psu = Package.objects.filter(scope=scope, place=scope.kabupaten)
    found.psu = set(of_psu.values_list("code", flat=True))
    read = _Reader("count")
    for code, state, raw in rows:
        found.codes.add(code)
        pool = Pool.PSU if code in found.psu else Pool.ORDINARY
        for goods, n in read(raw):
            found.lines.append((code, goods, n or 0))
            found.held[goods, pool] += n or 0
            if state == State.SEALED.value:
                found.sealed[goods, pool] += n or 0
    return found


def shelf(scope: Scope, now: Mapping[Slot, int], boxes: Boxes | None = None) -> Shelf:
    """Return what of `now` lies on the shelf, and what in boxes: two queries at most."""
    held = (boxes or filled(scope)).held
    return boxed.take_off(now, held, f"{scope.kabupaten}:gudang-1")


def fillings(
    scope: Scope,
    boxes: Boxes,
    needed: Mapping[Goods, int],
    allocated: Mapping[Goods, int],
) -> list[Filling]:
    """Return everything in boxes against allocation and plan, ballots first: one query.

    Lines nobody has set a quantity for are left out of the comparison, as at packing.
    """
    planned, unset = _planned(scope, boxes.codes)
    counted = [line for line in boxes.lines if line[:2] not in unset]
    wrong = boxed.wrong_boxes(counted, planned)
    packed: Counter[tuple[Goods, Pool]] = Counter()
    asked: Counter[tuple[Goods, Pool]] = Counter()
    for sums, rows in ((packed, counted), (asked, planned)):
        for code, goods, n in rows:
            sums[goods, Pool.PSU if code in boxes.psu else Pool.ORDINARY] += n
    found = []
    for goods, pool in sorted(
        {*boxes.held, *asked, *((each, Pool.ORDINARY) for each in allocated)},
        key=lambda key: (key[1] == Pool.PSU, not key[0].sku, key[0].code),
    ):
        ordinary = pool is Pool.ORDINARY
        found.append(
            Filling(
                goods,
                pool,
                needed.get(goods) if ordinary else None,
                allocated.get(goods) if ordinary else None,
                boxes.held[goods, pool],
                asked[goods, pool] + boxes.held[goods, pool] - packed[goods, pool],
                tuple(
                    (code, n) for code, n in wrong.get(goods, ()) if (code in boxes.psu) != ordinary
                ),
            )
        )
    return found


def _planned(
    scope: Scope, codes: Collection[str]
) -> tuple[list[tuple[str, Goods, int]], set[tuple[str, Goods]]]:
    """What the plan puts into the boxes `codes`, and the lines it leaves unset."""
    closing = closes_with(election_of(scope))
    lines: list[tuple[str, Goods, int]] = []
    unset: set[tuple[str, Goods]] = set()
    rows = Package.objects.filter(scope=scope, withdrawn_at=None)
    plans = rows.annotate(raw=Cast("contents", TextField())).values_list("code", "inside", "raw")
    read = _Reader("quantity")
    for code, outer, raw in plans.iterator():
        box = outer or code
        if box not in codes:
            continue
        for goods, n in read(raw):
            if goods.item in closing:
                continue
            if n is None:
                unset.add((box, goods))
            else:
                lines.append((box, goods, n))
    return lines, unset


class _Reader:
    """Read lines of contents; thousands of packages share few texts, each is read once."""

    def __init__(self, key: str) -> None:
        self.key = key
        self._seen: dict[str, list[tuple[Goods, int | None]]] = {}

    def __call__(self, raw: str) -> list[tuple[Goods, int | None]]:
        if raw not in self._seen:
            self._seen[raw] = [
                (Goods(line["item"], line.get("sku", "")), line[self.key])
                for line in json.loads(raw)
            ]
        return self._seen[raw]
