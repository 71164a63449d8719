"""Making a plan: solve, judge, charge what fails, and again; keep the cheapest that is sure.

Every round is a whole plan with a cost and a chance, so the rounds together are the curve
of rupiah against reliability. The chance that a plan carries is told over scenarios of
another seed than those it learned from.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from tepat.core.plan.hazard.scenarios import coarsened, sample
from tepat.core.plan.instance.values import Instance
from tepat.core.plan.network.times import Travel
from tepat.core.plan.risk.judging import judge, run, verdicts
from tepat.core.plan.risk.penalties import MILLION, Penalties
from tepat.core.plan.risk.tables import tables
from tepat.core.plan.schedule.asking import question
from tepat.core.plan.schedule.bounds import bound
from tepat.core.plan.schedule.lots import lots_of
from tepat.core.plan.schedule.routing import Answer, Solver
from tepat.core.plan.schedule.trips import cost_lines, trips_of
from tepat.core.plan.schedule.values import Plan, Trip, Unassigned, Verdicts


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is tried: never wall time, so that a plan can be made again."""

    rounds: int = 10
    iterations: int = 700
    scenarios: int = 10_000
    unseen: int = 10_000
    states: int = 512


@dataclass(frozen=True, slots=True)
class Round:
    """One plan on the way: its trips, rupiah, and what the training scenarios say."""

    trips: tuple[Trip, ...]
    rupiah: int
    verdicts: Verdicts
    failing: int
    """Desa below their target."""
    left: tuple[str, ...]

    @property
    def is_sure(self) -> bool:
        return not self.failing and not self.left


Told = Callable[[str, int, int], None]
"""Called with what is being done, how far, and of how much."""


def _silent(what: str, done: int, of: int) -> None:
    """Tell nobody."""


def make(
    instance: Instance,
    travel: Travel,
    solver: Solver,
    seed: int = 1,
    effort: Effort = Effort(),
    name: str = "",
    tell: Told = _silent,
) -> Plan:
    """Return the cheapest plan found that meets the targets, or the surest where none does."""
    rounds = explore(instance, travel, solver, seed, effort, tell)
    best = min(rounds, key=lambda each: _rank(instance, each))
    return as_plan(instance, travel, best, seed, effort, name)


def explore(
    instance: Instance,
    travel: Travel,
    solver: Solver,
    seed: int,
    effort: Effort,
    tell: Told = _silent,
) -> list[Round]:
    """Return all rounds: the first without any thought of risk, then ever surer ones."""
    states = coarsened(
        sample(instance.hazard, len(instance.days), effort.scenarios, seed), effort.states
    )
    profiles = tuple(dict.fromkeys(vehicle.profile for vehicle in instance.vehicles))
    known = tables(travel, profiles, states)
    lots, beyond = lots_of(instance, travel)
    left_out = tuple(desa.code for desa in beyond)
    penalties = Penalties(instance, known)
    rounds: list[Round] = []
    start: Answer | None = None
    for number in range(effort.rounds):
        tell("putaran", number, effort.rounds)
        charges = penalties.charges if number else {}
        slack = (0, 0, 30, 60)[number % 4] if number else 0
        asked = question(instance, travel, lots, charges, slack)
        answer = solver.solve(asked, seed + number, effort.iterations, start)
        start = answer if number else None
        trips = trips_of(instance, travel, lots, asked, answer)
        judged = verdicts(instance, run(instance, known, trips, seed), seed)
        failing = penalties.learn(trips, judged)
        left = (*left_out, *(lots[task].code for task in answer.left))
        rupiah = sum(line.rupiah for line in cost_lines(instance, trips))
        rounds.append(Round(trips, rupiah, judged, failing, left))
    tell("putaran", effort.rounds, effort.rounds)
    return rounds


def as_plan(
    instance: Instance, travel: Travel, best: Round, seed: int, effort: Effort, name: str = ""
) -> Plan:
    """Return a round as the plan that is kept, judged on scenarios it has not seen."""
    costs = cost_lines(instance, best.trips)
    unassigned = tuple(
        Unassigned(code, "tanpa_jalan", "tambah_moda") for code in dict.fromkeys(best.left)
    )
    plan = Plan(
        name,
        seed,
        best.trips,
        costs,
        sum(line.rupiah for line in costs),
        bound(instance),
        best.verdicts,
        (),
        unassigned,
    )
    unseen = judge(instance, travel, plan, effort.unseen, unseen_seed(seed))
    from dataclasses import replace

    return replace(plan, verdicts=unseen)


def unseen_seed(seed: int) -> int:
    """Return the seed of the scenarios a plan made with `seed` has not seen."""
    return int.from_bytes(sha256(f"unseen {seed}".encode()).digest()[:4], "big")


def front(rounds: Sequence[Round]) -> list[Round]:
    """Return the rounds that no other beats in both rupiah and chance, cheapest first."""
    found: list[Round] = []
    for each in sorted(rounds, key=lambda each: (each.rupiah, -each.verdicts.all_ppm)):
        if not found or each.verdicts.all_ppm > found[-1].verdicts.all_ppm:
            found.append(each)
    return found


def _rank(instance: Instance, each: Round) -> tuple[int, int, int, int]:
    """Plans that are sure by cost; else the one with fewest failing desa, then the surest."""
    target = round(instance.targets.all * MILLION)
    sure = each.is_sure and each.verdicts.all_ppm >= target
    if sure:
        return 0, each.rupiah, 0, 0
    return 1, len(each.left) + each.failing, -each.verdicts.all_ppm, each.rupiah
