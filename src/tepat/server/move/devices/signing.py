"""Facts of the desk before they reach the door: named, salted and signed."""

import secrets
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from tepat.core.log import keys
from tepat.core.move import events, judging
from tepat.core.move.judging import Judged, Sent


def renamed(fact: events.Fact, names: Mapping[str, str]) -> events.Fact:
    """Return `fact` with the final names of the facts it names, and a salt if it needs one."""
    changed: dict[str, Any] = {}
    for each in fields(fact):
        value = getattr(fact, each.name)
        if isinstance(value, str) and value in names:
            changed[each.name] = names[value]
    if any(name in names for name in fact.after):
        changed["after"] = tuple(sorted({names.get(name, name) for name in fact.after}))
    if fact.AUDIENCE.is_hidden and not fact.salt:
        changed["salt"] = secrets.token_hex(16)
    return replace(fact, **changed) if changed else fact


def signed(fact: events.Fact, desk: keys.Signer) -> Judged:
    """Return `fact` signed by the desk, which never makes what is no fact."""
    body = events.write(fact)
    sent = Sent(body, keys.sign_body(desk, keys.EVENT, body))
    read = judging.read(sent, fact.election, fact.kabupaten)
    if read.reason:
        raise ValueError(f"the desk made a fact that is {read.reason}: {body!r}")
    return Judged(read)
