"""Ballots with the mark PSU: how many a vote held again needs, and how many the warehouse has.

They are stock of their own and leave by a numbered decision (`psu_keluar`), never with the
ordinary ballots.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from tepat.core.move.stock import Condition, Goods, Pool, Slot
from tepat.core.plan.needs import UNSET
from tepat.core.problems import Code, Problem
from tepat.server.election.models import Scope
from tepat.server.move.stock.goods import Shelf, shelf_of
from tepat.server.move.stock.queries import stock_now
from tepat.server.plan.needs.queries import Needs, needs_of


@dataclass(frozen=True, slots=True)
class Marked:
    """One ballot paper: sheets needed (None where a voter list is unset) and in stock.

    `have` is None while no PSU ballot was ever recorded here.
    """

    name: str
    need: int | None
    have: int | None

    @property
    def short(self) -> int:
        """How many are missing, as far as known."""
        return max(0, (self.need or 0) - (self.have or 0)) if self.have is not None else 0


class Marking:
    """Needs and stock of a scope, asked once: some six queries for however many occasions."""

    def __init__(self, scope: Scope) -> None:
        self._needs, self._shelf = needs_of(scope), shelf_of(scope)
        self._now = stock_now(scope)

    def rows(self, tps: Collection[str], kinds: Collection[str] = ()) -> list[Marked]:
        """Return the marked ballots that `tps` need for `kinds`, all where empty.

        Voters and reserve are those of the main vote.
        """
        return _rows(self._needs, self._shelf, self._now, set(tps), kinds)


def _rows(
    needs: Needs,
    shelf: Shelf,
    now: Mapping[Slot, int],
    tps: Collection[str],
    kinds: Collection[str],
) -> list[Marked]:
    wanted = [(at, code) for at, code in enumerate(needs.lists.tps) if code in tps]
    need: Counter[Goods] = Counter()
    unset: set[Goods] = set()
    for row, column in enumerate(needs.tps_columns):
        kind = column.kind.code if column.kind else ""
        if not column.item.is_ballot or not kind or (kinds and kind not in kinds):
            continue
        for at, code in wanted:
            goods = Goods(column.item.code, needs.skus[kind][code[:13]] or kind)
            number = int(needs.by_tps[row, at])
            need[goods] += 0 if number == UNSET else number
            unset |= {goods} if number == UNSET else set()
    is_known = any(slot.pool is Pool.PSU for slot in now)
    have: Counter[Goods] = Counter()
    for slot, number in now.items():
        usable = slot.condition is not Condition.RUSAK_BERAT and not slot.is_outside
        if slot.pool is Pool.PSU and usable:
            have[slot.goods] += number
    return [
        Marked(
            shelf.thing(goods).label,
            None if goods in unset else need[goods],
            have[goods] if is_known else None,
        )
        for goods in sorted(need, key=lambda each: each.code)
    ]


def missing(rows: list[Marked]) -> list[Problem]:
    """Return a problem for each ballot paper of which there are too few."""
    return [
        Problem(
            Code.AGAIN_BALLOTS,
            {"name": row.name, "need": row.need or 0, "have": row.have or 0, "short": row.short},
        )
        for row in rows
        if row.short
    ]
