"""What the phone's calls share: one night, a folder of their own, Kabupaten Contoh."""

from pathlib import Path

import pytest
from django.conf import LazySettings

from tepat.server import clock
from tepat.server.election.models import Scope
from tepat.server.move.devices import quotas
from tests.phones import NIGHT
from tests.worlds import contoh_scope


@pytest.fixture
def at_night(monkeypatch: pytest.MonkeyPatch, settings: LazySettings, tmp_path: Path) -> None:
    """Hold the clock, forget who called, and keep files in a folder of the test with our keys."""
    monkeypatch.setattr(clock, "now", lambda: NIGHT)
    monkeypatch.setattr(quotas, "buckets", quotas.Buckets())
    keys = Path(settings.HOME) / "keys"
    if keys.exists():
        (tmp_path / "keys").symlink_to(keys)
    settings.HOME = tmp_path


@pytest.fixture
def scope() -> Scope:
    return contoh_scope()
