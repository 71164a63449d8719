"""Lay what an election taught over the inputs of the next plan, each change with its reason.

Travel times go the way of surveyed times (`network/surveyed`), drawn from what the plan said
to what was driven. Minutes of unloading, prices and the chance of water move alike. What was
not observed stays as it is: that nobody reported water is no proof that it was dry.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from tepat.core.election.catalogue import Words
from tepat.core.plan.instance.source import Reliability, Source
from tepat.core.plan.instance.values import Instance, Price, Store, Vehicle
from tepat.core.plan.learning.values import PULL, Cost, Leg, Priors, shrunk
from tepat.core.plan.network.settlement import Known
from tepat.core.plan.network.surveyed import with_times
from tepat.core.plan.schedule.costs import ITEMS, Group
from tepat.core.problems import Code, Problem, refuse

DAYS_PULL: Final = 20
"""The chance of water in a zone weighs as much as so many days that were seen."""
PPM: Final = 1_000_000

Ratios = Mapping[str, tuple[int, int]]
Times = Callable[[int, str], int]


@dataclass(frozen=True, slots=True)
class Used:
    """One number that changed: what it is, of which place, before and after, from how many."""

    what: str
    """pace, leg, unload, price or zone."""
    of: tuple[str, ...]
    """Codes and ids: of a place, a mode, a zone; of a leg its ends and its mode."""
    before: int
    after: int
    n: int
    source: str

    @property
    def is_few(self) -> bool:
        return self.n < PULL


@dataclass(frozen=True, slots=True)
class Applied:
    """The inputs with what was learned, everything that changed, and what could not be used."""

    instance: Instance
    used: tuple[Used, ...]
    problems: tuple[Problem, ...]


def said(election: str, n: int, what: str = "perjalanan") -> str:
    """Return where a number comes from, as pages and papers show it.

    >>> said("pilkada-2024", 14)
    'pilkada-2024: 14 perjalanan'
    """
    return f"{election}: {n} {what}"


def known_of(priors: Priors) -> list[Known]:
    """Return the driven legs as surveyed times, drawn from the plan's minutes to the median."""
    return [_known(priors, leg) for leg in priors.legs if "+" not in leg.mode and leg.planned > 0]


def _known(priors: Priors, leg: Leg) -> Known:
    minutes = max(1, shrunk(leg.planned, leg.real.n, leg.real.median))
    return Known(leg.start, leg.goal, leg.mode, minutes, _source(priors, leg.real.n))


def _source(priors: Priors, n: int, what: str = "perjalanan") -> Source:
    few = n < PULL
    note = "sedikit pengamatan" if few else ""
    seen = Reliability.SEEN
    return Source(said(priors.election, n, what), "", few or priors.contoh, note, seen)


def apply(instance: Instance, priors: Priors) -> Applied:
    """Return `instance` with what `priors` teach, what changed, and what was no use."""
    used: list[Used] = []
    learned = _paced(instance, priors, used)
    learned, problems = with_times(learned, known_of(priors))
    used += _driven(priors)
    learned = _unloading(learned, priors, used)
    learned = _priced(learned, priors, used)
    learned = _under_water(learned, priors, used)
    return Applied(learned, tuple(used), tuple(problems))


def for_place(instance: Instance, priors: Priors) -> Applied:
    """Return `apply`, for priors of the kabupaten of `instance`. Raises `Refused` for others."""
    codes = {each.code[:5] for each in instance.desa}
    if priors.kabupaten not in codes:
        here = ", ".join(sorted(codes)) or instance.name
        raise refuse(Code.PRIORS_OTHER, value=priors.kabupaten, kabupaten=here)
    return apply(instance, priors)


def explained(made: Applied) -> list[Words]:
    """Return one sentence for each number that moved: before, after, and from where."""
    names = {each.code: each.name for each in made.instance.desa}
    names |= {each.code: f"PPK {each.name}" for each in made.instance.kecamatan}
    names |= {each.id: each.name for each in made.instance.warehouses}
    names |= {each.id: each.name for each in made.instance.modes}
    names |= {each.id: each.name for each in made.instance.hazard.zones}
    return [_explained(each, names) for each in made.used if each.before != each.after]


def _explained(used: Used, names: Mapping[str, str]) -> Words:
    few = Words(", sedikit pengamatan", ", few observations") if used.is_few else Words("", "")
    name = ", ".join(names.get(each) or each for each in used.of)
    before, after = str(used.before), str(used.after)
    if used.what in ("pace", "price", "zone"):
        before, after = f"{used.before / 10_000:.1f} %", f"{used.after / 10_000:.1f} %"
    what_id, what_en, unit_id, unit_en = _SAID[used.what]
    return Words(
        f"{what_id} {name}: {before.replace('.', ',')} menjadi {after.replace('.', ',')}"
        f"{unit_id} (dari {used.source}{few.id})",
        f"{what_en} {name}: {before} becomes {after}{unit_en} (from {used.source}{few.en})",
    )


_SAID: Final = {
    "pace": ("Waktu tempuh moda", "Travel time of mode", " dari rencana", " of the plan"),
    "leg": ("Ruas", "Leg", " menit", " minutes"),
    "unload": ("Bongkar di", "Unloading at", " menit", " minutes"),
    "price": ("Biaya", "Cost of", " dari rencana", " of the plan"),
    "zone": ("Peluang banjir zona", "Chance of water in zone", "", ""),
}
"""What each change is called, before its name and after its number."""


def _paced(instance: Instance, priors: Priors, used: list[Used]) -> Instance:
    """Make each mode as fast as its vehicles really were, also on roads nobody was seen on."""
    seen: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for each in priors.paces:
        seen[each.mode].append((each.real.n, each.real.median))
    modes = []
    for mode in instance.modes:
        rows = seen.get(mode.id, [])
        n = sum(count for count, _ in rows)
        if n:
            middle = sum(count * ppm for count, ppm in rows) // n
            ppm = max(PPM // 10, shrunk(PPM, n, middle))
            used.append(Used("pace", (mode.id,), PPM, ppm, n, said(priors.election, n)))
            kmh = {road: speed * PPM / ppm for road, speed in mode.kmh.items()}
            straight = mode.straight * PPM / ppm
            mode = replace(mode, kmh=kmh, straight=straight, source=_source(priors, n))
        modes.append(mode)
    return replace(instance, modes=tuple(modes))


def _driven(priors: Priors) -> Iterable[Used]:
    by_leg = {(leg.start, leg.goal, leg.mode): leg for leg in priors.legs}
    for known in known_of(priors):
        leg = by_leg[known.start, known.goal, known.mode]
        source, of = known.source.by, (known.start, known.goal, known.mode)
        yield Used("leg", of, leg.planned, known.minutes, leg.real.n, source)


def _unloading(instance: Instance, priors: Priors, used: list[Used]) -> Instance:
    seen = {each.place: each.real for each in priors.services}
    desa = []
    for row in instance.desa:
        real = seen.get(row.code)
        if real is not None:
            after = shrunk(row.unload, real.n, real.median)
            source = said(priors.election, real.n, "bongkar")
            used.append(Used("unload", (row.code,), row.unload, after, real.n, source))
            row = replace(row, unload=after)
        desa.append(row)
    return replace(instance, desa=tuple(desa))


def ratios_of(costs: Iterable[Cost]) -> dict[str, tuple[int, int]]:
    """Return by heading how much of the plan things cost, in ppm drawn to 1, and from how many.

    >>> ratios_of([Cost("63.09.05", "Kendaraan", 1_200, 1_000, 5, ())])
    {'Kendaraan': (1100000, 5)}
    """
    sums: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for each in costs:
        for at, number in enumerate((each.recorded, each.planned, each.n)):
            sums[each.heading][at] += number
    return {
        heading: (shrunk(PPM, n, recorded * PPM // planned), n)
        for heading, (recorded, planned, n) in sorted(sums.items())
        if planned > 0
    }


def _priced(instance: Instance, priors: Priors, used: list[Used]) -> Instance:
    ratios = ratios_of(priors.costs)

    def times(rupiah: int, heading: str) -> int:
        return rupiah * ratios[heading][0] // PPM if heading in ratios else rupiah

    for heading, (ppm, n) in ratios.items():
        used.append(Used("price", (heading,), PPM, ppm, n, said(priors.election, n, "biaya")))
    prices = tuple(_price(each, times, ratios, priors) for each in instance.prices)
    vehicles = tuple(_vehicle(each, times, ratios, priors) for each in instance.vehicles)

    def guarded(store: Store) -> Store:
        return replace(store, guard=times(store.guard, Group.GUARD.value))

    kecamatan = tuple(replace(each, store=guarded(each.store)) for each in instance.kecamatan)
    desa = tuple(replace(each, store=guarded(each.store)) for each in instance.desa)
    return replace(instance, prices=prices, vehicles=vehicles, kecamatan=kecamatan, desa=desa)


def _heading(price: Price) -> str:
    return ITEMS.get(price.id.partition(":")[0], Group.REST).value


def _price(price: Price, times: Times, ratios: Ratios, priors: Priors) -> Price:
    heading = _heading(price)
    if heading not in ratios:
        return price
    source = _source(priors, ratios[heading][1], "biaya")
    return replace(price, rupiah=times(price.rupiah, heading), source=source)


def _vehicle(vehicle: Vehicle, times: Times, ratios: Ratios, priors: Priors) -> Vehicle:
    heading = Group.VEHICLES.value
    if heading not in ratios:
        return vehicle
    return replace(
        vehicle,
        day_price=times(vehicle.day_price, heading),
        km_price=times(vehicle.km_price, heading),
        hour_price=times(vehicle.hour_price, heading),
        source=_source(priors, ratios[heading][1], "biaya"),
    )


def _under_water(instance: Instance, priors: Priors, used: list[Used]) -> Instance:
    """Raise the chance of zones whose places were reported under water, and of no other."""
    node = {each.code: each.node for each in instance.desa}
    node |= {each.code: each.node for each in instance.kecamatan}
    days: defaultdict[str, set[str]] = defaultdict(set)
    for closure in priors.closures:
        at = node.get(closure.place.partition(":")[0].partition("-")[0])
        for arc in instance.arcs:
            if at is not None and arc.zone and at in (arc.tail, arc.head):
                days[arc.zone] |= set(closure.days)
    zones = []
    for zone in instance.hazard.zones:
        count = len(days.get(zone.id, ()))
        if count:
            chance = tuple(
                max(p, (DAYS_PULL * p + count) / (DAYS_PULL + len(zone.probability)))
                for p in zone.probability
            )
            source = _source(priors, count, "hari banjir")
            before, after = (round(max(each) * PPM) for each in (zone.probability, chance))
            used.append(Used("zone", (zone.id,), before, after, count, source.by))
            sources = tuple(source for _ in zone.sources)
            zone = replace(zone, probability=chance, source=source, sources=sources)
        zones.append(zone)
    return replace(instance, hazard=replace(instance.hazard, zones=tuple(zones)))
