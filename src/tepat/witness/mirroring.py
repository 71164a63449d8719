"""A copy of a log that its keeper checked while copying.

Only what fits the signed checkpoint is kept: hashes must give its root and continue the
copy, entries must give the hashes, what lies beside must have its name and form. A checkpoint
is put in place last, so that the copy is whole at every moment, and a log that was
rewritten leaves the old copy untouched.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tepat.core.log import checkpoint_index, checkpoints, notes, tiles, tree
from tepat.core.problems import Code, refuse
from tepat.witness import files, sources, trust
from tepat.witness.beside import Beside
from tepat.witness.words import number

_TILE_BYTES: Final = tiles.WIDTH * tree.HASH_BYTES
_CHECKPOINTS_AT_ONCE: Final = 1_000
"""Older checkpoints copied in one round; the newest come first, the rest in the next."""


@dataclass
class Done:
    """What one round of copying brought."""

    origin: str
    size: int
    was: int
    bundles: int = 0
    bodies: int = 0
    withheld: int = 0
    """Bundles that this token does not open yet."""
    unfit: list[str] = field(default_factory=list)
    """Files beside the tree that were not kept, for they have not their right form."""

    @property
    def is_news(self) -> bool:
        """Whether anything was copied."""
        return self.size > self.was or bool(self.bundles or self.bodies or self.unfit)

    @property
    def sentence(self) -> str:
        """One line for the person who keeps the copy."""
        said = f"{self.origin}: salinan sampai {number(self.size)} peristiwa, cocok"
        if self.withheld:
            said += "; isi peristiwa belum dibuka untuk kita"
        if self.unfit:
            said += f"; tidak disimpan karena bentuknya salah: {', '.join(self.unfit[:5])}"
        return said + "."


def mirror(where: str, target: Path, known: Iterable[notes.Verifier], token: str = "") -> Done:
    """Bring the copy in `target` up to the log at `where`; refuses what does not fit.

    `known` are the keys of logs to believe. Reads each bundle once over all rounds.
    """
    source = sources.opened(where, token)
    data, checkpoint, own = _begun(source, where, known)
    folder = target / folder_of(checkpoint.origin)
    return _Round(source, folder, checkpoint, own).run(data)


def folder_of(origin: str) -> str:
    """Return the name of the folder that holds the copy of one log.

    >>> folder_of("kpu.example/pilkada-2024/63.09")
    'kpu.example+pilkada-2024+63.09'
    """
    return re.sub(r"[^A-Za-z0-9.-]+", "+", origin)


def mirror_one(where: str, folder: Path, known: Iterable[notes.Verifier], token: str = "") -> Done:
    """As `mirror`, of the one log that `known` are keys of, straight into `folder`."""
    source = sources.opened(where, token)
    data, checkpoint, own = _begun(source, where, known)
    return _Round(source, folder, checkpoint, own).run(data)


def _begun(
    source: sources.Source, where: str, known: Iterable[notes.Verifier]
) -> tuple[bytes, checkpoints.Checkpoint, list[notes.Verifier]]:
    """Return the newest checkpoint of the source, with the keys by which it is believed."""
    data = source.read("checkpoint", notes.LARGEST_NOTE)
    read = trust.read_checkpoint(data) if data is not None else None
    if data is None or read is None:
        raise refuse(Code.LOG_NO_CHECKPOINT, where=where)
    note, checkpoint = read
    own = [each for each in known if each.name == checkpoint.origin]
    if not trust.signed_by_log(note, own):
        raise refuse(Code.NOTE_UNTRUSTED, file=f"{where}/checkpoint")
    trust.refuse_too_long(checkpoint.size, where)
    return data, checkpoint, own


class _Round:
    """One round of copying from `source` into `folder`."""

    def __init__(
        self,
        source: sources.Source,
        folder: Path,
        checkpoint: checkpoints.Checkpoint,
        known: list[notes.Verifier],
    ) -> None:
        self._known = known
        self._source = source
        self._folder = folder
        self._new = checkpoint
        self._old = _old_checkpoint(folder)
        self._done = Done(checkpoint.origin, checkpoint.size, self._old.size if self._old else 0)
        self._beside = Beside(source, folder, self._done.was)

    def run(self, data: bytes) -> Done:
        """Copy and return what was done."""
        hashes = self._leaves()
        self._check(hashes)
        for index in range(-(-self._new.size // tiles.WIDTH)):
            start = index * tiles.WIDTH
            self._bundle(index, hashes[start : start + tiles.WIDTH])
        self._tiles(hashes)
        size = self._new.size
        self._beside.ask_again(size)
        self._beside.states(size)
        self._beside.about(self._new)
        self._beside.office(self._new, self._known)
        self._older(hashes)
        files.write(self._folder / f"checkpoints/{size}", data)
        files.write(self._folder / checkpoint_index.PATH, checkpoint_index.write(self._kept()))
        files.write(self._folder / "checkpoint", data)
        self._done.bodies, self._done.unfit = self._beside.bodies, self._beside.unfit
        return self._done

    def _leaves(self, *, anew: bool = False) -> list[bytes]:
        """Return all leaf hashes: full tiles of the copy from the disk, unless `anew`."""
        hashes: list[bytes] = []
        for index in range(-(-self._new.size // tiles.WIDTH)):
            width = min(tiles.WIDTH, self._new.size - index * tiles.WIDTH)
            path = tiles.tile_path(0, index, width)
            kept = self._folder / path
            data = (
                kept.read_bytes() if not anew and width == tiles.WIDTH and kept.is_file() else None
            )
            if data is None:
                data = self._fetch(path, _TILE_BYTES)
            if data is None and width < tiles.WIDTH:
                data = self._fetch(tiles.tile_path(0, index), _TILE_BYTES)
                data = data[: width * tree.HASH_BYTES] if data else None
            if data is None or len(data) != width * tree.HASH_BYTES:
                raise self._broken(path)
            hashes += tiles.split(data, width)
        return hashes

    def _check(self, hashes: list[bytes]) -> None:
        """Refuse hashes that do not give the checkpoint, or do not continue the copy."""
        old, fork = (
            self._old,
            refuse(Code.MIRROR_FORK, where=self._source.name, size=self._new.size),
        )
        if old and old.size > self._new.size:
            raise fork
        if tree.root_of(hashes) != self._new.root:
            # Either its tiles are spoiled, or they are whole and another history.
            if old and tree.root_of(self._leaves(anew=True)) == self._new.root:
                raise fork
            raise self._broken("tile/0")
        if old and tree.root_of(hashes[: old.size]) != old.root:
            raise fork

    def _bundle(self, index: int, hashes: list[bytes]) -> None:
        path = tiles.entries_path(index, len(hashes))
        if (self._folder / path).is_file():
            return
        data = self._fetch(path, tiles.LARGEST_BUNDLE)
        if data is None:
            self._done.withheld += 1
            return
        try:
            leaves = tiles.parse_bundle(data, len(hashes))
        except tiles.BadTile as error:
            raise self._broken(path) from error
        if [tree.leaf_hash(each) for each in leaves] != hashes:
            raise self._broken(path)
        self._beside.bundle(index, leaves)
        files.write(self._folder / path, data)
        self._done.bundles += 1

    def _tiles(self, hashes: list[bytes]) -> None:
        """Write every tile that is new, made from the checked leaves rather than fetched."""
        was = self._done.was
        start = was - was % tiles.WIDTH
        row = hashes
        for tile in tiles.tiles_between(0, self._new.size):
            if tile.level == 0 and (tile.index + 1) * tiles.WIDTH <= start:
                continue
            if not (self._folder / tile.path).is_file():
                files.write(self._folder / tile.path, self._tile(row, tile))

    def _kept(self) -> set[int]:
        """The sizes of all checkpoints of the copy."""
        names = (each.name for each in (self._folder / "checkpoints").glob("*"))
        return {int(name) for name in names if name.isascii() and name.isdecimal()}

    def _older(self, hashes: list[bytes]) -> None:
        """Copy the older checkpoints that the log names; one that does not fit is a fork."""
        data = self._fetch(checkpoint_index.PATH, checkpoint_index.LARGEST_INDEX)
        try:
            named = checkpoint_index.parse(data) if data is not None else []
        except checkpoints.BadCheckpoint as error:
            raise self._broken(checkpoint_index.PATH) from error
        kept, frontier = self._kept(), tree.Frontier()
        wanted = [each for each in named if each < self._new.size and each not in kept]
        for size in wanted[-_CHECKPOINTS_AT_ONCE:]:
            frontier.extend(hashes[frontier.size : size])
            path = f"checkpoints/{size}"
            found = self._fetch(path, notes.LARGEST_NOTE)
            read = trust.read_checkpoint(found) if found is not None else None
            if found is None or read is None or not trust.signed_by_log(read[0], self._known):
                raise self._broken(path)
            if (read[1].origin, read[1].size) != (self._new.origin, size):
                raise self._broken(path)
            if read[1].root != frontier.root():
                raise refuse(Code.MIRROR_FORK, where=self._source.name, size=size)
            files.write(self._folder / path, found)

    def _tile(self, hashes: list[bytes], tile: tiles.Tile) -> bytes:
        each = 1 << tiles.HEIGHT * tile.level
        first = tile.index * tiles.WIDTH * each
        return b"".join(
            tree.root_of(hashes[at : at + each])
            for at in range(first, first + tile.width * each, each)
        )

    def _fetch(self, path: str, limit: int) -> bytes | None:
        try:
            return self._source.read(path, limit)
        except sources.TooLarge as error:
            raise self._broken(path) from error

    def _broken(self, path: str) -> Exception:
        return refuse(Code.MIRROR_BROKEN, file=path, where=self._source.name)


def _old_checkpoint(folder: Path) -> checkpoints.Checkpoint | None:
    path = folder / "checkpoint"
    if not path.exists():
        return None
    read = trust.read_checkpoint(files.read(path, notes.LARGEST_NOTE))
    if read is None:
        raise refuse(Code.FILE_BROKEN, file=str(path))
    return read[1]
