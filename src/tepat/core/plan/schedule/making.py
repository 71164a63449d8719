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
from tepat.core.plan.instance.keeping import stores_of
from tepat.core.plan.instance.values import MINUTES_A_DAY, Instance, Verdict
from tepat.core.plan.network.times import Travel
from tepat.core.plan.reasons import all_unassigned
from tepat.core.plan.risk.judging import judge, run, verdicts
from tepat.core.plan.risk.limits import Ground
from tepat.core.plan.risk.penalties import LATE_DESA, MILLION, Penalties
from tepat.core.plan.risk.tables import StateTables, tables
from tepat.core.plan.schedule.asking import Charges, question
from tepat.core.plan.schedule.bounds import bound, guards
from tepat.core.plan.schedule.echelons import cheaper_by_ppk, direct_costs, round_trips
from tepat.core.plan.schedule.escorts import escorted
from tepat.core.plan.schedule.lots import Lot, Sure, lots_of
from tepat.core.plan.schedule.routing import Answer, Solver
from tepat.core.plan.schedule.trips import cost_lines, numbered, trips_of
from tepat.core.plan.schedule.values import Echelon, Plan, Trip, Verdicts
from tepat.core.plan.schedule.waves import in_waves

WORTHS: Final = (200_000_000, 40_000_000, 10_000_000, 3_000_000)
"""What a late desa is worth in priced rounds: from as sure as can be to nearly blind."""
BY_HAND: Final = ((1, 0), (1, 60), (2, 0), (1, 120), (3, 0), (3, 60))
"""Days earlier and minutes of light kept by rounds that know no risk, as one would by hand."""
HOPED: Final = (2_000_000,)
"""The same for rounds that count on any vehicle to try again."""
LOOSE: Final = 0.99
LOOSE_WORTH: Final = 8_000_000
"""Target and first worth of the rounds that learn for the middle of the curve."""
SLACK_STEP: Final = 40
MOST_SLACK: Final = 240
"""Minutes of daylight kept for detours, at most; more only moves trips to other days."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is tried: never wall time, so that a plan can be made again."""

    rounds: int = 26
    iterations: int = 500
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
    search.told = lambda: tell("putaran", len(search.rounds), effort.rounds)
    search.blind()
    search.via_ppk()
    search.priced()
    search.learned()
    return search.rounds


@dataclass(frozen=True, slots=True)
class _Answered:
    """What a round was asked, so that another one that is asked the same can begin from it."""

    lots: list[Lot]
    answer: Answer
    by_ppk: frozenset[str]
    last: int | None


class _Search:
    """All rounds of one regency.

    *Blind* rounds know nothing of risk; each leaves a day earlier than the one before. A few go
    by way of the PPK; the search stays with them where they are sure and cheapest. *Priced*
    rounds charge every desa's risk at ever more rupiah. Between them they span the curve. What
    rounds remain *learn*: they charge desa by desa what its failures ask for.
    """

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
        self.rounds: list[Round] = []
        self.answers: list[_Answered] = []
        self.told: Callable[[], None] = lambda: None
        last = len(instance.days) - 1
        self.wanted = {each.code: last - 1 for each in instance.kecamatan}
        """The day on which the rounds of each kecamatan should begin."""
        self.slack = [0] * len(instance.days)
        """Minutes of light to keep on each day for detours."""
        self.by_ppk: set[str] = set()
        """Kecamatan that are supplied by way of their PPK, as long as that is sure enough."""

    def blind(self) -> None:
        """The first round is the cheapest there is; others leave earlier, as one would by hand."""
        first = self._round({}, None)
        direct = direct_costs(self.instance, self.travel, first.trips)
        self.by_ppk = set(cheaper_by_ppk(self.instance, self.travel, direct))
        if any(each.verdict is Verdict.FAILED for each in stores_of(self.instance).values()):
            return  # what must not lie overnight cannot leave earlier
        for days, slack in BY_HAND[: self.effort.rounds // 4]:
            last = len(self.instance.days) - 1 - days
            if last >= 0:
                self._round({}, None, last=last, slack=slack)

    def via_ppk(self) -> None:
        """By way of the PPK where that looked cheaper; rounds begin earlier where desa fail."""
        for _ in range(max(self.effort.rounds // 12, self.effort.rounds > 3)):
            if not self.by_ppk:
                return
            at = len(self.rounds)
            made = self._round(self.penalties.even(WORTHS[1]), None, at - 1, frozenset(self.by_ppk))
            self._begin_earlier(made)

    def priced(self) -> None:
        """Charge the same for each desa, dearest first: each answer starts the next."""
        for worth in WORTHS[: max(1, self.effort.rounds // 5)]:
            made = self._round(
                self.penalties.even(worth), self.penalties.sure, len(self.rounds) - 1
            )
            if worth == LATE_DESA:
                self.penalties.learn(made.trips, made.verdicts)
        for worth in HOPED[: self.effort.rounds // 10]:
            self._round(self.penalties.even(worth, by_any=True), None, len(self.rounds) - 1)

    def learned(self) -> None:
        """Charge what fails more, what does not less; begin from the best answer so far.

        A fifth of these rounds asks for less than the target, for the middle of the curve.
        """
        target = min(LOOSE, self.instance.targets.desa)
        loose = Penalties(self.instance, self.known, LOOSE_WORTH, target)
        for _ in range((self.effort.rounds - len(self.rounds)) // 5):
            made = self._round(loose.charges, loose.sure, len(self.rounds) - 1)
            loose.learn(made.trips, made.verdicts)
        while len(self.rounds) < self.effort.rounds:
            mine = [
                at
                for at, each in enumerate(self.rounds)
                if each.is_sure or not self.answers[at].by_ppk
            ]
            best = min(mine, key=lambda at: _rank(self.instance, self.rounds[at]))
            charges, via = self.penalties.charges, self.answers[best].by_ppk
            made = self._round(charges, self.penalties.sure, best, via)
            self.penalties.learn(made.trips, made.verdicts)
            self._keep_light(made.trips, made.verdicts)
            self._begin_earlier(made)

    def _round(
        self,
        charges: Charges,
        sure: Sure | None,
        start: int | None = None,
        by_ppk: frozenset[str] = frozenset(),
        last: int | None = None,
        slack: int = 0,
    ) -> Round:
        """Solve and judge once, with nothing driving after `last`, from the answer of `start`."""
        by_ppk &= self.by_ppk
        lots, beyond = lots_of(self.instance, self.travel, by_ppk, sure)
        short = self.instance if last is None else _until(self.instance, last)
        light = [max(slack, each) for each in self.slack]
        asked = question(short, self.travel, lots, charges, light)
        seed = self.seed + len(self.rounds) if charges else self.seed
        before = self.answers[start] if start is not None else None
        fits = before is not None and before.lots == lots and before.last == last
        answer = self.solver.solve(
            asked, seed, self.effort.iterations, before.answer if before and fits else None
        )
        trips = trips_of(self.instance, self.travel, lots, asked, answer)
        trips = in_waves(self.instance, trips).trips
        left = [*(desa.code for desa in beyond), *(lots[task].code for task in answer.left)]
        trips, stranded = self._with_rounds(trips, by_ppk)
        judged = verdicts(
            self.instance, run(self.instance, self.known, trips, self.seed), self.seed
        )
        target = round(self.instance.targets.desa * MILLION)
        failing = sum(chance.ppm < target for chance in judged.desa)
        rupiah = sum(line.rupiah for line in cost_lines(self.instance, trips, self.travel))
        made = Round(trips, rupiah, judged, failing, (*left, *stranded))
        self.rounds.append(made)
        self.answers.append(_Answered(lots, answer, by_ppk, last))
        self.told()
        return made

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

    def _begin_earlier(self, made: Round) -> None:
        """Where a desa fails, let the rounds of its kecamatan begin earlier, then go straight."""
        target = round(self.instance.targets.desa * MILLION)
        failing = {chance.desa for chance in made.verdicts.desa if chance.ppm < target}
        stranded = {*made.left} - {each.code for each in self.instance.kecamatan}
        for code in sorted({d.kecamatan for d in self.instance.desa if d.code in failing}):
            self.wanted[code] -= 1
            if self.wanted[code] < 1:
                self.by_ppk.discard(code)
        self.by_ppk -= {d.kecamatan for d in self.instance.desa if d.code in stranded}
        self.by_ppk -= {*made.left}

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


def _until(instance: Instance, last: int) -> Instance:
    """Return `instance` with nothing driving after the day `last`."""
    vehicles = tuple(
        replace(
            each, available=(*each.available[: last + 1],) + (0,) * len(each.available[last + 1 :])
        )
        for each in instance.vehicles
    )
    return replace(instance, vehicles=vehicles)


def as_plan(
    instance: Instance, travel: Travel, best: Round, seed: int, effort: Effort, name: str = ""
) -> Plan:
    """Return a round as the plan that is kept, judged on scenarios it has not seen.

    Trips wait for their escorts first, as far as the day allows.
    """
    trips = escorted(instance, best.trips).trips
    costs = cost_lines(instance, trips, travel)
    unassigned = all_unassigned(instance, travel, best.left)
    plan = Plan(
        name,
        seed,
        trips,
        costs,
        sum(line.rupiah for line in costs),
        bound(instance, travel),
        best.verdicts,
        (),
        unassigned,
    )
    unseen = judge(instance, travel, plan, effort.unseen, unseen_seed(seed))
    ground = Ground(instance, travel, unseen.scenarios, unseen.seed)
    lowest = plan.bound + guards(ground, unseen) if plan.bound else 0
    return replace(plan, verdicts=unseen, bound=lowest)


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
