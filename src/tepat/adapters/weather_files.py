"""Files of BMKG as somebody saved them, alerts and forecasts mixed: what they say of a plan."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from tepat.adapters.bmkg_areas import areas_of
from tepat.adapters.bmkg_cap import read_alert
from tepat.adapters.bmkg_forecast import read_forecasts
from tepat.adapters.polygons import NO_LINES, Lines
from tepat.core.plan.hazard import alerts, forecasts
from tepat.core.plan.hazard.alerts import Alert
from tepat.core.plan.hazard.forecasts import Forecast
from tepat.core.plan.hazard.rough_tables import RoughTables
from tepat.core.plan.hazard.sources import Contribution
from tepat.core.plan.instance.values import Instance
from tepat.core.problems import Code, Problem, Refused


class Weather(NamedTuple):
    """What stood in files that could be read, by path, and what is wrong with the others."""

    alerts: Mapping[Path, Alert]
    forecasts: Mapping[Path, tuple[Forecast, ...]]
    unread: tuple[Path, ...]
    problems: tuple[Problem, ...]

    def states(self, now: datetime) -> dict[Path, str]:
        """Return of each file whether it counts at `now`, and if not, why."""
        found = {
            path: alerts.state_of(each, self.alerts.values(), now)
            for path, each in self.alerts.items()
        }
        for path, several in self.forecasts.items():
            last = max(slot.start for each in several for slot in each.slots)
            found[path] = "expired" if last < now else "in_force"
        return found | dict.fromkeys(self.unread, "unread")


def heard(paths: Iterable[Path]) -> Weather:
    """Return what stands in alerts and forecasts (`.json`); one that cannot be read is named."""
    warned: dict[Path, Alert] = {}
    expected: dict[Path, tuple[Forecast, ...]] = {}
    unread: list[Path] = []
    problems: list[Problem] = []
    for path in sorted(set(paths)):
        try:
            if _is_json(path):
                found, wrong = read_forecasts(path)
                expected[path] = tuple(found)
            else:
                alert, wrong = read_alert(path)
                if alert is not None:
                    warned[path] = alert
                else:
                    unread.append(path)
            problems += wrong
        except Refused as refused:
            unread.append(path)
            problems.append(refused.problem)
    return Weather(warned, expected, tuple(unread), tuple(problems))


def _is_json(path: Path) -> bool:
    if path.suffix.lower() == ".json" or not path.is_file():
        return path.suffix.lower() == ".json"
    with path.open("rb") as file:
        return file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")


def said_by(
    weather: Weather,
    instance: Instance,
    tables: RoughTables,
    now: datetime,
    lines: Lines = NO_LINES,
) -> tuple[list[Contribution], list[Problem]]:
    """Return what the files say of the zones of `instance` at `now`, and all problems.

    A file of another place says nothing here, and that is told. Neither the order of the
    files nor one given twice changes anything.
    """
    problems = list(weather.problems)
    zones: dict[tuple[str, int], tuple[str, ...]] = {}
    for path, alert in weather.alerts.items():
        areas, wrong = areas_of(alert, instance, lines=lines)
        problems += wrong
        if areas and not wrong and not any(area.arcs for area in areas):
            problems.append(_elsewhere(path, instance))
        zones |= {(alert.identifier, at): area.zones for at, area in enumerate(areas)}
    warned = list(weather.alerts.values())
    said = alerts.contributions(warned, zones, instance.days, instance.zone, tables, now)
    for path, several in weather.forecasts.items():
        if not any(forecasts.is_near(each, instance.nodes) for each in several):
            problems.append(_elsewhere(path, instance))
    expected = [each for several in weather.forecasts.values() for each in several]
    return said + forecasts.contributions(instance, expected, tables), problems


def _elsewhere(path: Path, instance: Instance) -> Problem:
    return Problem(Code.WEATHER_ELSEWHERE, {"file": path.name, "place": instance.name})
