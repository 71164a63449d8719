"""What an office set for its papers, the register of numbers, and files that were made."""

from django.conf import settings
from django.db import models

from tepat.core.documents import numbers, office, papers
from tepat.server.election.models import Scope


class Letterhead(models.Model):
    """Kop surat, numbering and label size of one office: the kabupaten, or one PPK."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="letterheads")
    area = models.CharField(max_length=8)
    """Code of the kabupaten or kecamatan whose office it is."""
    election_title = models.CharField(max_length=240, blank=True)
    """The election as papers name it in full; its short name where this is empty."""
    lines = models.TextField(blank=True)
    """One line of the kop per line."""
    address = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=80, blank=True)
    """Where papers are signed: Tanjung."""
    office_code = models.CharField(max_length=40, blank=True)
    """Stands in letter numbers; the code of the area where it is empty."""
    number_pattern = models.CharField(max_length=120, default=numbers.DEFAULT_PATTERN)
    recipient = models.CharField(max_length=120, blank=True)
    """Whom letters that ask for replacements go to: Ketua KPU Provinsi ..."""
    copies_to = models.TextField(blank=True)
    """Tembusan, one per line."""
    emblem = models.BinaryField(blank=True, default=b"")
    emblem_format = models.CharField(max_length=3, blank=True)
    label_width = models.PositiveSmallIntegerField(default=100)
    label_height = models.PositiveSmallIntegerField(default=150)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "area"], name="letterhead_once")]

    def as_value(self) -> papers.Letterhead:
        emblem = bytes(self.emblem)
        text = emblem.decode("utf-8", "replace") if self.emblem_format == "svg" else ""
        return papers.Letterhead(
            tuple(line.strip() for line in self.lines.splitlines() if line.strip()),
            self.address,
            text or emblem.hex(),
            self.emblem_format,
        )

    def copies(self) -> tuple[str, ...]:
        return tuple(line.strip() for line in self.copies_to.splitlines() if line.strip())

    def label_size(self) -> office.LabelSize:
        return office.LabelSize(self.label_width, self.label_height)


class Signatory(models.Model):
    """Who signs as what for one office."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="signatories")
    area = models.CharField(max_length=8)
    signs = models.CharField(
        max_length=12, choices=[(each.value, each.value) for each in office.Signs]
    )
    name = models.CharField(max_length=120, blank=True)
    nip = models.CharField(max_length=30, blank=True)
    position = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "area", "signs"], name="signatory_once")
        ]

    def as_value(self) -> papers.Person:
        title = office.SIGNS_AS[office.Signs(self.signs)]
        return papers.Person(self.name, self.position or title.id, self.nip)


class IssuedNumber(models.Model):
    """One number of the register. Never deleted: a gap would be a paper nobody can find."""

    scope = models.ForeignKey(Scope, on_delete=models.PROTECT, related_name="issued_numbers")
    document = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    text = models.CharField(max_length=160)
    """As printed: 017/BAST/63.09/XI/2024."""
    record = models.CharField(max_length=64)
    """Key of the record: SJ-001, the number of a movement. The same record keeps its number."""
    contents = models.JSONField(default=list)
    """[{"hash": SHA-256 of what the paper said, "at": ..., "by": ...}], the first as issued."""
    about = models.CharField(max_length=200)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "document", "year", "number"], name="issued_number_once"
            ),
            models.UniqueConstraint(
                fields=["scope", "document", "record"], name="issued_number_per_record"
            ),
        ]
        indexes = [models.Index(fields=["scope", "-at"], name="issued_number_by_time")]


class Layout(models.Model):
    """An agency's own layout of one document, as .docx with placeholders."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="layouts")
    document = models.CharField(max_length=20)
    file_name = models.CharField(max_length=255)
    data = models.BinaryField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "document"], name="layout_once")]


class PaperJob(models.Model):
    """One order to make files: what was asked, how far it is, and what came out."""

    class State(models.TextChoices):
        WAITING = "waiting"
        MAKING = "making"
        DONE = "done"
        FAILED = "failed"

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="paper_jobs")
    document = models.CharField(max_length=20)
    area = models.CharField(max_length=13)
    """Kabupaten, kecamatan or desa code."""
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    files = models.JSONField(default=list)
    """[{"name": ..., "papers": n, "bytes": n, "sha256": ...}]"""
    problem = models.JSONField(default=dict)
    """{"code": ..., "facts": {...}} where it failed."""
    seconds = models.FloatField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)

    class Meta:
        indexes = [models.Index(fields=["scope", "-at"], name="paper_job_by_time")]
