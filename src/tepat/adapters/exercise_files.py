"""Cases of tabletop exercises: shipped with the package, and those an office adds itself.

A file `TEPAT_HOME/exercises/CODE.toml` adds one or stands in for the shipped one.
"""

import tomllib
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from tepat.core.watch.rakor.exercise import Case, read_case


class BadExercise(ValueError):
    """This file is no exercise; the text names the file and says why."""


def cases(home: Path) -> dict[str, Case]:
    """Return every case by its code. Raises `BadExercise` for a file that is none."""
    shipped = _toml_in(files("tepat") / "data" / "exercises")
    own = home / "exercises"
    found = shipped | (_toml_in(own) if own.is_dir() else {})
    read = [_read(found[name]) for name in sorted(found)]
    return {case.code: case for case in read}


def _toml_in(folder: Traversable) -> dict[str, Traversable]:
    return {path.name: path for path in folder.iterdir() if path.name.endswith(".toml")}


def _read(path: Traversable) -> Case:
    try:
        value = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
        return read_case(path.name.removesuffix(".toml"), value)
    except (ValueError, KeyError, TypeError) as error:
        raise BadExercise(f"{path.name}: {error}") from error
