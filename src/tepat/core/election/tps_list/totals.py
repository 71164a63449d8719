"""Rows that add up other rows: recognised, checked, and never taken for a TPS."""

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from tepat.core.election.tps_list import names
from tepat.core.election.tps_list.headers import VOTERS, Field
from tepat.core.election.tps_list.line import Line
from tepat.core.election.tps_list.rows import Value
from tepat.core.election.tps_list.sheet import text_of
from tepat.core.problems import Code, Problem

Sums = tuple[int, int, int]

_LABEL: Final = re.compile(
    r"(SUB ?-?(TOTAL|JUMLAH)|GRAND TOTAL|JUMLAH|JML|JLH|TOTAL|REKAP(ITULASI)?)\b.*", re.IGNORECASE
)


def is_total_label(line: Line) -> bool:
    """Tell whether a row calls itself a total, left of its numbers."""
    counted = [line.columns.at[which] for which in VOTERS if which in line.columns.at]
    end = min(counted) if counted else len(line.sheet.rows[line.row])
    cells = line.sheet.rows[line.row][:end]
    return any(isinstance(cell, str) and _LABEL.fullmatch(text_of(cell)) for cell in cells)


class Totals:
    """Sums of the rows of one sheet, by group, to hold against what its totals say."""

    def __init__(self) -> None:
        self.workbook: Sums = (0, 0, 0)
        self.begin("")

    def begin(self, sheet: str) -> None:
        self.sheet: Sums = (0, 0, 0)
        self.since: Sums = (0, 0, 0)
        self.groups: dict[str, Sums] = defaultdict(lambda: (0, 0, 0))
        self.counts: dict[str, int] = defaultdict(int)
        self.pending: list[tuple[Problem, str, dict[int, int]]] = []

    def add(self, line: Line, kecamatan: str, desa: str, values: Mapping[str, Value]) -> None:
        """Count one row: men, women, total."""
        counts = tuple(_number(values.get(name)) for name in ("dpt_l", "dpt_p", "dpt"))
        row: Sums = (counts[0], counts[1], counts[2])
        self.sheet, self.since = _plus(self.sheet, row), _plus(self.since, row)
        self.workbook = _plus(self.workbook, row)
        for key in {names.folded(kecamatan), _key(kecamatan, desa)}:
            self.groups[key] = _plus(self.groups[key], row)
            self.counts[key] += 1

    def check(self, line: Line, kecamatan: str, desa: str) -> None:
        """Hold a total against every sum it may mean; keep a warning where it fits none."""
        said = said_by(line)
        since, self.since = self.since, (0, 0, 0)
        if not said:
            return
        sums = [since, self.sheet, self.workbook, *self.groups.values()]
        if any(_fits(said, each) for each in sums):
            return
        self.pending.append((_differs(line, said, since), "", said))

    def is_group_row(self, line: Line, kecamatan: str, desa: str) -> bool:
        """Tell whether a row with voters but no TPS is the line of its desa or kecamatan.

        Such a line stands above or below its TPS; it is checked when the sheet ends.
        """
        said = said_by(line)
        if not said or not (kecamatan or desa) or Field.TPS not in line.columns.at:
            return False
        key = _key(kecamatan, desa) if desa else names.folded(kecamatan)
        self.pending.append((_differs(line, said, (0, 0, 0)), key, said))
        return True

    def end(self) -> list[Problem]:
        """Return the totals of this sheet that fit nothing it holds."""
        problems = []
        for problem, key, said in self.pending:
            if not key:
                if not _fits(said, self.sheet):
                    problems.append(problem)
                continue
            if key not in self.groups:
                problems.append(_nameless(problem))
            elif not _fits(said, self.groups[key]):
                problems.append(self._amiss(problem, key, said))
        return problems

    def _amiss(self, problem: Problem, key: str, said: dict[int, int]) -> Problem:
        """A total that differs, or, where it is far too small for one, a TPS without number."""
        widest = _widest(said)
        total = self.groups[key][widest]
        if self.counts[key] >= 2 and said[widest] * 10 >= total * 6:
            return Problem(Code.SUBTOTAL_DIFFERS, {**problem.facts, "sum": total})
        return _nameless(problem)


def _nameless(problem: Problem) -> Problem:
    facts = {"sheet": problem.facts["sheet"], "row": problem.facts["row"]}
    return Problem(Code.TPS_NUMBER, {**facts, "column": "TPS", "value": ""})


def _key(kecamatan: str, desa: str) -> str:
    return f"{names.folded(kecamatan)}/{names.folded(desa)}"


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _plus(left: Sums, right: Sums) -> Sums:
    return (left[0] + right[0], left[1] + right[1], left[2] + right[2])


def said_by(line: Line) -> dict[int, int]:
    """Return the counts a row writes, by place in `Sums`."""
    said = {}
    for place, which in enumerate((Field.DPT_L, Field.DPT_P, Field.DPT)):
        column = line.columns.at.get(which)
        if column is None:
            continue
        read = _large(line.sheet.cell(line.row, column))
        if read is not None:
            said[place] = read
    return said


def _large(cell: object) -> int | None:
    """A total may pass what one TPS can hold."""
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return int(cell) if cell == cell and abs(cell) < 1e9 else None
    if isinstance(cell, str):
        digits = re.sub(r"[., ]", "", cell)
        return int(digits) if digits.isdecimal() and len(digits) < 10 else None
    return None


def _fits(said: dict[int, int], sums: Sums) -> bool:
    return all(sums[place] == value for place, value in said.items())


def _widest(said: dict[int, int]) -> int:
    return max(said)


def _differs(line: Line, said: dict[int, int], sums: Sums) -> Problem:
    place = _widest(said)
    facts: dict[str, str | int] = {
        "sheet": line.sheet.name,
        "row": line.row + 1,
        "value": said[place],
        "sum": sums[place],
    }
    return Problem(Code.SUBTOTAL_DIFFERS, facts)
