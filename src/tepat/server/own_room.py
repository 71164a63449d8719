"""Whose installation this is: KPU's, one room's own, or a common one; and what it may store.

`TEPAT_ROOM` says it, or `TEPAT_HOME/room.json`, which `tepat serve --room` writes once. A
room of its own reads a mirror of KPU's log and never adds a fact; an installation of one
agency never stores a row of a table that belongs to another.
"""

from functools import lru_cache
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db.models import Model

from tepat.core.election.roles import OWN_ROOMS
from tepat.core.problems import Code, refuse


def here() -> str:
    """Return whose installation this is; empty for a common one."""
    return str(settings.ROOM)


def is_own() -> bool:
    """Tell whether this is a room's own installation, on a mirror."""
    return here() in OWN_ROOMS


def refuse_facts() -> None:
    """Raise `Refused` in a room's own installation: KPU's log is read there and not written."""
    if is_own():
        raise refuse(Code.ROOM_READS_ONLY, room=here())


def owner_of(model: type[Model]) -> str:
    """Return the agency whose table this is; empty for a table of everybody."""
    return _owners().get(model.__name__, "") if model._meta.app_label == "watch" else ""


def check_stored(model: type[Model]) -> None:
    """Raise `Refused` before a row of another agency is written here."""
    owner = owner_of(model)
    if owner and here() not in ("", owner):
        raise refuse(Code.ROOM_NOT_STORED, owner=owner, room=here(), table=model.__name__)


class OwnedOnly:
    """A database router that never chooses, and refuses rows of other agencies."""

    def db_for_write(self, model: type[Model], **hints: Any) -> None:
        """Refuse what may not be stored here; which database it is stays as it was."""
        check_stored(model)


@lru_cache(maxsize=1)
def _owners() -> dict[str, str]:
    owned = import_module("tepat.server.watch.models.owned").OWNED
    return {name: owner for owner, names in owned.items() for name in names}
