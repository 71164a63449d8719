"""Plans of these tests are made with little effort, in an own folder."""

from pathlib import Path

import pytest
from pytest_django import Settings

from tepat.server.election.models import Scope
from tepat.server.plan.schedule import services
from tests.server.plan.plans import SMALL
from tests.worlds import contoh_scope


@pytest.fixture(autouse=True)
def _little_effort(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.HOME = tmp_path
    monkeypatch.setattr(services, "EFFORTS", {"quick": SMALL, "thorough": SMALL})


@pytest.fixture
def scope(db: None) -> Scope:
    return contoh_scope()
