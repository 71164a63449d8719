"""One plan as its pages show it: names, rows of desa, lanes of vehicles. No query is made here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, NamedTuple

from tepat.core.plan import saying
from tepat.core.plan.instance.values import MINUTES_A_DAY, Desa, Instance
from tepat.core.plan.journeys import purposes
from tepat.core.plan.schedule.escorts import alone
from tepat.core.plan.schedule.values import Chance, Plan, Stop, Trip
from tepat.core.plan.why.reasons import Kind
from tepat.server.desk.words import language
from tepat.server.plan.models import PlanRun
from tepat.server.plan.schedule import store, words
from tepat.server.plan.schedule.sight import Sight

LOOSE: Final = 100
"""Per cent above which a gap says more of the bound than of the plan."""


class Visit(NamedTuple):
    """One halt at a place, and the trip it belongs to."""

    trip: Trip
    stop: Stop


@dataclass(frozen=True)
class DesaRow:
    """One desa with its chance and how it is served; `visits` only where they may be read."""

    desa: Desa
    kecamatan: str
    chance: Chance
    target: int
    visits: tuple[Visit, ...]
    has_backup: bool | None
    """None where nobody looked for another road."""
    is_left: bool
    """No trip serves it."""
    is_impossible: bool = False
    """No plan brings it to its target with this fleet over these roads: proved."""

    @property
    def is_below(self) -> bool:
        return self.chance.ppm < self.target

    @property
    def shape(self) -> str:
        if self.is_left or self.is_below:
            return "tidak"
        return "perhatian" if self.chance.low < self.target else "tepat"


@dataclass(frozen=True)
class Shown:
    """A plan with its instance, for one person."""

    run: PlanRun
    plan: Plan
    instance: Instance
    sight: Sight

    @cached_property
    def vehicles(self) -> Mapping[str, str]:
        return {each.id: each.name or each.id for each in self.instance.vehicles}

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Names of warehouses, kecamatan and desa by code."""
        found = {each.id: each.name for each in self.instance.warehouses}
        found |= {each.code: f"PPK {each.name}" for each in self.instance.kecamatan}
        return found | {each.code: each.name for each in self.instance.desa}

    @cached_property
    def kecamatan(self) -> Mapping[str, str]:
        return {each.code: each.name for each in self.instance.kecamatan}

    @cached_property
    def target(self) -> int:
        return round(self.instance.targets.desa * words.MILLION)

    @cached_property
    def trips(self) -> list[Trip]:
        """The trips this person may read."""
        return [trip for trip in self.plan.trips if self.sight.sees_trip(trip)]

    @property
    def hides(self) -> bool:
        """Whether trips are kept from this person."""
        return len(self.trips) < len(self.plan.trips)

    @cached_property
    def rows(self) -> list[DesaRow]:
        """Every desa, the least sure first."""
        visits: dict[str, list[Visit]] = {}
        for trip in self.trips:
            for stop in trip.stops:
                if self.sight.sees(stop.place):
                    visits.setdefault(stop.place, []).append(Visit(trip, stop))
        chances = {chance.desa: chance for chance in self.plan.verdicts.desa}
        backups = {each.desa: each.is_there for each in self.plan.backups}
        left = {each.desa for each in self.plan.unassigned}
        rows = [
            DesaRow(
                desa,
                self.kecamatan.get(desa.kecamatan, desa.kecamatan),
                chances.get(desa.code, Chance(desa.code, 0, 0, words.MILLION, True)),
                self.target,
                tuple(visits.get(desa.code, ())),
                backups.get(desa.code),
                desa.code in left,
                desa.code in self.impossible,
            )
            for desa in self.instance.desa
        ]
        return sorted(rows, key=lambda row: (row.chance.ppm, row.desa.code))

    @cached_property
    def below(self) -> list[DesaRow]:
        return [row for row in self.rows if row.is_below or row.is_left]

    @cached_property
    def alone(self) -> frozenset[str]:
        """Ids of the trips this person may read for which no team of escorts is free."""
        mine = {trip.id for trip in self.trips}
        return frozenset(
            trip.id for trip in alone(self.instance, self.plan.trips) if trip.id in mine
        )

    @cached_property
    def impossible(self) -> frozenset[str]:
        """Desa that no plan brings to their target, as it was found when the plan was made."""
        kind = Kind.IMPOSSIBLE.value
        return frozenset(
            code
            for code, said in self.run.reasons.items()
            if any(each["kind"] == kind for each in said)
        )

    def trip_name(self, trip: Trip) -> str:
        """Name the vehicle of a trip: Truk 1."""
        return f"{self.vehicles.get(trip.vehicle, trip.vehicle)} {trip.unit}"

    def day(self, trip: Trip) -> str:
        return self.instance.days[trip.day].label

    def departs(self, row: DesaRow) -> str:
        """The days on which the goods of a desa leave: H-3, or H-3 and H-2."""
        return ", ".join(dict.fromkeys(self.day(visit.trip) for visit in row.visits))


def shown(run: PlanRun, sight: Sight) -> Shown:
    """Return a plan as `sight` allows. Raises `Refused` where a file is gone."""
    return Shown(run, store.plan_of(run.hash), store.instance_of(run.source.hash), sight)


def figures(plan: Shown) -> dict[str, Any]:
    """Return the four figures at the head of the page, in words."""
    run = plan.run
    guard = sum(line.rupiah for line in plan.plan.costs if line.item == "guard")
    hire = sum(line.rupiah for line in plan.plan.costs if line.unit == "hari")
    gap = (run.rupiah - run.bound) / run.bound * 100 if run.bound else None
    return {
        "odds": saying.chance(run.all_ppm, "en" if language() == "en" else "id"),
        "low": words.chance(run.all_low),
        "high": words.chance(run.all_high),
        "scenarios": run.scenarios,
        "target_all": words.target(round(plan.instance.targets.all * words.MILLION)),
        "meets_all": run.all_ppm >= round(plan.instance.targets.all * words.MILLION),
        "is_rough": run.is_rough,
        "target": words.target(plan.target),
        "below": plan.below,
        "impossible": [row for row in plan.below if row.is_impossible],
        "most": _most(plan),
        "desa": len(plan.instance.desa),
        "rupiah": words.short_rupiah(run.rupiah),
        "guard": words.short_rupiah(guard) if guard else "",
        "hire": words.short_rupiah(hire) if hire else "",
        "longest": _longest(plan),
        "gap": None if gap is None else words.decimal(max(gap, 0.0)),
        "is_loose": gap is not None and gap > LOOSE,
        "bound": words.short_rupiah(run.bound) if run.bound else "",
    }


def _most(plan: Shown) -> str:
    """Say how sure any plan can be at most; "" where nobody has looked or all is possible."""
    high = plan.run.checks.get("most", {}).get("high")
    if high is None or high >= round(plan.instance.targets.all * words.MILLION):
        return ""
    return saying.at_most(high, "en" if language() == "en" else "id")


def _longest(plan: Shown) -> str:
    """On the way back, how long boxes are on the road at most."""
    rides = [each.rides for each in purposes.held(plan.instance, plan.plan)]
    return purposes.hours(max(rides)) if rides else ""


class Bar(NamedTuple):
    """One trip on the timeline, in per cent of the width of its day."""

    id: str
    names: str
    boxes: int
    start: str
    width: str
    kind: str
    hours: str
    day: str


class Lane(NamedTuple):
    """One vehicle over all days."""

    group: str
    name: str
    cells: list[list[Bar]]
    trips: int
    boxes: int


def timeline(plan: Shown) -> dict[str, Any]:
    """Return the lanes of all vehicles with trips, the days above them, and the legend."""
    instance = plan.instance
    lights = [day.light for day in instance.days]
    opens = max(0, (min(light[0] for light in lights) // 60 - 1) * 60)
    closes = min(MINUTES_A_DAY, (max(light[1] for light in lights) // 60 + 1) * 60)
    if instance.journey.is_back:  # after the count they also drive at night
        opens, closes = 0, MINUTES_A_DAY
    weak = {row.desa.code for row in plan.below}
    by_unit: dict[tuple[str, int], list[Trip]] = {}
    for trip in plan.trips:  # those this person may read
        by_unit.setdefault((trip.vehicle, trip.unit), []).append(trip)
    lanes: list[Lane] = []
    rounds: list[Lane] = []
    for vehicle in instance.vehicles:
        for key in sorted(key for key in by_unit if key[0] == vehicle.id):
            trips = by_unit[key]
            cells: list[list[Bar]] = [[] for _ in instance.days]
            for trip in trips:
                day = min(trip.start // MINUTES_A_DAY, len(cells) - 1)
                cells[day].append(_bar(plan, trip, weak, opens, closes))
            is_round = all(trip.origin in plan.kecamatan for trip in trips)
            boxes = sum(stop.boxes for trip in trips for stop in trip.stops)
            lane = Lane(
                plan.names.get(trips[0].origin, "") if is_round else "",
                f"{plan.vehicles[vehicle.id]} {key[1]}",
                cells,
                len(trips),
                boxes,
            )
            (rounds if is_round else lanes).append(lane)
    kinds = {bar.kind for lane in (*lanes, *rounds) for cell in lane.cells for bar in cell}
    return {
        "days": _days(instance),
        "lanes": lanes,
        "rounds": rounds,
        "kinds": kinds,
        "opens": words.clock(opens),
        "closes": words.clock(closes % MINUTES_A_DAY),
        "hides": plan.hides,
        "vehicles": _counted(plan),
    }


def _bar(plan: Shown, trip: Trip, weak: set[str], opens: int, closes: int) -> Bar:
    start = trip.start % MINUTES_A_DAY - opens
    width = closes - opens
    stops = [stop for stop in trip.stops if plan.sight.sees(stop.place)]
    names = list(dict.fromkeys(plan.names.get(stop.place, stop.place) for stop in stops))
    kind = "plan" if plan.run.published_at else "new"
    if any(stop.place in weak for stop in stops):
        kind = "held"
    if trip.pinned:
        kind = "done"
    share = 100 * min(trip.end - trip.start, closes - opens) / width
    return Bar(
        trip.id,
        ", ".join(names[:2]) + (f" +{len(names) - 2}" if len(names) > 2 else ""),
        sum(stop.boxes for stop in stops),
        f"{max(0.0, min(96.0, 100 * start / width)):.1f}",
        f"{max(4.0, min(share, 100 - 100 * start / width)):.1f}",
        kind,
        f"{words.clock(trip.start)}\u2013{words.clock(trip.end)}",
        plan.day(trip),
    )


def _days(instance: Instance) -> list[dict[str, Any]]:
    """The days with the worst probability of any zone on each."""
    found = []
    for number, day in enumerate(instance.days):
        worst = max((zone.probability[number] for zone in instance.hazard.zones), default=0.0)
        found.append(
            {
                "label": day.label,
                "date": day.date,
                "worst": words.per_cent(worst),
                "share": f"{100 * worst:.1f}",
            }
        )
    return found


def _counted(plan: Shown) -> int:
    return len({(trip.vehicle, trip.unit) for trip in plan.plan.trips})


def halts(plan: Shown, trip: Trip) -> Iterator[dict[str, Any]]:
    """The halts of a trip that this person may read."""
    for stop in trip.stops:
        if plan.sight.sees(stop.place):
            yield {
                "name": plan.names.get(stop.place, stop.place),
                "arrive": words.clock(stop.arrive),
                "boxes": stop.boxes,
                "km": words.decimal(stop.metres / 1000),
            }
