"""Checklists of the foci, topics, indicators and clocks of the law, as files.

A file of the same name in `TEPAT_HOME/supervision` stands in for the shipped one.
"""

import tomllib
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from tepat.core.election.catalogue import Words
from tepat.core.watch.supervision.book import (
    About,
    Asked,
    Book,
    Checklist,
    Family,
    Focus,
    Indicator,
    Topic,
)
from tepat.core.watch.supervision.clocks import MOST_DAYS, Rule, Unit

NAMES: Final = ("foci", "topics", "rawan", "clocks")
LARGEST: Final = 400_000
"""Bytes of one file."""


class BadSupervisionFile(ValueError):
    """This file cannot be read; the text names it and says why."""


def book(home: Path) -> Book:
    """Return what the files say. Raises `BadSupervisionFile` for a file that is none.

    Read once for each state of the files.
    """
    own = home / "supervision"
    stamp = tuple(
        (name, path.stat().st_mtime_ns, path.stat().st_size)
        for name in NAMES
        if (path := own / f"{name}.toml").is_file()
    )
    return _book(own, stamp)


@lru_cache(maxsize=4)
def _book(own: Path, stamp: tuple[tuple[str, int, int], ...]) -> Book:
    theirs = {name for name, _, _ in stamp}
    read = {name: _read(own, name, name in theirs) for name in NAMES}
    try:
        lists = [_checklist(each) for each in read["foci"]["checklist"]]
        return Book(
            {each.focus: each for each in lists},
            tuple(_topic(each) for each in read["topics"]["topic"]),
            tuple(
                Indicator(str(each["code"]), group, _words(each))
                for group, rows in read["rawan"]["indicators"].items()
                for each in rows
            ),
            {code: _words(each) for code, each in read["rawan"]["groups"].items()},
            tuple(_family(each) for each in read["clocks"]["family"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadSupervisionFile(f"supervision: {error!r}") from error


def _read(own: Path, name: str, is_own: bool) -> dict[str, Any]:
    path = own / f"{name}.toml" if is_own else files("tepat") / "data/supervision" / f"{name}.toml"
    try:
        body = path.read_bytes()
        if len(body) > LARGEST:
            raise ValueError(f"more than {LARGEST} bytes")
        return tomllib.loads(body.decode("utf-8-sig"))
    except (OSError, ValueError) as error:
        raise BadSupervisionFile(f"{name}.toml: {error}") from error


def _words(value: dict[str, Any], prefix: str = "") -> Words:
    return Words(str(value[f"{prefix}id"]), str(value[f"{prefix}en"]))


def _checklist(value: dict[str, Any]) -> Checklist:
    return Checklist(
        Focus(value["focus"]),
        int(value["version"]),
        _words(value["name"]),
        _words(value["aim"]),
        About(value["about"]),
        tuple(
            Asked(str(each["code"]), _words(each), bool(each.get("grave")))
            for each in value["question"]
        ),
    )


def _topic(value: dict[str, Any]) -> Topic:
    return Topic(str(value["code"]), _words(value), _words(value, "counts_"))


def _family(value: dict[str, Any]) -> Family:
    return Family(
        str(value["code"]),
        tuple(str(each) for each in value["begins"]),
        tuple(_rule(each) for each in value["rule"]),
        str(value["register"]),
        str(value["report"]),
    )


def _rule(value: dict[str, Any]) -> Rule:
    return Rule(
        code=str(value["code"]),
        starts=str(value["starts"]),
        ends=tuple(str(each) for each in value["ends"]),
        sorts=tuple(str(each) for each in value["for"]),
        days=_days(value.get("days")),
        unit=Unit(value.get("unit", Unit.CALENDAR)),
        longest=_days(value.get("longest")),
        longest_unit=Unit(value.get("longest_unit", Unit.CALENDAR)),
        rests_in=tuple(str(each) for each in value.get("rests_in", ())),
        source=str(value.get("source", "")),
        status=str(value.get("status", "?")),
    )


def _days(value: Any) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_DAYS:
        raise ValueError(f"{value!r} is no number of days")
    return value
