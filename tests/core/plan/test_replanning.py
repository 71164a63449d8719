"""What moves stays; what comes back may go again."""

from collections.abc import Sequence
from dataclasses import replace

from tepat.core.plan.instance.source import Source
from tepat.core.plan.instance.values import Instance, Status
from tepat.core.plan.network.dijkstra import Dijkstra
from tepat.core.plan.network.matrices import Matrices
from tepat.core.plan.replanning import QUICK, closed, replan
from tepat.core.plan.schedule.routing import Answer, Leg, Offer, Question
from tepat.core.plan.schedule.values import Trip
from tests.core.plan.instances import contoh
from tests.core.plan.plans import plan

FEW = replace(QUICK, scenarios=200, unseen=200)
LAST = 2


class Asked:
    """Remembers the offers, and gives every task to the last of them one by one."""

    def __init__(self) -> None:
        self.offers: Sequence[Offer] = ()

    def solve(
        self, question: Question, seed: int, iterations: int, start: Answer | None = None
    ) -> Answer:
        self.offers = question.offers
        last = [at for at, each in enumerate(question.offers) if each.day == LAST and each.unit]
        if not last:
            return Answer((), tuple(range(len(question.tasks))), feasible=True)
        starts = question.offers[last[0]].starts
        return Answer((Leg(last[0], 1, tuple(range(len(question.tasks))), starts),), (), True)


def one_truck(instance: Instance) -> Instance:
    return replace(
        instance,
        vehicles=tuple(
            replace(each, available=(1,) * len(each.available)) for each in instance.vehicles
        ),
    )


def asked(now: int, trips: tuple[Trip, ...] | None = None) -> tuple[Asked, tuple[Trip, ...]]:
    instance = one_truck(
        closed(contoh(), ["3"], Status.RESTRICTED, "berlumpur", Source("PPK Hilir"))
    )
    before = plan() if trips is None else replace(plan(), trips=trips)
    solver = Asked()
    made = replan(instance, Matrices(instance, Dijkstra), solver, before, now, effort=FEW)
    return solver, made.trips


def test_a_truck_that_is_out_is_offered_again_when_it_is_back() -> None:
    now = LAST * 1440 + 425
    trips = (*plan().trips[:1], plan().trips[2])  # nobody brought anything to Muara Teduh

    solver, made = asked(now, trips)

    again = [each for each in solver.offers if each.unit]
    assert [(each.vehicle, each.unit, each.count, each.starts) for each in again] == [
        ("truk", 1, 1, trips[1].end)
    ]
    assert again[0].fixed == 0, "its day is paid"
    assert not [each for each in solver.offers if each.day == LAST and each.vehicle == "truk"][1:]
    new = [trip for trip in made if not trip.pinned]
    assert [(trip.vehicle, trip.unit, trip.day) for trip in new] == [("truk", 1, LAST)]
    assert new[0].start >= trips[1].end
    assert {trip.id for trip in made} == {"0-estafet-1-1", "2-truk-1-1", "2-truk-1-2"}


def test_a_truck_whose_trips_or_hours_are_used_up_stays_home() -> None:
    now = LAST * 1440 + 425
    first, third = plan().trips[0], plan().trips[2]
    most = contoh().vehicles[0].most_trips

    often = tuple(replace(third, id=f"x{at}") for at in range(most))
    assert not [each for each in asked(now, (first, *often))[0].offers if each.unit]
    long = replace(third, end=LAST * 1440 + 18 * 60)
    assert not [each for each in asked(now, (first, long))[0].offers if each.unit]


def test_days_that_are_over_bring_nobody_back() -> None:
    assert not [each for each in asked(LAST * 1440 - 60)[0].offers if each.unit]


class TakesAny:
    """Gives every task to the first vehicle of the last day that is not out, a trip each."""

    def solve(
        self, question: Question, seed: int, iterations: int, start: Answer | None = None
    ) -> Answer:
        home = next(
            (at for at, e in enumerate(question.offers) if e.day == LAST and not e.unit), None
        )
        if home is None:
            return Answer((), tuple(range(len(question.tasks))), feasible=True)
        tasks = range(len(question.tasks))
        starts = question.offers[home].starts
        return Answer(tuple(Leg(home, at + 1, (at,), starts) for at in tasks), (), feasible=True)


def test_only_the_trucks_that_are_out_are_out() -> None:
    """The third of four trucks has left; the others, with lower numbers too, are at home."""
    instance = replace(
        contoh(),
        vehicles=tuple(replace(each, available=(4, 4, 4)) for each in contoh().vehicles),
    )
    first, third = plan().trips[0], replace(plan().trips[2], unit=3)
    before = replace(plan(), trips=(first, replace(third, stops=third.stops[:1])))
    now = LAST * 1440 + 425

    made = replan(instance, Matrices(instance, Dijkstra), TakesAny(), before, now, effort=FEW)

    new = [trip.unit for trip in made.trips if not trip.pinned]
    assert new == [1, 2]
    assert made.unassigned == ()
