"""One door to the planner: deliveries and the way back are made by different rules."""

from tepat.core.plan.instance.values import Instance
from tepat.core.plan.journeys import fetching
from tepat.core.plan.network.times import Travel
from tepat.core.plan.schedule import making
from tepat.core.plan.schedule.choosing import Round, best_of
from tepat.core.plan.schedule.effort import Effort
from tepat.core.plan.schedule.making import Told
from tepat.core.plan.schedule.routing import Solver
from tepat.core.plan.schedule.values import Plan


def explore(
    instance: Instance, travel: Travel, solver: Solver, seed: int, effort: Effort, tell: Told
) -> list[Round]:
    """Return all rounds of the search, the first without a thought of risk."""
    rule = fetching.explore if instance.journey.is_back else making.explore
    return rule(instance, travel, solver, seed, effort, tell)


def as_plan(
    instance: Instance, travel: Travel, best: Round, seed: int, effort: Effort, name: str = ""
) -> Plan:
    """Return a round as the plan that is kept, judged on scenarios it has not seen."""
    rule = fetching.as_plan if instance.journey.is_back else making.as_plan
    return rule(instance, travel, best, seed, effort, name)


def make(
    instance: Instance,
    travel: Travel,
    solver: Solver,
    seed: int,
    effort: Effort,
    name: str,
    tell: Told,
) -> Plan:
    """Return the cheapest plan found that meets the targets, or the surest where none does."""
    rounds = explore(instance, travel, solver, seed, effort, tell)
    return as_plan(instance, travel, best_of(instance, rounds), seed, effort, name)
