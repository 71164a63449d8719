"""D.HASIL of a kecamatan beside the forms of its TPS: each row, and the TPS that explain it.

Input: what was typed of the recapitulation, and what is known of each TPS. Output: one line a
row with its difference, and why it may differ. Nothing is corrected and nothing is official: the
plenary of the kecamatan decides.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from tepat.core.count.form import FIGURES, Form
from tepat.core.count.lists import in_order


class Because(StrEnum):
    """Why a TPS may explain a difference; those that explain all of it come first."""

    OTHERWISE = "otherwise"
    """Somebody typed it otherwise, by just this difference."""
    LEFT_OUT = "left_out"
    """Its number is just what the recapitulation lacks."""
    TWICE = "twice"
    """Its number is just what the recapitulation has too many."""
    MISSING = "missing"
    """Its form is not in."""
    BLANK = "blank"
    """This cell of its form is blank."""
    FLAGGED = "flagged"
    """Its form does not add up."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What is known of one TPS: the form that counts, what others typed, whether it adds up."""

    form: Form | None = None
    others: tuple[Form, ...] = ()
    is_flagged: bool = False


@dataclass(frozen=True, slots=True)
class Why:
    """One TPS that may explain a difference, its number in this row, and what another typed."""

    tps: str
    because: Because
    count: int | None = None
    other: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One row: as typed, the sum of the TPS that say it, and who may explain a difference."""

    name: str
    typed: int
    summed: int
    lacking: tuple[str, ...] = ()
    """TPS whose form is not in, or blank in this row."""
    why: tuple[Why, ...] = ()

    @property
    def by(self) -> int:
        """How many more the recapitulation says than the forms of the TPS."""
        return self.typed - self.summed

    @property
    def holds(self) -> bool:
        """Whether every TPS says this row, and together they say the same."""
        return not self.by and not self.lacking


def compare(recap: Form, counted: Mapping[str, Counted]) -> list[Line]:
    """Return every row that was typed, in the order of the paper; a blank row is not compared.

    >>> tps = {"t1": Counted(Form("t1", "s", {}, {"1": 10})), "t2": Counted()}
    >>> [line] = compare(Form("k", "s", {}, {"1": 12, "2": None}), tps)
    >>> line.by, line.lacking, [(each.tps, each.because.value) for each in line.why]
    (2, ('t2',), [('t2', 'missing')])
    """
    votes = sorted(recap.votes, key=in_order)
    rows = [(name, recap.figures.get(name)) for name in FIGURES]
    rows += [(name, recap.votes[name]) for name in votes]
    return [_line(name, count, counted) for name, count in rows if count is not None]


def _line(name: str, typed: int, counted: Mapping[str, Counted]) -> Line:
    cells = {tps: _cell(each.form, name) for tps, each in counted.items()}
    summed = sum(count for count in cells.values() if count is not None)
    lacking = tuple(sorted(tps for tps, count in cells.items() if count is None))
    by = typed - summed
    why = sorted(_whys(name, by, cells, counted), key=_first) if by else []
    return Line(name, typed, summed, lacking, tuple(why))


def _cell(form: Form | None, name: str) -> int | None:
    if form is None:
        return None
    return form.figures.get(name) if name in FIGURES else form.votes.get(name)


def _whys(
    name: str, by: int, cells: Mapping[str, int | None], counted: Mapping[str, Counted]
) -> Iterable[Why]:
    for tps, each in counted.items():
        count = cells[tps]
        if count is None:
            yield Why(tps, Because.BLANK if each.form else Because.MISSING)
            continue
        others = [n for n in (_cell(form, name) for form in each.others) if n is not None]
        if (other := next((n for n in others if n - count == by), None)) is not None:
            yield Why(tps, Because.OTHERWISE, count, other)
        elif count == -by:
            yield Why(tps, Because.LEFT_OUT, count)
        elif count == by:
            yield Why(tps, Because.TWICE, count)
        elif each.is_flagged:
            yield Why(tps, Because.FLAGGED, count)


def _first(why: Why) -> tuple[int, str]:
    return list(Because).index(why.because), why.tps
