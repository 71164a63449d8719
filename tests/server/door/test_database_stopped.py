"""R6 with a PostgreSQL that is stopped while facts come in: no promise, and no hand needed."""

import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.clusters import cluster
from tests.patience import SECONDS
from tests.ports import free_port
from tests.server.door.test_killed import LOOK, ROOT
from tests.server.door.test_over_http import PATH

PHONES, BATCHES = 2, 60


class Answer(NamedTuple):
    """What the door said to one request."""

    status: int
    retry: str
    said: dict[str, Any]


class Phone(threading.Thread):
    """Posts its batches in order, each until it was taken, and keeps every answer."""

    def __init__(self, port: int, requests: list[dict[str, Any]]) -> None:
        super().__init__(daemon=True)
        self.port, self.requests = port, requests
        self.answers: list[Answer] = []
        self.promised: list[str] = []

    def run(self) -> None:
        for request in self.requests:
            while (answer := self._post(request)).status != 200:
                self.answers.append(answer)
                time.sleep(0.2)  # a real phone waits as long as Retry-After says
            self.answers.append(answer)
            receipts = [json.loads(each["body"]) for each in answer.said["receipts"]]
            self.promised += [f"{each['number']} {each['fact']}" for each in receipts]

    def _post(self, request: dict[str, Any]) -> Answer:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        headers = {**request["headers"], "Content-Type": "application/json"}
        line.request("POST", PATH, request["body"].encode(), headers)
        found = line.getresponse()
        said = json.loads(found.read())
        line.close()
        return Answer(found.status, found.headers.get("Retry-After", ""), said)

    @property
    def refused(self) -> list[Answer]:
        return [each for each in self.answers if each.status != 200]


def wait_for(what: Callable[[], object]) -> None:
    end = time.monotonic() + SECONDS
    while not what():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def answers_at(port: int) -> bool:
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def serving(environment: dict[str, str]) -> Iterator[int]:
    """The installation as people start it; the port of its web server."""
    port = free_port()
    command = [sys.executable, "-m", "tepat", "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=environment, cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        wait_for(lambda: answers_at(port))
        yield port
    finally:
        server.terminate()
        server.wait(timeout=SECONDS)


def ran(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def published_size(home: Path) -> int:
    try:
        return int((home / "log/pilkada-2024/99.01/checkpoint").read_text().split("\n")[1])
    except FileNotFoundError:
        return 0


@pytest.mark.postgres
def test_r6_a_stopped_postgresql_is_503_and_comes_back_by_itself(tmp_path: Path) -> None:
    if os.environ.get("TEPAT_DATABASE_URL"):
        pytest.skip("has a server of its own: runs once, not once more on PostgreSQL")
    with cluster() as database:
        environment = {
            **os.environ,
            "TEPAT_HOME": str(tmp_path),
            "TEPAT_SECRET_KEY": "only-for-tests",
            "TEPAT_DATABASE_URL": database.url,
            "DJANGO_SETTINGS_MODULE": "tepat.server.settings",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        }
        environment.pop("TEPAT_TASKS", None)
        prepared = json.loads(
            ran(environment, "-m", "tests.server.door.prepared", str(PHONES), str(BATCHES))
        )
        with serving(environment) as port:
            phones = [Phone(port, requests) for requests in prepared]
            for phone in phones:
                phone.start()
            wait_for(lambda: all(len(phone.promised) >= 50 for phone in phones))
            database.stop_hard()
            wait_for(lambda: all(len(phone.refused) >= 2 for phone in phones))
            before = sum(len(phone.promised) for phone in phones)
            assert before < PHONES * BATCHES * 10, "it was stopped in the middle"
            database.start()
            for phone in phones:
                phone.join(SECONDS)
                assert len(phone.promised) == BATCHES * 10
            lies = ran(environment, "-c", LOOK).split()
            wait_for(lambda: published_size(tmp_path) == len(lies) // 2)

    for answer in [each for phone in phones for each in phone.refused]:
        assert answer.status == 503
        assert int(answer.retry) > 0
        assert answer.said["code"] == "door_database"
        assert "tidak ada yang dicatat" in answer.said["sentence"]
        assert "receipts" not in answer.said
    numbers, names = lies[::2], lies[1::2]
    pairs = [f"{number} {name}" for number, name in zip(numbers, names, strict=True)]
    promised = [each for phone in phones for each in phone.promised]
    assert len(promised) == len(set(promised)) == PHONES * BATCHES * 10
    assert set(promised) <= set(pairs)
    assert len(set(numbers)) == len(set(names)) == len(pairs)
