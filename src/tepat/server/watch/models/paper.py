"""Berita acara on paper: rows as they were typed, drafts of rows, and their photos.

What a row says of custody is in the log. Here is what a clerk needs to go on: cells as typed,
and the name of who received, which never stands in the log.
"""

from django.db import models

from tepat.server.election.models import Scope


class PaperRow(models.Model):
    """One version of a row that was recorded; a later one replaces it, and both are kept."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, db_index=False)
    way = models.CharField(max_length=12)
    """One of `core.watch.paper.rows.Way`."""
    kecamatan = models.CharField(max_length=8)
    key = models.CharField(max_length=80)
    """The row: the code of its area, and of its load where it is one."""
    cells = models.JSONField(default=dict)
    receiver = models.CharField(max_length=120, blank=True)
    facts = models.JSONField(default=list)
    """Names of its facts; empty where the row was taken back."""
    by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["scope", "way", "kecamatan", "key"], name="paper_row")]


class PaperDraft(models.Model):
    """What one person has typed in a row that is not recorded yet."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, db_index=False)
    way = models.CharField(max_length=12)
    kecamatan = models.CharField(max_length=8)
    key = models.CharField(max_length=80)
    by = models.UUIDField()
    cells = models.JSONField(default=dict)
    mends = models.CharField(max_length=64, blank=True)
    """The recorded fact that this person wants to put right."""
    was_sent = models.BooleanField(default=False)
    """Whether it was meant to be recorded: then the page says what keeps it out."""
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "way", "kecamatan", "key", "by"], name="paper_draft_once"
            )
        ]


class PaperPhoto(models.Model):
    """One photo of papers of a table, by the number that rows name it with."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, db_index=False)
    way = models.CharField(max_length=12)
    kecamatan = models.CharField(max_length=8)
    number = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64)
    by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "way", "kecamatan", "number"], name="paper_photo_once"
            )
        ]
        indexes = [models.Index(fields=["scope", "sha256"], name="paper_photo_by_hash")]
