"""The cells of the sheet in the order of the paper, and what a person typed into them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from tepat.core.count.cells import read_cell
from tepat.core.count.form import BY_SEX, FIGURES, PAPER_FIGURES, VOTE_FIGURES, VOTER_FIGURES, Form
from tepat.core.count.words import figure_words
from tepat.core.problems import Code, Problem
from tepat.server.desk.words import language

VOTE: Final = "no-"
"""Begins the name of the field of a number on the paper."""


@dataclass(frozen=True, slots=True)
class Field:
    """One cell: its name in the form, what it is called, and what stands in it."""

    name: str
    label: str
    text: str = ""
    is_bad: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the sheet: one cell, or men, women and all."""

    label: str
    cells: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """What was typed: the form, and a problem for each cell that is no number."""

    form: Form
    problems: tuple[Problem, ...]
    bad: frozenset[str]


def lines_of(
    numbers: Sequence[str],
    typed: Mapping[str, str],
    bad: Iterable[str],
    by_sex: bool,
    names: Mapping[str, str] = MappingProxyType({}),
) -> list[tuple[str, list[Line]]]:
    """Return the sheet in three parts: voters, papers, votes. `names` stand beside numbers."""
    wrong = frozenset(bad)

    def cell(name: str, figure: str) -> Field:
        label = label_of(figure, names)
        return Field(name, label, typed.get(name, ""), name in wrong)

    def line(figure: str, wanted: Sequence[tuple[str, str]]) -> Line:
        label = label_of(figure, names)
        label = label[:1].upper() + label[1:]
        return Line(label, tuple(cell(name, of) for name, of in wanted))

    voters = []
    for figure in VOTER_FIGURES:
        sexes = [(f"{figure}_{sex}", f"{figure}_{sex}") for sex in BY_SEX] if by_sex else []
        voters.append(line(figure, [*sexes, (figure, figure)]))
    papers = [line(name, [(name, name)]) for name in PAPER_FIGURES]
    votes = [line(number, [(VOTE + number, number)]) for number in numbers]
    votes += [line(name, [(name, name)]) for name in VOTE_FIGURES]
    return [("voters", voters), ("papers", papers), ("votes", votes)]


def label_of(figure: str, names: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return what a cell is called, with the name beside its number where there is one."""
    words = figure_words(figure).say(language())
    return f"{words}: {names[figure]}" if figure in names else words


def read(
    place: str, sku: str, numbers: Sequence[str], typed: Mapping[str, str], where: str = ""
) -> Read:
    """Return the form that was typed; a cell that cannot be read is blank and told.

    `where` names what was typed, where it is no TPS.
    """
    problems: list[Problem] = []
    bad = set()

    def value(name: str, figure: str) -> int | None:
        cell = read_cell(typed.get(name, ""))
        if not cell.is_read:
            words = figure_words(figure)
            text = " ".join(typed.get(name, "").split())[:40]
            said = {"name": words.id, "name_en": words.en, "value": text}
            facts = {"where": where or f"TPS {place}", **said}
            problems.append(Problem(Code.FORM_CELL, facts))
            bad.add(name)
        return cell.value

    figures = {name: value(name, name) for name in FIGURES}
    votes = {number: value(VOTE + number, number) for number in numbers}
    return Read(Form(place, sku, figures, votes), tuple(problems), frozenset(bad))
