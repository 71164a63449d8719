"""Tables of result forms from anywhere (`.csv`, `.csv.gz`, `.parquet`): what does not add up.

A parquet table may hold several counts of the same forms: `kpu_sah`, `kp_sah`, `kpu_01` ...;
columns that begin alike are one count, and two counts are compared number by number. Reading
parquet needs the extra `nation`.
"""

import csv
import gzip
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tepat.core.count.cells import read_cell
from tepat.core.count.form import Form
from tepat.core.count.saying import said_of
from tepat.core.count.sheet import KIND, TPS, VOTES, head_of, heads_in
from tepat.core.problems import Code, Problem, refuse

MOST_BYTES: Final = 2**30
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
    return _parquet(path, most) if path.suffix == ".parquet" else _csv(path, most)


def _csv(path: Path, most: int) -> Checked:
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    text = raw.decode("utf-8-sig", "replace")
    first = text.partition("\n")[0]
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))
    found, told = Checked(), Counter[str]()
    for where, form, unread in _forms(lines, path.name):
        found.forms += 1
        found.unread += unread
        codes = set()
        for each in said_of(form):
            if not each.check or each.check in codes:
                continue
            codes.add(each.check)
            told[each.check] += 1
            if told[each.check] <= most:
                found.rows.append((where, each.check, each.problem))
        found.wrong.update(codes)
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
    from tepat.adapters.form_columns import differing_rows, wrong_rows

    table = polars.read_parquet(path)
    counts = _counts(table.columns)
    if not counts:
        raise refuse(Code.FORM_HEADER, file=path.name)
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
