"""Files that are there whole or not at all, also after a power cut.

Everything that is published or remembered is written through `Disk`: into a new file,
to the disk, then renamed over the old one. A reader never sees half a file, and a crash
between any two steps leaves the old file. Tests stand in for its single steps.
"""

import os
from pathlib import Path

_TEMPORARY = ".new"


class Disk:
    """The steps on files of which writing is made."""

    def write(self, path: Path, data: bytes, *, mode: int = 0o644) -> None:
        """Put `data` at `path`; when this returns, a power cut no longer takes it away.

        Raises `OSError` where the disk is full, read-only or gone; then the old file stands.
        """
        new = path.with_name(f".{path.name}{_TEMPORARY}")
        self.make_folder(path.parent)
        self.write_new(new, data, mode)
        self.rename(new, path)
        self.sync_folder(path.parent)

    def read(self, path: Path) -> bytes | None:
        """Return what lies at `path`, or None."""
        try:
            return path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def make_folder(self, path: Path) -> None:
        """Make a folder and those above it; each becomes durable by its parent."""
        if path.is_dir():
            return
        self.make_folder(path.parent)
        path.mkdir(exist_ok=True)
        self.sync_folder(path.parent)

    def write_new(self, path: Path, data: bytes, mode: int) -> None:
        descriptor = os.open(path, _WRITE, mode)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())

    def rename(self, old: Path, new: Path) -> None:
        os.replace(old, new)

    def sync_folder(self, path: Path) -> None:
        """Make the names in a folder durable; Windows does so by itself."""
        if os.name == "nt":
            return
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def remove(self, path: Path) -> None:
        path.unlink(missing_ok=True)

    def remove_folder(self, path: Path) -> None:
        """Remove a folder of files, if it is there."""
        if not path.is_dir():
            return
        for each in path.iterdir():
            self.remove(each)
        path.rmdir()


_WRITE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
