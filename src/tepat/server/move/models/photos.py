"""Photos that phones send after their facts, and who looked at them. Outside the log."""

from django.db import models

from tepat.server.election.models import Scope


class Photo(models.Model):
    """One photo of one device, by the hash of its bytes; whole once `whole_at` is set."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, db_index=False)
    sha256 = models.CharField(max_length=64)
    device = models.CharField(max_length=32)
    size = models.PositiveIntegerField()
    """Bytes of the whole photo, as its first piece said."""
    begun_at = models.DateTimeField()
    whole_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "device", "sha256"], name="photo_once")
        ]
        indexes = [models.Index(fields=["scope", "sha256"], name="photo_by_hash")]


class PhotoLook(models.Model):
    """Somebody opened a photo at the desk: looks at personal data are recorded."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE)
    sha256 = models.CharField(max_length=64)
    by = models.UUIDField()
    """Account of the person, as in the log."""
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["scope", "sha256", "-at"], name="look_by_photo")]
