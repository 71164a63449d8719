"""Whether somebody still works on a plan: a lock that ends with the process that holds it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tepat.server.plan.models import PlanRun
from tepat.server.plan.schedule import store


@contextmanager
def at_work(run: PlanRun) -> Iterator[None]:
    """Hold the lock of `run` as long as it is worked on; a killed process leaves it open."""
    path = _path(run)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        _lock(file)
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def was_left(run: PlanRun) -> bool:
    """Tell whether work on `run` began here and ended without a word; False where unknown."""
    try:
        with _path(run).open("rb+") as file:
            return _lock(file)
    except OSError:
        return False


def _path(run: PlanRun) -> Path:
    return store.plans() / "work" / f"{run.pk}.lock"


def _lock(file: IO[bytes]) -> bool:
    if os.name == "nt":  # pragma: no cover
        return False
    import fcntl

    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
