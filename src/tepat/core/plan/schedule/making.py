"""Making a plan: solve, judge, charge what fails, and again; keep the cheapest that is sure.

The best rounds are then shifted: runs go on other days and vehicles, loads on other trips, as
long as that is worth it. Every round is a whole plan with a cost and a chance, so the rounds
together are the curve of rupiah against reliability. The chance that a plan carries is told
over scenarios of another seed than those it learned from.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final

from tepat.core.plan.hazard.scenarios import coarsened, sample
from tepat.core.plan.instance.keeping import stores_of
from tepat.core.plan.instance.values import MINUTES_A_DAY, Instance, Verdict
from tepat.core.plan.network.times import Travel
from tepat.core.plan.risk.judging import judge, run, verdicts
from tepat.core.plan.risk.limits import Ground
from tepat.core.plan.risk.penalties import (
    HOPED,
    LATE_DESA,
    LOOSE,
    LOOSE_WORTH,
    MILLION,
    WORTHS,
    Penalties,
)
from tepat.core.plan.risk.tables import StateTables, tables
from tepat.core.plan.schedule.asking import Charges, question, until
from tepat.core.plan.schedule.bounds import bound, guards
from tepat.core.plan.schedule.choosing import Round, best_of, front, nearest, promise
from tepat.core.plan.schedule.echelons import cheaper_by_ppk, direct_costs, with_rounds
from tepat.core.plan.schedule.effort import BY_HAND, LADDERS, NEARLY, PLAN, STEPS, Effort
from tepat.core.plan.schedule.escorts import escorted
from tepat.core.plan.schedule.filling import filled
from tepat.core.plan.schedule.lots import Lot, Sure, lots_of
from tepat.core.plan.schedule.mending import mended
from tepat.core.plan.schedule.routing import Answer, Solver
from tepat.core.plan.schedule.shifting import (
    DOWN,
    PASSES,
    UP,
    Shifting,
    Worth,
    is_direct,
)
from tepat.core.plan.schedule.trips import cost_lines, numbered, trips_of, within_hours
from tepat.core.plan.schedule.values import Echelon, Plan, Trip, Verdicts
from tepat.core.plan.schedule.waves import in_waves
from tepat.core.plan.why.reasons import all_unassigned

SLACK_STEP: Final = 40
MOST_SLACK: Final = 240
"""Minutes of daylight kept for detours, at most; more only moves trips to other days."""


Told = Callable[[str, int, int], None]
"""Called with what is being done, how far, and of how much."""


def _silent(what: str, done: int, of: int) -> None:
    """Tell nobody."""


def make(
    instance: Instance,
    travel: Travel,
    solver: Solver,
    seed: int = 1,
    effort: Effort = PLAN,
    name: str = "",
    tell: Told = _silent,
) -> Plan:
    """Return the cheapest plan found that meets the targets, or the surest where none does."""
    rounds = explore(instance, travel, solver, seed, effort, tell)
    return as_plan(instance, travel, best_of(instance, rounds), seed, effort, name)


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
    search.told = lambda: tell("putaran", len(search.rounds), effort.steps)
    search.blind()
    search.via_ppk()
    search.priced()
    search.learned()
    search.shifted(effort.starts, UP)
    search.between()
    search.stepped()
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
        self.hopeless = self.penalties.hopeless()
        self.rounds: list[Round] = []
        self.solved: list[Round] = []
        self.parted: list[Round] = []
        """Rounds whose loads fit the vehicles that get through to each desa."""
        self.chains: list[list[Round]] = []
        """What shifting made of each round it began from."""
        self.answers: list[_Answered] = []
        self.told: Callable[[], None] = lambda: None
        last = len(instance.days) - 1
        self.wanted = {each.code: last - 1 for each in instance.kecamatan}
        """The day on which the rounds of each kecamatan should begin."""
        self.slack = [0] * len(instance.days)
        """Minutes of light to keep on each day for detours."""
        self.by_hands = 0
        """Rounds that were planned as by hand before any that knows risk."""
        self.by_ppk: set[str] = set()
        """Kecamatan that are supplied by way of their PPK, as long as that is sure enough."""

    @property
    def tries_ppk(self) -> bool:
        """Whether a round goes by way of the PPK without any thought of risk."""
        return bool(self.by_ppk) and self.effort.rounds > 3

    def blind(self) -> None:
        """The first round is the cheapest there is; others leave earlier, as one would by hand."""
        first = self._round({}, None)
        direct = direct_costs(self.instance, self.travel, first.trips)
        self.by_ppk = set(cheaper_by_ppk(self.instance, self.travel, direct))
        self.by_hands = min(self.effort.by_hand, self.effort.rounds // 2)
        if self.tries_ppk:
            self.by_hands -= 1  # one of them goes by the PPK
        self.by_hand(BY_HAND[: self.by_hands])
        if self.effort.rounds > 6:
            self._round({}, None, fill=True)

    def by_hand(self, tries: Sequence[tuple[int, int]]) -> None:
        """Leave some days earlier and keep some minutes of light."""
        if any(each.verdict is Verdict.FAILED for each in stores_of(self.instance).values()):
            return  # what must not lie overnight cannot leave earlier
        for days, slack in tries:
            last = len(self.instance.days) - 1 - days
            if last >= 0:
                self._round({}, None, last=last, slack=slack)

    def via_ppk(self) -> None:
        """By way of the PPK where that looked cheaper: blind first; earlier where desa fail."""
        if self.tries_ppk:
            careful, last = self.wanted, len(self.instance.days) - 1
            self.wanted = dict.fromkeys(careful, last)
            self._round({}, None, by_ppk=frozenset(self.by_ppk))
            self.wanted = careful
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
            best = min(mine, key=lambda at: nearest(self.instance, self.rounds[at]))
            charges, via = self.penalties.charges, self.answers[best].by_ppk
            made = self._round(charges, self.penalties.sure, best, via)
            self.penalties.learn(made.trips, made.verdicts)
            self._keep_light(made.trips, made.verdicts)
            self._begin_earlier(made)

    def shifted(self, starts: int, worths: Sequence[Worth]) -> None:
        """Shift what promises most: rounds as they were solved, and the best that came of each.

        First one whose loads were parted for the vehicles that get through: no shifting does that.
        """
        solved = [each for each in self.solved if is_direct(each.trips)]
        begin = sorted([*(min(chain, key=promise) for chain in self.chains), *solved], key=promise)
        if not self.chains and any(is_direct(each.trips) for each in self.parted):
            fit = [each for each in begin if each in self.parted]
            first = min(fit, key=lambda each: (each.failing - each.hopeless, promise(each)))
            begin = [first, *(each for each in begin if each is not first)]
        shifted = 0
        for start in begin:
            if shifted == starts:
                break
            search = Shifting(
                self.instance, self.travel, self.known, start.trips, self.effort.weighed
            )
            if not search.is_possible:
                continue
            shifted += 1
            chain = []
            for worth in worths:
                trips = numbered(in_waves(self.instance, search.go(worth, PASSES)).trips)
                chain.append(self._judged(trips, start.left))
            self.chains.append(chain)

    def between(self) -> None:
        """Add rounds as one would plan by hand, and shift down to them what is sure."""
        self.slack = [0] * len(self.instance.days)
        self.by_hand(BY_HAND[self.by_hands :][: self.effort.more_by_hand])
        self.shifted(self.effort.dense, DOWN)

    def stepped(self) -> None:
        """From each plan of the curve go down steps of allowed lateness, cheaper at each.

        Worths alone find only plans on the hull of the curve; what lies between is found so.
        """
        if not self.effort.rungs:
            return
        whole = [each for each in self.rounds if not each.left]
        for start in front(whole)[::-1][:LADDERS]:
            late = 1 - start.verdicts.all_ppm / MILLION
            steps = [each for each in STEPS if each > late - NEARLY][: self.effort.rungs]
            if not is_direct(start.trips) or not steps:
                continue
            search = Shifting(
                self.instance, self.travel, self.known, start.trips, self.effort.weighed
            )
            for allowed in steps if search.is_possible else ():
                found = search.go(Worth(0.0, allowed=allowed), PASSES)
                self._judged(numbered(in_waves(self.instance, found).trips), start.left)

    def _round(
        self,
        charges: Charges,
        sure: Sure | None,
        start: int | None = None,
        by_ppk: frozenset[str] = frozenset(),
        last: int | None = None,
        slack: int = 0,
        fill: bool = False,
    ) -> Round:
        """Solve and judge once, with nothing driving after `last`.

        The solver begins from the answer of `start`, or where `fill` from full vehicles.
        """
        by_ppk &= self.by_ppk
        lots, beyond = lots_of(self.instance, self.travel, by_ppk, sure)
        short = self.instance if last is None else until(self.instance, last)
        light = [max(slack, each) for each in self.slack]
        asked = question(short, self.travel, lots, charges, light)
        seed = self.seed + len(self.rounds) if charges else self.seed
        before = self.answers[start] if start is not None else None
        fits = before is not None and before.lots == lots and before.last == last
        begin = before.answer if before and fits else filled(asked) if fill else None
        answer = self.solver.solve(asked, seed, self.effort.iterations, begin)
        trips = trips_of(self.instance, self.travel, lots, asked, answer)
        late: tuple[str, ...] = ()
        if not answer.feasible:
            trips, late = within_hours(self.instance, trips)
        trips, full = mended(self.instance, self.travel, trips)
        trips = in_waves(self.instance, trips).trips
        left = [
            *late,
            *full,
            *(desa.code for desa in beyond),
            *(lots[task].code for task in answer.left),
        ]
        trips, stranded = with_rounds(self.instance, self.travel, trips, by_ppk, self.wanted)
        self.answers.append(_Answered(lots, answer, by_ppk, last))
        made = self._judged(trips, (*left, *stranded))
        self.solved.append(made)
        if sure is not None:
            self.parted.append(made)
        return made

    def _judged(self, trips: tuple[Trip, ...], left: tuple[str, ...]) -> Round:
        """Judge trips, waiting for their escorts, over the training scenarios; keep the round."""
        trips = escorted(self.instance, trips).trips
        judged = verdicts(
            self.instance, run(self.instance, self.known, trips, self.seed), self.seed
        )
        target = round(self.instance.targets.desa * MILLION)
        failing = [chance.desa for chance in judged.desa if chance.ppm < target]
        rupiah = sum(line.rupiah for line in cost_lines(self.instance, trips, self.travel))
        hopeless = sum(desa in self.hopeless for desa in failing)
        made = Round(trips, rupiah, judged, len(failing), left, hopeless)
        self.rounds.append(made)
        self.told()
        return made

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
