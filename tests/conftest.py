"""Fixtures that many rooms share: the log that tests may empty, the real data."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# Before anything imports it: a cluster that closes writes to a terminal that is gone.
os.environ.setdefault("DASK_LOGGING__DISTRIBUTED", "critical")

# Timing is never asserted: the machine may be busy.
settings.register_profile("default", deadline=None)
settings.load_profile("default")
settings.register_profile("soak", max_examples=2000, deadline=None, print_blob=True)

SHARED = Path(__file__).resolve().parents[2] / "shared"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest test first, so that the second worker does all others beside it."""
    items.sort(key=lambda item: "postgres" not in item.keywords)


@pytest.fixture(autouse=True, scope="session")
def _commands_started_by_tests_read_the_real_settings() -> None:
    """A command in a process of its own is not a test: it must not get `tests.settings`."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tepat.server.settings"


@pytest.fixture(autouse=True, scope="session")
def _tests_may_empty_the_log() -> None:
    """Let tests that commit empty their tables afterwards: the log itself refuses to."""
    from django.db import connection

    from tepat.server.log import append_only

    on_sqlite = connection.vendor == "sqlite"
    off = append_only.SQLITE_OFF if on_sqlite else append_only.POSTGRES_OFF
    on = append_only.SQLITE if on_sqlite else append_only.POSTGRES
    operations = type(connection.ops)
    flush = operations.sql_flush

    def sql_flush(self: Any, *args: Any, **options: Any) -> list[str]:
        statements: list[str] = flush(self, *args, **options)
        return [*off, *statements, *on]

    operations.sql_flush = sql_flush  # type: ignore[method-assign]


@pytest.fixture
def real_data() -> Path:
    """The folder of real data beside the checkout; the test is skipped where it is missing."""
    if not (SHARED / "data").is_dir():
        pytest.skip("real data not present: no ../shared/data beside this checkout")
    return SHARED / "data"


@pytest.fixture
def conformance() -> Callable[[str], Path]:
    """Return published vectors beside the checkout; the test is skipped where they are missing."""

    def named(path: str) -> Path:
        found = SHARED / "conformance" / path
        if not found.exists():
            pytest.skip("published vectors not present: no ../shared/conformance here")
        return found

    return named
