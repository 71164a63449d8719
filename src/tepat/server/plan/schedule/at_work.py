"""Whether somebody still works on a thing: a lock that ends with the process that holds it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Final

from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from tepat.server.plan.models import PlanRun
from tepat.server.plan.schedule import store

JUST_NOW: Final = timedelta(seconds=10)
"""Between an order and its job, and between the start of a job and its lock."""


def making(run: PlanRun) -> str:
    """Return the name of the work of making a plan."""
    return str(run.pk)


def checking(run: PlanRun) -> str:
    """Return the name of the work of holding a plan against other scenarios."""
    return f"check-{run.pk}"


@contextmanager
def at_work(name: str) -> Iterator[None]:
    """Hold the lock of a work as long as it is done; a killed process leaves it open."""
    path = _path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        _lock(file)
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def was_left(name: str) -> bool:
    """Tell whether a work began here and ended without a word; False where unknown."""
    try:
        with _path(name).open("rb+") as file:
            return _lock(file)
    except OSError:
        return False


def is_held(name: str) -> bool:
    """Tell whether a work is being done here."""
    return _path(name).is_file() and not was_left(name)


def is_queued(task: str, first: int, now: datetime) -> bool:
    """Tell whether a job waits for a worker, or began this moment. One query.

    `task` is the name of its function, `first` its first argument.
    """
    waiting = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    rows = DBTaskResult.objects.filter(task_path__endswith=f".{task}", status__in=waiting)
    return any(
        words["args"][:1] == [first] and (started is None or started > now - JUST_NOW)
        for words, started in rows.values_list("args_kwargs", "started_at")
    )


def _path(name: str) -> Path:
    return store.plans() / "work" / f"{name}.lock"


def _lock(file: IO[bytes]) -> bool:
    if os.name == "nt":  # pragma: no cover
        return False
    import fcntl

    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
