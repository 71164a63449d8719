"""On which line each table and key of a TOML text stands.

`tomllib` keeps no positions; this small locator finds them from the tables and keys as
they are written, so that a fault in a file can be shown to the person who wrote it.
"""

import re
from typing import Final

Path = tuple[str | int, ...]
"""Keys from the top of the file; a number counts the tables of an array from 0."""

_HEADER: Final = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*(\]\]?)\s*(#.*)?")
_KEY: Final = re.compile(r"\s*([A-Za-z0-9_\-.\"' ]+?)\s*=")


def lines_of(text: str) -> dict[Path, int]:
    """Return the line of each table and key, by its path; arrays count from 0.

    >>> lines_of("[[item]]\\ncode = 1\\n[[item]]\\n[[item.rule]]\\nper = 2")[("item", 1, "rule", 0)]
    4
    """
    found: dict[Path, int] = {(): 1}
    arrays: dict[Path, int] = {}
    table: Path = ()
    inside = ""
    for number, line in enumerate(text.splitlines(), start=1):
        for quotes in ('"""', "'''"):
            if inside in ("", quotes) and line.count(quotes) % 2:
                inside = "" if inside else quotes
                if inside:
                    break
        else:
            if inside:
                continue
        if header := _HEADER.fullmatch(line):
            table = _resolved(_parts(header[2]), arrays, is_array=header[1] == "[[")
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            found.setdefault(table + tuple(_parts(key[1])), number)
    return found


def _parts(dotted: str) -> list[str]:
    return [part.strip().strip("\"'") for part in dotted.split(".")]


def _resolved(parts: list[str], arrays: dict[Path, int], is_array: bool) -> Path:
    """Return the path of a header, with the number of each array of tables it lies in."""
    path: Path = ()
    for part in parts[:-1]:
        path += (part,)
        if path in arrays:
            path += (arrays[path],)
    path += (parts[-1],)
    if is_array:
        arrays[path] = arrays.get(path, -1) + 1
        path += (arrays[path],)
    return path
