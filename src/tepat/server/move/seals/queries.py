"""Which seal numbers were issued, where they are, and which are broken."""

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from tepat.core.move import seals
from tepat.server.election.models import Scope
from tepat.server.move.models import SealRange, SealUse


@dataclass(frozen=True, slots=True)
class RangeUse:
    """One issued range and how many of its numbers are on boxes, broken, or still free."""

    row: SealRange
    first: str
    last: str
    size: int
    used: int
    broken: int

    @property
    def free(self) -> int:
        return self.size - self.used - self.broken


def ranges_of(scope: Scope) -> list[seals.SealRange]:
    """Every issued range: one query."""
    return [row.as_value() for row in SealRange.objects.filter(scope=scope)]


def ranges_with_use(scope: Scope) -> list[RangeUse]:
    """Every issued range with its use: two queries, however many seals."""
    rows = list(SealRange.objects.filter(scope=scope).order_by("prefix", "first"))
    values = [row.as_value() for row in rows]
    used, broken = Counter[int](), Counter[int]()
    keys = [(value.prefix, value.first) for value in values]
    for number, is_broken in SealUse.objects.filter(scope=scope).values_list("number", "broken"):
        place = _place(keys, values, number)
        if place is not None:
            (broken if is_broken else used)[place] += 1
    return [
        RangeUse(
            row,
            seals.readable_seal(value.number(0)),
            seals.readable_seal(value.number(value.size - 1)),
            value.size,
            used[place],
            broken[place],
        )
        for place, (row, value) in enumerate(zip(rows, values, strict=True))
    ]


def _place(keys: list[tuple[str, int]], values: list[seals.SealRange], number: str) -> int | None:
    digits = number.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    prefix = number[: len(number) - len(digits)]
    if not (digits.isdecimal() and digits.isascii()):  # as a phone wrote it, of no issued range
        return None
    place = bisect_right(keys, (prefix, int(digits))) - 1
    return place if place >= 0 and values[place].holds(number) else None


def uses_of(scope: Scope, number: str) -> list[SealUse]:
    """Where one seal number was seen: one query."""
    return list(SealUse.objects.filter(scope=scope, number=number).order_by("package"))


def used_twice(scope: Scope) -> list[str]:
    """Seal numbers that facts place on more than one package: one query."""
    rows = SealUse.objects.filter(scope=scope).values("number").annotate(n=Count("pk"))
    return sorted(rows.filter(n__gt=1).values_list("number", flat=True))


def not_issued(scope: Scope) -> list[SealUse]:
    """Seals on boxes that belong to no issued range: two queries."""
    rows = list(SealRange.objects.filter(scope=scope).order_by("prefix", "first"))
    values = [row.as_value() for row in rows]
    keys = [(value.prefix, value.first) for value in values]
    used = SealUse.objects.filter(scope=scope).order_by("number")
    return [use for use in used if _place(keys, values, use.number) is None]
