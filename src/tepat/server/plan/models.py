"""What should be in each box: the packages of a scope."""

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
