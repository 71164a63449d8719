"""Backups of stores, and rosters of their guards. Versions are added, none is changed."""

from typing import Final

from django.db import models

from tepat.server.election.models import Scope

SHORT: Final = 160
NAMES: Final = 400


class StoreBackup(models.Model):
    """Where the goods of a store go when it cannot be used. The newest row of a place holds."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="store_backups")
    place = models.CharField(max_length=30)
    backup = models.CharField(max_length=30, blank=True)
    """Code of the other store; empty for a place that is none of the election's."""
    name = models.CharField(max_length=SHORT, blank=True)
    """What a place without a code is called. Both empty: the choice was taken back."""
    metres = models.PositiveIntegerField(null=True)
    why = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    party = models.CharField(max_length=60)

    class Meta:
        indexes = [models.Index(fields=["scope", "place"], name="backup_by_place")]

    @property
    def is_set(self) -> bool:
        return bool(self.backup or self.name)


class GuardDuty(models.Model):
    """Who guards one post of a store in one turn. The newest row of a turn holds.

    Owned by the police: an installation of KPU alone keeps no roster.
    """

    owner = "polri"

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="guard_duties")
    place = models.CharField(max_length=30)
    post = models.CharField(max_length=40)
    day = models.DateField()
    """On which the turn begins."""
    turn = models.CharField(max_length=8)
    count = models.PositiveSmallIntegerField()
    """How many are to come; 0 where nobody is named yet."""
    unit = models.CharField(max_length=60, blank=True)
    """`role@area` of whoever sends them."""
    names = models.CharField(max_length=NAMES, blank=True)
    """Personal data: only for whoever may see escorts; emptied by a purge."""
    is_off = models.BooleanField(default=False)
    """The roster asks for nobody in this turn any more."""
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    party = models.CharField(max_length=60)

    class Meta:
        indexes = [models.Index(fields=["scope", "day", "place"], name="guard_duty_by_day")]
