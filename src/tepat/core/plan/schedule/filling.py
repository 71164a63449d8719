"""Full vehicles first: an answer from which a solver begins where room is what costs.

Where two desa seldom fit into one vehicle, the number of trips is a question of packing, in
which a search that moves one stop at a time is soon stuck. So the largest load that is left
begins a trip, what fills the vehicle best for its way goes along (best fit decreasing: Johnson
et al., SIAM Journal on Computing 3, 1974), and a day is full before the day before it begins.
"""

from collections.abc import Sequence
from typing import Final

from tepat.core.plan.schedule.routing import Answer, Leg, Offer, Question

_NO_WAY: Final = 10**6
"""Money or minutes from which on a way is none."""


def filled(question: Question) -> Answer:
    """Return trips that fill vehicles, last days first and what is cheap by the litre first."""
    filling = _Filling(question)
    order = sorted(
        range(len(question.offers)),
        key=lambda at: (
            -question.offers[at].day,
            question.offers[at].fixed / max(1, question.offers[at].litres),
            at,
        ),
    )
    for at in order:
        if question.offers[at].unit:
            continue  # the rest of a day that one vehicle has begun
        for unit in range(1, question.offers[at].count + 1):
            if not filling.fill(at, unit):
                break
    return Answer(tuple(filling.legs), tuple(filling.left), not filling.left)


class _Filling:
    def __init__(self, question: Question) -> None:
        self.question = question
        self.left = list(range(len(question.tasks)))
        self.legs: list[Leg] = []

    def fill(self, at: int, unit: int) -> bool:
        """Plan the day of one vehicle; return whether it found anything to bring."""
        offer = self.question.offers[at]
        clock = offer.starts
        for trip in range(offer.most_trips):
            tasks, end = self._trip(offer, clock)
            if not tasks:
                return trip > 0
            self.legs.append(Leg(at, unit, tuple(tasks), clock))
            self.left = [task for task in self.left if task not in tasks]
            clock = end
        return True

    def _trip(self, offer: Offer, begins: int) -> tuple[list[int], int]:
        """Return one trip whose loading begins at `begins`, and when it is back."""
        asked = self.question.tasks
        largest = sorted(self.left, key=lambda task: (-asked[task].litres, task))
        tasks, end = self._first(offer, begins, [[task] for task in largest])
        while tasks:
            here = asked[tasks[-1]].place
            more = sorted(
                (self._detour(offer, here, task), task)
                for task in self.left
                if task not in tasks and self._holds(offer, [*tasks, task])
            )
            longer, back = self._first(offer, begins, [[*tasks, task] for _, task in more])
            if not longer:
                break
            tasks, end = longer, back
        return tasks, end

    def _first(
        self, offer: Offer, begins: int, trips: Sequence[list[int]]
    ) -> tuple[list[int], int]:
        """Return the first trip that can be, and when it is back."""
        for tasks in trips:
            back = self._back(offer, begins, tasks)
            if back is not None:
                return tasks, back
        return [], begins

    def _detour(self, offer: Offer, here: int, task: int) -> float:
        """Return what going on to a task costs, less what the room it takes has cost."""
        costs, there = self.question.costs[offer.profile], self.question.tasks[task]
        way = costs[here, there.place] + costs[there.place, offer.depot] - costs[here, offer.depot]
        return float(way) - offer.fixed * there.litres / (offer.most_trips * offer.litres)

    def _holds(self, offer: Offer, tasks: list[int]) -> bool:
        litres = sum(self.question.tasks[task].litres for task in tasks)
        kg = sum(self.question.tasks[task].kg for task in tasks)
        return litres <= offer.litres and kg <= offer.kg

    def _back(self, offer: Offer, begins: int, tasks: list[int]) -> int | None:
        """Return when a trip is back, None where it cannot be."""
        if not self._holds(offer, tasks):
            return None
        minutes, costs = self.question.minutes[offer.profile], self.question.costs[offer.profile]
        if any(self.question.tasks[task].ready > begins for task in tasks):
            return None
        clock, at = begins + offer.load, offer.depot
        for number in tasks:
            task = self.question.tasks[number]
            if minutes[at, task.place] >= _NO_WAY or costs[at, task.place] >= _NO_WAY * 100:
                return None
            clock = max(clock + int(minutes[at, task.place]), task.opens)
            if clock > task.closes:
                return None
            clock += task.unload
            at = task.place
        clock += int(minutes[at, offer.depot])
        in_time = clock <= offer.ends and clock - offer.starts <= offer.shift
        return clock if in_time else None
