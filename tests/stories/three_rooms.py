"""KPU's part of the story of three installations: `python -m tests.stories.three_rooms STEP`.

`begin` makes KPU's installation at TEPAT_HOME with a load that waits, and empty databases
for the rooms beside it, each with one account of its own; `hand_over` lets the load be
given to the PPK of Hulu. Both are processes of their own, as KPU's server is.
"""

import sqlite3
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from tepat.cli import prepare

ROOMS = {"bawaslu": "pak_adi", "polri": "pak_budi"}


def begin() -> None:
    """Fill KPU's installation."""
    prepare()
    from django.conf import settings

    from tepat.core.election.roles import Role
    from tepat.core.move import events
    from tepat.server import clock, flow
    from tepat.server.election.elections import election_of
    from tepat.server.election.models import RoleGrant, User
    from tepat.server.move.shipments import reporting as shipments
    from tepat.server.move.shipments.services import Load
    from tepat.server.plan.models import Package
    from tepat.server.plan.packages.services import regenerate
    from tests.phones import packed, phone_of
    from tests.worlds import PASSWORD, contoh_scope, person

    for room, name in ROOMS.items():
        user = User.objects.create_user(name, password=PASSWORD)
        role = "bawaslu" if room == "bawaslu" else "polres"
        RoleGrant.objects.create(user=user, role=role, area="99.01")
        _copy(settings.HOME / "tepat.sqlite3", settings.HOME.parent / room)
        user.delete()
    scope, now = contoh_scope(), clock.now()
    earlier = now - timedelta(hours=1)
    regenerate(scope, election_of(scope), now)
    box = Package.objects.filter(scope=scope, place="99.01.01.1001-001", form="K").first()
    assert box is not None
    sari = phone_of(scope, "bu_sari", Role.WAREHOUSE, at=earlier)
    joko = phone_of(scope, "pak_joko", Role.DRIVER, at=earlier)
    flow.accept(scope, [packed(sari, box.code)], sari.device, now)
    load = Load("99.01:gudang-1", "99.01.01:ppk", now, "Truk 2", unsealed_reason="contoh")
    made = shipments.make(scope, load, [box.code], person("bu_dewi").account, now)
    gps = events.Gps(-216500, 11538300)
    seen = joko.say(events.Positioned, shipment=made.code, gps=gps, salt="5a" * 16)
    flow.accept(scope, [seen], joko.device, now)


def hand_over() -> None:
    """Let the PPK of Hulu receive the load from bu_sari."""
    prepare()
    from tepat.core.election.roles import Role
    from tepat.core.move import events
    from tepat.server import clock, flow
    from tepat.server.election.models import Scope
    from tepat.server.move.models import Shipment
    from tests.phones import phone_of

    scope, now = Scope.objects.get(), clock.now()
    made = Shipment.objects.get()
    rina = phone_of(scope, "bu_rina", Role.PPK, "99.01.01", at=now - timedelta(hours=1))
    tono = phone_of(scope, "pak_tono", Role.WAREHOUSE, at=now - timedelta(hours=1))
    handover = {
        "shipment": made.code,
        "list": made.list_hash,
        "giver": "warehouse@99.01",
        "receiver": "ppk@99.01.01",
        "place": made.destination,
        "to": made.destination,
    }
    given = tono.say(events.Given, rina, **handover)
    received = rina.say(events.Received, **handover, given=tono.prev)
    for sent, phone in ((given, tono), (received, rina)):
        [receipt] = flow.accept(scope, [sent], phone.device, now)
        assert receipt.verdict == "accepted", receipt


def _copy(database: Path, home: Path) -> None:
    """Copy the database as it is now, so that a room need not make its tables anew."""
    home.mkdir(parents=True, exist_ok=True)
    with (
        closing(sqlite3.connect(database)) as old,
        closing(sqlite3.connect(home / database.name)) as new,
    ):
        old.backup(new)


if __name__ == "__main__":
    {"begin": begin, "hand_over": hand_over}[sys.argv[1]]()
