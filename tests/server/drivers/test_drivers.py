"""A driver without an account: one link, three buttons, and facts that say whose they are."""

import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tepat.adapters.plain_jpeg import NotJpeg, without_extras
from tepat.core.log import canonical
from tepat.core.move import judging
from tepat.core.move.events import Incident, Positioned
from tepat.server import clock
from tepat.server.election.models import Scope
from tepat.server.log.models import Fact, Words
from tepat.server.move.devices import keys as own_keys
from tepat.server.move.devices import quotas
from tepat.server.move.drivers import links
from tepat.server.move.models import DriverLink, DriverReport, Photo, PlannedShipment, Shipment
from tepat.server.plan.models import PlanInput, PlanRun
from tests.phones import NIGHT, phone_of
from tests.worlds import contoh_scope, person

pytestmark = pytest.mark.django_db

EXIF = b"\xff\xe1\x00\x12Exif\x00\x00-2.0,115.4"
COMMENT = b"\xff\xfe\x00\x08pak_jo"
PICTURE = b"\xff\xdb\x00\x04\x00\x01\xff\xda\x00\x04\x01\x00" + bytes(40) + b"\xff\xd9"
JPEG = b"\xff\xd8" + EXIF + COMMENT + PICTURE + b"hung on behind"


@pytest.fixture(autouse=True)
def _that_night(monkeypatch: pytest.MonkeyPatch, settings: LazySettings, tmp_path: Path) -> None:
    monkeypatch.setattr(clock, "now", lambda: NIGHT)
    monkeypatch.setattr(quotas, "buckets", quotas.Buckets())
    keys = Path(settings.HOME) / "keys"
    keys.mkdir(parents=True, exist_ok=True)
    (tmp_path / "keys").symlink_to(keys)
    settings.HOME = tmp_path


@pytest.fixture
def scope() -> Scope:
    return contoh_scope()


@pytest.fixture
def load(scope: Scope) -> Shipment:
    return shipment(scope, "SJ-001", "99.01.01:ppk")


def shipment(scope: Scope, code: str, to: str) -> Shipment:
    return Shipment.objects.create(
        scope=scope,
        code=code,
        origin="99.01:gudang-1",
        destination=to,
        departs_at=NIGHT + timedelta(hours=9),
        vehicle="Truk <1>",
        driver="Pak Joko",
        list_hash="3b" * 32,
        made_by=person("bu_dewi").account,
        made_at=NIGHT,
    )


def link_of(load: Shipment) -> str:
    made = links.of(load, person("bu_dewi").account, NIGHT)
    return f"/j/{links.token_of(made)}"


def press(path: str, what: str, **more: Any) -> Any:
    form = {"what": what, "key": str(uuid.uuid4())} | more
    return Client(enforce_csrf_checks=True).post(path, form)


def facts() -> list[Any]:
    rows = Fact.objects.filter(kind__in=("positioned", "incident")).order_by("number")
    return [judging.parsed(bytes(row.body)) for row in rows]


def test_start_and_arrival_become_facts_of_the_desk_under_the_code_of_the_link(
    scope: Scope, load: Shipment
) -> None:
    path = link_of(load)

    answers = [press(path, what) for what in ("started", "arrived")]

    assert [each.status_code for each in answers] == [200, 200]
    assert "Terkirim: Mulai" in answers[0].content.decode()
    link = DriverLink.objects.get()
    said = facts()
    assert [type(each) for each in said] == [Positioned, Positioned]
    assert [each.place for each in said] == ["99.01:gudang-1", "99.01.01:ppk"]
    assert {(each.by, each.session, each.shipment) for each in said} == {
        (link.code, "driver-link", "SJ-001")
    }
    assert {each.device for each in said} == {own_keys.desk().key_id}
    assert not answers[0].cookies


def test_trouble_is_an_incident_and_its_photo_tells_nothing_beside_the_picture(
    scope: Scope, load: Shipment, tmp_path: Path
) -> None:
    photo = SimpleUploadedFile("a.jpg", JPEG, "image/jpeg")
    path = link_of(load)

    answer = press(
        path, "trouble", trouble="road_closed", note="dekat Wayau", gps="-2.1,115.4", photo=photo
    )

    assert answer.status_code == 200
    [said] = facts()
    assert isinstance(said, Incident)
    assert said.gps
    assert (said.what, said.shipment, said.gps.lat) == ("road_closed", "SJ-001", -210_000)
    assert Words.objects.get().text == "dekat Wayau"
    [name] = said.photos
    kept = (tmp_path / "photos" / name[:2] / name).read_bytes()
    assert kept == b"\xff\xd8" + PICTURE
    assert canonical.name_of(kept) == name
    assert Photo.objects.get().whole_at
    desk = Client()
    desk.force_login(person("bu_dewi"))
    assert desk.get(f"/e/pilkada-2024/99.01/foto/{name}").status_code == 200
    page = desk.get("/e/pilkada-2024/99.01/muatan/SJ-001/").content.decode()
    assert "Ada masalah" in page


def test_the_same_report_again_is_one_fact(scope: Scope, load: Shipment) -> None:
    path, key = link_of(load), str(uuid.uuid4())

    for _ in range(3):
        assert press(path, "started", key=key).status_code == 200

    assert len(facts()) == 1


def test_a_late_report_keeps_its_time_and_an_impossible_clock_does_not(
    scope: Scope, load: Shipment
) -> None:
    path = link_of(load)
    hours = (NIGHT - timedelta(hours=7)).timestamp()

    press(path, "started", at=str(int(hours * 1000)))
    press(path, "arrived", at="99999999999999")
    press(path, "arrived", at="kemarin")

    assert [each.at.timestamp() for each in facts()] == [
        hours,
        NIGHT.timestamp(),
        NIGHT.timestamp(),
    ]


def test_a_link_ends_is_withdrawn_and_cannot_be_guessed(
    scope: Scope, load: Shipment, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = link_of(load)
    code = DriverLink.objects.get().code

    forged = f"/j/{code}{'0' * 20}"
    assert [Client().get(each).status_code for each in (path, forged)] == [200, 404]
    assert Client().get("/j/" + "a" * 44).status_code == 404
    assert Client().get("/j/x").status_code == 404
    monkeypatch.setattr(clock, "now", lambda: NIGHT + timedelta(days=4))
    assert press(path, "started").status_code == 410
    monkeypatch.setattr(clock, "now", lambda: NIGHT)
    desk = Client()
    desk.force_login(person("bu_dewi"))
    desk.post("/e/pilkada-2024/99.01/muatan/SJ-001/tautan/", {"withdraw": "1"})
    assert press(path, "started").status_code == 410
    assert facts() == []
    assert link_of(load) != path


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"what": "stolen"}, 422),
        ({"what": "started", "key": "x"}, 422),
        ({"what": "started", "load": "SJ-999"}, 422),
        ({"what": "trouble"}, 422),
        ({"what": "trouble", "trouble": "<script>"}, 422),
        ({"what": "trouble", "trouble": "flood", "gps": "nan,inf"}, 200),
        ({"what": "trouble", "trouble": "flood", "gps": "1e400,0"}, 200),
        ({"what": "trouble", "trouble": "flood", "gps": "9,9,9"}, 200),
        ({"what": "started", "at": "٣"}, 200),
        ({"what": "trouble", "trouble": "flood", "note": "x\x00y"}, 400),
        ({"what": "trouble", "trouble": "flood", "note": "𝄞" * 5000}, 200),
        ({}, 422),
    ],
)
def test_hostile_reports_get_a_sentence(
    scope: Scope, load: Shipment, form: dict[str, str], status: int
) -> None:
    body = {"key": str(uuid.uuid4())} | form

    assert Client().post(link_of(load), body).status_code == status


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xd8", JPEG[:20], b"<svg/>", b"\xff\xd8\xff\xe1\x00\x00"]
)
def test_what_is_no_photo_is_refused(scope: Scope, load: Shipment, data: bytes) -> None:
    with pytest.raises(NotJpeg):
        without_extras(data)
    photo = SimpleUploadedFile("a.jpg", data + b"x", "image/jpeg")

    answer = press(link_of(load), "trouble", trouble="flood", photo=photo)

    assert (answer.status_code, facts(), Photo.objects.count()) == (422, [], 0)


def test_a_link_is_bounded(scope: Scope, load: Shipment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "MOST_REPORTS", 3)
    path = link_of(load)

    assert [press(path, "started").status_code for _ in range(4)] == [200, 200, 200, 429]
    assert DriverReport.objects.count() == 3


def test_the_page_is_small_needs_no_script_and_tells_nobody(scope: Scope, load: Shipment) -> None:
    rina = phone_of(scope, "Bu Rina")
    path = link_of(load)
    answer = Client().get(path)
    page = answer.content.decode()
    static = Path(__file__).resolve().parents[3] / "src/tepat/server/static"
    files = [static / each for each in re.findall(r'/static/([^"]+)"', page)]

    assert len(answer.content) + sum(each.stat().st_size for each in files) < 20_000
    assert page.count("<form") == 3
    assert "Truk &lt;1&gt;" in page
    assert "Truk <1>" not in page
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies
    assert rina.device not in page


def test_one_link_serves_all_halts_of_a_trip(scope: Scope, load: Shipment) -> None:
    second = shipment(scope, "SJ-002", "99.01.02:ppk")
    source = PlanInput.objects.create(
        scope=scope, number=1, hash="0" * 64, by=person("bu_dewi"), at=NIGHT
    )
    run = PlanRun.objects.create(scope=scope, number=1, source=source, effort="quick", at=NIGHT)
    for each, place in ((load, "99.01.01"), (second, "99.01.02")):
        PlannedShipment.objects.create(shipment=each, plan=run, trip="1-truk-1-1", place=place)
    path = link_of(load)

    page = Client().get(path).content.decode()
    press(path, "arrived", load="SJ-002")

    assert page.count("<section>") == 2
    [said] = facts()
    assert (said.shipment, said.place) == ("SJ-002", "99.01.02:ppk")
    assert set(links.trips_of(scope, run.pk, NIGHT)) == {"1-truk-1-1"}


def test_only_who_makes_loads_makes_links(scope: Scope, load: Shipment) -> None:
    for name, status in (("bu_sari", 302), ("pak_adi", 403), ("bu_rina", 403)):
        desk = Client()
        desk.force_login(person(name))
        made = desk.post("/e/pilkada-2024/99.01/muatan/SJ-001/tautan/")
        assert made.status_code == status
        page = desk.get("/e/pilkada-2024/99.01/muatan/SJ-001/").content.decode()
        assert ("/j/" in page) == (status == 302)
    assert Client().post("/e/pilkada-2024/99.01/muatan/SJ-001/tautan/").status_code == 302
    assert DriverLink.objects.count() == 1


@pytest.mark.parametrize("more", [0, 20])
def test_more_reports_cost_no_more_queries(
    scope: Scope, load: Shipment, more: int, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    path = link_of(load)
    for _ in range(more):
        press(path, "started")
    Client().get(path)

    with django_assert_max_num_queries(12):
        Client().get(path)
