"""Files of BMKG as somebody saved them, alerts and forecasts mixed: what they say of a plan."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from tepat.adapters.bmkg_cap import areas_of, read_alert
from tepat.adapters.bmkg_forecast import read_forecasts
from tepat.adapters.polygons import NO_LINES, Lines
from tepat.core.plan.hazard import alerts, forecasts
from tepat.core.plan.hazard.rough_tables import RoughTables
from tepat.core.plan.hazard.sources import Contribution
from tepat.core.plan.instance.values import Instance
from tepat.core.problems import Problem, Refused


def read_weather(
    paths: Iterable[Path],
    instance: Instance,
    tables: RoughTables,
    now: datetime,
    lines: Lines = NO_LINES,
) -> tuple[list[Contribution], list[Problem]]:
    """Return what alerts (`.xml`) and forecasts (`.json`) say, and which could not be read.

    A file that cannot be read is named and the others still count. Neither the order of
    the files nor one given twice changes anything.
    """
    heard: list[alerts.Alert] = []
    expected: list[forecasts.Forecast] = []
    problems: list[Problem] = []
    zones: dict[tuple[str, int], tuple[str, ...]] = {}
    for path in sorted(set(paths)):
        try:
            if path.suffix.lower() == ".json":
                found, wrong = read_forecasts(path)
                expected += found
                problems += wrong
                continue
            alert, wrong = read_alert(path)
        except Refused as refused:
            problems.append(refused.problem)
            continue
        problems += wrong
        if alert is None:
            continue
        heard.append(alert)
        areas, wrong = areas_of(alert, instance, lines=lines)
        problems += wrong
        zones |= {(alert.identifier, at): area.zones for at, area in enumerate(areas)}
    said = alerts.contributions(heard, zones, instance.days, instance.zone, tables, now)
    return said + forecasts.contributions(instance, expected, tables), problems
