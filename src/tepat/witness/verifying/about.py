"""`log.json` against what was signed: no key is taken from it, and the log signs it itself.

Whoever reads the folder without a policy believes this file, so a changed one is said. One
of the form before it was signed is read and noted: its moments of release bind nobody.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from tepat.core.log import canonical, describing, notes, policies
from tepat.core.problems import Code
from tepat.witness import trust
from tepat.witness.sources import Source, TooLarge
from tepat.witness.verifying.report import Report

FILE: Final = "log.json"
LARGEST: Final = 65_536
_PARTS: Final = {"entries", "states", "lists", "results", "security"}
_FIELDS: Final = {"v", "election", "kabupaten", "keys", "origin", "release"}


Releases = Mapping[str, datetime | None]


def is_due(releases: Releases, part: str, now_s: int) -> bool:
    """Tell whether a part had to be open at `now_s`; one without a moment never is."""
    moment = releases.get(part)
    return moment is not None and moment.timestamp() <= now_s


def check(source: Source, origin: str, policy: policies.Policy, report: Report) -> Releases:
    """Report a `log.json` that does not describe the log `origin`, or names other keys.

    Returns when each part opens, as far as it says so.
    """
    try:
        data = source.read(FILE, LARGEST)
    except TooLarge:
        data = b""
    if data is None:
        report.found(Code.ABOUT_MISSING, file=FILE)
        return {}
    value = described(data, origin)
    if value is None:
        report.found(Code.ABOUT_CHANGED, file=FILE, origin=origin)
        return {}
    known = trust.log_keys(policy, origin)
    keys = [notes.parse_vkey(each) for each in value["keys"]]
    if describing.FIELD not in value:
        report.found(Code.ABOUT_UNSIGNED, file=FILE)
    elif not describing.is_signed(origin, value, known):
        report.found(Code.ABOUT_SIGNATURE, file=FILE)
    if strangers := [each for each in keys if each not in known]:
        report.found(Code.ABOUT_KEYS, file=FILE, count=len(strangers))
    moments = value["release"].items()
    return {part: at and datetime.fromisoformat(at) for part, at in moments}


def described(data: bytes, origin: str) -> dict[str, Any] | None:
    """Return a description that fits `origin`, None where it does not."""
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
        canonical.encode(value, at_most=2 * LARGEST)
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
