"""Exports as files: shipped with the package, and those an office adds itself.

A file `TEPAT_HOME/exports/CODE.toml` adds one or stands in for the shipped one.
"""

import tomllib
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from tepat.core.problems import Refused
from tepat.core.sentences import sentence
from tepat.core.watch.exports.layouts import Export, read_export


class BadExport(ValueError):
    """This file is no export; the text names the file and says why."""


def exports(home: Path) -> dict[str, Export]:
    """Return every export by its code, in order. Raises `BadExport` for a file that is none."""
    found = _toml_in(files("tepat") / "data" / "exports")
    own = home / "exports"
    if own.is_dir():
        found |= _toml_in(own)
    read = [_read(code, path) for code, path in sorted(found.items())]
    return {each.code: each for each in sorted(read, key=lambda each: each.place)}


def _toml_in(folder: Traversable) -> dict[str, Traversable]:
    return {
        path.name.removesuffix(".toml"): path
        for path in folder.iterdir()
        if path.name.endswith(".toml")
    }


def _read(code: str, path: Traversable) -> Export:
    try:
        return read_export(code, tomllib.loads(path.read_bytes().decode("utf-8-sig")))
    except Refused as refused:
        raise BadExport(f"{path.name}: {sentence(refused.problem)}") from refused
    except (ValueError, KeyError, TypeError) as error:
        raise BadExport(f"{path.name}: {error}") from error
