"""Where zones lie, small: each outline over the places of the kabupaten."""

from collections.abc import Mapping, Sequence
from math import cos, radians
from typing import Any, Final

from tepat.core.plan.instance.values import Instance

WIDE: Final = 100
"""Units of a picture across."""
EDGE: Final = 4

Ring = Sequence[Sequence[float]]


def pictures(instance: Instance, outlines: Mapping[str, Sequence[Ring]]) -> dict[str, Any]:
    """Return height, dots of the places, and by zone the path of its outline; {} without any.

    All share one frame, that of the places, so that they can be held beside each other.
    """
    at = {node.id: (node.lat, node.lon) for node in instance.nodes}
    places = [at[each.node] for each in instance.desa if each.node in at]
    if not places or not outlines:
        return {}
    north, south = max(lat for lat, _ in places), min(lat for lat, _ in places)
    west, east = min(lon for _, lon in places), max(lon for _, lon in places)
    shrink = cos(radians((north + south) / 2))
    scale = (WIDE - 2 * EDGE) / max((east - west) * shrink, (north - south), 1e-6)

    def spot(lat: float, lon: float) -> str:
        return f"{EDGE + (lon - west) * shrink * scale:.1f} {EDGE + (north - lat) * scale:.1f}"

    return {
        "high": round((north - south) * scale) + 2 * EDGE,
        "wide": round((east - west) * shrink * scale) + 2 * EDGE,
        "dots": "".join(f"M{spot(*each)}h0" for each in places),
        "zones": {
            zone: "".join(
                "M" + "L".join(spot(lat, lon) for lat, lon in ring) + "Z" for ring in rings
            )
            for zone, rings in outlines.items()
        },
    }
