"""The door over HTTP: signed requests, no cookies, and answers a phone can act on."""

import gzip
import json
import threading
from collections.abc import Sequence
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import OperationalError
from django.test import Client

from tepat.core.election.ids import Form, PackageCode
from tepat.core.log import canonical, carrying, receipts, requests, spelling
from tepat.core.move.judging import Sent
from tepat.server import flow
from tepat.server.election.models import Scope
from tepat.server.log.models import Fact, Quarantined
from tepat.server.move.devices import batches, proven, queueing, quotas, writer
from tepat.server.move.devices import keys as own_keys
from tests.phones import NIGHT, Phone, letter_for, packed, phone_of
from tests.worlds import contoh_scope, person

pytestmark = pytest.mark.django_db

JSON = "application/json"
PATH = "/api/e/pilkada-2024/99.01/facts"
BOX = str(PackageCode("P24", "99.01.01.1001-001", "GUB", Form.BOX))


@pytest.fixture
def scope() -> Scope:
    return contoh_scope()


@pytest.fixture
def sari(scope: Scope) -> Phone:
    return phone_of(scope, "bu_sari")


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quotas, "buckets", quotas.Buckets())
    monkeypatch.setattr(proven, "proven", proven.Proven())


def as_batch(*batch: Sent) -> bytes:
    return json.dumps(
        {
            "facts": [
                {
                    "body": each.body.decode(),
                    "sig": spelling.to_base64(each.sig),
                    "countersigned": [
                        {"device": one.device, "sig": spelling.to_base64(one.signature)}
                        for one in each.countersigned
                    ],
                }
                for each in batch
            ]
        }
    ).encode()


def post(phone: Phone, body: bytes, kind: str = "application/json", **more: str) -> Any:
    signature = spelling.to_base64(requests.sign(phone.signer, "POST", PATH, body))
    headers = {"Tepat-Device": phone.device, "Tepat-Signature": signature, **more}
    return Client().post(PATH, body, content_type=kind, headers=headers)


def said(answer: Any) -> list[receipts.Receipt]:
    desk = own_keys.desk().public
    found = []
    for each in answer.json()["receipts"]:
        body = each["body"].encode()
        assert receipts.verifies(desk, body, spelling.from_base64(each["sig"]) or b"")
        found.append(receipts.parse(body))
    return found


def test_a_batch_gets_signed_receipts_in_its_order(sari: Phone) -> None:
    batch = [packed(sari, BOX), Sent(b"{}", bytes(64)), packed(sari, "BOX-2")]

    answer = post(sari, as_batch(*batch))

    assert answer.status_code == 200
    assert [each.verdict for each in said(answer)] == ["accepted", "quarantined", "accepted"]
    assert [each.fact for each in said(answer)] == [canonical.name_of(each.body) for each in batch]
    assert "Set-Cookie" not in answer.headers
    assert Quarantined.objects.get().uploader == sari.device


def test_a_phone_enrols_and_reports_in_its_first_request(scope: Scope) -> None:
    udin = letter_for(scope, "pak_udin")

    answer = post(udin, as_batch(udin.enrol(), packed(udin, BOX)))

    assert [each.verdict for each in said(answer)] == ["accepted", "accepted"]
    assert Fact.objects.get(kind="packed").uploader == udin.device


def test_an_answer_that_was_lost_comes_again(sari: Phone) -> None:
    body = as_batch(packed(sari, BOX))
    [first] = said(post(sari, body))

    [again] = said(post(sari, body))

    assert (again.verdict, again.number, again.received) == (
        "known",
        first.number,
        first.received,
    )


def test_a_request_signed_by_another_key_is_refused_and_nothing_is_stored(
    scope: Scope, sari: Phone
) -> None:
    udin = phone_of(scope, "pak_udin")
    before = Fact.objects.count()

    answer = post(udin, as_batch(packed(sari, BOX)), **{"Tepat-Device": sari.device})

    assert answer.status_code == 401
    assert "tidak cocok" in answer.json()["sentence"]
    assert Fact.objects.count() == before


def test_facts_brought_by_a_stranger_count_by_their_own_signatures(sari: Phone) -> None:
    answer = Client().post(PATH, as_batch(packed(sari, BOX)), content_type="application/json")

    assert [each.verdict for each in said(answer)] == ["accepted"]
    assert Fact.objects.get(kind="packed").uploader == quotas.stranger_at("127.0.0.1")


def test_a_text_code_gets_the_same_verdict(sari: Phone) -> None:
    one, other = packed(sari, BOX), packed(sari, "BOX-2")
    text = carrying.write(one.body, one.sig) + "\n" + carrying.write(other.body, other.sig)

    answer = post(sari, text.encode(), "text/plain")

    assert [each.verdict for each in said(answer)] == ["accepted", "accepted"]


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b"", "application/json", 400, "batch_unreadable"),
        (b"{}", "application/json", 400, "batch_unreadable"),
        (b'{"facts":[{"body":1,"sig":""}]}', "application/json", 400, "batch_unreadable"),
        (b"[" * 100_000, "application/json", 400, "batch_unreadable"),
        (b'{"facts":[{"body":"\\ud800","sig":""}]}', "application/json", 400, "batch_unreadable"),
        (b"\xff\xfe", "application/json", 400, "batch_unreadable"),
        (b"TEPAT1:NONSENSE", "text/plain", 400, "text_code"),
        (b"hello", "text/plain", 400, "text_code"),
        (b" " * (4 * 2**20 + 1), "application/json", 413, "batch_too_large"),
    ],
)
def test_what_is_no_batch_is_answered_with_a_sentence(
    sari: Phone, body: bytes, kind: str, status: int, code: str
) -> None:
    answer = post(sari, body, kind)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["sentence"]


def test_more_facts_than_a_batch_may_have_are_refused_whole(sari: Phone) -> None:
    answer = post(sari, as_batch(*[Sent(b"{}", bytes(64))] * 201))

    assert answer.status_code == 413
    assert not Quarantined.objects.exists()


def test_a_signature_that_is_no_base64_is_only_a_wrong_one(sari: Phone) -> None:
    body = b'{"facts":[{"body":"x","sig":"%%%"},{"body":"","sig":"' + b"A" * 9000 + b'"}]}'

    [first, second] = said(post(sari, body))

    assert (first.verdict, first.reason) == ("quarantined", "not_canonical")
    assert (second.verdict, second.reason) == ("quarantined", "not_canonical")


def test_a_log_that_is_not_here_is_named(sari: Phone) -> None:
    answer = Client().post(
        "/api/e/pilkada-2024/98.01/facts", b'{"facts":[]}', content_type="application/json"
    )

    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OperationalError("database or disk is full"), 507),
        (OperationalError("attempt to write a readonly database"), 507),
        (OSError(28, "No space left on device"), 507),
        (OperationalError("connection refused"), 503),
        (OperationalError("database is locked"), 503),
    ],
)
def test_without_durability_there_is_no_receipt(
    sari: Phone, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
) -> None:
    body = as_batch(packed(sari, BOX))

    def fails(*args: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(flow, "admit", fails)
        answer = post(sari, body)

    assert answer.status_code == status
    assert int(answer.headers["Retry-After"]) > 0
    assert "receipts" not in answer.json()
    assert "tidak ada yang dicatat" in answer.json()["sentence"]
    assert [each.verdict for each in said(post(sari, body))] == ["accepted"]


def test_a_full_queue_says_when_to_come_back(sari: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    body = as_batch(packed(sari, BOX))
    monkeypatch.setattr(queueing, "MOST_WAITING", 1)
    with queueing.room.for_one(1):
        many = post(sari, body)
    monkeypatch.setattr(queueing, "MOST_WAITING", 2)
    monkeypatch.setattr(queueing, "MOST_BYTES_WAITING", len(body))
    with queueing.room.for_one(1):
        long = post(sari, body)

    for answer in (many, long):
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert post(sari, body).status_code == 200


def test_who_brings_too_much_that_nobody_can_accept_must_wait(
    sari: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quotas, "QUARANTINE_PER_HOUR", 3)
    rubbish = [Sent(str(number).encode(), bytes(64)) for number in range(5)]
    assert post(sari, as_batch(*rubbish[:3])).status_code == 200

    answer = post(sari, as_batch(packed(sari, BOX), *rubbish[3:]))

    assert answer.status_code == 429
    assert "Retry-After" in answer.headers
    assert Quarantined.objects.count() == 3
    sari.seq -= 1
    assert post(sari, as_batch(packed(sari, "BOX-3"))).status_code == 200


def test_one_stranger_keeps_no_other_out(scope: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quotas, "STRANGER_PER_HOUR", 2)
    monkeypatch.setattr(quotas, "STRANGERS_PER_HOUR", 5)
    numbers = iter(range(100))

    def bring(address: str) -> int:
        batch = as_batch(*(Sent(b"junk%d" % next(numbers), bytes(64)) for _ in range(2)))
        return Client(REMOTE_ADDR=address).post(PATH, batch, content_type=JSON).status_code

    assert [bring("192.0.2.1"), bring("192.0.2.1"), bring("192.0.2.2")] == [200, 429, 200]
    assert [bring("2001:db8::1"), bring("192.0.2.4")] == [429, 429], "five of all strangers"
    assert Quarantined.objects.count() == 4


def test_a_stranger_may_not_ask_without_end(scope: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quotas, "STRANGERS_PER_MINUTE", 2)
    asked = [
        Client().post(PATH, b'{"facts":[]}', content_type="application/json").status_code
        for _ in range(3)
    ]

    assert asked == [200, 200, 429]


def test_what_a_stranger_brings_is_counted_before_it_is_read(
    sari: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A known phone behind the same address is read all the same, and nobody can pass for it."""
    monkeypatch.setattr(proven, "UNREAD_PER_MINUTE", 3)
    assert post(sari, as_batch(packed(sari, BOX))).status_code == 200
    read: list[bytes] = []
    reading = batches.batch_of

    def watched(kind: str, body: bytes) -> list[Sent]:
        read.append(body)
        return reading(kind, body)

    monkeypatch.setattr(batches, "batch_of", watched)
    large = b'{"facts":[], "more":"' + b"x" * 2 * proven.PIECE + b'"}'

    answer = Client().post(PATH, large, content_type=JSON)
    assert (answer.status_code, answer["Retry-After"], read) == (429, "60", [])

    [fact] = [as_batch(packed(sari, "BOX-2"))]
    false = {"Tepat-Device": sari.device, "Tepat-Signature": spelling.to_base64(bytes(64))}
    for _ in range(2):
        Client().post(PATH, b'{"facts":[]}', content_type=JSON, headers=false)
    read.clear()
    assert Client().post(PATH, fact, content_type=JSON, headers=false).status_code == 429
    assert read == []
    assert post(sari, fact).status_code == 200
    assert read == [fact]


def test_receipts_are_packed_for_a_phone_that_takes_it(sari: Phone) -> None:
    body = as_batch(*(packed(sari, f"BOX-{number}") for number in range(20)))
    plain = post(sari, body)
    tight = post(sari, body, **{"Accept-Encoding": "gzip"})

    assert "Content-Encoding" not in plain.headers
    assert tight["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(tight.content))["receipts"][0]["body"]
    assert len(tight.content) < len(plain.content) / 2


def test_behind_a_proxy_strangers_are_counted_one_by_one(
    scope: Scope, monkeypatch: pytest.MonkeyPatch, settings: LazySettings
) -> None:
    monkeypatch.setattr(quotas, "STRANGERS_PER_MINUTE", 1)

    def ask(forwarded: str) -> int:
        sent = {"X-Forwarded-For": forwarded}
        answer = Client(headers=sent).post(PATH, b'{"facts":[]}', content_type="application/json")
        return answer.status_code

    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert [ask("192.0.2.1"), ask("192.0.2.2"), ask("192.0.2.1")] == [200, 200, 429]
    assert ask("192.0.2.9, 192.0.2.1") == 429, "what the visitor wrote before it counts for nothing"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert [ask("192.0.2.3"), ask("192.0.2.4")] == [200, 429], "no header is believed"


@pytest.mark.parametrize("spoken", ["", "1", "99", "x"])
def test_facts_are_taken_from_a_phone_of_any_protocol(sari: Phone, spoken: str) -> None:
    answer = post(sari, as_batch(packed(sari, BOX)), **{"Tepat-Protocol": spoken})

    [receipt] = said(answer)
    assert receipt.verdict == "accepted"


def test_a_text_code_pasted_at_the_desk_gets_the_same_verdict(sari: Phone) -> None:
    sent = packed(sari, BOX)
    desk = Client()
    desk.force_login(person("pak_adi"))

    answer = desk.post(
        PATH + "/text", {"text": carrying.write(sent.body, sent.sig)}, "application/json"
    )

    [told] = answer.json()
    assert (told["fact"], told["verdict"]) == (canonical.name_of(sent.body), "accepted")
    assert Fact.objects.get(kind="packed").uploader == str(person("pak_adi").account)
    assert Client().post(PATH + "/text", {"text": "x"}, "application/json").status_code == 401
    wrong = desk.post(PATH + "/text", {"text": "halo"}, "application/json")
    assert (wrong.status_code, wrong.json()["code"]) == (400, "text_code")


def test_the_desk_sees_devices_and_alarms(scope: Scope, sari: Phone) -> None:
    packed(sari, BOX)
    flow.accept(scope, [packed(sari, BOX)], sari.device, NIGHT)
    desk = Client()
    desk.force_login(person("pak_adi"))

    every = desk.get("/api/e/pilkada-2024/99.01/devices").json()
    [alarm] = desk.get("/api/e/pilkada-2024/99.01/devices?alarms=true").json()

    assert len(every) == 2
    assert alarm["device"] == sari.device
    assert alarm["amiss"] == "menunggu 1 fakta mulai 2"


def test_one_phone_brings_so_many_facts_an_hour(
    scope: Scope, sari: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quotas, "FACTS_PER_HOUR", 3)

    assert post(sari, as_batch(packed(sari, BOX), packed(sari, BOX))).status_code == 200
    full = post(sari, as_batch(packed(sari, BOX), packed(sari, BOX)))

    assert full.status_code == 429
    assert int(full["Retry-After"]) > 0


def test_a_phone_that_does_not_say_who_it_is_brings_no_more(
    sari: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quotas, "STRANGER_FACTS_PER_HOUR", 3, raising=False)
    monkeypatch.setattr(quotas, "FACTS_PER_HOUR", 5)

    def bring(address: str) -> int:
        batch = as_batch(packed(sari, BOX), packed(sari, BOX))
        return Client(REMOTE_ADDR=address).post(PATH, batch, content_type=JSON).status_code

    assert [bring("192.0.2.1"), bring("192.0.2.1"), bring("192.0.2.2")] == [200, 429, 200]
    assert bring("192.0.2.3") == 429, "so many of all strangers together"


def test_the_keys_of_one_letter_bring_no_more_than_one(
    scope: Scope, sari: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A letter that was photographed makes as many keys as somebody likes."""
    monkeypatch.setattr(quotas, "FACTS_PER_HOUR", 3)
    second = Phone(scope, "thief", sari.person, sari.role, sari.assignment)

    assert post(sari, as_batch(packed(sari, BOX), packed(sari, BOX))).status_code == 200
    assert post(second, as_batch(second.enrol(), packed(second, BOX))).status_code == 429
    assert not Fact.objects.filter(device=second.device).exists()


def test_one_letter_enrols_so_many_keys_an_hour_whoever_brings_them(
    scope: Scope, sari: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quotas, "LETTER_KEYS_PER_HOUR", 2, raising=False)
    udin = letter_for(scope, "pak_udin")
    others = [Phone(scope, f"udin {n}", udin.person, udin.role, udin.assignment) for n in range(4)]
    first, second, third, fourth = [each.enrol() for each in others]

    assert post(others[0], as_batch(first)).status_code == 200
    assert post(others[0], as_batch(first)).status_code == 200, "it is known: it counts once"
    assert post(sari, as_batch(second)).status_code == 200
    assert post(others[2], as_batch(third)).status_code == 429
    assert post(sari, as_batch(fourth)).status_code == 429
    assert Client().post(PATH, as_batch(fourth), content_type=JSON).status_code == 429
    assert post(sari, as_batch(packed(sari, BOX))).status_code == 200
    assert Fact.objects.filter(kind="enrolled").count() == 3


def test_who_has_no_letter_uses_up_nobodys(
    scope: Scope, sari: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quotas, "LETTER_KEYS_PER_HOUR", 1, raising=False)
    udin = letter_for(scope, "pak_udin")
    false = [Phone(scope, f"x{n}", udin.person, udin.role, udin.assignment) for n in range(3)]

    answer = post(sari, as_batch(*(each.enrol(secret="00" * 16) for each in false)))

    assert [each.reason for each in said(answer)] == ["wrong_letter"] * 3
    assert post(udin, as_batch(udin.enrol())).status_code == 200


def test_batches_that_wait_are_taken_together_and_one_spoils_no_other() -> None:
    groups: list[list[int]] = []
    begun, go_on = threading.Event(), threading.Event()

    def together(jobs: Sequence[int]) -> list[int]:
        groups.append(list(jobs))
        begun.set()
        go_on.wait(10)
        if 3 in jobs:
            raise ValueError("three")
        return [job * 2 for job in jobs]

    told: list[tuple[int, Any]] = []
    line: writer.Line[int, int, int] = writer.Line(
        together, told.extend, lambda _: writer.MOST_TOGETHER // 4
    )
    line.put(1, 1)
    assert begun.wait(10)
    for job in (2, 3, 4, 5, 6):
        line.put(job, job)
    go_on.set()
    line.end()

    found = dict(told)
    assert isinstance(found.pop(3), ValueError)
    assert found == {1: 2, 2: 4, 4: 8, 5: 10, 6: 12}
    assert groups[:2] == [[1], [2, 3, 4, 5]]
    assert groups[-1] == [6]
