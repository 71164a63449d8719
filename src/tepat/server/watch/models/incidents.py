"""Incidents, what people did with them, decisions and what became of those.

Acts, facts, decisions and outcomes are added and never changed. What stands in `Incident`
beside them is only what lists need; it follows from the acts.
"""

from typing import Final

from django.db import models

from tepat.core.watch.incidents import causes, closing, ladder
from tepat.server.election.models import Scope

LONGEST: Final = 2_000
"""Characters of what a person writes about an incident."""
SHORT: Final = 160
MANUAL: Final = ("opened", "noted", "playbook", "ticked", "informed", "joined", "counted")


class Incident(models.Model):
    """One thing that went wrong. `cause` is the kind it was opened as, `kind` as it is now."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="incidents")
    number = models.PositiveIntegerField()
    cause = models.CharField(max_length=30)
    kind = models.CharField(max_length=30)
    urgency = models.CharField(max_length=20)
    percent = models.PositiveIntegerField(default=100)
    """Of the urgency it was opened with: later ones come with their acts."""
    ladder = models.CharField(max_length=30)
    start = models.PositiveSmallIntegerField()
    """The ladder and the step that it was opened with."""
    title = models.CharField(max_length=SHORT, blank=True)
    """As a person wrote it; empty: its kind and place say it."""
    text = models.TextField(max_length=LONGEST, blank=True)
    place = models.CharField(max_length=40, blank=True)
    subjects = models.JSONField(default=list)
    packages = models.JSONField(default=list)
    shipment = models.CharField(max_length=20, blank=True)
    reporter = models.CharField(max_length=60, blank=True)
    """`role@area` of who reported it first."""
    owner = models.CharField(max_length=60, blank=True)
    """`role@area` that triage named; empty: who holds the ladder."""
    happened_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    """When the desk could know: clocks begin here, however late the report came."""
    opened_by = models.CharField(max_length=40, blank=True)
    """Account of who opened it at the desk; empty: a fact did."""
    closed_at = models.DateTimeField(null=True)
    is_by_evidence = models.BooleanField(default=False)
    is_contoh = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "number"], name="incident_once")]
        indexes = [models.Index(fields=["scope", "closed_at"], name="incident_by_end")]

    def as_standing(self) -> causes.Standing:
        return causes.Standing(self.number, self.cause, frozenset(self.subjects), self.closed_at)


class IncidentAct(models.Model):
    """One thing that somebody did with an incident, or that a fact brought about."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="acts")
    at = models.DateTimeField()
    did = models.CharField(max_length=12)
    by = models.CharField(max_length=40, blank=True)
    party = models.CharField(max_length=60, blank=True)
    """In which role and area; empty: facts alone."""
    text = models.TextField(max_length=LONGEST, blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["incident", "at"], name="act_by_time")]

    def as_value(self) -> ladder.Act | None:
        """Return it as clocks heed it; None for what moves no clock."""
        if self.did in MANUAL:
            return None
        due = self.data.get("due", "")
        return ladder.Act(
            self.at,
            ladder.Did(self.did),
            self.data.get("percent", 100),
            self.data.get("ladder", ""),
            models.DateTimeField().to_python(due) if due else None,
        )


class IncidentFact(models.Model):
    """That a fact of the log belongs to an incident, and as what kind."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, db_index=False)
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="facts")
    fact = models.CharField(max_length=64)
    number = models.PositiveBigIntegerField()
    cause = models.CharField(max_length=30)
    aside = models.CharField(max_length=64, blank=True)
    """The fact that took it back."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "fact", "cause"], name="incident_fact_once")
        ]


class IncidentHead(models.Model):
    """Up to which entry of its log a scope was read for incidents."""

    scope = models.OneToOneField(Scope, on_delete=models.CASCADE)
    number = models.PositiveBigIntegerField(default=0)


class Decision(models.Model):
    """What was decided or advised, on what evidence. Kept as it was said."""

    class Sort(models.TextChoices):
        DECISION = "decision"
        ADVICE = "advice"
        INTERVENTION = "intervention"

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="decisions")
    number = models.PositiveIntegerField()
    incident = models.ForeignKey(
        Incident, null=True, on_delete=models.PROTECT, related_name="decisions"
    )
    sort = models.CharField(max_length=12, choices=Sort.choices)
    remedy = models.CharField(max_length=12, blank=True)
    text = models.TextField(max_length=LONGEST)
    why = models.TextField(max_length=LONGEST, blank=True)
    weighed = models.TextField(max_length=LONGEST, blank=True)
    """Other ways that were looked at."""
    evidence = models.JSONField(default=list)
    """[{"fact": ..., "number": ...}] as it lay on the table."""
    data = models.JSONField(default=dict)
    """Packages, pairs, parties: what `as_decided` reads."""
    due = models.DateTimeField(null=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    party = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "number"], name="decision_once")]
        indexes = [models.Index(fields=["scope", "-at"], name="decision_by_time")]

    def as_decided(self) -> closing.Decided:
        """Return it as far as later facts must show it."""
        told = self.data
        since = told.get("since", "")
        return closing.Decided(
            closing.Remedy(self.remedy or closing.Remedy.NOTE),
            tuple(told.get("packages", ())),
            tuple((old, new) for old, new in told.get("pairs", ())),
            bool(told.get("lost")),
            told.get("place", ""),
            told.get("giver", ""),
            told.get("taker", ""),
            tuple(told.get("informs", ())),
            int(told.get("after", 0)),
            models.DateTimeField().to_python(since) if since else None,
        )


class Outcome(models.Model):
    """What became of a decision: shown by facts, or told by a person."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="outcomes")
    text = models.TextField(max_length=LONGEST, blank=True)
    facts = models.JSONField(default=list)
    is_by_evidence = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.CharField(max_length=40, blank=True)
    party = models.CharField(max_length=60, blank=True)


class LadderLimit(models.Model):
    """How long one step may hold an incident here; the newest row of a step holds."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="ladder_limits")
    ladder = models.CharField(max_length=30)
    role = models.CharField(max_length=20)
    minutes = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=40)


class TpsMove(models.Model):
    """A TPS was moved to another place, by a decision. The point of the TPS follows the newest."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="tps_moves")
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="tps_move")
    tps = models.CharField(max_length=17)
    name = models.CharField(max_length=120)
    reason = models.CharField(max_length=SHORT)
    lat = models.FloatField()
    lon = models.FloatField()
    before_lat = models.FloatField(null=True)
    before_lon = models.FloatField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["scope", "tps"], name="tps_move_by_tps")]
