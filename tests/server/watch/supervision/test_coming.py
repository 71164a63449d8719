"""Where to be next: what moves comes first, what waits last, and somebody is named."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from tepat.core.election.roles import Role
from tepat.core.move import events
from tepat.server import clock
from tepat.server.watch.models import SupervisionVisit
from tests.phones import NIGHT
from tests.server.watch.alerts.worlds import client_of
from tests.server.watch.delivered import HILIR, STORE, Delivery
from tests.worlds import contoh_scope, person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_the_day() -> Any:
    clock.shift(NIGHT + timedelta(hours=2) - datetime.now(UTC))
    yield
    clock.shift(timedelta(0))


def test_a_load_on_its_way_comes_before_stores_that_wait() -> None:
    delivery = Delivery(contoh_scope())
    delivery.pack()
    giver = delivery.phone(Role.WAREHOUSE, "99.01")
    to = f"{HILIR}:ppk"
    load = {
        "packages": tuple(sorted(delivery.boxes())),
        "giver": "warehouse@99.01",
        "receiver": f"ppk@{HILIR}",
        "place": STORE,
        "to": to,
        "shipment": "SJ-001",
    }
    delivery.send(giver.say(events.Given, **load))
    delivery.phone(Role.PANWASCAM, HILIR)
    scope = delivery.scope
    room = reverse("supervision", args=[scope.election, scope.kabupaten])

    rows = client_of("pak_adi").get(room).context["coming"]
    assert [each["row"].what for each in rows][:2] == ["road", "store"]
    first = rows[0]["row"]
    assert (first.place, first.boxes) == (to, len(delivery.boxes()))
    assert first.at, "when it left, while no plan says when it comes"
    assert rows[0]["post"], "the nearest supervisor is named"
    assert "kapan saja" not in client_of("pak_adi").get(room).text.split("</tr>")[1]

    SupervisionVisit.objects.create(
        scope=scope,
        place=to,
        what="road",
        to=f"panwascam@{HILIR}",
        by=str(person("pak_adi").account),
        party="bawaslu@99.01",
        at=clock.now(),
    )
    assert client_of("pak_adi").get(room).context["coming"][0]["row"].what == "road"
