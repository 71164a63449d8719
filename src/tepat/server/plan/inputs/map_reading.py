"""A map that is read in the background: begun, at work, and found again where work was stopped."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from tepat.adapters.plan_files import KIND_BY_ID, MAP, TIMES, kind_of
from tepat.core.problems import Code, Problem, Refused, refuse
from tepat.server import clock
from tepat.server.election.models import Scope, User
from tepat.server.plan.inputs import kept, source_services
from tepat.server.plan.inputs.kept import Kept, Shelf
from tepat.server.plan.schedule import at_work

LONGEST: Final = timedelta(minutes=30)
"""No map that may be uploaded takes longer, and no worker stays away longer."""
READING: Final = "reading"


def begin(scope: Scope, path: Path, by: str, now: datetime) -> Kept:
    """Keep an uploaded map and note that it is being read; the caller orders the job."""
    return _begun(scope, kept.take(path, kind_of(path, MAP).id, by), now)


def again(scope: Scope, now: datetime) -> Kept:
    """Note that the map whose reading was stopped is read once more.

    Raises `Refused` where none was stopped, or its bytes are gone.
    """
    shelf = kept.load(scope)
    work = shelf.work.get(MAP, {})
    name = str(work.get("name", "?"))
    if work.get("state") == READING and not was_stopped(scope, shelf, now):
        raise refuse(Code.SOURCES_BUSY, file=name)
    if work.get("state") != READING or work.get("kind") not in KIND_BY_ID:
        raise refuse(Code.SOURCE_UNKNOWN, value=name)
    file = Kept(name, str(work["hash"]), str(work["kind"]), str(work["by"]))
    kept.need(file)
    return _begun(scope, file, now)


def is_reading(scope: Scope, shelf: Shelf, now: datetime) -> bool:
    """Tell whether a map is being read. At most one query, none where nothing is read."""
    return _is_open(shelf) and not was_stopped(scope, shelf, now)


def was_stopped(scope: Scope, shelf: Shelf, now: datetime) -> bool:
    """Tell whether reading began and nobody does it any more: a worker was killed, a job lost.

    At most one query, none where nothing is read.
    """
    if not _is_open(shelf):
        return False
    name, begun = _lock_of(scope), datetime.fromisoformat(str(shelf.work[MAP]["at"]))
    if at_work.was_left(name) or begun < now - LONGEST:
        return True
    if at_work.is_held(name) or begun > now - at_work.JUST_NOW:
        return False
    return not at_work.is_queued("read_map", scope.pk, now)


def read(scope: Scope, path: Path, by: str, user: User) -> None:
    """Add a map in the background; why it cannot be used is kept for the page to say."""
    with at_work.at_work(_lock_of(scope)):
        try:
            source_services.add(scope, [path], (MAP, TIMES), user, clock.now(), by)
        except Refused as refused:
            _fail(scope, path, refused.problem)
        except Exception as error:
            _fail(scope, path, Problem(Code.ROADS_BROKEN, {"file": path.name, "value": str(error)}))
            raise


def _begun(scope: Scope, file: Kept, now: datetime) -> Kept:
    said = {
        "state": READING,
        "name": file.name,
        "at": now.isoformat(timespec="seconds"),
        "hash": file.hash,
        "kind": file.kind,
        "by": file.by,
    }
    kept.save(scope, kept.load(scope).told(MAP, **said))
    return file


def _fail(scope: Scope, path: Path, problem: Problem) -> None:
    said = {
        "state": "refused",
        "name": path.name,
        "at": clock.now().isoformat(timespec="seconds"),
        "problems": kept.problem_rows([problem]),
    }
    kept.save(scope, kept.load(scope).told(MAP, **said))


def _is_open(shelf: Shelf) -> bool:
    return bool(shelf.work.get(MAP, {}).get("state") == READING)


def _lock_of(scope: Scope) -> str:
    return f"map-{scope.pk}"
