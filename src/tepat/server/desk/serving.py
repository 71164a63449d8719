"""Run the desk: web server, worker and sequencer, each in its own process."""

import ipaddress
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

AGAIN_S: Final = 3.0
"""So long after its end a process beside the web server is started again."""


def check_address(host: str) -> None:
    """Raise `Refused` before a network could log in with the demo's known password.

    Only loopback is safe by itself. `TEPAT_DEMO_OPEN=1` says that a network is for training.
    """
    from django.conf import settings

    from tepat.core.problems import Code, refuse
    from tepat.server.election.accounts.demo import with_known_password

    if is_loopback(host) or settings.DEMO_OPEN:
        return
    if names := with_known_password():
        raise refuse(Code.DEMO_OPEN, host=host, names=", ".join(names))


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach `host`.

    >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def serve(host: str, port: int) -> int:
    """Serve until stopped. What runs beside ends with the web server, whatever ends it."""
    from tepat.server.own_room import is_own

    log = ["log", "follow" if is_own() else "sequence"]
    return _with_beside([["worker"], log], lambda: web(host, port))


def serve_hall(host: str, port: int, guide_port: int, place: Path) -> int:
    """Serve the hub of a hall by the certificate in `place`; guide and forwarding beside it."""
    beside = [["hub", "guide", "--host", host, "--port", str(guide_port)], ["hub", "forward"]]
    pair = (place / "server.pem", place / "server.key")
    return _with_beside(beside, lambda: web(host, port, pair))


def _with_beside(commands: Sequence[Sequence[str]], run: Callable[[], int]) -> int:
    beside = [Beside(*command) for command in commands]
    try:
        return run()
    finally:
        for process in beside:
            process.stop()
        for process in beside:
            process.wait()


class Beside:
    """A process beside the web server, started again whenever it ends by itself.

    A database that goes away while it starts or works may end it, and nobody sits there.
    """

    def __init__(self, *command: str) -> None:
        self._command = [sys.executable, "-m", "tepat", *command, "--until-closed"]
        self._lock = threading.Lock()
        self._is_stopped = threading.Event()
        self._process = self._start()
        threading.Thread(target=self._watch, daemon=True).start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def stop(self) -> None:
        """Ask it to end, for good."""
        with self._lock:
            self._is_stopped.set()
            self._process.terminate()

    def wait(self) -> None:
        """Wait until it has ended; it is killed where it takes too long."""
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()

    def _start(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(self._command, stdin=subprocess.PIPE)

    def _watch(self) -> None:
        while True:
            self._process.wait()
            if self._is_stopped.wait(AGAIN_S):
                return
            with self._lock:
                if self._is_stopped.is_set():
                    return
                self._process = self._start()


def web(host: str, port: int, pair: tuple[Path, Path] | None = None) -> int:
    """Serve pages and API with granian until stopped; by HTTPS with a certificate and its key."""
    from granian.constants import Interfaces
    from granian.server import Server

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tepat.server.settings")
    server = Server(
        "tepat.server.asgi:application",
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        websockets=False,
        ssl_cert=pair[0] if pair else None,
        ssl_key=pair[1] if pair else None,
    )
    server.serve()
    return 0


def end_with_parent() -> None:
    """End this process when whoever started it is gone: its end of the pipe closes."""

    def wait() -> None:
        # Not sys.stdin: its lock would be held by this thread when the interpreter ends.
        while os.read(0, 1024):
            pass
        os._exit(0)

    threading.Thread(target=wait, daemon=True).start()


def work() -> int:
    """Run background jobs until stopped; alerts and messages to other programs beside them.

    Where jobs run in place there is none to wait for; the others go on all the same.
    """
    from django.core.management import call_command

    from tepat.server.environment import has_jobs_in_place
    from tepat.server.watch.alerts import running
    from tepat.server.watch.hooks import running as messages

    running.begin()
    messages.begin()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    if has_jobs_in_place():
        threading.Event().wait()
    call_command("db_worker", "--no-startup-delay", verbosity=0)
    return 0
