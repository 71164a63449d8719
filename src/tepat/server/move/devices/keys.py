"""The two secrets of this installation: the desk's signing key, and the key of its letters.

Both are files below `TEPAT_HOME/keys`, made once and never stored in the database. A backup
without them can be restored, but the log then no longer knows this desk.
"""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from tepat.adapters import key_files
from tepat.core.log import letters
from tepat.core.log.keys import Signer


def folder() -> Path:
    """Where the keys of this installation lie."""
    return Path(settings.HOME) / "keys"


def desk() -> Signer:
    """The key that signs what the desk reports, and receipts. Read once per process."""
    return _signer(folder() / "desk.key")


def secret_of(assignment: str) -> str:
    """The secret of the letter of one assignment, in hexadecimal."""
    return letters.secret_of(_key(folder() / "letters.key"), assignment)


@lru_cache(maxsize=8)
def _key(path: Path) -> bytes:
    return key_files.read_or_make(path)


@lru_cache(maxsize=8)
def _signer(path: Path) -> Signer:
    return Signer(key_files.read_or_make(path))
