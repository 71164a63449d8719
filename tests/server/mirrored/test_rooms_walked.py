"""Each role of each room walks through its own installation: nothing crashes, no link is dead."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import LazySettings
from django.test import Client

from tepat.core.election import roles
from tepat.core.election.roles import Role
from tepat.server import clock, flow
from tepat.server.desk import rooms
from tepat.server.election.elections import election_of
from tepat.server.election.models import RoleGrant, Scope, User
from tepat.server.log import queries as log
from tepat.server.move.models import Shipment
from tepat.server.plan.models import Package
from tepat.server.plan.packages.services import regenerate
from tepat.server.watch.alerts import running
from tepat.server.watch.exports import queries as exports
from tepat.server.watch.models import (
    EscortReport,
    EscortTask,
    SecurityOrder,
    SecurityPost,
    SecurityUnit,
)
from tests.phones import packed, phone_of
from tests.server.mirrored.walks import walk
from tests.server.watch.alerts.worlds import HULU, NOW, waiting_load
from tests.worlds import PASSWORD, contoh_scope

HERE = "/e/pilkada-2024/99.01"
PEOPLE = [
    ("bawaslu", Role.BAWASLU, "99.01"),
    ("bawaslu", Role.PANWASCAM, HULU),
    ("bawaslu", Role.PKD, f"{HULU}.1001"),
    ("polri", Role.POLRES, "99.01"),
    ("polri", Role.POLSEK, HULU),
    ("polri", Role.TNI, "99.01"),
]


@pytest.fixture
def scope(db: None) -> Iterator[Scope]:
    """What a mirror brings: packages, a packed box, a load that waits; and alerts of it."""
    clock.shift(NOW - datetime.now(UTC))
    scope = contoh_scope()
    regenerate(scope, election_of(scope), NOW)
    box = Package.objects.filter(scope=scope, form="K", desa__startswith=HULU).first()
    assert box is not None
    sari = phone_of(scope, "bu_sari", Role.WAREHOUSE)
    flow.accept(scope, [packed(sari, box.code)], sari.device, NOW)
    waiting_load(scope, "SJ-001", HULU)
    running.look()
    yield scope
    clock.shift(timedelta(0))


def at(
    room: str, role: Role, area: str, settings: LazySettings, rights: pytest.MonkeyPatch
) -> Client:
    """Somebody at the desk of this room, in its own installation."""
    settings.ROOM = room
    for each, actions in roles.rights_in(room).items():
        rights.setitem(roles.MAY, each, actions)
    user = User.objects.create_user("pak_adi", password=PASSWORD)
    RoleGrant.objects.create(user=user, role=role.value, area=area)
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize(("room", "role", "area"), PEOPLE)
def test_every_page_opens_and_no_link_or_form_is_dead(
    scope: Scope, settings: LazySettings, monkeypatch: pytest.MonkeyPatch,
    room: str, role: Role, area: str,
) -> None:  # fmt: skip
    before = log.size(scope.election, scope.kabupaten)
    client = at(room, role, area, settings, monkeypatch)
    menu = [link.href for link in rooms.menu(User.objects.get(username="pak_adi"), scope, "")]

    walked = walk(client, [*menu, f"{HERE}/muatan/SJ-001/"], room)

    assert len(menu) > 12
    assert {walked.statuses[href] for href in menu} == {200}
    assert not walked.dead
    refused = set(walked.failed().values())
    assert refused <= {403}, walked.failed()
    assert log.size(scope.election, scope.kabupaten) == before
    assert Shipment.objects.count() == 1


@pytest.mark.parametrize(("room", "role", "area"), [each for each in PEOPLE if each[2] == "99.01"])
def test_exports_and_the_api_answer_in_the_room(
    scope: Scope, settings: LazySettings, monkeypatch: pytest.MonkeyPatch,
    room: str, role: Role, area: str,
) -> None:  # fmt: skip
    client = at(room, role, area, settings, monkeypatch)
    user = User.objects.get(username="pak_adi")
    taken = [
        code for code, each in exports.all_exports().items() if exports.may_take(user, each, scope)
    ]

    assert taken
    for code in taken:
        for form in ("csv", "xlsx"):
            answer = client.get(f"{HERE}/ekspor/{code}/berkas.{form}")
            assert answer.status_code == 200, code
            assert answer.getvalue()
    for call in ("board", "tps", "packages", "shipments", "handovers", "alerts", "checkpoints"):
        answer = client.get(f"/api{HERE}/read/{call}")
        assert answer.status_code == 200, call
        assert isinstance(json.loads(answer.content), dict)
    # Numbers of problems are KPU's own, and so are its packing lists and devices.
    for call in ("read/incidents", "manifest", "devices"):
        assert client.get(f"/api{HERE}/{call}").status_code == 404, call


def test_the_police_work_a_day_in_their_own_installation(
    scope: Scope, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = log.size(scope.election, scope.kabupaten)
    client = at("polri", Role.POLRES, "99.01", settings, monkeypatch)

    def send(path: str, **form: object) -> None:
        answer = client.post(f"{HERE}/pengamanan/{path}", form)
        assert answer.status_code == 302, (path, answer.status_code)

    send("kesatuan/", do="new", service="polri", name="Polsek Hulu", area=HULU, strength="9")
    unit = SecurityUnit.objects.get()
    send("kesatuan/", do="people", unit=unit.pk, people="Adi; Bripka; 1; 08123456789")
    lead = unit.people.get()
    send("pos/", do="add", name="Simpang tiga", area=HULU)
    place = SecurityPost.objects.get().code
    send("pos/", do="tell", place=place, said="present", count="2")
    send("kawal/SJ-001/", unit=unit.pk, people=[lead.pk])
    here = NOW.astimezone(ZoneInfo("Asia/Jakarta")).strftime("%Y-%m-%dT%H:%M")
    send("kawal/SJ-001/", said="present", count="2", there_at=here)
    hours = {"starts": "2024-11-26T06:00", "ends": "2024-11-28T06:00"}
    send("perintah/", unit=unit.pk, about="escort", place="SJ-001", people=[lead.pk], **hours)

    assert EscortTask.objects.get().shipment == "SJ-001"
    assert EscortReport.objects.get().is_present
    page = client.get(f"{HERE}/pengamanan/kawal/SJ-001/").content.decode()
    assert "Polsek Hulu" in page
    assert "Yang ditulis di sini tinggal di instalasi ini" in page
    assert "tinggal di instalasi ini" not in client.get(f"{HERE}/papan/").content.decode()
    assert client.get(f"{HERE}/pengamanan/malam/").status_code == 200
    for form in ("csv", "xlsx"):
        assert client.get(f"{HERE}/pengamanan/ekspor.{form}").status_code == 200
    order = SecurityOrder.objects.get()
    pdf = client.get(f"{HERE}/pengamanan/perintah/{order.pk}.pdf")
    assert pdf.content.startswith(b"%PDF")
    assert log.size(scope.election, scope.kabupaten) == before
