"""`log.json` against what was signed: no key is taken from it, and the log signs it itself.

Whoever reads the folder without a policy believes this file, so a changed one is said. One
of the form before it was signed is read and noted: its moments of release bind nobody.
"""

import json
from datetime import datetime
from typing import Any, Final

from tepat.core.log import canonical, describing, notes, policies
from tepat.core.problems import Code
from tepat.witness import trust
from tepat.witness.sources import Source, TooLarge
from tepat.witness.verifying.report import Report

FILE: Final = "log.json"
_LARGEST: Final = 65_536
_PARTS: Final = {"entries", "states", "lists", "results", "security"}
_FIELDS: Final = {"v", "election", "kabupaten", "keys", "origin", "release"}


def check(source: Source, origin: str, policy: policies.Policy, report: Report) -> None:
    """Report a `log.json` that does not describe the log `origin`, or names other keys."""
    try:
        data = source.read(FILE, _LARGEST)
    except TooLarge:
        data = b""
    if data is None:
        return
    described = _described(data, origin)
    if described is None:
        report.found(Code.ABOUT_CHANGED, file=FILE, origin=origin)
        return
    known = trust.log_keys(policy, origin)
    keys = [notes.parse_vkey(each) for each in described["keys"]]
    if describing.FIELD not in described:
        report.found(Code.ABOUT_UNSIGNED, file=FILE)
    elif not describing.is_signed(origin, described, known):
        report.found(Code.ABOUT_SIGNATURE, file=FILE)
    if strangers := [each for each in keys if each not in known]:
        report.found(Code.ABOUT_KEYS, file=FILE, count=len(strangers))


def _described(data: bytes, origin: str) -> dict[str, Any] | None:
    """A description that fits `origin`, None where it does not."""
    try:
        value = json.loads(data)
        if (
            not isinstance(value, dict)
            or set(value) - {describing.FIELD} != _FIELDS
            or value["v"] != 1
        ):
            return None
        if data not in (_written(value, indent=1), _written(value)):
            return None
        scope = f"/{value['election']}/{value['kabupaten']}"
        keys = [notes.parse_vkey(each) for each in value["keys"]]
        is_ours = value["origin"] == origin and origin.endswith(scope)
        canonical.encode(value, at_most=2 * _LARGEST)
        fits = is_ours and all(each.name == origin for each in keys)
        return value if fits and _are_moments(value["release"]) else None
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None


def _are_moments(release: Any) -> bool:
    return _PARTS.issuperset(release) and all(
        each is None or datetime.fromisoformat(each).tzinfo is not None for each in release.values()
    )


def _written(value: Any, indent: int | None = None) -> bytes:
    """One spelling, so that a changed byte cannot hide in the space between words."""
    if indent:
        return (json.dumps(value, indent=indent, sort_keys=True) + "\n").encode()
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
