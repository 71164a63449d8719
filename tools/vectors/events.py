"""Facts that are read or refused: one small and one full of each kind, and spoilt fields."""

from dataclasses import MISSING, fields
from datetime import datetime
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from tepat.core.log import canonical
from tepat.core.move.events import EVENTS, Fact, Unreadable, read
from tepat.core.move.events import fields as types

_SAMPLES: dict[str, Any] = {
    "Text": "Segel kotak, Muara Uya",
    "Code": "99.01.02:ppk",
    "Codes": ["B-2", "A-1"],
    "Package": "A-1",
    "Packages": ["B-2", "A-1"],
    "PackageSet": ["A-1", "B-2"],
    "Hash": "ab" * 32,
    "Hashes": ["ab" * 32, "cd" * 32],
    "Device": "46" * 16,
    "Salt": "00" * 16,
    "Root": "5a61fc2b94f9cfa7",
    "Session": "s-1",
    "Person": "p_42",
    "Party": "ppk@99.01.02",
    "Word": "wet",
    "Count": 7,
    "Whole": -215000,
    "Key": "PTz2BmICMIaMXiqPCnZIECFRe8IdpXdrlnQN1G7Wbjw=",
}
_MOMENT = "2024-11-26T07:00:00+08:00"
_SPOILT: tuple[Any, ...] = (
    None, True, 0, -1, 1, "", " ", "A", "a", "a b", "é", "ab" * 32 + "\n", "AB" * 32, "x" * 201,
    [], ["B", "A"], ["A", "A"], [""], [1], {},
    {"lat": 1}, [{}], "2024-11-26T07:00:00Z", "2024-11-26T07:00:00-00:00",
    "2024-11-26 07:00:00+08:00",
    "2024-02-30T07:00:00+08:00", "2024-11-26T24:00:00+08:00", "2024-11-26T07:00:60+08:00",
    "2024-11-26T07:00:00+24:00", "2024-11-26T07:00:00+08:60", "0000-11-26T07:00:00+08:00",
    "0001-01-01T00:00:00+08:00", "1969-12-31T23:59:59+08:00", "1970-01-01T00:00:00+08:00",
    "2099-12-31T23:59:59-12:00", "2100-01-01T00:00:00+08:00", "9999-12-31T23:59:59-12:00",
    "a@b", "A@b", "a@", "AA==",
)  # fmt: skip
_LONG: dict[str, tuple[Any, ...]] = {
    "Text": ("x" * 401, "\U0001f4e6" * 400, "\U0001f4e6" * 401),
    "Package": ("A" * 40, "A" * 41, "-A", "A/B", "..", "A_B"),
    "Packages": ([f"A{n}" for n in range(500)], [f"A{n}" for n in range(501)]),
    "PackageSet": ([f"A{n:03}" for n in range(500)], [f"A{n:03}" for n in range(501)], ["../A"]),
}


def cases() -> list[dict[str, Any]]:
    """Return bodies with the reason they are refused for, or none."""
    found = []
    for kind, event in EVENTS.items():
        found.append(_case(f"{kind}, as small as can be", _fact(event, full=False)))
        found.append(_case(f"{kind}, with every field", _fact(event, full=True)))
    full = _fact(EVENTS["given"], full=True)
    for name in ("kind", "v", "device", "seq", "prev", "giver", "paper"):
        found.append(_case(f"without {name}", {key: full[key] for key in full if key != name}))
    unsalted = _fact(EVENTS["guarded"], full=False)
    del unsalted["salt"]
    found.append(_case("a hidden kind without salt", unsalted))
    found.append(_case("salt where nothing is hidden", full | {"salt": _SAMPLES["Salt"]}))
    return [*found, _case("with a field that nobody knows", full | {"surprise": 1})]


def spoilt() -> list[dict[str, Any]]:
    """Return, for one field of each type, values with the reason a full fact is refused for.

    The fact is the one `cases` shows with every field, and `field` set to `value`.
    """
    return [
        {"kind": event.KIND, "field": field, "value": value}
        | {"reason": _reason(canonical.encode(_fact(event, full=True) | {field: value}))}
        for name, (event, field) in _one_field_of_each_type().items()
        for value in (*_SPOILT, *_LONG.get(name.partition(",")[0], ()))
    ]


def _one_field_of_each_type() -> dict[str, tuple[type[Fact], str]]:
    found: dict[str, tuple[type[Fact], str]] = {}
    for event in EVENTS.values():
        hints = get_type_hints(event, include_extras=True)
        for each in fields(event):
            wanted = "" if each.default is MISSING else ", may be left out"
            found.setdefault(_type_name(hints[each.name]) + wanted, (event, each.name))
    return found


def _fact(event: type[Fact], *, full: bool) -> dict[str, Any]:
    value = {"kind": event.KIND, "v": event.VERSION} | _fields(event, full=full)
    value |= {"device": _SAMPLES["Device"], "seq": 2 if full else 1}
    value.pop("salt", None)
    if event.AUDIENCE.is_hidden:
        value["salt"] = _SAMPLES["Salt"]
    return value


def _fields(kind: type[Any], *, full: bool) -> dict[str, Any]:
    hints = get_type_hints(kind, include_extras=True)
    return {
        each.name: _sample(hints[each.name], full=full)
        for each in fields(kind)
        if full or each.default is MISSING
    }


def _sample(hint: Any, *, full: bool) -> Any:
    if hint is datetime:
        return _MOMENT
    if get_origin(hint) is UnionType:
        return _sample(get_args(hint)[0], full=full)
    if get_origin(hint) is tuple:
        return [_sample(get_args(hint)[0], full=full)]
    name = _type_name(hint)
    return _SAMPLES[name] if name in _SAMPLES else _fields(hint, full=full)


def _type_name(hint: Any) -> str:
    named = (name for name, alias in vars(types).items() if alias is hint and name[0].isupper())
    return next(named, getattr(hint, "__name__", str(hint)))


def _case(shows: str, value: dict[str, Any]) -> dict[str, Any]:
    body = canonical.encode(value)
    return {"shows": shows, "text": body.decode(), "reason": _reason(body)}


def _reason(body: bytes) -> str:
    try:
        read(body)
    except Unreadable as error:
        return str(error)
    return ""
