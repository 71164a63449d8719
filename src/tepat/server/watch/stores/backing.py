"""Backups of stores: chosen, chosen anew, taken back. And what alerts ask of them."""

from datetime import datetime
from typing import Final

from django.db import transaction

from tepat.core.election.roles import Action
from tepat.core.problems import Code, refuse
from tepat.core.watch.alerts.situation import Unbacked
from tepat.core.watch.stores.standing import Colour
from tepat.server.election.models import Scope, User
from tepat.server.move.models import Place
from tepat.server.watch.incidents.parties import acting
from tepat.server.watch.incidents.services import written
from tepat.server.watch.models import StoreBackup
from tepat.server.watch.models.stores import SHORT
from tepat.server.watch.stores.queries import Row, Stores, offers_for, stores_of

MOST_METRES: Final = 200_000
LONGEST_WHY: Final = 400


def unbacked(scope: Scope, now: datetime) -> tuple[Unbacked, ...]:
    """Return red stores for which no backup is chosen; none where no voting day is set."""
    found = stores_of(scope, now)
    if found.backup_by is None:
        return ()
    return tuple(
        Unbacked(
            row.place,
            row.area,
            row.seen.look.at if row.seen.look else None,
            found.backup_by,
            row.seen.look.name if row.seen.look else "",
        )
        for row in found.rows
        if row.needs_backup
    )


def row_of(found: Stores, place: str) -> Row:
    """Return one store. Raises `Refused` for a code that is none."""
    row = found.by_place.get(place)
    if row is None:
        raise refuse(Code.STORE_NO_SUCH, value=place[:40])
    return row


@transaction.atomic
def choose(
    scope: Scope, place: str, backup: str, name: str, why: str, by: User, now: datetime
) -> StoreBackup:
    """Choose where the goods of `place` go; with neither code nor name take the choice back.

    Raises `Refused` for a store that is unknown, itself, or red.
    """
    party = acting(by, scope, Action.INSPECT_STORES, place)
    Place.objects.select_for_update().filter(scope=scope, code=place).first()
    found = stores_of(scope, now)
    row = row_of(found, place)
    said = written(name, SHORT)
    metres: int | None = None
    if backup:
        other = row_of(found, backup)
        if other.place == place or other.colour is Colour.RED:
            raise refuse(Code.STORE_BACKUP_RED, value=other.name)
        offered = {each.candidate.place: each for each in offers_for(found, row)}
        if backup in offered and offered[backup].metres <= MOST_METRES:
            metres = offered[backup].metres
        said = ""
    return StoreBackup.objects.create(
        scope=scope,
        place=place,
        backup=backup,
        name=said,
        metres=metres,
        why=written(why, LONGEST_WHY),
        at=now,
        by=str(by.account),
        party=party,
    )
