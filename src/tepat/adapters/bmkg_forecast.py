"""Read BMKG's weather forecast of one desa (adm4) from JSON.

Two shapes are known: as BMKG answers, and wrapped in `status` and `message`. Times are taken
from `utc_datetime` (or `datetime`), so the zone of the answer does not matter.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from math import isfinite
from pathlib import Path
from typing import Any, Final

from tepat.core.election.regions import normal_code
from tepat.core.plan.hazard.forecasts import Forecast, Slot
from tepat.core.problems import Code, Fact, Problem, refuse

LIMIT: Final = 4 * 2**20
"""Bytes; a forecast of one desa has some tens of thousands."""


def read_forecasts(path: Path) -> tuple[list[Forecast], list[Problem]]:
    """Return the forecast of every desa in a file, and how many hours could not be read.

    Raises `Refused` where it is no forecast at all.
    """
    data = _data(path)
    if not isinstance(data, dict) or not isinstance(data.get("data"), list) or not data["data"]:
        raise _refused(path, "tanpa daftar data", "it has no list data")
    forecasts, problems = [], []
    for part in data["data"]:
        part = part if isinstance(part, dict) else {}
        place = part.get("lokasi") or data.get("lokasi")
        head = _place(place)
        if head is None:
            raise _refused(
                path, "tanpa lokasi dengan adm4, lat, dan lon", "no lokasi with adm4, lat and lon"
            )
        slots = [_slot(each) for each in _slots(part.get("cuaca"))]
        good = tuple(each for each in slots if each is not None)
        if not good:
            raise _refused(path, f"tanpa jam prakiraan {head[0]}", f"no hours for {head[0]}")
        if len(good) < len(slots):
            facts: dict[str, Fact] = {"file": path.name, "place": head[0]}
            facts |= {"got": len(slots) - len(good), "wanted": len(slots)}
            problems.append(Problem(Code.FORECAST_PART, facts))
        made = max((_made(each) for each in _slots(part.get("cuaca"))), default="")
        good = tuple(sorted(good, key=lambda slot: slot.start))
        forecasts.append(Forecast(*head, good, made))
    return forecasts, problems


def _place(place: Any) -> tuple[str, float, float] | None:
    if not isinstance(place, dict):
        return None
    code = normal_code(str(place.get("adm4", "")))
    lat, lon = _number(place.get("lat")), _number(place.get("lon"))
    return (code, lat, lon) if code and lat is not None and lon is not None else None


def _slots(days: Any) -> Iterator[Any]:
    for day in days if isinstance(days, list) else ():
        yield from day if isinstance(day, list) else [day]


def _slot(each: Any) -> Slot | None:
    if not isinstance(each, dict):
        return None
    start, code = _start(each), each.get("weather")
    if start is None or isinstance(code, bool) or not isinstance(code, int):
        return None
    rain = _number(each.get("tp"))
    return Slot(start, code, rain if rain is not None and rain >= 0 else None)


def _start(each: dict[str, Any]) -> datetime | None:
    for key in ("utc_datetime", "datetime"):
        try:
            found = datetime.fromisoformat(str(each.get(key, "")))
        except ValueError:
            continue
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found
    return None


def _made(each: Any) -> str:
    return str(each.get("analysis_date", ""))[:25] if isinstance(each, dict) else ""


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if isfinite(value) else None


def _data(path: Path) -> Any:
    try:
        with path.open("rb") as file:
            raw = file.read(LIMIT + 1)
        if len(raw) > LIMIT:
            raise _refused(path, f"lebih dari {LIMIT >> 20} MB", f"over {LIMIT >> 20} MB")
        return json.loads(raw)
    except OSError as no:
        raise _refused(path, str(no.strerror or no), str(no.strerror or no)) from no
    except (ValueError, RecursionError) as no:
        raise _refused(path, "bukan JSON", "it is no JSON") from no


def _refused(path: Path, value: str, value_en: str) -> Exception:
    return refuse(Code.FORECAST_FILE, file=path.name, value=value, value_en=value_en)
