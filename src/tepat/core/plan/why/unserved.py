"""Why no trip serves a desa, and what its fleet tells would help.

`Reason` is the closed list that a plan file holds; the words stand in `reasons`.
"""

from collections.abc import Iterable
from enum import StrEnum

from tepat.core.plan.instance.sizes import fits, lot_of
from tepat.core.plan.instance.values import Desa, Instance, Vehicle
from tepat.core.plan.network.times import UNREACHABLE, Travel
from tepat.core.plan.schedule.values import Unassigned
from tepat.core.plan.why.remedies import Fix


class Reason(StrEnum):
    """Why no trip serves a desa."""

    NO_WAY = "tanpa_jalan"
    NO_VEHICLE = "kendaraan_habis"
    TOO_LARGE = "tidak_muat"
    TOO_FAR = "terlalu_jauh"


def unassigned_of(instance: Instance, travel: Travel, desa: Desa) -> Unassigned:
    """Return why no trip serves `desa`, with the cheapest fix that its fleet tells."""
    hired = reaching(instance, travel, desa)
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


def reaching(instance: Instance, travel: Travel, desa: Desa) -> dict[str, tuple[Vehicle, int, int]]:
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
