"""Other journeys over the same ground: the way back after the count, and votes held again.

Each is a regency of its own: fewer desa, other days, other amounts. The same planner plans it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from tepat.core.plan.instance.values import MINUTES_A_DAY, Day, Instance, Targets, Verdict


def way_back(
    instance: Instance, days: Sequence[Day], deadline: int, litres_a_box: int, kg_a_box: int
) -> Instance:
    """Return the regency of the way back: every box of every desa, to the warehouse by `deadline`.

    `deadline` is minutes from 00:00 of the first of `days`. A round that fetches loads is as
    long and as full as one that brings them, so the trips of its plan are read as pickups.
    What waits a night at a PPS is guarded at the price of its store.
    """
    desa = tuple(
        replace(
            each,
            litres=each.boxes * litres_a_box,
            kg=each.boxes * kg_a_box,
            store=replace(each.store, verdict=Verdict.PASSED),
            blocked=(),
        )
        for each in instance.desa
    )
    return replace(_over(instance, days), desa=desa, targets=_by(instance.targets, deadline))


def again(
    instance: Instance, tps: Mapping[str, int], days: Sequence[Day], deadline: int
) -> Instance:
    """Return the regency of a vote held again (PSU) or later (PSL, PSS) in some TPS.

    `tps` gives how many TPS of each desa vote; boxes and loads are in proportion.
    Raises `KeyError` for a desa that is not in the regency.
    """
    known = {each.code for each in instance.desa}
    for code in tps:
        if code not in known:
            raise KeyError(code)
    desa = tuple(
        replace(
            each,
            tps=tps[each.code],
            boxes=-(-each.boxes * tps[each.code] // each.tps),
            litres=-(-each.litres * tps[each.code] // each.tps),
            kg=-(-each.kg * tps[each.code] // each.tps),
            blocked=(),
        )
        for each in instance.desa
        if tps.get(each.code)
    )
    return replace(_over(instance, days), desa=desa, targets=_by(instance.targets, deadline))


def only(instance: Instance, desa: Collection[str]) -> Instance:
    """Return the regency with some of its desa alone."""
    return replace(instance, desa=tuple(each for each in instance.desa if each.code in desa))


def _over(instance: Instance, days: Sequence[Day]) -> Instance:
    """Return `instance` over other days: as many vehicles each day as on its best day."""
    count = len(days)
    vehicles = tuple(
        replace(each, available=(max(each.available, default=0),) * count)
        for each in instance.vehicles
    )
    zones = tuple(
        replace(zone, probability=(zone.probability[-1],) * count) for zone in instance.hazard.zones
    )
    escorts = (max(instance.escorts),) * count if instance.escorts else ()
    return replace(
        instance,
        days=tuple(days),
        vehicles=vehicles,
        hazard=replace(instance.hazard, zones=zones),
        escorts=escorts,
    )


def _by(targets: Targets, deadline: int) -> Targets:
    ppk = max(0, deadline - MINUTES_A_DAY)
    return replace(targets, pps=deadline, ppk=ppk, tps=deadline)
