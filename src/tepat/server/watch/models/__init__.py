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
from tepat.server.watch.models.rakor import (
    AgendaItem,
    Attendance,
    Exercise,
    ExerciseAnswer,
    Meeting,
    MeetingAction,
    MeetingActionStep,
    MeetingDecision,
    MinutesVersion,
)
from tepat.server.watch.models.risks import Mitigation, Risk, Support, SupportAnswer

__all__ = [
    "AgendaItem",
    "Alert",
    "AlertEvent",
    "AlertLimit",
    "AlertRound",
    "Attendance",
    "Decision",
    "Exercise",
    "ExerciseAnswer",
    "Incident",
    "IncidentAct",
    "IncidentFact",
    "IncidentHead",
    "LadderLimit",
    "Meeting",
    "MeetingAction",
    "MeetingActionStep",
    "MeetingDecision",
    "MinutesVersion",
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
