"""The day and the place of the tests of the police's room."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tepat.server import clock
from tepat.server.election.models import Scope
from tests.server.watch.alerts.worlds import NOW
from tests.worlds import contoh_scope


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    clock.shift(NOW - datetime.now(UTC))
    yield
    clock.shift(timedelta(0))


@pytest.fixture
def scope() -> Scope:
    return contoh_scope()
