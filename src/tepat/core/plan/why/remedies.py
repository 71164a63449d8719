"""The cheapest change that makes a desa reachable surely enough, each tried and not guessed.

What is tried: a store that may hold goods, one vehicle more on a day or on all, starting days
earlier, a vehicle that waits at the PPK, raising the stretches that flood, and what moves in
another way (boat, motorcycle, porter, helicopter). Each is held against the same scenarios as
the bound of `risk.limits`. The cheapest with a known price that is enough wins; then the first
without a price; where none is enough, what helps most is named with how far it helps.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tepat.core.plan.instance.longer import earlier
from tepat.core.plan.instance.units import HIRE
from tepat.core.plan.instance.values import Arc, Desa, Instance, Vehicle, Verdict
from tepat.core.plan.network.times import UNREACHABLE
from tepat.core.plan.risk.chances import MILLION
from tepat.core.plan.risk.judging import homes
from tepat.core.plan.risk.limits import Ground, Seen, held
from tepat.core.plan.saying import at_most, figure, rupiah
from tepat.core.plan.schedule.asking import way_money
from tepat.core.plan.why.other_modes import OtherModes

RAISE: Final = "raise"
"""Id of the price of raising a kilometre of road."""
MOST_EARLIER: Final = 3
"""Days that are added before the first one, at most."""
_SHOWN: Final = 3

Litres = NDArray[np.int64]


class Fix(StrEnum):
    """What would help."""

    ADD_MODE = "tambah_moda"
    ADD_VEHICLE = "tambah_kendaraan"
    LARGER = "kendaraan_lebih_besar"
    NEAR_STORE = "titip_di_dekat"
    EARLIER = "sehari_lebih_awal"
    LATER = "tenggat_lebih_lama"
    INSPECT = "periksa_gudang"
    RESERVE = "siapkan_cadangan"
    RAISE = "tinggikan_jalan"


@dataclass(frozen=True, slots=True)
class Remedy:
    """One change, what it costs (-1 unknown), and how often the desa is reachable with it; ppm."""

    fix: Fix
    rupiah: int
    ppm: int
    id: str
    en: str

    def said(self, is_enough: bool) -> tuple[str, str]:
        """Return the change with its price, Indonesian and English."""
        price = rupiah(self.rupiah), rupiah(self.rupiah, "en")
        if self.rupiah < 0:
            price = "biaya belum diketahui", "cost not known"
        told = f"{self.id}, {price[0]}", f"{self.en}, {price[1]}"
        if is_enough:
            return told
        much = at_most(self.ppm), at_most(self.ppm, "en")
        return f"{told[0]}, tetapi hanya sampai {much[0]}", f"{told[1]}, but only up to {much[1]}"


@dataclass(frozen=True, slots=True)
class Found:
    """The best of what was tried for one desa: `also` is enough too and has no price yet."""

    best: Remedy | None
    is_enough: bool
    also: Remedy | None = None


class Remedies:
    """Tries changes of one regency; what several desa share is worked out once."""

    def __init__(self, ground: Ground, seed: int) -> None:
        self.ground, self.seed = ground, seed
        self.instance: Instance = ground.instance
        self.target = round(self.instance.targets.desa * MILLION)
        self._days = [day.label for day in self.instance.days]
        self._last = len(self._days) - 1
        self._prices = {each.id: each.rupiah for each in self.instance.prices}
        self._others = OtherModes(ground, seed)
        self._names = {node.id: node.name or node.id for node in self.instance.nodes}
        self._names |= {each.node: each.name for each in self.instance.desa if each.name}
        self._names |= {each.node: f"PPK {each.name}" for each in self.instance.kecamatan}
        self._earlier: dict[int, Ground] = {}

    def of(self, desa: Desa) -> Found:
        """Return the cheapest change that is enough for `desa`, or what helps most."""
        base = self.ground.carried(desa)
        tried = [
            *self._store(desa),
            *self._vehicles(desa, base),
            *self._days_before(desa),
            *self._at_ppk(desa, base),
            *self._roads(desa, base),
            *self._by_other_modes(desa, base),
        ]
        enough = [each for each in tried if each.ppm >= self.target]
        priced = [each for each in enough if each.rupiah >= 0]
        free = next((each for each in enough if each.rupiah < 0), None)
        if priced:
            return Found(min(priced, key=lambda each: each.rupiah), True, free)
        if free:
            return Found(free, True)
        had = self._share(base >= max(1, desa.litres))
        helps = [each for each in tried if each.ppm > had]
        return Found(max(helps, key=lambda each: each.ppm, default=None), False)

    def _share(self, seen: Seen) -> int:
        return int(seen.sum()) * MILLION // len(seen)

    def _ppm(self, litres: Litres, desa: Desa) -> int:
        return self._share(litres >= max(1, desa.litres))

    def _store(self, desa: Desa) -> Iterator[Remedy]:
        """Its own store may hold goods for one night, two, and so on."""
        if desa.store.verdict is not Verdict.FAILED:
            return
        passed = replace(desa, store=replace(desa.store, verdict=Verdict.PASSED))
        for nights in range(1, self._last + 1):
            ppm = self._ppm(self.ground.carried(passed, self._last - nights), desa)
            money = nights * desa.store.guard or -1
            label = self._days[self._last - nights]
            yield Remedy(
                Fix.INSPECT,
                money,
                ppm,
                f"benahi tempat simpannya sampai lolos supaya barang boleh menginap sejak {label}",
                f"mend its store until it passes so that goods may stay from {label} on",
            )
            if ppm >= self.target:
                return

    def _vehicles(self, desa: Desa, base: Litres) -> Iterator[Remedy]:
        """One vehicle more of a kind that there is, on one day or on all."""
        home = homes(self.instance)
        first = self.ground.first_day(desa)
        for vehicle in self.instance.vehicles:
            origin = home[vehicle.id]
            if origin in self._ppk and origin != desa.kecamatan:
                continue
            name = vehicle.name or vehicle.id
            total, money = base, self._hire(vehicle, desa, origin)
            for day in range(first, self._last + 1):
                more = self.ground.open(vehicle, desa, day, origin) * held(vehicle)
                total = total + more
                yield Remedy(
                    Fix.ADD_VEHICLE,
                    money,
                    self._ppm(base + more, desa),
                    f"sewa satu {name} lagi pada {self._days[day]}",
                    f"hire one more {name} on {self._days[day]}",
                )
            days = self._last + 1 - first
            yield Remedy(
                Fix.ADD_VEHICLE,
                money + (days - 1) * vehicle.day_price if money >= 0 else -1,
                self._ppm(total, desa),
                f"sewa satu {name} lagi selama {days} hari",
                f"hire one more {name} for {days} days",
            )

    @property
    def _ppk(self) -> set[str]:
        return {each.code for each in self.instance.kecamatan}

    def _hire(self, vehicle: Vehicle, desa: Desa, origin: str) -> int:
        """Rupiah of one vehicle for a day to `desa` and back, -1 where it has no price."""
        if not (vehicle.day_price or vehicle.km_price or vehicle.hour_price):
            return -1
        here, there = self.ground.index[origin], self.ground.index[desa.code]
        money = way_money(self.ground.travel, vehicle)
        way = int(money[here, there] + money[there, here])
        minutes = self.ground.travel.minutes(vehicle.profile)
        if max(minutes[here, there], minutes[there, here]) >= UNREACHABLE:
            return -1
        return vehicle.day_price + way

    def _days_before(self, desa: Desa) -> Iterator[Remedy]:
        """The plan begins one day earlier, or some."""
        if desa.store.verdict is Verdict.FAILED:
            return
        for days in range(1, MOST_EARLIER + 1):
            if days not in self._earlier:
                longer = earlier(self.instance, days)
                self._earlier[days] = Ground(
                    longer, self.ground.travel, self.ground.count, self.seed
                )
            ground = self._earlier[days]
            ppm = self._share(ground.carried(_same(ground.instance, desa)) >= max(1, desa.litres))
            label = ground.instance.days[0].label
            yield Remedy(
                Fix.EARLIER,
                days * desa.store.guard or -1,
                ppm,
                f"mulai {days} hari lebih awal, {label}",
                f"begin {days} days earlier, on {label}" if days > 1 else f"begin on {label}",
            )
            if ppm >= self.target:
                return

    def _at_ppk(self, desa: Desa, base: Litres) -> Iterator[Remedy]:
        """A vehicle that waits at the PPK of its kecamatan, with the goods kept there."""
        ppk = next(each for each in self.instance.kecamatan if each.code == desa.kecamatan)
        home = homes(self.instance)
        name = f"PPK {ppk.name or ppk.code}"
        for vehicle in self.instance.vehicles:
            if home[vehicle.id] in self._ppk:
                continue
            total, money = base, self._hire(vehicle, desa, ppk.code)
            for days in range(1, self._last + 2 - self.ground.first_day(desa)):
                day = self._last + 1 - days
                open_ = self.ground.open(vehicle, desa, day, ppk.code)
                total = total + open_ * held(vehicle)
                ppm = self._ppm(total, desa)
                cost = money + (days - 1) * vehicle.day_price + days * ppk.keeper.store.guard
                kind = vehicle.name or vehicle.id
                yield Remedy(
                    Fix.NEAR_STORE,
                    cost if money >= 0 and ppk.keeper.store.guard else -1,
                    ppm,
                    f"titipkan di {name} dan siagakan satu {kind} di sana sejak {self._days[day]}",
                    f"keep it at {name} with a {kind} waiting there from {self._days[day]} on",
                )
                if ppm >= self.target:
                    break

    def _roads(self, desa: Desa, base: Litres) -> Iterator[Remedy]:
        """Raise one stretch of a way that floods, or all of them."""
        arcs = {arc.id: arc for arc in self.instance.arcs}
        bits = {zone.id: 1 << at for at, zone in enumerate(self.instance.hazard.zones)}
        home = homes(self.instance)
        seen: set[tuple[str, ...]] = set()
        for vehicle in self.instance.vehicles:
            origin = home[vehicle.id]
            way = self.ground.travel.way(vehicle.profile, origin, desa.code)
            if way is None or origin in self._ppk:
                continue
            wet = [arcs[each] for each in dict.fromkeys(way.arcs) if arcs[each].zone in bits]
            sets = [[each] for each in wet] + ([wet] if len(wet) > 1 else [])
            for raised in sets:
                key = vehicle.id, *(each.id for each in raised)
                if key in seen:
                    continue
                seen.add(key)
                rest = [each for each in wet if each not in raised]
                state = 0
                for arc in rest:
                    state |= bits[arc.zone]
                yield self._raised(desa, base, vehicle, way.minutes, raised, state)

    def _raised(
        self,
        desa: Desa,
        base: Litres,
        vehicle: Vehicle,
        minutes: int,
        raised: list[Arc],
        state: int,
    ) -> Remedy:
        dry: Seen = (self.ground.states & state) == 0
        origin = homes(self.instance)[vehicle.id]
        total = base
        for day in range(self.ground.first_day(desa), self._last + 1):
            row = np.array([minutes])
            if vehicle.available[day] and self.ground.in_time(row, vehicle, desa, day, origin)[0]:
                had = self.ground.open(vehicle, desa, day, origin)
                total = total + (dry[:, day] & ~had) * vehicle.available[day] * held(vehicle)
        metres = sum(arc.metres for arc in raised)
        names = list(dict.fromkeys(self._road(arc) for arc in raised))
        more = f" (+{len(names) - _SHOWN})" if len(names) > _SHOWN else ""
        said = ", ".join(names[:_SHOWN]) + more
        km, km_en = (_km(metres, language) for language in ("id", "en"))
        each = self._prices.get(RAISE, -1)
        return Remedy(
            Fix.RAISE,
            each * metres // 1000 if each >= 0 else -1,
            self._ppm(total, desa),
            f"tinggikan ruas {said} ({km} km)",
            f"raise the road {said} ({km_en} km)",
        )

    def _road(self, arc: Arc) -> str:
        return arc.name or " - ".join(self._names.get(end, end) for end in (arc.tail, arc.head))

    def _by_other_modes(self, desa: Desa, base: Litres) -> Iterator[Remedy]:
        """What moves in a way that the fleet has not, large enough for the whole load."""
        origin = self.instance.warehouses[0].id
        for mode in self._others.missing():
            for legs in self._others.chains(mode):
                minutes = self._others.minutes(legs, origin)[:, self.ground.index[desa.code]]
                days = [
                    self.ground.by_day(minutes, day, origin, self.instance.targets.pps)[
                        self._others.flood_at()[:, day]
                    ]
                    for day in range(self.ground.first_day(desa), self._last + 1)
                ]
                if not np.any(days):
                    continue
                yield self._other(desa, base, legs, days)
                break

    def _other(self, desa: Desa, base: Litres, legs: tuple[str, ...], days: list[Seen]) -> Remedy:
        has = base >= max(1, desa.litres)
        alone = [self._share(has | each) for each in days]
        day = int(np.argmax(alone))
        count, ppm = (1, alone[day]) if alone[day] >= self.target else (len(days), 0)
        ppm = ppm or self._share(has | np.any(days, axis=0))
        price = self._prices.get(f"{HIRE}:{legs[-1]}", -1)
        name, name_en = (
            self._others.modes[legs[-1]].name or legs[-1],
            legs[-1].replace("_", " "),
        )
        on = self._days[self._last + 1 - len(days) + day]
        when = (
            (f"pada {on}", f"on {on}")
            if count == 1
            else (f"selama {count} hari", f"for {count} days")
        )
        litres = figure(desa.litres), figure(desa.litres, "en")
        return Remedy(
            Fix.ADD_MODE,
            price * count if price >= 0 else -1,
            ppm,
            f"sewa {name.lower()} yang memuat {litres[0]} liter {when[0]}",
            f"hire a {name_en} that holds {litres[1]} litres {when[1]}",
        )


def _same(instance: Instance, desa: Desa) -> Desa:
    return next(each for each in instance.desa if each.code == desa.code)


def _km(metres: int, language: str) -> str:
    text = f"{metres / 1000:.1f}"
    return text if language == "en" else text.replace(".", ",")
