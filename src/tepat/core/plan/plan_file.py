"""A plan as a file: canonical JSON, whole numbers only, named by its hash.

Equal plans are equal bytes, so that whoever makes a plan again can compare its name. The
form follows the values of `schedule.values`, key for part.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from typing import Any, Final, get_args, get_origin, get_type_hints

from tepat.core.log import canonical
from tepat.core.plan.schedule.values import Plan
from tepat.core.problems import Code, Problem, refuse

FORM: Final = "tepat-plan/1"

_HINTS: Final[dict[type[Any], Mapping[str, Any]]] = {}


class _Wrong(Exception):
    """A part has another form; the text is its path."""


def write(plan: Plan) -> bytes:
    """Return the bytes of `plan`. Raises `Refused` for one too large to be kept by hash."""
    try:
        return canonical.encode({"form": FORM, **_out(plan)}, at_most=canonical.LARGEST_LIST)
    except canonical.NotCanonical as error:
        raise refuse(Code.PLAN_TOO_LARGE, why=str(error)) from error


def name_of(plan: Plan) -> str:
    """Return the name of `plan`: the SHA-256 of its bytes."""
    return canonical.name_of(write(plan))


def read(data: bytes) -> Plan:
    """Return the plan in `data`. Raises `Refused` for anything that `write` would not write."""
    try:
        raw = canonical.decode(data, at_most=canonical.LARGEST_LIST)
    except canonical.NotCanonical as error:
        raise refuse(Code.PLAN_UNREADABLE, why=str(error)) from error
    form = raw.pop("form", None) if isinstance(raw, dict) else None
    if form != FORM:
        raise refuse(Code.PLAN_UNREADABLE, why=f"form {form if isinstance(form, str) else '?'}")
    try:
        plan = _in(Plan, raw, "")
    except _Wrong as wrong:
        raise refuse(Code.PLAN_UNREADABLE, why=str(wrong)) from wrong
    assert isinstance(plan, Plan)
    return plan


def differs(plan: Plan, instance: str) -> list[Problem]:
    """Return a problem where `plan` was not made from the instance with this name."""
    if plan.instance == instance:
        return []
    facts = {"plan": plan.instance[:12] or "-", "instance": instance[:12]}
    return [Problem(Code.PLAN_OTHER_INSTANCE, facts)]


def _out(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: _out(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple):
        return [_out(each) for each in value]
    return _text(value) if isinstance(value, str) else value


def _text(text: str) -> str:
    """Return `text` in NFC, a space for each control character.

    JSON writes those as letters, with which an accent that follows would melt together.
    """
    plain = "".join(" " if unicodedata.category(each) == "Cc" else each for each in text)
    return unicodedata.normalize("NFC", plain)


def _in(hint: Any, raw: Any, path: str) -> Any:
    """Return `raw` as `hint` asks: a row, a list, a word of a list, text, number or truth."""
    if get_origin(hint) is tuple:
        if not isinstance(raw, list):
            raise _Wrong(path)
        inner = get_args(hint)[0]
        return tuple(_in(inner, each, f"{path}[{at}]") for at, each in enumerate(raw))
    if is_dataclass(hint) and isinstance(hint, type):
        return _row(hint, raw, path)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        if raw not in list(hint):
            raise _Wrong(path)
        return hint(raw)
    if type(raw) is not hint:
        raise _Wrong(path)
    return raw


def _row(form: type[Any], raw: Any, path: str) -> Any:
    if form not in _HINTS:
        _HINTS[form] = get_type_hints(form)
    hints = _HINTS[form]
    names = [each.name for each in fields(form)]
    if not isinstance(raw, dict) or sorted(raw) != sorted(names):
        raise _Wrong(path or "plan")
    at = f"{path}." if path else ""
    return form(**{name: _in(hints[name], raw[name], f"{at}{name}") for name in names})
