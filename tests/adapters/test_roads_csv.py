"""Stretches as a PPK writes them down, alone and on top of a map."""

from pathlib import Path

import pytest

from tepat.adapters.roads_csv import COLUMNS, STATUSES, read_csv
from tepat.core.plan.instance.values import Status
from tepat.core.plan.network.classes import CLASSES
from tepat.core.plan.network.tables import Roads, parts
from tepat.core.problems import Code, Refused
from tepat.core.sentences import sentence

HEAD = (
    "id,from,to,from_lat,from_lon,to_lat,to_lon,metres,class,status,comment,"
    "source,reliability,verified_at,minutes_klotok,oneway,tonnes,zone"
)


def read(tmp_path: Path, *rows: str, head: str = HEAD, base: Roads | None = None) -> Roads:
    path = tmp_path / "ruas.csv"
    path.write_text("\n".join((head, *rows)), encoding="utf-8")
    return read_csv(path, base)


GOOD = (
    "R1,dermaga,hulu,-2.0,115.0,-2.1,115.1,18000,river,operational,,"
    "Pak Joko,survei,2024-11-02,95,,,",
    "R2,hulu,lading,,,-2.2,115.1,,track,restricted,jembatan kayu,"
    "Bu Rina,laporan,2024-11-03,,ya,2.5,z1",
)


def test_rows_become_arcs_with_who_said_so(tmp_path: Path) -> None:
    roads = read(tmp_path, *GOOD)
    river, track = roads.arcs

    assert roads.problems == ()
    assert [node.id for node in roads.nodes] == ["dermaga", "hulu", "lading"]
    assert (river.metres, river.road, river.minutes) == (18_000, "river", {"klotok": 95})
    assert (river.source.by, river.source.at, river.source.rough) == (
        "Pak Joko",
        "2024-11-02",
        False,
    )
    assert track.source.rough
    assert (track.status, track.comment) == (Status.RESTRICTED, "jembatan kayu")
    assert (track.oneway, track.tonnes, track.zone) == (True, 2.5, "z1")
    assert 11_000 < track.metres < 11_200, "an empty length is the beeline"
    assert roads.shapes["R2"] == ((-2.1, 115.1), (-2.2, 115.1))


def test_indonesian_columns_and_semicolons_are_read(tmp_path: Path) -> None:
    head = (
        "ruas;dari;ke;dari_lintang;dari_bujur;ke_lintang;ke_bujur;panjang;kelas;keadaan;menit_truk"
    )
    [arc] = read(tmp_path, "7;a;b;-2,0;115,0;-2,1;115,1;900;primary;putus;12", head=head).arcs

    assert (arc.id, arc.metres, arc.status) == ("7", 900, Status.CLOSED)
    assert arc.minutes == {"truk": 12}


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("X,a,b,-2.0,115.0,-2.1,115.1,-5,river", "metres"),
        ("X,a,b,-2.0,115.0,-2.1,115.1,nan,river", "metres"),
        ("X,a,b,-2.0,115.0,-2.1,115.1,1e99,river", "metres"),
        ("X,a,b,-2.0,115.0,-2.1,115.1,5,jalan tikus", "class"),
        ("X,a,b,-2.0,115.0,-2.1,115.1,5,track,entah", "status"),
        ("X,a,tanpa,-2.0,115.0,,,5,track", "to"),
        ("X,a,a,-2.0,115.0,-2.0,115.0,5,track", "to"),
        ("R1,hulu,lading,,,,,5,track", "id"),
        ("X,a,b,-2.0,115.0,-2.1,115.1,5,track,,,,,,0", "minutes_klotok"),
    ],
)
def test_a_bad_row_is_named_and_the_rest_is_read(tmp_path: Path, row: str, column: str) -> None:
    roads = read(tmp_path, *GOOD, row)

    assert [arc.id for arc in roads.arcs] == ["R1", "R2"]
    [problem] = roads.problems
    assert problem.code is Code.ROAD_ROW
    assert problem.facts["row"] == 4
    assert problem.facts["column"] == column
    assert "ruas.csv baris 4" in sentence(problem)


def test_a_point_outside_indonesia_is_named(tmp_path: Path) -> None:
    roads = read(tmp_path, *GOOD, "X,a,b,115.0,-2.0,-2.1,115.1,5,track")

    assert [problem.facts["column"] for problem in roads.problems] == ["from_lat", "from"]


def test_a_row_on_top_of_a_map_changes_what_it_fills_in(tmp_path: Path) -> None:
    base = read(tmp_path, *GOOD)
    head = "id,status,comment,source,verified_at,menit_klotok"
    roads = read(
        tmp_path, "R1,putus,longsor km 4,BPBD,2024-11-20,", "R2,,,,,80", head=head, base=base
    )
    river, track = roads.arcs

    assert (river.status, river.comment, river.source.by) == (Status.CLOSED, "longsor km 4", "BPBD")
    assert (river.metres, river.minutes) == (18_000, {"klotok": 95})
    assert (track.minutes, track.source) == ({"klotok": 80}, base.arcs[1].source)
    assert roads.shapes == base.shapes


def test_a_new_row_is_joined_to_the_road_it_starts_on(tmp_path: Path) -> None:
    base = read(tmp_path, *GOOD)
    row = "R3,simpang,ladang,-2.1501,115.1001,-2.15,115.2,,path"
    roads = read(tmp_path, row, base=base)

    assert [arc.id for arc in roads.arcs] == ["R1", "R2/1", "R2/2", "R3"]
    assert roads.arcs[1].head == roads.arcs[3].tail
    assert set(parts(roads.nodes, roads.arcs).values()) == {0}
    assert roads.problems == ()


def test_a_row_on_a_map_that_names_no_arc_of_it_is_said(tmp_path: Path) -> None:
    base = read(tmp_path, *GOOD)
    roads = read(tmp_path, "R9,putus", head="id,status", base=base)

    assert [problem.facts["column"] for problem in roads.problems] == ["from"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", Code.ROADS_EMPTY),
        (b"a,b,c\n1,2,3\n", Code.COLUMN_MISSING),
        (HEAD.encode(), Code.ROADS_EMPTY),
        (b"\x00\x01\x02", Code.COLUMN_MISSING),
    ],
)
def test_what_is_no_table_of_arcs_is_said(tmp_path: Path, content: bytes, code: Code) -> None:
    path = tmp_path / "ruas.csv"
    path.write_bytes(content)

    with pytest.raises(Refused) as refused:
        read_csv(path)
    assert refused.value.problem.code is code


def test_the_handbook_names_every_column_and_state() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs/plan/roads.md").read_text("utf-8")

    assert [column for column in COLUMNS if f"`{column}`" not in page] == []
    assert [status for status in STATUSES.values() if f"`{status}`" not in page] == []
    assert [road for road in sorted(CLASSES) if f"`{road}`" not in page] == []
