"""The delta list: which closed boxes to open again, what changes in each, who approves.

One row per line that differs, for the page, as a workbook, as CSV and on the command line.
"""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from typing import Final, NamedTuple

from tepat.adapters.excel_out import Cell, Sheet, workbook
from tepat.core import mark
from tepat.core.election.catalogue import Election
from tepat.core.election.ids import readable
from tepat.server.election.elections import election_of
from tepat.server.election.models import Region, Scope
from tepat.server.move.packing.differing import ToReopen, to_reopen
from tepat.server.move.packing.words import Names

HEADER = (
    "Kode kotak", "Kotak", "Kecamatan", "Keadaan", "Barang", "Isi sekarang", "Seharusnya",
    "Selisih", "Persetujuan",
)  # fmt: skip
_STATES = {"packed": "terisi", "sealed": "tersegel"}
_SOME_DAY = date(2024, 1, 1)


class Line(NamedTuple):
    """One line of a box that differs: what it holds, and what it must hold now."""

    code: str
    box: str
    kecamatan: str
    state: str
    item: str
    before: int
    after: int
    approver: str

    @property
    def difference(self) -> int:
        return self.after - self.before


def approver_of(election: Election, language: str = "id") -> str:
    """Name the role that consents to opening a packed box, as the election says."""
    role = election.approvals.get("reopen", "kpu")
    return election.roles[role].say(language) if role in election.roles else role.upper()


def lines_of(scope: Scope) -> list[Line]:
    """Return every line of the delta list of `scope`, in the order of the boxes."""
    election = election_of(scope)
    found = to_reopen(scope, election)
    names = Names(election, [each.package.place for each in found])
    approver = approver_of(election, names.language)
    kecamatan = dict(
        Region.objects.filter(code__in={each.package.kecamatan for each in found}).values_list(
            "code", "name"
        )
    )
    return [line for each in found for line in _lines(each, names, kecamatan, approver)]


def _lines(each: ToReopen, names: Names, kecamatan: dict[str, str], approver: str) -> list[Line]:
    box = each.package
    return [
        Line(
            readable(box.code),
            names.package(box),
            kecamatan.get(box.kecamatan, box.kecamatan),
            _STATES.get(each.state, each.state),
            names.item(str(problem.facts["item"])),
            int(str(problem.facts["got"])),
            int(str(problem.facts["expected"])),
            approver,
        )
        for problem in each.problems
    ]


def as_csv(scope: Scope, lines: Iterable[Line]) -> bytes:
    """Return the list as CSV: UTF-8 with a mark that Excel knows."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADER)
    writer.writerows(_cells(line) for line in lines)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(scope: Scope, lines: Iterable[Line]) -> bytes:
    """Return the list as a workbook; the same boxes give the same bytes."""
    election = election_of(scope)
    created = datetime.combine(election.voting_day or _SOME_DAY, time())
    title = f"Kotak yang perlu dibuka ulang, {election.name.id} ({scope.kabupaten})"
    above = [title]
    if scope.is_contoh:
        above.append(mark.line("contoh: sebagian angka dibuat untuk peragaan"))
    rows = [_cells(line) for line in lines]
    widths = [28, 44, 20, 12, 44, 12, 12, 10, 24]
    sheet = Sheet("buka ulang", list(HEADER), rows, above, widths, frozen=2)
    return workbook([sheet], created, title)


def _cells(line: Line) -> Sequence[Cell]:
    return [*line[:7], line.difference, line.approver]


FORMATS: Final[dict[str, tuple[Callable[[Scope, Iterable[Line]], bytes], str]]] = {
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (as_csv, "text/csv; charset=utf-8"),
}
