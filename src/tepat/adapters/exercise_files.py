"""Cases of tabletop exercises: shipped with the package, and those an office adds itself.

A file `TEPAT_HOME/exercises/CODE.toml` adds one or stands in for the shipped one.
"""

from pathlib import Path

from tepat.adapters import own_files
from tepat.adapters.own_files import Source
from tepat.core.watch.rakor.exercise import Case, read_case


def cases(home: Path) -> dict[str, Case]:
    """Return every case by its code. Raises `Refused` with the file that is none."""
    read = [_read(each) for each in own_files.sources(home, "exercises")]
    return {case.code: case for case in read}


def _read(source: Source) -> Case:
    value = own_files.read(source)
    with own_files.reading(source.folder, source.name):
        return read_case(source.name, value)
