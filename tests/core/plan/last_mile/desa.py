"""One desa with its TPS around the PPS, and goods that come some day."""

from datetime import date
from typing import Final

from tepat.core.plan.instance.carrying import Carrier, LastMile
from tepat.core.plan.instance.source import Source
from tepat.core.plan.instance.values import MINUTES_A_DAY, Day
from tepat.core.plan.last_mile.rounds import beelines
from tepat.core.plan.last_mile.values import Arrival, Errand, Point, TpsLoad

HOME: Final = (-2.0, 115.3)
DAYS: Final = (
    Day("H-3", date(2024, 11, 24)),
    Day("H-2", date(2024, 11, 25)),
    Day("H-1", date(2024, 11, 26)),
)
EVE: Final = 2 * MINUTES_A_DAY
"""00:00 of H-1."""
MIDNIGHT: Final = 3 * MINUTES_A_DAY
KNOWN: Final = Source("PPS Contoh", "2024-11-20", rough=False)
MOTOR: Final = Carrier("motor", "Sepeda motor", 2, 1, 20.0, source=KNOWN)
PICKUP: Final = Carrier("pikap", "Pikap", 1, 20, 20.0, source=KNOWN)
RULES: Final = LastMile(sort=30, load=10, handover=15, unknown=20, detour=1.5, source=KNOWN)


def clock(day: int, hours: int, minutes: int = 0) -> int:
    """Return a minute of the axis; day 2 is H-1."""
    return day * MINUTES_A_DAY + hours * 60 + minutes


def ring(count: int, boxes: int = 2, kg: int = 16) -> tuple[TpsLoad, ...]:
    """`count` TPS on a street that leads away from the PPS, 300 m apart by the beeline."""
    return tuple(
        TpsLoad(f"99.01.01.2001-{at:03}", at, boxes, kg, (HOME[0] + at * 300 / 111_195, HOME[1]))
        for at in range(1, count + 1)
    )


def errand(
    tps: tuple[TpsLoad, ...],
    *carriers: Carrier,
    at: int = clock(1, 10),
    deadline: int = MIDNIGHT,
    rules: LastMile = RULES,
    at_once: bool = False,
    arrivals: tuple[Arrival, ...] | None = None,
    home: Point | None = HOME,
) -> Errand:
    """All boxes of `tps` come at `at`, unless `arrivals` say otherwise."""
    boxes = sum(each.boxes for each in tps)
    return Errand(
        "99.01.01.2001",
        tps,
        (Arrival(at, boxes),) if arrivals is None else arrivals,
        carriers,
        beelines(home, tps, rules.detour),
        DAYS,
        deadline,
        rules,
        at_once,
        home,
    )
