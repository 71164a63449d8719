"""Alerts that were opened, what became of each, and the limits an office set.

No facts of custody: rows of the desk. An alert says how it stands now; its events are
added and never changed.
"""

from datetime import datetime

from django.db import models

from tepat.core.watch.alerts import kinds, lifecycle
from tepat.core.watch.alerts.limits import Limits
from tepat.server.election.models import Scope


class Alert(models.Model):
    """One cause that needs or needed somebody. Of each key the newest row counts."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, db_index=False)
    key = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    where = models.CharField(max_length=20)
    """Code of the desa, kecamatan or kabupaten."""
    since = models.DateTimeField()
    """When its cause began, as the facts say; before it was opened where they came late."""
    opened_at = models.DateTimeField()
    begins = models.DateTimeField()
    """When its holder of now got it; ahead of now while quiet hours hold it."""
    last_seen = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    is_history = models.BooleanField(default=False)
    """It was over before anybody could have been called."""
    level = models.PositiveSmallIntegerField(default=0)
    count = models.PositiveIntegerField(default=1)
    params = models.JSONField(default=dict)
    evidence = models.JSONField(default=list)
    """["fact:...", "shipment:...", ...], the first of each sort."""
    acknowledged_by = models.UUIDField(null=True)
    """Account of the person, as in the log."""
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "key"],
                condition=models.Q(settled_at=None),
                name="alert_open_once",
            )
        ]
        indexes = [
            models.Index(fields=["scope", "settled_at"], name="alert_by_settled"),
            models.Index(fields=["scope", "key", "-id"], name="alert_by_key"),
        ]

    @property
    def spec(self) -> kinds.Alert:
        """Its row in the one list."""
        return kinds.alert_of(kinds.Kind(self.kind), self.key)

    @property
    def holder(self) -> kinds.Rung:
        """Who has it now."""
        return self.spec.holder(self.level, self.where)

    def as_value(self) -> lifecycle.Standing:
        return lifecycle.Standing(
            self.key,
            kinds.Kind(self.kind),
            self.since,
            self.begins,
            self.last_seen,
            self.count,
            self.level,
            self.settled_at,
            self.acknowledged_at,
            self.acknowledged_count,
        )

    def due_at(self, limits: Limits) -> datetime:
        """When its holder must have acted."""
        return self.as_value().due_at(limits)


class AlertEvent(models.Model):
    """One change of an alert. Appended, never changed."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField()
    what = models.CharField(max_length=12)
    level = models.PositiveSmallIntegerField(default=0)
    count = models.PositiveIntegerField(default=1)
    by = models.UUIDField(null=True)
    """Account of who did it; null where the clock or the facts did."""
    note = models.CharField(max_length=300, blank=True)


class AlertLimit(models.Model):
    """One limit that an office set or took back. Appended, never changed; the newest holds."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE)
    name = models.CharField(max_length=30)
    value = models.PositiveIntegerField(null=True)
    """Null: the default of the program."""
    by = models.UUIDField()
    at = models.DateTimeField()


class AlertRound(models.Model):
    """When the alerts of a scope were last looked for, so that one process does it at a time."""

    scope = models.OneToOneField(Scope, on_delete=models.CASCADE)
    at = models.DateTimeField()
    ms = models.PositiveIntegerField(default=0)
