"""Where photos lie: whole ones by their hash, begun ones by device and hash.

    TEPAT_HOME/photos/aa/<sha256>               a whole photo
    TEPAT_HOME/photos/begun/<device>-<sha256>   pieces of one, in order, so far

A begun photo belongs to its device alone, so that nobody spoils what another one sends.
Writing the same piece twice writes the same bytes at the same place.
"""

import hashlib
import os
from pathlib import Path
from typing import Final

from django.conf import settings

_READ: Final = 1 << 20
KINDS: Final = (
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"WEBP", 8, "image/webp"),
)
"""How a photo begins, from which byte, and what it is then."""


def folder() -> Path:
    """Where the photos of this installation lie."""
    return Path(settings.HOME) / "photos"


def path_of(sha256: str) -> Path:
    """Return where a whole photo lies, or would lie."""
    return folder() / sha256[:2] / sha256


def begun_of(device: str, sha256: str) -> Path:
    """Return where the pieces of a photo lie."""
    return folder() / "begun" / f"{device}-{sha256}"


def offset_of(device: str, sha256: str) -> int:
    """Return how many bytes of a begun photo are there."""
    try:
        return begun_of(device, sha256).stat().st_size
    except OSError:
        return 0


def write(device: str, sha256: str, offset: int, piece: bytes) -> int:
    """Write a piece at `offset`, which is where the file ends; return where it ends now.

    The bytes are on the disk when this returns.
    """
    path = begun_of(device, sha256)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("r+b" if path.exists() else "xb") as file:
        file.seek(offset)
        file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return offset + len(piece)


def settle(device: str, sha256: str) -> str:
    """Put a begun photo in its place where it is what its name says; return its type.

    "" where it is another photo, or none at all; it is thrown away then.
    """
    path = begun_of(device, sha256)
    digest = hashlib.sha256()
    with path.open("rb") as file:
        start = file.read(_READ)
        digest.update(start)
        while more := file.read(_READ):
            digest.update(more)
    kind = type_of(start)
    if digest.hexdigest() != sha256 or not kind:
        path.unlink(missing_ok=True)
        return "" if digest.hexdigest() != sha256 else "other"
    target = path_of(sha256)
    target.parent.mkdir(parents=True, exist_ok=True)
    path.replace(target)
    return kind


def type_of(start: bytes) -> str:
    """Return the type of a photo by its first bytes, "" for anything else.

    >>> type_of(b"\\xff\\xd8\\xff\\xe0"), type_of(b"<svg")
    ('image/jpeg', '')
    """
    for mark, at, kind in KINDS:
        if start[at : at + len(mark)] == mark:
            return kind
    return ""


def forget(device: str, sha256: str, *, whole: bool) -> None:
    """Remove a begun photo, and with `whole` the whole one."""
    begun_of(device, sha256).unlink(missing_ok=True)
    if whole:
        path_of(sha256).unlink(missing_ok=True)
