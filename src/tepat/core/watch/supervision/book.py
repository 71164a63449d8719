"""Checklists, topics, indicators and clocks as the files of an office give them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from tepat.core.election.catalogue import Words
from tepat.core.watch.supervision.clocks import Rule


class Focus(StrEnum):
    """The four foci of supervision."""

    DATA = "data"
    DELIVERY = "delivery"
    STORAGE = "storage"
    USE = "use"


class About(StrEnum):
    """What a checklist is tied to."""

    DESA = "desa"
    SHIPMENT = "shipment"
    STORE = "store"
    TPS = "tps"


class Answer(StrEnum):
    """What was found to one question."""

    OK = "ok"
    DEFECT = "defect"
    NOT_ASKED = "na"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question. A defect of a grave one is worth a finding."""

    code: str
    text: Words
    grave: bool = False


@dataclass(frozen=True, slots=True)
class Checklist:
    """The questions of one focus."""

    focus: Focus
    version: int
    name: Words
    aim: Words
    about: About
    questions: tuple[Asked, ...]

    def question(self, code: str) -> Asked | None:
        return next((each for each in self.questions if each.code == code), None)


@dataclass(frozen=True, slots=True)
class Topic:
    """Something to be watched beyond the four foci, counted per kecamatan."""

    code: str
    name: Words
    counts: Words
    """What one of the target is: one supplier, one meeting, one PTPS."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """Why a TPS may be vulnerable."""

    code: str
    group: str
    name: Words


@dataclass(frozen=True, slots=True)
class Family:
    """The clocks of one kind of election; it fits where a ballot's code begins so."""

    code: str
    begins: tuple[str, ...]
    rules: tuple[Rule, ...]
    register: str
    """How register numbers are written."""
    report: str
    """How numbers of Form A are written."""

    def fits(self, kinds: Iterable[str]) -> bool:
        return any(kind.startswith(begin) for kind in kinds for begin in self.begins)


@dataclass(frozen=True, slots=True)
class Book:
    """Everything the files say."""

    checklists: Mapping[Focus, Checklist]
    topics: tuple[Topic, ...]
    indicators: tuple[Indicator, ...]
    groups: Mapping[str, Words]
    families: tuple[Family, ...]

    def family(self, kinds: Iterable[str]) -> Family:
        """Return the clocks for an election with these kinds; the last family fits all."""
        wanted = list(kinds)
        return next((each for each in self.families if each.fits(wanted)), self.families[-1])


def defects(answers: Mapping[str, str]) -> list[str]:
    """Return the codes of the questions where something was wrong."""
    return [code for code, answer in answers.items() if answer == Answer.DEFECT]


def unanswered(checklist: Checklist, answers: Mapping[str, str]) -> list[str]:
    """Return the codes of the questions that nobody answered."""
    return [each.code for each in checklist.questions if each.code not in answers]
