"""What phones told, what was typed, and how each form stands.

`ToldFact` and `FormState` are folded from the log, what was typed and the plan: they may be
dropped and made again. `TypedForm` and `Confirmed` are added to and never changed.
"""

from typing import Any

from django.db import models

from tepat.core.count.form import Form
from tepat.server.election.models import Appended, Scope


class CountHead(models.Model):
    """Up to which number of the log the count of a scope has read, and beside what."""

    scope = models.OneToOneField(Scope, on_delete=models.CASCADE)
    number = models.PositiveBigIntegerField(default=0)
    beside = models.CharField(max_length=64, blank=True)
    """Hash over keys, lists of TPS and packages: where it changes, everything is folded anew."""


class ToldFact(models.Model):
    """One fact about voters, papers or votes of a TPS, as somebody signed it."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, db_index=False)
    number = models.PositiveBigIntegerField()
    fact = models.CharField(max_length=64)
    kind = models.CharField(max_length=16)
    tps = models.CharField(max_length=17)
    sku = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()
    person = models.CharField(max_length=40)
    role = models.CharField(max_length=20, blank=True)
    is_desk = models.BooleanField(default=False)
    """Signed by this installation for somebody at the desk: its form is a `TypedForm`."""
    voters = models.IntegerField(null=True)
    """Of a fact about turnout: all who had voted, and by list."""
    dpt = models.IntegerField(default=0)
    moved = models.IntegerField(default=0)
    unlisted = models.IntegerField(default=0)
    body = models.TextField()
    """The canonical bytes as text, as in the log."""
    aside = models.CharField(max_length=20, blank=True)
    """Why it does not count: nobody may sign for it, or it was taken back. Empty: it counts."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "fact"], name="told_once")]
        indexes = [
            models.Index(fields=["scope", "tps", "number"], name="told_by_tps"),
            models.Index(fields=["scope", "kind", "tps"], name="told_by_kind"),
        ]


class PapersMove(models.Model):
    """What one fact says of one SKU that went from one TPS to another; folded, as `ToldFact`."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, db_index=False)
    number = models.PositiveBigIntegerField()
    fact = models.CharField(max_length=64)
    place = models.CharField(max_length=17)
    to = models.CharField(max_length=17)
    sku = models.CharField(max_length=60)
    count = models.PositiveIntegerField()
    side = models.CharField(max_length=8)
    paper = models.CharField(max_length=200, blank=True)
    device = models.CharField(max_length=32)
    person = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    aside = models.CharField(max_length=20, blank=True)
    """As in `ToldFact`."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "fact", "sku"], name="papers_move_once")
        ]
        indexes = [
            models.Index(fields=["scope", "place"], name="papers_move_from"),
            models.Index(fields=["scope", "to"], name="papers_move_to"),
        ]


class _Added(models.Model):
    """A row that is added and never changed."""

    objects = Appended.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            raise TypeError("these rows are never changed")
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("these rows are never deleted")


class TypedForm(_Added):
    """One form as somebody at the desk typed it, cell by cell; a blank is not there."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, db_index=False)
    number = models.PositiveBigIntegerField()
    """How long the log was then: its place among what phones told."""
    tps = models.CharField(max_length=17)
    sku = models.CharField(max_length=60)
    source = models.CharField(max_length=8)
    figures = models.JSONField(default=dict)
    votes = models.JSONField(default=dict)
    """By the number on the paper; null where its cell is blank."""
    fact = models.CharField(max_length=64, blank=True)
    """The fact of the log that says it; empty where a cell is blank or cannot be."""
    sheet = models.CharField(max_length=255, blank=True)
    """Name of the file it came from, and the row."""
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    party = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["scope", "tps", "sku"], name="typed_by_tps")]

    def as_form(self) -> Form:
        return Form(self.tps, self.sku, self.figures, self.votes)


class Confirmed(_Added):
    """Somebody compared a form with its photo and stands behind it: of just this content."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, db_index=False)
    tps = models.CharField(max_length=17)
    sku = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)
    fact = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    party = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "tps", "sku", "digest", "by"], name="confirmed_once"
            )
        ]


class TypedRecap(_Added):
    """The recapitulation of a kecamatan (D.HASIL) as somebody at the desk typed it."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, db_index=False)
    kecamatan = models.CharField(max_length=8)
    kind = models.CharField(max_length=20)
    figures = models.JSONField(default=dict)
    votes = models.JSONField(default=dict)
    """By the number on the paper; null where its cell is blank."""
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    party = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["scope", "kecamatan", "kind"], name="recap_by_kecamatan")]

    def as_form(self) -> Form:
        return Form(self.kecamatan, self.kind, self.figures, self.votes)


class PaperNames(_Added):
    """The names beside the numbers of one paper, as the office typed them: a version of them all.

    Candidates are public persons; their names stand on the ballot paper.
    """

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, db_index=False)
    sku = models.CharField(max_length=60)
    names = models.JSONField(default=dict)
    """By the number on the paper; a pair is one name."""
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    party = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["scope", "sku"], name="names_by_sku")]


class FormState(models.Model):
    """How one form stands, and the papers of its SKU on their way: folded, one row each."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, db_index=False)
    tps = models.CharField(max_length=17)
    kecamatan = models.CharField(max_length=8)
    sku = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=8)
    weight = models.CharField(max_length=8, blank=True)
    """The gravest finding; empty where everything holds."""
    checks = models.CharField(max_length=120, blank=True)
    """Codes of the checks that do not hold, with spaces between."""
    is_blank = models.BooleanField(default=False)
    """Cells of the sheet are blank, so that some checks could not be made."""
    form = models.JSONField(default=dict)
    """{"figures", "votes", "by", "source", "at", "fact", "photos"} of the version that counts."""
    planned = models.IntegerField(null=True)
    packed = models.IntegerField(null=True)
    delivered = models.IntegerField(null=True)
    received = models.IntegerField(null=True)
    accounted = models.IntegerField(null=True)
    came = models.IntegerField(default=0)
    """Papers from other TPS on voting day; `went` those to others."""
    went = models.IntegerField(default=0)
    photo = models.PositiveBigIntegerField(null=True)
    """Number in the log of the first fact that names a photo of the form."""
    left = models.PositiveBigIntegerField(null=True)
    """Number of the fact by which the first box of its paper left the KPPS."""
    lost = models.IntegerField(default=0)
    """Papers that steps lost; those that others found do not cancel them."""
    found = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "tps", "sku"], name="form_once")]
        indexes = [models.Index(fields=["scope", "kecamatan", "tps"], name="form_by_kecamatan")]

    def as_form(self) -> Form:
        return Form(self.tps, self.sku, self.form.get("figures", {}), self.form.get("votes", {}))

    @property
    def there(self) -> int | None:
        """Papers that should be at the TPS: delivered, and what other TPS gave or got."""
        return None if self.delivered is None else self.delivered + self.came - self.went


class SheetImport(models.Model):
    """One uploaded sheet of forms: what it would add, and whether it did."""

    class State(models.TextChoices):
        PREVIEW = "preview"
        APPLIED = "applied"
        DISCARDED = "discarded"

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREVIEW)
    by = models.CharField(max_length=40)
    at = models.DateTimeField()
    rows = models.JSONField(default=list)
    """Forms that were read: {"where", "tps", "sku", "figures", "votes"}."""
    problems = models.JSONField(default=list)
    """What was not: {"code", "facts"}."""
    kept = models.PositiveIntegerField(default=0)
    """Forms that were new when it was used."""
