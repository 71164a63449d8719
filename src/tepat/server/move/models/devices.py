"""Keys of the log and whose they are. Folded from facts; may be dropped and made again."""

from django.db import models

from tepat.server.election.models import Scope


class Device(models.Model):
    """One key that this log knows, and how far the chain of its facts is whole."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, db_index=False)
    device = models.CharField(max_length=32)
    key = models.CharField(max_length=44)
    is_desk = models.BooleanField(default=False)
    assignment = models.CharField(max_length=64, blank=True)
    """The `assigned` fact whose letter it was enrolled with; its role, area and time follow."""
    person = models.CharField(max_length=40, blank=True)
    role = models.CharField(max_length=40, blank=True)
    area = models.CharField(max_length=200, blank=True)
    starts = models.DateTimeField(null=True)
    ends = models.DateTimeField(null=True)
    upto = models.PositiveBigIntegerField(null=True)
    """The last number of its facts that counts; null while it was not revoked."""
    letter_twice = models.BooleanField(default=False)
    last_seq = models.PositiveBigIntegerField(default=0)
    last_name = models.CharField(max_length=64, blank=True)
    """The newest fact of its chain."""
    forked_from = models.PositiveBigIntegerField(default=0)
    gap_from = models.PositiveBigIntegerField(default=0)
    waiting = models.PositiveBigIntegerField(default=0)
    """Where its chain forks, where it has a gap, and how many facts are missing; 0 nowhere."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "device"], name="device_once")]
        indexes = [
            models.Index(fields=["scope", "assignment"], name="device_by_assignment"),
            models.Index(
                fields=["scope"],
                condition=models.Q(forked_from__gt=0) | models.Q(gap_from__gt=0),
                name="device_broken",
            ),
        ]


class Officer(models.Model):
    """Who stands behind the random id of a person in the log. Outside the log; may be deleted."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE)
    person = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=30, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "person"], name="officer_once")]


class PhoneWitness(models.Model):
    """The witness key of a supervisor's phone, as the phone's own key signed it."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, db_index=False)
    device = models.CharField(max_length=32)
    name = models.CharField(max_length=80)
    vkey = models.CharField(max_length=200)
    """Verifier key (C2SP signed-note); never the key that signs facts."""
    signature = models.CharField(max_length=88)
    """Of the device's key over the registration, so that anybody can check whose it is."""
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "device"], name="phone_witness_once"),
            models.UniqueConstraint(fields=["scope", "vkey"], name="phone_witness_key_once"),
        ]
