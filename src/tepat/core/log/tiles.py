"""The tree as static files: tiles of 256 hashes, and bundles of entries (C2SP tlog-tiles)."""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tepat.core.log import tree

WIDTH: Final = 256
HEIGHT: Final = 8
LARGEST_ENTRY: Final = 65_535
"""A bundle gives the length of an entry in two bytes."""

LARGEST_BUNDLE: Final = WIDTH * (2 + LARGEST_ENTRY)

ReadFile = Callable[[str], bytes | None]
"""Gives the bytes of a published file by its path, or None where there is none."""


class BadTile(ValueError):
    """A tile or bundle is missing, or is not what its path promises."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One hash tile: `width` hashes at `level`, the `index`-th from the left."""

    level: int
    index: int
    width: int

    @property
    def path(self) -> str:
        """The path below the published folder."""
        return tile_path(self.level, self.index, self.width)


def tile_path(level: int, index: int, width: int = WIDTH) -> str:
    """Return the path of a hash tile.

    >>> tile_path(0, 1234067), tile_path(1, 0, 17)
    ('tile/0/x001/x234/067', 'tile/1/000.p/17')
    """
    if not 0 <= level <= 63:
        raise ValueError("no such level")
    return f"tile/{level}/{_number_path(index, width)}"


def entries_path(index: int, width: int = WIDTH) -> str:
    """Return the path of a bundle of entries.

    >>> entries_path(0, 3)
    'tile/entries/000.p/3'
    """
    return f"tile/entries/{_number_path(index, width)}"


def tiles_of(size: int) -> Iterator[Tile]:
    """Give every tile of a tree of `size`, full ones and the partial one of each level."""
    return tiles_between(0, size)


def tiles_between(old_size: int, new_size: int) -> Iterator[Tile]:
    """Give the tiles that a tree has new when it grows, level by level.

    A tile that was partial comes again with its new width; a full one never changes.
    """
    if not 0 <= old_size <= new_size:
        raise ValueError("a tree does not shrink")
    level = 0
    while new := new_size >> HEIGHT * level:
        old = old_size >> HEIGHT * level
        if new != old:
            for index in range(old // WIDTH, -(-new // WIDTH)):
                yield Tile(level, index, min(WIDTH, new - index * WIDTH))
        level += 1


def grown(
    old_size: int, leaves: Sequence[bytes], read: Callable[[Tile], bytes]
) -> dict[Tile, bytes]:
    """Return the tiles that are new after `leaves` (hashes) are added to a tree of `old_size`.

    `read` gives the bytes of the partial tiles at the right edge of the old tree.
    """
    made: dict[Tile, bytes] = {}
    level, old, fresh = 0, old_size, list(leaves)
    while fresh:
        start = old // WIDTH
        width = old % WIDTH
        kept = split(read(Tile(level, start, width)), width) if width else []
        row = kept + fresh
        above = []
        for at in range(0, len(row), WIDTH):
            hashes = row[at : at + WIDTH]
            made[Tile(level, start + at // WIDTH, len(hashes))] = b"".join(hashes)
            if len(hashes) == WIDTH:
                above.append(tree.root_of(hashes))
        level, old, fresh = level + 1, start, above
    return made


def split(data: bytes, width: int) -> list[bytes]:
    """Return the hashes of a tile. Raises `BadTile` where it is not `width` of them."""
    if len(data) != width * tree.HASH_BYTES:
        raise BadTile("not the width of its path")
    return [data[at : at + tree.HASH_BYTES] for at in range(0, len(data), tree.HASH_BYTES)]


def write_bundle(entries: Sequence[bytes]) -> bytes:
    """Return entries as a bundle: each with its length in two bytes, big-endian."""
    if not 1 <= len(entries) <= WIDTH:
        raise BadTile("not 1 to 256 entries")
    if any(len(entry) > LARGEST_ENTRY for entry in entries):
        raise BadTile("entry too large")
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def parse_bundle(data: bytes, width: int) -> list[bytes]:
    """Return the `width` entries of a bundle. Raises `BadTile` for any other number."""
    entries: list[bytes] = []
    at = 0
    while at < len(data) and len(entries) < width:
        start = at + 2
        at = start + int.from_bytes(data[at:start], "big")
        if start > len(data) or at > len(data):
            raise BadTile("bundle cut short")
        entries.append(data[start:at])
    if len(entries) != width or at != len(data):
        raise BadTile("not the width of its path")
    return entries


class TileReader:
    """Reads nodes of a tree of `size` from its tiles, for the proofs of `tree`.

    What it reads is not checked here: a proof made of altered tiles fails against the
    root. At most 64 tiles are kept in memory, with the nodes inside them.
    """

    def __init__(self, read_file: ReadFile, size: int) -> None:
        self._read_file = read_file
        self.size = size
        self._kept: OrderedDict[tuple[int, int], list[list[bytes]]] = OrderedDict()

    def __call__(self, level: int, index: int) -> bytes:
        """Return the hash of the complete subtree at (level, index) of the binary tree."""
        if (index + 1) << level > self.size:
            raise BadTile("no complete subtree of this tree")
        row, height = divmod(level, HEIGHT)
        tile, within = divmod(index, WIDTH >> height)
        rows = self._rows(row, tile)
        while len(rows) <= height:
            below = rows[-1]
            pairs = zip(below[::2], below[1::2], strict=False)  # an odd last one has no parent
            rows.append([tree.node_hash(left, right) for left, right in pairs])
        return rows[height][within]

    def hashes(self, level: int, index: int) -> list[bytes]:
        """Return the hashes of one tile, as wide as this tree makes it."""
        return self._rows(level, index)[0]

    def _rows(self, level: int, index: int) -> list[list[bytes]]:
        kept = self._kept.get((level, index))
        if kept is not None:
            self._kept.move_to_end((level, index))
            return kept
        width = min(WIDTH, (self.size >> HEIGHT * level) - index * WIDTH)
        if width < 1:
            raise BadTile("no such tile in this tree")
        data = self._read_file(tile_path(level, index, width))
        if data is None and width < WIDTH:  # a log may drop partial tiles once they are full
            whole = self._read_file(tile_path(level, index))
            data = whole[: width * tree.HASH_BYTES] if whole is not None else None
        if data is None:
            raise BadTile(f"missing {tile_path(level, index, width)}")
        rows = self._kept[level, index] = [split(data, width)]
        if len(self._kept) > 64:
            self._kept.popitem(last=False)
        return rows

    def root(self) -> bytes:
        """Return the root of the tree of `size`, from the fewest tiles."""
        return tree.root_at(self.size, self)


def _number_path(index: int, width: int) -> str:
    if index < 0 or not 1 <= width <= WIDTH:
        raise ValueError("no such tile")
    groups = [f"{index % 1000:03}"]
    while index := index // 1000:
        groups.insert(0, f"x{index % 1000:03}")
    return "/".join(groups) + (f".p/{width}" if width < WIDTH else "")
