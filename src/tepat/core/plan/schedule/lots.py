"""What is brought where: the goods of a desa, in as many lots as its vehicles need."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tepat.core.plan.instance.values import Desa, Instance, Kecamatan, Vehicle
from tepat.core.plan.network.times import UNREACHABLE, Travel
from tepat.core.plan.risk.judging import homes


@dataclass(frozen=True, slots=True)
class Lot:
    """A part of what one place gets; `code` is that of a desa, or of a kecamatan for its PPK."""

    code: str
    place: int
    litres: int
    kg: int
    boxes: int
    unload: int


Sure = Mapping[tuple[str, str], float]
"""By desa and profile, the chance to get through on some day."""


def lots_of(
    instance: Instance,
    travel: Travel,
    via: frozenset[str] = frozenset(),
    sure: Sure | None = None,
) -> tuple[list[Lot], list[Desa]]:
    """Return the lots that leave the warehouses, and the desa that nothing can reach.

    Desa of the kecamatan in `via` are supplied by way of their PPK. Lots are as large as
    the largest vehicle that gets through surely enough by `sure`, or by the surest.
    """
    lots: list[Lot] = []
    beyond: list[Desa] = []
    for desa in instance.desa:
        if desa.kecamatan not in via:
            found = _parted(instance, travel, desa, (desa.litres, desa.kg, desa.boxes), sure or {})
            lots += found
            if not found:
                beyond.append(desa)
    for kecamatan in instance.kecamatan:
        if kecamatan.code in via:
            mine = [desa for desa in instance.desa if desa.kecamatan == kecamatan.code]
            total = (
                sum(desa.litres for desa in mine),
                sum(desa.kg for desa in mine),
                sum(desa.boxes for desa in mine),
            )
            lots += _parted(instance, travel, kecamatan, total, sure or {})
    return lots, beyond


def round_lots(desa: Sequence[Desa], vehicle: Vehicle, places: Mapping[str, int]) -> list[Lot]:
    """Return the lots of a round from a PPK by one kind of vehicle."""
    return [
        lot
        for each in desa
        for lot in _split(each, places[each.code], (each.litres, each.kg, each.boxes), vehicle)
    ]


def _parted(
    instance: Instance,
    travel: Travel,
    target: Desa | Kecamatan,
    total: tuple[int, int, int],
    sure: Sure,
) -> list[Lot]:
    """Split for the largest of the vehicles that get through surely enough."""
    places, home = travel.places, homes(instance)
    at = places.index(target.code)
    warehouses = {each.id for each in instance.warehouses}
    reaching = [
        vehicle
        for vehicle in instance.vehicles
        if home[vehicle.id] in warehouses
        and any(vehicle.available)
        and travel.minutes(vehicle.profile)[places.index(home[vehicle.id]), at] < UNREACHABLE
    ]
    if not reaching:
        return []
    chances = {each.id: sure.get((target.code, each.profile), 1.0) for each in reaching}
    enough = min(instance.targets.desa, max(chances.values()))
    reaching = [vehicle for vehicle in reaching if chances[vehicle.id] >= enough]
    largest = max(reaching, key=lambda vehicle: (vehicle.litres, vehicle.kg, vehicle.id))
    return _split(target, at, total, largest)


def _split(
    target: Desa | Kecamatan, at: int, total: tuple[int, int, int], vehicle: Vehicle
) -> list[Lot]:
    litres, kg, boxes = total
    parts = max(1, -(-litres // max(1, vehicle.litres)), -(-kg // max(1, vehicle.kg)))
    unload = target.unload if isinstance(target, Desa) else 30
    return [
        Lot(
            target.code,
            at,
            share(litres, parts, part),
            share(kg, parts, part),
            share(boxes, parts, part),
            unload,
        )
        for part in range(parts)
    ]


def share(total: int, parts: int, part: int) -> int:
    """The `part`-th of `parts` nearly equal shares."""
    return total * (part + 1) // parts - total * part // parts
