"""Scenarios as data: what happens in the played field, and what must be noticed of it.

`do` names a verb of `troubles.py`; all else is numbers and words. What cannot be played yet
says what it needs, and is never counted as passed.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any, Final

from tepat.core.election.roles import Role
from tepat.core.problems import Code, refuse
from tepat.core.watch.alerts.kinds import Kind

FILES: Final = ("ancaman.toml", "peristiwa.toml")
ALL: Final = "semua"
NOTHING: Final = "tanpa"
HOWS: Final = frozenset({"alert", "incident", "refusal", "proof"})
_KNOWN: Final = {
    "code", "number", "name", "source", "do", "needs", "detect", "before_packing", "alone"
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Detect:
    """One thing that must be noticed, whose it is first, and within how many minutes."""

    how: str
    kind: str
    within_minutes: int
    role: str = ""
    on_arrival: bool = False
    """Whether it can be seen only where the load arrives."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One event of the field. `settings` are the numbers that its verb takes."""

    code: str
    number: str
    name: Mapping[str, str]
    source: str
    do: str = ""
    needs: str = ""
    """Why it cannot be played yet; empty: it can."""
    before_packing: bool = False
    alone: bool = False
    """It spoils every other one, so that `semua` leaves it out."""
    detects: tuple[Detect, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)


def scenarios() -> dict[str, Scenario]:
    """Return every scenario by its code, in the order of the files.

    Raises `Refused` with the file and the reason where one cannot be read.
    """
    found: dict[str, Scenario] = {}
    for name in FILES:
        text = (files("tepat") / "data" / "gladi" / name).read_text(encoding="utf-8")
        for each in read(text, name):
            if each.code in found:
                raise refuse(Code.GLADI_SCENARIO, file=name, why=f"{each.code}: dua kali")
            found[each.code] = each
    return found


def read(text: str, name: str) -> list[Scenario]:
    """Return the scenarios of one file. Raises `Refused` as `scenarios` does."""
    try:
        rows = tomllib.loads(text)["scenario"]
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise refuse(Code.GLADI_SCENARIO, file=name, why=str(error)) from error
    return [_scenario(row, name) for row in rows]


def _scenario(row: dict[str, Any], name: str) -> Scenario:
    from tepat.gladi.troubles import VERBS

    code = str(row.get("code", "?"))
    detects = tuple(_detect(each, code, name) for each in row.get("detect", ()))
    made = Scenario(
        code,
        str(row.get("number", "")),
        row.get("name", {}),
        str(row.get("source", "")),
        str(row.get("do", "")),
        str(row.get("needs", "")),
        bool(row.get("before_packing", False)),
        bool(row.get("alone", False)),
        detects,
        {key: value for key, value in row.items() if key not in _KNOWN},
    )
    if bool(made.do) == bool(made.needs):
        raise refuse(Code.GLADI_SCENARIO, file=name, why=f"{code}: do atau needs, tepat satu")
    if made.do and (made.do not in VERBS or not detects):
        why = f"{code}: do = {made.do} tidak dikenal, atau tanpa detect"
        raise refuse(Code.GLADI_SCENARIO, file=name, why=why)
    return made


def _detect(row: dict[str, Any], code: str, name: str) -> Detect:
    made = Detect(
        row["how"],
        row["kind"],
        int(row["within_minutes"]),
        row.get("role", ""),
        bool(row.get("on_arrival")),
    )
    is_known = made.how in HOWS and (made.how != "alert" or made.kind in set(Kind))
    if not is_known or (made.role and made.role not in set(Role)):
        raise refuse(Code.GLADI_SCENARIO, file=name, why=f"{code}: detect {row}")
    return made


def chosen(codes: Iterable[str]) -> list[Scenario]:
    """Return scenarios by their codes, in the order of the files; `semua` is all that may
    strike together.

    Raises `Refused` for a code that is none.
    """
    known, wanted = scenarios(), set(codes)
    if unknown := sorted(wanted - known.keys() - {ALL}):
        choices = ", ".join([ALL, NOTHING, *known])
        raise refuse(Code.GLADI_ASKED, option="--scenario", value=unknown[0], choices=choices)
    if ALL in wanted:
        return [each for each in known.values() if not each.alone or each.code in wanted]
    return [each for each in known.values() if each.code in wanted]
