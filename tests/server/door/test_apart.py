"""Facts are taken by a process beside the web server: it may end, and nothing is lost by it."""

import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path

import msgspec
import pytest

from tepat.core.problems import Code, Refused, refuse
from tepat.server.move.devices import apart
from tepat.server.move.devices.batches import Answer
from tepat.server.move.devices.taking import Call, Taken
from tests.homes import Begun

pytestmark = pytest.mark.any_database

ROOT = Path(__file__).resolve().parents[3]
WITHIN_S = 60.0


@pytest.fixture(scope="module")
def brought(tmp_path_factory: pytest.TempPathFactory, begun: Begun) -> tuple[Path, list[Call]]:
    """An installation of its own, and calls of one of its phones."""
    home = begun(tmp_path_factory.mktemp("home"))
    done = subprocess.run(
        [sys.executable, "-m", "tests.server.door.bringing", "6"],
        env=_of(home),
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    return home, [msgspec.json.decode(line, type=Call) for line in done.stdout.splitlines()]


def _of(home: Path) -> dict[str, str]:
    found = {name: value for name, value in os.environ.items() if not name.startswith("TEPAT_")}
    return found | {
        "TEPAT_HOME": str(home),
        "TEPAT_SECRET_KEY": "only-for-tests",
        "TEPAT_TASKS": "immediate",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        "DJANGO_SETTINGS_MODULE": "tepat.server.settings",
    }


@pytest.fixture
def process(
    brought: tuple[Path, list[Call]], monkeypatch: pytest.MonkeyPatch
) -> Iterator[apart.Process]:
    home, _ = brought
    for name in [each for each in os.environ if each.startswith("TEPAT_")]:
        monkeypatch.delenv(name)
    for name, value in _of(home).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(logging.getLogger(apart.__name__), "disabled", True)
    found = apart.Process()
    yield found
    found.begin().process.kill()
    for thread in threading.enumerate():
        if thread.name == apart.THREAD:
            thread.join(WITHIN_S)


def ask(process: apart.Process, call: Call) -> list[str]:
    """Return what is said of each fact of a call."""
    return told(asked(process, call))


def asked(process: "apart.Process | apart._Running", call: Call) -> "Future[Taken]":
    mine: Future[Taken] = Future()
    process.ask(call, mine)
    return mine


def told(future: "Future[Taken]") -> list[str]:
    answer = msgspec.json.decode(future.result(WITHIN_S).answer, type=Answer)
    return [msgspec.json.decode(each.body)["verdict"] for each in answer.receipts]


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + WITHIN_S
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_batches_are_taken_in_order_and_a_bad_one_spoils_no_other(
    process: apart.Process, brought: tuple[Path, list[Call]]
) -> None:
    first, second, *_ = brought[1]
    torn = msgspec.structs.replace(first, body=b"{", checked=b"")
    false = msgspec.structs.replace(second, signature=bytes(64))

    answers = [asked(process, each) for each in (first, torn, false, second, first)]

    assert told(answers[0]) == told(answers[3]) == ["accepted"]
    assert told(answers[4]) == ["known"]
    with pytest.raises(Refused) as unreadable:
        answers[1].result(WITHIN_S)
    assert unreadable.value.problem.code is Code.BATCH_UNREADABLE
    with pytest.raises(Refused) as unsigned:
        answers[2].result(WITHIN_S)
    assert unsigned.value.problem.code is Code.REQUEST_SIGNATURE
    assert answers[0].result().key == answers[3].result().key != b""


def test_what_was_not_answered_when_it_is_killed_is_told_to_come_again(
    process: apart.Process, brought: tuple[Path, list[Call]]
) -> None:
    third = brought[1][2]
    running = process.begin()
    running.process.kill()
    answer = asked(running, third)

    with pytest.raises(Refused) as refused:
        answer.result(WITHIN_S)

    assert refused.value.problem.code is Code.DOOR_BUSY
    until(lambda: running.is_over)
    assert ask(process, third) == ["accepted"]
    assert process.begin() is not running


def test_whoever_asks_after_its_end_hears_it_at_once(
    process: apart.Process, brought: tuple[Path, list[Call]]
) -> None:
    running = process.begin()
    running.process.kill()
    until(lambda: running.is_over)

    with pytest.raises(Refused):
        asked(running, brought[1][3]).result(WITHIN_S)


def test_where_it_cannot_start_somebody_else_must_take_facts(
    process: apart.Process, brought: tuple[Path, list[Call]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "no.such.settings")

    for _ in range(apart.MOST_IN_VAIN):
        running = process.begin()
        with pytest.raises(Refused):
            asked(running, brought[1][3]).result(WITHIN_S)
        until(lambda: running.is_over)  # noqa: B023  # asked at once
        assert not process.is_hopeless
    process.begin()

    assert process.is_hopeless


def test_an_answer_travels_as_what_it_was() -> None:
    answers: list[Taken | BaseException] = [
        Taken(b"{}", b"key"),
        refuse(Code.DOOR_QUOTA, count=3, seconds=60),
        KeyError("x"),
    ]

    taken, refused, failed = map(apart.passed_on, answers)

    assert taken == answers[0]
    assert isinstance(refused, Refused)
    assert refused.problem.facts == {"count": 3, "seconds": 60}
    assert isinstance(failed, apart.Failed)


def test_what_cannot_be_written_spoils_no_other(
    process: apart.Process, brought: tuple[Path, list[Call]]
) -> None:
    half = "half a character: \udcff"
    strange = refuse(Code.BATCH_UNREADABLE, reason=half)
    told_together = apart.told_of([(1, Taken(b"{}")), (2, strange), (3, ValueError(half))])

    assert b"half a character" in told_together
    assert isinstance(apart.passed_on(strange), apart.Failed)
    assert isinstance(apart.passed_on(ValueError(half)), apart.Failed)
    with pytest.raises(UnicodeEncodeError):
        asked(process, msgspec.structs.replace(brought[1][3], path=half))
    assert ask(process, brought[1][3]) == ["accepted"]


def test_it_ends_with_the_web_server(
    process: apart.Process, brought: tuple[Path, list[Call]]
) -> None:
    running = process.begin()
    assert ask(process, brought[1][4]) == ["accepted"]

    assert running.process.stdin is not None
    running.process.stdin.close()

    assert running.process.wait(WITHIN_S) == 0


def test_what_it_prints_comes_not_between_its_answers(
    process: apart.Process,
    brought: tuple[Path, list[Call]],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    (tmp_path / "loud.py").write_text(
        "from tepat.server.settings import *\nprint('loud', flush=True)\n", encoding="utf-8"
    )
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "loud")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ["PYTHONPATH"]]))

    assert ask(process, brought[1][5]) == ["accepted"]
