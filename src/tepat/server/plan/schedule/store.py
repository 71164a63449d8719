"""Plans and what they are made from, as files named by their hash below `TEPAT_HOME/plans`.

A file never changes, so what was read once is kept in memory.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from tepat.adapters import list_files
from tepat.core.plan import plan_file
from tepat.core.plan.instance import reading, writing
from tepat.core.plan.instance.values import Instance
from tepat.core.plan.schedule.values import Plan
from tepat.core.problems import Code, Refused, refuse

Lines = Mapping[str, tuple[tuple[float, float], ...]]
"""Latitude and longitude of each bend of an arc, by its id."""


def plans() -> Path:
    """The folder of plans."""
    return Path(settings.HOME) / "plans"


def inputs() -> Path:
    """The folder of what plans are made from."""
    return plans() / "inputs"


def keep_plan(plan: Plan) -> str:
    """Keep a plan and return its hash. Twice is once."""
    return list_files.write(plans(), plan_file.write(plan))


def keep_input(instance: Instance) -> str:
    """Keep an instance and return its hash. Twice is once."""
    return list_files.write(inputs(), writing.write(instance))


def plan_bytes(name: str) -> bytes:
    """Return the bytes of a plan. Raises `Refused` where they are gone or were altered."""
    return _bytes(plans(), name)


def plan_of(name: str) -> Plan:
    """Return the plan of that hash. Raises `Refused` where it is gone or was altered."""
    return _plan(plans(), name)


def instance_of(name: str) -> Instance:
    """Return the instance of that hash. Raises `Refused` where it is gone or was altered."""
    return _instance(inputs(), name)


def shapes() -> Path:
    """The folder of how the roads of an input run."""
    return inputs() / "shapes"


def keep_shapes(hash_of_input: str, lines: Lines) -> None:
    """Keep how the arcs of an input run, (lat, lon) from tail to head, by id. Twice is once."""
    drawn = {
        arc: [[round(lat, 6), round(lon, 6)] for lat, lon in points]
        for arc, points in sorted(lines.items())
    }
    body = json.dumps(drawn, separators=(",", ":"), ensure_ascii=False).encode()
    _link(hash_of_input, list_files.write(shapes(), body))


def shapes_of(hash_of_input: str) -> Lines:
    """Return how the arcs of an input run, (lat, lon) by id; none where nobody drew them."""
    link = shapes() / f"{hash_of_input}.of"
    if not link.is_file():
        return {}
    return _shapes(shapes(), link.read_text().strip())


def carry_shapes(before: str, after: str) -> None:
    """Let the input `after` run as `before` does, where both have the same points."""
    link = shapes() / f"{before}.of"
    if link.is_file() and instance_of(before).nodes == instance_of(after).nodes:
        _link(after, link.read_text().strip())


def _link(hash_of_input: str, name: str) -> None:
    shapes().mkdir(parents=True, exist_ok=True)
    temporary = shapes() / f"{hash_of_input}.part"
    temporary.write_text(name)
    temporary.replace(shapes() / f"{hash_of_input}.of")


def _bytes(folder: Path, name: str) -> bytes:
    body = list_files.read(folder, name)
    if body is None:
        raise refuse(Code.PLAN_FILE_GONE, value=f"{name[:16]}.json")
    return body


@lru_cache(maxsize=16)
def _plan(folder: Path, name: str) -> Plan:
    return plan_file.read(_bytes(folder, name))


@lru_cache(maxsize=16)
def _instance(folder: Path, name: str) -> Instance:
    read = reading.read(_bytes(folder, name))
    if read.instance is None:
        raise Refused(read.problems[0])
    return read.instance


@lru_cache(maxsize=4)
def _shapes(folder: Path, name: str) -> Lines:
    body = list_files.read(folder, name)
    if body is None:
        return {}
    return {
        arc: tuple((lat, lon) for lat, lon in points) for arc, points in json.loads(body).items()
    }
