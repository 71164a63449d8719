"""Proofs of many facts under one checkpoint, each hash once: what a phone asks for after a day.

A fact alone needs some sixteen hashes; three hundred facts of one phone lie together in
the log and share most of them. Paths name hashes by their place in one list.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tepat.core.log import notes, policies, tree


@dataclass(frozen=True, slots=True)
class Gathered:
    """Hashes, and for each leaf asked for where its path stands in them."""

    hashes: tuple[bytes, ...]
    paths: tuple[tuple[int, ...], ...]

    def proof(self, at: int) -> list[bytes]:
        """Return the inclusion proof of the leaf that was asked for as number `at`."""
        return [self.hashes[each] for each in self.paths[at]]


def gather(indices: Sequence[int], size: int, read: tree.Read) -> Gathered:
    """Return the inclusion proofs of these leaves in the tree of `size`."""
    places: dict[bytes, int] = {}
    paths: dict[int, tuple[int, ...]] = {}
    for index in sorted(set(indices)):  # in order, so that each tile is read once
        proof = tree.inclusion_proof(index, size, read)
        paths[index] = tuple(places.setdefault(each, len(places)) for each in proof)
    return Gathered(tuple(places), tuple(paths[index] for index in indices))


def enough_of(note: notes.Note, policy: policies.Policy | None, origin: str) -> notes.Note:
    """Return the note with its log's lines and no more cosignatures than the quorum takes.

    Three hundred phones may have signed it; whoever asks for a proof pays for each line.
    Without a policy, or where the quorum is not met, only the log's own lines stay.
    """
    own = [line for line in note.signatures if line.name == origin]
    least = notes.Note(note.text, tuple(own))
    if policy is None or not policies.quorum_met(policy, note):
        return least
    names = {each.verifier.name for each in policy.witnesses.values()}
    for line in note.signatures:
        if policies.quorum_met(policy, least):
            break
        if line.name in names and line.name != origin:
            least = notes.Note(note.text, (*least.signatures, line))
    return least if policies.quorum_met(policy, least) else note
