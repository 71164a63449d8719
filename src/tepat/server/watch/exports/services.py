"""Make the file of an export, keep who took it, and keep the columns an office wants."""

import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, Final

from tepat.adapters import csv_out, excel_out
from tepat.core.problems import Code, refuse
from tepat.core.watch.exports.layouts import DELIMITERS, Column, Export
from tepat.core.watch.exports.sources import Form
from tepat.server.election.accounts.looks import record_look
from tepat.server.election.models import Scope, User
from tepat.server.log.models import Fact
from tepat.server.watch.exports import queries
from tepat.server.watch.exports.asked import Asked
from tepat.server.watch.models import ExportLayout, ExportTaken

FORMATS: Final = ("xlsx", "csv")
IN_MEMORY: Final = 2 * 2**20
"""Bytes of a file that are kept in memory; a longer one lies on the disk."""


@dataclass(frozen=True, slots=True)
class Made:
    """One file: open at its beginning, with what it holds."""

    file: IO[bytes]
    name: str
    rows: int
    sha256: str
    bytes: int


def make(
    export: Export, asked: Asked, form: str, delimiter: str = "koma", for_sheets: bool = False
) -> Made:
    """Write the file of an export. The same log and the same question give the same bytes.

    Raises `Refused` for a format or delimiter there is none of.
    """
    if form not in FORMATS or delimiter not in DELIMITERS:
        known = ", ".join((*FORMATS, *DELIMITERS))
        raise refuse(Code.EXPORT_FORM, value=f"{form} {delimiter}"[:40], known=known)
    file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    cells = queries.cells_of(export, asked)
    if form == "xlsx":
        heads, title = export.heads, export.name.id
        count = excel_out.write(file, title, heads, cells, _created(asked), title)  # type: ignore[arg-type]
    else:
        codes = frozenset(at for at, each in enumerate(export.fields) if each.form is Form.CODE)
        mark = DELIMITERS[delimiter]
        count = csv_out.write(file, export.heads, cells, mark, codes, for_sheets)  # type: ignore[arg-type]
    size = file.tell()
    file.seek(0)
    digest = hashlib.sha256()
    for piece in pieces(file):
        digest.update(piece)
    file.seek(0)
    return Made(file, name_of(export, asked, form), count, digest.hexdigest(), size)


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    """Return what a file holds, 64 KiB at a time."""
    while piece := file.read(65_536):
        yield piece


def name_of(export: Export, asked: Asked, form: str) -> str:
    """Return the name of the file: what, where, and up to which number of the log."""
    where = asked.area or asked.scope.kabupaten
    day = f"-{asked.day.isoformat()}" if asked.day else ""
    return f"{export.code}-{where}{day}-log-{asked.since + 1}-{asked.upto}.{form}"


def _created(asked: Asked) -> datetime:
    """The time of the newest fact of the file, so that the same log gives the same bytes."""
    scope = asked.scope
    facts = Fact.objects.filter(election=scope.election, kabupaten=scope.kabupaten)
    last = facts.filter(number__lte=asked.upto).order_by("-number")
    at = last.values_list("received_at", flat=True).first()
    return (
        (at or datetime(2024, 1, 1, tzinfo=UTC)).astimezone(UTC).replace(microsecond=0, tzinfo=None)
    )


def record(export: Export, asked: Asked, made: Made, user: User, now: datetime) -> None:
    """Keep that `user` took this file, for every agency to read."""
    filters = {"area": asked.area, "day": asked.day.isoformat() if asked.day else ""}
    ExportTaken.objects.create(
        scope=asked.scope,
        export=export.code,
        by=user.account,
        at=now,
        filters={name: value for name, value in filters.items() if value},
        since=asked.since,
        upto=asked.upto,
        rows=made.rows,
        sha256=made.sha256,
    )
    record_look(user, asked.scope, "export", made.name)
    if export.source.is_security:
        record_look(user, asked.scope, "escorts", made.name)
    if asked.wants_people:
        record_look(user, asked.scope, "phones", made.name)


def set_layout(
    scope: Scope, export: Export, columns: Sequence[Column] | None, user: User, now: datetime
) -> None:
    """Keep the columns an office wants; None goes back to those of the program."""
    pairs = [[each.field, each.head] for each in columns] if columns is not None else None
    ExportLayout.objects.create(
        scope=scope, export=export.code, columns=pairs, by=user.account, at=now
    )
