"""Kinds of costs as a file: the shipped one, or the office's own `TEPAT_HOME/costs/kinds.toml`."""

from functools import lru_cache
from pathlib import Path

from tepat.adapters import own_files
from tepat.adapters.own_files import Source
from tepat.core.watch.costs.kinds import Kind, read_kinds


def cost_kinds(home: Path) -> tuple[Kind, ...]:
    """Return the kinds of this office. Raises `Refused` with the file that is none."""
    (source,) = own_files.sources(home, "costs", ("kinds",))
    return _kinds(source)


@lru_cache(maxsize=4)
def _kinds(source: Source) -> tuple[Kind, ...]:
    values = own_files.read(source)
    with own_files.reading(source.folder, source.name):
        return read_kinds(values["kind"])
