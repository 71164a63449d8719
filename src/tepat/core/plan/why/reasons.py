"""Why a desa is left out, late, impossible, unsure or early, and the cheapest help.

Everything is read off the numbers of the instance and the plan; no place is known by name.
*Tidak mungkin* is said only of what no plan could do (`risk.limits`); a desa that this plan
leaves under its target and another might not is unsure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Final

import numpy as np

from tepat.core.plan.hazard.scenarios import sample
from tepat.core.plan.instance.axis import Axis
from tepat.core.plan.instance.values import MINUTES_A_DAY, Desa, Instance, Vehicle, Verdict
from tepat.core.plan.network.times import UNREACHABLE, Travel
from tepat.core.plan.risk.limits import Ground, Limits, limits
from tepat.core.plan.saying import MILLION, Language, at_most, chance, days_share
from tepat.core.plan.schedule.values import Plan, Stop, Trip, Unassigned
from tepat.core.plan.why.remedies import Fix as Fix
from tepat.core.plan.why.remedies import Found, Remedies
from tepat.core.plan.why.unserved import Reason as Reason
from tepat.core.plan.why.unserved import all_unassigned as all_unassigned
from tepat.core.plan.why.unserved import reaching
from tepat.core.plan.why.unserved import unassigned_of as unassigned_of
from tepat.core.plan.why.words import LEFT, fix_words, target_words

_DRAWS: Final = 4_000
"""Scenarios from which the share of flooded days is told."""


class Kind(StrEnum):
    """What a sentence is about."""

    LEFT = "left"
    LATE = "late"
    IMPOSSIBLE = "impossible"
    """No plan brings it to its target with this fleet over these roads: proved."""
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


def limits_of(instance: Instance, travel: Travel, plan: Plan) -> Limits:
    """Return what no plan can beat, over the scenarios that `plan` was judged on."""
    return limits(instance, travel, plan.verdicts.scenarios, plan.verdicts.seed)


def explanations(
    instance: Instance,
    travel: Travel,
    plan: Plan,
    best: Limits | None = None,
    *,
    brief: bool = False,
) -> tuple[Explanation, ...]:
    """Return a sentence for each desa left out, late, under its target or early, in that order.

    `best` is `limits_of` where the caller has it already. `brief` gives one sentence about
    early desa for each kecamatan; its code stands in `desa`.
    """
    telling = _Telling(instance, travel, plan, best)
    found = [telling.left(each) for each in plan.unassigned]
    gone = {each.desa for each in plan.unassigned}
    served = [desa for desa in instance.desa if desa.code not in gone]
    tells = (telling.late, telling.impossible, telling.risky)
    # after the count the sooner a desa is served the better: none is early
    hushed = brief or instance.journey.is_back
    for tell in tells if hushed else (*tells, telling.early):
        found += [each for each in map(tell, served) if each]
    together = brief and not instance.journey.is_back
    return (*found, *(telling.early_together(served) if together else ()))


class _Telling:
    """Says what the numbers of one plan mean."""

    def __init__(self, instance: Instance, travel: Travel, plan: Plan, best: Limits | None) -> None:
        self._instance = instance
        self._travel = travel
        self._plan = plan
        self._best = best
        self._remedies: Remedies | None = None
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
        why = LEFT.get(each.reason, (each.reason, each.reason))
        fix, fix_en = fix_words(each.fix, each.rupiah, "")
        found = self._remedy(each.desa)
        if found and found.best and found.is_enough:
            fix, fix_en = found.best.said(is_enough=True)
            each = replace(each, fix=found.best.fix, rupiah=found.best.rupiah)
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
        said, said_en = fix_words(fix, money, vehicle)
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

    def impossible(self, desa: Desa) -> Explanation | None:
        """Return that no plan brings a desa to its target, with the cheapest fix that is enough."""
        found, sure = self._remedy(desa.code), self._chances.get(desa.code)
        if not found or not sure:
            return None
        most = self._impossible[desa.code]
        rough = sure.rough
        target, target_en = target_words(round(self._instance.targets.desa * MILLION))
        why, why_en = self._because(desa)
        name = self._names[desa.code]
        text = (
            f"{name} tidak mungkin mencapai target {target} dengan armada dan jalan ini: "
            f"rencana mana pun paling tinggi {at_most(most)}, rencana ini "
            f"{chance(sure.ppm, rough=rough)}{why}."
        )
        english = (
            f"{name} cannot reach its target of {target_en} with this fleet over these roads: "
            f"no plan does better than {at_most(most, 'en')}, this one has "
            f"{chance(sure.ppm, 'en', rough=rough)}{why_en}."
        )
        if not found.best:
            return Explanation(
                desa.code,
                Kind.IMPOSSIBLE,
                f"{text} Tidak satu pun perubahan yang dicoba menolong.",
                f"{english} None of the changes that were tried helps.",
            )
        said, said_en = found.best.said(found.is_enough)
        head = (
            ("Perbaikan termurah yang cukup", "The cheapest fix that is enough")
            if found.is_enough
            else (
                "Belum ada satu perubahan yang cukup; paling menolong",
                "No one change is enough; what helps most",
            )
        )
        text, english = f"{text} {head[0]}: {said}.", f"{english} {head[1]}: {said_en}."
        if found.also:
            text += f" Cukup juga, harganya belum diisi: {found.also.id}."
            english += f" Enough as well, without a price yet: {found.also.en}."
        return Explanation(
            desa.code, Kind.IMPOSSIBLE, text, english, found.best.fix, found.best.rupiah
        )

    @cached_property
    def _impossible(self) -> Mapping[str, int]:
        """By desa under its target that no plan brings there, the most that any plan does; ppm."""
        target = round(self._instance.targets.desa * MILLION)
        if all(each.ppm >= target for each in self._chances.values()):
            return {}
        best = self._best or limits_of(self._instance, self._travel, self._plan)
        return {
            each.desa: each.high
            for each in best.impossible(self._instance)
            if self._chances.get(each.desa, each).ppm <= each.ppm
        }

    def _remedy(self, desa: str) -> Found | None:
        """Return what helps a desa that no plan brings to its target, None for any other."""
        if desa not in self._impossible:
            return None
        if self._remedies is None:
            judged = self._plan.verdicts
            ground = Ground(self._instance, self._travel, judged.scenarios, judged.seed)
            self._remedies = Remedies(ground, judged.seed)
        return self._remedies.of(next(each for each in self._instance.desa if each.code == desa))

    def risky(self, desa: Desa) -> Explanation | None:
        sure = self._chances.get(desa.code)
        if not sure or sure.ppm >= round(self._instance.targets.desa * MILLION):
            return None
        if desa.code in self._impossible:
            return None
        fix, money, vehicle = self._cheapest(desa)
        said, said_en = fix_words(fix, money, vehicle)
        why, why_en = self._because(desa)
        name = self._names[desa.code]
        return Explanation(
            desa.code,
            Kind.RISKY,
            f"{name} tepat waktu {chance(sure.ppm, rough=sure.rough)}{why}; di bawah target, "
            f"yang mungkin masih tercapai dengan armada ini. Termurah: {said}.",
            f"{name} is on time {chance(sure.ppm, 'en', rough=sure.rough)}{why_en}; below its "
            f"target, which this fleet may still reach. Cheapest: {said_en}.",
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

    def early_together(self, served: Sequence[Desa]) -> list[Explanation]:
        """Return why desa of a kecamatan leave early, one sentence for each kecamatan."""
        last = self._last_day()
        found = []
        for kecamatan in self._instance.kecamatan:
            ways = [self._way(desa) for desa in served if desa.kecamatan == kecamatan.code]
            early = [way for way in ways if way and way.trip.day < last]
            if not early:
                continue
            days = sorted({way.trip.day for way in early})
            first, final = (self._axis.label(days[at]) for at in (0, -1))
            wet = [way for way in early if way.flooded]
            why = "kendaraannya ada atau semuat dengan yang lain hari itu"
            why_en = "their vehicle is there or they share its load"
            if wet:
                worst = max(way.flooded for way in wet)
                count = "" if len(wet) == len(early) else f" {len(wet)} di antaranya"
                count_en = "" if len(wet) == len(early) else f" of {len(wet)} of them"
                why = f"jalan{count or 'nya'} tergenang, sampai {days_share(worst)} hari"
                why_en = f"the way{count_en} floods, on up to {days_share(worst, 'en')} days"
            name = kecamatan.name or kecamatan.code
            span, span_en = (first, first)
            if first != final:
                span, span_en = f"{first} sampai {final}", f"{first} to {final}"
            found.append(
                Explanation(
                    kecamatan.code,
                    Kind.EARLY,
                    f"{name}: {len(early)} desa berangkat lebih awal ({span}) karena {why}.",
                    f"{name}: {len(early)} desa leave earlier ({span_en}) because {why_en}.",
                )
            )
        return found

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
        found = reaching(self._instance, self._travel, desa)
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
        is_back = self._instance.journey.is_back
        if way and way.trip.day > 0 and not is_back:  # before the count there is nothing to fetch
            if desa.store.verdict is Verdict.PASSED:
                options.append((desa.store.guard, Fix.EARLIER, ""))
            else:
                options.append((desa.store.guard, Fix.INSPECT, ""))
        everything = (1 << len(self._bits)) - 1
        at = self._travel.places.index(desa.code)
        for vehicle, _, money in reaching(self._instance, self._travel, desa).values():
            home = self._travel.places.index(vehicle.warehouse or self._instance.warehouses[0].id)
            if self._travel.minutes(vehicle.profile, everything)[home, at] < UNREACHABLE:
                options.append((money, Fix.RESERVE, vehicle.name))
        if not options:
            return (Fix.LATER if is_back else Fix.ADD_MODE), -1, ""
        money, fix, name = min(options)
        return fix, money, name
