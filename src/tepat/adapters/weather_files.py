"""Files of BMKG as somebody saved them, alerts and forecasts mixed: what they say of a plan."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from tepat.adapters.bmkg_cap import areas_of, read_alert
from tepat.adapters.bmkg_forecast import read_forecasts
from tepat.adapters.polygons import NO_LINES, Lines
from tepat.core.plan.hazard import alerts, forecasts
from tepat.core.plan.hazard.alerts import Alert
from tepat.core.plan.hazard.forecasts import Forecast
from tepat.core.plan.hazard.rough_tables import RoughTables
from tepat.core.plan.hazard.sources import Contribution
from tepat.core.plan.instance.values import Instance
from tepat.core.problems import Problem, Refused


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
    """Return what the files say of the zones of `instance` at `now`, and all problems."""
    problems = list(weather.problems)
    zones: dict[tuple[str, int], tuple[str, ...]] = {}
    for alert in weather.alerts.values():
        areas, wrong = areas_of(alert, instance, lines=lines)
        problems += wrong
        zones |= {(alert.identifier, at): area.zones for at, area in enumerate(areas)}
    warned = list(weather.alerts.values())
    said = alerts.contributions(warned, zones, instance.days, instance.zone, tables, now)
    expected = [each for several in weather.forecasts.values() for each in several]
    return said + forecasts.contributions(instance, expected, tables), problems


def read_weather(
    paths: Iterable[Path],
    instance: Instance,
    tables: RoughTables,
    now: datetime,
    lines: Lines = NO_LINES,
) -> tuple[list[Contribution], list[Problem]]:
    """Return what alerts and forecasts (`.json`) say, and which could not be read.

    A file that cannot be read is named and the others still count. Neither the order of
    the files nor one given twice changes anything.
    """
    return said_by(heard(paths), instance, tables, now, lines)
