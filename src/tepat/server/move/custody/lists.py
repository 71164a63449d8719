"""Lists of packages that facts name by their hash, read from the files beside the log."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from tepat.adapters import list_files
from tepat.core.move.manifests import Manifest, read_manifest


class Unknown(LookupError):
    """The list is not here, or its file was altered."""


def folder() -> Path:
    """The folder of lists, beside the log."""
    return Path(settings.HOME) / "lists"


def known(names: Iterable[str]) -> dict[str, Manifest]:
    """Return those of these lists that are here. Lists never change, so they are read once."""
    found = {}
    for name in set(names):
        try:
            found[name] = _read(folder(), name)
        except Unknown:
            continue
    return found


@lru_cache(maxsize=2_000)
def _read(folder: Path, name: str) -> Manifest:
    body = list_files.read(folder, name)
    manifest = read_manifest(body) if body is not None else None
    if manifest is None:
        raise Unknown(name)
    return manifest
