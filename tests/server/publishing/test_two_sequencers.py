"""Two machines want to publish one log: one does, the other says so, waits, and goes on."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.clusters import cluster
from tests.homes import Begun
from tests.patience import SECONDS

ROOT = Path(__file__).resolve().parents[3]
LOG = "log/pilkada-2024/99.01"
KILLS = 1
WAITS = "sedang diterbitkan oleh proses lain"
REPORT = """
from tepat.cli import prepare
prepare()
from tests.server.keeping.published import report
from tests.worlds import contoh_scope
from tepat.server.election.models import Scope
report(Scope.objects.first() or contoh_scope(), {first}, {first} + 4)
"""


class Office:
    """One home and its database, and every checkpoint that anybody ever saw there."""

    def __init__(self, home: Path, database: str) -> None:
        self.home = home
        self.environment = {
            **os.environ,
            "TEPAT_HOME": str(home),
            "TEPAT_SECRET_KEY": "only-for-tests",
            "DJANGO_SETTINGS_MODULE": "tepat.server.settings",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        }
        self.environment.pop("TEPAT_DATABASE_URL", None)
        if database:
            self.environment["TEPAT_DATABASE_URL"] = database
        self.roots: dict[int, set[str]] = {}
        self.reported = 0

    def report(self) -> None:
        command = [sys.executable, "-c", REPORT.format(first=self.reported + 1)]
        subprocess.run(command, env=self.environment, cwd=ROOT, check=True)
        self.reported += 5

    def look(self) -> int:
        """Note every checkpoint that lies there; return the published size."""
        files = [self.home / LOG / "checkpoint", *(self.home / LOG / "checkpoints").glob("[0-9]*")]
        newest = 0
        for file in files:
            if file.exists():
                _, size, root = file.read_text().splitlines()[:3]
                self.roots.setdefault(int(size), set()).add(root)
                newest = max(newest, int(size))
        return newest


class Running:
    """One `tepat log sequence`, and what it says."""

    def __init__(self, office: Office, home: Path, name: str) -> None:
        self.said = office.home.parent / f"{name}.txt"
        with self.said.open("wb") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tepat", "log", "sequence"],
                env={**office.environment, "TEPAT_HOME": str(home)},
                cwd=ROOT,
                stdout=said,
                stderr=said,
            )

    @property
    def waits(self) -> bool:
        return WAITS in self.said.read_text()


def wait_for(what: Callable[[], object]) -> None:
    end = time.monotonic() + SECONDS
    while not what():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path, begun: Begun) -> Iterator[Office]:
    if os.environ.get("TEPAT_DATABASE_URL"):
        pytest.skip("has its own databases: runs once, not once more on PostgreSQL")
    if request.param == "sqlite":
        yield Office(begun(tmp_path / "rumah"), "")
        return
    with cluster() as database:
        yield Office(tmp_path / "rumah", database.url)


def second_home(office: Office) -> Path:
    """Where the second one runs: with PostgreSQL, a machine that shares no lock on files."""
    if "TEPAT_DATABASE_URL" not in office.environment:
        return office.home
    other = office.home.parent / "rumah-kedua"
    other.mkdir(exist_ok=True)
    for name in ("log", "keys"):
        (office.home / name).mkdir(exist_ok=True)
        if not (other / name).exists():
            (other / name).symlink_to(office.home / name)
    return other


@pytest.mark.postgres
@pytest.mark.skipif(os.name != "posix", reason="links folders")
def test_one_publishes_the_other_waits_and_goes_on_when_it_is_killed(office: Office) -> None:
    office.report()
    homes = [office.home, second_home(office)]
    running = [Running(office, home, f"awal-{at}") for at, home in enumerate(homes)]
    try:
        for turn in range(KILLS):
            wait_for(lambda: office.look() >= office.reported + 1)
            wait_for(lambda: any(each.waits for each in running))
            assert [each.process.poll() for each in running] == [None, None]
            [waiting] = [at for at, each in enumerate(running) if each.waits]
            winner = 1 - waiting
            running[winner].process.kill()
            running[winner].process.wait()
            office.report()
            wait_for(lambda: office.look() >= office.reported + 1)
            running[waiting].said.write_text("")  # it waits no longer
            running[winner] = Running(office, homes[winner], f"lagi-{turn}")
    finally:
        for each in running:
            each.process.kill()
            each.process.wait()
    assert len(office.roots) >= KILLS
    assert {size: len(roots) for size, roots in office.roots.items() if len(roots) > 1} == {}
    index = (office.home / LOG / "checkpoints/index").read_text().split()
    assert set(map(int, index)) <= set(office.roots)
