"""What a warning of BMKG lies over: kecamatan, roads and zones, by its polygons.

Apart from the reading of warnings, which every desk does: polygons need the extra `plan`.
"""

from typing import NamedTuple

from tepat.adapters import polygons
from tepat.core.plan.hazard.alerts import Alert, zones_of
from tepat.core.plan.instance.values import Instance
from tepat.core.problems import Code, Problem


class Area(NamedTuple):
    """What one event of an alert lies over."""

    kecamatan: tuple[str, ...]
    arcs: tuple[str, ...]
    zones: tuple[str, ...]


def areas_of(
    alert: Alert,
    instance: Instance,
    kecamatan: polygons.PolygonIndex | None = None,
    lines: polygons.Lines = polygons.NO_LINES,
) -> tuple[list[Area], list[Problem]]:
    """Return what each event of `alert` lies over, by its polygons and by nothing else.

    An event whose polygons have no area lies over nothing, and that is said.
    """
    areas, problems = [], []
    for event in alert.warned:
        shapes = []
        for row, ring in enumerate(event.areas, start=1):
            name = event.headline or event.event
            shape, found = polygons.polygon_of(ring, name, alert.identifier, row)
            problems += found
            if shape is not None:
                shapes.append(shape)
        if not shapes:
            facts = {"file": alert.identifier, "name": event.headline or event.event}
            problems.append(Problem(Code.ALERT_AREA, facts))
        arcs = polygons.arcs_under(shapes, instance, lines) if shapes else ()
        codes = polygons.outlines_under(shapes, kecamatan) if kecamatan else ()
        areas.append(Area(codes, arcs, zones_of(instance, arcs)))
    return areas, problems
