"""Custody of packages. Folded from facts; may be dropped and made again."""

from django.db import models

from tepat.server.election.models import Scope


class PackageCustody(models.Model):
    """Who holds a package, where it is and what does not fit; `line` is its published state."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, db_index=False)
    package = models.CharField(max_length=200)
    stage = models.CharField(max_length=12)
    holder = models.CharField(max_length=80, blank=True)
    place = models.CharField(max_length=200, blank=True)
    towards = models.CharField(max_length=200, blank=True)
    evidence = models.CharField(max_length=20, blank=True)
    flags = models.JSONField(default=list)
    reached_at = models.DateTimeField(null=True)
    """When the KPPS it is made for took it over, by the clock of who signed."""
    reached_by = models.CharField(max_length=20, blank=True)
    """How well that is known, as `evidence`."""
    line = models.TextField()
    """The canonical form of everything that is known of the package."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "package"], name="custody_once")]
        indexes = [
            models.Index(fields=["scope", "holder"], name="custody_by_holder"),
            models.Index(fields=["scope", "stage"], name="custody_by_stage"),
        ]
