"""Messages to other programs: told once, tried again, stopped visibly, and naming nobody."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.conf import LazySettings
from django.urls import reverse

from tepat.adapters import webhook_post
from tepat.adapters.webhook_post import Answer
from tepat.core.election.roles import Role
from tepat.core.move import events
from tepat.core.problems import Refused
from tepat.core.watch.hooks.events import EVENTS, GIVE_UP, PAUSES, QUIET_ALERTS
from tepat.core.watch.hooks.signing import headers
from tepat.server import clock
from tepat.server.election.models import RoleGrant, Scope
from tepat.server.watch.hooks import delivering, gathering, sealing, services
from tepat.server.watch.models import (
    Alert,
    Webhook,
    WebhookDelivery,
    WebhookMessage,
)
from tests.phones import NIGHT, phone_of
from tests.server.watch.alerts.worlds import client_of, somebody
from tests.worlds import contoh_scope, person

pytestmark = pytest.mark.django_db
NOW = NIGHT + timedelta(days=1)


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    clock.shift(NOW - datetime.now(UTC))
    yield
    clock.shift(timedelta(0))


@pytest.fixture
def scope() -> Scope:
    return contoh_scope()


class Answers:
    """What the world says to a message, instead of the network."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.answers: list[Answer] = []
        self.came: list[tuple[str, bytes, dict[str, str]]] = []
        monkeypatch.setattr(webhook_post, "post", self._post)

    def _post(self, url: str, body: bytes, headers: dict[str, str], **rest: Any) -> Answer:
        self.came.append((url, body, headers))
        return self.answers.pop(0) if self.answers else Answer(200)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Answers:
    return Answers(monkeypatch)


def hook(scope: Scope, who: str = "bu_dewi", url: str = "https://contoh.example/in") -> Webhook:
    return services.make(scope, somebody(who), "posko", url, list(EVENTS), NOW)[0]


def alert(scope: Scope, kind: str = "seal_differs", at: datetime = NOW) -> Alert:
    return Alert.objects.create(
        scope=scope,
        key=f"{kind}:x",
        kind=kind,
        where="99.01.01",
        since=at,
        opened_at=at,
        begins=at,
        last_seen=at,
        params={"who": "Pak Joko"},
    )


def later(**by: float) -> datetime:
    return NOW + timedelta(**by)


def test_an_alert_is_told_once_when_it_opens_and_once_when_it_closes(
    scope: Scope, world: Answers
) -> None:
    hook(scope)
    row = alert(scope, at=later(minutes=1))
    assert gathering.gather(scope, later(minutes=2)) == 1
    assert gathering.gather(scope, later(minutes=3)) == 0
    assert delivering.deliver(later(minutes=3)) == 1
    row.settled_at = later(minutes=4)
    row.save()
    assert gathering.gather(scope, later(minutes=5)) == 1
    assert delivering.deliver(later(minutes=5)) == 1
    assert delivering.deliver(later(minutes=6)) == 0
    told = [json.loads(body) for _, body, _ in world.came]
    assert [each["type"] for each in told] == ["alert.opened", "alert.closed"]
    assert told[0]["data"]["kind"] == "seal_differs"


def test_facts_are_told_by_number_and_kind_and_none_that_is_hidden(
    scope: Scope, world: Answers
) -> None:
    hook(scope)
    police = phone_of(scope, "polsek", Role.POLSEK, "99.01.01", NOW)
    from tepat.server import flow

    said = police.say(
        events.Escorted, shipment="SJ-001", escort="polsek@99.01.01", count=2, salt="a" * 32
    )
    flow.accept(scope, [said], "somebody", NOW)
    assert gathering.gather(scope, later(minutes=1)) >= 1
    delivering.deliver(later(minutes=1))
    [told] = [json.loads(body) for _, body, _ in world.came]
    assert told["type"] == "facts.accepted"
    assert "escorted" not in told["data"]["kinds"]
    assert told["data"]["upto"] >= sum(told["data"]["kinds"].values())
    assert gathering.gather(scope, later(minutes=2)) == 0


def test_no_message_names_a_person_or_tells_of_escorts(scope: Scope, world: Answers) -> None:
    hook(scope)
    for kind in sorted(QUIET_ALERTS):
        alert(scope, kind)
    alert(scope)
    gathering.gather(scope, later(minutes=1))
    delivering.deliver(later(minutes=1))
    text = b"".join(body for _, body, _ in world.came).decode()
    assert "Joko" not in text
    assert not any(kind in text for kind in QUIET_ALERTS)
    assert {"guard_gap", "late_departure"} <= QUIET_ALERTS


def test_what_happened_before_a_webhook_was_made_is_told_to_nobody(
    scope: Scope, world: Answers
) -> None:
    alert(scope, at=NOW - timedelta(minutes=5))
    hook(scope)
    gathering.gather(scope, later(minutes=1))
    assert WebhookDelivery.objects.count() == 0


def test_a_failure_is_tried_again_with_the_same_id_and_arrives(
    scope: Scope, world: Answers
) -> None:
    made = hook(scope)
    alert(scope)
    gathering.gather(scope, NOW)
    world.answers = [Answer(500), Answer(0, "time")]
    assert delivering.deliver(NOW) == 0
    assert delivering.deliver(NOW + timedelta(seconds=4)) == 0
    assert len(world.came) == 1
    at = NOW + PAUSES[0]
    assert delivering.deliver(at) == 0
    assert Webhook.objects.get().failing_since == NOW
    assert delivering.deliver(at + PAUSES[1]) == 1
    ids = {sent["webhook-id"] for _, _, sent in world.came}
    assert len(ids) == 1
    made.refresh_from_db()
    assert made.failing_since is None
    assert made.last_taken_at == at + PAUSES[1]


def test_after_days_of_failure_it_stops_and_says_so_until_a_person_starts_it(
    scope: Scope, world: Answers
) -> None:
    made = hook(scope)
    alert(scope)
    gathering.gather(scope, NOW)
    at = NOW
    world.answers = [Answer(503)] * 40
    while not Webhook.objects.filter(stopped_why="failing").exists():
        at += timedelta(hours=1)
        delivering.deliver(at)
        assert at < NOW + GIVE_UP + timedelta(days=2)
    assert at >= NOW + GIVE_UP
    count = len(world.came)
    delivering.deliver(at + timedelta(days=9))
    assert len(world.came) == count
    page = client_of("bu_dewi").get(reverse("webhooks", args=[scope.election, scope.kabupaten]))
    assert "berhari-hari tidak ada yang sampai" in page.content.decode()
    made.refresh_from_db()
    world.answers = []
    services.start(made, person("bu_dewi"), at)
    assert delivering.deliver(at) == 1


def test_an_address_that_is_gone_and_a_person_without_right_stop_it(
    scope: Scope, world: Answers
) -> None:
    gone, left = hook(scope), hook(scope, "pak_adi")
    alert(scope)
    gathering.gather(scope, NOW)
    RoleGrant.objects.filter(user=person("pak_adi")).delete()
    world.answers = [Answer(410)]
    delivering.deliver(NOW)
    gone.refresh_from_db()
    left.refresh_from_db()
    assert (gone.stopped_why, left.stopped_why) == ("gone", "people")
    assert len(world.came) == 1


def test_a_worker_that_dies_while_it_sends_leaves_it_to_the_next(
    scope: Scope, world: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook(scope)
    alert(scope)
    gathering.gather(scope, NOW)

    def dies(*args: Any, **rest: Any) -> Answer:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(webhook_post, "post", dies)
        with pytest.raises(KeyboardInterrupt):
            delivering.deliver(NOW)
    assert delivering.deliver(NOW + timedelta(seconds=30)) == 0, "another has it for a minute"
    assert delivering.deliver(NOW + delivering.LEASE) == 1


def test_a_secret_is_shown_once_sealed_at_rest_and_changed_with_both_valid(
    scope: Scope, world: Answers
) -> None:
    address = reverse("webhooks", args=[scope.election, scope.kabupaten])
    form = {"name": "posko", "url": "https://contoh.example/in", "events": list(EVENTS)}
    dewi = client_of("bu_dewi")
    page = dewi.post(address, form)
    made = Webhook.objects.get()
    first = sealing.unseal(made.secret)
    assert first is not None
    assert first.text in page.content.decode()
    assert first.text not in dewi.get(address).content.decode()
    assert first.text.removeprefix("whsec_") not in made.secret
    act = reverse("webhook_act", args=[scope.election, scope.kabupaten, made.pk, "rahasia"])
    page = dewi.post(act)
    made.refresh_from_db()
    second = sealing.unseal(made.secret)
    assert second is not None
    assert second.text in page.content.decode()
    alert(scope, at=clock.now())
    gathering.gather(scope, clock.now())
    delivering.deliver(clock.now())
    [(_, body, sent)] = world.came
    expected = headers([second, first], sent["webhook-id"], int(sent["webhook-timestamp"]), body)
    assert sent["webhook-signature"] == expected["webhook-signature"]


def test_each_agency_keeps_its_own_and_kpu_only_switches_off(scope: Scope) -> None:
    made = hook(scope, "pak_adi")

    def act(who: str, do: str) -> int:
        name = [scope.election, scope.kabupaten, made.pk, do]
        return client_of(who).post(reverse("webhook_act", args=name)).status_code

    assert [act("bu_dewi", do) for do in ("rahasia", "uji", "hapus", "nyala")] == [403] * 4
    assert [act("bu_wati", do) for do in ("henti", "rahasia")] == [403] * 2
    assert act("bu_dewi", "henti") == 302
    made.refresh_from_db()
    assert made.stopped_why == "kpu"
    assert act("pak_adi", "nyala") == 403
    page = client_of("pak_adi").get(reverse("webhooks", args=[scope.election, scope.kabupaten]))
    assert "dimatikan KPU" in page.content.decode()


def test_what_follows_the_host_of_an_address_is_its_owners_alone(scope: Scope) -> None:
    made = hook(scope, "pak_adi")
    made.url = "https://bawaslu.example/masuk/rahasia-7731?token=kunci-7731"
    made.save(update_fields=["url"])
    page = reverse("webhooks", args=[scope.election, scope.kabupaten])
    for who in ("bu_dewi", "pak_yusuf", "pak_hadi"):
        text = client_of(who).get(page).content.decode()
        assert "https://bawaslu.example" in text, who
        assert "7731" not in text, who
    assert "kunci-7731" in client_of("pak_adi").get(page).content.decode()


@pytest.mark.parametrize(
    "url",
    [
        "http://contoh.example/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://169.254.169.254/latest/meta-data/",
        "https://a:b@contoh.example/",
        "javascript:alert(1)",
        "https://" + "x" * 600,
        "",
    ],
)
def test_an_address_inside_the_house_is_refused_with_a_sentence(scope: Scope, url: str) -> None:
    with pytest.raises(Refused):
        hook(scope, url=url)
    address = reverse("webhooks", args=[scope.election, scope.kabupaten])
    form = {"name": "<script>", "url": url, "events": ["alert.opened"]}
    answer = client_of("bu_dewi").post(address, form)
    assert answer.status_code == 422
    assert b"<script>&" not in answer.content
    assert b'value="&lt;script&gt;"' in answer.content


def test_a_message_is_sent_again_by_hand_and_a_test_on_demand(scope: Scope, world: Answers) -> None:
    made = hook(scope)
    args = [scope.election, scope.kabupaten, made.pk]
    dewi = client_of("bu_dewi")
    assert dewi.post(reverse("webhook_act", args=[*args, "uji"])).status_code == 302
    delivering.deliver(clock.now())
    [one] = made.deliveries.all()
    assert one.taken_at is not None
    again = reverse("webhook_act", args=[*args, "ulang"])
    assert dewi.post(again, {"delivery": str(one.pk)}).status_code == 302
    delivering.deliver(clock.now())
    assert [sent["webhook-id"] for _, _, sent in world.came] == [one.message.message] * 2
    assert dewi.post(again, {"delivery": "999999"}).status_code == 404


def test_old_messages_are_deleted_and_those_on_their_way_are_not(
    scope: Scope, world: Answers
) -> None:
    hook(scope)
    alert(scope)
    gathering.gather(scope, NOW)
    gathering.sweep(NOW + gathering.KEPT + timedelta(days=1))
    assert WebhookMessage.objects.count() == 1
    delivering.deliver(NOW)
    gathering.sweep(NOW + gathering.KEPT + timedelta(days=1))
    assert WebhookMessage.objects.count() == 0


def test_a_real_receiver_checks_what_it_gets(scope: Scope, settings: LazySettings) -> None:
    settings.WEBHOOK_PRIVATE = True
    came: list[tuple[bytes, dict[str, str]]] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            came.append((body, {k.lower(): v for k, v in self.headers.items()}))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/in"
    made, secret = services.make(scope, person("bu_dewi"), "posko", url, list(EVENTS), NOW)
    alert(scope)
    gathering.gather(scope, NOW)
    assert delivering.deliver(NOW) == 1
    server.shutdown()
    server.server_close()
    [(body, sent)] = came
    at = int(sent["webhook-timestamp"])
    assert abs(at - datetime.now(UTC).timestamp()) < 60, "a demo's clock is not the world's"
    assert (
        sent["webhook-signature"]
        == headers([secret], sent["webhook-id"], at, body)["webhook-signature"]
    )
    made.refresh_from_db()
    assert made.last_taken_at == NOW
