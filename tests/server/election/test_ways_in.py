"""The second factor, the office account, sessions: who gets in, and what never makes a right."""

import json
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from tepat.cli import main
from tepat.core.election.roles import Grant, Role
from tepat.server import clock, environment
from tepat.server.desk.words import moment
from tepat.server.election.accounts import invitations
from tepat.server.election.models import Look, RoleGrant, User
from tests.worlds import KABUPATEN, PASSWORD, contoh_scope, person

NEW = "sungai jernih 1945"
OLD_PHONE = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/126.0.0.0 Safari/537.36"


def entered(name: str, password: str = PASSWORD) -> Client:
    client = Client(HTTP_USER_AGENT="Peramban contoh")
    client.post(reverse("account_login"), {"login": name, "password": password})
    return client


def again(client: Client) -> Client:
    """Confirm the password, as every change of a way in asks for."""
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("own_account")).status_code == 200


def code_of(secret: str, steps: int = 0) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps)))


def with_factor(name: str) -> str:
    """Set a second factor as its pages do; return its secret."""
    client = again(entered(name))
    page = client.get(reverse("mfa_activate_totp"))
    secret: str = client.session["mfa.totp.secret"]
    assert "<svg" in page.text
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    return secret


# -- the second factor


@pytest.mark.django_db(transaction=True)
def test_a_password_alone_does_not_open_an_account_with_a_second_factor() -> None:
    contoh_scope()
    person("pak_adi")
    secret = with_factor("pak_adi")
    client = entered("pak_adi")
    assert not is_in(client)

    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    assert not is_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert is_in(client)


@pytest.mark.django_db(transaction=True)
def test_a_code_and_a_recovery_code_work_once() -> None:
    contoh_scope()
    person("pak_adi")
    secret = with_factor("pak_adi")
    row = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES)
    recovery = row.wrap().get_unused_codes()[0]
    for given in (code_of(secret), recovery):
        first, second = entered("pak_adi"), entered("pak_adi")
        first.post(reverse("mfa_authenticate"), {"code": given})
        second.post(reverse("mfa_authenticate"), {"code": given})
        assert (is_in(first), is_in(second)) == (True, False)


@pytest.mark.django_db(transaction=True)
def test_the_secret_of_a_factor_is_unreadable_in_a_copy_of_the_database(settings: Any) -> None:
    contoh_scope()
    person("pak_adi")
    secret = with_factor("pak_adi")
    row = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    assert secret not in json.dumps(row.data)
    assert TOTP(row).validate_code(code_of(secret, 1))

    settings.SECRET_KEY = "another key"
    empty = "A" * 32
    assert not any(TOTP(row).validate_code(code_of(each)) for each in (secret, empty))


@pytest.mark.django_db(transaction=True)
def test_a_role_that_needs_a_factor_opens_nothing_before_and_cannot_drop_it(settings: Any) -> None:
    settings.MFA_ROLES = frozenset({"bawaslu"})
    scope = contoh_scope()
    person("pak_adi")
    board = reverse("board", args=[scope.election, KABUPATEN])
    assert entered("pak_adi").get(board)["Location"] == reverse("mfa_activate_totp")
    person("bu_rina")
    assert entered("bu_rina").get(board).status_code == 200

    secret = with_factor("pak_adi")
    client = entered("pak_adi")
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert client.get(board).status_code == 200
    again(client).post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()


@pytest.mark.django_db(transaction=True)
def test_a_lost_factor_is_removed_by_the_administrator_or_at_the_machine() -> None:
    scope = contoh_scope()
    person("bu_rina")
    by = Client()
    by.force_login(person("bu_dewi"))
    where = reverse("accounts_person", args=[scope.election, KABUPATEN])
    for remove in (
        lambda: by.post(where, {"username": "bu_rina", "what": "factor"}),
        lambda: main(["election", "person", "bu_rina", "--reset-factor"]),
    ):
        with_factor("bu_rina")
        remove()
        assert not Authenticator.objects.exists()
        assert is_in(entered("bu_rina"))


# -- sessions


@pytest.mark.django_db
def test_own_sessions_are_listed_and_ended_one_by_one() -> None:
    contoh_scope()
    person("bu_rina")
    here, there = entered("bu_rina"), entered("bu_rina")
    page = here.get(reverse("own_account")).text
    assert page.count("Peramban contoh") == 2

    other = UserSession.objects.exclude(session_key=here.session.session_key).get()
    here.post(reverse("end_session"), {"session": other.pk})
    assert (is_in(here), is_in(there)) == (True, False)


@pytest.mark.django_db
def test_a_session_says_its_browser_in_words_and_its_hour_by_the_clock_of_this_desk(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    contoh_scope()
    person("bu_rina")
    monkeypatch.setattr(clock, "_shift", timedelta(days=-90))
    client = Client(HTTP_USER_AGENT=OLD_PHONE)
    client.post(reverse("account_login"), {"login": "bu_rina", "password": PASSWORD})
    page = client.get(reverse("own_account")).text
    row = UserSession.objects.get()

    assert "Chrome di Android" in page
    assert moment(row.created_at - timedelta(days=90), "Asia/Makassar") in page
    assert moment(row.created_at, "Asia/Makassar") not in page


@pytest.mark.django_db
def test_nobody_ends_the_session_of_somebody_else_by_its_number() -> None:
    contoh_scope()
    person("bu_rina")
    person("pak_adi")
    bu_rina, pak_adi = entered("bu_rina"), entered("pak_adi")
    hers = UserSession.objects.get(user__username="bu_rina")
    pak_adi.post(reverse("end_session"), {"session": hers.pk})
    pak_adi.post(reverse("end_session"), {"session": "1; drop"})

    assert is_in(bu_rina)


@pytest.mark.django_db
def test_a_new_password_ends_all_other_sessions() -> None:
    contoh_scope()
    person("bu_rina")
    here, there = entered("bu_rina"), entered("bu_rina")
    here.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW},
    )

    assert (is_in(here), is_in(there)) == (True, False)


@pytest.mark.django_db
def test_the_administrator_ends_sessions_and_closes_accounts_whose_name_stays() -> None:
    scope = contoh_scope()
    bu_rina = person("bu_rina")
    User.objects.filter(pk=bu_rina.pk).update(first_name="Bu Rina")
    client, by = entered("bu_rina"), Client()
    by.force_login(person("bu_dewi"))
    where = reverse("accounts_person", args=[scope.election, KABUPATEN])
    by.post(where, {"username": "bu_rina", "what": "sessions"})
    assert not is_in(client)

    again = entered("bu_rina")
    by.post(where, {"username": "bu_rina", "what": "close"})
    assert not is_in(again)
    assert not is_in(entered("bu_rina"))
    log = by.get(reverse("access_log", args=[scope.election, KABUPATEN])).text
    assert log.count("Bu Rina") >= 1
    by.post(where, {"username": "bu_rina", "what": "open"})
    assert is_in(entered("bu_rina"))


@pytest.mark.django_db
def test_the_last_administrator_and_oneself_are_not_closed() -> None:
    scope, by = contoh_scope(), Client()
    by.force_login(person("bu_dewi"))
    where = reverse("accounts_person", args=[scope.election, KABUPATEN])

    assert by.post(where, {"username": "bu_dewi", "what": "close"}).status_code == 422
    other = User.objects.create(username="pak_kpu")
    RoleGrant.objects.create(user=other, role="kpu", area=KABUPATEN)
    User.objects.filter(username="bu_dewi").update(is_active=True)
    assert by.post(where, {"username": "pak_kpu", "what": "close"}).status_code == 302


# -- the office account


class Provider:
    """A sign-in service as OpenID Connect describes it, for one person at a time."""

    def __init__(self) -> None:
        self.subject, self.audience, self.challenge = "adi-17", "tepat", ""
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.answer(provider.known(urlsplit(self.path).path))

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                provider.asked = parse_qs(body)
                self.answer(
                    {"access_token": "a", "token_type": "bearer", "id_token": provider.id()}
                )

            def answer(self, value: Any) -> None:
                text = json.dumps(value).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *args: Any) -> None:
                pass

        self.asked: dict[str, list[str]] = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def known(self, path: str) -> Any:
        if path == "/userinfo":
            return {"sub": self.subject, "email": "adi@example.test", "name": "Adi"}
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def id(self) -> str:
        now = int(time.time())
        said = {"iss": self.url, "aud": self.audience, "sub": self.subject, "iat": now}
        return jwt.encode(said | {"exp": now + 60}, "s" * 32, algorithm="HS256")


@pytest.fixture
def provider(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    made = Provider()
    for name, value in (("URL", made.url), ("CLIENT", "tepat"), ("SECRET", "rahasia")):
        monkeypatch.setenv(f"TEPAT_OIDC_{name}", value)
    settings.SOCIALACCOUNT_PROVIDERS = environment.oidc()
    yield made
    made.server.shutdown()
    made.server.server_close()


def through(client: Client, provider: Provider, process: str = "") -> Any:
    """Go to the sign-in service and come back."""
    begin = reverse("openid_connect_login", args=["oidc"])
    there = client.post(begin + (f"?process={process}" if process else ""))["Location"]
    assert there.startswith(f"{provider.url}/authorize")
    asked = parse_qs(urlsplit(there).query)
    assert asked["code_challenge_method"] == ["S256"]
    back = reverse("openid_connect_callback", args=["oidc"])
    return client.get(back, {"code": "x", "state": asked["state"][0]})


@pytest.mark.django_db
def test_an_unknown_identity_opens_nothing_and_makes_nobody(provider: Provider) -> None:
    contoh_scope()
    person("pak_adi")
    User.objects.filter(username="pak_adi").update(email="adi@example.test")
    before = (User.objects.count(), RoleGrant.objects.count())
    client = Client()
    answer = through(client, provider)

    assert answer.status_code == 403
    assert not is_in(client)
    assert (User.objects.count(), RoleGrant.objects.count()) == before
    assert Look.objects.filter(what="login_failed").exists()


@pytest.mark.django_db
def test_an_identity_bound_to_an_account_opens_it_with_its_own_roles(provider: Provider) -> None:
    contoh_scope()
    pak_adi = person("pak_adi")
    here = entered("pak_adi")
    assert "pastikan" in through(here, provider, "connect")["Location"]
    assert not SocialAccount.objects.exists()
    through(again(here), provider, "connect")
    kept = SocialAccount.objects.get()
    assert (kept.user, kept.uid, kept.extra_data) == (pak_adi, "adi-17", {})
    assert provider.asked["code_verifier"]

    client, grants = Client(), list(RoleGrant.objects.values())
    through(client, provider)
    assert is_in(client)
    assert list(RoleGrant.objects.values()) == grants
    provider.subject = "orang-lain"
    stranger = Client()
    through(stranger, provider)
    assert not is_in(stranger)


@pytest.mark.django_db
def test_an_identity_that_comes_by_an_invitation_gets_its_role_after_the_pledge(
    provider: Provider,
) -> None:
    scope, client = contoh_scope(), Client()
    grant = Grant(Role.PANWASCAM, "99.01.02")
    row = invitations.make(scope, "Bu Lina", grant, person("pak_adi"), clock.now())
    page = reverse("invitation", args=[invitations.token_of(row)])
    shown = client.get(page)
    assert "Akun kantor" in shown.text
    assert f"form-action 'self' {provider.url};" in shown["Content-Security-Policy"]
    client.post(page, {"office": "1"})
    through(client, provider)

    user = User.objects.get(username="bu_lina")
    assert user.grants() == [grant]
    assert not user.has_usable_password()
    assert client.get(reverse("account_change_password")).status_code == 302, "none to change"
    assert client.get("/")["Location"] == reverse("pledge")
    other = Client()
    provider.subject = "kedua"
    other.post(page, {"office": "1"})
    assert through(other, provider).status_code == 403


@pytest.mark.django_db
def test_a_token_for_another_program_is_refused(provider: Provider) -> None:
    contoh_scope()
    person("pak_adi")
    through(again(entered("pak_adi")), provider, "connect")
    provider.audience = "program-lain"
    client = Client()
    through(client, provider)

    assert not is_in(client)


@pytest.mark.django_db(transaction=True)
def test_the_office_account_does_not_go_round_the_second_factor(provider: Provider) -> None:
    contoh_scope()
    person("pak_adi")
    through(again(entered("pak_adi")), provider, "connect")
    secret = with_factor("pak_adi")
    client = Client()
    through(client, provider)
    assert not is_in(client)

    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert is_in(client)


@pytest.mark.django_db
def test_without_a_sign_in_service_there_is_no_such_door() -> None:
    contoh_scope()
    assert "kantor" not in Client().get(reverse("account_login")).text.casefold()
    assert Client().post(reverse("openid_connect_login", args=["oidc"])).status_code == 404


@pytest.mark.parametrize(
    ("name", "value"),
    [("TEPAT_OIDC_URL", "http://sso.example.go.id"), ("TEPAT_OIDC_URL", "https://sso.example")],
)
def test_a_wrong_setting_of_the_sign_in_service_stops_the_program(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    monkeypatch.delenv("TEPAT_OIDC_CLIENT", raising=False)
    with pytest.raises(SystemExit):
        environment.oidc()
    monkeypatch.setenv("TEPAT_MFA_ROLES", "kpu bawaslo")
    with pytest.raises(SystemExit, match="bawaslo"):
        environment.roles("TEPAT_MFA_ROLES")
