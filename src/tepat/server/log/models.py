"""Facts as they were received. Rows are added, never changed."""

from django.db import models


class Fact(models.Model):
    """One fact: its bytes, and the hash of its bytes, which is its name."""

    id = models.CharField(primary_key=True, max_length=64)
    election = models.CharField(max_length=40)
    kabupaten = models.CharField(max_length=5)
    number = models.PositiveBigIntegerField()
    """Order of arrival within the election and kabupaten, from 1, without gaps."""
    kind = models.CharField(max_length=20)
    body = models.BinaryField()
    account = models.UUIDField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["election", "kabupaten", "number"], name="fact_number_once"
            )
        ]


class FactPackage(models.Model):
    """Which packages a fact names: the index a refold starts from."""

    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="packages")
    election = models.CharField(max_length=40)
    kabupaten = models.CharField(max_length=5)
    package = models.CharField(max_length=40)

    class Meta:
        indexes = [
            models.Index(fields=["election", "kabupaten", "package"], name="fact_by_package")
        ]


class LogHead(models.Model):
    """How many facts one election and kabupaten has: the lock behind numbers without gaps."""

    election = models.CharField(max_length=40)
    kabupaten = models.CharField(max_length=5)
    size = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["election", "kabupaten"], name="log_head_once")
        ]


class Quarantined(models.Model):
    """Bytes that came to the door and are not a fact we can read; kept, with the reason."""

    id = models.CharField(primary_key=True, max_length=64)
    election = models.CharField(max_length=40)
    kabupaten = models.CharField(max_length=5)
    reason = models.CharField(max_length=20)
    body = models.BinaryField()
    account = models.UUIDField()
    received_at = models.DateTimeField()


class Words(models.Model):
    """Free text of a person. The log holds `hash`, its salted hash; this row may be deleted."""

    election = models.CharField(max_length=40)
    kabupaten = models.CharField(max_length=5)
    hash = models.CharField(max_length=64)
    salt = models.CharField(max_length=32)
    text = models.TextField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["election", "kabupaten", "hash"], name="words_once")
        ]
