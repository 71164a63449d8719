"""Where messages go, what they say, and whether they arrived."""

from django.db import models

from tepat.server.election.models import Scope


class Webhook(models.Model):
    """One address that an agency wants to be told at. Its secret is kept sealed."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="webhooks")
    name = models.CharField(max_length=80)
    url = models.CharField(max_length=500)
    events = models.JSONField(default=list)
    agency = models.CharField(max_length=20)
    """Role whose people made it: they alone change it, KPU may only switch it off."""
    secret = models.TextField()
    secret_before = models.TextField(blank=True)
    before_until = models.DateTimeField(null=True)
    """Until then the secret before signs as well."""
    by = models.UUIDField()
    at = models.DateTimeField()
    failing_since = models.DateTimeField(null=True)
    """The first failure after the last message that arrived."""
    last_taken_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    stopped_why = models.CharField(max_length=20, blank=True)
    """failing, gone, people, kpu or owner."""
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["scope", "removed_at"], name="webhook_by_scope")]


class WebhookMessage(models.Model):
    """One message, the same bytes for whoever gets it."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE)
    key = models.CharField(max_length=80)
    """What it is about, so that no event is told twice as another message."""
    message = models.CharField(max_length=40, unique=True)
    event = models.CharField(max_length=30)
    body = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "key"], name="webhook_message_once")
        ]
        indexes = [models.Index(fields=["at"], name="webhook_message_by_time")]


class WebhookDelivery(models.Model):
    """One message on its way to one address. It stays until it arrived or was given up."""

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    message = models.ForeignKey(WebhookMessage, on_delete=models.CASCADE, related_name="deliveries")
    next_at = models.DateTimeField(null=True)
    """When it is tried next; null: it arrived, or was given up."""
    tries = models.PositiveSmallIntegerField(default=0)
    status = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=20, blank=True)
    tried_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["webhook", "message"], name="webhook_delivery_once")
        ]
        indexes = [models.Index(fields=["next_at"], name="webhook_delivery_due")]


class WebhookCursor(models.Model):
    """How far the log and the desk were told of, so that nothing is left out."""

    scope = models.OneToOneField(Scope, on_delete=models.CASCADE)
    number = models.PositiveBigIntegerField(default=0)
    checkpoint = models.PositiveBigIntegerField(default=0)
    at = models.DateTimeField()
