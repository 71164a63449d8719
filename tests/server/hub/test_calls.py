"""What a hub takes, keeps, answers and passes on; and what it never does."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, override_settings

from tepat.core.election.ids import Form, PackageCode
from tepat.core.log import canonical, receipts, spelling
from tepat.core.move import events
from tepat.core.move.judging import Sent
from tepat.server.desk import field
from tepat.server.hub import kept as keeping
from tepat.server.hub import relay
from tepat.server.log.models import Fact
from tepat.server.move.devices import keys as own_keys
from tepat.server.move.devices import pasting
from tests.phones import Phone, packed
from tests.server.door.test_over_http import as_batch
from tests.server.hub.halls import BASE, Hall

pytestmark = pytest.mark.django_db
BOX = str(PackageCode("P24", "99.01.01.1001-001", "GUB", Form.BOX))


def code_of(answer: Any) -> str:
    return str(json.loads(answer.content)["code"])


def enrolment(hall: Hall, phone: Phone) -> Sent:
    """The first fact, with the secret that is on the letter; the hub does not have it."""
    with override_settings(HOME=hall.home.parent / "kantor"):
        return phone.enrol()


def test_out_of_reach_a_fact_is_kept_and_nothing_is_receipted(hall: Hall) -> None:
    body = as_batch(packed(hall.rina, BOX))

    answer = hall.ask(hall.rina, "/facts", body)

    assert (answer.status_code, code_of(answer)) == (503, "hub_kept")
    assert answer["Retry-After"] == "60"
    assert "receipts" not in json.loads(answer.content)
    assert hall.kept.count() == keeping.Count(1, 0, 1, 0)


def test_what_was_kept_reaches_the_office_and_its_own_receipt_comes_back(hall: Hall) -> None:
    body = as_batch(packed(hall.rina, BOX))
    hall.ask(hall.rina, "/facts", body)
    before = Fact.objects.count()

    hall.is_reached = True
    assert relay.forward(hall.kept, relay.Office(hall.hub), hall.hub) == 1
    assert Fact.objects.count() == before + 1

    hall.is_reached = False
    answer = hall.ask(hall.rina, "/facts", body)
    [said] = json.loads(answer.content)["receipts"]
    receipt = receipts.parse(said["body"].encode())
    desk = own_keys.desk()
    with override_settings(HOME=hall.home.parent / "kantor"):
        desk = own_keys.desk()
    signature = spelling.from_base64(said["sig"]) or b""
    assert receipts.verifies(desk.public, said["body"].encode(), signature)
    assert (receipt.log, receipt.verdict) == (hall.hub.bundle.log, receipts.ACCEPTED)
    assert hall.kept.count() == keeping.Count(1, 1, 0, 0)


def test_in_reach_the_answer_is_the_offices_at_once(hall: Hall) -> None:
    hall.is_reached = True

    answer = hall.ask(hall.rina, "/facts", as_batch(packed(hall.rina, BOX)))

    assert answer.status_code == 200
    assert len(json.loads(answer.content)["receipts"]) == 1
    assert hall.kept.count().batches == 0


def test_a_letter_of_the_area_enrols_here_and_gets_its_list(hall: Hall) -> None:
    first = enrolment(hall, hall.salim)

    told = hall.ask(hall.salim, "/facts", as_batch(first))
    listed = hall.ask(hall.salim, "/manifest", method="GET")
    again = hall.ask(hall.salim, "/manifest", method="GET", **{"If-None-Match": listed["ETag"]})

    assert code_of(told) == "hub_kept"
    assert listed.status_code == 200
    assert json.loads(listed.content)["you"]["area"] == "99.01.01.1001"
    assert again.status_code == 304

    hall.is_reached = True
    relay.forward(hall.kept, relay.Office(hall.hub), hall.hub)
    assert Fact.objects.filter(device=hall.salim.device, kind="enrolled").exists()


def test_a_letter_that_is_in_use_gets_nobody_elses_list(hall: Hall) -> None:
    """Which duty somebody has stands in each of their facts; the hub cannot check a letter."""
    rina = hall.rina
    thief = Phone(hall.scope, "pencuri", rina.person, rina.role, rina.assignment)
    false = thief.enrol(secret="00" * 16)

    told = hall.ask(thief, "/facts", as_batch(false))
    listed = hall.ask(thief, "/manifest", method="GET")

    assert code_of(told) == "hub_kept"
    assert (listed.status_code, code_of(listed)) == (503, "hub_offline")
    assert hall.ask(rina, "/manifest", method="GET").status_code == 200


def test_a_known_key_that_enrols_once_more_keeps_its_own_list(hall: Hall) -> None:
    hall.ask(hall.salim, "/facts", as_batch(enrolment(hall, hall.salim)))
    hall.rina.assignment, own = hall.salim.assignment, hall.rina.assignment
    hall.ask(hall.rina, "/facts", as_batch(hall.rina.enrol(secret="00" * 16)))
    hall.rina.assignment = own

    listed = hall.ask(hall.rina, "/manifest", method="GET")

    assert json.loads(listed.content)["you"]["area"] == "99.01.01"


def test_by_a_stick_the_office_takes_the_same_facts(hall: Hall) -> None:
    from tepat.server.hub import calls

    hall.ask(hall.rina, "/facts", as_batch(packed(hall.rina, BOX)))
    facts = hall.kept.facts()

    assert pasting.read(calls.as_export(facts).decode()) == facts
    assert len(facts) == 1


@pytest.mark.parametrize("what", ["facts", "notes", "proofs", "photos/" + "0" * 64])
def test_a_phone_installed_from_the_poster_reaches_the_office_and_the_hub(
    hall: Hall, what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page"
    page.mkdir()
    (page / field.INDEX).write_text("<!doctype html>", encoding="utf-8")
    monkeypatch.setattr(field, "built", lambda: page)
    policy = Client().get("/lapangan/")["Content-Security-Policy"]
    monkeypatch.setenv("TEPAT_HUBS", " ".join(hall.hub.origins))
    asked = {"Origin": hall.hub.origin, "Access-Control-Request-Method": "POST"}
    with override_settings(ROOT_URLCONF="tepat.server.urls", HOME=hall.home.parent / "kantor"):
        said = Client().options(f"{BASE}/{what}", headers=asked)

    assert "connect-src 'self' https:" in policy
    assert said["Access-Control-Allow-Origin"] == hall.hub.origin


@pytest.mark.parametrize(("what", "method"), [("/notes", "POST"), ("/photos/" + "0" * 64, "HEAD")])
def test_typed_words_and_photos_wait_on_the_phone_until_the_office_is_reached(
    hall: Hall, what: str, method: str
) -> None:
    body = b'{"notes":[]}' if method == "POST" else b""
    away = hall.ask(hall.rina, what, body, method)
    hall.is_reached = True
    there = hall.ask(hall.rina, what, body, method)

    assert (away.status_code, away["Retry-After"]) == (503, "60")
    assert there.status_code == 200
    assert hall.asked[-1].endswith(what)


# -- hostile ---------------------------------------------------------------------------------


def test_a_stranger_is_neither_kept_nor_passed_on(hall: Hall) -> None:
    hall.is_reached = True
    stranger = Phone(hall.scope, "tamu")
    body = as_batch(packed(stranger, BOX))

    answers = [
        hall.ask(stranger, "/facts", body),
        hall.ask(stranger, "/manifest", method="GET"),
        hall.ask(stranger, "/proofs", b"{}"),
        Client().post("/api/e/pilkada-2024/99.01/facts", body, content_type="application/json"),
    ]

    assert [each.status_code for each in answers] == [401] * 4
    assert hall.asked == []
    assert hall.kept.count().facts == 0


def test_a_signature_over_other_bytes_is_refused(hall: Hall) -> None:
    good, other = as_batch(packed(hall.rina, BOX)), as_batch(packed(hall.rina, BOX))
    stolen = {"Tepat-Signature": ""}

    answer = hall.ask(hall.rina, "/facts", good, **stolen)

    assert answer.status_code == 401
    assert good != other
    assert hall.kept.count().facts == 0


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/e/pemilu-2029/99.01/facts", 404),
        ("/api/e/pilkada-2024/99.02/facts", 404),
        ("/api/e/pilkada-2024/99.01/devices", 404),
        ("/akun/masuk/", 404),
        ("/e/pilkada-2024/99.01/", 404),
        ("/log/pilkada-2024/99.01/checkpoint", 404),
    ],
)
def test_another_election_and_every_page_of_a_desk_are_not_here(
    hall: Hall, path: str, status: int
) -> None:
    hall.is_reached = True

    assert Client().post(path, b"{}", content_type="application/json").status_code == status
    assert hall.asked == []


def test_a_carried_fact_that_is_false_keeps_the_others_of_an_outbox_from_nothing(
    hall: Hall,
) -> None:
    own = packed(hall.rina, BOX)
    elsewhere = hall.rina.fact(events.Packed, package=BOX, contents=(), election="pemilu-2029")
    with override_settings(HOME=hall.home.parent / "kantor"):
        far = hall.far.enrol()
    false = (
        Sent(packed(hall.rina, BOX).body, b"\x01" * 64),
        hall.rina.sign(events.write(elsewhere)),
        Sent(b"{}", bytes(64)),
    )
    body = as_batch(own, *false, far)

    answer = hall.ask(hall.rina, "/facts", body)

    assert (answer.status_code, code_of(answer)) == (503, "hub_kept")
    assert hall.kept.facts() == [own, far]
    assert hall.kept.enrolled(hall.far.device) is None
    hall.kept.receive(said_of_all(hall, own, far), hall.hub.bundle.log)
    again = hall.ask(hall.rina, "/facts", body)
    assert again.status_code == 200
    assert [receipt_in(each).fact for each in json.loads(again.content)["receipts"]] == [
        canonical.name_of(each.body) for each in (own, far)
    ]
    hall.is_reached = True
    assert len(json.loads(hall.ask(hall.rina, "/facts", body).content)["receipts"]) == 5


def test_a_copy_with_a_false_signature_neither_hides_the_true_one_nor_gets_its_receipt(
    hall: Hall,
) -> None:
    first = enrolment(hall, hall.salim)
    good = packed(hall.salim, BOX)
    bad = Sent(good.body, b"\x01" * 64)

    hall.ask(hall.rina, "/facts", as_batch(bad))
    hall.ask(hall.salim, "/facts", as_batch(first, good))

    assert good in hall.kept.facts()
    name = canonical.name_of(good.body)
    assert hall.kept.texts_of([name]) == {name: (good.body, good.sig)}
    hall.is_reached = True
    relay.forward(hall.kept, relay.Office(hall.hub), hall.hub)
    hall.is_reached = False
    answer = hall.ask(hall.salim, "/facts", as_batch(first, good))
    found = [receipt_in(each) for each in json.loads(answer.content)["receipts"]]
    assert [each.verdict for each in found] == [receipts.ACCEPTED, receipts.ACCEPTED]


def test_a_verdict_on_another_copy_that_comes_by_stick_is_nobodys(hall: Hall) -> None:
    good = packed(hall.rina, BOX)
    hall.ask(hall.rina, "/facts", as_batch(good))
    name = canonical.name_of(good.body)
    log, moment = hall.hub.bundle.log, "2024-11-12T14:00:00Z"
    value = receipts.Receipt(name, log, 1, moment, receipts.QUARANTINED, "bad_signature")

    assert hall.kept.receive([(receipts.write(value).decode(), "sig")], log) == 0
    assert hall.kept.receipts_of([good]) is None


def said_of_all(hall: Hall, *sent: Sent) -> list[tuple[str, str]]:
    """Receipts as the office writes them; here nobody looks at their signatures."""
    log, moment = hall.hub.bundle.log, "2024-11-12T14:00:00Z"
    made = [
        receipts.Receipt(canonical.name_of(each.body), log, 1, moment, receipts.ACCEPTED)
        for each in sent
    ]
    return [(receipts.write(each).decode(), "sig") for each in made]


def receipt_in(each: dict[str, str]) -> receipts.Receipt:
    return receipts.parse(each["body"].encode())


def test_a_letter_of_elsewhere_does_not_enrol_here(hall: Hall) -> None:
    answer = hall.ask(hall.far, "/facts", as_batch(enrolment(hall, hall.far)))

    assert (answer.status_code, code_of(answer)) == (403, "hub_letter")


def test_bodies_and_what_one_device_leaves_are_bounded(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = hall.ask(hall.rina, "/facts", b"x" * (2**20 + 1))
    assert (large.status_code, code_of(large)) == (413, "request_too_long")

    monkeypatch.setattr(keeping, "MOST_OF_DEVICE", 8_000)
    codes = [
        code_of(hall.ask(hall.rina, "/facts", as_batch(packed(hall.rina, BOX)))) for _ in range(12)
    ]

    assert codes[0] == "hub_kept"
    assert codes[-1] == "hub_full"
    assert hall.kept.count().facts == codes.count("hub_kept")


def false_keys(hall: Hall, count: int) -> list[Phone]:
    """Keys of somebody who knows the name of a duty, and has no letter."""
    one = hall.salim
    return [Phone(hall.scope, f"x{n}", one.person, one.role, one.assignment) for n in range(count)]


def test_all_keys_of_one_letter_leave_no_more_than_one(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "MOST_OF_DEVICE", 8_000)
    codes = []
    for phone in false_keys(hall, 6):
        first = phone.enrol(secret="00" * 16)
        facts = [packed(phone, BOX) for _ in range(2)]
        codes.append(code_of(hall.ask(phone, "/facts", as_batch(first, *facts))))

    assert codes[0] == "hub_kept"
    assert codes[-1] == "hub_full"
    assert code_of(hall.ask(hall.rina, "/facts", as_batch(packed(hall.rina, BOX)))) == "hub_kept"


def test_one_letter_enrols_few_keys_and_a_carrier_is_not_kept_out(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "MOST_OF_LETTER", 3, raising=False)
    first, second, third, fourth = false_keys(hall, 4)
    for phone in (first, second, third):
        told = hall.ask(phone, "/facts", as_batch(phone.enrol(secret="00" * 16)))
        assert code_of(told) == "hub_kept"
    more = fourth.enrol(secret="00" * 16)

    assert code_of(hall.ask(fourth, "/facts", as_batch(more))) == "hub_full"
    carried = hall.ask(hall.rina, "/facts", as_batch(packed(hall.rina, BOX), more))
    assert code_of(carried) == "hub_kept"
    assert hall.kept.enrolled(fourth.device) is None
    assert more in hall.kept.facts()


def test_a_later_batch_replaces_the_earlier_that_it_contains(hall: Hall) -> None:
    first, second = packed(hall.rina, BOX), packed(hall.rina, BOX)

    hall.ask(hall.rina, "/facts", as_batch(first))
    hall.ask(hall.rina, "/facts", as_batch(first))
    hall.ask(hall.rina, "/facts", as_batch(first, second))

    assert hall.kept.count() == keeping.Count(2, 0, 1, 0)


def test_a_receipt_of_another_log_settles_nothing(hall: Hall) -> None:
    hall.ask(hall.rina, "/facts", as_batch(packed(hall.rina, BOX)))
    [batch] = hall.kept.waiting()
    name = hall.kept.facts()[0]
    value = receipts.Receipt("a" * 64, "lain/log", 1, "2024-11-12T14:00:00Z", receipts.ACCEPTED)

    hall.kept.settle(batch, [(receipts.write(value).decode(), "sig")], hall.hub.bundle.log)

    assert hall.kept.facts() == [name]


def test_the_folder_of_a_hub_has_no_key_that_could_sign_a_log(hall: Hall) -> None:
    hall.ask(hall.rina, "/facts", as_batch(packed(hall.rina, BOX)))

    assert [each.name for each in hall.home.rglob("*.key")] == ["server.key"]
    assert not (hall.home / "log").exists()
