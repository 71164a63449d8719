"""Drafts and photos of papers: what is kept before a row is recorded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from tepat.core.problems import Code, refuse
from tepat.core.watch.paper.reading import FIELDS, LONGEST, Typed
from tepat.core.watch.paper.rows import Way
from tepat.server.election.models import Scope
from tepat.server.move.field import desk_photos
from tepat.server.watch.models import PaperDraft, PaperPhoto

MOST_PHOTOS: Final = 200
"""Photos of one table."""
MOST_PHOTO: Final = 8 * 2**20
"""Bytes of one photo as it comes from a camera."""
MOST_BOXES: Final = 500
"""Boxes of one row that a draft remembers something of."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of papers: a step in a kecamatan."""

    scope: Scope
    way: Way
    kecamatan: str

    @property
    def fields(self) -> dict[str, Any]:
        """What its rows have in common in the database."""
        return {"scope": self.scope, "way": self.way.value, "kecamatan": self.kecamatan}


def cells_of(typed: Typed) -> dict[str, Any]:
    """Return a row as it is kept: only what was typed, and never more than a cell takes."""
    cells: dict[str, Any] = {
        name: getattr(typed, name)[:LONGEST] for name in FIELDS if getattr(typed, name)
    }
    if typed.missing:
        cells["missing"] = list(typed.missing[:MOST_BOXES])
    other = {each: text[:LONGEST] for each, text in typed.other_seals.items() if text.strip()}
    if other:
        cells["other_seals"] = dict(list(other.items())[:MOST_BOXES])
    return cells


def typed_of(cells: Mapping[str, Any], receiver: str = "") -> Typed:
    """Return what was kept as it was typed."""
    said = {name: str(cells.get(name, "")) for name in FIELDS}
    if receiver:
        said["receiver"] = receiver
    missing, other = tuple(cells.get("missing", ())), dict(cells.get("other_seals", {}))
    return Typed(**said, missing=missing, other_seals=other)


@dataclass(frozen=True, slots=True)
class Draft:
    """One row of a form: its key, what stands in it, and the fact that it puts right."""

    key: str
    typed: Typed
    mends: str = ""


@transaction.atomic
def keep_draft(table: Table, draft: Draft, by: UUID, now: datetime, *, sent: bool = False) -> None:
    """Keep what `by` has typed in a row; an empty row is forgotten. Two queries.

    `sent`: it was meant to be recorded, so that the page says what keeps it out.
    """
    if draft.typed.is_empty:
        forget_draft(table, draft.key, by)
        return
    values = {"cells": cells_of(draft.typed), "mends": draft.mends, "was_sent": sent, "at": now}
    PaperDraft.objects.update_or_create(**table.fields, key=draft.key, by=by, defaults=values)


def forget_draft(table: Table, key: str, by: UUID) -> None:
    """Forget what `by` has typed in a row."""
    PaperDraft.objects.filter(**table.fields, key=key, by=by).delete()


@transaction.atomic
def keep_photo(table: Table, data: bytes, by: UUID, now: datetime) -> int:
    """Keep a photo and return its number in the table; the same photo has one number.

    Raises `Refused` for what is no photo, and where the table is full.
    """
    rows = PaperPhoto.objects.filter(**table.fields)
    if rows.count() >= MOST_PHOTOS:
        raise refuse(Code.PAPER_PHOTOS_FULL, count=MOST_PHOTOS)
    name = desk_photos.keep(table.scope, data, now)
    there = rows.filter(sha256=name).first()
    if there is not None:
        return there.number
    number = (rows.aggregate(most=Max("number"))["most"] or 0) + 1
    PaperPhoto.objects.create(**table.fields, number=number, sha256=name, by=by, at=now)
    return number
