"""Tabletop exercises: a case, its injects, what a prepared office does, and a score.

What was decided is written before what was expected is shown, so that nobody decides by the
answer sheet. The score says how many expected steps the written decision contains, as those
who led the exercise see it; no program judges a sentence.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tepat.core.election.catalogue import Words

_CODE: Final = re.compile(r"[a-z][a-z0-9_]{1,39}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing a prepared office does, with the role whose it is and its weight."""

    code: str
    text: Words
    owner: str
    points: int = 1


@dataclass(frozen=True, slots=True)
class Inject:
    """One message into the exercise, some minutes after the one before."""

    code: str
    minute: int
    text: Words
    expected: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One exercise."""

    code: str
    title: Words
    text: Words
    injects: tuple[Inject, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Points of the steps that a decision contained, of all there were."""

    got: int
    of: int

    @property
    def percent(self) -> int:
        return self.got * 100 // self.of if self.of else 0


def read_case(code: str, data: Mapping[str, Any]) -> Case:
    """Return a case from its file as data. Raises ValueError with the reason."""
    injects = tuple(_inject(each) for each in _list(data, "inject"))
    codes = [step.code for inject in injects for step in inject.expected]
    names = [inject.code for inject in injects]
    for found in (codes, names):
        if len(set(found)) != len(found):
            raise ValueError(f"{code}: one code stands twice")
    minutes = [inject.minute for inject in injects]
    if minutes != sorted(minutes):
        raise ValueError(f"{code}: injects are not in the order of their minutes")
    return Case(_code(code), _words(data, "title"), _words(data, "text"), injects)


def score(case: Case, found: Collection[str]) -> Score:
    """Return the score of `found`, codes of expected steps; codes of no step count nothing."""
    steps = [step for inject in case.injects for step in inject.expected]
    return Score(
        sum(step.points for step in steps if step.code in found),
        sum(step.points for step in steps),
    )


def _inject(data: Mapping[str, Any]) -> Inject:
    steps = tuple(
        Step(
            _code(each["code"]),
            _words(each, "text"),
            str(each["owner"]),
            int(each.get("points", 1)),
        )
        for each in _list(data, "step")
    )
    if any(step.points < 1 for step in steps):
        raise ValueError("a step is worth at least one point")
    return Inject(_code(data["code"]), int(data["minute"]), _words(data, "text"), steps)


def _list(data: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    found = data.get(name)
    if not isinstance(found, list) or not found:
        raise ValueError(f"{name} is missing")
    return found


def _words(data: Mapping[str, Any], name: str) -> Words:
    found = data.get(name)
    if not isinstance(found, Mapping) or not found.get("id") or not found.get("en"):
        raise ValueError(f"{name} is not said in both languages")
    return Words(str(found["id"]), str(found["en"]))


def _code(text: object) -> str:
    if not isinstance(text, str) or not _CODE.fullmatch(text):
        raise ValueError(f"{text!r} is no code")
    return text
