"""A table of TPS as an office keeps it: good rows are kept, bad ones named."""

from pathlib import Path

import pytest

from tepat.adapters.tps_points import read_tps
from tepat.core.problems import Code, Refused
from tests.core.plan.instances import contoh

DESA = {each.code: each for each in contoh().desa}
TEDUH = "99.01.02.2001"


def table(folder: Path, text: str) -> Path:
    path = folder / "tps.csv"
    path.write_text(text, "utf-8")
    return path


def test_points_boxes_and_names_are_read(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "# contoh\nKode Desa;TPS;Kotak;Lokasi;Lintang;Bujur\n"
        f"{TEDUH};2;4;SD Contoh;-2,2;115,5\n{TEDUH};1;2;;;\n",
    )
    found, problems = read_tps(path, DESA)

    assert problems == []
    one, two = found[TEDUH]
    assert (one.code, one.boxes, one.point) == (f"{TEDUH}-001", 2, None)
    assert (two.code, two.boxes, two.point) == (f"{TEDUH}-002", 4, (-2.2, 115.5))
    assert two.name == "SD Contoh"
    assert one.kg + two.kg >= DESA[TEDUH].kg


def test_without_boxes_those_of_the_desa_are_shared(tmp_path: Path) -> None:
    found, _ = read_tps(table(tmp_path, f"kode\n{TEDUH}-001\n{TEDUH}-901\n"), DESA)

    assert [each.number for each in found[TEDUH]] == [1, 901]
    assert sum(each.boxes for each in found[TEDUH]) == DESA[TEDUH].boxes


def test_rows_that_are_no_tps_of_the_plan_are_named(tmp_path: Path) -> None:
    path = table(
        tmp_path, f"desa,tps\n{TEDUH},1\n{TEDUH},1\n99.01.09.2001,1\n{TEDUH},nol\n,3\n{TEDUH},0\n"
    )
    found, problems = read_tps(path, DESA)

    assert len(found[TEDUH]) == 1
    assert [problem.code for problem in problems] == [Code.TPS_TABLE_ROW] * 5
    assert [problem.facts["row"] for problem in problems] == [3, 4, 5, 6, 7]


@pytest.mark.parametrize(("lat", "lon"), [("115.5", "-2.2"), ("nan", "115"), ("x", ""), ("0", "0")])
def test_a_point_that_cannot_be_is_no_point(tmp_path: Path, lat: str, lon: str) -> None:
    path = table(tmp_path, f"desa,tps,lat,lon\n{TEDUH},1,{lat},{lon}\n")
    found, _ = read_tps(path, DESA)

    assert found[TEDUH][0].point is None


@pytest.mark.parametrize("text", ["", "nama,kotak\nA,2\n", "desa\n99.01.02.2001\n"])
def test_what_is_no_such_table_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(Refused):
        read_tps(table(tmp_path, text), DESA)


def test_a_table_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        read_tps(tmp_path / "tidak.csv", DESA)
