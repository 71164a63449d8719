"""Cases on facts: every kind with few and with all fields, and what is wrong with others."""

import json
from dataclasses import MISSING, fields, is_dataclass
from datetime import datetime
from types import UnionType
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from tepat.core.log import canonical, keys, spelling
from tepat.core.move import events
from tepat.core.move.events import fields as types
from tools.vectors.made import BU_RINA, Case, case, name

AT = "2024-11-26T07:00:00+08:00"
SAMPLES: dict[Any, Any] = {
    types.Text: "Kotak basah",
    types.Code: "99.01.02",
    types.Codes: ["B-2", "B-1"],
    types.Package: "A-1",
    types.Packages: ["B-2", "B-1"],
    types.PackageSet: ["A-1", "A-2"],
    types.Hash: name("hash"),
    types.Hashes: sorted([name("one"), name("two")]),
    types.Device: BU_RINA.key_id,
    types.Salt: name("salt")[:32],
    types.Root: name("root")[:16],
    types.Session: "s1",
    types.Person: "Zk3P9aQx",
    types.Party: "ppk@99.01.02",
    types.Word: "broken",
    types.Count: 7,
    types.Whole: -317,
    types.Key: spelling.to_base64(BU_RINA.public),
    datetime: AT,
}


def _sample(hint: Any) -> Any:
    if get_origin(hint) is UnionType:
        return _sample(get_args(hint)[0])
    if get_origin(hint) is tuple and get_origin(hint) is not Annotated:
        return [_sample(get_args(hint)[0])]
    if isinstance(hint, type) and is_dataclass(hint):
        hints = get_type_hints(hint, include_extras=True)
        return {each.name: _sample(hints[each.name]) for each in fields(hint)}
    return SAMPLES[hint]


def example(kind: type[events.Fact], *, full: bool) -> dict[str, Any]:
    """Return a fact of `kind` as a JSON value: with all its fields, or as few as it may have."""
    hints = get_type_hints(kind, include_extras=True)
    value: dict[str, Any] = {"kind": kind.KIND, "v": kind.VERSION}
    for each in fields(kind):
        if full or each.default is MISSING:
            value[each.name] = _sample(hints[each.name])
    value |= {"device": BU_RINA.key_id, "seq": 7 if full else 1}
    value.pop("salt", None)
    if kind.AUDIENCE.is_hidden:
        value["salt"] = SAMPLES[types.Salt]
    return value


def bodies() -> list[Case]:
    """Bodies of facts: good, or with the reason for which they are quarantined."""
    made = []
    for kind in events.EVENTS.values():
        for full in (False, True):
            body = canonical.encode(example(kind, full=full))
            shows = f"{kind.KIND}, {'all fields' if full else 'as few fields as it may have'}"
            made.append(_case(shows, body, audience=kind.AUDIENCE.value))
    return [*made, *_wrong()]


def _wrong() -> list[Case]:
    value = example(events.EVENTS["received"], full=True)
    hidden = example(events.EVENTS["escorted"], full=True)

    def but(base: dict[str, Any], **change: Any) -> bytes:
        return canonical.encode({**base, **change})

    def without(base: dict[str, Any], *names: str) -> bytes:
        return canonical.encode({key: each for key, each in base.items() if key not in names})

    cases = {
        "a kind that is none": but(value, kind="taken"),
        "a version that is none": but(value, v=99),
        "a version that is a truth": but(value, v=True),
        "no kind": without(value, "kind"),
        "a field that is none": but(value, extra=1),
        "no device": without(value, "device"),
        "no number": without(value, "seq"),
        "number zero": but(value, seq=0),
        "a number below zero": but(value, seq=-1),
        "a number that is a text": but(value, seq="7"),
        "a second fact without the one before": without(value, "prev"),
        "a first fact with one before": but(value, seq=1),
        "a default that is spelled": but(value, condition=""),
        "an empty list that is spelled": but(value, photos=[]),
        "names out of order": but(value, after=sorted([name("one"), name("two")], reverse=True)),
        "a name twice": but(value, after=[name("one"), name("one")]),
        "a name in capital letters": but(value, after=[name("one").upper()]),
        "a time without offset": but(value, at="2024-11-26T07:00:00"),
        "a time with parts of a second": but(value, at="2024-11-26T07:00:00.5+08:00"),
        "a time in UTC as a letter": but(value, at="2024-11-26T07:00:00Z"),
        "a day that is none": but(value, at="2024-02-30T07:00:00+08:00"),
        "null where a text belongs": but(value, role=None),
        "a salt where none belongs": but(value, salt=SAMPLES[types.Salt]),
        "no salt where one belongs": without(hidden, "salt"),
        "a list": b"[]",
        "a text": b'"received"',
        "a space": json.dumps(value, sort_keys=True).encode(),
        "nothing": b"",
    }
    return [_case(shows, body) for shows, body in cases.items()]


def _case(shows: str, body: bytes, **more: Any) -> Case:
    try:
        events.read(body)
        verdict: dict[str, Any] = {"good": True, "name": canonical.name_of(body)}
        verdict["signature"] = keys.sign_body(BU_RINA, keys.EVENT, body)
    except events.Unreadable as error:
        verdict = {"good": False, "reason": str(error)}
    return case(shows, text=body.decode(), **verdict, **more)


def signer() -> dict[str, str]:
    """Return whose key signed the good ones."""
    return {"public": BU_RINA.public.hex(), "key_id": BU_RINA.key_id}
