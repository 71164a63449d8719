"""Folders of rehearsals: one each below `TEPAT_HOME/gladi`, marked, and wiped as a whole."""

import json
import os
import re
import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from tepat.core.problems import Code, refuse
from tepat.gladi import clock

MARK: Final = "gladi.json"
FOLDER: Final = "gladi"
FIELD: Final = "lapangan"
"""What the played field knows: its truth, its report card. The server never looks there."""
PEOPLE: Final = "orang.json"
_NAME: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?", re.ASCII)


def base() -> Path:
    """Return `TEPAT_HOME`, below which rehearsals lie.

    Raises `Refused` where that is itself the folder of a rehearsal.
    """
    home = Path(os.environ.get("TEPAT_HOME", "./var")).expanduser().resolve()
    if (home / MARK).exists() or home.parent.name == FOLDER:
        raise refuse(Code.GLADI_INSIDE, home=str(home))
    return home


def begin(name: str, asked: Mapping[str, Any], at: datetime) -> Path:
    """Make the folder of a new rehearsal, marked and with its clock set to `at`.

    Raises `Refused` for a name that is none, and where something of that name is there.
    """
    place = _place(name)
    if place.exists():
        raise refuse(Code.GLADI_THERE, name=name, home=str(place))
    (place / FIELD).mkdir(parents=True)
    # The mark comes first: from here on the folder opens for nothing else.
    clock.write(place / MARK, json.dumps({"name": name, **asked}, indent=1, sort_keys=True))
    clock.set_to(place, at)
    return place


def known(name: str) -> Path:
    """Return the folder of a rehearsal. Raises `Refused` where there is none of that name."""
    place = _place(name)
    if not (place / MARK).is_file():
        said = ", ".join(all_names()) or "-"
        raise refuse(Code.GLADI_UNKNOWN, name=name, choices=said)
    return place


def asked_of(place: Path) -> dict[str, Any]:
    """Return what the rehearsal in this folder plays, as its mark says."""
    return dict(json.loads((place / MARK).read_text(encoding="utf-8")))


def all_names() -> list[str]:
    """Return the names of all rehearsals here, in order."""
    folder = base() / FOLDER
    if not folder.is_dir():
        return []
    return sorted(each.name for each in folder.iterdir() if (each / MARK).is_file())


def wipe(name: str) -> Path:
    """Remove a rehearsal with everything in it; return the folder that is gone.

    Raises `Refused` where there is nothing of that name.
    """
    place = _place(name)
    if not place.is_dir():
        said = ", ".join(all_names()) or "-"
        raise refuse(Code.GLADI_UNKNOWN, name=name, choices=said)
    shutil.rmtree(place)
    return place


def _place(name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise refuse(Code.GLADI_NAME, name=name[:60])
    return base() / FOLDER / name
