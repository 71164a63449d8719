"""The commands of the schedule, on a file, without a database."""

import json
import sys
from pathlib import Path

import pytest

from tepat.cli import main
from tests.core.plan.instances import FILE, contoh_json

pytest.importorskip("pyvrp", reason="the solver is not installed")
pytest.importorskip("pyroutingkit", reason="the routing engine is not installed")

SMALL = ["--rounds", "2", "--iterations", "50", "--scenarios", "300"]


def made(tmp_path: Path, name: str = "plan.json") -> Path:
    out = tmp_path / name
    assert main(["plan", "make", "--instance", str(FILE), *SMALL, "--out", str(out)]) == 0
    return out


def test_two_runs_write_the_same_bytes(tmp_path: Path) -> None:
    assert made(tmp_path, "a.json").read_bytes() == made(tmp_path, "b.json").read_bytes()


def test_make_says_what_it_costs_and_how_sure_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made(tmp_path)

    told = capsys.readouterr()
    assert "Kabupaten Contoh (contoh)" in told.out
    assert "Semua desa tepat waktu" in told.out
    assert "Muara Teduh tidak mungkin" in told.out
    assert told.err == ""


def test_judge_and_show_find_the_data_beside_the_plan(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = made(tmp_path)

    assert main(["plan", "judge", str(out), "--scenarios", "100", "--seed", "3"]) == 0
    assert "100 skenario, seed 3" in capsys.readouterr().out
    assert main(["plan", "show", str(out)]) == 0
    shown = capsys.readouterr().out
    assert "Gudang KPU:" in shown
    assert "Jumlah" in shown
    assert main(["plan", "show", str(out), "--with", str(out)]) == 0
    assert "Tidak ada kertas yang berubah." in capsys.readouterr().out


def test_curve_lists_rupiah_against_chance(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", "curve", "--instance", str(FILE), *SMALL]) == 0

    assert "semua tepat waktu" in capsys.readouterr().out


def test_a_plan_of_other_data_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = made(tmp_path)
    raw = contoh_json()
    raw["desa"][0]["boxes"] = 9
    other = tmp_path / "other.json"
    other.write_text(json.dumps(raw), encoding="utf-8")

    assert main(["plan", "judge", str(out), "--instance", str(other)]) == 1
    assert "dibuat dari data lain" in capsys.readouterr().err


def test_what_is_wrong_is_told_and_the_rest_is_planned(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = contoh_json()
    raw["vehicles"] = raw["vehicles"][:1]
    raw["desa"][0]["boxes"] = "enam"
    file, out = tmp_path / "x.json", tmp_path / "plan.json"
    file.write_text(json.dumps(raw), encoding="utf-8")

    assert main(["plan", "make", "--instance", str(file), *SMALL, "--out", str(out)]) == 0
    told = capsys.readouterr()
    assert "desa[0].boxes" in told.err
    assert "Pulau Kecil: hanya dapat dicapai lewat air" in told.err
    assert "Pulau Kecil belum terlayani" in told.out


def test_without_data_the_way_out_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = made(tmp_path)
    (tmp_path / "plan.data.json").unlink()
    capsys.readouterr()

    assert main(["plan", "show", str(out)]) == 1
    assert "--instance" in capsys.readouterr().err
    assert main(["plan", "make", "--instance", "tidak-ada.json", "--out", str(out)]) == 1
    assert main(["plan", "show", str(FILE)]) == 1
    assert "bukan rencana" in capsys.readouterr().err


def test_a_closed_road_gives_a_new_plan_and_says_whose_paper_changes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = made(tmp_path), tmp_path / "new.json"
    capsys.readouterr()
    close = ["plan", "close", str(old), "--out", str(new), "--by", "PPK Hilir"]
    close += ["--reliability", "seen"]

    assert main([*close, "--road", "Jembatan"]) == 1
    assert "Jalan Kota" in capsys.readouterr().err
    assert main([*close, "--road", "3", "--now", "kemarin"]) == 1
    assert main([*close, "--road", "Dermaga Hilir - hilir"]) == 0

    told = capsys.readouterr()
    assert "Pulau Kecil: terputus karena 3 ditutup" in told.err
    assert "Pulau Kecil: belum terlayani; semula" in told.out
    after = json.loads(new.read_bytes())
    assert after["number"] == 1
    assert [each["desa"] for each in after["unassigned"]] == ["99.01.02.2002"]
    data = json.loads(new.with_name("new.data.json").read_bytes())
    [shut] = [arc for arc in data["arcs"] if arc.get("status")]
    assert (shut["source"]["by"], shut["source"]["reliability"]) == ("PPK Hilir", "seen")
    assert main(["plan", "show", str(new)]) == 0


def test_what_has_left_stays_as_it_is_when_a_road_closes(tmp_path: Path) -> None:
    old, new = made(tmp_path), tmp_path / "new.json"
    trips = json.loads(old.read_bytes())["trips"]
    first = min(trips, key=lambda trip: (trip["day"], trip["start"]))
    now = f"2024-11-{24 + first['day']} 12:00"

    assert main(["plan", "close", str(old), "--road", "1", "--now", now, "--out", str(new)]) == 0

    kept = [trip for trip in json.loads(new.read_bytes())["trips"] if trip["pinned"]]
    assert first["stops"] in [trip["stops"] for trip in kept]


def test_without_the_solver_the_part_to_install_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "tepat.adapters.vrp", None)

    out = tmp_path / "plan.json"
    assert main(["plan", "make", "--instance", str(FILE), "--out", str(out)]) == 1
    assert "tepat[plan]" in capsys.readouterr().err
    assert not out.exists()


def test_judge_holds_what_was_said_against_what_another_seed_shows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = made(tmp_path)
    capsys.readouterr()

    assert main(["plan", "judge", str(out), "--scenarios", "300", "--calibrate"]) == 0

    told = capsys.readouterr().out
    assert "dilihat atas seed 2:" in told
    assert "semua desa" in told
    assert "cocok" in told


def test_curve_ranks_its_plans_under_half_and_twice_the_water(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["plan", "curve", "--instance", str(FILE), *SMALL, "--guesses"]) == 0

    told = capsys.readouterr().out
    assert "banjir setengahnya" in told
    assert "Urutannya" in told


def test_make_says_what_no_plan_can_do_and_groups_early_desa(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made(tmp_path)

    told = capsys.readouterr().out
    assert "Tidak mungkin dengan armada ini  2 desa" in told
    assert "target bersama 99 dari 100 tidak mungkin dengan armada dan jalan ini" in told
    assert "Hilir: 1 desa berangkat lebih awal (H-3)" in told
