"""Where the list of a load stands in the log, for its papers.

The oldest checkpoint that is kept and holds the fact is printed, so that the same paper has
the same bytes however long the log grows.
"""

from pathlib import Path

from tepat.adapters.labels import qr_svg
from tepat.core.documents.log_mark import LogMark
from tepat.core.log import checkpoints, notes
from tepat.core.move import events
from tepat.server.election.models import Scope
from tepat.server.keeping.wiring import place_of
from tepat.server.log.models import Fact
from tepat.server.log.publishing.standing import standing_of
from tepat.server.move.models import Shipment
from tepat.witness import proving

PAPERS = frozenset({"surat_jalan", "bast"})
"""The papers that bear a mark, where they are about a load."""


def mark_of(scope: Scope, document: str, key: str) -> LogMark | None:
    """Return the mark of one paper, None where it bears none: at most two queries."""
    if document not in PAPERS:
        return None
    load = Shipment.objects.filter(scope=scope, code=key).first()
    if load is None:
        return None
    listed = Fact.objects.filter(
        election=scope.election,
        kabupaten=scope.kabupaten,
        kind=events.Listed.KIND,
        lists__list=load.list_hash,
    ).order_by("number")
    found = listed.values_list("number", "id").first()
    checkpoint = _checkpoint(scope, found[0]) if found else None
    if found is None or checkpoint is None:
        return LogMark()
    number, name = found
    return LogMark(
        number,
        checkpoints.fingerprint(checkpoint),
        checkpoint.size,
        qr_svg(proving.reference(checkpoint, number, name)),
    )


def _checkpoint(scope: Scope, number: int) -> checkpoints.Checkpoint | None:
    """The oldest kept checkpoint of this log that holds entry `number`."""
    place = place_of(scope)
    newest = standing_of(place).checkpoint
    if newest is None or newest.size < number:
        return None
    folder = place.folder / "checkpoints"
    sizes = sorted(int(path.name) for path in folder.glob("*") if path.name.isdecimal())
    for size in sizes:
        if number <= size <= newest.size and (kept := _read(folder / str(size), newest.origin)):
            return kept
    return newest


def _read(path: Path, origin: str) -> checkpoints.Checkpoint | None:
    try:
        found = checkpoints.parse(notes.parse_note(path.read_bytes()).text)
    except (OSError, ValueError):
        return None
    return found if found.origin == origin and str(found.size) == path.name else None
