"""Tables of this app, by subject."""

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
from tepat.server.watch.models.risks import Mitigation, Risk, Support, SupportAnswer

__all__ = [
    "Decision",
    "Incident",
    "IncidentAct",
    "IncidentFact",
    "IncidentHead",
    "LadderLimit",
    "Mitigation",
    "Outcome",
    "Risk",
    "Support",
    "SupportAnswer",
    "TpsMove",
]
