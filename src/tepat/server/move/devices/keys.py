"""The secrets of this installation: the desk's signing keys, and the key of its letters.

    keys/desk.key        the first key of the desk
    keys/desk.<n>.key    the n-th, which followed the one before it
    keys/letters.key     the key of the letters of duty

They are made once, never overwritten and never stored in the database. A backup without
them can be restored, but the log then no longer knows this desk. Which of the desk's keys
signs in a log is said by that log: see `queries.desk_of`.
"""

import hmac
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from tepat.adapters import key_files
from tepat.core.log import letters
from tepat.core.log.keys import Signer


def folder() -> Path:
    """Where the keys of this installation lie."""
    return Path(settings.HOME) / "keys"


def desk() -> Signer:
    """The newest key of the desk, with which a new log begins; made if there is none."""
    return _signer(_files()[-1])


def desks() -> list[Signer]:
    """Every key of the desk, newest first. Each file is read once per process."""
    return [desk(), *(_signer(path) for path in reversed(_files()[:-1]))]


def make_next_desk() -> Signer:
    """Make the key that follows the newest one, beside it; no log knows it yet."""
    desk()
    return _signer(folder() / f"desk.{_number(_files()[-1]) + 1}.key")


def newest_file() -> Path:
    """Where the newest key of the desk lies."""
    return _files()[-1]


def _files() -> list[Path]:
    """The files of the desk's keys, oldest first; the first one also where it is not there."""
    later = [path for path in folder().glob("desk.*.key") if _number(path)]
    return [folder() / "desk.key", *sorted(later, key=_number)]


def _number(path: Path) -> int:
    """Which key of the desk lies at `path`; 0: none."""
    if path.name == "desk.key":
        return 1
    digits = path.name.removeprefix("desk.").removesuffix(".key")
    return int(digits) if digits.isascii() and digits.isdecimal() else 0


def secret_of(assignment: str) -> str:
    """The secret of the letter of one assignment, in hexadecimal."""
    return letters.secret_of(_key(folder() / "letters.key"), assignment)


def link_secret(code: str) -> str:
    """The secret half of a driver's link: 20 hexadecimal digits that nobody stores."""
    key = _key(folder() / "letters.key")
    return hmac.new(key, f"tepat/v1/driver-link\n{code}".encode(), sha256).hexdigest()[:20]


def attendance_secret(code: str) -> str:
    """The secret half of a meeting's address for attendance: 20 hexadecimal digits."""
    key = _key(folder() / "letters.key")
    return hmac.new(key, f"tepat/v1/attendance\n{code}".encode(), sha256).hexdigest()[:20]


@lru_cache(maxsize=8)
def _key(path: Path) -> bytes:
    return key_files.read_or_make(path)


@lru_cache(maxsize=8)
def _signer(path: Path) -> Signer:
    return Signer(key_files.read_or_make(path))
