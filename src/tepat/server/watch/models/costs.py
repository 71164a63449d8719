"""Real costs with their receipts, and who was paid. A correction is a further version."""

from django.db import models

from tepat.server.election.models import Scope


class Payee(models.Model):
    """Who was paid. Personal data, apart from the cost: a purge empties it, sums stay."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="payees")
    name = models.CharField(max_length=120, blank=True)
    duty = models.CharField(max_length=80, blank=True)
    """What for, in a few words: sopir, kuli, penjaga."""
    purged_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "name", "duty"],
                condition=~models.Q(name=""),
                name="payee_once",
            )
        ]


class RealCost(models.Model):
    """One version of one cost. The newest version of a `number` holds; the others stay."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="costs")
    number = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    rupiah = models.BigIntegerField()
    """0 in a version that takes the cost back."""
    day = models.DateField()
    shipment = models.CharField(max_length=20, blank=True)
    place = models.CharField(max_length=30, blank=True)
    """The store it was paid for; empty for a cost of a load."""
    area = models.CharField(max_length=8)
    """Kecamatan it counts for; the kabupaten where it is for all."""
    paper = models.CharField(max_length=60, blank=True)
    """Number on the receipt."""
    photo = models.CharField(max_length=64, blank=True)
    payee = models.ForeignKey(Payee, null=True, on_delete=models.PROTECT, related_name="costs")
    why = models.CharField(max_length=200, blank=True)
    """Of a correction: what was wrong."""
    is_withdrawn = models.BooleanField(default=False)
    is_newest = models.BooleanField(default=True)
    """Kept with the next version, so that sums read one row for each cost."""
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    party = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "number", "version"], name="cost_version_once")
        ]
        indexes = [
            models.Index(fields=["scope", "is_newest", "area"], name="cost_by_area"),
            models.Index(fields=["scope", "shipment"], name="cost_by_load"),
        ]
