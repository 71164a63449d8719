"""The files of what other elections taught: kept by their hash, read by places and warehouse."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path

from tepat.adapters import list_files
from tepat.core.move import events
from tepat.core.move.events.bytes import read as events_read
from tepat.core.plan.learning import file, suppliers
from tepat.core.plan.learning.values import Priors
from tepat.core.problems import Code, refuse
from tepat.server.election.models import Scope, User
from tepat.server.log.models import Fact
from tepat.server.plan.models import Lesson
from tepat.server.plan.schedule import store


class Signer(StrEnum):
    """Who signed a file of lessons, as far as this installation can say."""

    NOBODY = "nobody"
    DESK = "desk"
    """The desk of that election: its log, which is here, names the key."""
    UNKNOWN = "unknown"
    """A key that only its owner can vouch for."""
    OTHER = "other"
    """Another key than the files of that election before."""


def folder() -> Path:
    """Where the files lie."""
    return store.plans() / "priors"


def read(scope: Scope, data: bytes, name: str) -> Priors:
    """Return what an uploaded file says. Raises `Refused` for another form or kabupaten."""
    priors = file.read(data, name)
    if priors.kabupaten != scope.kabupaten:
        raise refuse(Code.PRIORS_OTHER, value=priors.kabupaten, kabupaten=scope.kabupaten)
    return priors


def keep(scope: Scope, data: bytes, priors: Priors, by: User, now: datetime) -> Lesson:
    """Keep a file that was read and say so in `scope`. Twice is once."""
    kept = list_files.write(folder(), data)
    lesson, _ = Lesson.objects.get_or_create(
        scope=scope,
        hash=kept,
        defaults={
            "election": priors.election,
            "key": file.key_id(priors),
            "by": by,
            "at": now,
        },
    )
    return lesson


def signer_of(lesson: Lesson, priors: Priors) -> Signer:
    """Return how far the key that signed a file is known here: at most two queries."""
    if not lesson.key:
        return Signer.NOBODY
    rows = Fact.objects.filter(
        election=priors.election, kabupaten=priors.kabupaten, kind=events.DeskEnrolled.KIND
    )
    desks = (events_read(bytes(body)) for body in rows.values_list("body", flat=True))
    if any(isinstance(each, events.DeskEnrolled) and each.key == priors.key for each in desks):
        return Signer.DESK
    before = Lesson.objects.filter(scope=lesson.scope_id, election=lesson.election)
    keys = set(before.filter(pk__lt=lesson.pk).exclude(key="").values_list("key", flat=True))
    return Signer.OTHER if keys and lesson.key not in keys else Signer.UNKNOWN


def newest(scope: Scope) -> Lesson | None:
    """Return the file that was given last: one query."""
    return Lesson.objects.filter(scope=scope).select_related("by").order_by("-pk").first()


def priors_of(lesson: Lesson) -> Priors:
    """Return what a kept file says. Raises `Refused` where it is gone or was altered."""
    data = list_files.read(folder(), lesson.hash)
    if data is None:
        raise refuse(Code.PRIORS_GONE, file=lesson.hash[:16])
    return file.read(data, lesson.hash[:16])


def habits(scope: Scope) -> dict[tuple[str, str], suppliers.Habit]:
    """Return what suppliers delivered in elections before: one query, and the kept files.

    A file that is gone teaches nothing here; the page of lessons says so.
    """
    rows = Lesson.objects.filter(scope=scope).order_by("pk")
    there = [data for row in rows if (data := list_files.read(folder(), row.hash)) is not None]
    return suppliers.habits(file.read(data, "") for data in there)
