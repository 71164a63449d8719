"""Tables of result forms from anywhere (`.csv`, `.csv.gz`, `.parquet`): what does not add up.

A parquet table may hold several counts of the same forms: `kpu_sah`, `kp_sah`, `kpu_01` ...;
columns that begin alike are one count, and two counts are compared number by number. Reading
parquet needs the extra `nation`.
"""

import csv
import gzip
import io
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tepat.core.count.cells import read_cell
from tepat.core.count.checks import Known
from tepat.core.count.form import Form
from tepat.core.count.saying import has_negative, said_of
from tepat.core.count.sheet import KIND, TPS, VOTES, head_of, heads_in
from tepat.core.problems import Code, Problem, refuse

if TYPE_CHECKING:
    import polars

MOST_BYTES: Final = 2**30
TITLES: Final = 10
"""Lines in which the row of heads is looked for, to see what stands between cells."""
MOST_BY_LAW: Final = Known(cap=615)
"""No TPS of any election has more papers: 600 voters of a Pilkada and their reserve."""
NEGATIVE: Final = "negatif"
TWICE: Final = "dua kali"
"""Stands for a form that is there more than once, with other numbers."""
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
DIFFERS: Final = "beda"
"""Stands for forms of which two counts say otherwise."""


@dataclass(slots=True)
class Checked:
    """What was found: forms, how many break each check, and the first of them."""

    forms: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    """By check; with several counts `kpu A6`."""
    rows: list[tuple[str, str, Problem | None]] = field(default_factory=list)
    """Where, which check, and what is said."""
    unread: int = 0
    """Cells that are no number: taken as blank."""


def check_table(path: Path, most: int = 20) -> Checked:
    """Return what does not add up in a table. Raises `Refused` where it is none.

    At most `most` rows are told of each check; the counts are of all.
    """
    if not path.is_file():
        raise refuse(Code.FILE_MISSING, file=path.name)
    if path.stat().st_size > MOST_BYTES:
        raise refuse(
            Code.FILE_TOO_HEAVY, file=path.name, size=path.stat().st_size >> 20, limit=1024
        )
    try:
        return _parquet(path, most) if path.suffix == ".parquet" else _csv(path, most)
    except (OSError, EOFError, zlib.error, csv.Error) as error:
        raise refuse(Code.FILE_BROKEN, file=path.name) from error


def _csv(path: Path, most: int) -> Checked:
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    text = raw.decode("utf-16" if raw[:2] in _UTF_16 else "utf-8-sig", "replace")
    first = "\n".join(text.split("\n", TITLES)[:TITLES])
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))
    found, told = Checked(), Counter[str]()
    before: dict[tuple[str, str], Form] = {}
    for where, form, unread in _forms(lines, path.name):
        found.forms += 1
        found.unread += unread
        keys: dict[str, Problem | None] = {}
        for each in said_of(form, MOST_BY_LAW):
            if each.check:
                keys.setdefault(each.check, each.problem)
        if has_negative(form):
            keys[NEGATIVE] = None
        if form.place and before.setdefault((form.place, form.sku), form) != form:
            keys[TWICE] = None
        for name, problem in keys.items():
            told[name] += 1
            if told[name] <= most:
                found.rows.append((where, name, problem))
        found.wrong.update(keys.keys())
    return found


def _forms(lines: Iterator[list[str]], file: str) -> Iterator[tuple[str, Form, int]]:
    heads: dict[int, str] | None = None
    for at, cells in enumerate(lines, start=1):
        if (again := heads_in(cells)) is not None:
            heads = again
            continue
        if heads is None or not any(cell.strip() for cell in cells):
            continue
        texts = {name: cells[place] for place, name in heads.items() if place < len(cells)}
        read = {name: read_cell(text) for name, text in texts.items() if name not in (TPS, KIND)}
        figures = {name: cell.value for name, cell in read.items() if not name.startswith(VOTES)}
        votes = {
            name.removeprefix(VOTES): cell.value
            for name, cell in read.items()
            if name.startswith(VOTES)
        }
        place = texts.get(TPS, "")
        yield (
            f"baris {at} {place}".strip(),
            Form(place, texts.get(KIND, ""), figures, votes),
            sum(not cell.is_read for cell in read.values()),
        )
    if heads is None:
        raise refuse(Code.FORM_HEADER, file=file)


def _parquet(path: Path, most: int) -> Checked:
    try:
        import polars
    except ModuleNotFoundError as missing:
        raise SystemExit("Berkas parquet memerlukan: pip install 'tepat[nation]'.") from missing

    try:
        return _of_counts(polars.read_parquet(path), path.name, most)
    except polars.exceptions.PolarsError as error:  # no parquet, or columns that hold no numbers
        raise refuse(Code.FILE_BROKEN, file=path.name) from error


def _of_counts(table: "polars.DataFrame", file: str, most: int) -> Checked:
    from tepat.adapters.form_columns import differing_rows, wrong_rows

    counts = _counts(table.columns)
    if not counts:
        raise refuse(Code.FORM_HEADER, file=file)
    found = Checked(table.height)
    names = next((each for each in table.columns if head_of(each) == TPS), "")
    for prefix, columns in counts.items():
        figures = {n: c for n, c in columns.items() if not n.startswith(VOTES)}
        votes = [column for n, column in columns.items() if n.startswith(VOTES)]
        for code, rows in wrong_rows(table, figures, votes).items():
            key = f"{prefix} {code}".strip()
            found.wrong[key] += int(rows.sum())
            for at in rows.arg_true().head(most).to_list():
                where = f"baris {at + 1} {table[names][at] if names else ''}".strip()
                found.rows.append((where, key, None))
    if len(counts) == 2:
        one, other = counts.values()
        pairs = [(one[n], other[n]) for n in one if n.startswith(VOTES) and n in other]
        rows = differing_rows(table, pairs)
        found.wrong[DIFFERS] = int(rows.sum())
    found.wrong = +found.wrong
    return found


def _counts(columns: list[str]) -> dict[str, dict[str, str]]:
    """Return the counts of a table: what stands before the names they share, and their columns."""
    plain = {name: each for each in columns if (name := head_of(each)) and name not in (TPS, KIND)}
    if any(name in plain for name in ("valid", "total")):
        return {"": plain}
    found: dict[str, dict[str, str]] = {}
    for each in columns:
        prefix, _, rest = each.partition("_")
        if rest and (name := head_of(rest)) and name not in (TPS, KIND):
            found.setdefault(prefix, {})[name] = each
    return {prefix: names for prefix, names in found.items() if "valid" in names}
