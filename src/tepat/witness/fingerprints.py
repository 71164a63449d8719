"""The witness made of paper: a size and 24 digits, checked against a log."""

import re
from pathlib import Path
from typing import Final, NamedTuple

from tepat.core.log import checkpoints, notes, tiles, tree
from tepat.core.problems import Code, refuse
from tepat.witness import files, sources, trust

_DIGITS: Final = checkpoints.FINGERPRINT_DIGITS
_TILE: Final = tiles.WIDTH * tree.HASH_BYTES


class Written(NamedTuple):
    """What stands on a paper."""

    size: int
    digits: str


def of_file(path: Path) -> checkpoints.Checkpoint:
    """Return the checkpoint in a file; refuses a file that is none."""
    read = trust.read_checkpoint(files.read(path, notes.LARGEST_NOTE))
    if read is None:
        raise refuse(Code.NOTE_UNREADABLE, file=str(path))
    return read[1]


def read(text: str) -> Written:
    """Return size and digits as a person copied them: spaces, dots and words do not matter.

    >>> read("Ukuran 1.204, sidik 0390 5494 3103 5810 9740 6601")
    Written(size=1204, digits='039054943103581097406601')
    """
    digits = re.sub(r"[^0-9]", "", text)
    size = digits[:-_DIGITS]
    if not size or len(size) > 12:
        raise refuse(Code.FINGERPRINT_FORM, value=text[:80])
    return Written(int(size), digits[-_DIGITS:])


def lies_in(written: Written, source: sources.Source) -> bool | None:
    """Say whether the log at `source` had this fingerprint at this size.

    None where the log is not that long (yet). The root is worked out from the hash tiles,
    so that no stored checkpoint of that size is needed.
    """
    data = source.read("checkpoint", notes.LARGEST_NOTE)
    newest = trust.read_checkpoint(data) if data is not None else None
    if newest is None:
        raise refuse(Code.LOG_NO_CHECKPOINT, where=source.name)
    _, checkpoint = newest
    if written.size > checkpoint.size:
        return None
    reader = tiles.TileReader(lambda path: source.read(path, _TILE), checkpoint.size)
    try:
        if reader.root() != checkpoint.root:
            raise refuse(Code.MIRROR_BROKEN, file="tile", where=source.name)
        root = tree.root_at(written.size, reader)
        proof = tree.consistency_proof(written.size, checkpoint.size, reader)
    except (tiles.BadTile, sources.TooLarge) as error:
        raise refuse(Code.MIRROR_BROKEN, file="tile", where=source.name) from error
    if not tree.check_consistency(written.size, checkpoint.size, root, checkpoint.root, proof):
        raise refuse(Code.MIRROR_BROKEN, file="tile", where=source.name)
    then = checkpoints.Checkpoint(checkpoint.origin, written.size, root)
    return checkpoints.fingerprint(then).replace(" ", "") == written.digits
