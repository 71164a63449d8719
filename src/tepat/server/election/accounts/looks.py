"""The one place where looks at personal or security data, and what is like them, are recorded.

A row says who, for which agency and in which role then, what and which, and when. The same
look of the same person within ten minutes is one row, so that a list that renews itself floods
nothing; each change is a row of its own. Rows are added and never changed. The page *Jejak
akses* shows them to every agency.
"""

import hashlib
import secrets
from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext_noop

from tepat.core.election.regions import is_in
from tepat.core.election.roles import AGENCY, Action, Grant, grant_in
from tepat.server import clock
from tepat.server.election.models import Look, Scope, User

SLOT_S: Final = 600
LONGEST: Final = 160

LOOKS: Final[dict[str, str]] = {
    "attendance": gettext_noop("looked at the names of a meeting"),
    "names": gettext_noop("looked at names on papers"),
    "officers": gettext_noop("looked at names of officers"),
    "phones": gettext_noop("looked at telephone numbers"),
    "letters": gettext_noop("opened letters of duty"),
    "photo": gettext_noop("opened a photo"),
    "driver": gettext_noop("looked at a driver"),
    "escorts": gettext_noop("looked at escorts"),
    "reporter": gettext_noop("looked at who reported"),
    "case": gettext_noop("looked at a case: accused, witnesses, story"),
    "form_a": gettext_noop("looked at a Form A"),
    "guards": gettext_noop("looked at guard rosters"),
    "security": gettext_noop("looked at security data"),
    "payees": gettext_noop("looked at who is paid"),
    "results": gettext_noop("looked at unofficial results"),
}
"""Looks at personal or security data, in words of the page; another room adds its own line."""
SIGN_INS: Final[dict[str, str]] = {
    "login": gettext_noop("signed in"),
    "login_failed": gettext_noop("failed to sign in"),
    "logout": gettext_noop("signed out"),
}
CHANGES: Final[dict[str, str]] = {
    "password": gettext_noop("changed the password"),
    "factor": gettext_noop("changed the second factor"),
    "sessions": gettext_noop("ended sessions"),
    "invited": gettext_noop("invited a person"),
    "head_invited": gettext_noop("invited the first head of an agency"),
    "invitation_used": gettext_noop("came by an invitation"),
    "invitation_withdrawn": gettext_noop("withdrew an invitation"),
    "role_given": gettext_noop("gave a role"),
    "role_taken": gettext_noop("took a role back"),
    "password_remade": gettext_noop("remade a password"),
    "account_closed": gettext_noop("closed an account"),
    "account_opened": gettext_noop("opened an account again"),
    "pledge": gettext_noop("accepted the pledge of neutrality"),
    "read_key": gettext_noop("made a key to read"),
    "purged": gettext_noop("deleted data after its time"),
}
FILES: Final[dict[str, str]] = {"export": gettext_noop("took a file")}
KINDS: Final[dict[str, str]] = LOOKS | SIGN_INS | CHANGES | FILES
"""What can be recorded."""
_MERGED: Final = frozenset((*LOOKS, *FILES, "login_failed"))
"""What is one row for ten minutes. A failed sign-in is here because a stranger can repeat it."""
_BY: Final[dict[str, Action]] = {
    "attendance": Action.HOLD_MEETING,
    "names": Action.ENTER_PAPER,
    "officers": Action.KEEP_DEVICES,
    "phones": Action.SEE_CONTACTS,
    "letters": Action.KEEP_DEVICES,
    "driver": Action.SEE_MOVEMENTS,
    "escorts": Action.SEE_ESCORTS,
    "reporter": Action.SEE_REPORTERS,
    "guards": Action.KEEP_ROSTER,
    "security": Action.SEE_SECURITY,
    "payees": Action.RECORD_COST,
}
"""By which right somebody looks: of several roles the one that has it goes on record."""


def record_look(
    user: User, scope: Scope | None, what: str, which: str = "", used: Grant | None = None
) -> None:
    """Record that `user` saw or did `what` (a key of `KINDS`) with `which`: one query.

    `used` is the role under which it was done, where the caller knows it; else it is the one
    whose right it takes. Without a scope the row belongs to the area in which the person serves.
    """
    if used is not None:
        grant: Grant | None = used
    elif scope is not None:
        grant = grant_in(user.grants(), scope.kabupaten, scope.election, _BY.get(what))
    else:
        grant = min(user.grants(), key=lambda each: (len(each.area), each.area), default=None)
    add_row(scope, what, which, user, grant)


def record_stranger(what: str, which: str = "", area: str = "") -> None:
    """Record what nobody known did: one query."""
    add_row(None, what, which, None, None, area)


def record_at_server(what: str, which: str, over: Iterable[Grant]) -> None:
    """Record what a command at the server changed, for all who read of the areas in `over`.

    One query for each area; without any the row belongs to the nation, so that all read it.
    """
    for area in sorted({grant.area for grant in over}) or [""]:
        add_row(None, what, which, None, None, area)


def add_row(
    scope: Scope | None,
    what: str,
    which: str,
    user: User | None,
    grant: Grant | None,
    area: str = "",
) -> None:
    """Add one row, or none where the same look was recorded in the same ten minutes."""
    if what not in KINDS:
        raise ValueError(f"{what} is no kind of look")
    now = clock.now()
    account = user.account if user else None
    where = scope.pk if scope else ""
    slot = str(int(now.timestamp()) // SLOT_S) if what in _MERGED else secrets.token_hex(16)
    role = grant.role.value if grant else ""
    text = "\0".join((str(account), str(where), what, which[:LONGEST], slot, area, role))
    row = Look(
        scope=scope,
        area=grant.area if grant else area,
        account=account,
        name=(user.first_name or user.username) if user else "",
        agency=AGENCY[grant.role].value if grant else "",
        role=role,
        what=what,
        which=which[:LONGEST],
        at=now,
        key=hashlib.sha256(text.encode()).hexdigest(),
    )
    Look.objects.bulk_create([row], ignore_conflicts=True)


def concerns(row: Look, scope: Scope) -> bool:
    """Tell whether a row without a scope is for the people of a kabupaten to read."""
    return is_in(scope.kabupaten, row.area) or is_in(row.area, scope.kabupaten)
