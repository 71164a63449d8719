"""Who may see unofficial results and who may type them, and where; each look is recorded."""

from tepat.core.election.roles import Action, who_may
from tepat.server.desk.words import role_name
from tepat.server.election.accounts.looks import record_look
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import allows, allows_somewhere, check_right


def may_see(user: User, scope: Scope, area: str) -> bool:
    """Tell whether `user` may see results of `area`: what they type there they may see as well."""
    return any(allows(user, action, scope, area) for action in _BOTH)


def may_see_somewhere(user: User, scope: Scope) -> bool:
    """Tell whether `user` may see results of some part of the kabupaten."""
    return any(allows_somewhere(user, action, scope) for action in _BOTH)


def check_sight(user: User, scope: Scope, area: str) -> None:
    """Raise `Refused` unless `user` may see results of `area`; record the look."""
    if not may_see(user, scope, area):
        check_right(user, Action.SEE_RESULTS, scope, area)
    record_look(user, scope, "results", area)


def who_sees() -> str:
    """Name the roles that may see results."""
    return ", ".join(role_name(role) for role in who_may(Action.SEE_RESULTS))


_BOTH = (Action.SEE_RESULTS, Action.ENTER_RESULTS)
