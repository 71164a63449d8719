"""Links for drivers without an account, and what came by them."""

from django.db import models

from tepat.server.election.models import Scope
from tepat.server.move.models.packing import Shipment


class DriverLink(models.Model):
    """One link for the driver of one shipment. The secret in the link is derived, not stored."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE)
    code = models.CharField(max_length=24, unique=True)
    """Random; its facts bear it in the place of a person."""
    shipment = models.ForeignKey(Shipment, on_delete=models.CASCADE, related_name="links")
    made_by = models.UUIDField()
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)


class DriverReport(models.Model):
    """One report of a driver, and the fact it became. `key` was drawn where it was written."""

    link = models.ForeignKey(DriverLink, on_delete=models.CASCADE, related_name="reports")
    key = models.CharField(max_length=36)
    what = models.CharField(max_length=12)
    fact = models.CharField(max_length=64)
    photo = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()
    """When it arrived here; the fact says when the driver's phone says it was."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["link", "key"], name="driver_report_once")]
