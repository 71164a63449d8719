"""Bring back the end of a log that a restored backup does not have, from any copy of it.

A copy is believed for its hashes only: they must give the root of a checkpoint that a key
of this log signed, begin with everything this log signed, and be what the witnesses saw.
Then the lost entries get their old numbers back and the log goes on under its name.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Final

from tepat.adapters import list_files
from tepat.core.log import canonical, checkpoints, entries, notes, tiles, tree
from tepat.core.problems import Code, refuse
from tepat.server import flow
from tepat.server.election.models import Scope
from tepat.server.keeping import wiring
from tepat.server.log import queries
from tepat.server.log.publishing.disk import Disk
from tepat.server.log.publishing.locks import only_writer
from tepat.server.log.publishing.place import Place
from tepat.server.log.publishing.signer import SignsLogs
from tepat.server.log.refilling import Lost, Refilled
from tepat.witness import beside, sources, trust

ENTRY: Final = "entri"
BODY: Final = "isi tersembunyi"


@dataclass(frozen=True, slots=True)
class Done:
    """What came back: `kept` entries were here and agree, those up to `size` are back."""

    kept: int
    size: int
    rows: Refilled


def refill(scope: Scope, source: sources.Source, now: datetime) -> Done:
    """Put the lost entries of one log back from a copy; nothing else may publish meanwhile.

    Raises `Refused`, and has changed nothing then, where the copy is not signed by this log,
    differs from what was signed here, ends before what a witness has seen, or does not
    give an entry or a hidden body.
    """
    place = wiring.place_of(scope)
    with only_writer(place):
        signer = wiring.signer_of(place, Disk())
        signed = _signed(place, signer)
        checkpoint = _checkpoint(place, signer, source)
        memory = signer.memory()
        if checkpoint.size < memory.floor:
            raise refuse(
                Code.LOG_REFILL_SHORT,
                where=source.name,
                log=str(place),
                size=checkpoint.size,
                last=memory.floor,
            )
        leaves = _leaves(source, checkpoint)
        if memory.floor_root and _root(leaves[: memory.floor]) != memory.floor_root:
            raise _other(source, place, memory.floor)
        kept = _common(scope, leaves)
        if kept < min(signed, checkpoint.size):
            raise _other(source, place, kept + 1)
        if kept == checkpoint.size:
            return Done(kept, checkpoint.size, Refilled(0, 0, 0))
        lost = list(_lost(scope, source, leaves, kept))
        _fetch_lists(source, lost)
        rows = flow.refill(scope, lost, now)
        signer.set_floor(checkpoint.size, checkpoint.root)
    return Done(kept, checkpoint.size, rows)


def _signed(place: Place, signer: SignsLogs) -> int:
    """The size up to which nothing may change: signed by this key, or published here."""
    size = signer.memory().size
    data = Disk().read(place.folder / "checkpoint")
    read = trust.read_checkpoint(data) if data is not None else None
    return max(size, read[1].size) if read else size


def _checkpoint(place: Place, signer: SignsLogs, source: sources.Source) -> checkpoints.Checkpoint:
    data = source.read("checkpoint", notes.LARGEST_NOTE)
    read = trust.read_checkpoint(data) if data is not None else None
    if read is None:
        raise refuse(Code.LOG_NO_CHECKPOINT, where=source.name)
    note, checkpoint = read
    known = [notes.parse_vkey(each) for each in signer.vkeys()]
    if checkpoint.origin != place.origin or not trust.signed_by_log(note, known):
        raise refuse(Code.NOTE_UNTRUSTED, file=f"{source.name}/checkpoint")
    return checkpoint


def _leaves(source: sources.Source, checkpoint: checkpoints.Checkpoint) -> list[bytes]:
    """Every entry of the copy. Raises `Refused` where they do not give the signed root."""
    found: list[bytes] = []
    while (first := len(found)) < checkpoint.size:
        width = min(tiles.WIDTH, checkpoint.size - first)
        path = tiles.entries_path(first // tiles.WIDTH, width)
        try:
            data = source.read(path, tiles.LARGEST_BUNDLE)
            if data is None:
                raise _withheld(source, ENTRY, first + 1)
            found += tiles.parse_bundle(data, width)
        except (tiles.BadTile, sources.TooLarge) as error:
            raise refuse(Code.MIRROR_BROKEN, file=path, where=source.name) from error
    if _root(found) != checkpoint.root:
        raise refuse(Code.MIRROR_BROKEN, file="tile/entries", where=source.name)
    return found


def _root(leaves: Sequence[bytes]) -> bytes:
    return tree.root_of(map(tree.leaf_hash, leaves))


def _common(scope: Scope, leaves: Sequence[bytes]) -> int:
    """How many entries this log and the copy have in common, from the first one on."""
    where = (scope.election, scope.kabupaten)
    last = min(queries.size(*where), len(leaves))
    pieces = (
        queries.entries(*where, first, min(first + tiles.WIDTH - 1, last))
        for first in range(1, last + 1, tiles.WIDTH)
    )
    own = chain.from_iterable(pieces)
    for number, (mine, theirs) in enumerate(zip(own, leaves, strict=False)):
        if mine != theirs:
            return number
    return last


def _lost(
    scope: Scope, source: sources.Source, leaves: Sequence[bytes], kept: int
) -> Iterator[Lost]:
    for number, leaf in enumerate(leaves[kept:], start=kept + 1):
        try:
            entry = entries.parse(leaf)
        except entries.BadEntry as error:
            raise refuse(Code.LOG_REFILL_BODY, log=str(scope), reason=str(error)) from error
        body = b""
        if isinstance(entry, entries.HiddenEntry):
            body = _hidden(source, number, entry)
        yield Lost(number, entry, body)


def _hidden(source: sources.Source, number: int, entry: entries.HiddenEntry) -> bytes:
    """The body of a hidden fact: as it came again, or as the copy has it beside the entry."""
    if (here := queries.body_of(entry.name)) is not None:
        return here
    path = f"bodies/{entry.audience}/{number}.json"
    data = source.read(path, beside.LARGEST_BODY_FILE)
    body = beside.body_of(data) if data is not None else None
    if body is None or canonical.name_of(body) != entry.name:
        raise _withheld(source, BODY, number)
    return body


def _fetch_lists(source: sources.Source, lost: Sequence[Lost]) -> None:
    """Take the lists that the lost facts name, as far as the copy gives them."""
    folder: Path = wiring.home() / "lists"
    for each in lost:
        body = each.entry.body if isinstance(each.entry, entries.FactEntry) else each.body
        for name in beside.lists_of(body):
            if list_files.read(folder, name) is None:
                data = source.read(f"lists/{name}", canonical.LARGEST_LIST)
                if data is not None and canonical.name_of(data) == name:
                    list_files.write(folder, data)


def _withheld(source: sources.Source, what: str, number: int) -> Exception:
    return refuse(Code.LOG_REFILL_WITHHELD, where=source.name, what=what, number=number)


def _other(source: sources.Source, place: Place, number: int) -> Exception:
    return refuse(Code.LOG_REFILL_OTHER, where=source.name, log=str(place), number=number)
