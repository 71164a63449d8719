"""A PostgreSQL of a test's own, which may be stopped, killed and started again."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.ports import free_port


class Cluster:
    """One server with its files in a folder; root lends it the user `postgres`."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs = programs
        self._folder = folder
        self._user = "postgres" if os.name == "posix" and os.geteuid() == 0 else None
        if self._user:
            shutil.chown(folder, self._user)
        self.port = free_port()
        self._run("initdb", "-D", str(folder / "data"), "-A", "trust", "-U", "tepat")

    @property
    def url(self) -> str:
        return f"postgresql://tepat@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="
        log = str(self._folder / "log")
        self._run(
            "pg_ctl", "-D", str(self._folder / "data"), "-w", "-l", log, "-o", options, "start"
        )

    def stop_hard(self) -> None:
        """Stop at once, as a power cut would: what was not on the disk is gone."""
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-w", "-m", "immediate", "stop")

    def _run(self, program: str, *arguments: str) -> None:
        with (self._folder / "said").open("ab") as said:  # a pipe would stay open with the server
            subprocess.run(
                [str(self._programs / program), *arguments],
                check=True,
                cwd=self._folder,
                user=self._user,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
            )


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Give a server that runs; skips with the reason where this machine has none."""
    programs = _programs()
    if programs is None:
        pytest.skip("no PostgreSQL server here: initdb and pg_ctl were not found")
    folder = Path(tempfile.mkdtemp(prefix="tepat-pg-"))
    try:
        found = Cluster(programs, folder)
        found.start()
        try:
            yield found
        finally:
            with suppress(subprocess.CalledProcessError):  # the test left it stopped
                found.stop_hard()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path | None:
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if found := shutil.which("initdb"):
        places.insert(0, Path(found).parent)
    return next((each for each in places if (each / "pg_ctl").exists()), None)
