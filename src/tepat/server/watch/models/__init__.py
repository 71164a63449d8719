"""Tables of this app, by subject."""

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

__all__ = [
    "AgendaItem",
    "Attendance",
    "Exercise",
    "ExerciseAnswer",
    "Meeting",
    "MeetingAction",
    "MeetingActionStep",
    "MeetingDecision",
    "MinutesVersion",
]
