"""Who was paid is emptied when its time is over; sums and numbers of receipts stay."""

from tepat.server import clock
from tepat.server.election.models import Scope
from tepat.server.watch.models import Payee


def payees(scope: Scope) -> int:
    """Empty every name and duty; return how many there were."""
    rows = Payee.objects.filter(scope=scope).exclude(name="")
    return rows.update(name="", duty="", purged_at=clock.now())
