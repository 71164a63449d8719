"""Which TPS are vulnerable and why, read from a table that was pasted or uploaded.

One row per TPS, one column per indicator. A cell says yes, no, or nothing; nothing is not no.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tepat.core.election.regions import TPS_CODE
from tepat.core.problems import Code, Problem

YES: Final = frozenset({"1", "y", "ya", "v", "x", "ada", "yes", "true", "✓", "√"})
NO: Final = frozenset({"0", "t", "tidak", "-", "no", "n", "false", "tdk"})
MOST_ROWS: Final = 20_000
MOST_PROBLEMS: Final = 50


@dataclass(frozen=True, slots=True)
class Marked:
    """What was said of one TPS."""

    tps: str
    yes: frozenset[str]
    no: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Table:
    """The rows that could be read, and why others could not."""

    rows: tuple[Marked, ...]
    problems: tuple[Problem, ...]
    columns: tuple[str, ...]
    """Indicators that the table speaks of."""
    unknown: tuple[str, ...] = ()
    """Headers nobody knows."""


def read_table(
    lines: Sequence[Sequence[str]], indicators: Mapping[str, str], known: frozenset[str]
) -> Table:
    """Read a table whose first line is its header. `indicators` is code by header, lower case.

    `known` are the TPS of the list; where it is empty any code of a TPS will do.
    """
    if not lines:
        return Table((), (Problem(Code.RAWAN_NO_HEADER),), ())
    header = [cell.strip().casefold() for cell in lines[0]]
    at = next((n for n, cell in enumerate(header) if cell in ("tps", "kode tps", "kode")), None)
    if at is None:
        return Table((), (Problem(Code.RAWAN_NO_HEADER),), ())
    columns = {n: indicators[cell] for n, cell in enumerate(header) if cell in indicators}
    unknown = [cell for n, cell in enumerate(header) if n not in columns and n != at and cell]
    rows: list[Marked] = []
    problems: list[Problem] = []
    seen: set[str] = set()
    for number, line in enumerate(lines[1 : MOST_ROWS + 1], start=2):
        cells = [cell.strip() for cell in line]
        if not any(cells):
            continue
        read = _row(number, cells, at, columns, known, seen)
        if isinstance(read, Problem):
            problems.append(read)
        else:
            rows.append(read)
            seen.add(read.tps)
    if len(lines) > MOST_ROWS + 1:
        problems.append(Problem(Code.RAWAN_MANY, {"most": MOST_ROWS}))
    return Table(tuple(rows), tuple(problems), tuple(columns.values()), tuple(unknown))


def _row(
    number: int,
    cells: list[str],
    at: int,
    columns: Mapping[int, str],
    known: frozenset[str],
    seen: set[str],
) -> Marked | Problem:
    tps = cells[at] if at < len(cells) else ""
    if not TPS_CODE.fullmatch(tps) or (known and tps not in known):
        return Problem(Code.RAWAN_TPS, {"line": number, "value": tps[:40] or "?"})
    if tps in seen:
        return Problem(Code.RAWAN_TWICE, {"line": number, "value": tps})
    yes, no = set(), set()
    for place, code in columns.items():
        cell = cells[place].casefold() if place < len(cells) else ""
        if cell in YES:
            yes.add(code)
        elif cell in NO:
            no.add(code)
        elif cell:
            return Problem(Code.RAWAN_CELL, {"line": number, "value": cell[:20], "column": code})
    return Marked(tps, frozenset(yes), frozenset(no))


def sums(rows: Iterable[Marked]) -> Counter[str]:
    """Return how many TPS each indicator marks."""
    return Counter(code for row in rows for code in row.yes)


def by_desa(rows: Iterable[Marked]) -> Counter[str]:
    """Return how many TPS of each desa are marked by at least one indicator."""
    return Counter(row.tps.partition("-")[0] for row in rows if row.yes)


def merged(old: Marked, new: Marked) -> Marked:
    """Return what is known after `new`: an empty cell takes nothing back.

    >>> old = Marked("t", frozenset({"a", "b"}))
    >>> sorted(merged(old, Marked("t", frozenset(), frozenset({"a"}))).yes)
    ['b']
    """
    yes = (old.yes | new.yes) - new.no
    no = (old.no | new.no) - new.yes
    return Marked(new.tps, yes, no)
