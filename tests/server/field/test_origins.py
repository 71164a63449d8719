"""Only phones of origins that the hub names may send to it; the application may ask only hubs."""

from pathlib import Path

import pytest
from django.test import Client

from tepat.core.election.roles import Role
from tepat.server import clock
from tepat.server.desk import field
from tests.phones import NIGHT, phone_of
from tests.server.field.asking import BASE, ask
from tests.worlds import contoh_scope

pytestmark = pytest.mark.django_db
HOME = "https://tepat.contoh"
ALLOW = "Access-Control-Allow-Origin"


@pytest.fixture(autouse=True)
def _hub(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NIGHT)
    monkeypatch.setenv("TEPAT_FIELD_ORIGINS", f"{HOME} https://* * https://x/y")


def preflight(path: str, origin: str) -> dict[str, str]:
    asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    answer = Client().options(BASE + path, headers=asked)
    return dict(answer.headers)


@pytest.mark.parametrize(
    "path",
    [
        "/facts",
        "/halves",
        "/manifest",
        "/notes",
        "/policy",
        "/proofs",
        "/witness",
        "/photos/" + "0" * 64,
    ],
)
def test_a_phone_of_the_known_origin_is_let_through(path: str) -> None:
    said = preflight(path, HOME)

    assert said[ALLOW] == HOME
    assert "PATCH" in said["Access-Control-Allow-Methods"]
    assert "Tepat-Signature" in said["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in said
    assert "Origin" in said["Vary"]


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "https://tepat.contoh.evil.example",
        "http://tepat.contoh",
        "null",
        "*",
        "https://*",
        "https://x/y",
        "",
    ],
)
def test_every_other_origin_is_not(origin: str) -> None:
    assert ALLOW not in preflight("/facts", origin)


def test_answers_and_refusals_can_be_read_and_desk_pages_cannot() -> None:
    rina = phone_of(contoh_scope(), "bu_rina", Role.PPK, "99.01.01")

    told = ask(rina, "/manifest", Origin=HOME)
    refused = Client().get(BASE + "/manifest", headers={"Origin": HOME})
    desk = Client().get("/api/e/pilkada-2024/99.01/devices", headers={"Origin": HOME})
    page = Client().get("/akun/masuk/", headers={"Origin": HOME})

    assert (told.status_code, told[ALLOW]) == (200, HOME)
    assert (refused.status_code, refused[ALLOW]) == (401, HOME)
    assert "ETag" in told["Access-Control-Expose-Headers"]
    assert ALLOW not in desk
    assert ALLOW not in page


def test_a_page_that_was_opened_at_a_named_hub_is_let_through(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hub = "https://192.168.137.1:8443"
    assert ALLOW not in preflight("/facts", hub)

    monkeypatch.setenv("TEPAT_HUBS", f"https://lain.contoh {hub}")

    assert preflight("/facts", hub)[ALLOW] == hub
    assert ALLOW not in preflight("/facts", "https://192.168.137.1")


def test_the_application_may_ask_the_servers_of_a_letter_that_comes_later(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker keeps this header for good; so it names no server. Scripts stay with the page."""
    (tmp_path / field.INDEX).write_text("<!doctype html>", encoding="utf-8")
    monkeypatch.setattr(field, "built", lambda: tmp_path)
    said = client.get("/lapangan/")["Content-Security-Policy"].split("; ")

    assert "connect-src 'self' https:" in said
    assert "default-src 'self'" in said
    assert "script-src 'self' 'wasm-unsafe-eval'" in said
    assert "worker-src 'self' blob:" in said
    assert "connect-src" not in client.get("/akun/masuk/")["Content-Security-Policy"]
