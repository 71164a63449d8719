"""A way through the network as a driver reads it: roads, how far, what floods.

*Jalan Kota 2 km, jalan provinsi 30 km; rawan tergenang: Rawa Hilir*. Stretches of one road
are drawn together; of many, the longest are named in the order they are driven.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from tepat.core.documents.words import grouped
from tepat.core.plan.instance.values import Arc, Instance, Status

MOST_ROADS: Final = 4
MOST_POINTS: Final = 3

ROADS: Final[Mapping[str, str]] = {
    "motorway": "jalan tol",
    "trunk": "jalan nasional",
    "primary": "jalan utama",
    "secondary": "jalan provinsi",
    "tertiary": "jalan kabupaten",
    "unclassified": "jalan lokal",
    "residential": "jalan permukiman",
    "service": "jalan akses",
    "track": "jalan tanah",
    "path": "jalan setapak",
    "river": "sungai",
    "ferry": "penyeberangan",
    "sea": "laut",
    "plain": "darat",
    "hill": "darat berbukit",
    "swamp": "darat berawa",
    "connector": "masuk dari jalan",
}
"""What a stretch without a name is called, by its class."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    name: str
    metres: int


class Roads:
    """The roads of one instance by their ids."""

    def __init__(self, instance: Instance) -> None:
        self._arcs = {arc.id: arc for arc in instance.arcs}
        self._points = {node.id: node.name for node in instance.nodes}
        self._zones = {zone.id: zone.name or zone.id for zone in instance.hazard.zones}

    def words(self, ids: Iterable[str]) -> str:
        """Return the way over these arcs in words, empty where one is not known."""
        arcs = [self._arcs.get(each) for each in ids]
        known = [arc for arc in arcs if arc is not None]
        if not known or len(known) < len(arcs):
            return ""
        driven = _stretches(known)
        parts = [f"{each.name} {distance(each.metres)}" for each in _main(driven)]
        # Of one road the whole length stands beside it anyway.
        told = ", ".join(parts) if len(driven) > 1 else driven[0].name
        if through := self._through(known):
            told += f"; lewat {', '.join(through)}"
        if zones := self._flooding(known):
            told += f"; rawan tergenang: {', '.join(zones)}"
        if any(arc.status is Status.RESTRICTED for arc in known):
            told += "; sebagian terbatas"
        return told

    def _through(self, arcs: list[Arc]) -> list[str]:
        """Named points between the first and the last, without those that name a road."""
        ends = [{arc.tail, arc.head} for arc in arcs]
        passed = [ends[at] & ends[at + 1] for at in range(len(arcs) - 1)]
        names = [self._points.get(each, "") for both in passed for each in sorted(both)]
        found = list(dict.fromkeys(filter(None, names)))
        if len(found) <= MOST_POINTS:
            return found
        step = (len(found) - 1) / (MOST_POINTS - 1)
        return [found[round(at * step)] for at in range(MOST_POINTS)]

    def _flooding(self, arcs: list[Arc]) -> list[str]:
        zones = [self._zones.get(arc.zone, arc.zone) for arc in arcs if arc.zone]
        return list(dict.fromkeys(zones))


def distance(metres: int) -> str:
    """Return a length as a driver reads it.

    >>> distance(350), distance(2_040), distance(30_000), distance(1_204_000)
    ('350 m', '2 km', '30 km', '1.204 km')
    >>> distance(2_460)
    '2,5 km'
    """
    if metres < 1000:
        return f"{metres} m"
    if metres >= 10_000:
        return f"{grouped(round(metres / 1000))} km"
    tenths = Decimal(metres).scaleb(-3).quantize(Decimal("0.1"))
    return f"{tenths}".removesuffix(".0").replace(".", ",") + " km"


def _stretches(arcs: Iterable[Arc]) -> list[_Stretch]:
    found: list[_Stretch] = []
    for arc in arcs:
        name = arc.name or ROADS.get(arc.road, arc.road)
        if found and found[-1].name == name:
            found[-1] = _Stretch(name, found[-1].metres + arc.metres)
        else:
            found.append(_Stretch(name, arc.metres))
    return found


def _main(stretches: list[_Stretch]) -> list[_Stretch]:
    """The longest stretches, in their order on the way."""
    order = sorted(range(len(stretches)), key=lambda at: (-stretches[at].metres, at))
    return [stretches[at] for at in sorted(order[:MOST_ROADS])]
