"""The table of a bundle of results, read as it was written and no other way."""

import csv
import io
import re
from typing import Any, Final, NamedTuple

from tepat.core.count import bundle
from tepat.core.count.form import FIGURES
from tepat.core.problems import Code
from tepat.witness.verifying.results_report import ResultsReport

_NUMBER: Final = re.compile(r"-?[1-9][0-9]{0,14}|0")


class Row(NamedTuple):
    """One row: what stands before its figures, and its cells by figure or number on the paper."""

    note: str = ""
    state: str = ""
    source: str = ""
    checks: str = ""
    cells: dict[str, int | None] = {}


class Table:
    """The rows of the table by TPS and kind: each cell a whole number or blank."""

    def __init__(self, data: bytes, report: ResultsReport) -> None:
        self.rows: dict[tuple[str, str], Row] = {}
        try:
            rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
        except (UnicodeDecodeError, csv.Error):
            rows = []
        numbers = bundle.numbers_in(rows[0]) if rows else None
        if numbers is None or len(set(numbers)) != len(numbers):
            report.found(Code.RESULTS_FILE, file=bundle.TABLE)
            return
        names = (*FIGURES, *numbers)
        first = len(bundle.BEFORE_FIGURES)
        for row in rows[1:]:
            note, tps, kind, state, source, checks = (
                row[:first] if len(row) > first else [""] * first
            )
            cells = dict(zip(names, map(_number, row[first:]), strict=False))
            if (
                (tps, kind) in self.rows
                or len(row) != first + len(names)
                or any(each is ... for each in cells.values())
            ):
                report.found(Code.RESULTS_ROW, tps=tps, kind=kind)
            numbers_ = {name: each for name, each in cells.items() if each is not ...}
            self.rows[tps, kind] = Row(note, state, source, checks, numbers_)


def _number(text: str) -> Any:
    """A cell as a number, None where it is blank, `...` where it is neither."""
    if not text:
        return None
    return int(text) if _NUMBER.fullmatch(text) else ...
