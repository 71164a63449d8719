"""Day by day, as one plans by hand: the latest day first, and what does not fit a day earlier.

Peers that know one trip a vehicle, or no days at all, are asked for the trips of one day; the
trips are then put one after the other on the vehicles there are. What finds no vehicle is asked
for again on the day before, so that each peer plans the same days with the same fleet.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tepat.core.plan.schedule.routing import Answer, Leg, Offer, Question

NO_WAY = 10**6
"""Money or minutes from which on a way is none."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a peer is asked for one day: the tasks that are left, and the vehicles of the day."""

    question: Question
    offers: tuple[int, ...]
    tasks: tuple[int, ...]
    seed: int
    seconds: float

    def costs(self, offer: int) -> NDArray[np.int64]:
        """Money between the depot (0) and the tasks (1 to n)."""
        return self._among(self.question.costs, offer)

    def minutes(self, offer: int) -> NDArray[np.int64]:
        """Minutes between the depot (0) and the tasks (1 to n)."""
        return self._among(self.question.minutes, offer)

    def _among(self, tables: dict[str, NDArray[np.int64]], offer: int) -> NDArray[np.int64]:
        each = self.question.offers[offer]
        stops = [each.depot, *(self.question.tasks[task].place for task in self.tasks)]
        table: NDArray[np.int64] = np.minimum(tables[each.profile][np.ix_(stops, stops)], NO_WAY)
        return table


Trips = list[tuple[int, list[int]]]
"""Trips as an offer and the tasks it carries, in order."""
Day = Callable[[Asked], Trips]
"""A peer: the trips of one day. It may leave tasks out."""


class ByDay:
    """A `routing.Solver` made of a peer that plans one day."""

    def __init__(self, day: Day, seconds: float = 0.0) -> None:
        self._day, self._seconds = day, seconds

    def solve(
        self, question: Question, seed: int, iterations: int, start: Answer | None = None
    ) -> Answer:
        left = list(range(len(question.tasks)))
        legs: list[Leg] = []
        for day in sorted({offer.day for offer in question.offers}, reverse=True):
            offers = tuple(at for at, each in enumerate(question.offers) if each.day == day)
            open_ = tuple(t for t in left if question.tasks[t].opens <= _dusk(question, offers))
            if not open_:
                continue
            trips = self._day(Asked(question, offers, open_, seed, self._seconds))
            legs += on_vehicles(question, trips)
            done = {task for leg in legs for task in leg.tasks}
            left = [task for task in left if task not in done]
        return Answer(tuple(legs), tuple(left), not left)


def _dusk(question: Question, offers: Sequence[int]) -> int:
    return max(question.offers[at].ends for at in offers)


def took(question: Question, offer: Offer, tasks: Sequence[int]) -> int | None:
    """Return the minutes of a trip with its loading, None where it is not possible."""
    minutes = question.minutes[offer.profile]
    litres = sum(question.tasks[task].litres for task in tasks)
    kg = sum(question.tasks[task].kg for task in tasks)
    if litres > offer.litres or kg > offer.kg:
        return None
    clock, at = offer.load, offer.depot
    for task in tasks:
        leg = int(minutes[at, question.tasks[task].place])
        if leg >= NO_WAY:
            return None
        at = question.tasks[task].place
        clock += leg + question.tasks[task].unload
    clock += int(minutes[at, offer.depot])
    return clock if clock <= min(offer.shift, offer.ends - offer.starts) else None


def on_vehicles(question: Question, trips: Trips) -> list[Leg]:
    """Put trips on vehicles, long ones first, each where the least time stays over.

    Trips that find no vehicle are left out.
    """
    timed = [(took(question, question.offers[at], tasks), at, tasks) for at, tasks in trips]
    legs: list[Leg] = []
    until: dict[tuple[int, int], list[int]] = {}
    for minutes, at, tasks in sorted(
        ((m, at, tasks) for m, at, tasks in timed if m is not None), key=lambda e: (-e[0], e[1:])
    ):
        offer = question.offers[at]
        span = min(offer.shift, offer.ends - offer.starts)
        fits = [
            unit
            for unit in range(1, offer.count + 1)
            if sum(until.get((at, unit), [])) + minutes <= span
            and len(until.get((at, unit), [])) < offer.most_trips
            and _in_time(question, offer, tasks, sum(until.get((at, unit), [])))
        ]
        if not fits:
            continue
        unit = max(fits, key=lambda unit: (sum(until.get((at, unit), [])), -unit))
        starts = offer.starts + sum(until.get((at, unit), []))
        until.setdefault((at, unit), []).append(minutes)
        legs.append(Leg(at, unit, tuple(tasks), starts))
    return legs


def _in_time(question: Question, offer: Offer, tasks: Sequence[int], waited: int) -> bool:
    minutes = question.minutes[offer.profile]
    clock, at = offer.starts + waited + offer.load, offer.depot
    for task in tasks:
        clock += int(minutes[at, question.tasks[task].place])
        if clock > question.tasks[task].closes:
            return False
        clock += question.tasks[task].unload
        at = question.tasks[task].place
    return True
