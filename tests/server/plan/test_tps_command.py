"""`tepat plan tps`, on files, without a database."""

from dataclasses import replace
from pathlib import Path

import pytest

from tepat.cli import main
from tepat.core.plan import plan_file
from tests.core.plan import plans
from tests.core.plan.instances import FILE

TEDUH = "99.01.02.2001"


def told(folder: Path, *more: str) -> int:
    plan = folder / "plan.json"
    plan.write_bytes(plan_file.write(plans.plan()))
    return main(["plan", "tps", str(plan), "--instance", str(FILE), *more])


def test_every_tps_is_told_with_its_hour_and_carrier(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(tmp_path) == 0

    out = capsys.readouterr().out
    assert "Muara Teduh (99.01.02.2001): tiba H-2 08.45, batas H-1 24.00" in out
    assert "10 TPS dalam 4 desa, 0 gelap atau terlambat" in out
    assert "Pikap 1.1" in out


def test_one_desa_with_the_table_of_the_office(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "tps.csv"
    table.write_text(f"desa,tps,kotak,lat,lon\n{TEDUH},4,6,-2.2,115.5\nX,1,2,,\n", "utf-8")

    assert told(tmp_path, "--desa", TEDUH, "--tps", str(table)) == 0

    said = capsys.readouterr()
    assert "  004  H-2 09.25  6 kotak  Pikap 1.1" in said.out
    assert "1 TPS dalam 1 desa" in said.out
    assert "tps.csv baris 3" in said.err


def test_a_desa_that_is_not_there_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(tmp_path, "--desa", "99.99.99.9999") != 0
    assert "Desa 99.99.99.9999 tidak ada dalam rencana ini" in capsys.readouterr().err


def test_a_late_desa_is_told_before_the_guesses_of_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = plans.plan()
    first, teduh, last = made.trips
    stop = replace(last.stops[-1], arrive=2 * 1440 + 17 * 60, leave=2 * 1440 + 18 * 60)
    late = replace(made, trips=(first, teduh, replace(last, stops=(last.stops[0], stop))))
    plan = tmp_path / "plan.json"
    plan.write_bytes(plan_file.write(late))

    assert main(["plan", "tps", str(plan), "--instance", str(FILE)]) == 0

    told = capsys.readouterr().err.splitlines()
    assert told[0].startswith("- Sungai Jernih: 2 dari 2 TPS (001, 002) menerima dalam gelap")
    assert "belum diketahui" in told[1]
