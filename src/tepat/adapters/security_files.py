"""Classes of TPS, patterns, phases, services and columns of the export, from a file.

`TEPAT_HOME/security/security.toml` stands in for the shipped one.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from tepat.adapters import own_files
from tepat.adapters.own_files import Source
from tepat.core.election.catalogue import Words
from tepat.core.watch.security.book import (
    FIELDS,
    MOST_PEOPLE,
    PARTS,
    Book,
    Column,
    Grade,
    Pattern,
    Phase,
    Service,
)


def book(home: Path) -> Book:
    """Return everything that is data. Raises `Refused` with the file that is none.

    Read once for each state of the file.
    """
    (source,) = own_files.sources(home, "security", ("security",))
    return _book(source)


@lru_cache(maxsize=4)
def _book(source: Source) -> Book:
    value = own_files.read(source)
    with own_files.reading(source.folder, source.name):
        found = Book(
            tuple(_grade(each) for each in value["grade"]),
            tuple(
                Phase(str(e["code"]), _words(e["name"]), int(e["first"]), int(e["last"]))
                for e in value.get("phase", ())
            ),
            tuple(_service(each) for each in value["service"]),
            tuple(_column(each) for each in value["column"]),
            str(value.get("letters", ""))[:20],
        )
        if not (found.grades and found.services and found.columns):
            raise ValueError("grade, service and column need at least one row")
        return found


def _words(value: Mapping[str, str]) -> Words:
    return Words(str(value["id"]), str(value.get("en", value["id"])))


def _grade(value: Mapping[str, Any]) -> Grade:
    police, tps = int(value["police"]), int(value["tps"])
    linmas = int(value["linmas"]) if "linmas" in value else None
    if not (0 <= police <= MOST_PEOPLE and 1 <= tps <= MOST_PEOPLE):
        raise ValueError(f"a pattern is 0 to {MOST_PEOPLE} people for 1 to {MOST_PEOPLE} TPS")
    pattern = Pattern(police, tps, linmas)
    return Grade(str(value["code"]), _words(value["name"]), pattern, str(value.get("source", "")))


def _service(value: Mapping[str, Any]) -> Service:
    counts = str(value.get("counts", ""))
    if counts and counts not in PARTS:
        raise ValueError(f"counts is one of {', '.join(PARTS)}, or empty")
    return Service(str(value["code"]), _words(value["name"]), counts)


def _column(value: Mapping[str, Any]) -> Column:
    if value["field"] not in FIELDS:
        raise ValueError(f"{value['field']} is no field; there are {', '.join(sorted(FIELDS))}")
    return Column(str(value["field"]), str(value["head"]))
