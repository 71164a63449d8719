"""TOML files that ship with the package, and an office's own that stand in for them.

`TEPAT_HOME/<folder>/<name>.toml` stands in for the shipped file of that name, or adds one.
"""

import tomllib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, NamedTuple

from tepat.core.problems import Code, Refused, refuse
from tepat.core.sentences import sentence

LARGEST: Final = 400_000
"""Bytes of one file."""


class Source(NamedTuple):
    """One file: `own` is where the office's stands, None for the shipped one.

    Equal as long as the file stays as it is, so that what is read from it can be remembered.
    """

    folder: str
    name: str
    own: Path | None
    changed: int
    size: int


def sources(home: Path, folder: str, names: Collection[str] = ()) -> tuple[Source, ...]:
    """Return the files of a folder by name; with `names` only these."""
    shipped = {each.name for each in (files("tepat") / "data" / folder).iterdir()}
    own = home / folder
    there = {each.name: each for each in own.iterdir()} if own.is_dir() else {}
    every = sorted(each for each in shipped | set(there) if each.endswith(".toml"))
    bare = [each.removesuffix(".toml") for each in every]
    return tuple(
        _source(folder, name, there.get(f"{name}.toml"))
        for name in bare
        if not names or name in names
    )


def _source(folder: str, name: str, own: Path | None) -> Source:
    if own is None:
        return Source(folder, name, None, 0, 0)
    state = own.stat()
    return Source(folder, name, own, state.st_mtime_ns, state.st_size)


def read(source: Source) -> dict[str, Any]:
    """Return the values of a file. Raises `Refused` with its name where it is no TOML."""
    with reading(source.folder, source.name):
        if source.size > LARGEST:
            raise ValueError(f"more than {LARGEST} bytes")
        path = source.own or files("tepat") / "data" / source.folder / f"{source.name}.toml"
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))


@contextmanager
def reading(folder: str, name: str) -> Iterator[None]:
    """Whatever is wrong inside is a `Refused` that names the file and says why."""
    try:
        yield
    except Refused as refused:
        if refused.problem.code == Code.OWN_FILE:
            raise
        raise _bad(folder, name, sentence(refused.problem)) from refused
    except KeyError as error:
        raise _bad(folder, name, f"{error} ?") from error
    except (AttributeError, OSError, TypeError, ValueError) as error:
        raise _bad(folder, name, str(error)) from error


def _bad(folder: str, name: str, reason: str) -> Refused:
    return refuse(Code.OWN_FILE, file=f"{folder}/{name}.toml", reason=reason[:200])
