"""Only phones of origins that the hub names may send to it; the application may ask only hubs."""

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


def test_the_application_may_ask_its_own_server_and_the_hubs(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not (field.built() / field.INDEX).is_file():
        pytest.skip("the phone application is not built here")
    alone = client.get("/lapangan/")["Content-Security-Policy"]
    monkeypatch.setenv("TEPAT_HUBS", "https://aula.contoh http://plain.contoh https://a;script-src")
    with_hub = client.get("/lapangan/")["Content-Security-Policy"]

    assert "connect-src" not in alone
    assert "default-src 'self'" in alone
    assert with_hub.endswith("; connect-src 'self' https://aula.contoh")
