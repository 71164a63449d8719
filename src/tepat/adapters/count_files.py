"""How turnout is followed: the shipped file, or the office's own in `TEPAT_HOME/count`."""

from functools import lru_cache
from pathlib import Path

from tepat.adapters import own_files
from tepat.adapters.own_files import Source
from tepat.core.count.turnout import Followed, read_followed


def turnout_followed(home: Path) -> Followed:
    """Return the hours and the formula of this office. Raises `Refused` for a broken file."""
    (source,) = own_files.sources(home, "count", ("turnout",))
    return _followed(source)


@lru_cache(maxsize=4)
def _followed(source: Source) -> Followed:
    values = own_files.read(source)
    with own_files.reading(source.folder, source.name):
        return read_followed(values["hours"], values["formula"])
