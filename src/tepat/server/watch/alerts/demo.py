"""The demo's alerts: what its log and plan show at once, and a made-up weather warning.

Two waiting times are set to nought, so that a half handover and the quarantine of the demo
call at its first minute; the page of limits shows who set them.
"""

from datetime import datetime
from pathlib import Path

from tepat.server.election.demo import FOLDER
from tepat.server.election.models import Scope, User
from tepat.server.plan.inputs import kept
from tepat.server.watch.alerts import services
from tepat.server.watch.models import AlertRound

AT_ONCE = {"grace": 0, "quarantine": 0}


def load(scope: Scope, now: datetime) -> None:
    """Keep the warning, set the limits, and look for the first time. Twice is once."""
    user = User.objects.filter(username="bu_dewi").first()
    if user is None or AlertRound.objects.filter(scope=scope).exists():
        return
    warning = Path(FOLDER) / "peringatan-contoh.xml"
    file = kept.take(warning, "alert", "BMKG (contoh)", now.isoformat()[:10], user.username)
    kept.save(scope, kept.load(scope).with_file(file))
    services.set_limits(scope, AT_ONCE, user, now)
    services.refresh(scope, now, force=True)
