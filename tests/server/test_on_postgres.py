"""The tests of the server hold on PostgreSQL as well as on SQLite.

They run once more in a process of their own, because Django knows one database for the
length of a process. `TEPAT_TEST_POSTGRES_URL` names a server where databases may be made.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
SLOW_AND_NOT_ABOUT_THE_DATABASE = (
    "test_on_postgres.py",
    "test_on_a_file.py",
    "test_api_fuzz.py",
    "test_base_install.py",
)


@pytest.mark.postgres
def test_everything_about_the_server_holds_on_postgresql() -> None:
    url = os.environ.get("TEPAT_TEST_POSTGRES_URL")
    if not url:
        pytest.skip("no PostgreSQL server: TEPAT_TEST_POSTGRES_URL is not set")
    others = [f"--ignore={HERE / name}" for name in SLOW_AND_NOT_ABOUT_THE_DATABASE]
    command = [sys.executable, "-m", "pytest", "-p", "no:xdist", "-x", str(HERE), *others]
    environment = {**os.environ, "TEPAT_DATABASE_URL": url}
    for name in [name for name in environment if name.startswith("PYTEST_")]:
        del environment[name]
    environment.pop("DJANGO_SETTINGS_MODULE", None)  # the child reads tests.settings itself

    ran = subprocess.run(
        command, cwd=HERE.parents[1], env=environment, capture_output=True, text=True, check=False
    )

    assert ran.returncode == 0, ran.stdout[-6000:] + ran.stderr[-2000:]
    assert " passed" in ran.stdout
