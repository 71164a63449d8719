"""How many TPS each desa has, from a table of TPS or of desa: csv, csv.gz or parquet.

A table with a column of counts has one row for each desa; any other one for each TPS.
"""

import csv
import gzip
from collections import Counter
from pathlib import Path
from typing import Any, Final

from tepat.core.election.regions import normal_code
from tepat.core.problems import Code, refuse

CODES: Final = ("code", "kode", "kode_desa")
COUNTS: Final = ("n_tps", "jumlah_tps")


def tps_counts(path: Path) -> dict[str, int]:
    """Return the number of TPS by code of desa, by code. Rows without a code are left out.

    Raises `Refused` for a file that is missing or has no column of codes.
    """
    if not path.is_file():
        raise refuse(Code.FILE_MISSING, file=path.name)
    counts: Counter[str] = Counter()
    rows = _parquet(path) if path.suffix == ".parquet" else _csv(path)
    for code, count in rows:
        good = normal_code(code)
        if good and len(good) == len("99.99.99.9999"):
            counts[good] += count
    return dict(sorted(counts.items()))


def _csv(path: Path) -> list[tuple[str, int]]:
    opened: Any = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        code, count = _columns(path, rows.fieldnames or ())
        return [(row[code] or "", _number(row[count]) if count else 1) for row in rows]


def _parquet(path: Path) -> list[tuple[str, int]]:
    try:
        import polars
    except ModuleNotFoundError as missing:
        raise refuse(Code.PLAN_PART, part="polars", what="parquet") from missing
    table: Any = polars.scan_parquet(path)
    code, count = _columns(path, table.collect_schema().names())
    number = polars.col(count).sum() if count else polars.len()
    grouped = table.filter(polars.col(code).is_not_null()).group_by(code).agg(number.alias("n"))
    return [(str(row[0]), int(row[1])) for row in grouped.collect().iter_rows()]


def _columns(path: Path, names: Any) -> tuple[str, str]:
    code = next((each for each in names if each.lower() in CODES), "")
    if not code:
        raise refuse(Code.COLUMN_MISSING, sheet=path.name, column=CODES[0])
    return code, next((each for each in names if each.lower() in COUNTS), "")


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0
