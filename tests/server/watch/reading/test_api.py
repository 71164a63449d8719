"""Calls that read: by a key that is never wider than its person, in pages, with an ETag."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tepat.cli import main
from tepat.server import clock
from tepat.server.election.models import Look, RoleGrant, Scope
from tepat.server.move.models import Shipment, ShipmentPackage
from tepat.server.watch.models import Alert, Incident, ReadToken
from tepat.server.watch.reading import tokens
from tests.phones import NIGHT
from tests.server.watch.alerts.worlds import HULU, client_of, somebody
from tests.server.watch.delivered import HILIR, TEDUH, Delivery
from tests.worlds import PASSWORD, contoh_scope, person

pytestmark = pytest.mark.django_db
NOW = NIGHT + timedelta(days=1)
BOTH = ["see_desk", "see_movements"]


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    cache.clear()
    clock.shift(NOW - datetime.now(UTC))
    yield
    clock.shift(timedelta(0))


@pytest.fixture
def delivery() -> Delivery:
    made = Delivery(contoh_scope())
    made.pack()
    made.to_pps()
    made.to_kpps(f"{TEDUH}-001")
    return made


def key(scope: Scope, who: str, area: str = "", actions: Any = BOTH, days: int = 7) -> str:
    return tokens.make(scope, somebody(who), "posko", area, actions, days, clock.now())[1]


def read(scope: Scope, text: str, what: str, etag: str = "", **query: str | int) -> Any:
    headers = {"Authorization": f"Bearer {text}"} | ({"If-None-Match": etag} if etag else {})
    address = f"/api/e/{scope.election}/{scope.kabupaten}/read/{what}"
    return Client(headers=headers).get(address, query)


def test_a_key_reads_every_subject(delivery: Delivery) -> None:
    scope = delivery.scope
    text = key(scope, "bu_dewi")
    board = read(scope, text, "board").json()
    assert board["total"]["tps"] == 10
    assert sum(each["tps"] for each in board["kecamatan"]) == 10
    assert board["total"]["ready"] == 1
    page = read(scope, text, "tps", limit=4).json()
    assert len(page["items"]) == 4
    rest = read(scope, text, "tps", after=page["next"]).json()
    assert len(rest["items"]) == 6
    assert rest["next"] is None
    for what in ("packages", "shipments", "handovers", "alerts", "incidents", "checkpoints"):
        answer = read(scope, text, what)
        assert answer.status_code == 200, (what, answer.content)
    boxes = read(scope, text, "packages", limit=1000).json()["items"]
    assert {each["code"] for each in boxes} == set(delivery.boxes())


def test_handovers_go_on_without_one_twice(delivery: Delivery) -> None:
    scope, text = delivery.scope, key(delivery.scope, "bu_dewi")
    seen: list[str] = []
    since = 0
    while True:
        page = read(scope, text, "handovers", since=since, limit=3).json()
        seen += [each["row"] for each in page["items"]]
        if page["next"] == page["log"]:
            break
        since = page["next"]
    assert len(set(seen)) == len(seen)
    assert len(seen) == 4 * len(delivery.boxes()) + 2 * len(delivery.boxes(f"{TEDUH}-001"))
    delivery.to_kpps(f"{TEDUH}-002")
    new = read(scope, text, "handovers", since=page["next"]).json()["items"]
    assert {each["tps"] for each in new} == {f"{TEDUH}-002"}
    changed = read(scope, text, "packages", since=page["next"]).json()["items"]
    assert {each["code"] for each in changed} == set(delivery.boxes(f"{TEDUH}-002"))


def test_a_key_is_never_wider_than_its_person_or_its_area(delivery: Delivery) -> None:
    scope = delivery.scope
    hers = read(scope, key(scope, "bu_wati"), "packages").json()["items"]
    assert hers
    narrow = key(scope, "bu_dewi", "99.01.01")
    assert read(scope, narrow, "packages").json()["items"] == []
    assert read(scope, narrow, "handovers").json()["items"] == []
    desk_only = key(scope, "bu_dewi", actions=["see_desk"])
    assert read(scope, desk_only, "handovers").status_code == 403
    assert read(scope, desk_only, "board").status_code == 200
    text = key(scope, "bu_wati", HILIR)
    RoleGrant.objects.filter(user=somebody("bu_wati")).delete()
    assert read(scope, text, "packages").status_code == 403
    other = contoh_scope("pilkades-2024")
    assert read(other, key(scope, "bu_dewi"), "board").status_code == 403


def test_a_key_of_one_kecamatan_reads_nothing_of_another(delivery: Delivery) -> None:
    scope = delivery.scope
    for number, area in ((1, HULU), (2, f"{HILIR}.2001"), (3, "99.01")):
        Alert.objects.create(
            scope=scope, key=area, kind="seal_differs", where=area, since=NOW, opened_at=NOW,
            begins=NOW, last_seen=NOW,
        )  # fmt: skip
        Incident.objects.create(
            scope=scope, number=number, kind="banjir", start=0, urgency="biasa",
            place=f"{area}:ppk", title="", happened_at=NOW, opened_at=NOW,
        )  # fmt: skip
    [box, *_] = delivery.boxes()
    ends = (("SJ-1", HULU), ("SJ-2", HILIR), ("SJ-3", HULU))
    for code, area in ends:
        made = Shipment.objects.create(
            scope=scope, code=code, origin="99.01:gudang-1", destination=f"{area}:ppk",
            list_hash=code.ljust(64, "0"), made_by=UUID(int=0), made_at=NOW,
        )  # fmt: skip
        if code == "SJ-3":
            ShipmentPackage.objects.create(shipment=made, package=box)
    text = key(scope, "bu_dewi", HILIR)

    def codes(what: str, name: str) -> list[Any]:
        return [each[name] for each in read(scope, text, what).json()["items"]]

    assert {code[:8] for code in codes("tps", "tps")} == {HILIR}
    assert len(codes("tps", "tps")) == 5
    assert codes("alerts", "area") == [f"{HILIR}.2001"]
    assert codes("incidents", "number") == [2]
    assert codes("shipments", "code") == ["SJ-2", "SJ-3"]
    board = read(scope, text, "board").json()
    assert (board["total"]["area"], board["total"]["tps"]) == (HILIR, 5)
    assert [each["area"] for each in board["kecamatan"]] == [HILIR]
    first = read(scope, text, "tps", limit=2).json()
    rest = read(scope, text, "tps", after=first["next"], limit=3).json()
    assert len(rest["items"]) == 3
    assert rest["next"] is None
    desa = key(scope, "bu_dewi", TEDUH)
    board = read(scope, desa, "board").json()
    assert (board["total"]["tps"], board["kecamatan"]) == (3, [])
    assert len(read(scope, key(scope, "bu_dewi"), "tps").json()["items"]) == 10


def test_an_alert_of_movements_is_for_those_who_see_movements(delivery: Delivery) -> None:
    scope = delivery.scope
    for kind in ("late_departure", "guard_gap", "seal_differs"):
        Alert.objects.create(
            scope=scope,
            key=kind,
            kind=kind,
            where=HILIR,
            since=NOW,
            opened_at=NOW,
            begins=NOW,
            last_seen=NOW,
        )
    everything = read(scope, key(scope, "bu_dewi"), "alerts").json()["items"]
    assert {each["kind"] for each in everything} == {"late_departure", "seal_differs"}, (
        "a key carries no right to see guards"
    )
    little = read(scope, key(scope, "bu_rina"), "alerts").json()["items"]
    assert [each["kind"] for each in little] == ["seal_differs"]
    since = (NOW + timedelta(hours=1)).isoformat()
    assert read(scope, key(scope, "bu_dewi"), "alerts", since=since).json()["items"] == []


def test_a_key_that_is_over_withdrawn_or_made_up_opens_nothing(delivery: Delivery) -> None:
    scope = delivery.scope
    text = key(scope, "bu_dewi", days=1)
    row = ReadToken.objects.get()
    assert text not in str(row.__dict__)
    assert read(scope, text, "board").status_code == 200
    row.refresh_from_db()
    assert row.last_used_at is not None
    for wrong in ("", "tepat_", text + "x", "x" * 5_000, "tepat_\u00e9"):
        assert read(scope, wrong.encode().decode("latin-1"), "board").status_code == 401
    revoke = reverse("read_token_revoke", args=[scope.election, scope.kabupaten, row.pk])
    assert client_of("bu_wati").post(revoke).status_code == 404
    assert client_of("bu_dewi").post(revoke).status_code == 302
    assert read(scope, text, "board").status_code == 401
    second = key(scope, "bu_dewi", days=1)
    clock.shift(NOW + timedelta(days=1, minutes=1) - datetime.now(UTC))
    assert read(scope, second, "board").status_code == 401
    third = key(scope, "bu_wati")
    user = somebody("bu_wati")
    user.is_active = False
    user.save()
    assert read(scope, third, "board").status_code == 401


def test_a_key_changes_nothing_and_opens_no_other_call(delivery: Delivery) -> None:
    scope, text = delivery.scope, key(delivery.scope, "bu_dewi")
    asking = Client(headers={"Authorization": f"Bearer {text}"})
    base = f"/api/e/{scope.election}/{scope.kabupaten}"
    assert asking.get(f"{base}/packages").status_code == 401
    assert asking.post(f"{base}/read/board").status_code == 405
    assert asking.get(f"/e/{scope.election}/{scope.kabupaten}/papan/").status_code == 302


def test_the_same_answer_has_the_same_etag(delivery: Delivery) -> None:
    scope, text = delivery.scope, key(delivery.scope, "bu_dewi")
    first = read(scope, text, "packages")
    assert read(scope, text, "packages", etag=first["ETag"]).status_code == 304
    delivery.to_kpps(f"{TEDUH}-002")
    assert read(scope, text, "packages", etag=first["ETag"]).status_code == 200


def test_who_asks_too_often_waits(delivery: Delivery, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "MOST_A_MINUTE", 3)
    scope, text = delivery.scope, key(delivery.scope, "bu_dewi")
    answers = [read(scope, text, "checkpoints") for _ in range(5)]
    assert answers[-1].status_code == 429
    assert 0 < int(answers[-1]["Retry-After"]) <= 60
    assert read(scope, key(scope, "bu_wati"), "checkpoints").status_code == 200


def test_the_page_makes_a_key_and_shows_it_once(delivery: Delivery) -> None:
    scope = delivery.scope
    address = reverse("read_tokens", args=[scope.election, scope.kabupaten])
    form = {"name": "<b>posko</b>", "area": scope.kabupaten, "actions": BOTH, "days": "30"}
    dewi = client_of("bu_dewi")
    asked = dewi.post(address, form)
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert not ReadToken.objects.exists(), "an open session alone makes no key"
    assert dewi.post(asked["Location"], {"password": "salah"}).status_code == 200
    assert not ReadToken.objects.exists()
    page = dewi.post(asked["Location"], {"password": PASSWORD}).content.decode()
    text = page.split('code shown">')[1].split("<")[0]
    assert text.startswith("tepat_")
    assert "<b>posko" not in page
    assert text not in dewi.get(address).content.decode()
    assert read(scope, text, "board").status_code == 200
    for wrong in ({"days": "9999"}, {"area": "63.09"}, {"name": ""}, {"actions": ["see_escorts"]}):
        assert dewi.post(address, form | wrong).status_code == 422
    rina = client_of("bu_rina")
    again = rina.post(address, form | {"area": HILIR})["Location"]
    assert rina.post(again, {"password": PASSWORD}).status_code == 422
    assert Look.objects.filter(what="read_key").count() == 1
    assert b"posko" not in client_of("bu_rina").get(address).content
    assert ReadToken.objects.filter(user=person("bu_dewi")).count() == 1


@pytest.mark.parametrize("way", ["password", "others", "administrator", "server", "factor"])
def test_a_key_ends_with_the_sessions_of_its_person(delivery: Delivery, way: str) -> None:
    scope, rina = delivery.scope, client_of("bu_rina")
    text, own = key(scope, "bu_rina"), key(scope, "bu_dewi")
    mine = reverse("own_account")
    assert "Kunci baca atas nama Anda" in rina.get(mine).text
    people = [scope.election, scope.kabupaten]
    if way == "password":
        new = {"oldpassword": PASSWORD, "password1": "sungai 1945 x", "password2": "sungai 1945 x"}
        rina.post(reverse("account_change_password"), new)
    elif way == "others":
        rina.post(reverse("end_session"), {"others": "1"})
    elif way == "server":
        main(["election", "person", "bu_rina", "--new-password"])
    else:
        what = {"username": "bu_rina", "what": "factor" if way == "factor" else "sessions"}
        client_of("bu_dewi").post(reverse("accounts_person", args=people), what)

    assert read(scope, text, "board").status_code == 401
    assert not ReadToken.objects.filter(user=person("bu_rina"), revoked_at=None).exists()
    assert read(scope, own, "board").status_code == 200


def test_a_head_sees_and_withdraws_the_keys_of_the_own_agency_alone(delivery: Delivery) -> None:
    scope = delivery.scope
    texts = {name: key(scope, name) for name in ("bu_rina", "pak_adi")}
    page = reverse("read_tokens", args=[scope.election, scope.kabupaten])
    dewi, adi = client_of("bu_dewi"), client_of("pak_adi")
    starts = {name: text[:12] for name, text in texts.items()}
    assert starts["bu_rina"] in dewi.get(page).text
    assert starts["pak_adi"] not in dewi.get(page).text
    for row in ReadToken.objects.all():
        where = reverse("read_token_revoke", args=[scope.election, scope.kabupaten, row.pk])
        told = dewi.post(where).status_code
        assert told == (302 if row.user.username == "bu_rina" else 404)
        assert adi.post(where).status_code == (404 if told == 302 else 302)


def test_the_calls_are_described_without_a_foreign_server() -> None:
    described = client_of("bu_dewi").get("/api/openapi.json").json()
    paths = [path for path in described["paths"] if "/read/" in path]
    assert len(paths) == 8
    assert "ReadKey" in described["components"]["securitySchemes"]
    page = Client().get("/api/docs").content.decode()
    assert "https://" not in page
