"""Keys with which another program reads: the hash of each, never the key."""

from django.conf import settings
from django.db import models

from tepat.server.election.models import Scope


class ReadToken(models.Model):
    """What one program may read, in the name of one person and never more than that person."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="read_tokens")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="read_tokens"
    )
    name = models.CharField(max_length=80)
    area = models.CharField(max_length=13)
    actions = models.JSONField(default=list)
    """Rights of that person which it may use."""
    start = models.CharField(max_length=12)
    """The first characters, by which people tell keys apart."""
    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the key, which has 256 random bits."""
    at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.UUIDField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["scope", "user"], name="read_token_by_user")]
