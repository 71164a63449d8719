"""What was recorded and can be printed as a letter: one row per kind of paper.

Rooms that record something (warehouse, packing, shipments) are read through their own
queries; this list says which document prints which record.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tepat.core.problems import Code, refuse
from tepat.server.documents import services
from tepat.server.election.models import Scope


@dataclass(frozen=True, slots=True)
class Row:
    """One record as the page lists it."""

    key: str
    title: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where the records of one document come from."""

    document: str
    rows: Callable[[Scope], Sequence[Row]]
    paper: Callable[[Scope, str], Any]
    """The paper of the record with this key; None where there is none."""


SOURCES: tuple[Source, ...] = ()


def rows(scope: Scope) -> list[tuple[Source, Row]]:
    """Everything that can be printed as a letter, newest first."""
    found = [(source, row) for source in SOURCES for row in source.rows(scope)]
    return sorted(found, key=lambda each: (each[1].at is not None, each[1].at), reverse=True)


def paper(scope: Scope, document: str, key: str) -> tuple[Any, str]:
    """Return the paper of one record and its title. Raises `Refused` where it is not there."""
    kind = services.document(document)
    source = next((each for each in SOURCES if each.document == document), None)
    made = source.paper(scope, key) if source else None
    if made is None:
        raise refuse(Code.RECORD_UNKNOWN, value=key, document=kind.title)
    return made, f"{kind.title} {key}"
