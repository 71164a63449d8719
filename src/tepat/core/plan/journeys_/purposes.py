"""What a plan is for, in words; and how long boxes are in whose hands on the way back."""

from dataclasses import dataclass
from typing import Final

from tepat.core.plan.instance.journey import Journey, Purpose
from tepat.core.plan.instance.values import Instance
from tepat.core.plan.saying import Language
from tepat.core.plan.schedule.values import Plan

NAMES: Final[dict[Purpose, tuple[str, str]]] = {
    Purpose.DELIVERY: ("Pengiriman sebelum pemungutan suara", "Delivery before the vote"),
    Purpose.RETURN: ("Arus balik", "Way back"),
    Purpose.PSU: ("Pemungutan suara ulang (PSU)", "Vote held again (PSU)"),
    Purpose.PSL: ("Pemungutan suara lanjutan (PSL)", "Vote continued (PSL)"),
    Purpose.PSS: ("Pemungutan suara susulan (PSS)", "Vote held later (PSS)"),
}


def name_of(journey: Journey, language: Language = "id") -> str:
    """Return what the trips are for, with its day; "" for the delivery before the main vote.

    >>> from datetime import date
    >>> name_of(Journey(Purpose.PSU, date(2024, 12, 5)))
    'Pemungutan suara ulang (PSU) 05-12-2024'
    >>> name_of(Journey())
    ''
    """
    if journey.purpose is Purpose.DELIVERY:
        return ""
    name = NAMES[journey.purpose][language == "en"]
    return f"{name} {journey.vote:%d-%m-%Y}" if journey.vote else name


def on_paper(journey: Journey) -> str:
    """Return the line of a paper that says what it is for, "" for the main delivery.

    >>> from datetime import date
    >>> on_paper(Journey(Purpose.PSU, date(2024, 12, 5), ("a", "b"), decision="21/2024"))
    'Pemungutan suara ulang (PSU) 05-12-2024, 2 TPS, keputusan 21/2024, surat suara bertanda PSU'
    """
    parts = [name_of(journey)]
    if journey.is_back:
        parts.append("penjemputan kotak sesudah penghitungan")
    if journey.tps:
        parts.append(f"{len(journey.tps)} TPS")
    if journey.decision:
        parts.append(f"keputusan {journey.decision}")
    if journey.purpose is Purpose.PSU:
        parts.append("surat suara bertanda PSU")
    return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Held:
    """Boxes of one place on the way back: minutes they wait there, and minutes they travel."""

    place: str
    waits: int
    rides: int
    trip: str


def held(instance: Instance, plan: Plan) -> tuple[Held, ...]:
    """Return how long the boxes of each stop wait to be fetched and ride until they are put down.

    Empty unless the plan is a way back: before the vote nobody fetches.
    """
    journey = instance.journey
    if not journey.is_back:
        return ()
    houses = {each.id for each in instance.warehouses}
    return tuple(
        Held(
            stop.place,
            stop.arrive - (journey.recap if trip.origin in houses else journey.ready),
            trip.end - stop.leave,
            trip.id,
        )
        for trip in plan.trips
        for stop in trip.stops
    )


def hours(minutes: int) -> str:
    """Return minutes as hours and minutes.

    >>> hours(185), hours(45)
    ('3 jam 5 menit', '45 menit')
    """
    whole, rest = divmod(minutes, 60)
    parts = [f"{whole} jam"] if whole else []
    return " ".join([*parts, f"{rest} menit"] if rest or not whole else parts)
