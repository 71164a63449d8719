"""How fast each mode is on each stretch: a weight function that is data, not code."""

from typing import Final

from tepat.core.plan.instance.values import Arc, Mode, Status

CLOSED: Final = float("inf")


def seconds_of(arc: Arc, mode: Mode, *, flooded: bool) -> float:
    """Return seconds over `arc` by `mode`, infinite where it cannot pass.

    A surveyed time wins over speed and length.

    >>> from tepat.core.plan.instance.values import Arc, Mode
    >>> truck = Mode("truck", "Truk", {"primary": 36.0}, flooded=0.5)
    >>> road = Arc("1", "a", "b", 3_000, "primary", zone="z1")
    >>> seconds_of(road, truck, flooded=False), seconds_of(road, truck, flooded=True)
    (300.0, 600.0)
    """
    if arc.status is Status.CLOSED or 0 < arc.tonnes < mode.tonnes:
        return CLOSED
    speed = mode.kmh.get(arc.road, 0.0) * mode.surface.get(arc.surface, 1.0)
    if mode.id in arc.minutes:
        seconds = arc.minutes[mode.id] * 60.0
    elif speed > 0:
        seconds = arc.metres * 3.6 / speed
    else:
        return CLOSED
    for slows, share in (
        (arc.status is Status.RESTRICTED, mode.restricted),
        (flooded and bool(arc.zone), mode.flooded),
    ):
        if slows:
            seconds = seconds / share if share > 0 else CLOSED
    return seconds
