"""Kinds of incidents, ladders, playbooks, mitigation sheets and the first risks, as files.

A file of the same name in `TEPAT_HOME/incidents` stands in for the shipped one.
"""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from tepat.core.election.catalogue import Words
from tepat.core.watch.incidents.book import (
    Aght,
    Ask,
    Book,
    Kind,
    Ladder,
    Playbook,
    Seed,
    Step,
    Tier,
    Urgency,
)
from tepat.core.watch.incidents.risks import Impact, Likelihood

NAMES: Final = ("incidents", "playbooks", "register", "mitigation")
LARGEST: Final = 400_000
"""Bytes of one file."""


class BadIncidentFile(ValueError):
    """This file cannot be read; the text names it and says why."""


def book(home: Path) -> Book:
    """Return everything that was agreed on. Raises `BadIncidentFile` for a file that is none.

    Read once for each state of the files.
    """
    own = home / "incidents"
    stamp = tuple(
        (name, path.stat().st_mtime_ns, path.stat().st_size)
        for name in NAMES
        if (path := own / f"{name}.toml").is_file()
    )
    return _book(own, stamp)


@lru_cache(maxsize=4)
def _book(own: Path, stamp: tuple[tuple[str, int, int], ...]) -> Book:
    there = {name for name, *_ in stamp}
    read = {name: _read(own, name, is_own=name in there) for name in NAMES}
    name = "incidents"
    try:
        values = read[name]
        urgencies = tuple(
            Urgency(str(e["code"]), _words(e["name"]), int(e["percent"])) for e in values["urgency"]
        )
        ladders = tuple(_ladder(each) for each in values["ladder"])
        kinds = tuple(_kind(each) for each in values["kind"])
        if not (urgencies and ladders and kinds and all(each.steps for each in ladders)):
            raise ValueError("kind, urgency and ladder need at least one row")
        name = "playbooks"
        playbooks = tuple(
            Playbook(str(e["code"]), _words(e["name"]), tuple(map(_words, e["step"])))
            for e in read[name].get("playbook", ())
        )
        name = "mitigation"
        asks = tuple(
            Ask(str(e["code"]), str(e["about"]), _words(e["name"]), tuple(map(Tier, e["tiers"])))
            for e in read[name].get("ask", ())
        )
        name = "register"
        seeds = tuple(_seed(each) for each in read[name].get("risk", ()))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadIncidentFile(f"{name}.toml: {error}") from error
    return Book(kinds, urgencies, ladders, playbooks, asks, seeds)


def _read(own: Path, name: str, *, is_own: bool) -> Mapping[str, Any]:
    path = (
        own / f"{name}.toml" if is_own else files("tepat") / "data" / "incidents" / f"{name}.toml"
    )
    raw = path.read_bytes()
    try:
        if len(raw) > LARGEST:
            raise ValueError("too large")
        return tomllib.loads(raw.decode("utf-8-sig"))
    except ValueError as error:
        raise BadIncidentFile(f"{name}.toml: {error}") from error


def _words(value: Mapping[str, str]) -> Words:
    return Words(str(value["id"]), str(value.get("en", value["id"])))


def _ladder(value: Mapping[str, Any]) -> Ladder:
    steps = []
    for each in value["step"]:
        minutes = int(each["minutes"])
        if minutes < 1:
            raise ValueError("a limit is at least one minute")
        steps.append(Step(str(each["role"]), Tier(each["level"]), minutes))
    return Ladder(str(value["code"]), _words(value["name"]), tuple(steps))


def _kind(value: Mapping[str, Any]) -> Kind:
    return Kind(
        str(value["code"]),
        _words(value["name"]),
        Aght(value["aght"]),
        str(value["ladder"]),
        str(value["urgency"]),
        str(value.get("playbook", "")),
        tuple(map(str, value.get("whats", ()))),
    )


def _seed(value: Mapping[str, Any]) -> Seed:
    seed = Seed(**{name: str(value[name]) for name in Seed.__slots__})
    for likelihood in (seed.likelihood, seed.after_likelihood):
        Likelihood(likelihood)
    for impact in (seed.impact, seed.after_impact):
        Impact(impact)
    return seed
