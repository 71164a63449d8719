"""Checklists of the foci, topics, indicators and clocks of the law, as files.

A file of the same name in `TEPAT_HOME/supervision` stands in for the shipped one.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from tepat.adapters import own_files
from tepat.adapters.own_files import Source
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


def book(home: Path) -> Book:
    """Return what the files say. Raises `Refused` with the file that is none.

    Read once for each state of the files.
    """
    return _book(own_files.sources(home, "supervision", NAMES))


@lru_cache(maxsize=4)
def _book(sources: tuple[Source, ...]) -> Book:
    read = {each.name: own_files.read(each) for each in sources}
    with own_files.reading("supervision", "foci"):
        lists = [_checklist(each) for each in read["foci"]["checklist"]]
    with own_files.reading("supervision", "topics"):
        topics = tuple(_topic(each) for each in read["topics"]["topic"])
    with own_files.reading("supervision", "rawan"):
        groups = {code: _words(each) for code, each in read["rawan"]["groups"].items()}
        indicators = tuple(
            Indicator(str(each["code"]), group, _words(each))
            for group, rows in read["rawan"]["indicators"].items()
            for each in rows
        )
    with own_files.reading("supervision", "clocks"):
        families = tuple(_family(each) for each in read["clocks"]["family"])
    return Book({each.focus: each for each in lists}, topics, indicators, groups, families)


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
