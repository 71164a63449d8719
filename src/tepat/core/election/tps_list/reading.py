"""Every TPS a workbook lists, and every reason a row could not be one.

Each good row is kept and each bad one is named by sheet, row, column, value and reason.
Subtotals are checked against what they add up and never become a TPS.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from tepat.core.election.regions import is_in
from tepat.core.election.tps_list import headers, names, personal, strangers
from tepat.core.election.tps_list.cells import degree, is_far, tps_number, whole
from tepat.core.election.tps_list.context import (
    Context,
    Written,
    code_parts,
    context_of,
    is_header_again,
    merged_above,
    names_written,
)
from tepat.core.election.tps_list.expected import SUM, Expected
from tepat.core.election.tps_list.headers import Columns, Field
from tepat.core.election.tps_list.line import Line
from tepat.core.election.tps_list.rows import SheetRead, TpsRead, TpsRow, Unmatched, Value
from tepat.core.election.tps_list.sheet import Sheet, letter, text_of
from tepat.core.election.tps_list.totals import Totals, is_total_label, said_by
from tepat.core.problems import Code, Problem, Refused


def read_workbook(sheets: Sequence[Sheet], expected: Expected) -> TpsRead:
    """Return everything `sheets` say about the TPS of one kabupaten.

    Raises `Refused` where no part of the file can be used: it holds voters' personal
    data, or no sheet has a header that is understood.
    """
    for sheet in sheets:
        if trace := personal.find_personal_data(sheet):
            raise Refused(trace)
    reader = _Reader(expected)
    unread: list[Problem] = []
    for sheet in sheets:
        if sheet.is_empty or (expected.only_sheet and sheet.name != expected.only_sheet):
            continue
        mapping = expected.given or expected.remembered(headers.signature(sheet))
        columns = headers.find_columns(sheet, mapping)
        if columns is not None:
            reader.read(sheet, columns)
        elif not _is_guide(sheet.name):
            unread.append(_why_not(sheet))
    if not reader.sheets:
        nothing = Problem(Code.HEADER_NOT_FOUND, {"sheet": expected.only_sheet or "1", "seen": "-"})
        raise Refused(next(iter(unread), nothing))
    skipped = [_skipped(each) for each in unread]
    return reader.result(skipped)


def _why_not(sheet: Sheet) -> Problem:
    if column := headers.counts_only(sheet):
        return Problem(Code.TPS_COUNTS_ONLY, {"sheet": sheet.name, "column": column})
    seen = headers.seen_titles(sheet)
    said = ", ".join(f"{letter(column)} ({title})" for column, title in seen[:12]) or "-"
    return Problem(Code.HEADER_NOT_FOUND, {"sheet": sheet.name, "seen": said})


def _is_guide(name: str) -> bool:
    """Sheets of explanations and of lists to choose from are no lists of TPS."""
    return name.startswith("_") or name.lower() in {"petunjuk", "panduan", "cara mengisi"}


def _skipped(problem: Problem) -> Problem:
    return Problem(Code.SHEET_SKIPPED, {"sheet": problem.facts["sheet"]})


class _Reader:
    """Reads sheet after sheet, because a TPS may stand in only one of them."""

    def __init__(self, expected: Expected) -> None:
        self.expected = expected
        self.sheets: list[SheetRead] = []
        self.rows: dict[str, TpsRow] = {}
        self.waiting: dict[tuple[str, str, int], TpsRow] = {}
        self.held: list[TpsRow] = []
        self.problems: list[Problem] = []
        self.elsewhere: Counter[str] = Counter()
        self.elsewhere_at: dict[str, tuple[str, int]] = {}
        self.misnamed: set[tuple[str, str]] = set()
        self.elections: dict[str, str] = {}
        self.refused_codes: set[str] = set()
        self.rows_read = self.rows_refused = 0
        self.totals = Totals()

    def read(self, sheet: Sheet, columns: Columns) -> None:
        """Read one sheet."""
        before = self.rows_read
        context = Context(kecamatan=self._kecamatan_above(sheet, columns))
        merged = merged_above(sheet, columns)
        self.totals.begin(sheet.name)
        for row in range(columns.first, len(sheet.rows)):
            line = Line(sheet, row, columns)
            if self._is_between(line, context):
                continue
            self._read_line(line, context, merged)
        amiss = self.totals.end()
        self.problems += amiss
        nameless = sum(not problem.is_warning for problem in amiss)
        self.rows_read += nameless
        self.rows_refused += nameless
        if self.rows_read == before:
            facts: dict[str, str | int] = {"sheet": sheet.name, "row": columns.header + 1}
            self.problems.append(Problem(Code.SHEET_NO_ROWS, facts))
        elif not any(each in columns.at for each in headers.VOTERS):
            self.problems.append(Problem(Code.VOTERS_COLUMN, {"sheet": sheet.name}))
        named = {which.value: columns.named(which) for which in columns.at}
        self.sheets.append(
            SheetRead(
                sheet.name,
                headers.signature(sheet),
                columns.header + 1,
                named,
                self.rows_read - before,
            )
        )

    def _kecamatan_above(self, sheet: Sheet, columns: Columns) -> str:
        """The kecamatan named in a title, else by the sheet where it names one."""
        if Field.KECAMATAN in columns.at:
            return ""
        for row in sheet.rows[: columns.header]:
            said = context_of([text_of(cell) for cell in row if text_of(cell)])
            if said and said[0]:
                return said[1]
        return sheet.name if self.expected.places.kecamatan_of(sheet.name) else ""

    def _is_between(self, line: Line, context: Context) -> bool:
        """Tell whether a row is blank, a repeated header, a title of a group, or a total."""
        texts = [text_of(cell) for cell in line.sheet.rows[line.row]]
        filled = [text for text in texts if text]
        if not filled:
            return True
        if is_header_again(line, texts):
            return True
        if len(filled) <= 3 and (said := context_of(filled)):
            if said[0]:
                context.kecamatan, context.desa, context.code, context.number = said[1], "", "", 0
            else:
                context.desa, context.code, context.number = said[1], "", 0
            return True
        if is_total_label(line):
            self.totals.check(line, context.kecamatan, context.desa)
            return True
        return False

    def _read_line(
        self, line: Line, context: Context, merged: Mapping[tuple[int, int], int]
    ) -> None:
        number = self._number(line)
        written = names_written(line, context, merged, number)
        if number is None and not self._has_tps(line):
            if self.totals.is_group_row(line, written[1], written[2]):
                return
            if not (said_by(line) or (written[2] and _says_voters(line))):
                return  # a title, a signature, a note below the table
            line.problem(Code.TPS_NUMBER, Field.TPS if Field.TPS in line.columns.at else Field.CODE)
        elif number is None:
            line.problem(Code.TPS_NUMBER, Field.TPS if Field.TPS in line.columns.at else Field.CODE)
        self.rows_read += 1
        values = self._values(line)
        self.totals.add(line, written[1], written[2], values)
        desa = self._desa(line, written)
        self._check_election(line)
        if number is not None:
            self._keep(line, written, number, desa, values)
        self.problems += line.problems
        self.rows_refused += line.is_refused

    def _keep(
        self,
        line: Line,
        written: Written,
        number: int,
        desa: str | None,
        values: dict[str, Value],
    ) -> None:
        row = TpsRow(
            line.sheet.name, line.row + 1, number, desa or "", written[1], written[2], values
        )
        if desa is None:
            return
        if line.is_refused:
            if {each.code for each in line.problems if not each.is_warning} == {Code.SUM_FAR}:
                self.held.append(row)
            if desa:
                self.refused_codes.add(row.code)
            return
        key = (names.folded(written[1]), names.folded(written[2]), number)
        first = self.rows.get(row.code) if desa else self.waiting.get(key)
        if first and Field.ELECTION in line.columns.at and first.values == row.values:
            return  # the same TPS once per kind of ballot
        if first:
            said = row.code if desa else f"{written[2]} {number:03d}"
            line.problem(Code.TPS_TWICE, value=said, first_sheet=first.sheet, first_row=first.row)
        elif desa:
            self.rows[row.code] = row
        else:
            self.waiting[key] = row

    def _has_tps(self, line: Line) -> bool:
        return (
            bool(line.text(Field.TPS))
            if Field.TPS in line.columns.at
            else bool(line.text(Field.CODE))
        )

    def _number(self, line: Line) -> int | None:
        if (column := line.columns.at.get(Field.TPS)) is not None:
            return tps_number(line.sheet.cell(line.row, column))
        return code_parts(line.text(Field.CODE))[1]

    def _desa(self, line: Line, written: Written) -> str | None:
        """Return the desa's code, "" where a person must choose, None where it is refused."""
        code_text, kecamatan, desa = written
        code = code_parts(code_text)[0]
        if code:
            return self._desa_by_code(line, code, kecamatan, desa)
        if code_text and not desa:
            line.problem(Code.CODE_UNREADABLE, Field.CODE, value=code_text[:60])
            return None
        if not desa:
            which = Field.DESA if Field.DESA in line.columns.at else Field.CODE
            line.problem(Code.DESA_BLANK, which)
            return None
        found = self.expected.places.find(kecamatan, desa)
        return found.code

    def _desa_by_code(self, line: Line, code: str, kecamatan: str, desa: str) -> str | None:
        expected = self.expected
        known = expected.places.code_of(code)
        if known is None and not is_in(code, expected.kabupaten):
            self.elsewhere[code[:5]] += 1
            self.elsewhere_at.setdefault(code[:5], (line.sheet.name, line.row + 1))
            self.rows_refused += 1
            return None
        if known is None and desa:
            return expected.places.find(kecamatan, desa).code
        if known is None:
            line.problem(Code.CODE_UNKNOWN, Field.CODE, value=code)
            return None
        self._check_name(line, known, kecamatan, desa)
        return known

    def _check_name(self, line: Line, code: str, kecamatan: str, desa: str) -> None:
        """A code decides; where the name beside it is another desa's, a person is told once."""
        if not desa or (code, desa) in self.misnamed:
            return
        named = self.expected.places.find(kecamatan, desa).code
        if named and named != code:
            self.misnamed.add((code, desa))
            line.problem(
                Code.CODE_NAME,
                Field.CODE,
                value=code,
                desa=desa,
                name=self.expected.places.names[code],
            )

    def _values(self, line: Line) -> dict[str, Value]:
        """Read the counts, the name and the point of a row; name what is wrong with them."""
        at = line.columns.at
        values: dict[str, Value] = {}
        if any(which in at for which in headers.VOTERS):
            values |= self._voters(line)
        if Field.DPTB in at:
            count = self._count(line, Field.DPTB)
            values["dptb"] = count or 0
        if Field.NAME in at:
            values["name"] = line.text(Field.NAME)[:120]
        if Field.LAT in at and Field.LON in at:
            values |= self._point(line)
        return values

    def _voters(self, line: Line) -> dict[str, Value]:
        at = line.columns.at
        clean = len(line.problems)
        men = self._count(line, Field.DPT_L)
        women = self._count(line, Field.DPT_P)
        total = self._count(line, Field.DPT)
        if len(line.problems) > clean:
            return {"dpt": None, "dpt_l": None, "dpt_p": None}
        both = men + women if men is not None and women is not None else None
        if total is None:
            total = both
        elif both is not None and both != total:
            is_unsure = is_far(total, both)
            if is_unsure and self.expected.total == SUM:
                total = both
            else:
                asks = is_unsure and not self.expected.total
                code = Code.SUM_FAR if asks else Code.SUM_DIFFERS
                line.problem(code, men=men or 0, women=women or 0, sum=both, value=total)
        if total is None:
            which = next(each for each in headers.VOTERS if each in at)
            line.problem(Code.VOTERS_UNSET, which)
        elif self.expected.cap is not None and total > self.expected.cap:
            line.problem(Code.ABOVE_CAP, value=total, cap=self.expected.cap)
        return {"dpt": total, "dpt_l": men, "dpt_p": women}

    def _count(self, line: Line, which: Field) -> int | None:
        column = line.columns.at.get(which)
        if column is None:
            return None
        read = whole(line.sheet.cell(line.row, column))
        if isinstance(read, Code):
            line.problem(read, which)
            return None
        return read

    def _point(self, line: Line) -> dict[str, Value]:
        lat = degree(line.sheet.cell(line.row, line.columns.at[Field.LAT]), 90)
        lon = degree(line.sheet.cell(line.row, line.columns.at[Field.LON]), 180)
        outside = isinstance(lat, Code) or isinstance(lon, Code)
        if not outside and lat is not None and lon is not None:
            outside = not (-11.5 <= float(lat) <= 6.5 and 94.5 <= float(lon) <= 141.5)
        if outside:
            value = f"{line.text(Field.LAT)}, {line.text(Field.LON)}"
            line.problem(Code.TPS_POINT, value=value[:60])
        if outside or lat is None or lon is None:
            return {}
        return {"lat": float(lat), "lon": float(lon)}

    def _check_election(self, line: Line) -> None:
        said = headers.normal(line.text(Field.ELECTION))
        if not said or not self.expected.election_words:
            return
        accepted = [headers.normal(word) for word in self.expected.election_words]
        if not any(said == word or word in said or said in word for word in accepted if word):
            line.problem(Code.OTHER_ELECTION, Field.ELECTION, election=self.expected.election)

    def result(self, skipped: list[Problem]) -> TpsRead:
        """Return what was read of all sheets."""
        elsewhere = [
            Problem(
                Code.OTHER_KABUPATEN,
                {
                    "sheet": self.elsewhere_at[code][0],
                    "row": self.elsewhere_at[code][1],
                    "value": code,
                    "rows": count,
                    "kabupaten": self.expected.kabupaten,
                },
            )
            for code, count in self.elsewhere.items()
        ]
        waiting = list(self.waiting.values())
        if stranger := strangers.find(list(self.rows.values()), waiting, self.expected):
            waiting, problem, count = stranger
            elsewhere.append(problem)
            self.rows_refused += count
        return TpsRead(
            rows=list(self.rows.values()),
            waiting=waiting,
            held=self.held,
            unmatched=unmatched_of(waiting, self.expected),
            problems=elsewhere + skipped + self.problems,
            sheets=self.sheets,
            rows_read=self.rows_read,
            rows_refused=self.rows_refused,
            refused_codes=frozenset(self.refused_codes - set(self.rows)),
        )


def _says_voters(line: Line) -> bool:
    return any(line.text(which) for which in headers.VOTERS)


def unmatched_of(waiting: Sequence[TpsRow], expected: Expected) -> list[Unmatched]:
    """Return each name that a person must choose a desa for, with suggestions."""
    grouped: dict[tuple[str, str], list[TpsRow]] = {}
    for row in waiting:
        grouped.setdefault((row.kecamatan_text, row.desa_text), []).append(row)
    unmatched = []
    for (kecamatan, desa), rows in grouped.items():
        found = expected.places.find(kecamatan, desa)
        near = found.candidates or tuple(expected.places.suggest(kecamatan, desa, expected.closest))
        unmatched.append(
            Unmatched(
                kecamatan, desa, rows[0].sheet, rows[0].row, len(rows), near, found.is_ambiguous
            )
        )
    return unmatched
