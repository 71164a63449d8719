"""Read an instance from JSON: keep what is good, name what is not, all of it at once.

A key that is wrong gets its default where it has one; else its row is left out. Each
problem names the place in the file as a JSON path. What the rows say of each other
(names, reach, sizes) is asked in `checks`.
"""

import difflib
import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final, NamedTuple

from tepat.core.plan.instance.axis import Axis
from tepat.core.plan.instance.forms import FORM, KEYS, Key, defaults_of
from tepat.core.plan.instance.kinds import Calendar, Unfit
from tepat.core.plan.instance.values import MINUTES_A_DAY, Day, Hazard, Instance, Targets
from tepat.core.problems import Code, Problem

MOST_BYTES: Final = 256 * 2**20
"""A regency with every street is some tens of megabytes."""

MOST_DAYS: Final = 31
_LEFT_OUT: Final = ("baris ini dilewati", "this row is left out")
_NEEDED: Final = ("days", "modes", "warehouses", "desa")
_ZONE: Final = "Asia/Jakarta"
_NAMES: Final = ("code", "id", "label", "name", "node")
_LONGEST_SHOWN: Final = 60


class Read(NamedTuple):
    """What could be read; None where nothing can be planned from it, and `problems` say why."""

    instance: Instance | None
    problems: list[Problem]


def read(data: bytes | str) -> Read:
    """Return the instance in `data` (UTF-8 JSON, form `tepat-instance/1`), and what is wrong."""
    if len(data) > MOST_BYTES:
        facts = {"megabytes": len(data) // 2**20, "most": MOST_BYTES // 2**20}
        return Read(None, [Problem(Code.INSTANCE_TOO_LARGE, facts)])
    twice: list[str] = []
    try:
        text = data if isinstance(data, str) else data.decode("utf-8-sig")
        raw = json.loads(
            text, object_pairs_hook=lambda pairs: _object(pairs, twice), parse_constant=_constant
        )
    except UnicodeDecodeError:
        return Read(None, [Problem(Code.INSTANCE_JSON, {"line": 1, "why": "UTF-8"})])
    except json.JSONDecodeError as error:
        return Read(None, [Problem(Code.INSTANCE_JSON, {"line": error.lineno, "why": error.msg})])
    except (ValueError, RecursionError) as error:
        return Read(None, [Problem(Code.INSTANCE_JSON, {"line": 1, "why": str(error)})])
    if not isinstance(raw, dict) or raw.get("form") != FORM:
        got = _shown(raw.get("form")) if isinstance(raw, dict) else ""
        return Read(None, [Problem(Code.INSTANCE_FORM, {"got": got, "expected": FORM})])
    reader = _Reader([Problem(Code.INSTANCE_KEY_TWICE, {"key": key}) for key in twice])
    return Read(reader.instance(raw), reader.found)


def _object(pairs: list[tuple[str, Any]], twice: list[str]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                twice.append(key)
            seen.add(key)
    return made


def _constant(name: str) -> Any:
    raise ValueError(name)


@dataclass
class _Reader:
    """Reads rows and collects problems. `calendar` is known once the days are read."""

    found: list[Problem]
    calendar: Calendar = field(default_factory=Calendar)

    def instance(self, raw: dict[str, Any]) -> Instance | None:
        """Return the whole, or None where days, modes, warehouses or desa are missing."""
        parts: dict[str, Any] = {"name": "", "zone": _ZONE, "hazard": Hazard()}
        parts |= defaults_of(Instance)
        self._strange(raw, KEYS[Instance], "", extra=("form",))
        keys = {key.key: key for key in KEYS[Instance]}
        parts["days"] = self._days(raw.get("days"))
        raw = {**raw, "targets": self._with_deadlines(raw.get("targets", {}))}
        for name, key in keys.items():
            if name == "days":
                continue
            if name in raw:
                self._part(parts, key, raw[name], name)
            elif key.rows:
                parts[name] = ()
        if "zone" not in raw:
            self._missing("", "", "zone", f"dipakai {_ZONE}", f"{_ZONE} is used")
        empty = [name for name in _NEEDED if not parts.get(name)]
        self.found += [Problem(Code.INSTANCE_EMPTY, {"path": name}) for name in empty]
        return None if empty else Instance(**parts)

    def _part(self, parts: dict[str, Any], key: Key, raw: Any, path: str) -> None:
        """Read one key of the top level into `parts`; what is wrong keeps its default."""
        if key.rows:
            parts[key.key] = self._rows(key.rows, raw, path)
        elif key.row:
            value = self._row(key.row, raw, path)
            if value is None and key.row is Targets:
                value = Targets(**self._deadlines())
            if value is not None:
                parts[key.key] = value
        elif key.kind:
            try:
                parts[key.key] = key.kind.read(raw, self.calendar)
            except Unfit as unfit:
                self._unfit(path, "", raw, unfit, parts[key.key])

    def _days(self, raw: Any) -> tuple[Day, ...]:
        """Return the days, one after the other; of days with a gap those before the vote."""
        read = self._rows(Day, raw, "days") if raw is not None else ()
        days: tuple[Day, ...] = tuple(day for day in read if isinstance(day, Day))
        start = 0
        for at in range(1, len(days)):
            if days[at].date - days[at - 1].date != timedelta(days=1):
                facts = {"path": f"days[{at}].date", "place": days[at].label}
                self.found.append(Problem(Code.DAYS_GAP, facts))
                start = at
        start = max(start, len(days) - MOST_DAYS)
        kept = tuple(range(start, len(days)))
        labels = tuple(day.label for day in days)
        self.calendar = Calendar(Axis(days[start:]), kept, len(days), labels)
        return days[start:]

    def _deadlines(self) -> dict[str, Any]:
        """PPS and PPK by 18:00 of the last day, TPS by 06:00 of the day after."""
        last = max(0, len(self.calendar.kept) - 1)
        evening = last * MINUTES_A_DAY + 18 * 60
        return {"pps": evening, "ppk": evening, "tps": (last + 1) * MINUTES_A_DAY + 6 * 60}

    def _with_deadlines(self, raw: Any) -> Any:
        return {**self._deadlines(), **raw} if isinstance(raw, dict) else raw

    def _rows(self, form: type[Any], raw: Any, path: str) -> tuple[Any, ...]:
        if not isinstance(raw, list):
            unfit = Unfit(("daftar dalam [ ]", "a list in [ ]"))
            self._unfit(path, "", raw, unfit, ())
            return ()
        rows = [self._row(form, each, f"{path}[{at}]") for at, each in enumerate(raw)]
        return tuple(row for row in rows if row is not None)

    def _row(self, form: type[Any], raw: Any, path: str) -> Any:
        """Return one row, or None where a needed key is missing or wrong."""
        if not isinstance(raw, dict):
            unfit = Unfit(("objek dalam { }", "an object in { }"))
            self._unfit(path, "", raw, unfit, None)
            return None
        keys, defaults = KEYS[form], defaults_of(form)
        place = _place(raw)
        self._strange(raw, keys, path)
        parts: dict[str, Any] = {}
        is_whole = True
        for key in keys:
            at = f"{path}.{key.key}"
            if key.key not in raw:
                if key.key == "name" and key.part not in defaults:
                    parts[key.part] = place
                elif key.part not in defaults:
                    self._missing(path, place, key.key, *_LEFT_OUT)
                    is_whole = False
            elif key.rows:
                rows = self._rows(key.rows, raw[key.key], at)
                parts[key.part] = self._kept(rows) if key.per_day else rows
            elif key.row:
                nested = self._row(key.row, raw[key.key], at)
                if nested is not None:
                    parts[key.part] = nested
            elif key.kind:
                try:
                    parts[key.part] = key.kind.read(raw[key.key], self.calendar)
                except Unfit as unfit:
                    self._unfit(at, place, raw[key.key], unfit, defaults.get(key.part))
                    is_whole = is_whole and key.part in defaults
        return form(**parts) if is_whole else None

    def _kept(self, rows: tuple[Any, ...]) -> tuple[Any, ...]:
        """Return the rows of the days that are planned; none where they are not one a day."""
        if len(rows) != self.calendar.given:
            return ()
        return tuple(rows[at] for at in self.calendar.kept)

    def _strange(
        self, raw: dict[str, Any], keys: tuple[Key, ...], path: str, extra: tuple[str, ...] = ()
    ) -> None:
        """Name keys that nobody reads; those that begin with `_` or `$` are remarks."""
        known = [key.key for key in keys] + list(extra)
        for name in raw:
            if name not in known and not name.startswith(("_", "$")):
                near = difflib.get_close_matches(name, known, n=1, cutoff=0.0)[0]
                at = f"{path}.{name}" if path else name
                self.found.append(Problem(Code.INSTANCE_KEY, {"path": _shown(at), "near": near}))

    def _missing(self, path: str, place: str, key: str, then: str, then_en: str) -> None:
        facts = {"path": path or key, "place": place, "key": key, "then": then}
        self.found.append(Problem(Code.INSTANCE_MISSING, {**facts, "then_en": then_en}))

    def _unfit(self, path: str, place: str, raw: Any, unfit: Unfit, default: Any) -> None:
        then = _LEFT_OUT
        if default is not None:
            shown = _shown(default)
            then = (f"dipakai {shown}", f"{shown} is used")
        facts = {
            "path": f"{path} ({place})" if place else path,
            "got": _shown(raw),
            "expected": unfit.says[0],
            "expected_en": unfit.says[1],
            "then": then[0],
            "then_en": then[1],
        }
        self.found.append(Problem(Code.INSTANCE_VALUE, facts))


def _place(raw: dict[str, Any]) -> str:
    """Return the name by which a person knows the row."""
    found = [raw[name] for name in _NAMES if isinstance(raw.get(name), str | int)]
    return _shown(found[0]).strip('"') if found else ""


def _shown(raw: Any) -> str:
    text = raw if isinstance(raw, str) else json.dumps(raw, ensure_ascii=False, default=str)
    text = text.encode("utf-8", "replace").decode("utf-8")
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"
