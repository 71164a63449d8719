"""The Merkle tree of a log: its root, and proofs about it (RFC 6962, section 2.1).

Hashes are 32 bytes of SHA-256. A node at (level, index) is the hash of the complete
subtree over the leaves `index * 2**level` up to `(index + 1) * 2**level`; proofs are made
by reading such nodes, wherever they are kept.
"""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from typing import Final

HASH_BYTES: Final = 32
EMPTY_ROOT: Final = sha256(b"").digest()

Read = Callable[[int, int], bytes]
"""Gives the hash of the complete subtree at (level, index)."""


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of a leaf: SHA-256 of 0x00 and the bytes of the entry."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node: SHA-256 of 0x01 and both its children."""
    return sha256(b"\x01" + left + right).digest()


class Frontier:
    """The right edge of a growing tree: enough to append and to know the root."""

    __slots__ = ("_edge", "size")

    def __init__(self) -> None:
        self.size = 0
        self._edge: list[bytes] = []  # roots of the complete subtrees, largest first

    def append(self, leaf: bytes) -> None:
        """Add one leaf, given as its hash."""
        self.extend((leaf,))

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Add leaves, given as their hashes, in order."""
        edge, size, hash_of = self._edge, self.size, sha256
        for leaf in leaves:
            if len(leaf) != HASH_BYTES:
                self.size = size
                raise ValueError("a hash has 32 bytes")
            carry = size
            while carry & 1:
                leaf = hash_of(b"\x01" + edge.pop() + leaf).digest()
                carry >>= 1
            edge.append(leaf)
            size += 1
        self.size = size

    def root(self) -> bytes:
        """Return the root of the tree over all leaves so far."""
        if not self._edge:
            return EMPTY_ROOT
        root = self._edge[-1]
        for left in reversed(self._edge[:-1]):
            root = node_hash(left, root)
        return root

    def as_bytes(self) -> bytes:
        """Return size (8 bytes, big-endian) and edge, for `from_bytes`."""
        return self.size.to_bytes(8, "big") + b"".join(self._edge)

    @classmethod
    def from_bytes(cls, data: bytes) -> "Frontier":
        """Return the frontier that `as_bytes` wrote. Raises ValueError for other bytes."""
        size, edge = int.from_bytes(data[:8], "big"), data[8:]
        if len(data) < 8 or len(edge) != HASH_BYTES * size.bit_count():
            raise ValueError("not a frontier")
        made = cls()
        made.size = size
        made._edge = [edge[at : at + HASH_BYTES] for at in range(0, len(edge), HASH_BYTES)]
        return made


def root_of(hashes: Iterable[bytes]) -> bytes:
    """Return the root over these leaf hashes."""
    frontier = Frontier()
    frontier.extend(hashes)
    return frontier.root()


def root_at(size: int, read: Read) -> bytes:
    """Return the root of the tree of `size` from its nodes."""
    return _range_hash(0, size, read) if size else EMPTY_ROOT


def inclusion_proof(index: int, size: int, read: Read) -> list[bytes]:
    """Return the audit path of leaf `index` in the tree of `size` (RFC 6962, 2.1.1)."""
    if not 0 <= index < size:
        raise ValueError("no such leaf in this tree")
    ranges = []
    low, high = 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            ranges.append((middle, high))
            high = middle
        else:
            ranges.append((low, middle))
            low = middle
    return [_range_hash(low, high, read) for low, high in reversed(ranges)]


def consistency_proof(old: int, new: int, read: Read) -> list[bytes]:
    """Return the proof that the tree of `old` begins the tree of `new` (RFC 6962, 2.1.2)."""
    if not 0 <= old <= new:
        raise ValueError("a tree does not shrink")
    if old in (0, new):
        return []
    ranges = []
    low, high = 0, new
    while old != high:
        middle = low + _split(high - low)
        if old <= middle:
            ranges.append((middle, high))
            high = middle
        else:
            ranges.append((low, middle))
            low = middle
    if low:  # the old root itself is known to whoever checks
        ranges.append((low, high))
    return [_range_hash(low, high, read) for low, high in reversed(ranges)]


def check_inclusion(
    index: int, size: int, leaf: bytes, root: bytes, proof: Sequence[bytes]
) -> bool:
    """Say whether `proof` shows the leaf hash `leaf` at `index` in this tree.

    The steps are those of RFC 9162, section 2.1.3.2. A hash of another length than 32
    bytes is refused wherever it stands.
    """
    if not 0 <= index < size or not _are_hashes(leaf, root, *proof):
        return False
    at, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(sibling, found)
            while not at & 1 and at:
                at >>= 1
                last >>= 1
        else:
            found = node_hash(found, sibling)
        at >>= 1
        last >>= 1
    return last == 0 and found == root


def check_consistency(
    old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Say whether `proof` shows that the old tree begins the new one.

    The steps are those of RFC 9162, section 2.1.4.2. Every tree continues the empty one,
    whose root is `EMPTY_ROOT`.
    """
    if not 0 <= old <= new or not _are_hashes(old_root, new_root, *proof):
        return False
    if old == new:
        return not proof and old_root == new_root
    if old == 0:
        return not proof and old_root == EMPTY_ROOT
    if not proof:
        return False
    path = list(proof)
    if old & (old - 1) == 0:  # the old tree is one complete subtree: its root starts the path
        path.insert(0, old_root)
    at, last = old - 1, new - 1
    while at & 1:
        at >>= 1
        last >>= 1
    was = now = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            was, now = node_hash(sibling, was), node_hash(sibling, now)
            while not at & 1 and at:
                at >>= 1
                last >>= 1
        else:
            now = node_hash(now, sibling)
        at >>= 1
        last >>= 1
    return last == 0 and was == old_root and now == new_root


def _split(width: int) -> int:
    return 1 << (width - 1).bit_length() - 1


def _range_hash(low: int, high: int, read: Read) -> bytes:
    """Hash of the leaves low..high, where `low` is a multiple of the largest power below."""
    parts = []
    while low < high:
        level = (high - low).bit_length() - 1
        parts.append(read(level, low >> level))
        low += 1 << level
    found = parts.pop()
    while parts:
        found = node_hash(parts.pop(), found)
    return found


def _are_hashes(*hashes: bytes) -> bool:
    return all(len(each) == HASH_BYTES for each in hashes)
