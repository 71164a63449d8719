"""Facts as they were received, in the one sequence of their log. Rows are added, never changed."""

from django.db import models


class Fact(models.Model):
    """One fact: its bytes, its signatures, and the hash of its bytes, which is its name."""

    id = models.CharField(primary_key=True, max_length=64)
    election = models.CharField(max_length=40)
    kabupaten = models.CharField(max_length=5)
    number = models.PositiveBigIntegerField()
    """Order of arrival within the election and kabupaten, from 1, without gaps."""
    kind = models.CharField(max_length=30)
    audience = models.CharField(max_length=10)
    """Who may read the body; of `security` and `results` the log shows the hash only."""
    device = models.CharField(max_length=32)
    seq = models.PositiveBigIntegerField()
    prev = models.CharField(max_length=64, blank=True)
    """The device's previous fact, as this one says; empty at its first."""
    body = models.BinaryField()
    sig = models.BinaryField()
    countersigned = models.TextField(blank=True)
    """Canonical list of `{"device", "sig"}`; empty where nobody else signed."""
    uploader = models.CharField(max_length=40)
    """Who brought it: an account, the key id of a phone, or nobody we know."""
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["election", "kabupaten", "number"], name="fact_number_once"
            )
        ]
        indexes = [
            # Not unique: two facts with one number of one device are a fork, and both stay.
            models.Index(fields=["election", "kabupaten", "device", "seq"], name="fact_by_device"),
            models.Index(fields=["election", "kabupaten", "kind"], name="fact_by_kind"),
        ]


class FactPackage(models.Model):
    """Which packages a fact names: the index a refold starts from."""

    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="packages")
    election = models.CharField(max_length=40)
    kabupaten = models.CharField(max_length=5)
    package = models.CharField(max_length=200)

    class Meta:
        indexes = [
            models.Index(fields=["election", "kabupaten", "package"], name="fact_by_package")
        ]


class FactList(models.Model):
    """Which list of packages a fact names: its packages are indexed once the list is known."""

    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="lists", db_index=False)
    election = models.CharField(max_length=40)
    kabupaten = models.CharField(max_length=5)
    list = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["election", "kabupaten", "list"], name="fact_by_list")]


class FactCountersigner(models.Model):
    """Which other devices signed a fact on the spot."""

    fact = models.ForeignKey(
        Fact, on_delete=models.PROTECT, related_name="countersigners", db_index=False
    )
    election = models.CharField(max_length=40)
    kabupaten = models.CharField(max_length=5)
    device = models.CharField(max_length=32)

    class Meta:
        indexes = [
            models.Index(fields=["election", "kabupaten", "device"], name="fact_by_countersigner")
        ]


class FactAgain(models.Model):
    """An entry that says a fact once more, for those who signed it besides the first time."""

    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="again")
    election = models.CharField(max_length=40)
    kabupaten = models.CharField(max_length=5)
    number = models.PositiveBigIntegerField()
    """In the same sequence as the facts."""
    countersigned = models.TextField()
    uploader = models.CharField(max_length=40)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["election", "kabupaten", "number"], name="fact_again_number_once"
            )
        ]


class LogHead(models.Model):
    """How many entries one log has: the lock behind numbers without gaps."""

    election = models.CharField(max_length=40)
    kabupaten = models.CharField(max_length=5)
    size = models.PositiveBigIntegerField(default=0)
    keyed = models.CharField(max_length=64, blank=True)
    """A hash over the facts about keys, in order: what was folded from them is known by it."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["election", "kabupaten"], name="log_head_once")
        ]


class Quarantined(models.Model):
    """Bytes that came to the door and are no fact yet; an entry of the log, with the reason.

    Only `settled` may change: it names the fact that cleared the entry.
    """

    election = models.CharField(max_length=40)
    kabupaten = models.CharField(max_length=5)
    number = models.PositiveBigIntegerField()
    """In the same sequence as the facts."""
    name = models.CharField(max_length=64)
    """The hash of the bytes, which need not be a fact."""
    digest = models.CharField(max_length=64)
    """The hash of bytes and signatures: the same thing sent again is the same entry."""
    reason = models.CharField(max_length=30)
    device = models.CharField(max_length=32, blank=True)
    """The key the bytes say they are signed with; proved by nothing."""
    body = models.BinaryField()
    sig = models.BinaryField(blank=True)
    countersigned = models.TextField(blank=True)
    uploader = models.CharField(max_length=40)
    received_at = models.DateTimeField()
    settled = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["election", "kabupaten", "number"], name="quarantined_number_once"
            ),
            models.UniqueConstraint(
                fields=["election", "kabupaten", "digest"], name="quarantined_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["election", "kabupaten", "device"],
                condition=models.Q(settled="", reason="unknown_device"),
                name="waiting_by_device",
            ),
            models.Index(
                fields=["election", "kabupaten", "uploader", "received_at"],
                name="quarantined_by_uploader",
            ),
            models.Index(fields=["election", "kabupaten", "name"], name="quarantined_by_name"),
        ]


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
