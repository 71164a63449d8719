"""Counts of TPS: one row a TPS or one row a desa, csv or parquet."""

import gzip
from pathlib import Path

import pytest

from tepat.adapters.tps_counts import tps_counts
from tepat.core.problems import Code, Refused


def test_rows_are_counted_where_no_column_counts(tmp_path: Path) -> None:
    path = tmp_path / "tps.csv"
    path.write_text("code,tps\n99.01.01.2001,1\n99.01.01.2001,2\n,1\n99.01,1\n", encoding="utf-8")

    assert tps_counts(path) == {"99.01.01.2001": 2}


def test_a_column_of_counts_is_summed(tmp_path: Path) -> None:
    path = tmp_path / "desa.csv.gz"
    path.write_bytes(gzip.compress(b"code,n_tps\n99.01.01.2002,7\n99.01.01.2001,3\n"))

    assert tps_counts(path) == {"99.01.01.2001": 3, "99.01.01.2002": 7}


def test_parquet_gives_the_same(tmp_path: Path) -> None:
    polars = pytest.importorskip("polars", reason="tepat[nation] is not installed")
    path = tmp_path / "tps.parquet"
    rows = {"code": ["99.01.01.2001", None, "99.01.01.2001"], "tps": [1, 2, 3]}
    polars.DataFrame(rows).write_parquet(path)

    assert tps_counts(path) == {"99.01.01.2001": 2}


def test_a_table_without_codes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "lain.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")

    with pytest.raises(Refused) as refused:
        tps_counts(path)
    assert refused.value.problem.code is Code.COLUMN_MISSING
