"""The shell around each page: who sees which door."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tepat.core.election.roles import Role
from tepat.server.desk.rooms import menu
from tepat.server.election.models import RoleGrant, Scope, User
from tests.worlds import ELECTION, KABUPATEN, PASSWORD, contoh_scope, person

pytestmark = pytest.mark.django_db


def logged_in(name: str) -> Client:
    client = Client()
    client.force_login(person(name))
    return client


def accounts_of(scope: Scope) -> str:
    return reverse("accounts", args=[scope.election, scope.kabupaten])


def test_a_stranger_is_asked_to_log_in(client: Client) -> None:
    answer = client.get("/")

    assert answer.status_code == 302
    assert answer["Location"] == f"{reverse('account_login')}?next=/"


def test_pages_are_indonesian_whatever_the_browser_says(client: Client) -> None:
    page = client.get(reverse("account_login"), headers={"accept-language": "en-US,en"})

    assert "Masuk ke desk" in page.text
    assert page["Content-Language"] == "id"


def test_the_switch_makes_pages_english_and_comes_back(client: Client) -> None:
    answer = client.post(reverse("set_language"), {"language": "en", "next": "/akun/masuk/"})

    assert answer["Location"] == "/akun/masuk/"
    assert "Log in to the desk" in client.get("/akun/masuk/").text


def test_the_switch_leads_to_no_other_site(client: Client) -> None:
    answer = client.post(
        reverse("set_language"), {"language": "en", "next": "https://example.org/"}
    )
    assert answer["Location"] == "/"


def test_home_shows_only_the_elections_a_person_may_see() -> None:
    contoh_scope()
    contoh_scope("pemilu-2024")
    Scope.objects.create(election=ELECTION, kabupaten="99.02")
    page = logged_in("pak_adi").get("/")

    assert page.text.count("Kabupaten Contoh") == 2
    assert "99.02" not in page.text


def test_home_of_a_person_without_a_role_says_what_to_do() -> None:
    contoh_scope()

    assert "Minta peran" in logged_in("pak_joko").get("/").text


def test_the_menu_shows_rooms_that_exist_and_are_allowed() -> None:
    scope = contoh_scope()
    for_kpu = [link.href for link in menu(person("bu_dewi"), scope, accounts_of(scope))]
    for_ppk = [link.href for link in menu(person("bu_rina"), scope, accounts_of(scope))]

    assert accounts_of(scope) in for_kpu
    assert accounts_of(scope) not in for_ppk


def test_one_room_is_marked_as_here() -> None:
    scope = contoh_scope()
    links = menu(person("bu_dewi"), scope, accounts_of(scope) + "undang/")

    assert [link.href for link in links if link.is_here] == [accounts_of(scope)]


@pytest.mark.parametrize(
    ("role", "own"),
    [
        (Role.KPU, "stock"),
        (Role.BAWASLU, "supervision"),
        (Role.POLRES, "security"),
        (Role.DESK, "desk_room"),
        (Role.PPK, "paper"),
    ],
)
def test_four_rooms_stand_below_a_page_on_a_phone_and_ones_own_is_among_them(
    role: Role, own: str
) -> None:
    scope = contoh_scope()
    user = User.objects.create(username="somebody")
    area = "99.01.01" if role is Role.PPK else "99.01"
    RoleGrant.objects.create(user=user, role=role.value, area=area)
    bar = [link.href for link in menu(user, scope, "") if link.on_phone]
    assert len(bar) == 4
    here = [scope.election, scope.kabupaten]
    assert {reverse("board", args=here), reverse(own, args=here)} <= set(bar)


def test_a_refused_page_says_who_may() -> None:
    scope = contoh_scope()
    answer = logged_in("bu_rina").get(accounts_of(scope))

    assert answer.status_code == 403
    assert "Yang boleh: KPU kabupaten/kota, Bawaslu, Polres, TNI, Desk kabupaten" in answer.text


@pytest.mark.parametrize("path", ["/tidak-ada/", f"/e/{ELECTION}/{KABUPATEN}/tidak-ada/"])
def test_a_wrong_address_gets_a_page_with_a_way_out(client: Client, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 404
    assert "Halaman ini tidak ada" in answer.text


def test_a_crash_gets_a_page_and_not_a_trace(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.raise_request_exception = False
    monkeypatch.setattr("tepat.server.desk.rooms.ROOMS", None)
    client.force_login(person("bu_dewi"))
    answer = client.get(accounts_of(contoh_scope()))

    assert answer.status_code == 500
    assert "Ada yang rusak di server" in answer.text


def test_an_old_form_is_refused_in_our_own_words() -> None:
    answer = Client(enforce_csrf_checks=True).post(reverse("account_login"), {"login": "x"})

    assert answer.status_code == 403
    assert "muat ulang" in answer.text


def test_health_answers_without_a_login(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ready"}


def test_components_page_draws_every_state(client: Client) -> None:
    text = client.get(reverse("components")).text

    for state in ("tepat", "menyusul", "belum", "tidak", "perhatian", "basi", "saksi", "sepihak"):
        assert f'id="i-{state}"' in text
        assert f'href="#i-{state}"' in text


def test_demo_logins_are_shown_only_in_a_demo(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "tepat-demo" not in client.get(reverse("account_login")).text
    monkeypatch.setattr(settings, "DEMO", True)
    assert "tepat-demo" in client.get(reverse("account_login")).text


@pytest.mark.parametrize(
    "where",
    [
        {"HTTP_X_FORWARDED_FOR": "203.0.113.5"},
        {"HTTP_FORWARDED": "for=203.0.113.5"},
        {"HTTP_X_REAL_IP": "203.0.113.5"},
        {"REMOTE_ADDR": "203.0.113.5"},
    ],
)
def test_demo_logins_are_not_shown_through_a_proxy(
    client: Client, monkeypatch: pytest.MonkeyPatch, where: dict[str, str]
) -> None:
    monkeypatch.setattr(settings, "DEMO", True)

    assert "tepat-demo" not in client.get(reverse("account_login"), **where).text  # type: ignore[arg-type]


def wrong(name: str, address: str) -> None:
    door = reverse("account_login")
    Client().post(door, {"login": name, "password": "salah"}, HTTP_X_FORWARDED_FOR=address)


def gets_in(name: str, address: str) -> bool:
    client = Client()
    door = reverse("account_login")
    client.post(door, {"login": name, "password": PASSWORD}, HTTP_X_FORWARDED_FOR=address)
    return "_auth_user_id" in client.session


def test_wrong_passwords_from_elsewhere_keep_nobody_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 1)
    person("bu_dewi")
    for _ in range(6):
        wrong("bu_dewi", "203.0.113.5")

    assert not gets_in("bu_dewi", "203.0.113.5")
    assert gets_in("bu_dewi", "198.51.100.7")


def test_behind_a_proxy_one_address_does_not_use_up_the_tries_of_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 1)
    person("bu_dewi")
    for number in range(12):
        wrong(f"nobody_{number}", "203.0.113.5")

    assert not gets_in("bu_dewi", "203.0.113.5")
    assert gets_in("bu_dewi", "198.51.100.7")


def test_an_address_that_somebody_claims_counts_for_nothing_without_a_proxy() -> None:
    person("bu_dewi")
    for number in range(12):
        wrong("bu_dewi", f"203.0.113.{number}")

    assert not gets_in("bu_dewi", "198.51.100.7")


def test_a_header_that_passed_too_few_proxies_is_not_believed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 2)
    person("bu_dewi")

    assert gets_in("bu_dewi", "203.0.113.5")


def test_a_person_logs_in_and_out(client: Client) -> None:
    contoh_scope()
    person("bu_dewi")
    entered = client.post(reverse("account_login"), {"login": "bu_dewi", "password": PASSWORD})
    left = client.post(reverse("account_logout"))

    assert entered["Location"] == "/"
    assert left["Location"] == "/"
    assert client.get("/").status_code == 302


def test_the_sixth_wrong_password_in_a_row_is_not_even_tried(client: Client) -> None:
    person("bu_dewi")
    for _ in range(5):
        client.post(reverse("account_login"), {"login": "bu_dewi", "password": "salah"})
    answer = client.post(reverse("account_login"), {"login": "bu_dewi", "password": PASSWORD})

    assert answer.status_code in {200, 429}
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("path", ["signup", "password/reset", "email"])
def test_nobody_signs_up_or_resets_alone(client: Client, path: str) -> None:
    assert client.get(f"/akun/{path}/").status_code == 404


def test_pages_may_load_only_their_own_files(client: Client) -> None:
    policy = client.get(reverse("account_login"))["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "unsafe-inline" not in policy.split("script-src")[1].split(";")[0]
