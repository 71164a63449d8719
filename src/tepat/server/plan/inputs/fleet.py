"""The fleet file: vehicles, prices, sizes and stores of a kabupaten, as TOML."""

import tomllib
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from tepat.core.problems import Code, refuse

SECTIONS = ("vehicles", "modes", "transfers", "prices", "escorts", "riders", "last_mile")
"""Parts that go into the instance as they stand, checked by its reader."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Litres and kilograms of a filled box, and of what a TPS gets beside its boxes."""

    box_litres: int
    box_kg: int
    tps_litres: int
    tps_kg: int


@dataclass(frozen=True, slots=True)
class Fleet:
    """One fleet file. `raw` holds `SECTIONS` and what is looked up by place."""

    name: str
    raw: dict[str, Any]
    sizes: Sizes
    days: int
    vote: date | None

    @property
    def is_contoh(self) -> bool:
        return bool(self.raw.get("contoh", False))

    def table(self, name: str) -> dict[str, Any]:
        """Return a table of the file, empty where it has none."""
        found = self.raw.get(name, {})
        if not isinstance(found, dict):
            raise refuse(Code.FLEET_FILE, file=self.name, why=f"[{name}]")
        return found

    def rows(self, name: str) -> list[dict[str, Any]]:
        """Return an array of tables of the file."""
        found = self.raw.get(name, [])
        if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
            raise refuse(Code.FLEET_FILE, file=self.name, why=f"[[{name}]]")
        return found


def load(path: Path | None) -> Fleet:
    """Return the fleet in `path`, or the example that comes with the program."""
    name = path.name if path else "contoh.toml"
    source = path or files("tepat") / "data" / "plan" / name
    try:
        raw = tomllib.loads(source.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError as error:
        raise refuse(Code.FILE_MISSING, file=name) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, OSError) as error:
        raise refuse(Code.FLEET_FILE, file=name, why=str(error)) from error
    sizes = raw.get("sizes", {})
    keys = ("box_litres", "box_kg", "tps_litres", "tps_kg")
    wrong = [key for key in keys if not _is_count(sizes, key)]
    if wrong:
        raise refuse(Code.FLEET_FILE, file=name, why=f"sizes.{wrong[0]}")
    days, vote = raw.get("days", 7), raw.get("vote")
    if not isinstance(days, int) or not 1 <= days <= 31:
        raise refuse(Code.FLEET_FILE, file=name, why="days")
    if vote is not None and type(vote) is not date:
        raise refuse(Code.FLEET_FILE, file=name, why="vote")
    return Fleet(name, raw, Sizes(*(sizes[key] for key in keys)), days, vote)


def _is_count(sizes: Any, key: str) -> bool:
    value = sizes.get(key) if isinstance(sizes, dict) else None
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
