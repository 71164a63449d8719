"""The register of risks, mitigation sheets, and requests for support. Versions are added."""

from typing import Final

from django.db import models

from tepat.server.election.models import Scope
from tepat.server.watch.models.incidents import LONGEST, SHORT, Incident

MOST_PLACES: Final = 40


class Risk(models.Model):
    """One version of one row of the AGHT register. The newest of a `code` holds."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="risks")
    code = models.CharField(max_length=30)
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=30)
    aght = models.CharField(max_length=12)
    title = models.CharField(max_length=SHORT)
    owner = models.CharField(max_length=20)
    likelihood = models.CharField(max_length=12)
    impact = models.CharField(max_length=8)
    after_likelihood = models.CharField(max_length=12)
    after_impact = models.CharField(max_length=8)
    mitigation = models.CharField(max_length=400, blank=True)
    trigger = models.CharField(max_length=400, blank=True)
    result = models.CharField(max_length=400, blank=True)
    status = models.CharField(max_length=12)
    places = models.JSONField(default=list)
    """Codes of areas, TPS and stores that it hits."""
    legs = models.JSONField(default=list)
    """Names of roads, or codes of shipments."""
    is_rough = models.BooleanField(default=True)
    """Likelihood and impact are guesses of those who met, not counted from reports."""
    at = models.DateTimeField()
    by = models.CharField(max_length=40, blank=True)
    party = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "code", "version"], name="risk_version_once")
        ]


class Mitigation(models.Model):
    """What one area says about one thing that its sheet asks for. The newest row holds."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="mitigations")
    ask = models.CharField(max_length=30)
    area = models.CharField(max_length=13)
    status = models.CharField(max_length=12)
    action = models.CharField(max_length=400, blank=True)
    proof = models.CharField(max_length=SHORT, blank=True)
    """The photo, paper or entry of the log that shows it; empty: a word alone."""
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    party = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [models.Index(fields=["scope", "area", "ask"], name="mitigation_by_area")]


class Support(models.Model):
    """Somebody asks another office for a vehicle, a boat, heavy equipment or a road."""

    class What(models.TextChoices):
        VEHICLE = "vehicle"
        BOAT = "boat"
        HEAVY = "heavy"
        ROAD = "road"
        OTHER = "other"

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="supports")
    number = models.PositiveIntegerField()
    incident = models.ForeignKey(
        Incident, null=True, on_delete=models.PROTECT, related_name="supports"
    )
    what = models.CharField(max_length=8, choices=What.choices)
    text = models.TextField(max_length=LONGEST)
    place = models.CharField(max_length=40, blank=True)
    to = models.CharField(max_length=60)
    """`role@area` of the office that is asked."""
    due = models.DateTimeField()
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    party = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "number"], name="support_once")]


class SupportAnswer(models.Model):
    """What the office that was asked says. The newest holds; the others stay."""

    class Said(models.TextChoices):
        COMING = "coming"
        PARTLY = "partly"
        REFUSED = "refused"
        DONE = "done"

    support = models.ForeignKey(Support, on_delete=models.CASCADE, related_name="answers")
    said = models.CharField(max_length=8, choices=Said.choices)
    text = models.TextField(max_length=LONGEST, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    party = models.CharField(max_length=60)
