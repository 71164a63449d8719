"""The demo's webhook: of Bawaslu, made up and switched off, so that nothing leaves a demo."""

from datetime import datetime

from tepat.core.watch.hooks.events import ALERT_OPENED, INCIDENT_OPENED, PLAN
from tepat.server.election.models import Scope, User
from tepat.server.watch.hooks import services

NAME = "Posko Bawaslu (contoh)"
ADDRESS = "https://posko.contoh.example/tepat"


def load(scope: Scope, now: datetime) -> None:
    """Make the webhook and switch it off. Twice is once."""
    user = User.objects.filter(username="pak_adi").first()
    if user is None or services.all_webhooks(scope).exists():
        return
    told = [ALERT_OPENED, INCIDENT_OPENED, PLAN]
    made, _ = services.make(scope, user, NAME, ADDRESS, told, now)
    services.stop(made, user, now)
