"""The one place where a look at the names of a meeting is recorded."""

import logging

from tepat.server.election.models import Scope, User

logger = logging.getLogger(__name__)


def record(user: User, scope: Scope, what: str, which: str) -> None:
    """Say who looked at personal data of a scope, by account and never by name."""
    logger.info("look at %s %s of %s by %s", what, which, scope, user.account)
