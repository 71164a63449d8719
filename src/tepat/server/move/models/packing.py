"""Tables of this app."""

from typing import Final

from django.conf import settings
from django.db import models

from tepat.core.move import seals
from tepat.core.move.loads import LoadStage
from tepat.server.election.models import Scope
from tepat.server.plan.models import PlanRun

MOST_WHAT: Final = 60
MOST_TO: Final = 100
"""Characters of what seals are for, and of the team that has them."""


class PackageState(models.Model):
    """How one package stands, folded from its facts; may be dropped and rebuilt from them."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, db_index=False)
    package = models.CharField(max_length=200)
    state = models.CharField(max_length=10)
    contents = models.JSONField(default=list)
    """[{"item": ..., "sku": ..., "count": n}] as counted."""
    lies_in = models.CharField(max_length=200, blank=True)
    seals = models.JSONField(default=list)
    broken = models.JSONField(default=list)
    foreign = models.JSONField(default=list)
    heads = models.JSONField(default=list)
    filled = models.CharField(max_length=64, blank=True)
    problems = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "package"], name="state_once")]
        indexes = [models.Index(fields=["scope", "state"], name="state_by_state")]


class ForeignCode(models.Model):
    """A code of another system that stands for one of our packages. Folded, like the state."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, db_index=False)
    code = models.CharField(max_length=400)
    package = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "code", "package"], name="foreign_once")
        ]
        indexes = [models.Index(fields=["scope", "package"], name="foreign_by_package")]


class SealUse(models.Model):
    """A seal number on a package, now or once. Folded, like the state."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, db_index=False)
    number = models.CharField(max_length=200)
    package = models.CharField(max_length=200)
    broken = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "number", "package"], name="seal_use_once")
        ]
        indexes = [models.Index(fields=["scope", "package"], name="seal_use_by_package")]


class SealRange(models.Model):
    """A range of seal numbers that was issued, from the fact that says so."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE)
    fact = models.CharField(max_length=64)
    prefix = models.CharField(max_length=20, blank=True)
    first = models.PositiveBigIntegerField()
    last = models.PositiveBigIntegerField()
    width = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=MOST_WHAT)
    to = models.CharField(max_length=MOST_TO)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "fact"], name="seal_range_once")]

    def as_value(self) -> seals.SealRange:
        return seals.SealRange(self.prefix, self.first, self.last, self.width, self.what, self.to)


class PackingSession(models.Model):
    """A box that is being packed: who has it, and what was scanned and counted so far."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE)
    package = models.CharField(max_length=22)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    is_parked = models.BooleanField(default=False)
    """Left for the moment: anybody may go on with it."""
    opened_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    ticked = models.JSONField(default=list)
    """Envelopes scanned."""
    counts = models.JSONField(default=dict)
    """"item|sku" to what was typed: {"count": n, "sure": whether it was typed twice}."""
    seals = models.JSONField(default=list)
    line = models.CharField(max_length=100, blank=True)
    """The line a person chose to count again."""
    is_binding = models.BooleanField(default=False)
    last_scan = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "package"], name="session_once")]
        indexes = [models.Index(fields=["scope", "by"], name="session_by_person")]


class Shipment(models.Model):
    """One load, one departure, from place to place. `list_hash` names its list file."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE)
    code = models.CharField(max_length=20)
    origin = models.CharField(max_length=40)
    destination = models.CharField(max_length=40)
    departs_at = models.DateTimeField(null=True)
    vehicle = models.CharField(max_length=60, blank=True)
    driver = models.CharField(max_length=80, blank=True)
    escort = models.CharField(max_length=120, blank=True)
    unsealed_reason = models.CharField(max_length=200, blank=True)
    list_hash = models.CharField(max_length=64)
    stage = models.CharField(max_length=12, default=LoadStage.PREPARED.value)
    """Folded from the facts that speak of it; may be dropped and folded again."""
    made_by = models.UUIDField()
    made_at = models.DateTimeField()
    is_contoh = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "code"], name="shipment_once")]

    @property
    def is_given(self) -> bool:
        """Whether somebody signed that it left, or arrived: its list stays as it is."""
        return self.stage != LoadStage.PREPARED.value


class ShipmentPackage(models.Model):
    """One package on one shipment."""

    shipment = models.ForeignKey(Shipment, on_delete=models.CASCADE, related_name="lines")
    package = models.CharField(max_length=22, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shipment", "package"], name="on_shipment_once")
        ]


class PlannedShipment(models.Model):
    """From which halt of which plan a shipment was made, so that a new plan finds it again."""

    shipment = models.OneToOneField(Shipment, on_delete=models.CASCADE, related_name="planned")
    plan = models.ForeignKey(PlanRun, on_delete=models.PROTECT, related_name="shipments")
    trip = models.CharField(max_length=80)
    place = models.CharField(max_length=13)
    """Desa, or kecamatan for its PPK."""
