"""A process that is killed while it takes facts loses nothing it acknowledged."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
ROUNDS = int(os.environ.get("ROUNDS", "3"))

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


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_nothing_acknowledged_is_lost_or_doubled(tmp_path: Path, seed: int) -> None:
    home = {"TEPAT_HOME": str(tmp_path), "TEPAT_SECRET_KEY": "only-for-tests"}
    if url := os.environ.get("TEPAT_DATABASE_URL"):
        pytest.skip(f"has its own database, not {url.partition(':')[0]}")
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    environment = {**os.environ, **home, "PYTHONPATH": paths, "TEPAT_TASKS": "immediate"}
    environment["DJANGO_SETTINGS_MODULE"] = "tepat.server.settings"
    chance = random.Random(seed)
    told: list[str] = []
    for turn in range(2):
        command = [sys.executable, "-m", "tests.server.door.ingesting", str(turn)]
        taking = subprocess.Popen(
            command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert taking.stdout is not None
        told.append(taking.stdout.readline().strip())
        time.sleep(chance.random() * 0.4)
        taking.kill()
        # The last line may be cut by the kill: what was not told whole was not acknowledged.
        rest = taking.stdout.read()
        told += rest[: rest.rfind("\n") + 1].split("\n")
        taking.wait()
    told = [line for line in told if line]
    assert len(told) > 2

    looked = subprocess.run(
        [sys.executable, "-c", LOOK],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert looked.returncode == 0, looked.stderr[-2000:]
    lies = looked.stdout.split("\n")
    assert set(told) <= set(lies)
    assert len(set(lies)) == len(lies)
