"""The tests of the server hold on PostgreSQL as well as on SQLite.

They run once more in a process of their own: Django knows one database for the length of a
process. What does not ask the database is left out there, see `tests/conftest.py`.
`TEPAT_TEST_POSTGRES_URL` names a server where databases may be made.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
NOT_ABOUT_THE_DATABASE = ("test_on_postgres.py", "test_api_fuzz.py")


@pytest.mark.postgres
def test_everything_about_the_server_holds_on_postgresql() -> None:
    url = os.environ.get("TEPAT_TEST_POSTGRES_URL")
    if not url:
        pytest.skip("no PostgreSQL server: TEPAT_TEST_POSTGRES_URL is not set")
    what = [str(HERE), *(f"--ignore={HERE / name}" for name in NOT_ABOUT_THE_DATABASE)]
    which = ["-m", "not soak and not any_database"]
    command = [sys.executable, "-m", "pytest", "-p", "no:xdist", "-x", *which, *what]
    environment = {**os.environ, "TEPAT_DATABASE_URL": url, "TEPAT_TEST_DATABASE": "test_tepat"}
    for name in [name for name in environment if name.startswith("PYTEST_")]:
        del environment[name]
    environment.pop("DJANGO_SETTINGS_MODULE", None)  # the child reads tests.settings itself

    ran = subprocess.run(
        command, cwd=HERE.parents[1], env=environment, capture_output=True, text=True, check=False
    )

    assert ran.returncode == 0, ran.stdout[-6000:] + ran.stderr[-2000:]
    assert " passed" in ran.stdout
