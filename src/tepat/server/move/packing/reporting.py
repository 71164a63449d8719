"""What every fact about a package starts with, and what was reported about it before."""

from datetime import datetime
from zoneinfo import ZoneInfo

from tepat.core.move import events, judging
from tepat.server.election.models import Scope, User
from tepat.server.log import for_folds
from tepat.server.move.models import PackageState


def local(scope: Scope, now: datetime) -> datetime:
    """Return `now` as facts carry it: the kabupaten's offset, whole seconds."""
    return now.astimezone(ZoneInfo(scope.zone)).replace(microsecond=0)


def header(scope: Scope, user: User, package: str, now: datetime) -> events.Header:
    """Return the header of a fact about `package`, after everything known about it."""
    state = PackageState.objects.filter(scope=scope, package=package).first()
    seen = {*state.heads, state.filled} - {""} if state else set()
    return {
        "election": scope.election,
        "kabupaten": scope.kabupaten,
        "at": local(scope, now),
        "by": str(user.account),
        "after": tuple(sorted(seen)),
    }


def facts_of(scope: Scope, package: str) -> dict[str, events.Fact]:
    """Return every fact that names `package`, by its own name: one query."""
    found = for_folds.bodies_about(scope.election, scope.kabupaten, [package]).get(package, [])
    return {name: judging.parsed(body) for name, body in found}
