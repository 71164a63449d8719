"""How many of each item a TPS, PPS, PPK and KPU must receive.

Input: the voter lists of all TPS as columns, and the election's rules. Output: one row
per `Column` (level, item, kind, rule) and one number per place; packing starts from these.
Bulk is numpy: a row of int32 per column, `UNSET` where nobody has said, so that the
nation is as easy as one desa. A reserve is exact integer arithmetic, never a float.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tepat.core.election.catalogue import (
    At,
    Election,
    Item,
    Kind,
    Per,
    Rounding,
    Rule,
    sku_of,
)

Numbers = NDArray[np.int32]
Sizes = NDArray[np.int64]

UNSET: Final = -1
"""Stands in a column of numbers where a quantity or a voter list is not known."""


@dataclass(frozen=True, slots=True)
class Column:
    """One item needed at one level, for one kind of ballot or (None) once for all kinds."""

    item: Item
    kind: Kind | None
    rule: Rule
    boxes: int | None = None
    """Ballot boxes counted by a rule per box; None where that is not known or not asked."""

    @property
    def at(self) -> At:
        return self.rule.at

    @property
    def key(self) -> tuple[str, str, str, bool]:
        """Level, item, kind, and whether it is the PSU stock: unique in an election."""
        return (self.at.value, self.item.code, self.kind.code if self.kind else "", self.rule.psu)


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums of each column per group; both arrays are columns x groups."""

    quantity: Sizes
    unset: Sizes
    """How many places of the group have no number: they are not part of `quantity`."""


def columns_of(election: Election, kabupaten: str) -> list[Column]:
    """Return the columns of an election in one kabupaten, in the order of its file."""
    kinds = election.kinds_in(kabupaten)
    found = []
    for item in election.items:
        for rule in item.rules:
            for kind in _kinds_of(rule, kinds):
                boxes = _boxes(election, rule, kind, kinds) if rule.per is Per.BOX else None
                found.append(Column(item, kind, rule, boxes))
    return found


def at_level(columns: Iterable[Column], at: At) -> list[Column]:
    """Return the columns of one level."""
    return [column for column in columns if column.at is at]


def tps_needs(columns: Sequence[Column], dpt: Numbers, dptb: Numbers) -> Numbers:
    """Return what each TPS needs: int32, columns x TPS, `UNSET` where it is not known.

    `dpt` and `dptb` (voters moved in) are one number per TPS, `UNSET` where not known.
    Reserve is taken on the DPT; moved voters come on top of it without one.

    Raises `ValueError` where a number does not fit 32 bits: no voter list is that long.
    """
    needs = np.empty((len(columns), len(dpt)), dtype=np.int32)
    known = (dpt >= 0) & (dptb >= 0)
    by_rule: dict[Rule, int] = {}
    for row, column in enumerate(columns):
        rule = column.rule
        if rule.per is not Per.VOTER or rule.count is None:
            needs[row] = _fixed(column)
        elif rule in by_rule:  # the same rule for each kind: count once
            needs[row] = needs[by_rule[rule]]
        else:
            needs[row] = _per_voter(rule, dpt, dptb, known)
            by_rule[rule] = row
    return needs


def place_need(column: Column, skus: int | None = None) -> int | None:
    """Return what one place needs where it does not depend on voters; None: unset.

    `skus` is how many different ballot papers of the column's kind the kabupaten holds.
    """
    rule = column.rule
    if rule.per is Per.SKU:
        if rule.count is None or skus is None:
            return None
        return with_reserve(rule.count * skus, rule)
    if rule.per is Per.VOTER:
        return None
    fixed = _fixed(column)
    return None if fixed == UNSET else fixed


def with_reserve(base: int, rule: Rule, moved: int = 0) -> int:
    """Return `base` plus its reserve, rounded as the rule says, plus `moved` without one.

    Half rounds up. A reserve of 2.5 % of 481 is 12.025:

    >>> from decimal import Decimal
    >>> rule = Rule(At.TPS, Per.VOTER, 1, reserve=Decimal("0.025"))
    >>> with_reserve(481, rule), with_reserve(481, rule, moved=6)
    (494, 500)
    """
    numerator, denominator = rule.reserve.as_integer_ratio()
    return base + rounded(base * numerator, denominator, rule.rounding) + moved


def rounded(numerator: int, denominator: int, rounding: Rounding) -> int:
    """Return numerator / denominator as a whole number, exactly."""
    if rounding is Rounding.CEIL:
        return -(-numerator // denominator)
    if rounding is Rounding.ROUND:
        return (2 * numerator + denominator) // (2 * denominator)
    return numerator // denominator


def sums_by(needs: Numbers, starts: NDArray[np.intp]) -> Sums:
    """Sum columns x TPS over groups of neighbouring TPS; `starts` are their first indices.

    TPS sorted by code lie together by desa, kecamatan and kabupaten: see `starts_of`.
    """
    if not needs.shape[1]:
        empty = np.zeros((needs.shape[0], 0), dtype=np.int64)
        return Sums(empty, empty.copy())
    quantity = np.empty((needs.shape[0], len(starts)), dtype=np.int64)
    unset = np.zeros_like(quantity)
    sizes = np.diff(np.append(starts, needs.shape[1])).astype(np.int64)
    for row, numbers in enumerate(needs):
        # One row at a time: a wide copy of the nation would not fit the memory budget.
        first = int(numbers[0])
        if (numbers == first).all():  # most rows say the same for every TPS
            quantity[row] = sizes * max(first, 0)
            unset[row] = sizes * (first < 0)
            continue
        is_unset = numbers < 0
        if is_unset.any():
            unset[row] = np.add.reduceat(is_unset, starts, dtype=np.int64)
            numbers = np.where(is_unset, np.int32(0), numbers)
        quantity[row] = np.add.reduceat(numbers, starts, dtype=np.int64)
    return Sums(quantity, unset)


def totals(needs: Numbers) -> Sums:
    """Sum columns x TPS over all TPS: one group."""
    if not needs.shape[1]:
        zero = np.zeros((needs.shape[0], 1), dtype=np.int64)
        return Sums(zero, zero.copy())
    return sums_by(needs, np.zeros(1, dtype=np.intp))


def starts_of(groups: Sequence[str]) -> tuple[list[str], NDArray[np.intp]]:
    """Return each group once and the index where it begins, for sorted `groups`.

    >>> names, starts = starts_of(["a", "a", "b"])
    >>> names, starts.tolist()
    (['a', 'b'], [0, 2])
    """
    names: list[str] = []
    starts: list[int] = []
    for index, group in enumerate(groups):
        if not names or names[-1] != group:
            names.append(group)
            starts.append(index)
    return names, np.array(starts, dtype=np.intp)


def dapil_of(desa: str, areas: Mapping[str, str]) -> str | None:
    """Return the dapil of a desa from dapil by area: its own, its kecamatan's, its kabupaten's.

    >>> dapil_of("63.09.05.2003", {"63.09": "Tabalong 1", "63.09.05": "Tabalong 2"})
    'Tabalong 2'
    """
    area = desa
    while area:
        if area in areas:
            return areas[area]
        area = area.rpartition(".")[0]
    return None


def skus_by_desa(
    kind: Kind, all_desa: Iterable[str], areas: Mapping[str, str]
) -> dict[str, str | None]:
    """Return the ballot paper of each desa; None where its dapil is not known yet."""
    return {desa: sku_of(kind, desa, dapil_of(desa, areas)) for desa in all_desa}


def sku_count(skus: Iterable[str | None]) -> int | None:
    """Return how many different ballot papers these are; None where one is not known."""
    found = set(skus)
    return None if None in found else len(found)


def _kinds_of(rule: Rule, kinds: Sequence[Kind]) -> Sequence[Kind | None]:
    if not rule.by_kind:
        return (None,)
    return [kind for kind in kinds if not rule.kinds or kind.code in rule.kinds]


def _boxes(election: Election, rule: Rule, kind: Kind | None, kinds: Sequence[Kind]) -> int | None:
    """Return how many ballot boxes a rule per box counts at one place."""
    boxes = 0
    for box in (each for item in election.items if item.is_box for each in item.rules):
        if box.at is not rule.at or box.psu:
            continue
        of_kinds = _kinds_of(box, kinds)
        matching = [each for each in of_kinds if kind is None or each is None or each == kind]
        if matching and box.count is None:
            return None
        boxes += (box.count or 0) * len(matching)
    return boxes


def _fixed(column: Column) -> int:
    """Return the number that does not depend on voters, or `UNSET`."""
    rule = column.rule
    if rule.count is None or (rule.per is Per.BOX and column.boxes is None):
        return UNSET
    base = rule.count * (column.boxes or 0) if rule.per is Per.BOX else rule.count
    return with_reserve(base, rule)


def _per_voter(rule: Rule, dpt: Numbers, dptb: Numbers, known: NDArray[np.bool_]) -> Numbers:
    assert rule.count is not None
    numerator, denominator = rule.reserve.as_integer_ratio()
    base = dpt.astype(np.int64) * rule.count
    number = base + dptb.astype(np.int64) * rule.count
    if numerator:
        reserve = base * numerator
        if rule.rounding is Rounding.CEIL:
            reserve += denominator - 1
        elif rule.rounding is Rounding.ROUND:
            reserve = 2 * reserve + denominator
            denominator *= 2
        reserve //= denominator
        number += reserve
    number[~known] = UNSET
    if number.max(initial=0) > np.iinfo(np.int32).max:
        raise ValueError("a voter list too long for 32 bits")
    return number.astype(np.int32)
