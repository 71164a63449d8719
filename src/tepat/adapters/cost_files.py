"""Kinds of costs as a file: the shipped one, or the office's own `TEPAT_HOME/costs/kinds.toml`."""

import tomllib
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from tepat.core.watch.costs.kinds import Kind, read_kinds


class BadCostFile(ValueError):
    """This file cannot be read; the text says why."""


def cost_kinds(home: Path) -> tuple[Kind, ...]:
    """Return the kinds of this office. Raises `BadCostFile` for a file that is none."""
    own = home / "costs" / "kinds.toml"
    stamp = own.stat().st_mtime_ns if own.is_file() else 0
    return _kinds(own, stamp)


@lru_cache(maxsize=4)
def _kinds(own: Path, stamp: int) -> tuple[Kind, ...]:
    source = own if stamp else files("tepat") / "data" / "costs" / "kinds.toml"
    try:
        return read_kinds(tomllib.loads(source.read_bytes().decode("utf-8-sig"))["kind"])
    except (UnicodeDecodeError, ValueError, KeyError, TypeError) as error:
        raise BadCostFile(f"kinds.toml: {error}") from error
