"""What is said of a form: every check that does not hold as a problem with its facts."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from tepat.core.count.checks import Finding, Known, Severity, findings, swapped
from tepat.core.count.form import Form
from tepat.core.count.words import figure_words
from tepat.core.problems import Code, Fact, Problem

_CODES: Final = {
    "A1": Code.FORM_A1,
    "A2": Code.FORM_A2,
    "A3": Code.FORM_A3,
    "A4": Code.FORM_A4,
    "A5": Code.FORM_A5,
    "A6": Code.FORM_A6,
    "A7": Code.FORM_A7,
    "A8": Code.FORM_A8,
    "A9": Code.FORM_A9,
    "A10": Code.FORM_A10,
    "A11": Code.FORM_A11,
    "A12": Code.FORM_A12,
    "A13": Code.FORM_A13,
    "A15": Code.FORM_A15,
    "A16": Code.FORM_A16,
}
_A14: Final = {"above": Code.FORM_A14_ABOVE, "below": Code.FORM_A14_BELOW}


MOST_NAMED: Final = 5
"""Numbers that one sentence names."""
_NOTHING: Final = Known()


class Said(NamedTuple):
    """One thing to say of a form: the code of its check, how grave, and the problem."""

    check: str
    severity: Severity
    problem: Problem


def said_of(form: Form, known: Known = _NOTHING) -> list[Said]:
    """Return everything about a form that does not add up or cannot be, gravest kinds first.

    >>> form = Form("t", "s", {"valid": 350, "invalid": 10, "total": 361})
    >>> [(each.check, each.severity.value) for each in said_of(form)]
    [('A6', 'error')]
    """
    said = [*_negative(form), *(_of(each) for each in findings(form, known))]
    if hint := swapped(form, known):
        one, other = (figure_words(name) for name in hint)
        facts: dict[str, Fact] = {"one": one.id, "one_en": one.en}
        facts |= {"other": other.id, "other_en": other.en}
        said.append(Said("", Severity.INFO, Problem(Code.FORM_SWAPPED, facts)))
    return said


def has_negative(form: Form) -> bool:
    """Tell whether a figure is below nought, which no count can be."""
    return any(n is not None and n < 0 for n in (*form.figures.values(), *form.votes.values()))


def _negative(form: Form) -> Iterable[Said]:
    """A number below nought is kept as it was typed, and cannot be."""
    for name, value in (*form.figures.items(), *form.votes.items()):
        if value is not None and value < 0:
            facts: dict[str, Fact] = {**_named(name), "value": value}
            yield Said("", Severity.ERROR, Problem(Code.FORM_NEGATIVE, facts))


def _of(found: Finding) -> Said:
    facts: dict[str, Fact] = {"left": found.left, "right": found.right, "by": abs(found.by)}
    more = ("lebih", "more") if found.by > 0 else ("kurang", "fewer")
    facts |= {"more": more[0], "more_en": more[1]}
    if found.code == "A16":
        facts |= _strangers(found.about.split())
    elif found.about and found.about not in _A14:
        facts |= _named(found.about)
    code = _A14.get(found.about, Code.FORM_A14_ONE) if found.code == "A14" else _CODES[found.code]
    return Said(found.code, found.severity, Problem(code, facts))


def _strangers(names: Sequence[str]) -> dict[str, Fact]:
    """Name the numbers that are not on the paper: the first of them, and how many there are."""
    shown = [figure_words(name) for name in names[:MOST_NAMED]]
    one, en = ", ".join(each.id for each in shown), ", ".join(each.en for each in shown)
    if more := len(names) - len(shown):
        one, en = f"{one}, dan {more} lainnya", f"{en}, and {more} more"
    return {"name": one, "name_en": en}


def _named(name: str) -> dict[str, Fact]:
    words = figure_words(name)
    return {"name": words.id, "name_en": words.en}


def blanks_of(form: Form) -> tuple[str, ...]:
    """Return the figures that are blank, without those by men and women: phones have none."""
    return tuple(name for name in form.missing if "_" not in name)
