"""People and roles: who may give what to whom, and what a handed-over password opens."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from tepat.cli import main
from tepat.core.election.regions import is_in
from tepat.core.election.roles import MAY, REACH, Action, Grant, Role, may, problems_with_grant
from tepat.core.problems import Code, Refused
from tepat.server.election.accounts import queries, services
from tepat.server.election.models import RoleGrant, Scope, User
from tests.worlds import KABUPATEN, PASSWORD, contoh_scope, person

PPK_HULU = Grant(Role.PPK, "99.01.01")
ALL = [Grant(Role.KPU, KABUPATEN)]
"""The roles of an administrator of all elections."""
DPMD = [Grant(Role.KPU, KABUPATEN, "pilkades-2024")]
"""The roles of an administrator of one election, for whom Pilkada is somebody else's."""
OWN_PASSWORD = "sungai jernih 1945"


def manager() -> Client:
    client = Client()
    client.force_login(person("bu_dewi"))
    return client


def address(name: str, scope: Scope, *rest: int) -> str:
    return reverse(name, args=[scope.election, scope.kabupaten, *rest])


def invited(client: Client, scope: Scope, **changes: str) -> Any:
    filled = {
        "invite-person": "Bu Ratna",
        "invite-username": "bu_ratna",
        "invite-role": "ppk",
        "invite-area": "99.01.02",
        **changes,
    }
    return client.post(address("accounts_invite", scope), filled)


def password_on(page: Any) -> str:
    found = re.search(r"\b(?:[a-z2-9]{4}-){3}[a-z2-9]{4}\b", page.text)
    assert found
    return found[0]


@pytest.mark.django_db
def test_an_invited_person_has_a_role_and_a_password_shown_once() -> None:
    scope, client = contoh_scope(), manager()
    page = invited(client, scope)

    assert may(User.objects.get(username="bu_ratna").grants(), Action.PRINT_PAPERS, "99.01.02")
    assert password_on(page) not in client.get(address("accounts", scope)).text


@pytest.mark.django_db
def test_a_one_time_password_opens_only_its_own_change() -> None:
    scope = contoh_scope()
    password = password_on(invited(manager(), scope))
    bu_ratna = Client()
    bu_ratna.post(reverse("account_login"), {"login": "bu_ratna", "password": password})
    change = reverse("account_change_password")

    assert bu_ratna.get("/")["Location"] == change
    assert "hanya sekali pakai" in bu_ratna.get(change).text
    bu_ratna.post(
        change, {"oldpassword": password, "password1": OWN_PASSWORD, "password2": OWN_PASSWORD}
    )
    assert User.objects.get(username="bu_ratna").check_password(OWN_PASSWORD)
    assert bu_ratna.get("/").get("Location") != change


@pytest.mark.django_db
def test_a_one_time_password_cannot_be_kept_as_the_own_one() -> None:
    password = password_on(invited(manager(), contoh_scope()))
    bu_ratna = Client()
    bu_ratna.post(reverse("account_login"), {"login": "bu_ratna", "password": password})
    answer = bu_ratna.post(
        reverse("account_change_password"),
        {"oldpassword": password, "password1": password, "password2": password},
    )

    assert "berbeda dari yang sekarang" in answer.text
    assert User.objects.get(username="bu_ratna").must_change_password


@pytest.mark.django_db
def test_a_taken_name_is_told_beside_its_field() -> None:
    scope, client = contoh_scope(), manager()
    person("bu_rina")
    page = invited(client, scope, **{"invite-username": "BU_RINA"})

    assert page.status_code == 422
    assert "sudah dipakai" in page.text


@pytest.mark.django_db
def test_a_role_elsewhere_cannot_be_given() -> None:
    with pytest.raises(Refused) as refused:
        services.invite("x", "X", Grant(Role.PPK, "99.02.01"), contoh_scope(), ALL)

    assert refused.value.problem.code is Code.AREA_OUTSIDE
    assert not User.objects.filter(username="x").exists()


@pytest.mark.django_db
def test_a_role_too_wide_for_its_area_cannot_be_given() -> None:
    with pytest.raises(Refused) as refused:
        services.invite("x", "X", Grant(Role.PPK, KABUPATEN), contoh_scope(), ALL)

    assert refused.value.problem.code is Code.AREA_TOO_WIDE


@pytest.mark.django_db
def test_an_area_nobody_knows_cannot_be_given() -> None:
    with pytest.raises(Refused) as refused:
        services.invite("x", "X", Grant(Role.PPK, "99.01.77"), contoh_scope(), ALL)

    assert refused.value.problem.code is Code.REGION_UNKNOWN


@pytest.mark.django_db
def test_giving_a_role_twice_gives_it_once() -> None:
    scope = contoh_scope()
    person("bu_sari")
    services.give("bu_sari", PPK_HULU, scope, ALL)
    services.give("bu_sari", PPK_HULU, scope, ALL)

    assert RoleGrant.objects.filter(user__username="bu_sari").count() == 2


@pytest.mark.django_db
def test_the_last_administrator_keeps_the_role() -> None:
    scope, client = contoh_scope(), manager()
    row = RoleGrant.objects.get(user__username="bu_dewi")
    answer = client.post(address("accounts_take_back", scope, row.pk))

    assert answer.status_code == 422
    assert "pengelola akun terakhir" in answer.text
    services.invite("pak_budi", "Pak Budi", Grant(Role.KPU, KABUPATEN), scope, ALL)
    assert client.post(address("accounts_take_back", scope, row.pk)).status_code == 302


@pytest.mark.django_db
def test_a_role_that_was_taken_back_opens_nothing() -> None:
    scope = contoh_scope()
    row = RoleGrant.objects.get(user=person("bu_sari"))
    services.take_back(row, scope, ALL)

    assert not User.objects.get(username="bu_sari").grants()


@pytest.mark.django_db
def test_an_administrator_cannot_take_over_somebody_of_another_office() -> None:
    scope = contoh_scope()
    pak_raja = User.objects.create(username="pak_raja")
    RoleGrant.objects.create(user=pak_raja, role=Role.KPU_RI.value, area="")
    RoleGrant.objects.create(user=pak_raja, role=Role.PPK.value, area="99.01.01")

    with pytest.raises(Refused) as refused:
        services.remake_password("pak_raja", scope, ALL)
    assert refused.value.problem.code is Code.PERSON_ELSEWHERE


@pytest.mark.django_db
def test_a_remade_password_ends_the_old_one() -> None:
    scope, client = contoh_scope(), manager()
    person("bu_rina")
    page = client.post(address("accounts_password", scope), {"username": "bu_rina"})

    bu_rina = User.objects.get(username="bu_rina")
    assert not bu_rina.check_password(PASSWORD)
    assert bu_rina.check_password(password_on(page))


def pak_eko_of_dpmd() -> Client:
    """Log in the administrator of Pilkades, who has no role in Pilkada."""
    pak_eko = User.objects.create(username="pak_eko")
    RoleGrant.objects.create(user=pak_eko, role="kpu", area=KABUPATEN, election=DPMD[0].election)
    client = Client()
    client.force_login(pak_eko)
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("election", ["", "pilkada-2024"])
def test_an_administrator_of_one_election_gives_no_role_in_another(election: str) -> None:
    scope = contoh_scope("pilkades-2024")
    person("bu_sari")
    wanted = Grant(Role.PPK, "99.01.01", election)

    for give in (
        lambda: services.give("bu_sari", wanted, scope, DPMD),
        lambda: services.invite("x", "X", wanted, scope, DPMD),
    ):
        with pytest.raises(Refused) as refused:
            give()
        assert refused.value.problem.code is Code.BEYOND_OWN_ROLES


@pytest.mark.django_db
def test_the_page_of_one_election_gives_roles_in_that_election_only() -> None:
    scope, client = contoh_scope("pilkades-2024"), pak_eko_of_dpmd()
    client.post(
        address("accounts_give", scope),
        {"give-username": "pak_eko", "give-role": "kpu", "give-area": KABUPATEN},
    )

    elections = RoleGrant.objects.filter(user__username="pak_eko").values_list("election")
    assert set(elections) == {("pilkades-2024",)}


@pytest.mark.django_db
@pytest.mark.parametrize("election", ["", "pilkada-2024"])
def test_an_administrator_of_one_election_takes_no_role_of_another(election: str) -> None:
    scope, client = contoh_scope("pilkades-2024"), pak_eko_of_dpmd()
    RoleGrant.objects.update_or_create(user=person("bu_sari"), defaults={"election": election})
    row = RoleGrant.objects.get(user__username="bu_sari")

    assert client.post(address("accounts_take_back", scope, row.pk)).status_code == 422
    assert RoleGrant.objects.filter(pk=row.pk).exists()


@pytest.mark.django_db
def test_an_administrator_of_one_election_remakes_no_password_of_another() -> None:
    scope, client = contoh_scope("pilkades-2024"), pak_eko_of_dpmd()
    bu_rina = person("bu_rina")
    RoleGrant.objects.create(user=bu_rina, role="ppk", area="99.01.02", election="pilkades-2024")
    answer = client.post(address("accounts_password", scope), {"username": "bu_rina"})

    assert answer.status_code == 422
    assert User.objects.get(username="bu_rina").check_password(PASSWORD)
    shown = {each.user.username: each.is_ours for each in queries.people_in(scope, DPMD)}
    assert shown == {"bu_rina": False, "pak_eko": True}


@pytest.mark.django_db
def test_the_last_administrator_of_all_elections_is_not_replaced_by_one_of_a_single_election() -> (
    None
):
    scope = contoh_scope("pilkades-2024")
    Scope.objects.create(election="pilkada-2024", kabupaten=KABUPATEN)
    pak_eko_of_dpmd()
    row = RoleGrant.objects.get(user=person("bu_dewi"))
    with pytest.raises(Refused) as refused:
        services.take_back(row, scope, ALL)

    assert refused.value.problem.code is Code.LAST_MANAGER


@pytest.mark.django_db
def test_a_lost_password_changes_no_role(capsys: pytest.CaptureFixture[str]) -> None:
    bu_rina = person("bu_rina")
    before = list(RoleGrant.objects.filter(user=bu_rina).values())

    assert main(["election", "person", "bu_rina", "--new-password"]) == 0
    assert list(RoleGrant.objects.filter(user=bu_rina).values()) == before
    assert not User.objects.get(username="bu_rina").check_password(PASSWORD)
    assert "sekali pakai" in capsys.readouterr().out


@pytest.mark.django_db
@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--role", "kpu"],
        ["--area", KABUPATEN],
        ["--role", "kpu", "--area", ""],
        ["--role", "ppk", "--area", KABUPATEN],
        ["--new-password"],
    ],
)
def test_the_command_gives_only_a_whole_role_within_its_reach(arguments: list[str]) -> None:
    assert main(["election", "person", "pak_baru", *arguments]) != 0
    assert not User.objects.filter(username="pak_baru").exists()


@pytest.mark.django_db
def test_the_command_makes_the_first_administrator(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["election", "person", "bu_ida", "--role", "kpu", "--area", KABUPATEN]) == 0
    assert User.objects.get(username="bu_ida").grants() == ALL
    assert "sekali pakai" in capsys.readouterr().out


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["bu_sari", "bu_rina"])
def test_others_cannot_reach_the_page_of_people(name: str) -> None:
    scope, client = contoh_scope(), Client()
    client.force_login(person(name))

    assert client.get(address("accounts", scope)).status_code == 403
    assert invited(client, scope).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("how_many", [1, 40])
def test_more_people_cost_no_more_queries(
    how_many: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    scope = contoh_scope()
    users = User.objects.bulk_create(User(username=f"ppk_{n}") for n in range(how_many))
    RoleGrant.objects.bulk_create(
        RoleGrant(user=user, role="ppk", area="99.01.01") for user in users
    )
    with django_assert_num_queries(4):
        assert len(queries.people_in(scope, ALL)) == how_many


@given(role=st.sampled_from(Role), area=st.sampled_from(["", "99", "99.01", "99.01.01", "99.02"]))
def test_nothing_outside_the_kabupaten_is_ever_given(role: Role, area: str) -> None:
    allowed = not problems_with_grant(Grant(role, area), KABUPATEN)

    assert not allowed or is_in(area, KABUPATEN)


def test_every_role_has_its_rights_and_its_reach() -> None:
    assert set(MAY) == set(REACH) == set(Role)
