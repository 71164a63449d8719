"""The access log: every agency reads the same rows, in words that accuse nobody."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tepat.server import clock
from tepat.server.election.accounts.looks import KINDS, add_row, record_look
from tepat.server.election.accounts.record import GROUPS, rows_of
from tepat.server.election.models import Look, RoleGrant, Scope, User
from tests.worlds import KABUPATEN, PEOPLE, contoh_scope, person


def reader(name: str) -> Client:
    client = Client()
    client.force_login(person(name))
    return client


def page(client: Client, scope: Scope, **asked: str) -> Any:
    return client.get(reverse("access_log", args=[scope.election, scope.kabupaten]), asked)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["bu_dewi", "bu_rina", "pak_adi", "bu_sari"])
def test_every_agency_reads_who_looked_and_who_changed_roles(name: str) -> None:
    scope, by = contoh_scope(), reader("bu_dewi")
    record_look(person("pak_adi"), scope, "escorts", "SJ-001")
    where = [scope.election, scope.kabupaten]
    given = {"give-username": "bu_rina", "give-role": "pps", "give-area": "99.01.01.1001"}
    person("bu_rina")
    by.post(reverse("accounts_give", args=where), given)
    shown = page(reader(name), scope).text

    assert "SJ-001" in shown
    assert "bu_rina: pps 99.01.01.1001" in shown


@pytest.mark.django_db
def test_somebody_without_a_role_here_reads_nothing() -> None:
    scope = contoh_scope()
    User.objects.create(username="orang_lain")
    client = Client()
    client.force_login(User.objects.get(username="orang_lain"))

    assert page(client, scope).status_code == 403
    assert Client().get(reverse("access_log", args=[scope.election, KABUPATEN])).status_code == 302


@pytest.mark.django_db
def test_sign_ins_of_another_kabupaten_are_not_shown_and_the_nation_is() -> None:
    scope = contoh_scope()
    for name, role, area in (("jauh", "ppk", "99.02.01"), ("atas", "kpu_ri", "")):
        user = User.objects.create(username=name)
        RoleGrant.objects.create(user=user, role=role, area=area)
        record_look(user, None, "login")

    assert {row.name for row in rows_of(scope)} == {"atas"}


@pytest.mark.django_db
def test_a_wrong_password_is_on_record_and_a_wrong_name_is_not_kept() -> None:
    scope = contoh_scope()
    person("bu_rina")
    for name in ("bu_rina", "kata-sandi-saya-yang-salah-kolom"):
        Client().post(reverse("account_login"), {"login": name, "password": "salah"})
    shown = page(reader("pak_adi"), scope, jenis="masuk").text

    assert "bu_rina" in shown
    assert "salah-kolom" not in shown
    assert Look.objects.filter(what="login_failed").count() == 2


@pytest.mark.django_db
def test_rows_are_narrowed_by_kind_agency_name_and_day() -> None:
    scope = contoh_scope()
    reading = reader("bu_dewi")
    for name in PEOPLE:
        if name != "pak_joko":
            record_look(person(name), scope, "officers", f"daftar {name}")
    today = f"{clock.now():%Y-%m-%d}"

    def names(**asked: str) -> set[str]:
        found = page(reading, scope, jenis="lihat", **asked).context["rows"]
        return {each["row"].name for each in found}

    assert names() == {"bu_sari", "bu_rina", "pak_adi", "bu_dewi"}
    assert names(lembaga="bawaslu") == names(nama="ADI") == {"pak_adi"}
    assert names(sampai="2020-01-01") == set()
    assert names(sejak=today[:4] + "-99-99") == names()
    assert names(lembaga="' or 1=1 --", nama="%") == set()


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 200])
def test_more_rows_cost_no_more_queries(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    scope, client = contoh_scope(), reader("pak_adi")
    pak_adi = person("pak_adi")
    for number in range(rows):
        record_look(pak_adi, scope, "officers", str(number))
    page(client, scope)

    with django_assert_num_queries(8):
        assert page(client, scope).status_code == 200


@pytest.mark.django_db
def test_the_file_has_every_row_no_formula_and_is_itself_on_record() -> None:
    scope, client = contoh_scope(), reader("pak_adi")
    record_look(person("pak_adi"), scope, "officers", '=HYPERLINK("http://x")')
    taken = client.get(reverse("access_csv", args=[scope.election, scope.kabupaten]))
    text = taken.content.decode("utf-8-sig")

    assert "'=HYPERLINK" in text
    assert len(text.splitlines()) == 1 + Look.objects.exclude(what="export").count()
    assert Look.objects.get(what="export").which.startswith("jejak-akses-99.01")


@pytest.mark.django_db
def test_texts_of_people_are_text() -> None:
    scope, client = contoh_scope(), reader("pak_adi")
    add_row(scope, "officers", "<script>alert(1)</script>", person("bu_rina"), None)
    shown = page(client, scope).text

    assert "<script>alert" not in shown
    assert "&lt;script&gt;" in shown


def test_every_kind_can_be_narrowed_to() -> None:
    grouped = [kind for _, kinds in GROUPS.values() for kind in kinds]

    assert sorted(grouped) == sorted(KINDS)
