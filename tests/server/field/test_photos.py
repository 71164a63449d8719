"""Photos come in pieces, may stop and go on, and are kept only where a fact names them."""

import os
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tepat.core.election.roles import Role
from tepat.core.move import events
from tepat.server import clock, flow
from tepat.server.election.models import Scope
from tepat.server.move.field import photos
from tepat.server.move.models import Photo, PhotoLook
from tests.phones import NIGHT, Phone, phone_of
from tests.server.field.asking import BASE, ask, signed
from tests.worlds import person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_night")]

PIECE = 1000
JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 12
NAME = sha256(JPEG).hexdigest()
DESK = "/e/pilkada-2024/99.01/foto/"


@pytest.fixture(autouse=True)
def _no_names_remembered() -> None:
    photos._named_in.cache_clear()


@pytest.fixture
def rina(scope: Scope) -> Phone:
    return phone_of(scope, "bu_rina", Role.PPK, "99.01.01")


def report(
    phone: Phone, *hashes: str, kind: type[events.Fact] = events.Incident, **fields: Any
) -> None:
    """The phone reports a flood with photos, and the fact is in the log."""
    said = {"what": "flood", "place": "99.01.01"} if kind is events.Incident else {}
    sent = phone.say(kind, photos=tuple(sorted(hashes)), **said, **fields)
    [receipt] = flow.accept(phone.scope, [sent], phone.device, NIGHT)
    assert receipt.verdict == "accepted", receipt


def send(phone: Phone, offset: int, piece: bytes, name: str = NAME, size: int = len(JPEG)) -> Any:
    path = f"/photos/{name}?offset={offset}&size={size}"
    return ask(phone, path, "PATCH", piece)


def send_all(phone: Phone, data: bytes = JPEG) -> Any:
    name = sha256(data).hexdigest()
    answer = None
    for at in range(0, len(data), PIECE):
        answer = send(phone, at, data[at : at + PIECE], name, len(data))
    return answer


def test_a_photo_stops_and_goes_on_where_it_stopped(rina: Phone, tmp_path: Path) -> None:
    report(rina, NAME)
    assert ask(rina, f"/photos/{NAME}").json() == {"offset": 0, "complete": False}
    assert send(rina, 0, JPEG[:PIECE]).json() == {"offset": PIECE, "complete": False}

    there = ask(rina, f"/photos/{NAME}").json()["offset"]
    lost_answer = send(rina, 0, JPEG[:PIECE])
    ahead = send(rina, PIECE + 1, JPEG[PIECE + 1 : 2 * PIECE])
    done = send(rina, there, JPEG[there:])

    assert there == PIECE
    assert (lost_answer.status_code, lost_answer.json()["offset"]) == (200, PIECE)
    assert (ahead.status_code, ahead.json()["facts"]["offset"]) == (409, PIECE)
    assert done.json() == {"offset": len(JPEG), "complete": True}
    assert (tmp_path / "photos" / NAME[:2] / NAME).read_bytes() == JPEG
    assert list((tmp_path / "photos" / "begun").iterdir()) == []
    head = ask(rina, f"/photos/{NAME}", "HEAD")
    assert (head.status_code, head["Upload-Offset"]) == (200, str(len(JPEG)))
    assert send(rina, 0, JPEG[:PIECE]).json()["complete"], "sent again, it stays as it is"


def test_another_photo_than_its_name_says_is_thrown_away(rina: Phone, tmp_path: Path) -> None:
    report(rina, NAME)
    wrong = send_all_as(rina, JPEG[:-1] + b"x", NAME)

    assert (wrong.status_code, wrong.json()["code"]) == (422, "photo_differs")
    assert not (tmp_path / "photos" / NAME[:2]).exists()
    assert ask(rina, f"/photos/{NAME}").json()["offset"] == 0
    assert send_all(rina).json()["complete"]


def send_all_as(phone: Phone, data: bytes, name: str) -> Any:
    return send(phone, 0, data, name, len(data))


def test_what_is_no_photo_is_no_photo(rina: Phone) -> None:
    page = b"<script>alert(1)</script>" * 9
    report(rina, sha256(page).hexdigest())

    answer = send_all(rina, page)

    assert (answer.status_code, answer.json()["code"]) == (422, "photo_kind")
    assert Photo.objects.count() == 0


def test_photos_of_a_fact_that_somebody_else_overtook_are_named_too(
    rina: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another phone had brought the newest fact before the one with the photos came."""
    monkeypatch.setattr(photos, "MOST_UNNAMED", 0)
    names = [sha256(JPEG + bytes([n])).hexdigest() for n in range(2)]
    first = rina.say(events.Incident, what="flood", place="99.01.01", photos=(names[0],))
    newest = rina.say(events.Incident, what="late", place="99.01.01")
    flow.accept(rina.scope, [newest], "carrier", NIGHT)
    assert send_all(rina, JPEG + bytes([0])).status_code == 429

    flow.accept(rina.scope, [first], rina.device, NIGHT)

    assert send_all(rina, JPEG + bytes([0])).status_code == 200
    assert send_all(rina, JPEG + bytes([1])).status_code == 429


def test_photos_of_facts_to_come_are_few_and_do_not_stay(
    rina: Phone, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(photos, "MOST_UNNAMED", 3)
    early = [JPEG + bytes([n]) for n in range(5)]
    assert [send_all(rina, each).status_code for each in early[:3]] == [200] * 3
    assert send_all(rina, early[3]).status_code == 429

    report(rina, sha256(early[0]).hexdigest())
    assert send_all(rina, early[3]).status_code == 200
    monkeypatch.setattr(clock, "now", lambda: NIGHT + timedelta(days=4))
    assert send_all(rina, early[4]).status_code == 200

    kept = {path.name for path in (tmp_path / "photos").glob("??/*")}
    assert kept == {sha256(each).hexdigest() for each in (early[0], early[4])}


def test_one_phone_spoils_no_photo_of_another(scope: Scope, rina: Phone) -> None:
    other = phone_of(scope, "pak_salim", Role.PPS, "99.01.01.2002")
    report(rina, NAME)
    send(other, 0, b"rubbish" * 10)

    assert ask(rina, f"/photos/{NAME}").json()["offset"] == 0
    assert send_all(rina).json()["complete"]
    assert not ask(other, f"/photos/{NAME}").json()["complete"]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        (f"/photos/{NAME}?offset=0&size=99999999", b"x", 413),
        (f"/photos/{NAME}?offset=0&size=0", b"x", 413),
        (f"/photos/{NAME}?offset=0&size=3", b"", 413),
        (f"/photos/{NAME}?offset=0&size=3", b"xxxx", 413),
        (f"/photos/{NAME}?offset=-1&size=3", b"x", 413),
        (f"/photos/{NAME}?offset=9&size=\u0663", b"x", 413),
        (f"/photos/{NAME}?size=3", b"x", 413),
        (f"/photos/{NAME}", b"x", 413),
        (f"/photos/{NAME}?offset=0&size=1000000", b"x" * (256 * 1024 + 1), 413),
        ("/photos/" + "A" * 64 + "?offset=0&size=3", b"x", 400),
        ("/photos/abc?offset=0&size=3", b"x", 400),
        ("/photos/..%2f..%2fkeys?offset=0&size=3", b"x", 404),
    ],
)
def test_hostile_pieces_get_a_sentence(rina: Phone, path: str, body: bytes, status: int) -> None:
    from urllib.parse import quote

    ascii_path = quote(path, safe="/?=&%")
    answer = ask(rina, ascii_path, "PATCH", body)

    assert answer.status_code == status
    assert Photo.objects.count() == 0


def test_who_did_not_sign_sends_nothing(scope: Scope, rina: Phone) -> None:
    path = f"{BASE}/photos/{NAME}?offset=0&size={len(JPEG)}"
    own = signed(rina, "PATCH", path, JPEG)

    other_body = Client().generic("PATCH", path, JPEG[:-1], headers=own)
    other_size = Client().generic("PATCH", path + "1", JPEG, headers=own)
    stranger = ask(Phone(scope, "nobody"), f"/photos/{NAME}?offset=0&size=9", "PATCH", b"x")

    assert [each.status_code for each in (other_body, other_size, stranger)] == [401] * 3


def test_a_full_disk_is_said_and_nothing_is_lost(
    rina: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    report(rina, NAME)
    send(rina, 0, JPEG[:PIECE])

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        answer = send(rina, PIECE, JPEG[PIECE : 2 * PIECE])
    assert (answer.status_code, "Retry-After" in answer) == (507, True)
    at = ask(rina, f"/photos/{NAME}").json()["offset"]
    assert send(rina, at, JPEG[at:]).json()["complete"]


def test_who_may_follow_loads_sees_photos_and_each_look_is_recorded(
    scope: Scope, rina: Phone
) -> None:
    report(rina, NAME)
    send_all(rina)

    seen = {name: _desk(name).get(DESK + NAME) for name in ("bu_dewi", "pak_adi", "bu_rina")}

    assert [each.status_code for each in seen.values()] == [200] * 3
    shown = seen["pak_adi"]
    assert (shown.content, shown["Content-Type"]) == (JPEG, "image/jpeg")
    assert "sandbox" in shown["Content-Security-Policy"]
    assert [look.by for look in PhotoLook.objects.order_by("pk")] == [
        person(name).account for name in seen
    ]
    assert _desk("bu_dewi").get(DESK + "0" * 64).status_code == 404
    assert _desk("bu_dewi").get(DESK + "..").status_code == 404
    assert Client().get(DESK + NAME).status_code == 302


def test_photos_of_results_are_for_few(scope: Scope) -> None:
    kpps = phone_of(scope, "pak_kpps", Role.KPPS, "99.01.01.2002-001")
    report(
        kpps,
        NAME,
        kind=events.Result,
        place="99.01.01.2002-001",
        sku="KWK-GUB/99",
        votes=(),
        invalid=0,
        salt="a1" * 16,
    )
    send_all(kpps)

    assert [_desk(name).get(DESK + NAME).status_code for name in ("bu_dewi", "pak_adi")] == [
        200
    ] * 2
    assert [_desk(name).get(DESK + NAME).status_code for name in ("bu_rina", "bu_sari")] == [
        403
    ] * 2
    assert PhotoLook.objects.count() == 2


def _desk(name: str) -> Client:
    client = Client()
    client.force_login(person(name))
    return client


@pytest.mark.parametrize("facts", [1, 30])
def test_a_piece_costs_the_same_after_many_facts(
    rina: Phone, facts: int, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for _ in range(facts):
        report(rina, NAME)
    with django_assert_max_num_queries(13):
        send(rina, 0, JPEG[:PIECE])
    with django_assert_max_num_queries(6):
        send(rina, PIECE, JPEG[PIECE : 2 * PIECE])
