"""The commands as a person types them, on a home of their own: SQLite, and PostgreSQL if asked."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.homes import Begun

SRC = Path(__file__).resolve().parents[3] / "src"
FILL = """
import sys
from tepat.cli import prepare
prepare()
sys.path.insert(0, {root!r})
from tests.server.keeping.published import report
from tests.worlds import contoh_scope
report(contoh_scope(), 1, 30)
"""


class Office:
    """One TEPAT_HOME, on SQLite or on a PostgreSQL database of its own."""

    def __init__(self, home: Path, database: str = "") -> None:
        self.home = home
        self.environment = {**os.environ, "PYTHONPATH": str(SRC), "TEPAT_HOME": str(home)}
        for name in ("TEPAT_DATABASE_URL", "TEPAT_TASKS"):
            self.environment.pop(name, None)
        if database:
            self.environment["TEPAT_DATABASE_URL"] = database

    def run(self, *arguments: str, code: int = 0) -> str:
        return self._run([sys.executable, "-m", "tepat", *arguments], code)

    def python(self, source: str) -> str:
        return self._run([sys.executable, "-c", source], 0)

    def _run(self, command: list[str], code: int) -> str:
        ran = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False
        )
        assert ran.returncode == code, ran.stdout + ran.stderr
        return ran.stdout + ran.stderr

    def leaves(self) -> str:
        """The hash over all entries of the log, as the database has them."""
        return self.python(
            "from tepat.cli import prepare; prepare()\n"
            "from hashlib import sha256\n"
            "from tepat.server.log import queries\n"
            "log = ('pilkada-2024', '99.01')\n"
            "leaves = queries.entries(*log, 1, queries.size(*log))\n"
            "print(len(leaves), sha256(b''.join(leaves)).hexdigest())"
        )

    def fill(self) -> None:
        self.python(FILL.format(root=str(SRC.parent)))

    def checkpoint(self) -> str:
        path = self.home / "log/pilkada-2024/99.01/checkpoint"
        return "\n".join(path.read_text().splitlines()[:3])


def databases(name: str) -> list[str]:
    """Two fresh databases where a server is given, else none: then SQLite is meant."""
    url = os.environ.get("TEPAT_DATABASE_URL")
    if not url:
        return ["", ""]
    import psycopg

    made = []
    with psycopg.connect(url, autocommit=True) as server:
        for end in ("lama", "baru"):
            server.execute(f"drop database if exists {name}_{end}")
            server.execute(f"create database {name}_{end}")
            made.append(f"{url.rpartition('/')[0]}/{name}_{end}")
    return made


@pytest.fixture
def offices(tmp_path: Path, begun: Begun) -> tuple[Office, Office]:
    """One that is at work, and one in an empty folder."""
    old, new = databases("tepat_cadangan")
    return Office(begun(tmp_path / "lama"), old), Office(tmp_path / "baru", new)


@pytest.mark.usefixtures("db")  # the programs use the database of the run: see decision 0006
def test_an_installation_is_backed_up_and_put_back(
    offices: tuple[Office, Office], tmp_path: Path
) -> None:
    old, new = offices
    file = str(tmp_path / "cadangan.zip")
    old.fill()
    old.run("log", "sequence", "--once")

    said = old.run("backup", file, "--with-keys")
    assert "log: " in said
    assert "dengan kunci" in said
    made = json.loads((old.home / "keeping/backup.json").read_text())
    assert (made["file"], made["size"]) == ("cadangan.zip", Path(file).stat().st_size)
    assert "Cadangan utuh." in new.run("restore", "--check", file)
    assert not (new.home / "tepat.sqlite3").exists()
    old.run("backup", file, "--with-keys")
    new.run("restore", file)
    assert not (new.home / "keeping").exists(), "this installation has made no backup yet"
    assert new.leaves() == old.leaves()
    assert "HOME" in new.run("restore", file, code=1)

    new.python(
        "from tepat.cli import prepare; prepare()\n"
        f"import sys; sys.path.insert(0, {str(SRC.parent)!r})\n"
        "from tests.server.keeping.published import report\n"
        "from tepat.server.election.models import Scope\n"
        "report(Scope.objects.get(), 31, 33)"
    )
    new.run("log", "sequence", "--once")
    assert new.checkpoint().split("\n")[1] == "34"
    assert old.checkpoint().split("\n")[1] == "31"


@pytest.mark.any_database
def test_without_keys_the_restored_log_takes_facts_and_does_not_sign(
    offices: tuple[Office, Office], tmp_path: Path
) -> None:
    old, new = offices
    file = str(tmp_path / "cadangan.zip")
    old.fill()
    old.run("log", "sequence", "--once")
    assert "Kunci tidak ikut" in old.run("backup", file)

    new.run("restore", file)
    said = new.run("log", "sequence", "--once")

    assert "kuncinya tidak ada" in said
    assert new.checkpoint() == old.checkpoint()
    assert not list((new.home / "keys").glob("log-*.key"))


@pytest.mark.any_database
def test_doctor_speaks_and_its_end_says_whether_all_is_well(tmp_path: Path, begun: Begun) -> None:
    office = Office(begun(tmp_path / "lama"), databases("tepat_dokter")[0])
    office.run("doctor")
    office.fill()

    said = office.run("doctor", code=1)

    assert "belum punya kebijakan saksi" in said
    assert "tidak sedang diterbitkan" in said


@pytest.mark.any_database
def test_a_key_is_shown_followed_and_retired(tmp_path: Path, begun: Begun) -> None:
    office = Office(begun(tmp_path / "lama"), databases("tepat_kunci")[0])
    office.fill()
    scope = ("--kabupaten", "99.01")

    [first] = office.run("log", "key", "show", *scope).splitlines()
    assert "Kedua kunci" in office.run("log", "key", "rotate", *scope)
    office.run("log", "sequence", "--once")
    note = (office.home / "log/pilkada-2024/99.01/checkpoint").read_text()
    assert note.count("\u2014 ") == 2
    assert "tidak lagi menandatangani" in office.run("log", "key", "retire", *scope)
    assert office.run("log", "key", "show", *scope).splitlines()[0] == first
    office.run("log", "key", "retire", *scope, code=1)
