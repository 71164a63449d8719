"""What should be in each box, and the plans of who brings it where."""

from django.conf import settings
from django.db import models

from tepat.core.election.catalogue import At
from tepat.core.plan import packing
from tepat.server.election.models import Scope


class Package(models.Model):
    """One planned box, envelope or bag, and what belongs in it."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="packages")
    code = models.CharField(max_length=22)
    place = models.CharField(max_length=17)
    """TPS code, or the code of the kecamatan or kabupaten for boxes of PPK and KPU."""
    at = models.CharField(max_length=3)
    kecamatan = models.CharField(max_length=8)
    desa = models.CharField(max_length=13, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    form = models.CharField(max_length=1)
    number = models.PositiveSmallIntegerField(default=1)
    contents = models.JSONField(default=list)
    """[{"item": ..., "sku": ..., "quantity": n or null}], in packing order."""
    inside = models.CharField(max_length=22, blank=True)
    """Code of the package this one lies in: an envelope in its box."""
    withdrawn_at = models.DateTimeField(null=True)
    """Since when no need asks for it any more. Kept, because its label may be out there."""
    replaces = models.CharField(max_length=22, blank=True)
    """Code of the package whose place this one takes by a decision of KPU."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "code"], name="package_once")]
        indexes = [
            models.Index(fields=["scope", "kecamatan", "code"], name="package_by_kecamatan"),
            models.Index(fields=["scope", "place"], name="package_by_place"),
            models.Index(fields=["scope", "inside"], name="package_by_outer"),
        ]

    def as_value(self) -> packing.Package:
        contents = tuple(
            packing.Content(line["item"], line["quantity"], line.get("sku", ""))
            for line in self.contents
        )
        return packing.Package(self.code, self.place, At(self.at), self.kind, contents, self.inside)


class PackagePlan(models.Model):
    """What the packages of a scope were last made from, and when."""

    scope = models.OneToOneField(Scope, on_delete=models.CASCADE)
    fingerprint = models.CharField(max_length=64)
    at = models.DateTimeField()


class BundleSize(models.Model):
    """How many pieces the printer ties together, per ballot paper or item."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE)
    sku = models.CharField(max_length=60)
    size = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "sku"], name="bundle_once")]


class PlanInput(models.Model):
    """One version of what plans are made from: roads, hazards, fleet, prices.

    The document lies in `TEPAT_HOME/plans/inputs` under its hash. A version never changes;
    an edit makes the next one and says who changed what.
    """

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="plan_inputs")
    number = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)
    occasion = models.CharField(max_length=24, blank=True)
    """What is planned: empty for the delivery before the vote, else `psu-2024-12-05`. Each has
    inputs and a plan in force of its own."""
    edit = models.JSONField(default=dict)
    """{"what": ..., "id": ..., "name": ..., "changes": [{"field", "before", "now"}], "note": ...}

    Whole files have `before` and `now` instead of `changes`, or neither.
    """
    is_trial = models.BooleanField(default=False)
    """A what-if: a plan is made from it, and nothing else changes."""
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "number"], name="plan_input_once")]


class Lesson(models.Model):
    """A file of what another election taught, as it was given to this one.

    It lies in `TEPAT_HOME/plans/priors` under its hash. The places and the warehouse read it;
    the inputs of plans have their own versions.
    """

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="lessons")
    election = models.CharField(max_length=40)
    """The election that taught it."""
    hash = models.CharField(max_length=64)
    key = models.CharField(max_length=32, blank=True)
    """Id of the key that signed it; empty: nobody did."""
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "hash"], name="lesson_once")]


class PlanRun(models.Model):
    """One plan: how far its making is, what came out, and whether it was published.

    The plan itself lies in `TEPAT_HOME/plans` under its hash; the figures here are those
    that stand in it, so that lists need no file.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        MAKING = "making"
        DRAFT = "draft"
        PUBLISHED = "published"
        FAILED = "failed"

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="plans")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    source = models.ForeignKey(PlanInput, on_delete=models.PROTECT, related_name="plans")
    effort = models.CharField(max_length=10)
    base = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="next")
    """The plan that this one changes as little as it must; None for one made afresh."""
    fixed = models.JSONField(default=list)
    """Ids of trips of `base` that stay as they are: their load was handed over."""
    seed = models.PositiveIntegerField(default=1)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)
    rupiah = models.BigIntegerField(default=0)
    bound = models.BigIntegerField(default=0)
    """Rupiah that no plan can go below; 0 where none is known (*tanpa batas bawah*)."""
    all_ppm = models.PositiveIntegerField(default=0)
    all_low = models.PositiveIntegerField(default=0)
    all_high = models.PositiveIntegerField(default=0)
    scenarios = models.PositiveIntegerField(default=0)
    below = models.PositiveIntegerField(default=0)
    """Desa below their target."""
    is_rough = models.BooleanField(default=False)
    """A probability behind its chance is a guess."""
    curve = models.JSONField(default=list)
    """[{"rupiah": ..., "ppm": ..., "below": ..., "kind": "plain", "front" or "other"}]"""
    reasons = models.JSONField(default=dict)
    """By desa: [{"kind": ..., "id": sentence, "en": sentence}]"""
    checks = models.JSONField(default=dict)
    """What `checking` found: the bound of any plan, said against seen, other guesses."""
    problem = models.JSONField(default=dict)
    seconds = models.FloatField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="plans_made"
    )
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="plans_out"
    )
    replaces = models.ForeignKey("self", null=True, on_delete=models.SET_NULL)
    """The plan that was in force when this one was published."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "number"], name="plan_once")]
        indexes = [models.Index(fields=["scope", "-published_at"], name="plan_by_publishing")]

    @property
    def occasion(self) -> str:
        return self.source.occasion

    @property
    def is_made(self) -> bool:
        return self.state in (self.State.DRAFT, self.State.PUBLISHED)

    @property
    def is_busy(self) -> bool:
        return self.state in (self.State.WAITING, self.State.MAKING)
