"""What vehicles, stores and prices of an instance say of each other."""

from dataclasses import replace
from typing import Final

from tepat.core.plan.instance.carrying import Carrier
from tepat.core.plan.instance.found import Found
from tepat.core.plan.instance.riding import follow_price, seats_short
from tepat.core.plan.instance.sizes import fits, lot_of
from tepat.core.plan.instance.units import COUNTED, HIRE, NIGHT
from tepat.core.plan.instance.values import Desa, Instance, Kecamatan, Vehicle, Verdict
from tepat.core.plan.saying import rupiah
from tepat.core.problems import Code, Fact

_NAMES_SHOWN: Final = 3


def fleet(instance: Instance, found: Found) -> Instance:
    """Return `instance` without vehicles and carriers that cannot be used; tell what is short."""
    instance = _vehicles(instance, found)
    instance = _sizes(instance, found)
    _fleet_by_day(instance, found)
    _stores(instance, found)
    _waves(instance, found)
    _seats(instance, found)
    _prices(instance, found)
    return _carriers(instance, found)


def _vehicles(instance: Instance, found: Found) -> Instance:
    """Vehicles move by modes that exist and change where a transfer joins them."""
    modes = {mode.id for mode in instance.modes}
    homes = {house.id for house in instance.warehouses}
    homes |= {each.code for each in instance.kecamatan}
    joined = {frozenset(transfer.modes) for transfer in instance.transfers}
    kept = []
    for at, vehicle in enumerate(instance.vehicles):
        path, place = f"vehicles[{at}]", vehicle.name or vehicle.id
        good = [found.name(f"{path}.modes", place, leg, modes, "out") for leg in vehicle.legs]
        if not all(good):
            continue
        pairs = zip(vehicle.legs, vehicle.legs[1:], strict=False)
        apart = [pair for pair in pairs if frozenset(pair) not in joined]
        for first, second in apart:
            found.add(Code.VEHICLE_NO_CHAIN, path=path, place=place, first=first, second=second)
        if vehicle.warehouse and not found.name(
            f"{path}.warehouse", place, vehicle.warehouse, homes, "none"
        ):
            vehicle = replace(vehicle, warehouse="")
        if not apart:
            kept.append(vehicle)
    return replace(instance, vehicles=tuple(kept))


def _sizes(instance: Instance, found: Found) -> Instance:
    """A vehicle holds at least one box of somebody; each box fits some vehicle."""
    lots = [lot_of(desa) for desa in instance.desa]
    kept: list[Vehicle] = []
    for at, vehicle in enumerate(instance.vehicles):
        if lots and not any(fits(vehicle, lot) for lot in lots):
            litres, kg = min(lots)
            found.add(
                Code.VEHICLE_FITS_NOTHING,
                path=f"vehicles[{at}]",
                place=vehicle.name or vehicle.id,
                litres=vehicle.litres,
                kg=vehicle.kg,
                lot_litres=litres,
                lot_kg=kg,
            )
        else:
            kept.append(vehicle)
    for desa, lot in zip(instance.desa, lots, strict=True):
        if kept and not any(fits(vehicle, lot) for vehicle in kept):
            place = desa.name or desa.code
            found.add(Code.LOT_TOO_LARGE, place=place, litres=lot[0], kg=lot[1])
    return replace(instance, vehicles=tuple(kept))


def _fleet_by_day(instance: Instance, found: Found) -> None:
    for at, day in enumerate(instance.days):
        if not any(vehicle.available[at] for vehicle in instance.vehicles):
            found.add(Code.DAY_NO_VEHICLE, place=day.label, **_cheapest(instance))


def _cheapest(instance: Instance) -> dict[str, Fact]:
    """Name the vehicle that costs least a day, and what; empty where no price is known."""
    priced = [each for each in instance.vehicles if each.day_price]
    if not priced:
        return {"cheapest": "", "cheapest_en": ""}
    best = min(priced, key=lambda each: (each.day_price, each.id))
    name = best.name or best.id
    return {
        "cheapest": f" (termurah {name}, {rupiah(best.day_price)} sehari)",
        "cheapest_en": f" (cheapest {name}, {rupiah(best.day_price, 'en')} a day)",
    }


def _stores(instance: Instance, found: Found) -> None:
    """One problem for each kecamatan with stores that nobody inspected."""
    unseen: dict[str, list[Desa | Kecamatan]] = {each.code: [] for each in instance.kecamatan}
    for each in instance.kecamatan:
        if each.store.verdict is Verdict.UNKNOWN:
            unseen[each.code].append(each)
    for desa in instance.desa:
        if desa.store.verdict is Verdict.UNKNOWN:
            unseen[desa.kecamatan].append(desa)
    for kecamatan in instance.kecamatan:
        stores = unseen[kecamatan.code]
        if stores:
            names = ", ".join(_store_name(store) for store in stores[:_NAMES_SHOWN])
            more = ", …" if len(stores) > _NAMES_SHOWN else ""
            place = kecamatan.name or kecamatan.code
            found.add(Code.STORE_UNKNOWN, place=place, count=len(stores), names=names + more)


def _waves(instance: Instance, found: Found) -> None:
    """All boxes leave within the days there are."""
    sizes = [each.wave_boxes for each in instance.warehouses]
    boxes = sum(desa.boxes for desa in instance.desa)
    room = sum(sizes) * len(instance.days)
    if sizes and all(sizes) and room < boxes:
        least = -(-boxes // (len(instance.days) * len(sizes)))
        place = instance.warehouses[0].name or instance.warehouses[0].id
        found.add(
            Code.WAVE_SMALL,
            place=place,
            boxes=boxes,
            room=room,
            days=len(instance.days),
            least=least,
        )


def _seats(instance: Instance, found: Found) -> None:
    """What follows a vehicle with too few seats has a price."""
    if follow_price(instance) is not None:
        return
    homes = {each.code for each in instance.kecamatan}
    for vehicle in instance.vehicles:
        short = seats_short(instance, vehicle)
        if short and vehicle.warehouse not in homes:
            place = vehicle.name or vehicle.id
            found.add(Code.SEATS_SHORT, place=place, seats=vehicle.seats, count=short)


def _prices(instance: Instance, found: Found) -> None:
    """Prices are counted by a unit that trips have, and for vehicles that there are."""
    vehicles = {vehicle.id for vehicle in instance.vehicles}
    for at, price in enumerate(instance.prices):
        head, _, only = price.id.partition(":")
        place, path = price.name or price.id, f"prices[{at}]"
        if price.unit not in COUNTED and price.unit != NIGHT:
            got = price.unit or "-"
            found.add(Code.PLAN_PRICE_UNIT, path=f"{path}.unit", place=place, got=got)
        elif only and head != HIRE and only not in vehicles:
            found.add(Code.PLAN_PRICE_VEHICLE, path=f"{path}.id", place=place, got=only)


def _store_name(store: Desa | Kecamatan) -> str:
    name = store.name or store.code
    return f"PPK {name}" if isinstance(store, Kecamatan) else name


def _carriers(instance: Instance, found: Found) -> Instance:
    """Carriers of the last mile stand at places that there are, each kind once at a place."""
    places = {"", *(each.code for each in instance.kecamatan)}
    places |= {each.code for each in instance.desa}
    kept: dict[tuple[str, str], Carrier] = {}
    for at, carrier in enumerate(instance.last_mile.carriers):
        path, name = f"last_mile.carriers[{at}]", carrier.name or carrier.id
        if (carrier.place, carrier.id) in kept:
            found.add(Code.PLAN_TWICE, path=f"{path}.id", got=carrier.id)
        elif found.name(f"{path}.place", name, carrier.place, places, "out"):
            kept[carrier.place, carrier.id] = carrier
    return replace(instance, last_mile=replace(instance.last_mile, carriers=tuple(kept.values())))
