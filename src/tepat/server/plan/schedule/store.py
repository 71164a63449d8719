"""Plans and what they are made from, as files named by their hash below `TEPAT_HOME/plans`.

A file never changes, so what was read once is kept in memory.
"""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from tepat.adapters import list_files
from tepat.core.plan import plan_file
from tepat.core.plan.instance import reading, writing
from tepat.core.plan.instance.values import Instance
from tepat.core.plan.schedule.values import Plan
from tepat.core.problems import Code, Refused, refuse


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
