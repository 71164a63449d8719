"""Files that survive a power cut: written beside, flushed, then put in place."""

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tepat.core.problems import Code, refuse


def write(path: Path, data: bytes, *, secret: bool = False) -> None:
    """Put `data` at `path` whole or not at all; returns when the disk has it.

    A `secret` file is readable by its owner only. Raises `OSError` as the system does.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    number = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600 if secret else 0o644)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    _flush_folder(path.parent)


def put(beside: Path, path: Path) -> None:
    """Put the file `beside`, written in the same folder, at `path`; the disk has it then."""
    with beside.open("rb+") as file:
        os.fsync(file.fileno())
    beside.replace(path)
    _flush_folder(path.parent)


def read(path: Path, limit: int) -> bytes:
    """Return a regular file of at most `limit` bytes; refuses any other in a sentence."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise refuse(Code.FILE_MISSING, file=str(path))
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise refuse(Code.FILE_MISSING, file=str(path)) from error
    if len(data) > limit:
        raise refuse(Code.LOG_FILE_TOO_LARGE, file=str(path), limit=limit)
    return data


def text(path: Path, limit: int = 1_000_000) -> str:
    """Return a text file of at most `limit` bytes; refuses what is not UTF-8."""
    try:
        return read(path, limit).decode("utf-8")
    except UnicodeDecodeError as error:
        raise refuse(Code.FILE_BROKEN, file=str(path)) from error


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold `path` as a lock of this process; refuses while another process holds it.

    The system lets go of it when the process ends, however it ends.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        try:
            _lock(file.fileno())
        except OSError as error:
            raise refuse(Code.WITNESS_TWICE, folder=str(path.parent)) from error
        yield


def _lock(number: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        os.lseek(number, 0, os.SEEK_SET)
        msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _flush_folder(folder: Path) -> None:
    # Windows has no such thing; there the rename is in the journal already.
    if sys.platform != "win32":
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
