"""What the facts of packing say about the warehouse: pieces in boxes, read and never written.

A package that is packed or sealed holds what was counted into it. One that was opened
again is on the table: its pieces lie on the shelf until it is filled anew.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

from django.conf import settings
from django.db.models import Count, Max, TextField
from django.db.models.functions import Cast

from tepat.core.move import boxed
from tepat.core.move.boxed import Filling, Lines, Shelf, Wrong
from tepat.core.move.packing_state import State
from tepat.core.move.stock import Goods, Pool, Slot
from tepat.core.plan.packing import closes_with
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope
from tepat.server.move.models import PackageState
from tepat.server.plan.models import Package, PackagePlan

CLOSED = (State.PACKED.value, State.SEALED.value)


@dataclass(slots=True)
class Boxes:
    """Every filled box of a scope: pieces by goods and pool, and which hold the same."""

    held: Counter[tuple[Goods, Pool]] = field(default_factory=Counter)
    sealed: Counter[tuple[Goods, Pool]] = field(default_factory=Counter)
    alike: dict[tuple[Pool, str], list[str]] = field(default_factory=dict)
    """Codes of the boxes by what they are for and the text of their contents: few, of thousands."""


def filled(scope: Scope) -> Boxes:
    """Return what lies in the filled boxes of `scope`: two queries at most."""
    rows = (
        PackageState.objects.filter(scope=scope, state__in=CLOSED, lies_in="")
        .annotate(raw=Cast("contents", TextField()))
        .values_list("package", "state", "raw")
    )
    found = Boxes()
    same: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for code, state, raw in rows.iterator(chunk_size=_CHUNK):
        same[raw, state].append(code)
    if not same:
        return found
    of_psu = Package.objects.filter(scope=scope, place=scope.kabupaten)
    psu = set(of_psu.values_list("code", flat=True))
    for (raw, state), codes in same.items():
        own = psu.intersection(codes)
        for pool, some in (
            (Pool.PSU, sorted(own)),
            (Pool.ORDINARY, [each for each in codes if each not in own] if own else codes),
        ):
            if not some:
                continue
            found.alike.setdefault((pool, raw), []).extend(some)
            for goods, n in _lines("count", raw):
                found.held[goods, pool] += len(some) * (n or 0)
                if state == State.SEALED.value:
                    found.sealed[goods, pool] += len(some) * (n or 0)
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
    wrong: defaultdict[tuple[Goods, Pool], list[Wrong]] = defaultdict(list)
    for alike, codes in _alike(scope, boxes).items():
        for line in boxed.compared(alike.packed, alike.planned):
            where = line.goods, alike.pool
            packed[where] += line.packed * len(codes)
            asked[where] += line.planned * len(codes)
            if line.difference:
                wrong[where].append(Wrong(min(codes), len(codes), line.difference))
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
    """Return the filled boxes by what they hold and should hold: two queries, or three."""
    closing = closes_with(election_of(scope))
    plans = _planned(scope) if boxes.alike else {}
    found: defaultdict[_Alike, list[str]] = defaultdict(list)
    for (pool, packed), all_codes in boxes.alike.items():
        # The same plan is one value, so that its place in memory tells it from others.
        by_plan: defaultdict[int, list[str]] = defaultdict(list)
        for code in all_codes:
            by_plan[id(plans.get(code))].append(code)
        for codes in by_plan.values():
            planned = (line for raw in plans.get(codes[0], ()) for line in _lines("quantity", raw))
            lines = tuple(line for line in planned if line[0].item not in closing)
            found[_Alike(pool, _lines("count", packed), lines)].extend(codes)
    return found


_CHUNK: Final = 5_000
_Made = tuple[Hashable, ...]
_plans: dict[int, tuple[_Made, dict[str, tuple[str, ...]]]] = {}
"""The plan of each scope as it was last read, under what its packages were made from."""


def _planned(scope: Scope) -> dict[str, tuple[str, ...]]:
    """Return the texts of what belongs into each box, read again where packages changed.

    Packages change as a whole, which `PackagePlan` notes, or one is added or withdrawn.
    """
    rows = Package.objects.filter(scope=scope)
    counted = rows.aggregate(last=Max("pk"), n=Count("pk"), gone=Count("withdrawn_at"))
    plan = PackagePlan.objects.filter(scope=scope).values_list("fingerprint", "at").first()
    made = (str(settings.HOME), plan, *counted.values())
    kept = _plans.get(scope.pk)
    if plan is not None and kept is not None and kept[0] == made:
        return kept[1]
    texts: dict[str, list[str]] = {}
    same: dict[str, str] = {}
    read = rows.filter(withdrawn_at=None).annotate(raw=Cast("contents", TextField()))
    for code, outer, raw in read.values_list("code", "inside", "raw").iterator():
        texts.setdefault(outer or code, []).append(same.setdefault(raw, raw))
    alike: dict[tuple[str, ...], tuple[str, ...]] = {}
    found = {}
    for box, inside in texts.items():
        key = tuple(sorted(inside))
        found[box] = alike.setdefault(key, key)
    _plans[scope.pk] = made, found
    return found


@lru_cache(maxsize=8_192)
def _lines(key: str, raw: str) -> tuple[tuple[Goods, int | None], ...]:
    """Read lines of contents; thousands of packages share few texts, each is read once."""
    return tuple((Goods(line["item"], line.get("sku", "")), line[key]) for line in json.loads(raw))
