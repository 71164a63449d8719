"""Fixtures that many rooms share: the log that tests may empty, the real data."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from pytest_django import DjangoDbBlocker

# Before anything imports it: a cluster that closes writes to a terminal that is gone.
os.environ.setdefault("DASK_LOGGING__DISTRIBUTED", "critical")

# Timing is never asserted: the machine may be busy. The examples are the same in each run, so
# that what is red was changed; `make soak` looks for new ones.
settings.register_profile("default", deadline=None, derandomize=True)
settings.load_profile("default")
settings.register_profile(
    "soak", max_examples=2000, deadline=None, derandomize=False, print_blob=True
)

EMPTY = Path(os.environ["TEPAT_HOME"]) / "empty.sqlite3"
REPEATED_ON_POSTGRES = "TEPAT_DATABASE_URL" in os.environ
DATABASE = {"db", "transactional_db", "live_server"}
SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Order the work of two workers; leave out of the repeat what has nothing to repeat.

    Each worker begins with one half of the list and then helps the other one. Browsers stand at
    the front of the first half and what begins servers at the front of the second, so that two
    browsers seldom share a machine of two cores.
    """
    if REPEATED_ON_POSTGRES:
        alone = [item for item in items if not _asks_the_database(item)]
        config.hook.pytest_deselected(items=alone)
        items[:] = [item for item in items if _asks_the_database(item)]
        return
    browsers = [item for item in items if "browser" in item.keywords]
    servers = [item for item in items if "postgres" in item.keywords and item not in browsers]
    first = {*browsers, *servers}
    others = [item for item in items if item not in first]
    half = max(0, len(items) // 2 - len(browsers))
    items[:] = [*browsers, *others[:half], *servers, *others[half:]]


def _asks_the_database(item: pytest.Item) -> bool:
    names: list[str] = getattr(item, "fixturenames", [])
    return item.get_closest_marker("django_db") is not None or not DATABASE.isdisjoint(names)


@pytest.fixture(autouse=True, scope="session")
def _commands_started_by_tests_read_the_real_settings() -> None:
    """A command in a process of its own is not a test: it must not get `tests.settings`."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tepat.server.settings"


@pytest.fixture(autouse=True)
def _nothing_stays_in_this_process() -> Iterator[None]:
    """The next test finds the clock where it belongs, and no visitor counted yet."""
    yield
    if clock := sys.modules.get("tepat.server.clock"):
        clock.shift(timedelta(0))
    if quotas := sys.modules.get("tepat.server.move.devices.quotas"):
        quotas.buckets = quotas.Buckets()  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Keep a copy of the database before any test, for installations of tests to begin with."""
    from django.db import connection

    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            connection.connection.execute("vacuum into ?", (str(EMPTY),))


@pytest.fixture(scope="session")
def begun(django_db_setup: None) -> Callable[[Path], Path]:
    """Put the database of an installation into its home, as `prepare` leaves it on SQLite.

    Its migrations ran once in this process; a process that finds them done begins in a moment.
    """

    def in_home(home: Path) -> Path:
        home.mkdir(parents=True, exist_ok=True)
        if EMPTY.exists():
            shutil.copyfile(EMPTY, home / "tepat.sqlite3")
        return home

    return in_home


@pytest.fixture(autouse=True, scope="session")
def _tests_may_empty_the_log() -> None:
    """Let tests that commit empty their tables afterwards: some tables refuse to."""
    from django.db import connection

    from tepat.server.election.append_only import KEPT
    from tepat.server.log.append_only import LOG

    vendor = connection.vendor
    off = [line for each in (LOG, KEPT) for line in each.statements(vendor, is_on=False)]
    on = [line for each in (LOG, KEPT) for line in each.statements(vendor, is_on=True)]
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
