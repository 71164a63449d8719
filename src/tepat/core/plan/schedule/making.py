"""Making a plan: solve, judge, charge what fails, and again; keep the cheapest that is sure.

Every round is a whole plan with a cost and a chance, so the rounds together are the curve
of rupiah against reliability. The chance that a plan carries is told over scenarios of
another seed than those it learned from.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final

from tepat.core.plan.hazard.scenarios import coarsened, sample
from tepat.core.plan.instance.values import MINUTES_A_DAY, Instance
from tepat.core.plan.network.times import Travel
from tepat.core.plan.reasons import all_unassigned
from tepat.core.plan.risk.judging import judge, run, verdicts
from tepat.core.plan.risk.penalties import MILLION, Penalties
from tepat.core.plan.risk.tables import StateTables, tables
from tepat.core.plan.schedule.asking import question
from tepat.core.plan.schedule.bounds import bound
from tepat.core.plan.schedule.echelons import cheaper_by_ppk, direct_costs, round_trips
from tepat.core.plan.schedule.lots import lots_of
from tepat.core.plan.schedule.routing import Answer, Solver
from tepat.core.plan.schedule.trips import cost_lines, numbered, trips_of
from tepat.core.plan.schedule.values import Echelon, Plan, Trip, Verdicts

SLACK_STEP: Final = 40
MOST_SLACK: Final = 240
"""Minutes of daylight kept for detours, at most; more only moves trips to other days."""


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
    return as_plan(instance, travel, best_of(instance, rounds), seed, effort, name)


def best_of(instance: Instance, rounds: Sequence[Round]) -> Round:
    """Return the cheapest round that meets the targets, or the surest where none does."""
    return min(rounds, key=lambda each: _rank(instance, each))


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
    search = _Search(instance, travel, solver, seed, effort, known)
    first = search.round(frozenset(), 0)
    rounds = [first]
    by_ppk = cheaper_by_ppk(instance, travel, direct_costs(instance, travel, first.trips))
    search.by_ppk = set(by_ppk)
    for number in range(1, effort.rounds):
        tell("putaran", number, effort.rounds)
        rounds.append(search.round(frozenset(search.by_ppk), number))
    tell("putaran", effort.rounds, effort.rounds)
    return rounds


class _Search:
    """What rounds share: charges that grow, answers to begin from."""

    def __init__(
        self,
        instance: Instance,
        travel: Travel,
        solver: Solver,
        seed: int,
        effort: Effort,
        known: StateTables,
    ) -> None:
        self.instance, self.travel, self.solver = instance, travel, solver
        self.seed, self.effort, self.known = seed, effort, known
        self.penalties = Penalties(instance, known)
        self.starts: dict[frozenset[str], Answer] = {}
        last = len(instance.days) - 1
        self.wanted = {each.code: last - 1 for each in instance.kecamatan}
        """The day on which the rounds of each kecamatan should begin."""
        self.slack = [0] * len(instance.days)
        """Minutes of light to keep on each day for detours."""
        self.by_ppk: set[str] = set()
        """Kecamatan that are supplied by way of their PPK, as long as that is sure enough."""

    def round(self, by_ppk: frozenset[str], number: int) -> Round:
        """Solve, judge and learn once. The first knows nothing of risk."""
        sure = self.penalties.sure if number else None
        lots, beyond = lots_of(self.instance, self.travel, by_ppk, sure)
        charges = self.penalties.charges if number else {}
        asked = question(self.instance, self.travel, lots, charges, self.slack)
        answer = self.solver.solve(
            asked, self.seed + number, self.effort.iterations, self.starts.get(by_ppk)
        )
        if number:
            self.starts[by_ppk] = answer
        trips = trips_of(self.instance, self.travel, lots, asked, answer)
        left = [*(desa.code for desa in beyond), *(lots[task].code for task in answer.left)]
        trips, stranded = self._with_rounds(trips, by_ppk)
        judged = verdicts(
            self.instance, run(self.instance, self.known, trips, self.seed), self.seed
        )
        failing = self.penalties.learn(trips, judged)
        self._begin_earlier(judged)
        self._keep_light(trips, judged)
        rupiah = sum(line.rupiah for line in cost_lines(self.instance, trips))
        return Round(trips, rupiah, judged, failing, (*left, *stranded))

    def _with_rounds(
        self, trips: tuple[Trip, ...], by_ppk: frozenset[str]
    ) -> tuple[tuple[Trip, ...], list[str]]:
        """Add the rounds from the PPK; also return the desa whose round does not fit."""
        last = len(self.instance.days) - 1
        found, stranded = list(trips), []
        for kecamatan in self.instance.kecamatan:
            if kecamatan.code not in by_ppk:
                continue
            days = [t.day for t in trips for stop in t.stops if stop.place == kecamatan.code]
            first = max([min(self.wanted[kecamatan.code], last), *(day + 1 for day in days)])
            rounds = None
            if first <= last:
                rounds = round_trips(self.instance, self.travel, kecamatan, first)
            if rounds is None:
                mine = [d.code for d in self.instance.desa if d.kecamatan == kecamatan.code]
                stranded += mine
            else:
                found += rounds
        return numbered(found), stranded

    def _begin_earlier(self, judged: Verdicts) -> None:
        """Where a desa fails, let the rounds of its kecamatan begin earlier, then go straight."""
        target = round(self.instance.targets.desa * MILLION)
        failing = {chance.desa for chance in judged.desa if chance.ppm < target}
        for code in sorted({d.kecamatan for d in self.instance.desa if d.code in failing}):
            self.wanted[code] -= 1
            if self.wanted[code] < 1:
                self.by_ppk.discard(code)

    def _keep_light(self, trips: Sequence[Trip], judged: Verdicts) -> None:
        """Where a desa fails at the end of a long trip, keep more light on such a day."""
        target = round(self.instance.targets.desa * MILLION)
        failing = {chance.desa for chance in judged.desa if chance.ppm < target}
        late = set()
        for trip in trips:
            dusk = trip.day * MINUTES_A_DAY + self.instance.days[trip.day].light[1]
            if trip.echelon is not Echelon.ROUND:
                late |= {
                    trip.day
                    for stop in trip.stops
                    if stop.place in failing and dusk - stop.arrive < MOST_SLACK
                }
        for day in late:
            self.slack[day] = min(MOST_SLACK, self.slack[day] + SLACK_STEP)


def as_plan(
    instance: Instance, travel: Travel, best: Round, seed: int, effort: Effort, name: str = ""
) -> Plan:
    """Return a round as the plan that is kept, judged on scenarios it has not seen."""
    costs = cost_lines(instance, best.trips)
    unassigned = all_unassigned(instance, travel, best.left)
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
