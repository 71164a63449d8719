"""Stages of an election and their gates, as a file.

`TEPAT_HOME/stages/stages.toml` stands in for the shipped one.
"""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from tepat.core.election.catalogue import UNSAID, Words
from tepat.core.election.roles import Role
from tepat.core.watch.government.stages import Gate, Measure, Stage

LARGEST: Final = 200_000
"""Bytes of the file."""


class BadStageFile(ValueError):
    """This file cannot be read; the text names it and says why."""


def stages(home: Path) -> list[tuple[Stage, str]]:
    """Return every stage with the code of the deadline that ends it, "" where none is named.

    Raises `BadStageFile` for a file that is none. Read once for each state of the file.
    """
    own = home / "stages" / "stages.toml"
    if own.is_file():
        state = own.stat()
        return list(_stages(own, (state.st_mtime_ns, state.st_size)))
    return list(_stages(None, (0, 0)))


@lru_cache(maxsize=4)
def _stages(own: Path | None, stamp: tuple[int, int]) -> tuple[tuple[Stage, str], ...]:
    path = own or files("tepat") / "data" / "stages" / "stages.toml"
    try:
        raw = path.read_bytes()
        if len(raw) > LARGEST:
            raise ValueError("too large")
        found = tuple(_stage(each) for each in tomllib.loads(raw.decode("utf-8-sig"))["stage"])
        codes = [stage.code for stage, _ in found]
        if not codes or len(codes) != len(set(codes)):
            raise ValueError("stages need codes of their own")
        return found
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadStageFile(f"stages.toml: {error}") from error


def _stage(value: Mapping[str, Any]) -> tuple[Stage, str]:
    stage = Stage(
        str(value["code"]),
        _words(value["name"]),
        int(value["begins"]),
        int(value["ends"]),
        tuple(_gate(each) for each in value["gate"]),
        UNSAID,
        True,
    )
    if stage.begins > stage.ends:
        raise ValueError(f"{stage.code} ends before it begins")
    return stage, str(value.get("until", ""))


def _gate(value: Mapping[str, Any]) -> Gate:
    measure = Measure(value["measure"]) if "measure" in value else None
    says = tuple(Role(each) for each in value.get("says", ()))
    if (measure is None) == (not says):
        raise ValueError(f"{value['code']} needs either measure or says")
    return Gate(str(value["code"]), _words(value["name"]), _words(value["step"]), measure, says)


def _words(value: Mapping[str, str]) -> Words:
    return Words(str(value["id"]), str(value.get("en", value["id"])))
