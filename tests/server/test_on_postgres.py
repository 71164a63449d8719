"""The tests of the server hold on PostgreSQL as well as on SQLite.

They run once more in two processes of their own: Django knows one database for the length
of a process, and two workers share the work. `TEPAT_TEST_POSTGRES_URL` names a server where
databases may be made.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
ONE_HALF = ("door", "keeping", "publishing")
"""Folders of the first process; everything else is in the second."""
SLOW_AND_NOT_ABOUT_THE_DATABASE = (
    "test_on_postgres.py",
    "test_on_a_file.py",
    "test_api_fuzz.py",
    "test_base_install.py",
)


@pytest.mark.postgres
@pytest.mark.parametrize("half", ["log", "rest"])
def test_everything_about_the_server_holds_on_postgresql(half: str) -> None:
    url = os.environ.get("TEPAT_TEST_POSTGRES_URL")
    if not url:
        pytest.skip("no PostgreSQL server: TEPAT_TEST_POSTGRES_URL is not set")
    if half == "log":
        what = [str(HERE / name) for name in ONE_HALF]
    else:
        others = (*ONE_HALF, *SLOW_AND_NOT_ABOUT_THE_DATABASE)
        what = [str(HERE), *(f"--ignore={HERE / name}" for name in others)]
    which = ["-m", "not soak and not any_database"]
    command = [sys.executable, "-m", "pytest", "-p", "no:xdist", "-x", *which, *what]
    environment = {**os.environ, "TEPAT_DATABASE_URL": url, "TEPAT_TEST_DATABASE": f"test_{half}"}
    for name in [name for name in environment if name.startswith("PYTEST_")]:
        del environment[name]
    environment.pop("DJANGO_SETTINGS_MODULE", None)  # the child reads tests.settings itself

    ran = subprocess.run(
        command, cwd=HERE.parents[1], env=environment, capture_output=True, text=True, check=False
    )

    assert ran.returncode == 0, ran.stdout[-6000:] + ran.stderr[-2000:]
    assert " passed" in ran.stdout
