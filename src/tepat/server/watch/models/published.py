"""What Bawaslu published, as another installation read it: signed files, and their cases.

Rows are added and never changed or deleted. The file is kept as it came: it is the evidence.
"""

from django.db import models

from tepat.server.election.models import Scope


class PublishedFile(models.Model):
    """One signed file that brought something new. The newest says which key is believed."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE)
    sha256 = models.CharField(max_length=64)
    data = models.BinaryField()
    key = models.CharField(max_length=44)
    """The public key in base64."""
    made = models.DateTimeField()
    """When Bawaslu wrote it, by Bawaslu's clock."""
    where = models.CharField(max_length=500, blank=True)
    """The address it was read from; empty: it was uploaded."""
    at = models.DateTimeField()
    by = models.UUIDField()


class PublishedCase(models.Model):
    """One version of the short form of a case. An empty text: Bawaslu took it back."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE)
    file = models.ForeignKey(PublishedFile, on_delete=models.PROTECT, related_name="cases")
    key = models.CharField(max_length=44)
    number = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    text = models.CharField(max_length=400, blank=True)
    said = models.JSONField()
    """Sort, register, focus and its name, area, stage, verdict."""
    at = models.DateTimeField()
    """When Bawaslu published it."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "key", "number", "version"], name="published_case_once"
            )
        ]
