"""Let the desk of this installation sign with a new key, in every log it keeps.

Part of the page layer: it reports facts through the one door. In each log the old key names
the new one and then ends itself, in one transaction, so that exactly one key stands at every
entry. Whatever interrupts this, the next call goes on with the same new key.
"""

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from tepat.core.log.keys import Signer
from tepat.core.move import events
from tepat.core.problems import Code, refuse
from tepat.server import flow
from tepat.server.election.models import Scope, User
from tepat.server.log import queries as log_reading
from tepat.server.log import services as log
from tepat.server.log.names import origin_of
from tepat.server.move.devices import keys, queries

REASON = "replaced"


@dataclass(frozen=True, slots=True)
class Rotated:
    """The key that signs now, its file, and the logs in which it followed the old one."""

    key_id: str
    file: str
    logs: tuple[str, ...]


def rotate(user: User, now: datetime) -> Rotated:
    """Make the desk's next key and log it everywhere; a rotation that was cut off is ended.

    Raises `Refused`, and has changed nothing then, where a log knows no key of this desk.
    """
    scopes = list(Scope.objects.order_by("election", "kabupaten"))
    behind = _is_behind(scopes)
    new = keys.desk() if behind else keys.make_next_desk()
    done = [_name(scope) for scope in scopes if _hand_over(scope, new, user, now)]
    return Rotated(new.key_id, keys.newest_file().name, tuple(done))


def _is_behind(scopes: list[Scope]) -> bool:
    """Whether some log does not know the newest key yet: a rotation was cut off there."""
    newest = keys.desk().key_id
    behind = False
    for scope in scopes:
        if log_reading.size(scope.election, scope.kabupaten):
            behind |= _standing(scope).key_id != newest
    return behind


@transaction.atomic
def _hand_over(scope: Scope, new: Signer, user: User, now: datetime) -> bool:
    """Let the key that stands in one log name `new` and end itself; False: nothing to do."""
    head = log.lock(scope.election, scope.kabupaten)
    if not head.size:
        return False  # it will begin with the newest key
    old = _standing(scope)
    if old.key_id == new.key_id:
        return False
    last, _ = log_reading.device_head(scope.election, scope.kabupaten, old.key_id)
    at = now.astimezone(ZoneInfo(scope.zone)).replace(microsecond=0)
    account = str(user.account)
    follows = events.DeskEnrolled(
        election=scope.election,
        kabupaten=scope.kabupaten,
        at=at,
        by=account,
        key=b64encode(new.public).decode(),
    )
    ends = events.Revoked(
        election=scope.election,
        kabupaten=scope.kabupaten,
        at=at,
        by=account,
        target=old.key_id,
        upto=last + 2,
        reason=REASON,
    )
    flow.report(scope, [follows, ends], user.account, now)
    return True


def _standing(scope: Scope) -> Signer:
    found = queries.desk_of(scope)
    if found is None:
        raise refuse(Code.DESK_KEY_UNKNOWN, log=_name(scope))
    return found


def _name(scope: Scope) -> str:
    return origin_of(scope.election, scope.kabupaten)
