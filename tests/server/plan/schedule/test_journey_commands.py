"""`tepat plan back` and `tepat plan again`, on a file, without a database."""

import json
from pathlib import Path

import pytest

from tepat.cli import main
from tests.core.plan.instances import FILE, contoh_json

pytest.importorskip("pyvrp", reason="the solver is not installed")
pytest.importorskip("pyroutingkit", reason="the routing engine is not installed")

SMALL = ["--rounds", "2", "--iterations", "50", "--scenarios", "300"]
DESA = "99.01.01.1001"


def run(name: str, out: Path, *more: str) -> int:
    return main(["plan", name, "--instance", str(FILE), *SMALL, "--out", str(out), *more])


def test_the_way_back_says_what_it_is_for_and_is_shown_and_judged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "back.json"
    assert run("back", out, "--at-ppk", "H+2 18:00") == 0
    assert "penjemputan kotak" in capsys.readouterr().out

    trips = json.loads(out.read_bytes())["trips"]
    assert {trip["echelon"] for trip in trips} == {"return"}
    assert main(["plan", "judge", str(out), "--scenarios", "100"]) == 0
    assert main(["plan", "show", str(out)]) == 0
    assert "Kotak paling lama di jalan" in capsys.readouterr().out


def test_two_ways_back_are_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "a.json", tmp_path / "b.json"
    assert run("back", first) == run("back", second) == 0
    assert first.read_bytes() == second.read_bytes()


def test_a_road_is_not_closed_in_a_way_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "back.json"
    run("back", out)
    close = ["plan", "close", str(out), "--road", "1", "--out", str(tmp_path / "new.json")]
    assert main(close) == 1
    assert "sekali lagi" in capsys.readouterr().err


def test_hours_that_cannot_be_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("back", tmp_path / "x.json", "--count-done", "larut") == 1
    assert "larut" in capsys.readouterr().err
    assert run("back", tmp_path / "x.json", "--at-ppk", "H 20:00") == 1
    assert "tidak berurutan" in capsys.readouterr().err


def test_a_psu_reads_its_tps_from_a_file_and_brings_only_those(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    codes, out = tmp_path / "tps.txt", tmp_path / "psu.json"
    codes.write_text(f"{DESA}-001\n{DESA}-002\n", encoding="utf-8")
    more = ["--kind", "psu", "--date", "2024-12-05", "--tps", str(codes), "--decision", "21/2024"]
    assert run("again", out, *more) == 0

    told = capsys.readouterr().out
    assert "bertanda PSU" in told
    assert "keputusan 21/2024" in told
    [desa] = json.loads(out.with_name("psu.data.json").read_bytes())["desa"]
    assert (desa["code"], desa["tps"]) == (DESA, 2)
    [row] = [each for each in contoh_json()["desa"] if each["code"] == DESA]
    assert desa["boxes"] == -(-row["boxes"] * 2 // row["tps"])


def test_a_late_psu_is_told_and_planned_and_a_strange_tps_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "psu.json"
    late = ["--kind", "psu", "--date", "2025-01-15", "--tps", f"{DESA}-001"]
    assert run("again", out, *late) == 0
    assert "lebih dari 10 hari" in capsys.readouterr().err
    assert run("again", out, *late[:-1], "12.34.56.7890-001") == 1
    assert run("again", out, "--kind", "psu", "--date", "besok", "--tps", DESA) == 1
    assert "besok" in capsys.readouterr().err
