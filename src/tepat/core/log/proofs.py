"""A proof on paper or as a file: this entry is in that log (C2SP tlog-proof@v1)."""

from dataclasses import dataclass
from typing import Final

from tepat.core.log import checkpoints, notes, policies, spelling, tree

HEADER: Final = "c2sp.org/tlog-proof@v1"
LARGEST_EXTRA: Final = 64 * 1024
MOST_HASHES: Final = 63


class BadProof(ValueError):
    """These bytes are no proof; the text says why."""


@dataclass(frozen=True, slots=True)
class Proof:
    """Leaf `index`, the hashes from it to the root, and the signed checkpoint.

    `extra` is opaque and proves nothing. None and empty differ in the bytes.
    """

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: notes.Note
    extra: bytes | None = None


def write(proof: Proof) -> bytes:
    """Return the bytes of a `.tlog-proof` file."""
    lines = [HEADER]
    if proof.extra is not None:
        lines.append(f"extra {spelling.to_base64(proof.extra)}")
    lines.append(f"index {proof.index}")
    lines += [spelling.to_base64(each) for each in proof.hashes]
    return "\n".join([*lines, "", ""]).encode() + notes.write_note(proof.checkpoint)


def parse(data: bytes) -> Proof:
    """Return the proof in a file, nothing of it checked. Raises `BadProof`."""
    if len(data) > notes.LARGEST_NOTE + 2 * LARGEST_EXTRA:
        raise BadProof("too large")
    head, gap, note = data.partition(b"\n\n")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError as error:
        raise BadProof("not ASCII") from error
    if not gap or lines.pop(0) != HEADER:
        raise BadProof("not a proof")
    extra = None
    if lines and lines[0].startswith("extra "):
        extra = spelling.from_base64(lines.pop(0).removeprefix("extra "))
        if extra is None or len(extra) > LARGEST_EXTRA:
            raise BadProof("extra is not base64")
    index = None
    if lines and lines[0].startswith("index "):
        index = spelling.to_number(lines.pop(0).removeprefix("index "))
    if index is None:
        raise BadProof("no index")
    try:
        return Proof(index, hashes_of(lines), notes.parse_note(note), extra)
    except notes.BadNote as error:
        raise BadProof(f"checkpoint: {error}") from error


def hashes_of(lines: list[str]) -> tuple[bytes, ...]:
    """Return hashes from lines of base64, at most 63. Raises `BadProof`."""
    hashes = [spelling.from_base64(line) for line in lines]
    if len(hashes) > MOST_HASHES:
        raise BadProof("too many hashes")
    found = tuple(each for each in hashes if each is not None and len(each) == tree.HASH_BYTES)
    if len(found) != len(hashes):
        raise BadProof("hash is not 32 bytes in base64")
    return found


def why_not(proof: Proof, leaf: bytes, policy: policies.Policy) -> str:
    """Return why this proof does not show `leaf` (its bytes) to this policy, or nothing.

    One of `checkpoint`, `signature`, `log`, `quorum`, `inclusion`, or empty.
    """
    try:
        checkpoint = checkpoints.parse(proof.checkpoint.text)
        judged = policies.judge(policy, proof.checkpoint)
    except checkpoints.BadCheckpoint:
        return "checkpoint"
    except notes.BadNote:
        return "signature"
    if judged.log is None:
        return "log"
    if not judged.met:
        return "quorum"
    shown = tree.check_inclusion(
        proof.index, checkpoint.size, tree.leaf_hash(leaf), checkpoint.root, proof.hashes
    )
    return "" if shown else "inclusion"


def holds(proof: Proof, leaf: bytes, policy: policies.Policy) -> bool:
    """Say whether this proof shows the entry `leaf` (its bytes) to this policy."""
    return not why_not(proof, leaf, policy)
