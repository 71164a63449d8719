"""Which fields of the tables hold a person's name or number, and what a purge does with each.

Every field that can hold text stands in one of three lists. A new one stands in none, and a
test says so: whoever adds it decides whether a purge takes it, leaves it and says so, or
whether it never names a person.
"""

from itertools import count
from typing import Any, Final
from uuid import uuid4

from django.apps import apps
from django.db import models

from tests.server.keeping.published import NOW

NAME: Final = "Ibu Nur Halimah Rahasia"
TEXTS: Final = (
    models.CharField,
    models.TextField,
    models.JSONField,
    models.BinaryField,
    models.FileField,
    models.GenericIPAddressField,
)


def _fields(text: str) -> set[str]:
    """Read lines of `app.Model field field ...`."""
    found = set()
    for line in text.strip().splitlines():
        model, *names = line.split()
        found |= {f"{model}.{name}" for name in names}
    return found


GONE: Final = _fields("""
account.EmailAddress email
documents.PaperJob files problem
election.Invitation person by_name
election.Look name which
election.PledgeAccepted name
election.User username first_name last_name email
log.Words text
move.Officer name phone
move.Shipment driver escort
socialaccount.SocialAccount uid
watch.Attendance name agency
watch.DeskContact title name phone
watch.Duty name phone
watch.EscortReport note
watch.GuardDuty names
watch.PaperDraft cells
watch.PaperRow receiver
watch.Payee name duty
watch.SecurityOperation signer
watch.SecurityOrder signer
watch.SecurityPerson name rank number phone
watch.SecurityUnit phone
watch.SupervisionAct text
watch.SupervisionCaseVersion title accused story evidence
watch.SupervisionForm said
watch.SupervisionCheckPhoto data
watch.SupervisionPhoto data
watch.SupervisionReporter name address phone
""")
"""What must be gone after a purge; of accounts, where they are ended; a title, where it is the
reporter's own words."""

ROWS_GONE: Final = (
    "mfa.Authenticator",
    "usersessions.UserSession",
    "move.Photo",
    "move.PhotoLook",
    "watch.AnnouncementRead",
    "watch.PaperPhoto",
)
"""Tables without a name in text whose rows tell of a person all the same, and go."""

STAYS: Final = {
    "penanda tangan surat": _fields("""
documents.IssuedNumber about
documents.Layout file_name data
documents.Letterhead lines address recipient copies_to
documents.Signatory name nip position
move.ReplacementRequest to letter
watch.SecurityOperation office signs_as
watch.SecurityOrder signs_as
watch.SupervisionSetting head
"""),
    "saksi pada berita acara stok": _fields("move.Movement facts"),
    "nama calon di surat suara": _fields("count.PaperNames names"),
    "laporan harian": _fields("watch.DailyReport to message lines pdf"),
    "teks bebas": _fields("""
move.CountPile same_person_reason
move.Expectation reason
move.Shipment unsealed_reason
watch.AgendaItem title text ask owner mark was
watch.AlertEvent note
watch.Announcement text
watch.Decision text why weighed data
watch.ExerciseAnswer text
watch.GateWord evidence
watch.Incident title text reporter
watch.IncidentAct text data
watch.Meeting title place briefing
watch.MeetingAction text owner
watch.MeetingActionStep note
watch.MeetingDecision text owner
watch.MinutesVersion text
watch.Mitigation action proof
watch.Outcome text
watch.OutreachEvent place what owner told
watch.PublishedCase text
watch.Question text
watch.QuestionWord text
watch.RealCost why
watch.Risk title mitigation trigger result
watch.SecurityOrder basis task
watch.StoreBackup why
watch.SupervisionCaseVersion subject article
watch.SupervisionCheck note
watch.SupervisionPublication text
watch.SupervisionTopicCount note
watch.Support text
watch.SupportAnswer text
watch.TpsGrade reason
watch.TpsMove reason
"""),
}
"""What may name a person and stays, under words of the report that tells it."""

OF_NOBODY: Final = set(
    """
actions aside audience before by cause code condition counts countersigned desa device digest
election evidence fact facts fingerprint focus gate grade hash id item kabupaten kecamatan key
kind ladder language legs list_hash opened_by package paper party place places provenance reasons
region role roles rows salt scope seals sha256 shipment sig sku source stage start starts state
status tier token tps turn uploader urgency version vkey zone
""".split()  # noqa: SIM905
)
"""Codes, kinds, places and hashes, whichever table they stand in."""
NOBODY: Final = _fields("""
account.EmailConfirmation key
count.CountHead beside
count.FormState checks form weight
count.SheetImport file_name problems
count.PapersMove device person side to
count.ToldFact body person
count.TypedForm figures sheet votes
count.TypedRecap figures votes
watch.AgendaItem since
watch.PublishedCase said
watch.PublishedFile data where
auth.Group name
auth.Permission name codename
contenttypes.ContentType app_label model
django_tasks_database.DBTaskResult args_kwargs task_path worker_ids queue_name backend_name
django_tasks_database.DBTaskResult return_value exception_class_path traceback
documents.IssuedNumber document text record contents
documents.Layout document
documents.Letterhead area election_title office_code number_pattern emblem emblem_format
documents.PaperJob document area
documents.Signatory area signs
election.Boundary geometry
election.ColumnMapping signature columns
election.Dapil area dapil
election.Invitation area
election.Look area agency what
election.PledgeAccepted agency
election.QuantityChange rule after
election.Region name parent point_source
election.RegionAlias alias parent
election.Rehearsal name
election.RoleGrant area
election.Scope quantities
election.Tps name point_source
election.TpsImport file_name mapping preview
election.User password
log.Fact prev body
log.FactList list
log.LogHead keyed
log.Quarantined name reason body settled
mfa.Authenticator type data
move.CountPile pool
move.Device assignment person area last_name
move.DriverReport what photo
move.Expectation supplier contract
move.Officer person
move.PackageCustody holder towards flags reached_by line
move.PackageState contents lies_in broken foreign heads filled problems
move.PackingSession ticked line last_scan
move.PhoneWitness name signature
move.Place name
move.PlannedShipment trip
move.ReplacementRequest ba
move.SealRange prefix what to
move.SealUse number
move.Shipment origin destination vehicle
move.StockEntry pool
plan.Package at form contents inside replaces
plan.PlanInput occasion edit
plan.PlanRun effort fixed curve checks problem
sessions.Session session_key session_data
socialaccount.SocialAccount provider extra_data
socialaccount.SocialApp provider provider_id name client_id secret settings
socialaccount.SocialToken token_secret
usersessions.UserSession ip session_key user_agent data
watch.Alert where params
watch.AlertEvent what
watch.AlertLimit name
watch.Announcement area
watch.DailyReport agency
watch.Decision sort remedy
watch.DeskContact area
watch.Duty area
watch.Exercise case
watch.ExerciseAnswer inject found
watch.ExportLayout export columns
watch.ExportTaken export filters
watch.GuardDuty post unit
watch.GuardPattern area
watch.Incident title subjects packages owner
watch.IncidentAct did
watch.Meeting agency
watch.MeetingActionStep agency
watch.Mitigation ask area
watch.OutreachEvent told_by
watch.PaperDraft way mends
watch.PaperPhoto way
watch.PaperRow way cells
watch.PostReport turn
watch.Question page
watch.ReadToken name area
watch.RealCost area photo
watch.Risk aght owner likelihood impact after_likelihood after_impact
watch.SecurityGrade name
watch.SecurityOperation name basis pattern phases
watch.SecurityOrder text about
watch.SecurityPost name area
watch.SecurityUnit service name area
watch.StoreBackup backup name
watch.SupervisionAct verdict to register
watch.SupervisionCase sort receipt
watch.SupervisionCaseVersion area
watch.SupervisionCheck about subject area answers
watch.SupervisionClock unit longest_unit rests_in
watch.SupervisionForm area checks
watch.SupervisionHoliday name
watch.SupervisionIndicator group name
watch.SupervisionMark yes no
watch.SupervisionPublication said
watch.SupervisionSetting register report
watch.SupervisionTopic name
watch.SupervisionTopicCount topic
watch.SupervisionVisit what to
watch.Support what to
watch.SupportAnswer said
watch.TpsMove name
watch.TurnoutTable source
watch.Webhook name url events secret secret_before stopped_why agency
watch.WebhookDelivery fault
watch.WebhookMessage message event body
""")
"""Names of places, things and programs; ids that say nothing without their table of people."""


def text_fields() -> set[str]:
    """Return `app.Model.field` of everything in which a text can stand."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if isinstance(field, TEXTS)
    }


def holds_name(label: str) -> bool:
    """Tell whether `NAME` stands in some row of `app.Model.field`."""
    model, _, field = label.rpartition(".")
    rows = apps.get_model(model)._base_manager.values_list(field, flat=True)
    return any(
        NAME in (bytes(each).decode() if isinstance(each, bytes | memoryview) else str(each))
        for each in rows
    )


_number = count(1)


def fill(label: str, **given: Any) -> Any:
    """Store one row of a table, `NAME` in each field of `GONE`, and return it.

    Rows it needs are made as well, or are the ones that are there.
    """
    model = apps.get_model(label)
    values = {}
    for field in model._meta.local_fields:
        if field.name in given or (field.primary_key and isinstance(field, models.AutoField)):
            continue
        if f"{label}.{field.name}" in GONE:
            values[field.name] = _named(field)
        elif not (field.has_default() or field.null or (field.blank and _is_text(field))):
            values[field.name] = _plain(field, given)
    return model._base_manager.create(**values, **given)


def _is_text(field: Any) -> bool:
    return isinstance(field, TEXTS)


def _named(field: Any) -> Any:
    if isinstance(field, models.JSONField):
        return {"name": NAME}
    if isinstance(field, models.BinaryField):
        return NAME.encode()
    return NAME


def _plain(field: Any, given: Any) -> Any:
    if isinstance(field, models.ForeignKey):
        there = field.related_model._base_manager.first()
        scope = {"scope": given["scope"]} if "scope" in given else {}
        return there or fill(field.related_model._meta.label, **scope)
    for kind, value in (
        (models.UUIDField, uuid4()),
        (models.DateTimeField, NOW),
        (models.DateField, NOW.date()),
        (models.TimeField, NOW.time()),
        (models.BooleanField, False),
        (models.JSONField, []),
        (models.BinaryField, b"x"),
        (models.GenericIPAddressField, "192.0.2.1"),
        (models.IntegerField, next(_number)),
        (models.FloatField, 1.0),
    ):
        if isinstance(field, kind):
            return value
    return field.choices[0][0] if field.choices else f"x{next(_number)}"[: field.max_length]
