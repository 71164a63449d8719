"""What the facts of packing say about the warehouse: pieces in boxes, read and never written.

A package that is packed or sealed holds what was counted into it. One that was opened
again is on the table: its pieces lie on the shelf until it is filled anew.
"""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import TextField
from django.db.models.functions import Cast

from tepat.core.move import boxed
from tepat.core.move.boxed import Filling, Lines, Shelf
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
    """Every filled box of a scope: pieces by goods and pool, and the text of its contents."""

    held: Counter[tuple[Goods, Pool]] = field(default_factory=Counter)
    sealed: Counter[tuple[Goods, Pool]] = field(default_factory=Counter)
    texts: dict[str, str] = field(default_factory=dict)
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
    alike: Counter[tuple[str, str, Pool]] = Counter()
    for code, state, raw in rows:
        found.texts[code] = raw
        alike[raw, state, Pool.PSU if code in found.psu else Pool.ORDINARY] += 1
    for (raw, state, pool), boxes in alike.items():
        for goods, n in read(raw):
            found.held[goods, pool] += boxes * (n or 0)
            if state == State.SEALED.value:
                found.sealed[goods, pool] += boxes * (n or 0)
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
    packed: Counter[tuple[Goods, Pool]] = Counter()
    asked: Counter[tuple[Goods, Pool]] = Counter()
    wrong: dict[tuple[Goods, Pool], list[tuple[str, int]]] = {}
    for alike, codes in _alike(scope, boxes).items():
        for line in boxed.compared(alike.packed, alike.planned):
            where = line.goods, alike.pool
            packed[where] += line.packed * len(codes)
            asked[where] += line.planned * len(codes)
            if line.difference:
                wrong.setdefault(where, []).extend((code, line.difference) for code in codes)
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
                tuple(sorted(wrong.get((goods, pool), ()))),
            )
        )
    return found


class _Alike(NamedTuple):
    """What boxes of one kind hold, and what the plan puts into them. Thousands are alike."""

    pool: Pool
    packed: Lines
    planned: Lines


def _alike(scope: Scope, boxes: Boxes) -> dict[_Alike, list[str]]:
    """Return the filled boxes by what they hold and should hold: one query."""
    closing = closes_with(election_of(scope))
    plans: dict[str, list[str]] = {code: [] for code in boxes.texts}
    rows = Package.objects.filter(scope=scope, withdrawn_at=None)
    texts = rows.annotate(raw=Cast("contents", TextField())).values_list("code", "inside", "raw")
    for code, outer, raw in texts.iterator():
        if (box := outer or code) in plans:
            plans[box].append(raw)
    by_text: dict[tuple[Pool, str, tuple[str, ...]], list[str]] = {}
    for code, planned in plans.items():
        pool = Pool.PSU if code in boxes.psu else Pool.ORDINARY
        key = pool, boxes.texts[code], tuple(sorted(planned))
        by_text.setdefault(key, []).append(code)
    counted, asked = _Reader("count"), _Reader("quantity")
    found: dict[_Alike, list[str]] = {}
    for (pool, packed, inside), codes in by_text.items():
        lines = tuple(line for raw in inside for line in asked(raw) if line[0].item not in closing)
        found.setdefault(_Alike(pool, tuple(counted(packed)), lines), []).extend(codes)
    return found


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
