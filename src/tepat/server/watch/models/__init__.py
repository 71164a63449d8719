"""Tables of this app."""

from tepat.server.watch.models.alerts import Alert, AlertEvent, AlertLimit, AlertRound

__all__ = ["Alert", "AlertEvent", "AlertLimit", "AlertRound"]
