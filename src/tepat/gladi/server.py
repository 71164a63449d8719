"""The installation under rehearsal: the ordinary server, started as an office starts it."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, Final

from tepat.core.problems import Code, refuse
from tepat.gladi import home

SLOWEST_START_S: Final = 120.0
LOG: Final = "server.log"


def outside() -> dict[str, str]:
    """Return what a process beside the rehearsal gets: nothing of the settings around it.

    A database or a log host of the real installation must not come along.
    """
    return {name: value for name, value in os.environ.items() if not name.startswith("TEPAT_")}


def environment(place: Path, *, is_alone: bool = False) -> dict[str, str]:
    """Return what a process of the installation of this rehearsal gets.

    With `is_alone` nobody takes part: it does not wait for the disk at each change.
    """
    kept = outside()
    own = {"TEPAT_HOME": str(place), "TEPAT_GLADI": place.name}
    own["TEPAT_PROXIES"] = "1"  # everybody says which address is theirs (`desk.address`)
    own["TEPAT_LOG_MIRRORS"] = f"bawaslu+results:{witness_token(place)}"
    if is_alone:
        own["TEPAT_GLADI_FAST"] = "1"
    if home.asked_of(place).get("live_from"):  # a demo: its login page shows who may look
        own["TEPAT_DEMO"] = "1"
    return kept | own


def witness_token(place: Path) -> str:
    """Return the token by which a witness of this rehearsal reads the log before its release."""
    return sha256(f"salinan/{place.name}".encode()).hexdigest()


def free_port() -> int:
    """Return a port that nobody uses now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def is_free(port: int) -> bool:
    """Tell whether nobody uses a port of this computer now."""
    with socket.socket() as found:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def stop_by_signal() -> None:
    """From now on `kill` ends this process as Ctrl+C does: with every server that it started."""
    with suppress(ValueError):  # not the main thread: whoever started it ends it
        signal.signal(signal.SIGTERM, signal.default_int_handler)


def run(place: Path, *words: str, env: Mapping[str, str] | None = None) -> str:
    """Run a command of tepat in the folder of a rehearsal; return what it printed.

    Raises `Refused` with its last line where it fails.
    """
    done = subprocess.run(
        [sys.executable, "-m", "tepat", *words],
        env=env or environment(place),
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    if done.returncode:
        (place / LOG).write_text(done.stderr, encoding="utf-8")
        why = (done.stderr.strip().splitlines() or ["?"])[-1]
        raise refuse(Code.GLADI_SERVER, name=place.name, why=why, file=str(place / LOG))
    return done.stdout


class Installation:
    """The running server of one rehearsal. With `is_alone` no job runs beside its pages.

    In a rehearsal as fast as possible nothing may look at the tables between two moments of
    its clock; people who take part get the whole server, as in an office.
    """

    def __init__(self, place: Path, port: int, *, is_alone: bool) -> None:
        self.place, self.port, self._is_alone = place, port, is_alone
        self._log: IO[str] = (place / LOG).open("a", encoding="utf-8")
        web = ["serve", "--port", str(port), *(["--no-worker"] if is_alone else [])]
        self._processes: list[subprocess.Popen[bytes]] = []
        try:
            self._processes.append(self._start(web))
            if is_alone:
                self._processes.append(self._start(["log", "sequence", "--until-closed"]))
            self._wait()
        except BaseException:
            self.stop()
            raise

    def begin_jobs(self) -> None:
        """From now on jobs run beside the pages, too: somebody looks."""
        self._processes.append(self._start(["worker", "--until-closed"]))

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def _start(self, words: list[str]) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [sys.executable, "-m", "tepat", *words],
            env=environment(self.place, is_alone=self._is_alone),
            stdin=subprocess.PIPE,
            stdout=self._log,
            stderr=self._log,
        )

    def _wait(self) -> None:
        ends = time.monotonic() + SLOWEST_START_S
        while time.monotonic() < ends:
            if self._processes[0].poll() is not None:
                raise self._refused("berhenti saat dimulai")
            with suppress(OSError, http.client.HTTPException):
                there = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                there.request("GET", "/readyz")
                answer = there.getresponse()
                if answer.status == 200 and answer.headers.get("Tepat-Gladi") == self.place.name:
                    return
            time.sleep(0.1)
        raise self._refused("tidak siap dalam dua menit")

    def _refused(self, why: str) -> Exception:
        return refuse(Code.GLADI_SERVER, name=self.place.name, why=why, file=str(self.place / LOG))

    def wait(self) -> None:
        """Wait until the web server ends by itself or is interrupted."""
        self._processes[0].wait()

    def stop(self) -> None:
        """End the server and what runs beside it."""
        for each in self._processes:
            each.terminate()
        for each in self._processes:
            try:
                each.wait(timeout=15)
            except subprocess.TimeoutExpired:
                each.kill()
                each.wait()
            if each.stdin:
                each.stdin.close()
        self._log.close()


def people_of(place: Path) -> list[dict[str, Any]]:
    """Return who logs in at the desks of this rehearsal, as `gladi prepare` wrote it."""
    return list(json.loads((place / home.PEOPLE).read_text(encoding="utf-8")))
