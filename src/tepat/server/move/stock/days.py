"""Which day it is in the kabupaten."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from tepat.server import clock
from tepat.server.election.models import Scope


def today_in(scope: Scope) -> date:
    """Return today's date in the zone of `scope`."""
    return clock.now().astimezone(ZoneInfo(scope.zone)).date()


def local(at: datetime, scope: Scope) -> datetime:
    """Return a stored moment as the clock in the kabupaten showed it."""
    return at.astimezone(ZoneInfo(scope.zone))
