"""In a room of its own no link of the board, alerts, TPS, packages and loads leads nowhere."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import resolve, reverse

from tepat.core.election.roles import Role
from tepat.server import clock
from tepat.server.election.models import RoleGrant, Scope, User
from tepat.server.mirrored.pages import is_there
from tepat.server.watch.board import shared
from tests.phones import NIGHT
from tests.server.watch.alerts.worlds import amiss, waiting_load
from tests.server.watch.delivered import TEDUH, Delivery
from tests.worlds import contoh_scope

HERE = "/e/pilkada-2024/99.01/"
ROLES = {"bawaslu": Role.BAWASLU, "polri": Role.POLRES}


@pytest.fixture
def scope(db: None) -> Scope:
    shared.parts.clear()
    way = Delivery(contoh_scope())
    way.pack()
    way.to_pps()
    way.to_kpps(f"{TEDUH}-001")
    waiting_load(way.scope, "SJ-001", made_at=NIGHT - timedelta(days=1))
    amiss(way.scope, "P246309102006001BUPK1N")
    clock.shift(datetime(2024, 11, 15, 2, tzinfo=UTC) - datetime.now(UTC))
    return way.scope


@pytest.mark.parametrize("room", ["bawaslu", "polri"])
def test_every_link_leads_to_a_page_that_is_there(
    scope: Scope, settings: LazySettings, room: str
) -> None:
    settings.ROOM = room
    user = User.objects.create(username="head")
    RoleGrant.objects.create(user=user, role=ROLES[room].value, area=scope.kabupaten)
    client = Client()
    client.force_login(user)
    box = Delivery(scope).boxes(f"{TEDUH}-001")[0]
    here = [scope.election, scope.kabupaten]
    for path in (
        reverse("board", args=here),
        f"{reverse('board', args=here)}?dinding=1",
        reverse("alerts", args=here),
        reverse("board_area", args=[*here, scope.kabupaten]),
        reverse("board_tps", args=[*here, f"{TEDUH}-001"]),
        reverse("package", args=[*here, box]),
        reverse("shipments", args=here),
        reverse("shipment", args=[*here, "SJ-001"]),
    ):
        answer = client.get(path)
        assert answer.status_code == 200, path
        said = answer.content.decode()
        for method, address in links(said):
            name = resolve(address).url_name or ""
            assert is_there(room, name, method), f"{path} -> {method} {address} ({name})"


def links(said: str) -> list[tuple[str, str]]:
    """Addresses inside this desk that a page links or sends forms to."""
    found = [("GET", each) for each in re.findall(r'<a[^>]* href="(/[^"?#]*)', said)]
    for form, inside in re.findall(r"<form([^>]*)>(.*?)</form>", said, re.DOTALL):
        if "<button" not in inside:
            continue
        if action := re.search(r'action="(/[^"?#]*)', form):
            found.append(("POST" if 'method="post"' in form else "GET", action[1]))
    return found


def test_what_the_mirror_does_not_carry_is_unknown_and_not_none(
    scope: Scope, settings: LazySettings
) -> None:
    settings.ROOM = "bawaslu"
    user = User.objects.create(username="head")
    RoleGrant.objects.create(user=user, role=Role.BAWASLU.value, area=scope.kabupaten)
    client = Client()
    client.force_login(user)
    said = client.get(f"{HERE}papan/").content.decode()
    assert "Tidak ada peringatan berlaku" not in said
    assert said.count("Tidak diketahui di instalasi ini") == 2, "weather and roads, and costs"
