"""The police's own tables: classes, patterns, units and people, escorts, letters of assignment.

No facts of custody and never KPU's: they belong to the police's room. Names and telephones
stand here, outside the log, and are deleted by a purge.
"""

from django.db import models

from tepat.server.election.models import Scope

SHORT = 120
LONGEST = 400


class SecurityOperation(models.Model):
    """Name, basis, phases and who signs. Appended; the newest holds."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=SHORT)
    basis = models.CharField(max_length=LONGEST, blank=True)
    """What letters of assignment are based on."""
    office = models.TextField(max_length=LONGEST, blank=True)
    """Lines of the letterhead, one per line."""
    pattern = models.CharField(max_length=SHORT, blank=True)
    """How its letters are numbered; the pattern of the papers where it is empty."""
    signer = models.CharField(max_length=SHORT, blank=True)
    signs_as = models.CharField(max_length=SHORT, blank=True)
    phases = models.JSONField(default=list)
    """[[code, first day, last day], ...]; empty: as the book counts from voting day."""
    at = models.DateTimeField()
    by = models.UUIDField(null=True)


class SecurityGrade(models.Model):
    """How this office calls a class of TPS. Appended; the newest of a code holds."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=60)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)


class GuardPattern(models.Model):
    """How many police and linmas guard how many TPS. Appended; the newest holds."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="+")
    grade = models.CharField(max_length=30)
    area = models.CharField(max_length=8, blank=True)
    """A kecamatan's own; empty: the whole kabupaten."""
    police = models.PositiveSmallIntegerField()
    tps = models.PositiveSmallIntegerField()
    """0: the kecamatan has no own pattern any more."""
    linmas = models.PositiveSmallIntegerField(null=True)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)


class TpsGrade(models.Model):
    """The class of one TPS, and why."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="+", db_index=False)
    tps = models.CharField(max_length=17)
    desa = models.CharField(max_length=13)
    grade = models.CharField(max_length=30)
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "tps"], name="tps_grade_once")]


class SecurityUnit(models.Model):
    """One unit: a Polsek, a Koramil, the linmas of a kecamatan, a partner."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="+")
    service = models.CharField(max_length=12)
    name = models.CharField(max_length=SHORT)
    area = models.CharField(max_length=13)
    """Where it stands; the kabupaten: a reserve."""
    strength = models.PositiveIntegerField(null=True)
    """People who are there; null: nobody said."""
    phone = models.CharField(max_length=30, blank=True)
    closed_at = models.DateTimeField(null=True)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)


class SecurityPerson(models.Model):
    """One person of a unit. Personal; deleted by a purge."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(SecurityUnit, on_delete=models.CASCADE, related_name="people")
    name = models.CharField(max_length=SHORT)
    rank = models.CharField(max_length=40, blank=True)
    number = models.CharField(max_length=30, blank=True)
    """NRP."""
    phone = models.CharField(max_length=30, blank=True)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)


class EscortTask(models.Model):
    """Which unit goes with a load. Appended; the newest of a shipment holds."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="+", db_index=False)
    shipment = models.CharField(max_length=20)
    unit = models.ForeignKey(SecurityUnit, null=True, on_delete=models.PROTECT, related_name="+")
    """Null: nobody is asked any more."""
    lead = models.ForeignKey(SecurityPerson, null=True, on_delete=models.SET_NULL, related_name="+")
    people = models.ManyToManyField(SecurityPerson, related_name="+")
    meets_at = models.DateTimeField(null=True)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["scope", "shipment"], name="escort_by_shipment")]


class EscortReport(models.Model):
    """What the police's desk was told of an escort. Appended."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="+", db_index=False)
    shipment = models.CharField(max_length=20)
    is_present = models.BooleanField()
    count = models.PositiveSmallIntegerField(default=0)
    note = models.CharField(max_length=200, blank=True)
    there_at = models.DateTimeField(null=True)
    """When they were there, as it was told; `at` is when it was written down."""
    at = models.DateTimeField()
    by = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["scope", "shipment"], name="escort_told_by_shipment")]


class SecurityOrder(models.Model):
    """One letter of assignment. Its number stays; people are its lines."""

    class About(models.TextChoices):
        TPS = "tps"
        ESCORT = "escort"
        POST = "post"

    scope = models.ForeignKey(Scope, on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    text = models.CharField(max_length=160)
    """As printed."""
    about = models.CharField(max_length=6, choices=About.choices)
    place = models.CharField(max_length=60)
    """Kecamatan or desa whose TPS are guarded, a shipment, or a guarded place."""
    unit = models.ForeignKey(SecurityUnit, on_delete=models.PROTECT, related_name="orders")
    basis = models.CharField(max_length=LONGEST, blank=True)
    task = models.CharField(max_length=LONGEST, blank=True)
    signer = models.CharField(max_length=SHORT, blank=True)
    signs_as = models.CharField(max_length=SHORT, blank=True)
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "year", "number"], name="security_order_once")
        ]


class SecurityOrderLine(models.Model):
    """One person of a letter, and the TPS they guard."""

    order = models.ForeignKey(SecurityOrder, on_delete=models.CASCADE, related_name="lines")
    place = models.PositiveSmallIntegerField()
    """Order in the letter, from 1."""
    person = models.ForeignKey(
        SecurityPerson, null=True, on_delete=models.SET_NULL, related_name="lines"
    )
    tps = models.JSONField(default=list)
    """Codes of the TPS this person guards; empty for an escort or a post."""

    class Meta:
        ordering = ("place", "pk")


class SecurityPost(models.Model):
    """One guarded place beside the stores: the office of KPU or Bawaslu, a PPK, a crossing.

    Its roster is that of the stores: `GuardDuty` with this code as its place.
    """

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=SHORT)
    area = models.CharField(max_length=13)
    closed_at = models.DateTimeField(null=True)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "code"], name="security_post_once")]


class PostReport(models.Model):
    """What the police's desk was told of one turn of a post. Appended."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="+", db_index=False)
    place = models.CharField(max_length=30)
    day = models.DateField()
    turn = models.CharField(max_length=8)
    is_present = models.BooleanField()
    count = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["scope", "day", "place"], name="post_told_by_day")]
