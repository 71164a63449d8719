"""A rehearsal and a real election never share a folder, a database or a log."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tepat.core import moving
from tepat.core.problems import Code, Refused
from tepat.server import environment
from tepat.server.gladi import apart
from tests.homes import Begun

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
"""Some take a copy of an empty database, which is made where a test asks for one; each brings its
own file of SQLite."""
AT = datetime(2024, 11, 17, 6, tzinfo=UTC)


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


def _run(home: Path, *words: str, gladi: str = "") -> "subprocess.CompletedProcess[str]":
    kept = {name: value for name, value in os.environ.items() if name != "TEPAT_DATABASE_URL"}
    return subprocess.run(
        [sys.executable, "-m", "tepat", *words],
        env={**kept, "TEPAT_HOME": str(home), "TEPAT_GLADI": gladi},
        capture_output=True,
        check=False,
        text=True,
    )


@pytest.fixture
def rehearsed(tmp_path: Path, begun: Begun) -> Path:
    """The folder of a rehearsal as `gladi prepare` leaves it: mark, and its row in the tables."""
    place = begun(_marked(tmp_path, "latihan"))
    with closing(sqlite3.connect(place / apart.DATABASE)) as database, database:
        database.execute(f"insert into {apart.TABLE} (name) values ('latihan')")
    (place / environment.GLADI_CLOCK).write_text(moving.Moving(AT, 0.0).write())
    return place


@pytest.mark.parametrize("kept", ["everything but the mark", "the database alone"])
def test_data_of_a_rehearsal_never_open_as_a_real_election(
    rehearsed: Path, tmp_path: Path, kept: str
) -> None:
    real = tmp_path / "real"
    if kept == "the database alone":
        real.mkdir()
        shutil.copy(rehearsed / apart.DATABASE, real)
    else:
        shutil.copytree(rehearsed, real)
        (real / environment.GLADI_FILE).unlink()

    done = _run(real, "log", "sequence", "--once")

    assert done.returncode == 1
    assert "tepat rehearse --open latihan" in done.stderr
    web = subprocess.run(
        [sys.executable, "-c", "import tepat.server.asgi"],
        env={**os.environ, "TEPAT_HOME": str(real)},
        capture_output=True,
        check=False,
        text=True,
    )
    assert "gladi_copied" in web.stderr


def test_a_rehearsal_with_its_own_data_opens(rehearsed: Path) -> None:
    assert _run(rehearsed, "log", "sequence", "--once", gladi="latihan").returncode == 0


def test_data_of_an_office_never_open_as_a_rehearsal(tmp_path: Path, begun: Begun) -> None:
    place = begun(_marked(tmp_path, "latihan"))

    done = _run(place, "log", "sequence", "--once", gladi="latihan")

    assert done.returncode == 1
    assert "bukan milik gladi latihan" in done.stderr


@pytest.mark.parametrize(
    ("name", "host", "origin", "code"),
    [
        ("", "localhost", "gladi.latihan.localhost", Code.GLADI_COPIED),
        ("", "gladi.contoh.go.id", "gladi.contoh.go.id", None),
        ("", "localhost", "kpu.contoh.go.id", None),
        ("latihan", "gladi.latihan.localhost", "gladi.latihan.localhost", None),
        ("latihan", "gladi.latihan.localhost", "gladi.lain.localhost", Code.GLADI_NOT_ITS),
        ("latihan", "gladi.latihan.localhost", "localhost", Code.GLADI_NOT_ITS),
    ],
)
def test_a_log_of_the_other_kind_is_refused(
    tmp_path: Path, name: str, host: str, origin: str, code: Code | None
) -> None:
    log = tmp_path / "log" / "pilkada-2024" / "63.09"
    log.mkdir(parents=True)
    (log / "checkpoint").write_text(f"{origin}/pilkada-2024/63.09\n7\nAAAA\n")
    found = None
    try:
        apart.check(tmp_path, name, host)
    except Refused as refused:
        found = refused.problem.code
    assert found is code


def test_a_backup_of_a_rehearsal_comes_back_as_that_rehearsal_alone(
    rehearsed: Path, tmp_path: Path
) -> None:
    file, new = tmp_path / "cadangan.zip", tmp_path / "baru"
    assert _run(rehearsed, "backup", str(file), gladi="latihan").returncode == 0

    refused = _run(new, "restore", str(file))
    assert refused.returncode == 1
    assert "TEPAT_GLADI=latihan" in refused.stderr
    assert not list(new.iterdir()), "nothing is written before"

    done = _run(new, "restore", str(file), gladi="latihan")
    assert done.returncode == 0, done.stderr
    assert _run(new, "log", "sequence", "--once", gladi="latihan").returncode == 0
    assert _run(new, "log", "sequence", "--once").returncode == 1


def test_a_backup_of_an_office_is_not_restored_as_a_rehearsal(tmp_path: Path, begun: Begun) -> None:
    office, file, new = begun(tmp_path / "kantor"), tmp_path / "cadangan.zip", tmp_path / "baru"
    assert _run(office, "backup", str(file)).returncode == 0
    (office / environment.GLADI_FOLDER / "lain").mkdir(parents=True)

    assert "latihan" in _run(new, "restore", str(file), gladi="latihan").stderr
    assert not list(new.iterdir())
    assert _run(new, "restore", str(file)).returncode == 0
