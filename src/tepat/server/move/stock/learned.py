"""What suppliers delivered in elections before, beside what they owe now.

Counts and shares come from files of `tepat election learn` that were given to this election;
without one there is nothing to show.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from tepat.core.move.stock import Pool
from tepat.core.plan.learning.suppliers import Habit, Habits, key_of
from tepat.server.election.models import Scope
from tepat.server.move.stock.goods import Shelf, language
from tepat.server.move.stock.queries import CoverRow, ExpectationRow
from tepat.server.plan.inputs import lessons


@dataclass(frozen=True, slots=True)
class HabitRow:
    """One supplier and item as a page shows it, with how many are still to come now."""

    label: str
    habit: Habit
    open: int = 0

    @property
    def lost(self) -> int:
        """Pieces of those to come to reckon with as damaged or short."""
        return self.habit.lost_of(self.open)


def habits_of(scope: Scope) -> Habits:
    """Return what the files say: one query."""
    return lessons.habits(scope)


def beside(owed: Iterable[ExpectationRow], habits: Habits) -> list[ExpectationRow]:
    """Return the contract lines, each with what its supplier delivered of that item before."""
    return [replace(row, habit=_habit(row, habits)) for row in owed]


def _habit(row: ExpectationRow, habits: Habits) -> Habit | None:
    return habits.get(key_of(row.expected.supplier, row.expected.goods.item))


def rows(
    shelf: Shelf, habits: Habits, owed: Iterable[ExpectationRow], supplier: str = ""
) -> list[HabitRow]:
    """Return all that is known, of one supplier if asked, what was lost most first."""
    still: dict[tuple[str, str], int] = {}
    for row in owed:
        key = key_of(row.expected.supplier, row.expected.goods.item)
        still[key] = still.get(key, 0) + row.expected.open
    wanted = key_of(supplier, "")[0]
    labels = {item.code: item.name.say(language()) for item in shelf.election.items}
    found = [
        HabitRow(labels.get(habit.item, habit.item), habit, still.get(key, 0))
        for key, habit in habits.items()
        if wanted in ("", key[0])
    ]
    return sorted(found, key=lambda each: (-each.habit.ppm, each.habit.supplier, each.label))


def foreseen(cover: Iterable[CoverRow], owed: Iterable[ExpectationRow]) -> list[CoverRow]:
    """Return needs against stock, with how many of what is to come to reckon with as lost."""
    lost: dict[tuple[object, Pool], int] = {}
    for row in owed:
        if row.habit is not None:
            key = (row.expected.goods, row.expected.pool)
            lost[key] = lost.get(key, 0) + row.habit.lost_of(row.expected.open)
    return [
        replace(
            row,
            coverage=replace(row.coverage, lost=lost.get((row.thing.goods, row.coverage.pool), 0)),
        )
        for row in cover
    ]
