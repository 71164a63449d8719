"""Why a desa is left out, late, unsure or early, and the cheapest thing that would help.

Everything is read off the numbers of the instance and the plan; no place is known by name.
`Reason` and `Fix` are the closed lists that a plan file holds for a desa it cannot serve.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from tepat.core.plan.hazard.scenarios import sample
from tepat.core.plan.instance.axis import Axis
from tepat.core.plan.instance.checks import fits, lot_of
from tepat.core.plan.instance.values import MINUTES_A_DAY, Desa, Instance, Vehicle, Verdict
from tepat.core.plan.network.times import UNREACHABLE, Travel
from tepat.core.plan.saying import MILLION, Language, chance, days_share, rupiah
from tepat.core.plan.schedule.values import Plan, Stop, Trip, Unassigned

_DRAWS: Final = 4_000
"""Scenarios from which the share of flooded days is told."""


class Reason(StrEnum):
    """Why no trip serves a desa."""

    NO_WAY = "tanpa_jalan"
    NO_VEHICLE = "kendaraan_habis"
    TOO_LARGE = "tidak_muat"
    TOO_FAR = "terlalu_jauh"


class Fix(StrEnum):
    """The cheapest thing that would help."""

    ADD_MODE = "tambah_moda"
    ADD_VEHICLE = "tambah_kendaraan"
    LARGER = "kendaraan_lebih_besar"
    NEAR_STORE = "titip_di_dekat"
    EARLIER = "sehari_lebih_awal"
    INSPECT = "periksa_gudang"
    RESERVE = "siapkan_cadangan"


class Kind(StrEnum):
    """What a sentence is about."""

    LEFT = "left"
    LATE = "late"
    RISKY = "risky"
    EARLY = "early"


@dataclass(frozen=True, slots=True)
class Explanation:
    """One sentence about one desa, in both languages, with the fix it names."""

    desa: str
    kind: Kind
    id: str
    en: str
    fix: Fix | None = None
    rupiah: int = -1

    def text(self, language: Language = "id") -> str:
        return self.en if language == "en" else self.id


@dataclass(frozen=True, slots=True)
class _Way:
    """How one desa is served first: by what, when, and how often its way is flooded."""

    trip: Trip
    stop: Stop
    vehicle: Vehicle
    flooded: int
    """Days with water on its way, ppm."""
    stops_there: bool
    """The vehicle does not pass that water."""


def explanations(instance: Instance, travel: Travel, plan: Plan) -> tuple[Explanation, ...]:
    """Return a sentence for each desa left out, late, under its target or early, in that order."""
    telling = _Telling(instance, travel, plan)
    found = [telling.left(each) for each in plan.unassigned]
    gone = {each.desa for each in plan.unassigned}
    served = [desa for desa in instance.desa if desa.code not in gone]
    tellers = [telling.late, telling.risky, telling.early]
    if instance.journey.is_back:
        tellers.pop()  # after the count the sooner a desa is served the better
    for tell in tellers:
        found += [each for each in map(tell, served) if each]
    return tuple(found)


def unassigned_of(instance: Instance, travel: Travel, desa: Desa) -> Unassigned:
    """Return why no trip serves `desa`, with the cheapest fix that its fleet tells."""
    hired = _reaching(instance, travel, desa)
    if not hired:
        return Unassigned(desa.code, Reason.NO_WAY, Fix.ADD_MODE)
    fitting = {name: way for name, way in hired.items() if fits(way[0], lot_of(desa))}
    if not fitting:
        return Unassigned(desa.code, Reason.TOO_LARGE, Fix.LARGER)
    within = [way for way in fitting.values() if way[1] + desa.unload <= way[0].shift]
    if not within:
        return Unassigned(desa.code, Reason.TOO_FAR, Fix.NEAR_STORE, desa.store.guard or -1)
    return Unassigned(desa.code, Reason.NO_VEHICLE, Fix.ADD_VEHICLE, min(way[2] for way in within))


def all_unassigned(
    instance: Instance, travel: Travel, codes: Iterable[str]
) -> tuple[Unassigned, ...]:
    """Return the desa in `codes`, each once, with why; a kecamatan stands for all its desa."""
    wanted = set(codes)
    return tuple(
        unassigned_of(instance, travel, desa)
        for desa in instance.desa
        if desa.code in wanted or desa.kecamatan in wanted
    )


def _reaching(
    instance: Instance, travel: Travel, desa: Desa
) -> dict[str, tuple[Vehicle, int, int]]:
    """Return vehicles that get there and back while nothing floods: minutes, rupiah of a day."""
    at = travel.places.index(desa.code)
    found = {}
    for vehicle in instance.vehicles:
        home = travel.places.index(vehicle.warehouse or instance.warehouses[0].id)
        table = travel.minutes(vehicle.profile)
        minutes = int(table[home, at]) + int(table[at, home])
        if minutes < UNREACHABLE:
            metres = 2 * int(travel.metres(vehicle.profile)[home, at])
            money = vehicle.day_price + metres * vehicle.km_price // 1000
            found[vehicle.id] = vehicle, minutes, money + minutes * vehicle.hour_price // 60
    return found


_LEFT: Final[Mapping[str, tuple[str, str]]] = {
    Reason.NO_WAY: ("tidak ada kendaraan yang sampai", "no vehicle gets there"),
    Reason.NO_VEHICLE: (
        "semua kendaraan yang sampai ke sana sudah terpakai",
        "all vehicles that get there are taken",
    ),
    Reason.TOO_LARGE: (
        "satu kotak pun tidak muat dalam kendaraan yang sampai",
        "not one box fits what gets there",
    ),
    Reason.TOO_FAR: (
        "pergi dan pulang lebih lama dari hari kerja kendaraan",
        "there and back takes longer than a vehicle works",
    ),
}
_FIX: Final[Mapping[str, tuple[str, str]]] = {
    Fix.ADD_MODE: (
        "tambahkan kendaraan atau perahu yang dapat melalui jalannya",
        "add a vehicle or boat that can use its way",
    ),
    Fix.ADD_VEHICLE: ("sewa satu kendaraan sehari", "hire one vehicle for a day"),
    Fix.LARGER: ("sewa kendaraan yang lebih besar", "hire a larger vehicle"),
    Fix.NEAR_STORE: (
        "titipkan semalam di tempat simpan terdekat",
        "keep it a night in a near store",
    ),
    Fix.EARLIER: ("berangkat sehari lebih awal", "leave a day earlier"),
    Fix.INSPECT: (
        "periksa tempat simpannya supaya boleh berangkat lebih awal",
        "inspect its store so that goods may come earlier",
    ),
    Fix.RESERVE: ("siapkan {vehicle} cadangan sehari", "keep a spare {vehicle} for a day"),
}


class _Telling:
    """Says what the numbers of one plan mean."""

    def __init__(self, instance: Instance, travel: Travel, plan: Plan) -> None:
        self._instance = instance
        self._travel = travel
        self._axis = Axis(instance.days)
        self._names = {desa.code: desa.name or desa.code for desa in instance.desa}
        self._vehicles = {vehicle.id: vehicle for vehicle in instance.vehicles}
        self._chances = {each.desa: each for each in plan.verdicts.desa}
        self._alone = {each.desa for each in plan.backups if not each.is_there}
        self._first: dict[str, tuple[Trip, Stop]] = {}
        self._last: dict[str, Stop] = {}
        for trip in sorted(plan.trips, key=lambda trip: (trip.day, trip.start, trip.id)):
            for stop in trip.stops:
                self._first.setdefault(stop.place, (trip, stop))
                self._last[stop.place] = max(
                    stop, self._last.get(stop.place, stop), key=lambda each: each.leave
                )
        self._states = sample(instance.hazard, len(instance.days), _DRAWS, plan.seed)
        self._zones = {arc.id: arc.zone for arc in instance.arcs if arc.zone}
        self._bits = {zone.id: 1 << at for at, zone in enumerate(instance.hazard.zones)}
        self._stopped_by = {mode.id: mode.flooded <= 0 for mode in instance.modes}
        self._ways: dict[str, _Way | None] = {}

    def left(self, each: Unassigned) -> Explanation:
        why = _LEFT.get(each.reason, (each.reason, each.reason))
        fix, fix_en = self._fix(each.fix, each.rupiah, "")
        name = self._names.get(each.desa, each.desa)
        return Explanation(
            each.desa,
            Kind.LEFT,
            f"{name} belum terlayani: {why[0]}. Termurah: {fix}.",
            f"{name} is not served: {why[1]}. Cheapest: {fix_en}.",
            Fix(each.fix) if each.fix in list(Fix) else None,
            each.rupiah,
        )

    def late(self, desa: Desa) -> Explanation | None:
        stop = self._last.get(desa.code)
        over = stop.leave - self._instance.targets.pps if stop else 0
        if not stop or over <= 0:
            return None
        fix, money, vehicle = self._cheapest(desa)
        said, said_en = self._fix(fix, money, vehicle)
        when, by = self._axis.said(stop.leave), self._axis.said(self._instance.targets.pps)
        name = self._names[desa.code]
        return Explanation(
            desa.code,
            Kind.LATE,
            f"{name} selesai diturunkan {when}, {over} menit sesudah tenggat {by}. "
            f"Termurah: {said}.",
            f"{name} is unloaded at {when}, {over} minutes after the deadline {by}. "
            f"Cheapest: {said_en}.",
            fix,
            money,
        )

    def risky(self, desa: Desa) -> Explanation | None:
        sure = self._chances.get(desa.code)
        if not sure or sure.ppm >= round(self._instance.targets.desa * MILLION):
            return None
        fix, money, vehicle = self._cheapest(desa)
        said, said_en = self._fix(fix, money, vehicle)
        why, why_en = self._because(desa)
        name = self._names[desa.code]
        return Explanation(
            desa.code,
            Kind.RISKY,
            f"{name} tepat waktu {chance(sure.ppm, rough=sure.rough)}{why}. Termurah: {said}.",
            f"{name} is on time {chance(sure.ppm, 'en', rough=sure.rough)}{why_en}. "
            f"Cheapest: {said_en}.",
            fix,
            money,
        )

    def early(self, desa: Desa) -> Explanation | None:
        """Return why a desa is served before the last day it could be."""
        way = self._way(desa)
        last = self._last_day()
        if not way or way.trip.day >= last:
            return None
        day = self._axis.label(way.trip.day)
        spare = last - way.trip.day
        name = self._names[desa.code]
        if not way.flooded:
            others = len(way.trip.stops) - 1
            why = (
                f"semuat dengan {others} perhentian lain" if others else "kendaraannya ada hari itu"
            )
            why_en = f"in one load with {others} other stops" if others else "its vehicle is there"
            return Explanation(
                desa.code,
                Kind.EARLY,
                f"{name} berangkat {day}: {why}; jalannya tidak pernah tergenang.",
                f"{name} leaves on {day}: {why_en}; its way is never flooded.",
            )
        why, why_en = self._because(desa)
        return Explanation(
            desa.code,
            Kind.EARLY,
            f"{name} berangkat {day}{why}; masih ada {spare} hari untuk mencoba lagi.",
            f"{name} leaves on {day}{why_en}; {spare} more days are left to try again.",
        )

    def _because(self, desa: Desa) -> tuple[str, str]:
        """Return what makes its way unsure, as the rest of a sentence."""
        way = self._way(desa)
        parts: list[tuple[str, str]] = []
        if way and way.flooded:
            water = (
                ("terputus banjir", "cut by a flood")
                if way.stops_there
                else (
                    "tergenang",
                    "flooded",
                )
            )
            share, share_en = days_share(way.flooded), days_share(way.flooded, "en")
            parts.append(
                (
                    f"jalannya {water[0]} pada {share} hari",
                    f"its way is {water[1]} on {share_en} days",
                )
            )
        only = self._only(desa)
        if only:
            parts.append((f"hanya {only} yang sampai", f"only {only} gets there"))
        if desa.code in self._alone:
            parts.append(("tanpa jalan alternatif", "there is no other road"))
        if not parts:
            return "", ""
        return (
            " karena " + ", ".join(part[0] for part in parts),
            " because " + ", ".join(part[1] for part in parts),
        )

    def _only(self, desa: Desa) -> str:
        """Return the one vehicle that reaches `desa` when dry, "" where several do."""
        found = _reaching(self._instance, self._travel, desa)
        names = [way[0].name for way in found.values() if any(way[0].available)]
        return names[0] if len(names) == 1 and len(self._instance.vehicles) > 1 else ""

    def _way(self, desa: Desa) -> _Way | None:
        if desa.code not in self._ways:
            self._ways[desa.code] = self._found_way(desa)
        return self._ways[desa.code]

    def _found_way(self, desa: Desa) -> _Way | None:
        if desa.code not in self._first:
            return None
        trip, stop = self._first[desa.code]
        vehicle = self._vehicles[trip.vehicle]
        way = self._travel.way(vehicle.profile, trip.origin, desa.code)
        zones = [self._zones[arc] for arc in way.arcs if arc in self._zones] if way else []
        state = 0
        for zone in zones:
            state |= self._bits.get(zone, 0)
        flooded = float(np.mean((self._states & state) != 0)) if state else 0.0
        stops = any(self._stopped_by.get(leg, False) for leg in vehicle.legs)
        return _Way(trip, stop, vehicle, round(flooded * MILLION), stops)

    def _last_day(self) -> int:
        """Return the last day on which a desa may be supplied."""
        last = (self._instance.targets.pps - 1) // MINUTES_A_DAY
        return min(len(self._instance.days) - 1, last)

    def _cheapest(self, desa: Desa) -> tuple[Fix, int, str]:
        """Return the cheapest of: a day earlier, or a spare vehicle that passes water."""
        options: list[tuple[int, Fix, str]] = []
        way = self._way(desa)
        if way and way.trip.day > 0:
            if desa.store.verdict is Verdict.PASSED:
                options.append((desa.store.guard, Fix.EARLIER, ""))
            else:
                options.append((desa.store.guard, Fix.INSPECT, ""))
        everything = (1 << len(self._bits)) - 1
        at = self._travel.places.index(desa.code)
        for vehicle, _, money in _reaching(self._instance, self._travel, desa).values():
            home = self._travel.places.index(vehicle.warehouse or self._instance.warehouses[0].id)
            if self._travel.minutes(vehicle.profile, everything)[home, at] < UNREACHABLE:
                options.append((money, Fix.RESERVE, vehicle.name))
        if not options:
            return Fix.ADD_MODE, -1, ""
        money, fix, name = min(options)
        return fix, money, name

    def _fix(self, fix: str, money: int, vehicle: str) -> tuple[str, str]:
        said, said_en = _FIX.get(fix, (fix, fix))
        if money < 0:
            return f"{said} (biaya belum diketahui)", f"{said_en} (cost not known)"
        return (
            f"{said.format(vehicle=vehicle)}, {rupiah(money)}",
            f"{said_en.format(vehicle=vehicle)}, {rupiah(money, 'en')}",
        )
