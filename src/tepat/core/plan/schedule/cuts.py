"""How the desa of a PPK are cut into lots, where one is more than its largest vehicle carries.

Two ways, and both are tried. *Equal*: as few equal lots as possible, each more than half of
the vehicle. *Full*: full loads of whole TPS that go straight there and back, and a rest that
shares a trip with other desa. A desa that fits on a vehicle is one lot either way.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tepat.core.plan.instance.values import Desa, Vehicle
from tepat.core.plan.schedule.lots import Lot, round_lots, share


@dataclass(frozen=True, slots=True)
class Cut:
    """The lots of some desa: by stop those that trips share, and those that go `alone`."""

    stops: tuple[tuple[Lot, ...], ...]
    alone: tuple[Lot, ...] = ()

    def size(self, stop: int) -> Lot:
        """Return the largest of the lots of a stop; equal ones differ by a litre at most."""
        lots = self.stops[stop]
        litres, kg = max(lot.litres for lot in lots), max(lot.kg for lot in lots)
        return Lot(lots[0].code, lots[0].place, litres, kg, lots[0].boxes, lots[0].unload)


def cuts(desa: Sequence[Desa], vehicle: Vehicle, places: Mapping[str, int]) -> list[Cut]:
    """Return the ways to cut `desa` for `vehicle`: one where all fit on it."""
    equal = [tuple(round_lots([each], vehicle, places)) for each in desa]
    if all(len(lots) == 1 for lots in equal):
        return [Cut(tuple(equal))]
    stops, alone = [], []
    for each, lots in zip(desa, equal, strict=True):
        full, rest = _full(each, places, vehicle) if len(lots) > 1 else ([], lots)
        alone += full
        stops += [rest] if rest else []
    return [Cut(tuple(stops), tuple(alone)), Cut(tuple(equal))]


def _full(
    desa: Desa, places: Mapping[str, int], vehicle: Vehicle
) -> tuple[list[Lot], tuple[Lot, ...]]:
    """Return full loads of whole TPS and what is left; equal lots where no whole TPS fits."""
    tps = max(1, desa.tps)
    a_load = min(
        vehicle.litres * tps // max(1, desa.litres + tps),
        vehicle.kg * tps // max(1, desa.kg + tps),
    )
    if not a_load:
        return round_lots([desa], vehicle, places), ()
    found = [
        _tps(desa, places[desa.code], first, min(tps, first + a_load))
        for first in range(0, tps, a_load)
    ]
    return (found, ()) if tps % a_load == 0 else (found[:-1], (found[-1],))


def _tps(desa: Desa, at: int, first: int, last: int) -> Lot:
    """Return what the TPS of `desa` from `first` up to `last` get together."""
    litres, kg, boxes = (
        sum(share(total, max(1, desa.tps), each) for each in range(first, last))
        for total in (desa.litres, desa.kg, desa.boxes)
    )
    return Lot(desa.code, at, litres, kg, boxes, desa.unload)
