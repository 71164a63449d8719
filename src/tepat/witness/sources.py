"""Where a published log is read from: a folder, or a server by HTTP.

Nothing that is read is believed. No answer is larger than asked for, none takes for
ever, and a server cannot send the reader elsewhere: redirects are refused, so that a
token goes to the address it was given for and to no other.
"""

import stat
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from http.client import HTTPException
from pathlib import Path
from typing import BinaryIO, Final, Protocol, TypeVar
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    Request,
)

from tepat.core.problems import Code, refuse

SECONDS = 20.0
"""How long one file may take to arrive, all tries together three times that."""
_TRIES: Final = 3
_PART: Final = 65_536
_SLOWEST: Final = 250_000
"""Bytes a second that a large file must bring at the least."""
Found = TypeVar("Found")


class TooLarge(Exception):
    """A file is larger than it can rightly be."""


class Source(Protocol):
    """Files of one published log, by their path within it."""

    name: str
    has_names: bool
    """Whether `names` can tell which files there are."""

    def read(self, path: str, limit: int) -> bytes | None:
        """Return the file, None where there is none or it is not for us.

        Raises `TooLarge` beyond `limit` bytes, `Refused` where nothing can be read.
        """

    def save(self, path: str, limit: int, to: Path) -> bool:
        """Write a large file into `to`, piece by piece; False and the rest as `read` says."""

    def names(self, folder: str) -> list[str] | None:
        """Return the paths of all files below `folder`, None where that cannot be known."""


def opened(where: str, token: str = "") -> Source:
    """Return the log at `where`: an http(s) address or a folder.

    Refuses a folder that is not there.
    """
    if where.startswith(("http://", "https://")):
        return Web(where, token)
    folder = Path(where)
    if not folder.is_dir():
        raise refuse(Code.LOG_FOLDER_MISSING, folder=where)
    return Folder(folder)


class Folder:
    """A copy on this machine or on a stick."""

    def __init__(self, folder: Path) -> None:
        self.name = str(folder)
        self.has_names = True
        self._folder = folder

    def read(self, path: str, limit: int) -> bytes | None:
        """Return the file; see `Source`."""
        file = self._folder / path
        try:
            # A pipe or a device in its place would never end.
            if not stat.S_ISREG(file.stat().st_mode):
                return None
            with file.open("rb") as stream:
                data = stream.read(limit + 1)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise refuse(Code.LOG_UNREADABLE, file=str(file)) from error
        return _within(limit, data, path)

    def save(self, path: str, limit: int, to: Path) -> bool:
        """Copy the file into `to`; see `Source`."""
        file = self._folder / path
        try:
            if not stat.S_ISREG(file.stat().st_mode):
                return False
            with file.open("rb") as stream, to.open("wb") as target:
                _poured(iter(lambda: stream.read(_PART), b""), target, limit, path)
        except FileNotFoundError:
            return False
        except OSError as error:
            raise refuse(Code.LOG_UNREADABLE, file=str(file)) from error
        return True

    def names(self, folder: str) -> list[str]:
        """Return the paths of all files below `folder`."""
        return sorted(
            each.relative_to(self._folder).as_posix()
            for each in (self._folder / folder).rglob("*")
            if each.is_file()
        )


class Web:
    """A server or any mirror that serves the same files."""

    def __init__(self, address: str, token: str = "") -> None:
        self.name = address
        self.has_names = False
        self._address = address.rstrip("/")
        if not urlsplit(address).hostname:
            raise refuse(Code.LOG_FOLDER_MISSING, folder=address)
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._opener = OpenerDirector()
        for handler in (HTTPHandler, HTTPSHandler, HTTPDefaultErrorHandler, HTTPErrorProcessor):
            self._opener.add_handler(handler())

    def read(self, path: str, limit: int) -> bytes | None:
        """Return the file; see `Source`."""
        return self._tried(path, lambda: self._by_deadline(lambda: self._once(path, limit)))

    def save(self, path: str, limit: int, to: Path) -> bool:
        """Fetch the file into `to`; see `Source`. It may take as long as its size wants."""
        seconds = SECONDS + limit / _SLOWEST

        def once() -> bool:
            # A try that was left behind writes on into a file that has no name any more.
            to.unlink(missing_ok=True)
            with to.open("xb") as target:
                return self._by_deadline(
                    lambda: self._once_into(path, limit, target, seconds), seconds
                )

        return bool(self._tried(path, once))

    def _tried(self, path: str, once: Callable[[], Found]) -> Found | None:
        for attempt in range(_TRIES):
            try:
                return once()
            except HTTPError as error:
                with error:
                    if error.code in (401, 403, 404, 410):
                        return None
                why = f"HTTP {error.code}"
            except (URLError, HTTPException, OSError, ValueError) as error:
                why = str(getattr(error, "reason", error)) or type(error).__name__
            if attempt + 1 < _TRIES:
                time.sleep(0.2 * 2**attempt)
        raise refuse(Code.LOG_UNREACHABLE, address=f"{self._address}/{path}", why=why[:200])

    def names(self, folder: str) -> list[str] | None:
        """Return None: static files on a server have no listing."""
        return None

    def _by_deadline(self, once: Callable[[], Found], seconds: float | None = None) -> Found:
        """Read one file; leave behind a server that sends its head a byte at a time."""
        seconds = SECONDS if seconds is None else seconds
        found: list[Found | Exception] = []

        def read() -> None:
            try:
                found.append(once())
            except Exception as error:
                found.append(error)

        asking = threading.Thread(target=read, daemon=True)
        asking.start()
        asking.join(seconds + 1)
        if not found:
            raise OSError(f"no whole answer within {seconds:.0f} s")
        if isinstance(found[0], Exception):
            raise found[0]
        return found[0]

    def _once_into(self, path: str, limit: int, target: BinaryIO, seconds: float) -> bool:
        request = Request(f"{self._address}/{quote(path)}", headers=self._headers)
        ends = time.monotonic() + seconds
        with self._opener.open(request, timeout=SECONDS) as answer:
            there = _poured(_parts(answer, limit, ends), target, limit, path)
        length = answer.headers.get("Content-Length")
        if length and length.isdecimal() and int(length) > there:
            raise OSError("the answer was cut short")
        return True

    def _once(self, path: str, limit: int) -> bytes:
        request = Request(f"{self._address}/{quote(path)}", headers=self._headers)
        ends = time.monotonic() + SECONDS
        with self._opener.open(request, timeout=SECONDS) as answer:
            data = b"".join(_parts(answer, limit, ends))
        length = answer.headers.get("Content-Length")
        if length and length.isdecimal() and int(length) > len(data) and len(data) <= limit:
            raise OSError("the answer was cut short")
        return _within(limit, data, path)


class _Stream(Protocol):
    def read1(self, size: int, /) -> bytes: ...


def _parts(answer: _Stream, limit: int, ends: float) -> Iterator[bytes]:
    """Read up to one byte more than `limit`, so that too large is seen but not kept."""
    left = limit + 1
    while left > 0 and (part := answer.read1(min(left, _PART))):
        left -= len(part)
        yield part
        if time.monotonic() > ends:
            raise OSError("no whole answer in time")


def _poured(parts: Iterable[bytes], target: BinaryIO, limit: int, path: str) -> int:
    """Write the parts; return how many bytes. Raises `TooLarge` before too many are written."""
    there = 0
    for part in parts:
        there += len(part)
        if there > limit:
            raise TooLarge(path)
        target.write(part)
    return there


def _within(limit: int, data: bytes, path: str) -> bytes:
    if len(data) > limit:
        raise TooLarge(path)
    return data
