"""What becomes of a plan on days whose floods are known, hour by hour.

A driver takes the fastest road he knows to be open. Where he meets water he turns to the other
road, from where he stands; where there is none he leaves the stop out and goes on, and brings
back what is left. Nobody arrives after dusk or after the deadline. What was brought back is
tried again on a later day: by the planner where it is asked every hour, else straight, by
vehicles that the plan leaves idle that day, cheapest first, as the judge assumes.

Only trips straight from a warehouse, by vehicles of one mode, are replayed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from typing import Final, NamedTuple

from tepat.core.plan.instance.values import MINUTES_A_DAY, Instance
from tepat.core.plan.network.modes import CLOSED, seconds_of
from tepat.core.plan.schedule.trips import numbered
from tepat.core.plan.schedule.values import Echelon, Plan, Stop, Trip, Unassigned

HOUR: Final = 60
GIVES_UP: Final = 72
"""Hours that somebody waits for the way home at most."""
DRY: Final[frozenset[str]] = frozenset()
BACK: Final = "kembali"
"""Why a desa whose goods came back has no trip."""


@dataclass(frozen=True, slots=True)
class Water:
    """Arcs under water from each of these minutes of the axis on, oldest first."""

    hours: tuple[tuple[int, frozenset[str]], ...]

    def at(self, minute: float) -> frozenset[str]:
        """Return the arcs under water at `minute`; before the first hour all is dry."""
        found = DRY
        for start, arcs in self.hours:
            if start > minute:
                break
            found = arcs
        return found


class Step(NamedTuple):
    """One arc of a way, and the node at its end."""

    arc: str
    node: str
    seconds: float
    metres: int


class Streets:
    """The roads of one mode, and the fastest ways over them."""

    def __init__(self, instance: Instance, mode: str) -> None:
        drives = next(each for each in instance.modes if each.id == mode)
        self._out: dict[str, list[Step]] = defaultdict(list)
        for arc in instance.arcs:
            seconds = seconds_of(arc, drives, flooded=False)
            if seconds >= CLOSED:
                continue
            self._out[arc.tail].append(Step(arc.id, arc.head, seconds, arc.metres))
            if not arc.oneway:
                self._out[arc.head].append(Step(arc.id, arc.tail, seconds, arc.metres))
        self._known: dict[tuple[str, str, frozenset[str]], list[Step] | None] = {}

    def way(self, start: str, goal: str, avoiding: frozenset[str] = DRY) -> list[Step] | None:
        """Return the fastest way around the arcs `avoiding`, or None."""
        key = start, goal, avoiding
        if key not in self._known:
            self._known[key] = self._find(start, goal, avoiding)
        return self._known[key]

    def _find(self, start: str, goal: str, avoiding: frozenset[str]) -> list[Step] | None:
        best, came = {start: 0.0}, dict[str, tuple[str, Step]]()
        heap, done = [(0.0, start)], set[str]()
        while heap:
            spent, here = heappop(heap)
            if here == goal:
                break
            if here in done:
                continue
            done.add(here)
            for step in self._out[here]:
                then = spent + step.seconds
                if step.arc not in avoiding and then < best.get(step.node, CLOSED):
                    best[step.node], came[step.node] = then, (here, step)
                    heappush(heap, (then, step.node))
        if goal not in best:
            return None
        way: list[Step] = []
        while goal != start:
            goal, step = came[goal]
            way.append(step)
        return way[::-1]


@dataclass(frozen=True, slots=True)
class Met:
    """A stop as it was: when goods were handed over, or when it was given up."""

    stop: Stop
    minute: int
    is_done: bool


@dataclass(frozen=True, slots=True)
class Drive:
    """A trip as it was driven."""

    trip: Trip
    start: int
    end: int
    metres: int
    met: tuple[Met, ...]

    @property
    def key(self) -> tuple[int, str, int, int]:
        """The vehicle and when it left."""
        return self.trip.day, self.trip.vehicle, self.trip.unit, self.start

    def as_known(self, now: int) -> Trip:
        """Return the trip as the office knows it at `now`: without the stops given up by then."""
        lost = {id(each.stop) for each in self.met if not each.is_done and each.minute <= now}
        end = self.end if self.end <= now else max(self.trip.end, now + 1)
        stops = tuple(stop for stop in self.trip.stops if id(stop) not in lost)
        return replace(self.trip, start=self.start, end=end, stops=stops)


class Driver:
    """Drives trips through the water that there was."""

    def __init__(self, instance: Instance, water: Water) -> None:
        self.instance, self.water = instance, water
        self._streets: dict[str, Streets] = {}
        self._profiles = {each.id: each.profile for each in instance.vehicles}
        self._nodes = {each.id: each.node for each in instance.warehouses}
        self._nodes |= {each.code: each.node for each in instance.desa}

    def drive(self, trip: Trip, start: int, told: frozenset[str] = DRY) -> Drive:
        """Return `trip` as it goes when it leaves at `start`; `told` are arcs said to be closed.

        Raises `KeyError` for a stop at a PPK and for a chain of modes.
        """
        profile = self._profiles[trip.vehicle]
        if profile not in self._streets:
            self._streets[profile] = Streets(self.instance, profile)
        journey = _Journey(
            self._streets[profile], self.water, self._nodes[trip.origin], start * 60.0, told
        )
        dusk = trip.day * MINUTES_A_DAY + self.instance.days[trip.day].light[1]
        limit = min(dusk, self.instance.targets.pps) * 60
        met = []
        for stop in trip.stops:
            is_done = journey.to(self._nodes[stop.place], limit)
            met.append(Met(stop, -(-int(journey.clock) // 60), is_done))
            if is_done:
                journey.clock += (stop.leave - stop.arrive) * 60
        journey.home(self._nodes[trip.origin])
        return Drive(trip, start, -(-int(journey.clock) // 60), journey.metres, tuple(met))


class _Journey:
    """Where a vehicle is, when, and which closed roads its driver knows. Times are seconds."""

    def __init__(
        self, streets: Streets, water: Water, here: str, clock: float, told: frozenset[str]
    ) -> None:
        self.streets, self.water = streets, water
        self.here, self.clock, self.known = here, clock, told
        self.metres = 0

    def to(self, goal: str, limit: float) -> bool:
        """Drive to `goal`; False where no way is known any more, or none is short enough."""
        while (way := self.streets.way(self.here, goal, self.known)) is not None:
            if self.clock + sum(step.seconds for step in way) > limit:
                return False
            if self._follow(way):
                return True
        return False

    def _follow(self, way: Iterable[Step]) -> bool:
        for step in way:
            if step.arc in self.water.at(self.clock / 60):
                self.known |= {step.arc}
                return False
            self.clock += step.seconds
            self.metres += step.metres
            self.here = step.node
        return True

    def home(self, goal: str) -> None:
        """Drive home; where there is no way, wait for the water to fall."""
        for _ in range(GIVES_UP):
            if self.to(goal, CLOSED):
                return
            self.clock = (self.clock // 3600 + 1) * 3600
            self.known = self.water.at(self.clock / 60)


Answer = Callable[[frozenset[str], Plan, int], Plan]
"""What the planner answers: the arcs under water, the plan as it stands, and now."""


class _Free(NamedTuple):
    """A trip that a vehicle could make, and what it would carry."""

    vehicle: str
    unit: int
    number: int
    litres: int
    kg: int


class Replay:
    """All days of a plan. `answer` is asked whenever the water or what came back has changed."""

    def __init__(
        self, instance: Instance, water: Water, plan: Plan, answer: Answer | None = None
    ) -> None:
        for trip in plan.trips:
            if trip.echelon is not Echelon.DIRECT:
                raise ValueError(f"trip {trip.id} is not straight from a warehouse")
        self.instance, self.water, self.plan, self.answer = instance, water, plan, answer
        self.driver = Driver(instance, water)
        self.loads = {each.id: each.load_minutes for each in instance.warehouses}
        self.waiting = list(plan.trips)
        self.drives: list[Drive] = []
        self.given_up: list[tuple[int, Stop]] = []
        """When it was known that a stop came to nothing, oldest first within a day."""
        self.free: dict[tuple[int, str, int], int] = {}
        self.answers = 0
        self._under = DRY
        self._heard = 0

    def run(self) -> Sequence[Drive]:
        """Return every trip as it was driven."""
        for day, each in enumerate(self.instance.days):
            first, last = (day * MINUTES_A_DAY + minute for minute in each.light)
            if self.answer is None:
                self._try_again(day)
            for now in range(first, last, HOUR):
                if self.answer is not None:
                    self._ask(now)
                self._leave(day, now, min(now + HOUR, last))
            self._stay(day, last)
        return self.drives

    def _leave(self, day: int, now: int, until: int) -> None:
        """Let all trips go whose time has come and whose vehicle is back and loaded."""
        while True:
            ready = [
                (self._start(trip, now), at)
                for at, trip in enumerate(self.waiting)
                if trip.day == day
            ]
            start, at = min(ready, default=(until, -1))
            if start >= until:
                return
            trip = self.waiting.pop(at)
            told = self.water.at(start // HOUR * HOUR) if self.answer else DRY
            drive = self.driver.drive(trip, start, told)
            self.drives.append(drive)
            self.free[trip.day, trip.vehicle, trip.unit] = drive.end
            self.given_up += [(each.minute, each.stop) for each in drive.met if not each.is_done]

    def _start(self, trip: Trip, now: int) -> int:
        back = self.free.get((trip.day, trip.vehicle, trip.unit))
        return max(now, trip.start, back + self.loads[trip.origin] if back is not None else 0)

    def _stay(self, day: int, dusk: int) -> None:
        """Trips that could not leave before dusk came to nothing."""
        stayed = [trip for trip in self.waiting if trip.day == day]
        self.waiting = [trip for trip in self.waiting if trip.day != day]
        self.given_up += [(dusk, stop) for trip in stayed for stop in trip.stops]

    def _try_again(self, day: int) -> None:
        """Send idle vehicles straight to what was given up on the days before."""
        idle = self._idle(day)
        left = []
        for minute, stop in self.given_up:
            fits = next((e for e in idle if e.litres >= stop.litres and e.kg >= stop.kg), None)
            if fits is None:
                left.append((minute, stop))
                continue
            idle.remove(fits)
            vehicle, unit, number, *_ = fits
            origin = self.instance.warehouses[0].id
            start = day * MINUTES_A_DAY + self.instance.days[day].light[0] + self.loads[origin]
            name = f"lagi-{day}-{vehicle}-{unit}-{number}"
            self.waiting.append(
                Trip(name, Echelon.DIRECT, vehicle, unit, day, origin, start, start, 0, (stop,))
            )
        self.given_up = left

    def _idle(self, day: int) -> list[_Free]:
        """Return the trips that vehicles without any can make on `day`, cheapest first."""
        used: dict[str, int] = defaultdict(int)
        for trip in self.waiting:
            if trip.day == day:
                used[trip.vehicle] = max(used[trip.vehicle], trip.unit)
        return [
            _Free(each.id, unit, number, each.litres, each.kg)
            for each in sorted(self.instance.vehicles, key=lambda v: (v.day_price, v.id))
            for unit in range(used[each.id] + 1, each.available[day] + 1)
            for number in range(each.most_trips)
        ]

    def _ask(self, now: int) -> None:
        """Ask for a new plan where the water or what came back has changed."""
        assert self.answer is not None
        under = self.water.at(now)
        heard = sum(minute <= now for minute, _ in self.given_up)
        if (under, heard) == (self._under, self._heard):
            return
        self._under, self._heard = under, heard
        short = self._short(now)
        if not self.waiting and not short:
            return
        waiting = [_later(trip, max(now + 1, self._start(trip, now))) for trip in self.waiting]
        gone = [drive.as_known(now) for drive in self.drives]
        standing = replace(
            self.plan,
            trips=numbered([*gone, *waiting]),
            unassigned=tuple(Unassigned(code, BACK, "") for code in sorted(short)),
        )
        made = self.answer(under, standing, now)
        left = {drive.key for drive in self.drives}
        self.waiting = [
            trip
            for trip in made.trips
            if (trip.day, trip.vehicle, trip.unit, trip.start) not in left
        ]
        self.answers += 1

    def _short(self, now: int) -> set[str]:
        """Desa to which less is brought or on the way than they need."""
        sent: dict[str, int] = defaultdict(int)
        for trip in (*(drive.as_known(now) for drive in self.drives), *self.waiting):
            for stop in trip.stops:
                sent[stop.place] += stop.litres
        return {each.code for each in self.instance.desa if sent[each.code] < each.litres}


def _later(trip: Trip, start: int) -> Trip:
    """Return `trip` with all its times as much later as it leaves."""
    late = start - trip.start
    stops = tuple(
        replace(each, arrive=each.arrive + late, leave=each.leave + late) for each in trip.stops
    )
    return replace(trip, start=start, end=trip.end + late, stops=stops)


@dataclass(frozen=True, slots=True)
class Score:
    """What was there by the deadline, as shares of goods, of desa, and of printed stops."""

    goods: float
    desa: float
    printed: float
    """Stops of the printed plan whose goods came no more than an hour after the printed time."""
    metres: int
    vehicle_days: int


def score(instance: Instance, printed: Plan, drives: Sequence[Drive]) -> Score:
    """Return how good the days were."""
    came: dict[str, list[Met]] = defaultdict(list)
    for drive in drives:
        for each in drive.met:
            if each.is_done:
                came[each.stop.place].append(each)
    litres = {code: sum(each.stop.litres for each in mets) for code, mets in came.items()}
    needed = sum(each.litres for each in instance.desa)
    return Score(
        sum(min(litres.get(each.code, 0), each.litres) for each in instance.desa) / needed,
        sum(litres.get(each.code, 0) >= each.litres for each in instance.desa) / len(instance.desa),
        _as_printed(printed, came),
        sum(drive.metres for drive in drives),
        len({(each.trip.day, each.trip.vehicle, each.trip.unit) for each in drives}),
    )


def _as_printed(printed: Plan, came: Mapping[str, Iterable[Met]]) -> float:
    times = {code: sorted(each.minute for each in mets) for code, mets in came.items()}
    stops = sorted((stop.arrive, stop.place) for trip in printed.trips for stop in trip.stops)
    kept = 0
    for arrive, place in stops:
        mine = times.get(place, [])
        if mine and mine[0] <= arrive + HOUR:
            mine.pop(0)
            kept += 1
    return kept / max(1, len(stops))
