"""R6 with a real small disk and a real database that goes away: no promise without durability."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
DISK_KB = 9_000


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of nine megabytes, where this machine lets us mount one."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("mounting a small disk needs root on Linux")
    folder = tmp_path / "diska"
    folder.mkdir()
    options = f"size={DISK_KB}k,mode=0700"
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip(f"no small disk can be mounted here: {mounted.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def posting(home: Path, **more: str) -> dict[str, Any]:
    """Run the door in a process of its own until it was full and free again; what it told."""
    environment = {
        **os.environ,
        "TEPAT_HOME": str(home),
        "TEPAT_SECRET_KEY": "only-for-tests",
        "TEPAT_TASKS": "immediate",
        "DJANGO_SETTINGS_MODULE": "tepat.server.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        **more,
    }
    if "TEPAT_DATABASE_URL" not in more:
        environment.pop("TEPAT_DATABASE_URL", None)  # the small disk holds the database
    ran = subprocess.run(
        [sys.executable, "-m", "tests.server.door.filling"],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    told: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return told


def test_r6_a_full_disk_is_507_and_what_was_promised_is_there(small_disk: Path) -> None:
    told = posting(small_disk)

    assert told["status"] == 507
    assert told["retry"] == "60"
    assert "receipts" not in told["said"]
    assert told["sentence"]
    assert told["promised"] > 0
    assert told["lost"] == []
    assert told["after"] == 200  # the same batch, once there is room again
    assert told["whole"] is True
