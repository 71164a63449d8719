"""What a TPS list would change, compared with what is known.

A file changes only what it has a column for. A TPS that the file does not name is kept
unless a person says otherwise, and is only missed in the kecamatan the file covers: a
list of one kecamatan says nothing of the others.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from tepat.core.election.regions import Provenance, parent_of
from tepat.core.election.tps_list.rows import TpsRow, Value

State = dict[str, Value]
"""What is stored of one TPS, by name of field."""
BLANK: Final[State] = {
    "dpt": None,
    "dpt_l": None,
    "dpt_p": None,
    "dptb": 0,
    "name": "",
    "lat": None,
    "lon": None,
    "provenance": "",
}
FIELDS: Final = tuple(BLANK)
Change = dict[str, tuple[Value, Value]]
"""Old and new value of each field that differs."""


@dataclass(frozen=True, slots=True)
class Difference:
    """TPS codes that are new, changed or missing, and how many stay the same."""

    added: list[str] = field(default_factory=list)
    changed: dict[str, Change] = field(default_factory=dict)
    unchanged: int = 0
    missing: list[str] = field(default_factory=list)


def difference(
    known: Mapping[str, State], rows: Iterable[TpsRow], named: Iterable[str] = ()
) -> Difference:
    """Compare `rows` with the `known` states by TPS code.

    `named` are TPS the file names without a usable row: they are not missing.
    """
    added, changed, unchanged = [], {}, 0
    seen: set[str] = set()
    for row in rows:
        seen.add(row.code)
        before = known.get(row.code)
        if before is None:
            added.append(row.code)
        elif change := _change(before, after(row, before)):
            changed[row.code] = change
        else:
            unchanged += 1
    covered = {parent_of(code.partition("-")[0]) for code in seen}
    named = set(named)
    missing = [
        code
        for code in sorted(known)
        if code not in seen and code not in named and parent_of(code.partition("-")[0]) in covered
    ]
    return Difference(added, changed, unchanged, missing)


def after(row: TpsRow, before: Mapping[str, Value] | None) -> State:
    """Return the state of a TPS once `row` is applied over what was there.

    A point that moves is what the list says of the TPS itself, so it counts as surveyed.
    """
    state = {**BLANK, **(before or {}), **row.values}
    moved = before is None or (state["lat"], state["lon"]) != (before["lat"], before["lon"])
    if moved and state["lat"] is not None:
        state["provenance"] = Provenance.SURVEYED.value
    return state


def fingerprint(known: Mapping[str, State]) -> str:
    """Return the same text for the same list, so that a stale preview is noticed."""
    ordered = [[code, *(known[code][name] for name in FIELDS)] for code in sorted(known)]
    return hashlib.sha256(json.dumps(ordered, separators=(",", ":")).encode()).hexdigest()


def _change(before: Mapping[str, Value], later: Mapping[str, Value]) -> Change:
    return {name: (before[name], later[name]) for name in FIELDS if before[name] != later[name]}
