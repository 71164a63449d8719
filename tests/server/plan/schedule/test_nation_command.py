"""`tepat plan nation`: files for each kabupaten, taken up where it stopped, and one answer."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tepat.adapters import pools
from tepat.cli import main
from tepat.core.plan import plan_file
from tepat.server.plan.nation import jobs as nation_jobs
from tepat.server.plan.nation.jobs import Job, Made

pytestmark = pytest.mark.any_database

REGIONS = """code,name,lat,lon
99,Provinsi Contoh,-2.0,115.0
99.01,Kabupaten Satu,-2.0,115.0
99.01.01,Hulu,-2.0,115.0
99.01.01.2001,Desa A,-2.01,115.0
99.01.01.2002,Desa B,-2.02,115.01
99.02,Kabupaten Dua,-3.0,115.0
99.02.01,Hilir,-3.0,115.0
99.02.01.2001,Desa C,-3.01,115.0
99.03,Kabupaten Tiga,-4.0,115.0
99.03.01,Tengah,-4.0,115.0
99.03.01.2001,Desa D,-4.01,115.0
99.04,Kabupaten Tanpa Titik,,
99.04.01,Entah,,
99.04.01.2001,Desa E,,
"""
TPS = (
    "code,n_tps\n99.01.01.2001,3\n99.01.01.2002,4\n99.02.01.2001,5\n99.02.01.2009,1\n"
    "99.03.01.2001,30\n"
)
FLEET = """contoh = false
days = 3
[sizes]
box_litres = 96
box_kg = 8
tps_litres = 100
tps_kg = 9
[deadlines]
ppk = "H-2 18:00"
pps = "H-1 18:00"
tps = "H 05:00"
[[zones]]
id = "rawa"
name = "Rawa"
areas = ["99.01"]
probability = 0.3
source = { by = "BPBD", rough = false }
[[vehicles]]
id = "truk"
name = "Truk"
modes = ["truck"]
available = 1
litres = 14_000
kg = 3_500
rupiah_per_day = 1_900_000
rupiah_per_km = 3_500
source = { by = "KPU" }
"""


@pytest.fixture
def command(tmp_path: Path) -> list[str]:
    (tmp_path / "regions.csv").write_text(REGIONS, encoding="utf-8")
    (tmp_path / "tps.csv").write_text(TPS, encoding="utf-8")
    files = ["--regions", str(tmp_path / "regions.csv"), "--tps", str(tmp_path / "tps.csv")]
    return ["plan", "nation", *files, "--out", str(tmp_path / "out"), "--workers", "1"]


def rows(out: Path) -> dict[str, dict[str, str]]:
    with (out / "summary.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def everything(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}


def test_the_nation_is_told_in_a_table_a_summary_and_a_report(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(command) == 0

    told, out = capsys.readouterr().out, tmp_path / "out"
    found = rows(out)
    assert {code: row["state"] for code, row in found.items()} == {
        "99.01": "kering",
        "99.02": "belum",  # one of its desa is in no table
        "99.03": "kering",
    }
    assert (found["99.02"]["unknown"], found["99.02"]["all_ppm"]) == ("1", "1000000")
    summary = json.loads((out / "summary.json").read_bytes())
    assert summary["rough"] is True
    assert (summary["totals"]["kabupaten"], summary["totals"]["tps"]) == (3, 42)
    assert summary["totals"]["rupiah"] == sum(int(row["rupiah"]) for row in found.values()) > 0
    assert "perkiraan kasar" in told
    assert "siap hanya bila kering 2" in told
    assert "99 Provinsi Contoh" in told
    assert "99.02.01.2009" in (out / "report.txt").read_text(encoding="utf-8")


def test_the_files_of_a_kabupaten_are_a_plan_that_can_be_shown(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "fleet.toml").write_text(FLEET, encoding="utf-8")
    assert main([*command, "--only", "99.01", "--fleet", str(tmp_path / "fleet.toml")]) == 0
    made = tmp_path / "out" / "99.01.plan.json"
    capsys.readouterr()

    assert main(["plan", "show", str(made)]) == 0

    plan = plan_file.read(made.read_bytes())
    row = rows(tmp_path / "out")["99.01"]
    assert {stop.place for trip in plan.trips for stop in trip.stops} == {
        "99.01.01.2001",
        "99.01.01.2002",
    }
    assert row["zones"] == "1"
    assert (int(row["all_ppm"]), int(row["all_low"])) == (
        plan.verdicts.all_ppm,
        plan.verdicts.all_low,
    )
    assert int(row["rupiah"]) == plan.rupiah
    assert 0 < plan.verdicts.all_ppm < 1_000_000
    assert row["worst"] == min(plan.verdicts.desa, key=lambda each: (each.ppm, each.desa)).desa


def test_each_office_brings_its_own_fleet(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "fleets"
    folder.mkdir()
    (folder / "99.01.toml").write_text(FLEET, encoding="utf-8")
    (folder / "99.02.toml").write_text("days = [", encoding="utf-8")

    assert main([*command, "--fleet", str(folder)]) == 1

    found = rows(tmp_path / "out")
    assert {code: (row["state"], row["fleet"]) for code, row in found.items()} == {
        "99.01": ("belum", "99.01.toml"),
        "99.02": ("gagal", ""),
        "99.03": ("kering", "contoh.toml"),
    }
    assert "99.02.toml" in found["99.02"]["why"]
    report = (tmp_path / "out" / "report.txt").read_text(encoding="utf-8")
    assert "tidak ada berkas 99.03.toml" in report
    assert "Kabupaten Dua: " in capsys.readouterr().out


def test_a_guess_of_floods_makes_a_zone_of_each_kecamatan(
    command: list[str], tmp_path: Path
) -> None:
    assert main([*command, "--only", "99.01", "--flood", "0.2"]) == 0

    row = rows(tmp_path / "out")["99.01"]
    assert (row["zones"], row["state"], row["rough"]) == ("1", "siap", "1")
    data = json.loads((tmp_path / "out" / "99.01.plan.data.json").read_bytes())
    (zone,) = data["hazard"]["zones"]
    assert set(zone["probability"]) == {0.2}
    assert zone["source"]["by"] == "contoh"


def test_an_example_fleet_grows_with_the_goods(command: list[str], tmp_path: Path) -> None:
    assert main([*command, "--boxes", "500", "--only", "99.03"]) == 0

    row = rows(tmp_path / "out")["99.03"]
    assert int(row["fleet_times"]) == 4  # 30 TPS of 48,100 litres; 377,000 in five days
    assert row["left"] == "0"


def test_what_is_finished_is_not_made_again(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(command) == 0
    out = tmp_path / "out"
    made = out / "99.01.plan.json"
    before, every = made.stat().st_mtime_ns, everything(out)
    (out / "99.02.done.json").unlink()
    (out / "99.03.plan.json").unlink()
    capsys.readouterr()

    assert main(command) == 0

    assert "2 kabupaten disusun, 1 sudah ada, 0 gagal" in capsys.readouterr().out
    assert made.stat().st_mtime_ns == before
    assert everything(out) == every


def test_what_was_asked_otherwise_is_made_again(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(command) == 0
    capsys.readouterr()

    assert main([*command, "--boxes", "2"]) == 0

    assert "3 kabupaten disusun, 0 sudah ada" in capsys.readouterr().out
    assert rows(tmp_path / "out")["99.01"]["boxes"] == "14"


def test_rounds_alone_need_no_fleet(command: list[str], tmp_path: Path) -> None:
    assert main([*command, "--rounds-only"]) == 0

    found = rows(tmp_path / "out")
    assert {row["state"] for row in found.values()} == {"ronde"}
    assert {row["proved"] for row in found.values()} == {"1"}
    assert not (tmp_path / "out" / "99.01.plan.json").exists()


def test_one_that_fails_stops_no_other(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = nation_jobs.work

    def work(job: Job) -> Made:
        if job.kabupaten.place.code == "99.01":
            raise ValueError("rusak")
        return honest(job)

    monkeypatch.setattr(nation_jobs, "work", work)

    assert main(command) == 1

    out = tmp_path / "out"
    report = (out / "report.txt").read_text(encoding="utf-8")
    assert "Kabupaten Satu gagal direncanakan: ValueError: rusak" in report
    assert json.loads((out / "summary.json").read_bytes())["failed"] == {
        "99.01": "ValueError: rusak"
    }
    assert not (out / "99.01.json").exists()
    assert (out / "99.02.plan.json").exists()


def test_a_kabupaten_without_points_is_told_and_the_others_are_planned(
    command: list[str], tmp_path: Path
) -> None:
    with (tmp_path / "tps.csv").open("a", encoding="utf-8") as file:
        file.write("99.04.01.2001,6\n99.07.01.2001,2\n")

    assert main(command) == 1

    found = rows(tmp_path / "out")
    assert [code for code, row in found.items() if row["state"] == "gagal"] == ["99.04", "99.07"]
    assert "titik" in found["99.04"]["why"]
    assert "99.07.*" in found["99.07"]["why"]
    assert found["99.01"]["state"] == "kering"


def test_a_code_without_any_tps_is_refused(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, "--only", "98"]) != 0

    assert "98" in capsys.readouterr().err


def test_any_number_of_workers_gives_the_same_bytes(command: list[str], tmp_path: Path) -> None:
    assert main(command) == 0
    alone = everything(tmp_path / "out")

    assert main([*command[:-1], "2", "--out", str(tmp_path / "two")]) == 0

    assert everything(tmp_path / "two") == alone


def test_a_cluster_of_two_workers_gives_the_same_bytes(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    distributed = pytest.importorskip("distributed", reason="tepat[cluster] is not installed")
    assert main(command) == 0

    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=":0"
    ) as cluster:
        there = ["--scheduler", cluster.scheduler_address, "--out", str(tmp_path / "there")]
        assert main([*command, *there]) == 0

    assert everything(tmp_path / "there") == everything(tmp_path / "out")


def test_a_scheduler_that_does_not_answer_is_refused(
    command: list[str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("distributed", reason="tepat[cluster] is not installed")
    monkeypatch.setattr(pools, "ANSWERS", 1.0)

    assert main([*command, "--scheduler", "tcp://127.0.0.1:9"]) != 0

    assert "Tidak ada penjadwal Dask" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_run_that_is_killed_goes_on_and_leaves_the_same_bytes(
    command: list[str], tmp_path: Path
) -> None:
    rest = "".join(
        f"99.{at:02},Kabupaten {at},-2.{at},115\n99.{at:02}.01,Kota {at},-2.{at},115\n"
        f"99.{at:02}.01.2001,Desa {at},-2.{at},115.02\n"
        for at in range(10, 22)
    )
    counts = "".join(f"99.{at:02}.01.2001,9\n" for at in range(10, 22))
    (tmp_path / "regions.csv").write_text(REGIONS + rest, encoding="utf-8")
    (tmp_path / "tps.csv").write_text(TPS + counts, encoding="utf-8")
    killed, whole = tmp_path / "killed", tmp_path / "whole"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}

    running = subprocess.Popen(
        [sys.executable, "-m", "tepat", *command, "--out", str(killed)], env=environment
    )
    while len(list(killed.glob("*.done.json"))) < 2 and running.poll() is None:
        time.sleep(0.005)
    running.send_signal(signal.SIGKILL)
    assert running.wait() == -signal.SIGKILL
    before = {path.name: path.stat().st_mtime_ns for path in killed.glob("*.done.json")}
    assert 2 <= len(before) < 15

    assert main([*command, "--out", str(killed)]) == 0
    assert main([*command, "--out", str(whole)]) == 0

    assert all((killed / name).stat().st_mtime_ns == at for name, at in before.items())
    assert everything(killed) == everything(whole)
