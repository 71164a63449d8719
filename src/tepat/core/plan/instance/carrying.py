"""What brings goods from a PPS to its TPS."""

from dataclasses import dataclass
from typing import Final

from tepat.core.plan.instance.source import NOBODY, Source


@dataclass(frozen=True, slots=True)
class Carrier:
    """Equal motorcycles, pickups or boats that bring goods from a PPS to its TPS.

    `place` is the code of the desa or kecamatan that has them, "" where every PPS has as
    many. One trip holds `boxes` and `kg`, 0 kg where nobody limits it.
    """

    id: str
    name: str
    count: int
    boxes: int
    kmh: float = 20.0
    kg: int = 0
    place: str = ""
    source: Source = NOBODY


@dataclass(frozen=True, slots=True)
class LastMile:
    """From the PPS to its TPS: what carries, and minutes of work. Guesses where nobody said.

    `sort` is spent once on goods that came, `load` on each trip, `handover` at each TPS;
    `unknown` is the way from the PPS to a TPS that has no point. Where no road is known a
    way is `detour` times the beeline.
    """

    carriers: tuple[Carrier, ...] = ()
    sort: int = 30
    load: int = 10
    handover: int = 15
    unknown: int = 20
    detour: float = 1.5
    source: Source = NOBODY


UNSAID: Final = LastMile()
"""Where nobody has said anything."""
