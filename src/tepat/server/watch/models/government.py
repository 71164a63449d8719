"""The government's Desk: words at gates, contacts, duty, announcements, turnout, questions.

No facts of custody: rows of the desk. What an agency said is never changed by another one:
words, versions, answers and reports are added, and each row bears who wrote it.
"""

from django.db import models

from tepat.server.election.models import Scope

LONGEST = 2_000
SHORT = 600


class GateWord(models.Model):
    """What somebody says about a gate that people alone can know, on what evidence.

    The newest word of a gate counts; every older one is kept.
    """

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="gate_words")
    gate = models.CharField(max_length=80)
    """Stage and gate: `setting.armada`."""
    holds = models.BooleanField()
    evidence = models.CharField(max_length=SHORT)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    party = models.CharField(max_length=60)


class DeskContact(models.Model):
    """Somebody to call, typed or pasted by an agency. Personal: deleted by a purge."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="desk_contacts")
    role = models.CharField(max_length=20)
    area = models.CharField(max_length=20)
    title = models.CharField(max_length=120, blank=True)
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=30)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    party = models.CharField(max_length=60)
    ended_at = models.DateTimeField(null=True)
    """Taken off the tree by the agency that wrote it."""


class Duty(models.Model):
    """Who is on duty on one day, in one shift, for one agency in one area."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="duties")
    day = models.DateField()
    begins = models.TimeField()
    ends = models.TimeField()
    """Not after `begins`: the shift ends on the next day."""
    role = models.CharField(max_length=20)
    area = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=30, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    party = models.CharField(max_length=60)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["scope", "day"], name="duty_by_day")]


class Announcement(models.Model):
    """One version of an announcement; the newest of a number counts."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="announcements")
    number = models.PositiveIntegerField()
    version = models.PositiveSmallIntegerField(default=1)
    is_newest = models.BooleanField(default=True)
    text = models.CharField(max_length=SHORT)
    roles = models.JSONField(default=list)
    """Roles it goes to; none named: everybody with a login there."""
    area = models.CharField(max_length=20)
    expires_at = models.DateTimeField()
    is_withdrawn = models.BooleanField(default=False)
    """This version takes the announcement back."""
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    party = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "number", "version"], name="announcement_version_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["scope", "expires_at"],
                condition=models.Q(is_newest=True),
                name="announcement_standing",
            )
        ]


class AnnouncementRead(models.Model):
    """That one account has read one version."""

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="reads")
    account = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["announcement", "account"], name="read_once")
        ]


class AnnouncementHeard(models.Model):
    """That the officer of one phone has read one version, by its signed request."""

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="heard")
    device = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["announcement", "device"], name="heard_once")
        ]


class TurnoutTable(models.Model):
    """Turnout of an earlier election per desa, as one table with its source; the newest counts."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="turnout_tables")
    source = models.CharField(max_length=200)
    rows = models.JSONField()
    """{desa: [voters of the list, voted]}"""
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    party = models.CharField(max_length=60)


class TurnoutTarget(models.Model):
    """The turnout that is aimed at, of a hundred, with its source; the newest counts."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="turnout_targets")
    percent = models.DecimalField(max_digits=4, decimal_places=1)
    source = models.CharField(max_length=200)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    party = models.CharField(max_length=60)


class OutreachEvent(models.Model):
    """A planned meeting with voters of a desa, and whether it was held."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="outreach_events")
    desa = models.CharField(max_length=13)
    day = models.DateField()
    place = models.CharField(max_length=120)
    what = models.CharField(max_length=200)
    owner = models.CharField(max_length=80)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    party = models.CharField(max_length=60)
    held = models.BooleanField(null=True)
    """None: not told yet; False: it did not take place."""
    people = models.PositiveIntegerField(null=True)
    told = models.CharField(max_length=200, blank=True)
    told_at = models.DateTimeField(null=True)
    told_by = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [models.Index(fields=["scope", "day"], name="outreach_by_day")]


class Question(models.Model):
    """An operator asks for help. Closed by whoever asked."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="questions")
    number = models.PositiveIntegerField()
    text = models.TextField(max_length=LONGEST)
    page = models.CharField(max_length=200, blank=True)
    """The path of the page it was asked from, below this scope."""
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    party = models.CharField(max_length=60)
    waits_since = models.DateTimeField(null=True)
    """The asker's last word without an answer; null while it is answered or closed."""
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "number"], name="question_once")]
        indexes = [
            models.Index(
                fields=["scope", "waits_since"],
                condition=models.Q(waits_since__isnull=False),
                name="question_waiting",
            )
        ]


class QuestionWord(models.Model):
    """One more word on a question: an answer of the desk, or of the asker again."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="words")
    text = models.TextField(max_length=LONGEST)
    is_answer = models.BooleanField()
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    party = models.CharField(max_length=60)

    class Meta:
        ordering = ("at", "pk")


class DailyReport(models.Model):
    """One report to the level above, kept byte for byte as it was sent."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="daily_reports")
    agency = models.CharField(max_length=20)
    """The role that reports: numbers count by agency."""
    number = models.PositiveIntegerField()
    version = models.PositiveSmallIntegerField()
    day = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    party = models.CharField(max_length=60)
    to = models.CharField(max_length=120)
    message = models.TextField()
    lines = models.JSONField()
    fingerprint = models.CharField(max_length=40, blank=True)
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "agency", "number", "version"], name="daily_report_once"
            )
        ]
        ordering = ("-at", "-pk")
