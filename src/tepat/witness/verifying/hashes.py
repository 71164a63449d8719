"""The tree of a published log, from its tiles and bundles.

Every hash tile and every bundle is read once and compared: bundles with the tiles of
level 0, each level with the one below, everything with the root. Where two files
disagree the tile above says which of them was changed, and the walk goes on with the
other.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import NamedTuple

from tepat.core.log import tiles, tree
from tepat.core.problems import Code
from tepat.witness.sources import Source, TooLarge
from tepat.witness.verifying.report import Report

_TILE = re.compile(r"tile/(entries|\d{1,2})/((?:x\d{3}/)*\d{3})(?:\.p/(\d{1,3}))?")


class Group(NamedTuple):
    """Up to 256 neighbouring leaves: hashes as they should be, entries where they hold."""

    first: int
    hashes: list[bytes]
    entries: list[bytes | None]
    """None where it is withheld, missing or was changed."""


class Tree:
    """Walks a log of `size`, checks its files into `report`, keeps the leaf hashes."""

    def __init__(self, source: Source, size: int, report: Report, *, is_open: bool = False) -> None:
        """`is_open`: the moment from which everybody may read the entries has passed."""
        self._source = source
        self._is_open = is_open
        self.size = size
        self._report = report
        self.leaves = bytearray()
        self.is_whole = True
        """Whether every leaf hash is known."""
        self._above: tuple[int, bytes | None] = (-1, None)
        self._partial = _partials(source)
        self._withheld: list[tuple[str, int, int]] = []

    def walk(self) -> Iterator[Group]:
        """Give every group of leaves in order; afterwards `leaves` is filled."""
        for index in range(-(-self.size // tiles.WIDTH)):
            first = index * tiles.WIDTH
            width = min(tiles.WIDTH, self.size - first)
            group = self._group(index, first, width)
            if group is None:
                self.is_whole = False
                return
            self.leaves += b"".join(group.hashes)
            yield group
        self._say_missing_bundles()

    def check_levels(self) -> None:
        """Compare every tile above level 0 with what the leaves give. Call after `walk`."""
        level, row = 1, self._full_tiles(self.leaves)
        while row:
            for at in range(0, len(row), tiles.WIDTH):
                hashes = row[at : at + tiles.WIDTH]
                self._check_tile(level, at // tiles.WIDTH, hashes)
            row = self._full_tiles(b"".join(row))
            level += 1

    def root_at(self, size: int) -> bytes:
        """Return the root over the first `size` leaves; for one size, see `roots_at`."""
        return self.roots_at([size])[size]

    def roots_at(self, sizes: Iterable[int]) -> dict[int, bytes]:
        """Return the root at each of `sizes` that the known leaves reach, in one pass."""
        frontier, roots = tree.Frontier(), {}
        known = len(self.leaves) // tree.HASH_BYTES
        for size in sorted({each for each in sizes if 0 <= each <= known}):
            frontier.extend(self.leaf(at) for at in range(frontier.size, size))
            roots[size] = frontier.root()
        return roots

    def leaf(self, index: int) -> bytes:
        """Return the hash of one leaf."""
        start = index * tree.HASH_BYTES
        return bytes(self.leaves[start : start + tree.HASH_BYTES])

    def _group(self, index: int, first: int, width: int) -> Group | None:
        path = tiles.tile_path(0, index, width)
        published = self._hashes(path, 0, index, width)
        entries = self._entries(index, first, width)
        if entries is None and published is None:
            return None
        if entries is None:
            assert published is not None
            group = Group(first, published, [None] * width)
        else:
            made = [sha256(b"\x00" + entry).digest() for entry in entries]
            group = Group(first, made, list(entries))
            if published is not None and made != published:
                group = self._decided(index, group, published, path)
        self._check_partials("0", index, group.hashes)
        self._check_partials("entries", index, group.hashes)
        return group

    def _decided(self, index: int, made: Group, published: list[bytes], path: str) -> Group:
        """Say which of bundle and tile was changed, and return what is right."""
        right = self._parent(index) if len(published) == tiles.WIDTH else self._root_of_rest()
        bundle_is_right = right is not None and self._gives(made.hashes, right)
        if bundle_is_right:
            self._tile_changed(path, index, len(published))
            return made
        file = tiles.entries_path(index, len(published))
        kept: list[bytes | None] = []
        for at, entry in enumerate(made.entries):
            same = made.hashes[at] == published[at]
            kept.append(entry if same else None)
            if not same:
                self._report.found(Code.BUNDLE_CHANGED, file=file, number=made.first + at + 1)
        return Group(made.first, published, kept)

    def _gives(self, hashes: list[bytes], right: bytes) -> bool:
        if len(hashes) == tiles.WIDTH:
            return tree.root_of(hashes) == right
        frontier = tree.Frontier()
        frontier.extend(self.leaf(at) for at in range(len(self.leaves) // tree.HASH_BYTES))
        frontier.extend(hashes)
        return frontier.root() == right

    def _root_of_rest(self) -> bytes | None:
        """For the last, partial tile: what the whole tree must give."""
        return self._report.checkpoint.root if self._report.checkpoint else None

    def _parent(self, index: int) -> bytes | None:
        """Return what level 1 says about the full tile `index`, as far as it can be read."""
        above, offset = divmod(index, tiles.WIDTH)
        if self._above[0] != above:
            width = min(tiles.WIDTH, self.size // tiles.WIDTH - above * tiles.WIDTH)
            self._above = (above, self._read_tile(1, above, width))
        data = self._above[1]
        start = offset * tree.HASH_BYTES
        return data[start : start + tree.HASH_BYTES] if data else None

    def _hashes(self, path: str, level: int, index: int, width: int) -> list[bytes] | None:
        data = self._read_tile(level, index, width)
        if data is None:
            first, last = _span(level, index, width)
            self._report.found(Code.TILE_MISSING, file=path, first=first, last=last)
            return None
        if len(data) != width * tree.HASH_BYTES:
            self._tile_changed(path, index, width, level)
            return None
        return tiles.split(data, width)

    def _read_tile(self, level: int, index: int, width: int) -> bytes | None:
        limit = tiles.WIDTH * tree.HASH_BYTES
        path = tiles.tile_path(level, index, width)
        try:
            data = self._source.read(path, limit)
            if data is None and width < tiles.WIDTH:
                whole = self._source.read(tiles.tile_path(level, index), limit)
                data = whole[: width * tree.HASH_BYTES] if whole else None
        except TooLarge:
            return b""
        return data

    def _entries(self, index: int, first: int, width: int) -> list[bytes] | None:
        path = tiles.entries_path(index, width)
        try:
            data = self._source.read(path, tiles.LARGEST_BUNDLE)
            if data is None and width < tiles.WIDTH:
                whole = self._source.read(tiles.entries_path(index), tiles.LARGEST_BUNDLE)
                data = _first_entries(whole, width) if whole else None
            if data is None:
                self._withheld.append((path, first + 1, first + width))
                return None
            entries = tiles.parse_bundle(data, width)
        except (TooLarge, tiles.BadTile):
            self._report.found(Code.BUNDLE_BROKEN, file=path, first=first + 1, last=first + width)
            return None
        self._report.entries_given += width
        return entries

    def _check_tile(self, level: int, index: int, hashes: list[bytes]) -> None:
        published = self._hashes(
            tiles.tile_path(level, index, len(hashes)), level, index, len(hashes)
        )
        if published is not None and published != hashes:
            path = tiles.tile_path(level, index, len(hashes))
            self._tile_changed(path, index, len(hashes), level)
        self._check_partials(str(level), index, hashes)

    def _check_partials(self, kind: str, index: int, right: list[bytes]) -> None:
        """Older, narrower copies of a tile or bundle must be the beginning of `right`."""
        for path, width in self._partial.get((kind, index), ()):
            if width == len(right):
                continue  # this one was read already
            try:
                data = self._source.read(path, tiles.LARGEST_BUNDLE)
            except TooLarge:
                data = b""
            if data is None or _agrees(kind, data, width, right):
                continue
            first, last = _span(0 if kind == "entries" else int(kind), index, width)
            self._report.found(Code.TILE_CHANGED, file=path, first=first, last=last)

    def _tile_changed(self, path: str, index: int, width: int, level: int = 0) -> None:
        first, last = _span(level, index, width)
        self._report.found(Code.TILE_CHANGED, file=path, first=first, last=last)

    def _say_missing_bundles(self) -> None:
        """A log may withhold all its entries until their release; one that gives some gives all."""
        if not self._report.entries_given and self._withheld and self._is_open:
            path = self._withheld[0][0]
            self._report.found(Code.BUNDLE_MISSING, file=path, first=1, last=self.size)
        elif self._report.entries_given:
            for path, first, last in self._withheld:
                self._report.found(Code.BUNDLE_MISSING, file=path, first=first, last=last)
        elif self._withheld:
            self._report.withheld["entries"] = self.size

    @staticmethod
    def _full_tiles(row: bytes | bytearray) -> list[bytes]:
        """Return the roots of the full tiles in a row of hashes."""
        step = tiles.WIDTH * tree.HASH_BYTES
        return [
            tree.root_of(tiles.split(bytes(row[at : at + step]), tiles.WIDTH))
            for at in range(0, len(row) - step + 1, step)
        ]


def _partials(source: Source) -> dict[tuple[str, int], list[tuple[str, int]]]:
    """Return all partial tiles of a folder by kind (level or entries) and index."""
    found: dict[tuple[str, int], list[tuple[str, int]]] = defaultdict(list)
    for path in source.names("tile") or ():
        match = _TILE.fullmatch(path)
        if match and match[3]:
            index = int(match[2].replace("/", "").replace("x", ""))
            found[match[1], index].append((path, int(match[3])))
    return found


def _agrees(kind: str, data: bytes, width: int, right: list[bytes]) -> bool:
    """Whether `data`, of `width` hashes or entries, agrees with `right` as far as both go."""
    try:
        if kind == "entries":
            made = [tree.leaf_hash(each) for each in tiles.parse_bundle(data, width)]
        else:
            made = tiles.split(data, width)
    except tiles.BadTile:
        return False
    shared = min(width, len(right))
    return made[:shared] == right[:shared]


def _first_entries(data: bytes, width: int) -> bytes:
    at = 0
    for _ in range(width):
        at += 2 + int.from_bytes(data[at : at + 2], "big")
    return data[:at]


def _span(level: int, index: int, width: int) -> tuple[int, int]:
    """Return the numbers of the first and last fact below `width` hashes of a tile."""
    each = 1 << tiles.HEIGHT * level
    return index * tiles.WIDTH * each + 1, (index * tiles.WIDTH + width) * each
