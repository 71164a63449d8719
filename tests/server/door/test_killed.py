"""A process that is killed while it takes facts loses nothing it acknowledged.

One log is killed many times over, and looked at after every ten: `ROUNDS=2000 make soak`
asks for more of them.
"""

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.homes import Begun

ROOT = Path(__file__).resolve().parents[3]
ROUNDS = int(os.environ.get("ROUNDS", "200"))
BEFORE_A_LOOK = 10

LOOK = """
from tepat.cli import prepare
prepare()
from tepat.server import flow
from tepat.server.election.models import Scope
from tepat.server.log import queries
from tepat.server.log.models import Fact
where = ("pilkada-2024", "99.01")
assert len(queries.entries(*where, 1, queries.size(*where))) == queries.size(*where)
assert flow.rebuild(Scope.objects.get()).differences == ()
for number, name in Fact.objects.values_list("number", "id"):
    print(number, name)
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path, begun: Begun) -> Iterator[dict[str, str]]:
    """The environment of an installation of its own, with an empty database."""
    if os.environ.get("TEPAT_DATABASE_URL"):
        pytest.skip("has its own databases: runs once, not once more on PostgreSQL")
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    own = {
        **os.environ,
        "TEPAT_HOME": str(tmp_path),
        "TEPAT_SECRET_KEY": "only-for-tests",
        "TEPAT_TASKS": "immediate",
        "PYTHONPATH": paths,
        "DJANGO_SETTINGS_MODULE": "tepat.server.settings",
    }
    if request.param == "sqlite":
        begun(tmp_path)
        yield own
        return
    server = os.environ.get("TEPAT_TEST_POSTGRES_URL")
    if not server:
        pytest.skip("no PostgreSQL server: TEPAT_TEST_POSTGRES_URL is not set")
    with _database(server) as url:
        yield own | {"TEPAT_DATABASE_URL": url}


@contextmanager
def _database(server: str) -> Iterator[str]:
    """Give the address of a new database, which is dropped afterwards."""
    name = f"tepat_killed_{os.getpid()}"
    parts = urlsplit(server)
    here = urlunsplit(parts._replace(path="/postgres"))
    with psycopg.connect(here, autocommit=True) as connection:
        connection.execute(f"drop database if exists {name} with (force)")
        connection.execute(f"create database {name}")
    try:
        yield urlunsplit(parts._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(here, autocommit=True) as connection:
            connection.execute(f"drop database if exists {name} with (force)")


def kill_while_it_takes(place: dict[str, str], turn: int, chance: random.Random) -> list[str]:
    """Return what was acknowledged before the process was killed, at some moment."""
    command = [sys.executable, "-m", "tests.server.door.ingesting", str(turn)]
    taking = subprocess.Popen(command, env=place, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert taking.stdout is not None
    told = [taking.stdout.readline()]
    time.sleep(chance.random() * 0.3)
    taking.kill()
    # The last line may be cut by the kill: what was not told whole was not acknowledged.
    rest = taking.stdout.read()
    taking.wait()
    told += rest[: rest.rfind("\n") + 1].split("\n")
    return [line.strip() for line in told if line.strip()]


def look_at(place: dict[str, str]) -> list[str]:
    """Return what lies in the log; fails where a number is missing or a state is another."""
    command = [sys.executable, "-c", LOOK]
    looked = subprocess.run(
        command, env=place, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert looked.returncode == 0, looked.stderr[-2000:]
    return looked.stdout.split()


def kill_often(place: dict[str, str], rounds: int) -> None:
    chance = random.Random(rounds)
    told: list[str] = []
    for turn in range(1, rounds + 1):
        found = kill_while_it_takes(place, turn, chance)
        assert found, f"the process of round {turn} took nothing"
        told += found
        if turn % BEFORE_A_LOOK == 0 or turn == rounds:
            lies = look_at(place)
            numbers, names = lies[::2], lies[1::2]
            pairs = [f"{number} {name}" for number, name in zip(numbers, names, strict=True)]
            assert set(told) <= set(pairs)
            assert len(set(numbers)) == len(set(names)) == len(pairs)


def test_nothing_acknowledged_is_lost_or_doubled(place: dict[str, str]) -> None:
    kill_often(place, 10)


@pytest.mark.soak
def test_nothing_is_lost_or_doubled_however_often_it_is_killed(place: dict[str, str]) -> None:
    kill_often(place, ROUNDS)
