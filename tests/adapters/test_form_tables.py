"""Tables of forms from anywhere: what cannot be is named, and no broken file ends in a crash."""

import gzip
from pathlib import Path

import pytest

from tepat.adapters.form_tables import NEGATIVE, TWICE, check_table
from tepat.core.problems import Code, Refused

TABLE = """Rekap sebuah kabupaten
tps;jenis;sah;tidak sah;seluruhnya;1;2
63.09.05.2003-001;KWK-BUP;100;5;105;150;-50
63.09.05.2003-002;KWK-BUP;21093;0;21093;11093;10000
63.09.05.2003-003;KWK-BUP;100;5;105;50;50
63.09.05.2003-003;KWK-BUP;110;5;115;60;50
63.09.05.2003-003;KWK-BUP;110;5;116;60;50
63.09.05.2003-004;KWK-BUP;100;5;105;50;50
63.09.05.2003-004;KWK-BUP;100;5;105;50;50
"""


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_table_with_a_title_in_any_spelling_says_what_cannot_be(
    tmp_path: Path, encoding: str
) -> None:
    path = tmp_path / "hasil.csv"
    path.write_text(TABLE, encoding=encoding)

    found = check_table(path)

    assert found.forms == 7
    assert found.wrong == {NEGATIVE: 1, "A12": 1, TWICE: 2, "A6": 1}
    assert [where for where, key, _ in found.rows if key == TWICE] == [
        "baris 6 63.09.05.2003-003",
        "baris 7 63.09.05.2003-003",
    ]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("hasil.csv.gz", b"bukan gzip"),
        ("hasil.csv.gz", gzip.compress(TABLE.encode() * 50)[:-40]),
        ("hasil.csv", b'tps,sah,1\n63.09.05.2003-001,"' + b"9" * 140_000 + b'",1\n'),
    ],
)
def test_a_broken_file_is_said_to_be_broken(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(Refused) as refused:
        check_table(path)
    assert refused.value.problem.code is Code.FILE_BROKEN


def test_a_parquet_without_numbers_is_said_to_be_broken(tmp_path: Path) -> None:
    polars = pytest.importorskip("polars")
    path = tmp_path / "hasil.parquet"
    words = {"tps": ["001"], "sah": ["banyak"], "seluruhnya": ["banyak"], "tidak_sah": ["sedikit"]}
    polars.DataFrame(words).write_parquet(path)
    for data in (path.read_bytes(), b"bukan parquet"):
        path.write_bytes(data)
        with pytest.raises(Refused) as refused:
            check_table(path)
        assert refused.value.problem.code is Code.FILE_BROKEN
