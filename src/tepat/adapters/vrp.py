"""Vehicle routing by PyVRP, unmodified: days, risk and rupiah live in its matrices.

A place that is the target of several tasks is one location with several clients.
"""

from typing import Any, Final

import numpy as np
import pyvrp
from pyvrp.stop import MaxIterations

from tepat.core.plan.schedule.routing import Answer, Leg, Question

NEVER: Final = 2**40
"""Cost and time of what cannot be driven, and of a task that is left."""
LEFT: Final = 2**36


class Solver:
    """A `routing.Solver`."""

    def solve(
        self, question: Question, seed: int, iterations: int, start: Answer | None = None
    ) -> Answer:
        if not (question.tasks and question.offers):  # the library wants a depot and a client
            return Answer((), tuple(range(len(question.tasks))), not question.tasks)
        data = _data(question)
        found = pyvrp.solve(
            data,
            MaxIterations(iterations),
            seed=seed,
            collect_stats=False,
            display=False,
            initial_solution=_start(question, data, start) if start else None,
        )
        return _answer(question, found.best)


def _data(question: Question) -> Any:
    size = len(question.points)
    depots = _depots(question)
    # Places come first, so that tables need no renumbering.
    locations = [pyvrp.Location(x=lon, y=lat) for lat, lon in question.points]
    clients = [
        pyvrp.Client(
            location=task.place,
            delivery=[task.litres, task.kg],
            service_duration=task.unload,
            tw_early=task.opens,
            tw_late=task.closes,
            release_time=task.ready,
            prize=LEFT,
            required=False,
        )
        for task in question.tasks
    ]
    homes = [pyvrp.Depot(location=place, service_duration=load) for place, load in depots]
    profiles = list(question.costs)
    types = [
        pyvrp.VehicleType(
            num_available=offer.count,
            capacity=[offer.litres, offer.kg],
            start_depot=depots.index((offer.depot, offer.load)),
            end_depot=depots.index((offer.depot, offer.load)),
            fixed_cost=offer.fixed,
            tw_early=offer.starts,
            tw_late=offer.ends,
            shift_duration=offer.shift,
            unit_distance_cost=1,
            profile=profiles.index(offer.profile),
            reload_depots=[depots.index((offer.depot, offer.load))],
            max_reloads=offer.most_trips - 1,
        )
        for offer in question.offers
    ]
    shape = (size, size)
    costs = [_square(question.costs[profile], shape) for profile in profiles]
    minutes = [_square(question.minutes[profile], shape) for profile in profiles]
    return pyvrp.ProblemData(locations, clients, homes, types, costs, minutes)


def _square(table: Any, shape: tuple[int, int]) -> Any:
    assert table.shape == shape
    square = np.minimum(table, NEVER).astype(np.int64)
    np.fill_diagonal(square, 0)
    return square


def _answer(question: Question, solution: Any) -> Answer:
    legs: list[Leg] = []
    units: dict[int, int] = {}
    served: set[int] = set()
    for route in solution.routes():
        offer = int(route.vehicle_type())
        units[offer] = units.get(offer, 0) + 1
        trips: dict[int, tuple[int, list[int]]] = {}
        for visit in route.schedule():
            _, tasks = trips.setdefault(int(visit.trip), (int(visit.start_time), []))
            if visit.is_client():
                tasks.append(int(visit.idx))
        for starts, tasks in trips.values():
            if tasks:
                legs.append(Leg(offer, units[offer], tuple(tasks), starts))
                served.update(tasks)
    left = tuple(task for task in range(len(question.tasks)) if task not in served)
    return Answer(tuple(legs), left, bool(solution.is_feasible()))


def _start(question: Question, data: Any, answer: Answer) -> Any:
    """Return an earlier answer as a solution to begin from, or None where it no longer fits."""
    depots = _depots(question)
    routes: dict[tuple[int, int], list[Leg]] = {}
    for leg in answer.legs:
        routes.setdefault((leg.offer, leg.unit), []).append(leg)
    found = []
    for (at, _), legs in sorted(routes.items()):
        offer = question.offers[at]
        depot = pyvrp.Activity(pyvrp.ActivityType.DEPOT, depots.index((offer.depot, offer.load)))
        activities = []
        for number, leg in enumerate(sorted(legs, key=lambda leg: leg.starts)):
            if number:
                activities.append(depot)
            activities += [pyvrp.Activity(pyvrp.ActivityType.CLIENT, task) for task in leg.tasks]
        try:
            found.append(pyvrp.Route(data, activities, vehicle_type=at))
        except (RuntimeError, ValueError):
            return None
    try:
        return pyvrp.Solution(data, found)
    except RuntimeError:
        return None


def _depots(question: Question) -> list[tuple[int, int]]:
    return sorted({(offer.depot, offer.load) for offer in question.offers})
