"""Proofs for paper: one fact is in one signed checkpoint, without the rest of the log.

The file is a C2SP tlog-proof whose extra data is the entry itself, so that it can be
checked with nothing but a policy.
"""

from enum import Enum
from pathlib import Path
from typing import Final, NamedTuple

from tepat.core.log import (
    checkpoints,
    entries,
    keys,
    notes,
    policies,
    proofs,
    spelling,
    tiles,
    tree,
)
from tepat.core.move import events
from tepat.core.problems import Code, refuse
from tepat.witness import files, sources, trust

_TILE: Final = tiles.WIDTH * tree.HASH_BYTES
_LARGEST_PROOF: Final = notes.LARGEST_NOTE + 2 * proofs.LARGEST_EXTRA


class Made(NamedTuple):
    """A proof, and the short text that stands for it in a QR."""

    data: bytes
    qr: str
    number: int
    checkpoint: checkpoints.Checkpoint


def prove(source: sources.Source, fact: str) -> Made:
    """Prove one fact, named by its hash or its number; refuses what is not in the log.

    What is read is checked against the checkpoint, so that no false proof is made.
    """
    data = source.read("checkpoint", notes.LARGEST_NOTE)
    read = trust.read_checkpoint(data) if data is not None else None
    if read is None:
        raise refuse(Code.LOG_NO_CHECKPOINT, where=source.name)
    note, checkpoint = read
    index, leaf = _found(source, fact, checkpoint.size)
    reader = tiles.TileReader(lambda path: source.read(path, _TILE), checkpoint.size)
    try:
        hashes = tuple(tree.inclusion_proof(index, checkpoint.size, reader))
    except (tiles.BadTile, sources.TooLarge) as error:
        raise refuse(Code.MIRROR_BROKEN, file="tile", where=source.name) from error
    if not tree.check_inclusion(
        index, checkpoint.size, tree.leaf_hash(leaf), checkpoint.root, hashes
    ):
        raise refuse(Code.MIRROR_BROKEN, file="tile", where=source.name)
    proof = proofs.Proof(index, hashes, note, leaf)
    return Made(proofs.write(proof), qr_text(checkpoint, index + 1, leaf), index + 1, checkpoint)


def qr_text(checkpoint: checkpoints.Checkpoint, number: int, leaf: bytes) -> str:
    """Return the text of the QR on a paper: which fact, where in the log, under what.

    Upper case and few signs, so that the QR stays small; the whole proof is a file.
    """
    return reference(checkpoint, number, entries.parse(leaf).name)


def reference(checkpoint: checkpoints.Checkpoint, number: int, name: str) -> str:
    """Return the same text for the fact called `name`."""
    fingerprint = checkpoints.fingerprint(checkpoint).replace(" ", "")
    return f"TEPAT-LOG1:{name.upper()}:{number}:{checkpoint.size}:{fingerprint}"


class Checked(NamedTuple):
    """The verdict on a proof: `why` is empty where it holds."""

    why: str
    number: int
    checkpoint: checkpoints.Checkpoint
    entry: entries.Entry
    witnesses: int


def check(path: Path, policy: policies.Policy) -> Checked:
    """Check a proof file by a policy alone; refuses a file that is none."""
    data = files.read(path, _LARGEST_PROOF)
    try:
        proof = proofs.parse(data)
        checkpoint = checkpoints.parse(proof.checkpoint.text)
        entry = entries.parse(proof.extra or b"")
    except (proofs.BadProof, checkpoints.BadCheckpoint, entries.BadEntry) as error:
        raise refuse(Code.PROOF_UNREADABLE, file=str(path)) from error
    why = proofs.why_not(proof, proof.extra or b"", policy)
    witnesses = 0
    if not why:
        witnesses = len(policies.judge(policy, proof.checkpoint).witnesses)
    return Checked(why, proof.index + 1, checkpoint, entry, witnesses)


class Signer(Enum):
    """What a proof alone shows of the signature of its fact."""

    HOLDS = "holds"
    FORGED = "forged"
    UNREADABLE = "unreadable"
    UNCHECKED = "unchecked"
    """The key stands in another fact of the log."""


def signer_of(entry: entries.Entry) -> Signer:
    """Check the signature where the fact brings its own key."""
    if not isinstance(entry, entries.FactEntry):
        return Signer.UNCHECKED
    try:
        fact = events.read(entry.body)
    except events.Unreadable:
        return Signer.UNREADABLE
    if not isinstance(fact, events.Enrolled | events.DeskEnrolled):
        return Signer.UNCHECKED
    public = spelling.from_base64(fact.key)
    if not public or keys.key_id(public) != fact.device:
        return Signer.UNCHECKED
    holds = keys.body_verifies(public, keys.EVENT, entry.body, entry.signature)
    return Signer.HOLDS if holds else Signer.FORGED


def body_of(entry: entries.Entry) -> str:
    """Return the body of the fact as text, empty where it is withheld."""
    return entry.body.decode() if isinstance(entry, entries.FactEntry) else ""


def _found(source: sources.Source, fact: str, size: int) -> tuple[int, bytes]:
    """Return index and bytes of the entry of this fact."""
    number = spelling.to_number(fact)
    if number is not None and len(fact) < 16:
        if not 1 <= number <= size:
            raise refuse(Code.PROOF_NO_FACT, fact=fact, size=size)
        bundle, offset = divmod(number - 1, tiles.WIDTH)
        return number - 1, _bundle(source, bundle, size)[offset]
    wanted = fact.lower()
    for index in range(-(-size // tiles.WIDTH)):
        for offset, leaf in enumerate(_bundle(source, index, size)):
            if wanted in _names_in(leaf):
                return index * tiles.WIDTH + offset, leaf
    raise refuse(Code.PROOF_NO_FACT, fact=fact[:80], size=size)


def _names_in(leaf: bytes) -> tuple[str, ...]:
    try:
        entry = entries.parse(leaf)
    except entries.BadEntry:
        return ()
    return (entry.name,)


def _bundle(source: sources.Source, index: int, size: int) -> list[bytes]:
    width = min(tiles.WIDTH, size - index * tiles.WIDTH)
    path = tiles.entries_path(index, width)
    try:
        data = source.read(path, tiles.LARGEST_BUNDLE)
        if data is None:
            first, last = index * tiles.WIDTH + 1, index * tiles.WIDTH + width
            raise refuse(Code.BUNDLE_MISSING, file=path, first=first, last=last)
        return tiles.parse_bundle(data, width)
    except (sources.TooLarge, tiles.BadTile) as error:
        raise refuse(Code.MIRROR_BROKEN, file=path, where=source.name) from error
