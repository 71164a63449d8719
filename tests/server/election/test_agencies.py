"""KPU keeps the server and never becomes Bawaslu: each agency's head keeps its own people."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tepat.cli import main
from tepat.core.election import roles
from tepat.core.election.managing import head_of, keeper_of, may_manage
from tepat.core.election.roles import AGENCY, Action, Agency, Grant, Role
from tepat.core.problems import Code, Refused
from tepat.server import clock
from tepat.server.election.accounts import invitations, pledges, services
from tepat.server.election.accounts.demo import LOGINS
from tepat.server.election.models import Invitation, Look, RoleGrant, Scope, User
from tests.worlds import KABUPATEN, PASSWORD, contoh_scope, person

KPU = [Grant(Role.KPU, KABUPATEN)]
BAWASLU = [Grant(Role.BAWASLU, KABUPATEN)]
FIRST = Grant(Role.BAWASLU, KABUPATEN)
OWN = "sungai jernih 1945"


def at_desk(name: str) -> Client:
    client = Client()
    client.force_login(person(name))
    return client


def post(client: Client, scope: Scope, name: str, *rest: int, **filled: str) -> Any:
    address = reverse(name, args=[scope.election, scope.kabupaten, *rest])
    return client.post(address, filled)


@pytest.mark.django_db
def test_kpu_gives_nobody_a_role_of_another_agency_least_themself() -> None:
    scope, dewi = contoh_scope(), at_desk("bu_dewi")
    person("pak_adi")
    for role in Role:
        if keeper_of(AGENCY[role]) is Agency.KPU:
            continue
        filled = {"give-username": "bu_dewi", "give-role": role.value, "give-area": KABUPATEN}
        assert post(dewi, scope, "accounts_give", **filled).status_code == 422
        with pytest.raises(Refused) as refused:
            services.give("bu_dewi", Grant(role, "99.01.01.1001"), scope, KPU)
        assert refused.value.problem.code is Code.OTHER_AGENCY
        with pytest.raises(Refused):
            services.invite("x", "X", Grant(role, "99.01.01.1001"), scope, KPU)

    assert person("bu_dewi").grants() == KPU


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["close", "open", "factor", "sessions"])
def test_kpu_does_not_touch_the_account_of_another_agency(what: str) -> None:
    scope, dewi = contoh_scope(), at_desk("bu_dewi")
    row = RoleGrant.objects.get(user=person("pak_adi"))
    answers = [
        post(dewi, scope, "accounts_person", username="pak_adi", what=what),
        post(dewi, scope, "accounts_password", username="pak_adi"),
        post(dewi, scope, "accounts_take_back", row.pk),
    ]

    assert [each.status_code for each in answers] == [403, 403, 403]
    assert "hanya dikelola kepala BAWASLU" in answers[0].text
    adi = User.objects.get(username="pak_adi")
    assert adi.check_password(PASSWORD)
    assert adi.is_active
    assert adi.grants() == BAWASLU


@pytest.mark.django_db
def test_the_head_of_bawaslu_keeps_its_people_and_no_others() -> None:
    scope, adi = contoh_scope(), at_desk("pak_adi")
    person("bu_rina")
    filled = {"invite-person": "Bu Lina", "invite-username": "bu_lina", "invite-area": "99.01.02"}
    made = post(adi, scope, "accounts_invite", **filled, **{"invite-role": "panwascam"})
    refused = post(adi, scope, "accounts_invite", **filled, **{"invite-role": "ppk"})

    assert [made.status_code, refused.status_code] == [200, 422]
    assert post(adi, scope, "accounts_password", username="bu_lina").status_code == 200
    assert post(adi, scope, "accounts_password", username="bu_rina").status_code == 403
    row = Look.objects.get(what="password_remade")
    assert (row.agency, row.role, row.which) == ("bawaslu", "bawaslu", "bu_lina")


@pytest.mark.django_db
def test_nobody_serves_two_agencies_in_one_election(capsys: pytest.CaptureFixture[str]) -> None:
    scope = contoh_scope()
    RoleGrant.objects.filter(user=person("bu_rina")).update(election=scope.election)
    for election in ("", scope.election):
        grant = Grant(Role.PANWASCAM, "99.01.01", election)
        with pytest.raises(Refused) as refused:
            services.give("bu_rina", grant, scope, BAWASLU)
        assert refused.value.problem.code is Code.TWO_AGENCIES
    services.give("bu_rina", Grant(Role.PANWASCAM, "99.01.01", "pilkades-2024"), scope, BAWASLU)

    person("bu_dewi")
    run = ["election", "person", "bu_dewi", "--role", "bawaslu", "--area", KABUPATEN]
    assert main(run) != 0
    assert "satu lembaga saja" in capsys.readouterr().err
    assert User.objects.get(username="bu_dewi").grants() == KPU


@pytest.mark.django_db
def test_whoever_serves_two_elections_for_two_agencies_is_kept_by_neither_alone() -> None:
    scope = contoh_scope()
    row = RoleGrant.objects.get(user=person("bu_rina"))
    RoleGrant.objects.filter(pk=row.pk).update(election=scope.election)
    services.give("bu_rina", Grant(Role.PKD, "99.01.01.1001", "pilkades-2024"), scope, BAWASLU)

    for by in (KPU, BAWASLU):
        with pytest.raises(Refused) as refused:
            services.remake_password("bu_rina", scope, by)
        assert refused.value.problem.code is Code.OTHER_AGENCY


@pytest.mark.django_db
def test_kpu_invites_the_first_head_of_an_agency_once_and_every_agency_reads_it() -> None:
    scope, dewi = contoh_scope(), at_desk("bu_dewi")
    filled = {"card-person": "Pak Adi", "card-role": "bawaslu", "card-area": KABUPATEN}
    made = [post(dewi, scope, "accounts_card", **filled) for _ in range(2)]
    assert [each.status_code for each in made] == [302, 302]
    assert Look.objects.filter(what="head_invited", agency="kpu", role="kpu").count() == 2
    log = reverse("access_log", args=[scope.election, KABUPATEN])
    assert "mengundang kepala pertama sebuah lembaga" in at_desk("bu_rina").get(log).text

    one, other = Invitation.objects.order_by("pk")
    digest = pledges.pledge_of(Agency.BAWASLU).digest
    mine = {"username": "pak_adi", "password": OWN, "again": OWN, "accepts": "on", "digest": digest}
    there = reverse("invitation", args=[invitations.token_of(one)])
    assert Client().post(there, mine)["Location"] == "/"
    late = reverse("invitation", args=[invitations.token_of(other)])
    assert Client().post(late, mine | {"username": "bu_dewi_2"}).status_code == 410
    assert dewi.get(made[1]["Location"]).status_code == 422
    assert post(dewi, scope, "accounts_card", **filled).status_code == 422
    with pytest.raises(Refused) as refused:
        invitations.make(scope, "X", FIRST, person("bu_dewi"), clock.now())
    assert refused.value.problem.code is Code.OTHER_AGENCY


@pytest.mark.django_db
@pytest.mark.parametrize(
    "grant",
    [
        Grant(Role.BAWASLU, KABUPATEN, "pilkades-2024"),
        Grant(Role.BAWASLU, "99.01.01"),
        Grant(Role.PANWASCAM, "99.01.01"),
        Grant(Role.DESK_KECAMATAN, "99.01.01"),
    ],
)
def test_only_a_first_head_of_the_whole_kabupaten_is_invited_by_kpu(grant: Grant) -> None:
    scope = contoh_scope()
    person("pak_adi")
    User.objects.filter(username="pak_adi").update(is_active=False)
    with pytest.raises(Refused) as refused:
        invitations.make(scope, "X", grant, person("bu_dewi"), clock.now())

    assert refused.value.problem.code is Code.OTHER_AGENCY


@pytest.mark.django_db
def test_a_head_in_a_kecamatan_is_no_first_head_and_the_form_says_so() -> None:
    scope, dewi = contoh_scope(), at_desk("bu_dewi")
    filled = {"card-person": "Pak Bima", "card-role": "tni", "card-area": "99.01.01"}
    answer = post(dewi, scope, "accounts_card", **filled)

    assert answer.status_code == 422
    assert "bertugas di seluruh kabupaten" in answer.text


@pytest.mark.django_db
def test_the_last_head_of_each_agency_stays_and_only_its_own_agency_counts() -> None:
    scope = contoh_scope()
    person("bu_dewi")
    row = RoleGrant.objects.get(user=person("pak_adi"))
    with pytest.raises(Refused) as last:
        services.take_back(row, scope, BAWASLU)
    with pytest.raises(Refused):
        services.close("pak_adi", scope, BAWASLU)
    assert last.value.problem.code is Code.LAST_MANAGER

    services.invite("bu_nia", "Bu Nia", FIRST, scope, BAWASLU)
    assert services.remake_password("pak_adi", scope, BAWASLU)[1]
    services.take_back(row, scope, BAWASLU)


@pytest.mark.django_db
def test_a_command_at_the_server_lets_the_only_head_in_and_every_agency_reads_it() -> None:
    scope = contoh_scope()
    person("pak_adi")
    for flag in ("--new-password", "--reset-factor"):
        for _ in range(2):
            assert main(["election", "person", "pak_adi", flag]) == 0
    log = reverse("access_log", args=[scope.election, KABUPATEN])
    shown = at_desk("bu_rina").get(log, {"jenis": "akun"}).text

    assert Look.objects.filter(what="password_remade", which="pak_adi").count() == 2
    assert Look.objects.filter(what="factor", which="pak_adi").count() == 2
    assert "perintah di server" in shown
    assert not User.objects.get(username="pak_adi").check_password(PASSWORD)


def test_every_agency_but_the_contestants_has_one_head_and_the_demo_has_all() -> None:
    assert {each: head_of(each) for each in Agency} == {
        Agency.KPU: Role.KPU,
        Agency.BAWASLU: Role.BAWASLU,
        Agency.POLRI: Role.POLRES,
        Agency.TNI: Role.TNI,
        Agency.PEMDA: Role.DESK,
        Agency.PESERTA: None,
    }
    assert {head_of(each) for each in Agency} - {None} <= {login.role for login in LOGINS}
    for by in Role:
        for role in Role:
            allowed = may_manage([Grant(by, KABUPATEN)], Grant(role, "99.01.01.1001"))
            is_head = by is head_of(keeper_of(AGENCY[role]))
            assert allowed == is_head, (by, role)


@pytest.mark.parametrize(("room", "head"), [("bawaslu", Role.BAWASLU), ("polri", Role.POLRES)])
def test_in_an_own_installation_its_head_founds(
    monkeypatch: pytest.MonkeyPatch, room: str, head: Role
) -> None:
    rights = roles.rights_in(room)
    for role, actions in rights.items():
        monkeypatch.setitem(roles.MAY, role, actions)

    founders = [role for role in Role if Action.RUN_INSTALLATION in rights[role]]
    assert founders == [head]
    assert all(
        may_manage([Grant(head, KABUPATEN)], Grant(role, "99.01.01"))
        for role in roles.OWN_ROOMS[room] - {Role.TNI}
    )
    assert not may_manage([Grant(Role.KPU, KABUPATEN)], Grant(Role.PKD, "99.01.01.1001"))
    tni = may_manage([Grant(head, KABUPATEN)], Grant(Role.TNI, KABUPATEN))
    assert tni is (room == "bawaslu"), "in the police's own, TNI has a head of its own"
