"""What many stations do at once holds on SQLite as it is installed: one file, many connections.

The other tests share one database in memory, which threads cannot; so these run once
more in a process of their own. `test_on_postgres.py` runs them on PostgreSQL.
"""

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def test_stations_at_once_hold_on_a_file(tmp_path: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}
    environment.pop("DJANGO_SETTINGS_MODULE", None)  # the child reads tests.settings itself
    environment.pop("TEPAT_DATABASE_URL", None)
    environment["TEPAT_TEST_SQLITE_FILE"] = str(tmp_path / "sekaligus.sqlite3")
    command = [sys.executable, "-m", "pytest", "-p", "no:xdist", "-p", "no:cacheprovider"]
    command += [str(HERE / "packing" / "test_at_once.py")]

    ran = subprocess.run(
        command, cwd=HERE.parents[1], env=environment, capture_output=True, text=True, check=False
    )

    assert ran.returncode == 0, ran.stdout[-6000:] + ran.stderr[-2000:]
    assert " passed" in ran.stdout
    assert "skipped" not in ran.stdout
