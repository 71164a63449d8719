"""A small national peak: every acknowledged fact is in its log, once; no time is asserted."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks import afterwards, beside, copies, sending

HERE = Path(__file__).resolve().parents[2]


def _one(name: str, hour: int, *, desk: bool = False, **value: object) -> copies.Recorded:
    at = datetime(2024, 11, 26, hour, tzinfo=UTC)
    return copies.Recorded(name, {"kind": "given", **value}, at, desk)


def test_what_answers_a_page_is_not_sent_by_phones() -> None:
    log = [
        _one("before", 1),
        _one("typed", 5, desk=True),
        _one("answers", 6, given="typed"),
        _one("answers that", 7, after=["answers"]),
        _one("own", 8, given="before"),
        _one("later", 20),
    ]

    before, peak = copies.parted(log, log[1].received, log[5].received)

    assert [each.name for each in before] == ["before"]
    assert [each.name for each in peak] == ["own"]


def test_a_log_that_owes_a_fact_is_found_out() -> None:
    got = [sending.Acknowledged("99.01", "f", 2, "accepted", 0.0, b"", b"")]

    assert not list(afterwards.faults(got, {"99.01": [(1, "e"), (2, "f")]}))
    assert list(afterwards.faults(got, {"99.01": [(1, "e")]}))
    assert list(afterwards.faults(got, {"99.01": [(1, "e"), (2, "f"), (3, "f")]}))
    assert list(afterwards.faults(got, {"99.01": [(1, "f"), (2, "e")]}))


def test_the_oldest_entry_that_no_checkpoint_covers() -> None:
    looks = [(1.0, 10), (5.0, 10), (9.0, 12)]
    seen = [beside.Seen(at, (0, 0), (0, 0), {"99.01": size}) for at, size in looks]

    assert beside.behind({"99.01": [(10, 0.5), (12, 2.0)]}, seen) == 3.0


@pytest.mark.soak
def test_a_small_peak_loses_nothing() -> None:
    given = {"SECONDS_": "3", "RATE": "300", "BOARDS": "1", "KECAMATAN": "63.09.08"}
    path = os.pathsep.join([str(HERE / "src"), str(HERE)])
    done = subprocess.run(
        [sys.executable, "-c", "from benchmarks.bench_peak import main; main()"],
        env={**os.environ, **given, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr[-2000:]
    assert "each in its log once" in done.stdout
