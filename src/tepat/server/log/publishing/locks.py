"""One writer per log, whoever starts a second one.

A lock on a file holds for one machine, on Windows too; where the database is PostgreSQL
an advisory lock holds for all machines that share it. Both end with the process, so that
nothing has to be cleaned up after a crash.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from typing import IO

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from tepat.core.problems import Code, refuse
from tepat.server.log.publishing.place import Place


@contextmanager
def only_writer(place: Place) -> Iterator[None]:
    """Be the one that publishes this log. Raises `Refused` where another process is."""
    place.state.mkdir(parents=True, exist_ok=True)
    with (place.state / "lock").open("a+b") as file:
        if not _lock(file):
            raise refuse(Code.LOG_WRITER, log=str(place))
        with _in_database(place):
            yield


def is_written(place: Place) -> bool:
    """Tell whether some process of this machine publishes this log now."""
    path = place.state / "lock"
    if not path.exists():
        return False
    with path.open("a+b") as file:
        return not _lock(file)


@contextmanager
def _in_database(place: Place) -> Iterator[None]:
    if connection.vendor != "postgresql":
        yield
        return
    # A connection of its own: one that Django closes would take the lock with it.
    own = connection.copy()
    try:
        if not _advisory(own, place):
            raise refuse(Code.LOG_WRITER, log=str(place))
        yield
    finally:
        with suppress(Exception):
            own.close()


def _advisory(own: BaseDatabaseWrapper, place: Place) -> bool:
    key = int.from_bytes(sha256(f"tepat/{place}".encode()).digest()[:8], signed=True)
    with own.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s)", [key])
        [taken] = cursor.fetchone()
    return bool(taken)


def _lock(file: IO[bytes]) -> bool:
    """Lock the first byte of `file` until it is closed; False: another process has it."""
    try:
        if os.name == "nt":  # pragma: no cover
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
