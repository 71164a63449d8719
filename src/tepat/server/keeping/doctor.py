"""What is wrong with this installation, in sentences with the next step.

Each check is one function in `CHECKS` and returns problems; one that fails itself never
hides the others.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Final
from urllib.request import urlopen

from django.db import DatabaseError, connection

from tepat.core.log import policies
from tepat.core.problems import Code, Fact, Problem, Refused
from tepat.server import clock, own_room
from tepat.server.keeping import remembered, wiring
from tepat.server.keeping.comparing import changed
from tepat.server.log.models import Quarantined
from tepat.server.log.publishing.health import health_of
from tepat.server.log.publishing.keys import is_readable_by_others, keys_of
from tepat.server.mirrored import state
from tepat.server.move.devices import gaps

MEGABYTE: Final = 2**20
LEAST_FREE_MB: Final = 500
MOST_CLOCK_S: Final = 30
_CLOCK_TIMEOUT_S: Final = 4

Check = Callable[[], Iterator[Problem]]


def examine() -> list[Problem]:
    """Return everything that somebody must mend, the worst first as `CHECKS` orders it."""
    found: list[Problem] = []
    for check in CHECKS:
        try:
            found += check()
        except Refused as refused:
            found.append(refused.problem)
        except DatabaseError as error:
            found.append(Problem(Code.DATABASE_AWAY, {"reason": _first_line(error)}))
            break  # what follows reads the same database
    return found


def disk() -> Iterator[Problem]:
    """Room on the disk, and a folder that can be written."""
    home = wiring.home()
    free = shutil.disk_usage(home).free // MEGABYTE
    if free < LEAST_FREE_MB:
        least = LEAST_FREE_MB
        yield Problem(Code.DISK_LOW, {"folder": str(home), "free": free, "least": least})
    try:
        with tempfile.NamedTemporaryFile(dir=home) as file:
            file.write(b"tepat")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        reason = error.strerror or str(error)
        yield Problem(Code.DISK_READ_ONLY, {"folder": str(home), "reason": reason})


def database() -> Iterator[Problem]:
    """The database answers and is whole."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("pragma quick_check")
            [said] = cursor.fetchone()
            if said != "ok":
                yield Problem(Code.DATABASE_BROKEN, {"reason": str(said)[:200]})
        else:
            cursor.execute("select 1")


def schema() -> Iterator[Problem]:
    """Every table is as this version wants it."""
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        yield Problem(Code.SCHEMA_OLD, {"count": len(plan)})


def key_files() -> Iterator[Problem]:
    """Keys are readable by their owner only, and readable at all."""
    folder = wiring.home() / "keys"
    paths = sorted(folder.iterdir()) if folder.is_dir() else []
    for path in [*paths, wiring.home() / "secret_key"]:
        if path.is_file() and path.suffix != ".retired" and is_readable_by_others(path):
            yield Problem(Code.LOG_KEY_MODE, {"file": str(path)})
    for scope in wiring.scopes():
        keys_of(wiring.place_of(scope))


def logs() -> Iterator[Problem]:
    """Each log is published in time, witnessed, and of one history."""
    now = clock.now()
    for scope in wiring.scopes():
        place = wiring.place_of(scope)
        health = health_of(place, now)
        yield from health.problems()
        file = wiring.policy_file(place)
        if health.entries and not file.exists():
            yield Problem(Code.LOG_NO_POLICY, {"log": str(place), "file": str(file)})


def mirrors() -> Iterator[Problem]:
    """In a room's own installation, what stands between it and KPU's log."""
    for scope in wiring.scopes() if own_room.is_own() else ():
        known = state.read(state.path_of(wiring.home(), scope.election, scope.kabupaten))
        if known is not None and (problem := known.told()):
            yield problem


def entries() -> Iterator[Problem]:
    """The database holds what was published, byte for byte."""
    for scope in wiring.scopes():
        place = wiring.place_of(scope)
        if numbers := sorted(set(changed(place))):
            facts: dict[str, Fact] = {"log": str(place), "count": len(numbers)}
            yield Problem(Code.LOG_ENTRY_CHANGED, {**facts, "number": numbers[0]})


def quarantine() -> Iterator[Problem]:
    """Nothing waits in quarantine for a person."""
    for scope in wiring.scopes():
        rows = Quarantined.objects.filter(
            election=scope.election, kabupaten=scope.kabupaten, settled=""
        )
        reasons = list(rows.values_list("reason", flat=True)[:1])
        if reasons:
            count, reason = rows.count(), str(reasons[0])
            facts: dict[str, Fact] = {"log": str(scope), "count": count, "reason": reason}
            yield Problem(Code.QUARANTINE_OPEN, facts)


def missing_facts() -> Iterator[Problem]:
    """No phone has waited too long with a fact that later ones follow."""
    now = clock.now()
    for scope in wiring.scopes():
        late = sorted(
            device for device, since in gaps.since(scope).items() if now - since > gaps.LONGEST
        )
        if late:
            hours = int(gaps.LONGEST.total_seconds()) // 3600
            facts: dict[str, Fact] = {"log": str(scope), "count": len(late), "hours": hours}
            yield Problem(Code.GAP_OPEN, {**facts, "device": late[0]})


def time() -> Iterator[Problem]:
    """The clock agrees with those of the witnesses, as far as they can be asked.

    Pages show what was found: they cannot wait for witnesses themselves.
    """
    apart: dict[str, tuple[str, int]] = {}
    for scope in wiring.scopes():
        for name, url in _witness_urls(wiring.policy_file(wiring.place_of(scope))):
            if url not in apart and (theirs := _time_at(url)):
                apart[url] = (name, int(abs(clock.of_files() - theirs.timestamp())))
    if apart:
        remembered.note_clock(wiring.home(), clock.now(), apart.values())
    for name, seconds in apart.values():
        if seconds > MOST_CLOCK_S:
            yield Problem(Code.CLOCK_OFF, {"seconds": seconds, "name": name})


def _witness_urls(file: Path) -> list[tuple[str, str]]:
    try:
        policy = policies.parse(file.read_bytes())
    except (OSError, policies.BadPolicy):
        return []
    return [(name, each.url) for name, each in policy.witnesses.items() if each.url]


def _time_at(url: str) -> datetime | None:
    """The time in the answer of a web server, if it gives one."""
    if not url.startswith(("http://", "https://")):
        return None
    try:
        with urlopen(url, timeout=_CLOCK_TIMEOUT_S) as answer:
            said = answer.headers.get("Date")
        return parsedate_to_datetime(said) if said else None
    except (OSError, ValueError):
        return None


CHECKS: Final[tuple[Check, ...]] = (
    disk,
    database,
    schema,
    key_files,
    logs,
    mirrors,
    entries,
    quarantine,
    missing_facts,
    time,
)


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
