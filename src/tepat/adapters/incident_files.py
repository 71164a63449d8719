"""Kinds of incidents, ladders, playbooks, mitigation sheets and the first risks, as files.

A file of the same name in `TEPAT_HOME/incidents` stands in for the shipped one.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from tepat.adapters import own_files
from tepat.adapters.own_files import Source
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


def book(home: Path) -> Book:
    """Return everything that was agreed on. Raises `Refused` with the file that is none.

    Read once for each state of the files.
    """
    return _book(own_files.sources(home, "incidents", NAMES))


@lru_cache(maxsize=4)
def _book(sources: tuple[Source, ...]) -> Book:
    read = {each.name: own_files.read(each) for each in sources}
    with own_files.reading("incidents", "incidents"):
        values = read["incidents"]
        urgencies = tuple(
            Urgency(str(e["code"]), _words(e["name"]), int(e["percent"])) for e in values["urgency"]
        )
        ladders = tuple(_ladder(each) for each in values["ladder"])
        kinds = tuple(_kind(each) for each in values["kind"])
        if not (urgencies and ladders and kinds and all(each.steps for each in ladders)):
            raise ValueError("kind, urgency and ladder need at least one row")
    with own_files.reading("incidents", "playbooks"):
        playbooks = tuple(
            Playbook(str(e["code"]), _words(e["name"]), tuple(map(_words, e["step"])))
            for e in read["playbooks"].get("playbook", ())
        )
    with own_files.reading("incidents", "mitigation"):
        asks = tuple(
            Ask(str(e["code"]), str(e["about"]), _words(e["name"]), tuple(map(Tier, e["tiers"])))
            for e in read["mitigation"].get("ask", ())
        )
    with own_files.reading("incidents", "register"):
        seeds = tuple(_seed(each) for each in read["register"].get("risk", ()))
    return Book(kinds, urgencies, ladders, playbooks, asks, seeds)


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
