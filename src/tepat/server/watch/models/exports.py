"""Layouts an office made of exports, and who took which rows away. Rows are added only."""

from django.db import models

from tepat.server.election.models import Scope


class ExportLayout(models.Model):
    """The columns of one export as an office wants them; the newest holds."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE)
    export = models.CharField(max_length=40)
    columns = models.JSONField(null=True)
    """`[[field, heading], ...]`; null: as they come with the program."""
    by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["scope", "export", "-id"], name="export_layout_newest")]


class ExportTaken(models.Model):
    """One file that somebody took: which rows, and what of it may name people."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE)
    export = models.CharField(max_length=40)
    by = models.UUIDField()
    at = models.DateTimeField()
    filters = models.JSONField(default=dict)
    since = models.PositiveBigIntegerField(default=0)
    upto = models.PositiveBigIntegerField(default=0)
    """Numbers of the log: rows after `since` up to `upto`."""
    rows = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["scope", "export", "by", "-id"], name="export_taken_last")]
