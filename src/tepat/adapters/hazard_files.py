"""The tables of probabilities: those of the package, or an office's own in their place."""

from importlib.resources import files
from pathlib import Path

from tepat.core.plan.hazard.rough_tables import RoughTables, read_tables
from tepat.core.problems import Code, refuse


def rough_tables(home: Path | None = None) -> RoughTables:
    """Return the tables in `home/hazard/rough.toml`, or those shipped. Raises `Refused`."""
    own = home / "hazard" / "rough.toml" if home else None
    chosen = own if own and own.is_file() else files("tepat") / "data" / "hazard" / "rough.toml"
    try:
        return read_tables(chosen.read_bytes().decode("utf-8-sig"), chosen.name)
    except UnicodeDecodeError as no:
        raise refuse(Code.HAZARD_TABLE, file=chosen.name, value="UTF-8") from no
