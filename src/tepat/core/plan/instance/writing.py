"""Write an instance as JSON: one row per line, defaults left out, always the same bytes.

Reading what was written gives an equal instance.
"""

import json
from typing import Any

from tepat.core.log import canonical
from tepat.core.plan.instance.axis import Axis
from tepat.core.plan.instance.forms import FORM, KEYS, Key, defaults_of
from tepat.core.plan.instance.kinds import Calendar
from tepat.core.plan.instance.values import Instance


def write(instance: Instance) -> bytes:
    """Return `instance` in the form `tepat-instance/1`, UTF-8 with a line end at the end."""
    row = {"form": FORM, **_row(instance, _calendar(instance))}
    blocks = [f"{_line(name)}:{_block(value)}" for name, value in row.items()]
    return ("{\n" + ",\n".join(blocks) + "\n}\n").encode("utf-8")


def name_of(instance: Instance) -> str:
    """Return the name a plan knows its instance by: the SHA-256 of the written bytes."""
    return canonical.name_of(write(instance))


def _calendar(instance: Instance) -> Calendar:
    return Calendar(
        Axis(instance.days),
        tuple(range(len(instance.days))),
        len(instance.days),
        tuple(day.label for day in instance.days),
    )


def _row(value: Any, calendar: Calendar) -> dict[str, Any]:
    defaults = defaults_of(type(value))
    made = {}
    for key in KEYS[type(value)]:
        part = getattr(value, key.part)
        if key.part not in defaults or part != defaults[key.part]:
            made[key.key] = _part(key, part, calendar)
    return made


def _part(key: Key, value: Any, calendar: Calendar) -> Any:
    if key.rows:
        return [_row(each, calendar) for each in value]
    if key.row:
        return _row(value, calendar)
    return key.kind.write(value, calendar) if key.kind else value


def _block(value: Any) -> str:
    """Return one top-level value; a list of rows has a line for each."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n" + ",\n".join(" " + _line(row) for row in value) + "\n]"
    return _line(value)


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
