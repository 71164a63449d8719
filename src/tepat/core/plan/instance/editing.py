"""Change one thing of an instance: a flood's probability, a fleet, a store, a road.

Each change names who said it; nothing else moves. What is typed is read here too, so that
the desk and a command refuse the same things in the same words.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from tepat.core.plan.instance.values import Instance, Source, Status, Store, Verdict
from tepat.core.problems import Code, refuse


@dataclass(frozen=True, slots=True)
class Prices:
    """What one vehicle costs in rupiah: a day, a kilometre, an hour."""

    day: int
    km: int
    hour: int


def with_zone(
    instance: Instance, zone: str, probability: Sequence[float], source: Source
) -> Instance:
    """Return `instance` with the probability of `zone` on each day."""
    zones = tuple(
        replace(each, probability=tuple(probability), source=source, sources=())
        if each.id == zone
        else each
        for each in instance.hazard.zones
    )
    _changed(zone, [each.id for each in instance.hazard.zones])
    return replace(instance, hazard=replace(instance.hazard, zones=zones))


def with_vehicle(
    instance: Instance, vehicle: str, available: Sequence[int], prices: Prices, source: Source
) -> Instance:
    """Return `instance` with how many of `vehicle` there are on each day, and its prices."""
    _changed(vehicle, [each.id for each in instance.vehicles])
    vehicles = tuple(
        replace(
            each,
            available=tuple(available),
            day_price=prices.day,
            km_price=prices.km,
            hour_price=prices.hour,
            source=source,
        )
        if each.id == vehicle
        else each
        for each in instance.vehicles
    )
    return replace(instance, vehicles=vehicles)


def with_store(
    instance: Instance, place: str, verdict: Verdict, guard: int, source: Source
) -> Instance:
    """Return `instance` with what the inspection of a store found; `place` is its code."""
    _changed(
        place, [*(each.code for each in instance.kecamatan), *(each.code for each in instance.desa)]
    )

    def store(old: Store) -> Store:
        return replace(old, verdict=verdict, guard=guard, source=source)

    return replace(
        instance,
        kecamatan=tuple(
            replace(each, store=store(each.store)) if each.code == place else each
            for each in instance.kecamatan
        ),
        desa=tuple(
            replace(each, store=store(each.store)) if each.code == place else each
            for each in instance.desa
        ),
    )


def with_road(
    instance: Instance, road: str, status: Status, comment: str, source: Source
) -> Instance:
    """Return `instance` with a road open, restricted or closed."""
    _changed(road, [each.id for each in instance.arcs])
    arcs = tuple(
        replace(each, status=status, comment=comment, source=source) if each.id == road else each
        for each in instance.arcs
    )
    return replace(instance, arcs=arcs)


def _changed(name: str, known: Sequence[str]) -> None:
    if name not in known:
        raise refuse(Code.PLAN_PART_UNKNOWN, value=name[:60])


def per_day(text: str, days: int, field: str) -> tuple[int, ...]:
    """Return a count for each day from what was typed: one number for all days, or one each.

    >>> per_day("2", 3, "Truk"), per_day("2 2 1", 3, "Truk")
    ((2, 2, 2), (2, 2, 1))
    """
    parts = text.replace(",", " ").replace(";", " ").split()
    if len(parts) not in (1, days):
        raise refuse(Code.PLAN_PER_DAY, field=field, count=len(parts), days=days)
    found = tuple(whole(part, field) for part in parts)
    return found * days if len(found) == 1 else found


def chances(text: str, days: int, field: str) -> tuple[float, ...]:
    """Return a probability for each day from per cent as typed, the comma as people write it.

    >>> chances("10 12,5", 2, "Zona 1")
    (0.1, 0.125)
    """
    parts = text.replace(";", " ").replace("%", " ").split()
    if len(parts) not in (1, days):
        raise refuse(Code.PLAN_PER_DAY, field=field, count=len(parts), days=days)
    found = []
    for part in parts:
        try:
            share = Decimal(part.replace(",", "."))
        except InvalidOperation:
            share = Decimal(-1)
        if not share.is_finite() or not 0 <= share <= 100:
            raise refuse(Code.PLAN_PER_CENT, field=field, value=part[:40])
        found.append(float(share / 100))
    return tuple(found * days if len(found) == 1 else found)


def whole(text: str, field: str) -> int:
    """Return a whole number as people write it, 1.900.000.

    >>> whole("1.900.000", "Sewa")
    1900000
    """
    plain = text.strip().removeprefix("Rp").strip().replace(".", "").replace(" ", "")
    if not (plain.isascii() and plain.isdigit()) or len(plain) > 12:
        raise refuse(Code.PLAN_WHOLE, field=field, value=text.strip()[:40])
    return int(plain)
