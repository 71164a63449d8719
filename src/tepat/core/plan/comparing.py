"""Two plans side by side, and what changes for whoever holds the paper of the first.

A person with a run sheet or a schedule letter must not find out by accident: every
vehicle-day and every desa that differs gets one sentence, before and after.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tepat.core.plan.instance.axis import Axis
from tepat.core.plan.instance.values import Instance
from tepat.core.plan.saying import MILLION, Language
from tepat.core.plan.schedule.values import Plan, Stop, Trip

_NIGHT: Final = "malam"
"""Unit of the lines of a plan's costs that are nights on guard."""


STILL_TRUE: Final = 5
"""Minutes by which a printed time may be off before anybody is told."""


@dataclass(frozen=True, slots=True)
class Figures:
    """One plan in numbers. `under` are desa below their target, `left` those not served."""

    rupiah: int
    all_ppm: int
    all_low: int
    all_high: int
    under: int
    left: int
    trips: int
    km: int
    vehicle_days: int
    nights: int
    is_rough: bool


class Holder(StrEnum):
    """Whose paper changes."""

    VEHICLE = "vehicle"
    DESA = "desa"


@dataclass(frozen=True, slots=True)
class Change:
    """One paper that is not true any more. `place` is a desa, or vehicle, unit and day."""

    holder: Holder
    place: str
    id: str
    en: str

    def text(self, language: Language = "id") -> str:
        return self.en if language == "en" else self.id


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two plans of one regency."""

    before: Figures
    after: Figures
    changes: tuple[Change, ...]

    @property
    def desa(self) -> int:
        """How many desa are told something new."""
        return sum(change.holder is Holder.DESA for change in self.changes)


def figures(instance: Instance, plan: Plan) -> Figures:
    """Return the numbers of one plan."""
    target = round(instance.targets.desa * MILLION)
    chances = plan.verdicts.desa
    return Figures(
        rupiah=plan.rupiah,
        all_ppm=plan.verdicts.all_ppm,
        all_low=plan.verdicts.all_low,
        all_high=plan.verdicts.all_high,
        under=sum(each.ppm < target for each in chances),
        left=len(plan.unassigned),
        trips=len(plan.trips),
        km=sum(trip.metres for trip in plan.trips) // 1000,
        vehicle_days=len({(trip.day, trip.vehicle, trip.unit) for trip in plan.trips}),
        nights=sum(line.quantity for line in plan.costs if line.unit == _NIGHT),
        is_rough=any(each.rough for each in chances),
    )


def compare(instance: Instance, before: Plan, after: Plan) -> Comparison:
    """Return both plans in numbers and every paper that changes from one to the other."""
    telling = _Telling(instance)
    changes = [*telling.vehicles(before, after), *telling.desa(before, after)]
    return Comparison(figures(instance, before), figures(instance, after), tuple(changes))


class _Telling:
    """Says what differs, by the names of one instance."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._axis = Axis(instance.days)
        groups = (instance.kecamatan, instance.desa)
        self._names = {each.code: each.name or each.code for group in groups for each in group}
        self._vehicles = {each.id: each.name or each.id for each in instance.vehicles}

    def vehicles(self, before: Plan, after: Plan) -> Iterable[Change]:
        """Tell each crew whose day is another: by day, vehicle and unit."""
        was, now = _crews(before), _crews(after)
        for key in sorted({*was, *now}):
            old, new = was.get(key, ()), now.get(key, ())
            if _still_true(old, new):
                continue
            day, vehicle, unit = key
            name = f"{self._vehicles.get(vehicle, vehicle)} {unit}, {self._axis.label(day)}"
            place = f"{vehicle}-{unit}-{day}"
            if not new:
                yield Change(
                    Holder.VEHICLE,
                    place,
                    f"{name}: tidak jadi berangkat; semula {self._trips(old)}.",
                    f"{name}: does not go; before {self._trips(old, 'en')}.",
                )
            elif not old:
                yield Change(
                    Holder.VEHICLE,
                    place,
                    f"{name}: tugas baru, {self._trips(new)}.",
                    f"{name}: a new task, {self._trips(new, 'en')}.",
                )
            elif self._trips(old) == self._trips(new):
                off = _most_off(old, new)
                yield Change(
                    Holder.VEHICLE,
                    place,
                    f"{name}: tujuan tetap, jam tiba bergeser sampai {off} menit.",
                    f"{name}: the same stops, arriving up to {off} minutes off.",
                )
            else:
                yield Change(
                    Holder.VEHICLE,
                    place,
                    f"{name}: {self._trips(new)}; semula {self._trips(old)}.",
                    f"{name}: {self._trips(new, 'en')}; before {self._trips(old, 'en')}.",
                )

    def desa(self, before: Plan, after: Plan) -> Iterable[Change]:
        """Tell each desa whose day, hour, vehicle or other road is another."""
        was, now = _arrivals(before), _arrivals(after)
        roads, new_roads = _backups(before), _backups(after)
        for desa in self._instance.desa:
            code = desa.code
            pairs = [
                (
                    self._arrival(now.get(code, ()), language),
                    self._arrival(was.get(code, ()), language),
                )
                for language in ("id", "en")
            ]
            is_other = pairs[0][0] != pairs[0][1] and not _same_arrivals(
                was.get(code, ()), now.get(code, ())
            )
            parts = [f"{pairs[0][0]}; semula {pairs[0][1]}"] if is_other else []
            english = [f"{pairs[1][0]}; before {pairs[1][1]}"] if parts else []
            if code in roads and code in new_roads and roads[code] != new_roads[code]:
                is_there = bool(new_roads[code])
                parts.append("jalan cadangan lain" if is_there else "tanpa jalan alternatif lagi")
                english.append("another backup road" if is_there else "no other road any more")
            if parts:
                name = self._names[code]
                yield Change(
                    Holder.DESA,
                    code,
                    f"{name}: {'; '.join(parts)}.",
                    f"{name}: {'; '.join(english)}.",
                )

    def _trips(self, trips: tuple[Trip, ...], language: str = "id") -> str:
        to = "ke" if language == "id" else "to"
        return "; ".join(
            f"{_hour(self._axis, trip.start)} {to} "
            + ", ".join(self._names.get(stop.place, stop.place) for stop in trip.stops)
            for trip in trips
        )

    def _arrival(self, stops: tuple[tuple[Trip, Stop], ...], language: str) -> str:
        if not stops:
            return "belum terlayani" if language == "id" else "not served"
        by = "dengan" if language == "id" else "by"
        return " + ".join(
            f"{self._axis.said(stop.arrive)} {by} "
            f"{self._vehicles.get(trip.vehicle, trip.vehicle)} {trip.unit}"
            for trip, stop in stops
        )


def _crews(plan: Plan) -> dict[tuple[int, str, int], tuple[Trip, ...]]:
    """Return what stands on each run sheet: trips of a vehicle and day, without their ids."""
    found: dict[tuple[int, str, int], tuple[Trip, ...]] = {}
    for trip in sorted(plan.trips, key=_order):
        key = trip.day, trip.vehicle, trip.unit
        bare = Trip(
            "",
            trip.echelon,
            trip.vehicle,
            trip.unit,
            trip.day,
            trip.origin,
            trip.start,
            trip.end,
            trip.metres,
            trip.stops,
        )
        found[key] = (*found.get(key, ()), bare)
    return found


def _still_true(old: tuple[Trip, ...], new: tuple[Trip, ...]) -> bool:
    """Tell whether a run sheet still holds: the same stops at nearly the same minutes."""
    if [_stops(trip) for trip in old] != [_stops(trip) for trip in new]:
        return False
    starts = zip(old, new, strict=True)
    off = max((abs(a.start - b.start) for a, b in starts), default=0)
    return max(off, _most_off(old, new)) <= STILL_TRUE


def _stops(trip: Trip) -> tuple[str, list[tuple[str, int]]]:
    return trip.origin, [(stop.place, stop.litres) for stop in trip.stops]


def _most_off(old: tuple[Trip, ...], new: tuple[Trip, ...]) -> int:
    pairs = zip(
        (stop for trip in old for stop in trip.stops),
        (stop for trip in new for stop in trip.stops),
        strict=False,
    )
    return max((abs(a.arrive - b.arrive) for a, b in pairs), default=0)


def _same_arrivals(old: tuple[tuple[Trip, Stop], ...], new: tuple[tuple[Trip, Stop], ...]) -> bool:
    """Tell whether a desa still gets its goods by the same vehicles at nearly the same minutes."""
    return len(old) == len(new) and all(
        (a.vehicle, a.unit, a.day) == (b.vehicle, b.unit, b.day)
        and abs(at.arrive - then.arrive) <= STILL_TRUE
        for (a, at), (b, then) in zip(old, new, strict=True)
    )


def _order(trip: Trip) -> tuple[int, int, list[tuple[int, str, int]]]:
    return trip.start, trip.end, [(each.arrive, each.place, each.litres) for each in trip.stops]


def _arrivals(plan: Plan) -> dict[str, tuple[tuple[Trip, Stop], ...]]:
    found: dict[str, tuple[tuple[Trip, Stop], ...]] = {}
    for trip in sorted(plan.trips, key=lambda each: (each.start, each.vehicle, each.unit, each.id)):
        for stop in trip.stops:
            found[stop.place] = (*found.get(stop.place, ()), (trip, stop))
    return found


def _backups(plan: Plan) -> dict[str, tuple[str, ...]]:
    return {each.desa: each.arcs for each in plan.backups}


def _hour(axis: Axis, moment: int) -> str:
    return axis.said(moment).rpartition(" ")[2]
