"""Tables of this app, by subject."""

from tepat.server.watch.models.alerts import Alert, AlertEvent, AlertLimit, AlertRound
from tepat.server.watch.models.incidents import (
    Decision,
    Incident,
    IncidentAct,
    IncidentFact,
    IncidentHead,
    LadderLimit,
    Outcome,
    TpsMove,
)
from tepat.server.watch.models.paper import PaperDraft, PaperPhoto, PaperRow
from tepat.server.watch.models.risks import Mitigation, Risk, Support, SupportAnswer

__all__ = [
    "Alert",
    "AlertEvent",
    "AlertLimit",
    "AlertRound",
    "Decision",
    "Incident",
    "IncidentAct",
    "IncidentFact",
    "IncidentHead",
    "LadderLimit",
    "Mitigation",
    "Outcome",
    "PaperDraft",
    "PaperPhoto",
    "PaperRow",
    "Risk",
    "Support",
    "SupportAnswer",
    "TpsMove",
]
