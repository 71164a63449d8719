"""Coordination meetings: agenda, attendance, minutes, decisions, actions, exercises.

No facts of custody: rows of the desk. What was said is added and never changed: minutes have
versions, actions have steps, and each row bears the account and the agency that wrote it.
"""

from datetime import datetime

from django.db import models

from tepat.server.election.models import Scope


class Meeting(models.Model):
    """One meeting, held by one agency. Others read it and attend; only its agency writes."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, db_index=False)
    number = models.PositiveIntegerField()
    """From 1 within the scope, in the order in which meetings were called."""
    title = models.CharField(max_length=120)
    agency = models.CharField(max_length=20)
    """The role under which it was called: kpu, bawaslu, desk, polres."""
    begins_at = models.DateTimeField()
    place = models.CharField(max_length=160, blank=True)
    every_days = models.PositiveSmallIntegerField(default=0)
    """After how many days the next one is due; 0: it has no cadence."""
    refreshed_at = models.DateTimeField(null=True)
    """When its agenda was brought to what is open, as it began; empty before."""
    code = models.CharField(max_length=24, unique=True)
    """The half of its address for attendance that is stored; the secret half is derived."""
    made_by = models.UUIDField()
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)
    briefing = models.JSONField(default=dict)
    """The briefing as it was when the meeting was closed; empty before."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "number"], name="meeting_once")]

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def has_begun(self, now: datetime) -> bool:
        return self.begins_at <= now


class AgendaItem(models.Model):
    """One thing to talk about, drafted from what is open or added by hand."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    place = models.PositiveSmallIntegerField()
    """Order on the page, from 1."""
    title = models.JSONField()
    """{"id": ..., "en": ...}: what people typed is the same in both."""
    text = models.JSONField(default=dict)
    ask = models.JSONField(default=dict)
    owner = models.CharField(max_length=80, blank=True)
    minutes = models.PositiveSmallIntegerField(default=5)
    evidence = models.JSONField(default=list)
    """[{"label": {"id", "en"}, "page", "args", "at"}]"""
    is_done = models.BooleanField(default=False)
    key = models.CharField(max_length=120, blank=True)
    """What a drafted item is about; empty: written by hand."""
    mark = models.CharField(max_length=300, blank=True)
    """What of it can change."""
    since = models.CharField(max_length=10, blank=True)
    """What became of it since the invitation: new, changed, settled; empty: nothing."""
    was = models.JSONField(default=dict)
    """Title and text of the invitation, where they changed: {"title": {...}, "text": {...}}."""

    class Meta:
        ordering = ("place", "pk")


class Attendance(models.Model):
    """Who was there, as they wrote it. Personal: outside the log, deleted by a purge."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendance")
    key = models.CharField(max_length=36)
    """Of the form it came by: one form is one person, however often it is sent."""
    name = models.CharField(max_length=120)
    agency = models.CharField(max_length=120)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    """The account that wrote it down; None: the person, from the QR."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "key"], name="attendance_form_once")
        ]
        ordering = ("at", "pk")


class MinutesVersion(models.Model):
    """The minutes as somebody saved them. The newest counts, every older one is kept."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="minutes")
    number = models.PositiveIntegerField()
    text = models.TextField()
    by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="minutes_version_once")
        ]


class MeetingDecision(models.Model):
    """What was decided, or asked of KPU where it is not the meeting's to decide."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="decisions")
    number = models.PositiveIntegerField()
    text = models.CharField(max_length=400)
    owner = models.CharField(max_length=80)
    item = models.ForeignKey(AgendaItem, on_delete=models.SET_NULL, null=True)
    """What it answers: its evidence is that of the decision."""
    evidence = models.JSONField(default=list)
    is_request = models.BooleanField(default=False)
    by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="meeting_decision_once")
        ]


class MeetingAction(models.Model):
    """What somebody is to do, and until when. Open ones are carried into the next meeting."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="actions")
    decision = models.OneToOneField(MeetingDecision, on_delete=models.CASCADE, null=True)
    text = models.CharField(max_length=400)
    owner = models.CharField(max_length=80)
    due_at = models.DateTimeField()
    by = models.UUIDField()
    at = models.DateTimeField()


class MeetingActionStep(models.Model):
    """One word about an action: the newest one says how it stands."""

    action = models.ForeignKey(MeetingAction, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=10)
    """going, done or dropped; without a step an action is open."""
    note = models.CharField(max_length=300, blank=True)
    agency = models.CharField(max_length=20)
    by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")


class Exercise(models.Model):
    """A tabletop exercise held in a meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="exercises")
    case = models.CharField(max_length=40)
    began_at = models.DateTimeField()
    began_by = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "case"], name="exercise_case_once")
        ]


class ExerciseAnswer(models.Model):
    """What the table decided on one inject, written before what is expected was shown."""

    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="answers")
    inject = models.CharField(max_length=40)
    text = models.TextField()
    at = models.DateTimeField()
    by = models.UUIDField()
    found = models.JSONField(null=True)
    """Codes of the expected steps that the text contains; None until somebody judged it."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["exercise", "inject"], name="exercise_answer_once")
        ]
