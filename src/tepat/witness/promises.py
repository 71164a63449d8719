"""What a witness has promised: for each log the largest tree it ever signed.

A folder holds the key, the logs it watches and one promise per log. A promise only
grows, is on the disk before the signature leaves, and is taken and kept by one hand at a
time. A promise that cannot be read is never replaced by a fresh one: a witness that
forgets is worth nothing.
"""

import json
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, NamedTuple

from tepat.core.log import spelling
from tepat.core.log.witnessing import Held
from tepat.core.problems import Code, refuse
from tepat.witness import files

_LARGEST: Final = 65_536
KEY: Final = "kunci-saksi.json"
LOGS: Final = "log.txt"
PROMISES: Final = "janji"


class Secret(NamedTuple):
    """The name a witness signs with, and the 32 bytes its key is made of."""

    name: str
    seed: bytes


def make_key(folder: Path, name: str) -> Secret:
    """Return the key in `folder`, made now where there is none.

    Refuses to rename a key: who trusts the old name would see a witness vanish.
    """
    path = folder / KEY
    if not path.exists():
        secret = Secret(name, os.urandom(32))
        value = {"name": name, "seed": spelling.to_base64(secret.seed)}
        files.write(path, json.dumps(value).encode(), secret=True)
        return secret
    secret = read_key(folder)
    if name not in ("", secret.name):
        raise refuse(Code.WITNESS_NAMED, folder=str(folder), name=secret.name)
    return secret


def read_key(folder: Path) -> Secret:
    """Return the key in `folder`; refuses a folder without one."""
    path = folder / KEY
    if not path.exists():
        raise refuse(Code.WITNESS_NO_KEY, folder=str(folder))
    try:
        value = json.loads(files.text(path, _LARGEST))
        secret = Secret(str(value["name"]), spelling.from_base64(value["seed"]) or b"")
        if len(secret.seed) != 32:
            raise ValueError("seed")
    except (ValueError, KeyError, TypeError) as error:
        raise refuse(Code.FILE_BROKEN, file=str(path)) from error
    return secret


class Promises:
    """The promises of one folder. Safe between threads; `files.held` keeps programs out."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / PROMISES
        self._lock = threading.Lock()
        self._held: dict[str, Held] = {}

    def begin(self, origin: str) -> None:
        """Promise nothing yet about a log that is new to this folder."""
        if not self._path(origin).exists():
            self._store(origin, Held())

    def watch(self, origin: str) -> Held:
        """Read the promise about `origin`; refuses a missing or damaged one."""
        path = self._path(origin)
        if not path.exists():
            raise refuse(Code.WITNESS_PROMISE_LOST, origin=origin, file=str(path))
        try:
            held = _read(json.loads(files.text(path, _LARGEST)), origin)
        except (ValueError, KeyError, TypeError) as error:
            raise refuse(Code.WITNESS_PROMISE_LOST, origin=origin, file=str(path)) from error
        self._held[origin] = held
        return held

    @contextmanager
    def taken(self) -> Iterator[Mapping[str, Held]]:
        """Hold all promises; nobody else sees or changes them until this ends."""
        with self._lock:
            yield self._held

    def keep(self, origin: str, held: Held) -> None:
        """Return when the disk has the new promise. Only inside `taken`."""
        was = self._held[origin]
        if held.size < was.size or (held.size == was.size and held.root != was.root):
            raise AssertionError("a promise only grows")
        if held != was:
            self._store(origin, held)

    def all(self) -> dict[str, Held]:
        """Return a copy of every promise by its log."""
        with self._lock:
            return dict(sorted(self._held.items()))

    def _path(self, origin: str) -> Path:
        return self._folder / f"{sha256(origin.encode()).hexdigest()[:32]}.json"

    def _store(self, origin: str, held: Held) -> None:
        value = {"origin": origin, "root": spelling.to_base64(held.root), "size": held.size}
        files.write(self._path(origin), json.dumps(value).encode())
        self._held[origin] = held


def _read(value: dict[str, Any], origin: str) -> Held:
    root, size = spelling.from_base64(value["root"]), value["size"]
    whole = isinstance(size, int) and not isinstance(size, bool) and size >= 0
    if value["origin"] != origin or root is None or len(root) != 32 or not whole:
        raise ValueError("promise")
    return Held(size, root)
