"""Tables and models agree, and any command prepares an empty folder."""

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
PREPARE = """
from tepat.cli import prepare
prepare()
prepare()
from tepat.server.election.models import Scope
print(Scope.objects.count())
"""


@pytest.mark.django_db
def test_no_model_has_changed_without_its_migration() -> None:
    said = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said)
    except SystemExit:
        pytest.fail("models changed; run makemigrations:\n" + said.getvalue())


@pytest.mark.django_db
def test_the_database_is_the_one_that_was_asked_for() -> None:
    wanted = "postgresql" if os.environ.get("TEPAT_DATABASE_URL") else "sqlite"

    assert connection.vendor == wanted


@pytest.mark.any_database
def test_an_empty_folder_is_prepared_and_preparing_twice_changes_nothing(tmp_path: Path) -> None:
    home = tmp_path / "new" / "home"
    environment = {**os.environ, "TEPAT_HOME": str(home), "PYTHONPATH": str(ROOT / "src")}
    environment.pop("TEPAT_DATABASE_URL", None)

    ran = subprocess.run(
        [sys.executable, "-c", PREPARE],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip() == "0"
    assert (home / "tepat.sqlite3").exists()
