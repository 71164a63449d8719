"""Which TPS one trip from the PPS serves, and in which order.

Up to `MOST_EXACT` lots the split with the fewest minutes is proved by the same dynamic
programming as the rounds of a PPK; more are taken in bearings around the PPS, `SECTOR` at a
time. Where no TPS of the desa is on the map they go by number.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import atan2
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tepat.core.plan.instance.carrying import Carrier
from tepat.core.plan.instance.values import MINUTES_A_DAY
from tepat.core.plan.last_mile.values import Errand, Point, TpsLoad
from tepat.core.plan.network.matrices import haversine
from tepat.core.plan.schedule.rounds import MOST_EXACT, Kind, best

UNKNOWN: Final = -1
NO_LIMIT: Final = 10**9
SECTOR: Final = 10
"""Lots of one sector: proving ten takes a tenth of the time that proving thirteen does."""
KEPT: Final = 256
"""Answers kept: the same trips are asked for while it is tried what would help."""

Minutes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class TpsLot:
    """What one trip brings to one TPS (an index)."""

    tps: int
    boxes: int
    kg: int


@dataclass(frozen=True, slots=True)
class Tours:
    """Trips as lots in their order; `proved` as in `TpsList`."""

    trips: tuple[tuple[TpsLot, ...], ...]
    proved: bool


def beelines(
    home: Point | None, tps: Sequence[TpsLoad], detour: float
) -> tuple[tuple[int, ...], ...]:
    """Return metres between the PPS and its TPS, `detour` times the beeline, -1 unknown."""
    points = [home, *(each.point for each in tps)]
    return tuple(
        tuple(
            UNKNOWN if a is None or b is None else round(haversine(a, b) * detour) for b in points
        )
        for a in points
    )


def minutes_by(errand: Errand, carrier: Carrier) -> Minutes:
    """Return minutes between the PPS and its TPS by one carrier, rounded up.

    To and from a TPS whose point is not known it takes `unknown` minutes, by anything.
    """
    metres = np.array(errand.metres, dtype=np.float64)
    minutes = np.where(metres < 0, errand.rules.unknown, np.ceil(metres * 0.06 / carrier.kmh))
    np.fill_diagonal(minutes, 0)
    return np.minimum(minutes, NO_LIMIT).astype(np.int64)


def holds(carrier: Carrier, boxes: int, kg: int) -> bool:
    """Tell whether one trip of `carrier` can take so much."""
    return carrier.boxes >= boxes and (not carrier.kg or carrier.kg >= kg)


def lots_for(errand: Errand, which: Sequence[int], carrier: Carrier) -> list[TpsLot]:
    """Cut what the TPS `which` get into lots that `carrier` can take."""
    lots = []
    for tps in which:
        load = errand.tps[tps]
        parts = max(1, -(-load.boxes // max(1, carrier.boxes)))
        if carrier.kg:
            parts = max(parts, -(-load.kg // carrier.kg))
        for part in range(parts):
            boxes, kg = (
                whole * (part + 1) // parts - whole * part // parts
                for whole in (load.boxes, load.kg)
            )
            lots.append(TpsLot(tps, boxes, kg))
    return lots


def tours(
    errand: Errand, carriers: Sequence[Carrier], lots: Sequence[TpsLot], share: int
) -> Tours | None:
    """Return trips that bring all `lots`, each about 1 / `share` of the work at most.

    None where no trip may be that short. Every lot fits one of `carriers`.
    """
    if _each_alone(carriers, lots):
        return Tours(tuple((lot,) for lot in lots), True)
    if all(_is_unknown(errand, lot) for lot in lots):
        return Tours(_by_number(carriers, lots, share), False)
    # What helps is asked for with other hours and counts; the ground stays.
    ground = replace(errand, arrivals=(), carriers=(), deadline=0, at_once=False)
    kinds = tuple(replace(carrier, count=1) for carrier in carriers)
    whole = _cheapest(ground, kinds, tuple(lots), 2 * MINUTES_A_DAY)
    if whole is None or share <= 1:
        return whole
    work = [_work(errand, carriers[0], trip) for trip in whole.trips]
    alone = max(_work(errand, carriers[0], (lot,)) for lot in lots)
    found = _cheapest(ground, kinds, tuple(lots), max(alone, -(-sum(work) // share)))
    return Tours(found.trips, False) if found else None


def _each_alone(carriers: Sequence[Carrier], lots: Sequence[TpsLot]) -> bool:
    """Tell whether no carrier takes any two of the lots."""
    if len(lots) < 2:
        return True
    boxes = sum(sorted(lot.boxes for lot in lots)[:2])
    kg = sum(sorted(lot.kg for lot in lots)[:2])
    return not any(holds(carrier, boxes, kg) for carrier in carriers)


def _is_unknown(errand: Errand, lot: TpsLot) -> bool:
    return errand.metres[0][lot.tps + 1] < 0


def _by_number(
    carriers: Sequence[Carrier], lots: Sequence[TpsLot], share: int
) -> tuple[tuple[TpsLot, ...], ...]:
    """Fill one trip after the other in the order of the lots."""
    most = -(-len(lots) // share)
    trips: list[list[TpsLot]] = []
    for lot in lots:
        last = trips[-1] if trips else []
        boxes = sum(each.boxes for each in last) + lot.boxes
        kg = sum(each.kg for each in last) + lot.kg
        fits = any(holds(carrier, boxes, kg) for carrier in carriers)
        if last and fits and len(last) < most:
            last.append(lot)
        else:
            trips.append([lot])
    return tuple(tuple(trip) for trip in trips)


def _work(errand: Errand, carrier: Carrier, trip: Sequence[TpsLot]) -> int:
    """Minutes of one trip with loading and handovers."""
    minutes, at, spent = minutes_by(errand, carrier), 0, errand.rules.load
    for lot in trip:
        spent += int(minutes[at, lot.tps + 1]) + errand.rules.handover
        at = lot.tps + 1
    return spent + int(minutes[at, 0])


@lru_cache(maxsize=KEPT)
def _cheapest(
    errand: Errand, carriers: tuple[Carrier, ...], lots: tuple[TpsLot, ...], longest: int
) -> Tours | None:
    trips: list[tuple[TpsLot, ...]] = []
    parts = _parts(errand, lots)
    for part in parts:
        stops = [0, *(lot.tps + 1 for lot in part)]
        square = np.ix_(stops, stops)
        kinds = []
        for carrier in carriers:
            minutes = minutes_by(errand, carrier)[square]
            # Loading is paid for each trip, so that two half trips are not as good as one.
            most = longest - errand.rules.load
            kg = carrier.kg or NO_LIMIT
            kinds.append(
                Kind(carrier.id, carrier.boxes, kg, errand.rules.load, most, minutes, minutes)
            )
        found = best(
            kinds,
            [lot.boxes for lot in part],
            [lot.kg for lot in part],
            [errand.rules.handover] * len(part),
        )
        if found.cost < 0:
            return None
        trips += [_read(errand, [part[stop] for stop in trip.stops]) for trip in found.trips]
    return Tours(tuple(trips), len(parts) == 1)


def _read(errand: Errand, trip: list[TpsLot]) -> tuple[TpsLot, ...]:
    """Return a tour in the direction a person would take: the lower number first.

    A tour and its reverse take equal minutes; TPS without a point that follow each other
    stand in any order, so they are put by number.
    """
    metres = np.array(errand.metres)
    if trip[0].tps > trip[-1].tps and np.allclose(metres, metres.T, rtol=0, atol=2):
        trip.reverse()
    found: list[TpsLot] = []
    run: list[TpsLot] = []
    for lot in trip:
        if _is_unknown(errand, lot):
            run.append(lot)
        else:
            found += [*sorted(run, key=lambda each: each.tps), lot]
            run = []
    return (*found, *sorted(run, key=lambda each: each.tps))


def _parts(errand: Errand, lots: Sequence[TpsLot]) -> list[list[TpsLot]]:
    """Cut the lots into sectors around the PPS; those of TPS without a point come last."""
    if len(lots) <= MOST_EXACT:
        return [list(lots)]
    ordered = sorted(lots, key=lambda lot: _bearing(errand, lot))
    count = -(-len(ordered) // SECTOR)
    size = -(-len(ordered) // count)
    return [ordered[first : first + size] for first in range(0, len(ordered), size)]


def _bearing(errand: Errand, lot: TpsLot) -> tuple[float, int]:
    point = errand.tps[lot.tps].point
    if point is None or errand.home is None:
        return 4.0, lot.tps  # beyond pi
    return atan2(point[0] - errand.home[0], point[1] - errand.home[1]), lot.tps
