"""What KPU approves about a package: opening it again, taking another code off it.

Part of the page layer, like the station: it reports facts through the one door.
"""

from datetime import datetime

from django.db import transaction

from tepat.core.election.ids import readable
from tepat.core.move import events
from tepat.core.move.events.words import OTHER
from tepat.core.move.packing_state import State, bindings_of
from tepat.core.problems import Code, refuse
from tepat.server import flow
from tepat.server.election.models import Scope, User
from tepat.server.log import services as log
from tepat.server.log import words
from tepat.server.move.models import PackageState, PackingSession
from tepat.server.move.packing.reporting import facts_of, header, local
from tepat.server.plan.models import Package


@transaction.atomic
def reopen(scope: Scope, user: User, code: str, reason: str, now: datetime) -> None:
    """Report that a closed package was opened again, approved by `user`.

    An envelope is opened with its box: alone it would contradict what the box says.
    Raises `Refused` without a reason, for an envelope, or where the package is not closed.
    """
    if not events.clean(reason):
        raise refuse(Code.REASON_MISSING)
    log.lock(scope.election, scope.kabupaten)
    package = Package.objects.filter(scope=scope, code=code).first()
    if package and package.inside:
        box = readable(package.inside)
        raise refuse(Code.ENVELOPE_REOPEN, envelope=readable(code), box=box)
    state = PackageState.objects.filter(scope=scope, package=code).first()
    if state is None or state.state not in (State.PACKED.value, State.SEALED.value):
        raise refuse(Code.NOT_SEALED, box=readable(code))
    fact = events.Unsealed(
        **header(scope, user, code, now),
        package=code,
        reason=OTHER,
        note=words.keep(scope.election, scope.kabupaten, events.clean(reason), now),
    )
    flow.report(scope, [fact], user.account, now)
    PackingSession.objects.filter(scope=scope, package=code).update(closed_at=now)


@transaction.atomic
def release(
    scope: Scope, user: User, code: str, foreign_code: str, reason: str, now: datetime
) -> None:
    """Report that another system's code no longer stands for a package, approved by `user`.

    Raises `Refused` without a reason, or where the code is not bound to the package.
    """
    if not events.clean(reason):
        raise refuse(Code.REASON_MISSING)
    log.lock(scope.election, scope.kabupaten)
    bindings = bindings_of(facts_of(scope, code))
    undone = tuple(sorted(name for name, bound in bindings.items() if bound == foreign_code))
    if not undone:
        raise refuse(Code.FOREIGN_NONE, value=foreign_code, box=readable(code))
    fact = events.Released(
        election=scope.election,
        kabupaten=scope.kabupaten,
        at=local(scope, now),
        by=str(user.account),
        after=undone,
        package=code,
        foreign=foreign_code,
        reason=OTHER,
        note=words.keep(scope.election, scope.kabupaten, events.clean(reason), now),
    )
    flow.report(scope, [fact], user.account, now)
