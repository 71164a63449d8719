"""What runs beside the web server comes back when it ends by itself, and ends when told."""

import os
import signal
import time
from pathlib import Path

import pytest

from tepat.server.desk import serving
from tests.patience import SECONDS


@pytest.mark.skipif(os.name != "posix", reason="kills by a signal")
def test_a_process_that_was_killed_is_started_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TEPAT_HOME", str(tmp_path))
    monkeypatch.delenv("TEPAT_DATABASE_URL", raising=False)
    monkeypatch.setattr(serving, "AGAIN_S", 0.05)
    beside = serving.Beside("log", "sequence")
    first = beside.pid
    os.kill(first, signal.SIGKILL)
    end = time.monotonic() + SECONDS
    while beside.pid == first:
        assert time.monotonic() < end
        time.sleep(0.02)

    beside.stop()
    beside.wait()

    last = beside.pid
    time.sleep(0.3)
    assert beside.pid == last
    with pytest.raises(ProcessLookupError):
        os.kill(last, 0)
