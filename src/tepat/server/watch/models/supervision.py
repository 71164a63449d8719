"""What Bawaslu writes: checks, cases, reporters, reports, topics, clocks. Theirs alone.

Rows are added and never changed: the newest version counts, every older one is kept. Who told
something stands in a table of its own, so that it can be kept from readers, and deleted.
"""

from datetime import datetime

from django.db import models

from tepat.core.watch.supervision import cases
from tepat.core.watch.supervision.clocks import Rule, Unit
from tepat.server.election.models import Scope


class _Written(models.Model):
    """Who wrote a row, in which role, and when."""

    by = models.CharField(max_length=40)
    party = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        abstract = True


class SupervisionCheck(_Written):
    """A checklist as a supervisor answered it, about one load, store, desa or TPS."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE)
    number = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=1)
    focus = models.CharField(max_length=10)
    list_version = models.PositiveSmallIntegerField()
    about = models.CharField(max_length=10)
    subject = models.CharField(max_length=60)
    """Code of the load, store, desa or TPS."""
    area = models.CharField(max_length=20)
    """Where it is: decides who reads and writes it."""
    answers = models.JSONField()
    """{question: ok, defect or na}"""
    note = models.TextField(blank=True)
    is_contoh = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "number", "version"], name="check_once")
        ]


class SupervisionVisit(_Written):
    """That somebody was asked to be there."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE)
    place = models.CharField(max_length=40)
    what = models.CharField(max_length=12)
    when = models.DateTimeField(null=True)
    to = models.CharField(max_length=60)
    """`role@area` that was asked."""


class SupervisionCase(_Written):
    """One case, by its number within the scope. What is said of it stands in its versions."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE)
    number = models.PositiveIntegerField()
    sort = models.CharField(max_length=10)
    from_public = models.BooleanField(default=False)
    receipt = models.CharField(max_length=20, blank=True)
    """What a reporter of the public page has in hand."""
    is_contoh = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "number"], name="case_once")]


class SupervisionCaseVersion(_Written):
    """What a case says. The newest counts."""

    case = models.ForeignKey(SupervisionCase, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=160)
    focus = models.CharField(max_length=40)
    """One of the four foci, or the code of a topic."""
    area = models.CharField(max_length=20)
    subject = models.CharField(max_length=60, blank=True)
    happened_at = models.DateTimeField(null=True)
    known_at = models.DateTimeField(null=True)
    """When the reporter learned of it, or when the supervisor found it."""
    accused = models.CharField(max_length=300, blank=True)
    story = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    article = models.CharField(max_length=300, blank=True)
    check_number = models.PositiveIntegerField(null=True)
    """The check in which it was found."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="case_version_once")]


class SupervisionAct(_Written):
    """One step of a case. `when` is when it was done, `at` when it was written here."""

    case = models.ForeignKey(SupervisionCase, on_delete=models.CASCADE, related_name="acts")
    stage = models.CharField(max_length=12, blank=True)
    """Empty: the time for handling was extended."""
    when = models.DateTimeField()
    verdict = models.CharField(max_length=12, blank=True)
    to = models.CharField(max_length=12, blank=True)
    register = models.CharField(max_length=80, blank=True)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ("pk",)

    def as_value(self) -> cases.Step:
        stage = cases.Stage(self.stage) if self.stage else None
        return cases.Step(self.when, stage, self.verdict, self.to)


class SupervisionReporter(_Written):
    """Who told it. Apart from the case, read by few, each look recorded; deleted by a purge."""

    case = models.ForeignKey(SupervisionCase, on_delete=models.CASCADE, related_name="reporters")
    name = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    purged_at = models.DateTimeField(null=True)


class SupervisionPhoto(models.Model):
    """A photo that came with a report, without what a camera wrote beside it."""

    case = models.ForeignKey(SupervisionCase, on_delete=models.CASCADE, related_name="photos")
    sha256 = models.CharField(max_length=64)
    data = models.BinaryField()
    at = models.DateTimeField()


class SupervisionCheckPhoto(models.Model):
    """A photo that was filed with a check, without what a camera wrote beside it."""

    check_of = models.ForeignKey(SupervisionCheck, on_delete=models.CASCADE, related_name="photos")
    sha256 = models.CharField(max_length=64)
    data = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["check_of", "sha256"], name="check_photo_once")
        ]


class SupervisionPublication(_Written):
    """The short form of a case without people, as other agencies and the public read it."""

    case = models.ForeignKey(SupervisionCase, on_delete=models.CASCADE, related_name="published")
    text = models.CharField(max_length=400, blank=True)
    """Empty: it was taken back."""
    said = models.JSONField(default=dict)
    """Register number, focus, area, stage, verdict, as they were then."""


class SupervisionForm(_Written):
    """A Form A (LHP): its parts as somebody wrote them, and what it was filled from."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE)
    number = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=1)
    area = models.CharField(max_length=20)
    said = models.JSONField()
    checks = models.JSONField(default=list)
    facts = models.JSONField(default=list)
    case_number = models.PositiveIntegerField(null=True)
    is_contoh = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "number", "version"], name="lhp_once")
        ]


class SupervisionTopic(_Written):
    """A topic that this office added, renamed or closed; the newest row of a code counts."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    counts = models.CharField(max_length=40)
    is_closed = models.BooleanField(default=False)


class SupervisionTopicCount(_Written):
    """Target and done of one topic in one kecamatan; the newest row counts."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE)
    topic = models.CharField(max_length=40)
    kecamatan = models.CharField(max_length=8)
    target = models.PositiveIntegerField(null=True)
    done = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=200, blank=True)


class SupervisionIndicator(_Written):
    """An indicator that this office added, renamed or closed; the newest row of a code counts."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE)
    code = models.CharField(max_length=40)
    group = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    is_closed = models.BooleanField(default=False)


class SupervisionMark(_Written):
    """Which indicators one TPS has; the newest row counts."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE)
    tps = models.CharField(max_length=17)
    yes = models.JSONField(default=list)
    no = models.JSONField(default=list)


class SupervisionClock(_Written):
    """A clock of the law as this office set it; the newest row of a code counts."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE)
    code = models.CharField(max_length=20)
    days = models.PositiveSmallIntegerField(null=True)
    unit = models.CharField(max_length=10, default=Unit.CALENDAR.value)
    longest = models.PositiveSmallIntegerField(null=True)
    longest_unit = models.CharField(max_length=10, default=Unit.CALENDAR.value)
    rests_in = models.JSONField(default=list)
    source = models.CharField(max_length=300)

    def over(self, rule: Rule) -> Rule:
        """Return `rule` with what was set here."""
        return Rule(
            rule.code,
            rule.starts,
            rule.ends,
            rule.sorts,
            self.days,
            Unit(self.unit),
            self.longest,
            Unit(self.longest_unit),
            tuple(self.rests_in),
            self.source,
            "V" if self.days is not None else "?",
        )


class SupervisionHoliday(_Written):
    """A day on which offices are closed, or that it is none after all; the newest row counts."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE)
    day = models.DateField()
    name = models.CharField(max_length=80, blank=True)
    is_open = models.BooleanField(default=False)


class SupervisionSetting(_Written):
    """How numbers are written, the letterhead, and whether the public page is open."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE)
    register = models.CharField(max_length=120, blank=True)
    report = models.CharField(max_length=120, blank=True)
    election = models.CharField(max_length=10, blank=True)
    """The code of the election in register numbers, PB for one."""
    region = models.CharField(max_length=10, blank=True)
    """Bawaslu's own code of the region, which is not Kemendagri's."""
    head = models.TextField(blank=True)
    """Lines of the letterhead."""
    is_public = models.BooleanField(default=False)


def when_of(row: SupervisionAct) -> datetime:
    """Return when a step was done."""
    return row.when
