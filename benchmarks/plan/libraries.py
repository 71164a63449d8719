"""Peers that are libraries: OR-Tools and VROOM, where they are installed (`tepat[peers]`)."""

from datetime import timedelta
from importlib.util import find_spec

import numpy as np

from benchmarks.plan.days import NO_WAY, Asked, Trips

LEFT = 10**7
"""Money that a task left for another day is worth."""


def why_not(library: str) -> str:
    """Return why a peer is not run, "" where it is."""
    return "" if find_spec(library) else f"{library} is not installed (pip install 'tepat[peers]')"


def _slots(asked: Asked) -> list[int]:
    """One vehicle for each trip that can be made on the day."""
    offers = asked.question.offers
    return [at for at in asked.offers for _ in range(offers[at].count * offers[at].most_trips)]


def or_tools(asked: Asked) -> Trips:
    """Cheapest insertion, then guided local search for `seconds`."""
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    question, slots = asked.question, _slots(asked)
    manager = pywrapcp.RoutingIndexManager(len(asked.tasks) + 1, len(slots), 0)
    model = pywrapcp.RoutingModel(manager)
    tasks = [question.tasks[task] for task in asked.tasks]
    unload = np.array([0, *(task.unload for task in tasks)])
    ways, times = {}, {}
    for at in asked.offers:
        money = asked.costs(at)
        clock = np.minimum(asked.minutes(at) + unload[:, None], NO_WAY)
        ways[at] = model.RegisterTransitMatrix(money.tolist())
        times[at] = model.RegisterTransitMatrix(clock.tolist())
    for number, at in enumerate(slots):
        offer = question.offers[at]
        model.SetArcCostEvaluatorOfVehicle(ways[at], number)
        model.SetFixedCostOfVehicle(offer.fixed // offer.most_trips, number)
    spans = [
        min(question.offers[at].shift, question.offers[at].ends - question.offers[at].starts)
        - question.offers[at].load
        for at in slots
    ]
    model.AddDimensionWithVehicleTransitAndCapacity(
        [times[at] for at in slots], 0, spans, True, "minutes"
    )
    for what in ("litres", "kg"):
        loads = model.RegisterUnaryTransitVector([0, *(getattr(task, what) for task in tasks)])
        most = [getattr(question.offers[at], what) for at in slots]
        model.AddDimensionWithVehicleCapacity(loads, 0, most, True, what)
    for node in range(1, len(asked.tasks) + 1):
        model.AddDisjunction([manager.NodeToIndex(node)], LEFT)
    search = pywrapcp.DefaultRoutingSearchParameters()
    strategy = routing_enums_pb2.FirstSolutionStrategy
    search.first_solution_strategy = strategy.PARALLEL_CHEAPEST_INSERTION
    better = routing_enums_pb2.LocalSearchMetaheuristic
    search.local_search_metaheuristic = better.GUIDED_LOCAL_SEARCH
    search.time_limit.FromMilliseconds(round(asked.seconds * 1000))
    found = model.SolveWithParameters(search)
    if found is None:
        return []
    trips: Trips = []
    for number, at in enumerate(slots):
        index, carried = found.Value(model.NextVar(model.Start(number))), []
        while not model.IsEnd(index):
            carried.append(asked.tasks[manager.IndexToNode(index) - 1])
            index = found.Value(model.NextVar(index))
        if carried:
            trips.append((at, carried))
    return trips


def vroom(asked: Asked) -> Trips:
    """VROOM at its deepest exploration, for `seconds`."""
    import vroom as library

    question, slots = asked.question, _slots(asked)
    problem = library.Input()
    for at in asked.offers:
        name = question.offers[at].profile
        problem.set_durations_matrix(name, (asked.minutes(at) * 60).astype(np.uint32))
        problem.set_costs_matrix(name, asked.costs(at).astype(np.uint32))
    for number, at in enumerate(slots):
        offer = question.offers[at]
        span = min(offer.shift, offer.ends - offer.starts) - offer.load
        problem.add_vehicle(
            library.Vehicle(
                number,
                start=0,
                end=0,
                profile=offer.profile,
                capacity=[offer.litres, offer.kg],
                time_window=(0, span * 60),
                costs=library.VehicleCosts(fixed=offer.fixed // offer.most_trips),
            )
        )
    problem.add_job(
        [
            library.Job(
                node,
                location=node,
                default_service=question.tasks[task].unload * 60,
                delivery=[question.tasks[task].litres, question.tasks[task].kg],
            )
            for node, task in enumerate(asked.tasks, 1)
        ]
    )
    found = problem.solve(
        exploration_level=5, nb_threads=1, timeout=timedelta(seconds=asked.seconds)
    )
    carried: dict[int, list[int]] = {}
    for row in found.routes[found.routes["type"] == "job"].itertuples():
        carried.setdefault(int(row.vehicle_id), []).append(asked.tasks[int(row.id) - 1])
    return [(slots[number], tasks) for number, tasks in sorted(carried.items())]
