"""People, places, and the TPS list of one election in one kabupaten."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models

from tepat.core.election import regions
from tepat.core.election.roles import Grant, Role
from tepat.server.election import append_only


class User(AbstractUser):
    """A person with a login at the desk. Logs name `account`, never the person."""

    account = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    language = models.CharField(max_length=5, blank=True)
    is_contoh = models.BooleanField(default=False)
    must_change_password = models.BooleanField(default=False)
    """The password was handed over by somebody else and opens nothing but its own change."""
    must_pledge = models.BooleanField(default=False)
    """Has not accepted the pledge of neutrality that holds now; until then nothing opens."""

    def grants(self) -> list[Grant]:
        """Every role this person has; read once per request."""
        if not hasattr(self, "_grants"):
            self._grants = [each.as_value() for each in self.role_grants.all()]
        return self._grants


class RoleGrant(models.Model):
    """One role of one person in one area."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    area = models.CharField(max_length=20, blank=True)
    election = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "area", "election"], name="grant_once")
        ]

    def as_value(self) -> Grant:
        return Grant(Role(self.role), self.area, self.election)


class Region(models.Model):
    """One region by its official code, with an editable point."""

    code = models.CharField(max_length=13, unique=True)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=20)
    level = models.PositiveSmallIntegerField()
    parent = models.CharField(max_length=8, blank=True, db_index=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    provenance = models.CharField(max_length=20, blank=True)
    point_source = models.CharField(max_length=80, blank=True, default="", db_default="")
    """Which election taught the point, as `pilkada-2024: 3 HP`; speaks of a learned one only."""
    is_point_inside = models.BooleanField(default=True)
    """False: a centroid that lies outside the region's own outline, so certainly wrong."""
    point_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    point_at = models.DateTimeField(null=True)
    """Who moved the point by hand, and when; both null while it came from a table."""
    since = models.DateField(null=True)
    until = models.DateField(null=True)

    def as_value(self) -> regions.Region:
        return regions.Region(self.code, self.name, self.kind, self.point(), self.since, self.until)

    def point(self) -> regions.Point | None:
        if self.lat is None or self.lon is None:
            return None
        return regions.Point(self.lat, self.lon, regions.Provenance(self.provenance))


class RegionAlias(models.Model):
    """Another code or spelling that stands for a region, chosen by a person or published."""

    alias = models.CharField(max_length=100)
    parent = models.CharField(max_length=100, blank=True)
    """The kecamatan name as it was written beside the alias; empty for a code."""
    region = models.CharField(max_length=13, db_index=True)
    source = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alias", "parent", "region"], name="alias_once")
        ]


class Boundary(models.Model):
    """The outline of a region as GeoJSON geometry (WGS84), and who published it."""

    code = models.CharField(max_length=13, unique=True)
    geometry = models.JSONField()
    source = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    """When it was stored; drawings made from it are kept until this changes."""


class Scope(models.Model):
    """One election in one kabupaten. Every row, URL and query carries it."""

    election = models.CharField(max_length=40)
    kabupaten = models.CharField(max_length=5)
    zone = models.CharField(max_length=40, default="Asia/Jakarta")
    is_contoh = models.BooleanField(default=False)
    """Holds made-up figures: pages and papers say contoh."""
    quantities = models.JSONField(default=list)
    """What the office has set, as its `QuantityChange` come to; see `election_of`."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["election", "kabupaten"], name="scope_once")]

    def __str__(self) -> str:
        return f"{self.election}/{self.kabupaten}"


class QuantityChange(models.Model):
    """One quantity that an office set, changed or took back. Appended, never changed."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="quantity_changes")
    rule = models.CharField(max_length=160)
    """Name of a rule of the election, or `bundel:` and a ballot paper or item."""
    after = models.JSONField(null=True)
    """What holds from now on; null: what the election's file says."""
    source = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=36)
    """Account of the person, as in the log."""
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["scope", "-id"], name="quantity_history")]


class Dapil(models.Model):
    """Which dapil an area belongs to, for the kinds that differ by dapil."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE)
    kind = models.CharField(max_length=20)
    area = models.CharField(max_length=13)
    dapil = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "kind", "area"], name="dapil_once")]


class Tps(models.Model):
    """One polling station of a scope. `dpt` is null while it is not known."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="all_tps")
    code = models.CharField(max_length=17)
    desa = models.CharField(max_length=13)
    kecamatan = models.CharField(max_length=8)
    number = models.PositiveSmallIntegerField()
    dpt = models.PositiveIntegerField(null=True)
    dpt_l = models.PositiveIntegerField(null=True)
    dpt_p = models.PositiveIntegerField(null=True)
    dptb = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=120, blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    provenance = models.CharField(max_length=20, blank=True)
    point_source = models.CharField(max_length=80, blank=True, default="", db_default="")
    """Which election taught the point, as `pilkada-2024: 3 HP`; speaks of a learned one only."""
    point_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    point_at = models.DateTimeField(null=True)
    """Who put the point by hand, and when; both null while it came from a list."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "code"], name="tps_once")]
        indexes = [
            models.Index(fields=["scope", "kecamatan", "code"], name="tps_by_kecamatan"),
            models.Index(fields=["scope", "desa"], name="tps_by_desa"),
        ]

    def as_value(self) -> regions.Tps:
        point = None
        if self.lat is not None and self.lon is not None:
            point = regions.Point(self.lat, self.lon, regions.Provenance(self.provenance))
        return regions.Tps(
            self.desa, self.number, self.dpt, self.dpt_l, self.dpt_p, self.dptb, self.name, point
        )


class TpsImport(models.Model):
    """One uploaded TPS list: what it would change, whether it did, and how to undo it."""

    class State(models.TextChoices):
        PREVIEW = "preview"
        APPLIED = "applied"
        UNDONE = "undone"
        DISCARDED = "discarded"

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREVIEW)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    mapping = models.JSONField(default=dict)
    rows_read = models.PositiveIntegerField(default=0)
    preview = models.JSONField(default=dict)
    """Read rows as values, the difference, and the problems: what the page shows."""
    before = models.JSONField(default=dict)
    """The former state of each touched TPS, so that undo restores it."""


class ColumnMapping(models.Model):
    """How a person told us to read a header; remembered for the next file like it."""

    kabupaten = models.CharField(max_length=5, blank=True)
    """Whose office told us: what one office calls TPS must not decide for another."""
    signature = models.CharField(max_length=64)
    columns = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kabupaten", "signature"], name="mapping_once")
        ]


class Appended(models.QuerySet[Any]):
    """Rows that are added and read. Only `purge`, which leaves a report, takes them away.

    The database refuses too, see `append_only.py`, whoever asks it.
    """

    def update(self, **values: Any) -> int:
        raise TypeError("these rows are never changed")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("these rows are deleted by their purger only")

    def purge(self) -> int:
        """Delete these rows and return how many went; for `server/election/purging.py`."""
        with append_only.KEPT.opened():
            gone, _ = super().delete()
        return gone

    def blank(self, **values: Any) -> int:
        """Empty fields of these rows and return how many there were; for a purger."""
        with append_only.KEPT.opened():
            return super().update(**values)


class Look(models.Model):
    """One thing on record about a person at the desk: a look at personal or security data,
    a sign-in, a change of roles, an export. Added, never changed, read by all agencies.
    """

    scope = models.ForeignKey(Scope, null=True, on_delete=models.CASCADE)
    """Null: belongs to no one kabupaten, as a sign-in; then `area` says who may read it."""
    area = models.CharField(max_length=20, blank=True)
    """Where the person served then; empty: the nation, or nobody known."""
    account = models.UUIDField(null=True)
    """As in the log; null: nobody who is known, or a command at the server itself."""
    name = models.CharField(max_length=150, blank=True)
    """As the person was called then: it stays when the account is gone."""
    agency = models.CharField(max_length=12, blank=True)
    role = models.CharField(max_length=20, blank=True)
    what = models.CharField(max_length=24)
    """A key of `accounts.looks.KINDS`."""
    which = models.CharField(max_length=160, blank=True)
    at = models.DateTimeField()
    key = models.CharField(max_length=64, unique=True)
    """The same person, thing and ten minutes again: no second row."""

    objects = Appended.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["scope", "-at"], name="look_by_scope"),
            models.Index(fields=["area", "-at"], name="look_by_area"),
        ]

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            raise TypeError("these rows are never changed")
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("these rows are deleted by their purger only")


class Invitation(models.Model):
    """A role that waits for one person: opened once, within its time, by a secret address."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE)
    code = models.CharField(max_length=24, unique=True)
    """Random; the address adds a secret derived from it."""
    person = models.CharField(max_length=150)
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    area = models.CharField(max_length=20)
    election = models.CharField(max_length=40, blank=True)
    by = models.UUIDField()
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    account = models.UUIDField(null=True)
    """Who came by it."""
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["scope", "-at"], name="invitation_by_scope")]

    def as_value(self) -> Grant:
        return Grant(Role(self.role), self.area, self.election)


class PledgeAccepted(models.Model):
    """A person accepted one version of the pledge of neutrality of one agency. Added only."""

    account = models.UUIDField(db_index=True)
    name = models.CharField(max_length=150)
    agency = models.CharField(max_length=12)
    version = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    """SHA-256 of the text as it was shown."""
    at = models.DateTimeField()

    objects = Appended.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "agency", "version"], name="pledge_once")
        ]


class PurgeReport(models.Model):
    """What was deleted after its time, as counts, when and by whom."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE)
    at = models.DateTimeField()
    counts = models.JSONField()
    """Name of a purger to how many it deleted; no names of people."""


class Rehearsal(models.Model):
    """The one row of a rehearsal's database; a real installation has none.

    `server/gladi/apart.py` reads it before anything else opens the database.
    """

    name = models.CharField(max_length=40, unique=True)
