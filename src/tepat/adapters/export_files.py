"""Exports as files: shipped with the package, and those an office adds itself.

A file `TEPAT_HOME/exports/CODE.toml` adds one or stands in for the shipped one.
"""

from pathlib import Path

from tepat.adapters import own_files
from tepat.adapters.own_files import Source
from tepat.core.watch.exports.layouts import Export, read_export


def exports(home: Path) -> dict[str, Export]:
    """Return every export by its code, in order. Raises `Refused` with the file that is none."""
    read = [_read(each) for each in own_files.sources(home, "exports")]
    return {each.code: each for each in sorted(read, key=lambda each: each.place)}


def _read(source: Source) -> Export:
    value = own_files.read(source)
    with own_files.reading(source.folder, source.name):
        return read_export(source.name, value)
