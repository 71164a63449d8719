"""Lists of packages as files, named by the hash of their bytes, beside the log.

A list never changes: another list is another file. A paper or a fact that names the
hash can be checked against the file by anybody who holds a copy.
"""

import os
import tempfile
from pathlib import Path

from tepat.core.log import canonical


def write(folder: Path, body: bytes) -> str:
    """Keep `body` in `folder` under its SHA-256 and return that name. Twice is once."""
    name = canonical.name_of(body)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.json"
    if path.exists():
        return name
    descriptor, temporary = tempfile.mkstemp(dir=folder, suffix=".part")
    with os.fdopen(descriptor, "wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)
    return name


def read(folder: Path, name: str) -> bytes | None:
    """Return the bytes of list `name`; None where it is not here or was altered."""
    path = folder / f"{name}.json"
    if not path.is_file():
        return None
    body = path.read_bytes()
    return body if canonical.name_of(body) == name else None
