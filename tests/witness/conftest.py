"""A witness as a real process on loopback, and a laptop without one."""

import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from tests import logs
from tests.patience import SECONDS

ROOT = Path(__file__).resolve().parents[2]


def tepat(*arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run one command of `tepat` as a person would."""
    return subprocess.run(
        [sys.executable, "-m", "tepat", *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"},
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )


class Running(NamedTuple):
    """A witness that listens at `address` and keeps its promises in `folder`."""

    address: str
    folder: Path
    process: "subprocess.Popen[str]"

    def ask(self, data: bytes) -> tuple[int, str]:
        """Post to /add-checkpoint; status and body."""
        return self.fetch("/add-checkpoint", data)

    def fetch(self, path: str, data: bytes | None = None) -> tuple[int, str]:
        """Fetch a path; status and body."""
        try:
            with urllib.request.urlopen(self.address + path, data, timeout=SECONDS) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()


@contextmanager
def running(folder: Path, *more: str) -> Iterator[Running]:
    """Start `tepat log witness serve` on a free port; ended like a pulled plug."""
    command = [sys.executable, "-m", "tepat", "log", "witness", "serve", str(folder)]
    process = subprocess.Popen(
        [*command, "--port", "0", *more],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert process.stdout
        first = process.stdout.readline()
        address = re.search(r"http://[\d.:]+", first)
        assert address, first + process.stdout.read()
        yield Running(address[0], folder, process)
    finally:
        process.kill()
        process.communicate(timeout=SECONDS)


def witness_folder(folder: Path, name: str) -> Path:
    """A folder of the witness `name` that watches the log of Kabupaten Contoh."""
    made = tepat("log", "witness", "init", folder, "--name", name, "--log", logs.log_vkey())
    assert made.returncode == 0, made.stderr
    return folder


@pytest.fixture
def two_witnesses(tmp_path: Path) -> Iterator[tuple[Running, Running]]:
    with ExitStack() as stack:
        yield (
            stack.enter_context(running(witness_folder(tmp_path / "bawaslu", "bawaslu.example/w"))),
            stack.enter_context(running(witness_folder(tmp_path / "polres", "polres.example/w"))),
        )
