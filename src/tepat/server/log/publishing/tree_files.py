"""Entries and hashes of one log as files: bundles and tiles, written and read back.

The tiles are the whole memory of the tree: its right edge is read from them, so a
sequencer that starts again continues from what is published and nothing else.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from tepat.core.log import tiles, tree
from tepat.core.log.tiles import HEIGHT, WIDTH
from tepat.server.log.publishing.disk import Disk
from tepat.server.log.publishing.place import Place


class TreeFiles:
    """The files of one log's tree. What is missing or torn raises `tiles.BadTile`."""

    def __init__(self, place: Place, disk: Disk) -> None:
        self.folder = place.folder
        self.disk = disk

    def reader(self, size: int) -> tiles.TileReader:
        """Return what reads the nodes of the tree of `size` from its tiles."""
        return tiles.TileReader(self._read, size)

    def extend(self, old: int, entries: Iterable[bytes]) -> int:
        """Write entries and their hashes beyond the first `old`; return the new size.

        `entries` begin with the bundle that the old tree left partial (`begin_of(old)`), so
        that bundles are made of what the source says and never of a file that was altered.
        """
        begin = begin_of(old)
        hashes: list[bytes] = []
        for index, bundle in enumerate(_bundles(entries), start=begin // WIDTH):
            hashes.extend(map(tree.leaf_hash, bundle))
            path = self.folder / tiles.entries_path(index, len(bundle))
            if begin + len(hashes) > old:
                self.disk.write(path, tiles.write_bundle(bundle))
        known, fresh = hashes[: old - begin], hashes[old - begin :]
        if known and b"".join(known) != self._tile(tiles.Tile(0, begin // WIDTH, len(known))):
            raise tiles.BadTile("tile and entries differ")
        for tile, data in tiles.grown(old, fresh, self._tile).items():
            self.disk.write(self.folder / tile.path, data)
        return begin + len(hashes)

    def prune(self, older: int, old: int) -> None:
        """Remove what was partial in the tree of `older` and is full in that of `old`.

        Called when a still larger tree is published, so that who reads by the checkpoint
        before finds what it names.
        """
        for level in range(HEIGHT):
            index = (older >> HEIGHT * level) // WIDTH
            if (index + 1) * WIDTH > old >> HEIGHT * level:
                break
            self._remove_partial(tiles.tile_path(level, index))
            if level == 0:
                self._remove_partial(tiles.entries_path(index))

    def _remove_partial(self, path: str) -> None:
        full = self.folder / path
        self.disk.remove_folder(full.with_name(f"{full.name}.p"))

    def _read(self, path: str) -> bytes | None:
        return self.disk.read(self.folder / path)

    def _tile(self, tile: tiles.Tile) -> bytes:
        data = self._read(tile.path)
        if data is None:
            raise tiles.BadTile(f"missing {tile.path}")
        return data


def begin_of(size: int) -> int:
    """Return how many entries of a tree lie in full bundles."""
    return size - size % WIDTH


def _bundles(entries: Iterable[bytes]) -> Iterator[list[bytes]]:
    left = iter(entries)
    while bundle := list(islice(left, WIDTH)):
        yield bundle
