"""Stages of an election and their gates, as a file.

`TEPAT_HOME/stages/stages.toml` stands in for the shipped one.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from tepat.adapters import own_files
from tepat.adapters.own_files import Source
from tepat.core.election.catalogue import UNSAID, Words
from tepat.core.election.roles import Role
from tepat.core.watch.government.stages import Gate, Measure, Stage


def stages(home: Path) -> list[tuple[Stage, str]]:
    """Return every stage with the code of the deadline that ends it, "" where none is named.

    Raises `Refused` with the file that is none. Read once for each state of the file.
    """
    (source,) = own_files.sources(home, "stages", ("stages",))
    return list(_stages(source))


@lru_cache(maxsize=4)
def _stages(source: Source) -> tuple[tuple[Stage, str], ...]:
    values = own_files.read(source)
    with own_files.reading(source.folder, source.name):
        found = tuple(_stage(each) for each in values["stage"])
        codes = [stage.code for stage, _ in found]
        if not codes or len(codes) != len(set(codes)):
            raise ValueError("stages need codes of their own")
        return found


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
