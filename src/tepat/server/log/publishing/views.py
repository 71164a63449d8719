"""What is derived from the entries and published beside them: states, and named lists.

`states/<size>.jsonl` is what this server says the packages are; a verifier folds the
entries and compares. Only the newest few are kept: older ones can be folded again.
"""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from tepat.adapters import list_files
from tepat.core.log import entries
from tepat.server.log.publishing.disk import Disk
from tepat.server.log.publishing.place import Place
from tepat.server.log.publishing.publisher import Source

KEPT: Final = 5
"""States of so many sizes stay on the disk."""
_NAMING: Final = ("list", "plan")
"""Fields by which a fact names a file beside the log."""

Fold = Callable[[int], Iterable[bytes]]
"""From a size to the lines of its states, sorted, each without its newline."""


class FilesBeside:
    """Writes states and lists of one log."""

    def __init__(self, place: Place, source: Source, disk: Disk, lists: Path, fold: Fold) -> None:
        self.place = place
        self.source = source
        self.disk = disk
        self.lists = lists
        self.fold = fold
        self._listed = 0

    def publish(self, size: int) -> None:
        """Write what belongs to the tree of `size`; what is there already is kept."""
        self._copy_lists(size)
        lines = b"".join(line + b"\n" for line in self.fold(size))
        folder = self.place.folder / "states"
        self.disk.write(folder / f"{size}.jsonl", lines)
        sizes = sorted(int(path.stem) for path in folder.glob("*.jsonl") if path.stem.isdecimal())
        for old in sizes[:-KEPT]:
            self.disk.remove(folder / f"{old}.jsonl")

    def _copy_lists(self, size: int) -> None:
        for leaf in self.source.entries(self._listed + 1, size):
            for name in named_in(leaf):
                target = self.place.folder / "lists" / name
                if not target.exists() and (body := list_files.read(self.lists, name)):
                    self.disk.write(target, body)
        self._listed = size


def named_in(leaf: bytes) -> list[str]:
    """Return the hashes of lists and plans that the fact in a leaf names."""
    if not any(f'\\"{field}\\":'.encode() in leaf for field in _NAMING):
        return []  # most facts name none, and parsing them all would take longer
    entry = entries.parse(leaf)
    if not isinstance(entry, entries.FactEntry):
        return []
    value = json.loads(entry.body)
    names = [value.get(field) for field in _NAMING]
    return [name for name in names if isinstance(name, str) and len(name) == 64 and name.isalnum()]
