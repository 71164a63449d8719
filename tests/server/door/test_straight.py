"""Facts of phones take a short way; whoever asks there gets what the whole way would answer."""

import asyncio
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.conf import LazySettings
from django.core.asgi import get_asgi_application
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from tepat.core.election.ids import Form, PackageCode
from tepat.core.log import requests, spelling
from tepat.server.election.models import Scope
from tepat.server.log.models import Fact
from tepat.server.move.devices import proven, quotas
from tepat.server.straight import Straight
from tests.phones import Phone, packed, phone_of
from tests.server.door.test_over_http import as_batch
from tests.worlds import contoh_scope

pytestmark = pytest.mark.django_db

PATH = "/api/e/pilkada-2024/99.01/facts"
BOX = str(PackageCode("P24", "99.01.01.1001-001", "GUB", Form.BOX))
OF_THE_WAY = {b"content-length"}
"""Counts the bytes; the bytes themselves are compared."""

Answer = tuple[int, dict[bytes, bytes], bytes]


@pytest.fixture
def sari() -> Phone:
    return phone_of(contoh_scope(), "bu_sari")


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quotas, "buckets", quotas.Buckets())
    monkeypatch.setattr(proven, "proven", proven.Proven())


@pytest.fixture(autouse=True)
def _the_transaction_of_a_test_stays_open() -> Iterator[None]:
    """The whole way begins by closing what is old, as clients of tests know and this one not."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def ask(
    app: Any,
    body: bytes,
    headers: Mapping[str, str],
    path: str = PATH,
    method: str = "POST",
    host: str = "localhost",
) -> Answer:
    """One request to an application, its body in two pieces, as a thin network brings it."""
    told: list[Mapping[str, Any]] = []
    half = len(body) // 2
    came: list[Mapping[str, Any]] = [
        {"type": "http.request", "body": body[:half], "more_body": True},
        {"type": "http.request", "body": body[half:]},
    ]

    async def receive() -> Mapping[str, Any]:
        if came:
            return came.pop(0)
        await asyncio.sleep(3600)
        raise AssertionError

    async def send(message: Mapping[str, Any]) -> None:
        told.append(message)

    sent = {"host": host, "content-length": str(len(body)), **headers}
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(name.lower().encode(), value.encode()) for name, value in sent.items()],
        "server": ("localhost", 8000),
        "client": ("192.0.2.7", 50_000),
    }
    async_to_sync(app)(scope, receive, send)
    first, *rest = told
    content = b"".join(each.get("body", b"") for each in rest)
    kept = {name.lower(): value for name, value in first["headers"]}
    if b"vary" in kept:  # a page may differ by its session; what a key signed does not
        asked = kept[b"vary"].split(b", ")
        kept[b"vary"] = b", ".join(sorted({*asked} - {b"Cookie"}))
    return first["status"], {k: v for k, v in kept.items() if k not in OF_THE_WAY}, content


def signed(phone: Phone, body: bytes) -> dict[str, str]:
    signature = requests.sign(phone.signer, "POST", PATH, body)
    return {
        "Tepat-Device": phone.device,
        "Tepat-Signature": spelling.to_base64(signature),
        "Content-Type": "application/json",
    }


async def _no_way_on(*_: object) -> None:
    raise AssertionError("this request takes the short way")


WHOLE = get_asgi_application
SHORT = Straight(_no_way_on)


def test_a_batch_is_taken_and_answered_as_on_the_whole_way(sari: Phone) -> None:
    body = as_batch(packed(sari, BOX))
    taken = ask(SHORT, body, signed(sari, body))

    short = ask(SHORT, body, signed(sari, body))
    whole = ask(WHOLE(), body, signed(sari, body))

    assert taken[0] == 200
    assert b"accepted" in taken[2]
    assert short == whole, "the same status, the same headers, the same bytes"
    assert short[1][b"x-frame-options"] == b"DENY"
    assert b"content-security-policy" in short[1]
    assert Fact.objects.filter(kind="packed").count() == 1


@pytest.mark.parametrize(
    ("body", "more"),
    [
        (b"no batch", {}),
        (b'{"facts":[]}', {"Accept-Encoding": "gzip"}),
        (b"no batch", {"Cookie": "django_language=en"}),
        (b'{"facts":[]}', {"Origin": "https://aula.example"}),
        (b"TEPAT1:x", {"Content-Type": "text/plain"}),
        (b"\xff\x00", {"Content-Type": "application/vnd.tepat.parcel"}),
    ],
)
def test_what_is_odd_is_answered_alike(
    sari: Phone, body: bytes, more: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEPAT_FIELD_ORIGINS", "https://aula.example")
    headers = {**signed(sari, body), **more}

    short, whole = ask(SHORT, body, headers), ask(WHOLE(), body, headers)

    assert short == whole
    assert (b"access-control-allow-origin" in short[1]) == ("Origin" in more)


def test_a_signature_of_another_key_and_a_log_elsewhere_are_refused_alike(sari: Phone) -> None:
    body = as_batch(packed(sari, BOX))
    forged = {**signed(sari, body), "Tepat-Signature": "AAAA"}
    elsewhere = PATH.replace("99.01", "11.01")

    assert ask(SHORT, body, forged) == ask(WHOLE(), body, forged)
    assert ask(SHORT, body, forged)[0] == 401
    assert ask(SHORT, body, {}, elsewhere) == ask(WHOLE(), body, {}, elsewhere)
    assert ask(SHORT, body, {}, elsewhere)[0] == 404


def test_a_host_that_is_not_ours_brings_nothing(sari: Phone, settings: LazySettings) -> None:
    settings.ALLOWED_HOSTS = ["tepat.example"]
    settings.DEBUG = False
    body = as_batch(packed(sari, BOX))

    short = ask(SHORT, body, signed(sari, body), host="jahat.example")

    assert short[0] == ask(WHOLE(), body, signed(sari, body), host="jahat.example")[0] == 400
    assert not Fact.objects.filter(kind="packed").exists()


def test_a_fault_of_ours_is_answered_and_not_left_open(
    sari: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(proven, "counted", broken)

    assert ask(SHORT, b'{"facts":[]}', signed(sari, b'{"facts":[]}'))[0] == 500


@pytest.mark.parametrize(
    ("path", "method"),
    [
        (PATH, "GET"),
        (PATH, "OPTIONS"),
        (PATH + "/text", "POST"),
        (PATH.removesuffix("/facts"), "POST"),
        ("/api/e/x/y/z/facts", "POST"),
        ("/", "POST"),
    ],
)
def test_everything_else_takes_the_whole_way(path: str, method: str) -> None:
    asked: list[str] = []

    async def whole(scope: Scope, receive: Any, send: Any) -> None:
        asked.append(scope["path"])  # type: ignore[index]
        await send({"type": "http.response.start", "status": 204, "headers": []})

    ask(Straight(whole), b"", {}, path, method)  # type: ignore[arg-type]

    assert asked == [path]


def test_the_mirror_of_a_room_takes_no_facts_by_the_short_way_either(
    settings: LazySettings,
) -> None:
    settings.ROOM = "bawaslu"

    with pytest.raises(AssertionError, match="short way"):
        ask(SHORT, b'{"facts":[]}', {})
