"""`tepat plan nation`: a file for each kabupaten, taken up where it stopped."""

from pathlib import Path

import pytest

from tepat.cli import main
from tepat.core.plan.nation import Done, Kabupaten
from tepat.server.plan.schedule import nation_command

REGIONS = """code,name,lat,lon
99.01,Kabupaten Satu,-2.0,115.0
99.01.01,Hulu,-2.0,115.0
99.01.01.2001,Desa A,-2.01,115.0
99.01.01.2002,Desa B,-2.02,115.01
99.02,Kabupaten Dua,-3.0,115.0
99.02.01,Hilir,-3.0,115.0
99.02.01.2001,Desa C,-3.01,115.0
"""
TPS = "code,n_tps\n99.01.01.2001,3\n99.01.01.2002,4\n99.02.01.2001,5\n99.02.01.2009,1\n"


@pytest.fixture
def command(tmp_path: Path) -> list[str]:
    (tmp_path / "regions.csv").write_text(REGIONS, encoding="utf-8")
    (tmp_path / "tps.csv").write_text(TPS, encoding="utf-8")
    files = ["--regions", str(tmp_path / "regions.csv"), "--tps", str(tmp_path / "tps.csv")]
    return ["plan", "nation", *files, "--out", str(tmp_path / "out"), "--workers", "1"]


def test_what_is_finished_is_not_made_again(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(command) == 0
    made = tmp_path / "out" / "99.01.json"
    first, before = made.read_bytes(), made.stat().st_mtime_ns
    (tmp_path / "out" / "99.02.json").unlink()
    capsys.readouterr()

    assert main(command) == 0

    assert "1 kabupaten disusun, 1 sudah ada, 0 gagal" in capsys.readouterr().out
    assert (made.read_bytes(), made.stat().st_mtime_ns) == (first, before)
    assert (tmp_path / "out" / "99.02.json").exists()


def test_one_that_fails_stops_no_other(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = nation_command.work

    def work(kabupaten: Kabupaten) -> Done:
        if kabupaten.place.code == "99.01":
            raise ValueError("rusak")
        return honest(kabupaten)

    monkeypatch.setattr(nation_command, "work", work)

    assert main(command) == 1

    report = (tmp_path / "out" / "report.txt").read_text(encoding="utf-8")
    assert "Kabupaten Satu gagal direncanakan: ValueError: rusak" in report
    assert "99.02.01.2009" in report
    assert not (tmp_path / "out" / "99.01.json").exists()
    assert (tmp_path / "out" / "99.02.json").exists()
