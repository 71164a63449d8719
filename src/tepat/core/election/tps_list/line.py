"""One row of a sheet on its way to being a TPS, and what is wrong with it."""

from dataclasses import dataclass, field

from tepat.core.election.tps_list.headers import Columns, Field
from tepat.core.election.tps_list.sheet import Sheet, text_of
from tepat.core.problems import Code, Problem


@dataclass(slots=True)
class Line:
    """One row on its way to being a TPS."""

    sheet: Sheet
    row: int
    columns: Columns
    problems: list[Problem] = field(default_factory=list)

    def text(self, which: Field) -> str:
        column = self.columns.at.get(which)
        return text_of(self.sheet.cell(self.row, column)) if column is not None else ""

    def problem(self, code: Code, which: Field | None = None, **facts: str | int) -> None:
        place: dict[str, str | int] = {"sheet": self.sheet.name, "row": self.row + 1}
        if which is not None and which in self.columns.at:
            place["column"] = self.columns.named(which)
            place["value"] = self.text(which)[:60]
        self.problems.append(Problem(code, {**place, **facts}))

    @property
    def is_refused(self) -> bool:
        return any(not problem.is_warning for problem in self.problems)
