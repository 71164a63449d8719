"""Tables and outlines of regions as they come from outside."""

import gzip
import json
from pathlib import Path

import pytest

from tepat.adapters.region_outlines import read_outlines
from tepat.adapters.region_table import missing_parents, read_region_table
from tepat.core.problems import Code, Refused


def table(folder: Path, text: str | bytes, name: str = "wilayah.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_indonesian_headers_semicolons_and_codes_without_dots_are_read(tmp_path: Path) -> None:
    path = table(tmp_path, "Kode;Nama Wilayah;Lintang;Bujur\n9901022003;Mekar Sari;-1,5;115,25\n")

    [row] = read_region_table(path).rows
    assert (row.code, row.name, row.kind) == ("99.01.02.2003", "Mekar Sari", "desa")
    assert (row.lat, row.lon) == (-1.5, 115.25)


def test_a_table_from_old_excel_keeps_its_letters(tmp_path: Path) -> None:
    path = table(tmp_path, "kode,nama\n99.01,Désa Façade\n".encode("cp1252"))
    assert read_region_table(path).rows[0].name == "Désa Façade"


def test_bad_rows_are_named_and_good_rows_kept(tmp_path: Path) -> None:
    text = (
        "code,name,lat,lon\n99.01,Contoh,,\n99.1,Salah,,\n99.01.02,Satu,,\n"
        "99.01.02,Dua,,\n99.01.03,,,\n99.01.04,Jauh,115.2,-1.5\n"
    )
    read = read_region_table(table(tmp_path, text))

    assert [row.code for row in read.rows] == ["99.01", "99.01.02", "99.01.04"]
    assert [(p.code, p.facts["row"]) for p in read.problems] == [
        (Code.REGION_CODE, 3),
        (Code.REGION_TWICE, 5),
        (Code.REGION_NAME, 6),
        (Code.POINT_OUTSIDE, 7),
    ]
    assert read.rows[2].lat is None


def test_a_missing_parent_is_named_once(tmp_path: Path) -> None:
    text = "code,name\n99.01,Contoh\n99.01.02.2001,A\n99.01.02.2002,B\n"
    [problem] = missing_parents(read_region_table(table(tmp_path, text)), frozenset())
    assert problem.facts["parent"] == "99.01.02"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsx", b"PK", Code.REGION_FILE),
        ("a.csv", b"  \n", Code.FILE_EMPTY),
        ("a.csv", b"satu,dua\n1,2\n", Code.COLUMN_MISSING),
        ("a.csv.gz", b"bukan gzip", Code.REGION_FILE),
        ("a.csv.gz", gzip.compress(b"code,name\n" * 40, mtime=0)[:-9], Code.REGION_FILE),
    ],
)
def test_a_file_that_is_no_table_is_refused(
    tmp_path: Path, name: str, content: bytes, code: Code
) -> None:
    with pytest.raises(Refused) as refused:
        read_region_table(table(tmp_path, content, name))
    assert refused.value.problem.code is code


def test_bad_outlines_are_named_and_good_ones_kept(tmp_path: Path) -> None:
    def feature(code: str, ring: list[list[float]]) -> dict[str, object]:
        geometry = {"type": "Polygon", "coordinates": [ring]}
        return {"type": "Feature", "properties": {"code": code}, "geometry": geometry}

    square = [[115.0, -1.0], [115.1, -1.0], [115.1, -1.1], [115.0, -1.0]]
    features = [
        feature("99.01", square),
        feature("99.01", square),
        feature("99.02", square[:-1]),
        feature("99.03", [[lat, lon] for lon, lat in square]),
        feature("x", square),
        {"type": "Feature", "properties": {"code": "99.04"}, "geometry": {"type": "Point"}},
        "bukan fitur",
    ]
    path = table(tmp_path, json.dumps({"features": features}), "a.geojson")
    outlines, problems = read_outlines(path)
    assert [each.code for each in outlines] == ["99.01"]
    assert [problem.facts["row"] for problem in problems] == [2, 3, 4, 5, 6, 7]


def test_the_nation_reads_without_a_bad_row(real_data: Path) -> None:
    read = read_region_table(real_data / "wilayah" / "wilayah.csv.gz")
    assert (len(read.rows), read.problems) == (91_599, [])
    assert sum(not row.inside for row in read.rows if len(row.code) == 13) >= 2_681
