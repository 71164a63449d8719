"""Secret keys as files of one line, made once, read by their owner alone.

A key is 32 random bytes in hexadecimal. It is written beside its place, brought to the disk
and linked into place, so that two processes that begin together end with one key and no
reader ever sees half of one. On Windows the folder's own rights protect it.
"""

import os
import secrets
from pathlib import Path

from tepat.core.log.keys import SEED_BYTES


class KeyFileBroken(ValueError):
    """The file is there and holds no key; the text is its path."""


def read_or_make(path: Path) -> bytes:
    """Return the 32 bytes of the key at `path`, made now if the file is not there.

    Raises `KeyFileBroken` for a file that holds anything else: it is never replaced.
    """
    if not path.exists():
        _make(path)
    return read(path)


def read(path: Path) -> bytes:
    """Return the key at `path`. Raises `KeyFileBroken`, or `OSError` where it cannot be read."""
    text = path.read_text(encoding="ascii", errors="replace").strip()
    try:
        key = bytes.fromhex(text)
    except ValueError as error:
        raise KeyFileBroken(str(path)) from error
    if len(key) != SEED_BYTES:
        raise KeyFileBroken(str(path))
    return key


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(SEED_BYTES) + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(beside, path)
        except FileExistsError:
            return  # another process was first; its key is the key
    finally:
        beside.unlink()
