"""A rehearsal and a real election never share a folder, a database or a log."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tepat.core.problems import Code, Refused
from tepat.server import environment


def _marked(folder: Path, name: str) -> Path:
    place = folder / "gladi" / name
    place.mkdir(parents=True)
    (place / environment.GLADI_FILE).write_text(json.dumps({"name": name}))
    return place


def _refused(home: Path) -> Code:
    with pytest.raises(Refused) as refused:
        environment.gladi(home)
    return refused.value.problem.code


def test_the_folder_of_a_rehearsal_opens_only_for_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = _marked(tmp_path, "latihan")

    assert _refused(place) is Code.GLADI_HOME
    monkeypatch.setenv("TEPAT_GLADI", "lain")
    assert _refused(place) is Code.GLADI_HOME
    monkeypatch.setenv("TEPAT_GLADI", "latihan")
    assert environment.gladi(place) == "latihan"


def test_a_rehearsal_is_not_played_in_a_real_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert environment.gladi(tmp_path) == ""
    monkeypatch.setenv("TEPAT_GLADI", "latihan")
    assert _refused(tmp_path) is Code.GLADI_REAL


def test_a_folder_whose_mark_is_gone_serves_nothing(tmp_path: Path) -> None:
    place = _marked(tmp_path, "latihan")
    (place / environment.GLADI_FILE).unlink()
    assert _refused(place) is Code.GLADI_UNMARKED


def test_a_rehearsal_never_fills_the_database_of_the_office(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = _marked(tmp_path, "latihan")
    monkeypatch.setenv("TEPAT_GLADI", "latihan")
    monkeypatch.setenv("TEPAT_DATABASE_URL", "postgresql://kpu@localhost/tepat")
    assert _refused(place) is Code.GLADI_DATABASE


def test_a_command_in_the_folder_of_a_rehearsal_says_why_it_does_nothing(tmp_path: Path) -> None:
    place = _marked(tmp_path, "latihan")
    done = subprocess.run(
        [sys.executable, "-m", "tepat", "election", "person", "bu_sari"],
        env={**os.environ, "TEPAT_HOME": str(place)},
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 1
    assert "tepat rehearse --open latihan" in done.stderr
    assert not (place / "tepat.sqlite3").exists()
