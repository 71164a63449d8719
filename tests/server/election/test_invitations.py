"""Invitations: once, in time, within the rights of who invites; and nothing before the pledge."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tepat.core.election.roles import Action, Agency, Grant, Role, may
from tepat.core.problems import Code, Refused
from tepat.server import clock
from tepat.server.election.accounts import invitations, pledges
from tepat.server.election.models import Invitation, Look, PledgeAccepted, RoleGrant, Scope, User
from tests.worlds import KABUPATEN, contoh_scope, person

OWN = "sungai jernih 1945"
HILIR = "99.01.02"


def invited(scope: Scope, role: Role = Role.PANWASCAM, name: str = "Bu Lina") -> Invitation:
    return invitations.make(scope, name, Grant(role, HILIR), person("pak_adi"), clock.now())


def address(row: Invitation) -> str:
    return reverse("invitation", args=[invitations.token_of(row)])


def come(client: Client, row: Invitation, **changes: str) -> Any:
    digest = pledges.pledge_of(Agency.BAWASLU).digest
    filled = {
        "username": "bu_lina",
        "password": OWN,
        "again": OWN,
        "accepts": "on",
        "digest": digest,
        **changes,
    }
    return client.post(address(row), {key: value for key, value in filled.items() if value})


@pytest.mark.django_db
def test_who_is_invited_chooses_the_login_accepts_the_pledge_and_has_the_role() -> None:
    scope = contoh_scope()
    row, bu_lina = invited(scope), Client()
    page = bu_lina.get(address(row)).text
    assert "Bu Lina" in page
    assert "Saya mengawasi pemilihan." in page

    assert come(bu_lina, row)["Location"] == "/"
    user = User.objects.get(username="bu_lina")
    assert may(user.grants(), Action.SEE_MOVEMENTS, HILIR)
    assert not may(user.grants(), Action.SEE_MOVEMENTS, "99.01.01")
    kept = PledgeAccepted.objects.get(account=user.account)
    assert (kept.agency, kept.version, kept.name) == ("bawaslu", "2024-09-01", "Bu Lina")
    assert bu_lina.get(reverse("board", args=[scope.election, KABUPATEN])).status_code == 200
    assert {"invitation_used", "pledge"} <= set(Look.objects.values_list("what", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changes",
    [
        {"accepts": ""},
        {"again": "sungai keruh 1945"},
        {"password": "123", "again": "123"},
        {"username": "pak_adi"},
        {"username": "<script>"},
        {"digest": "0" * 64},
    ],
)
def test_without_the_pledge_or_with_a_wrong_login_nothing_is_made(changes: dict[str, str]) -> None:
    row = invited(contoh_scope())
    answer = come(Client(), row, **changes)

    assert answer.status_code == 422
    assert not User.objects.filter(first_name="Bu Lina").exists()
    row.refresh_from_db()
    assert row.used_at is None


@pytest.mark.django_db
def test_an_invitation_is_good_once() -> None:
    row = invited(contoh_scope())
    come(Client(), row)
    again = come(Client(), row, username="orang_lain")

    assert again.status_code == 410
    assert not User.objects.filter(username="orang_lain").exists()
    with pytest.raises(Refused) as refused:
        invitations.accept(row, "orang_lain", OWN, clock.now())
    assert refused.value.problem.code is Code.INVITATION_ENDED


@pytest.mark.django_db
def test_an_invitation_ends_with_its_time_and_when_it_is_withdrawn() -> None:
    scope = contoh_scope()
    late, withdrawn = invited(scope), invited(scope)
    invitations.withdraw(withdrawn, person("pak_adi").grants(), clock.now())
    Invitation.objects.filter(pk=late.pk).update(ends_at=clock.now() - timedelta(seconds=1))

    assert [Client().get(address(row)).status_code for row in (late, withdrawn)] == [410, 410]


@pytest.mark.django_db
def test_an_invitation_ends_with_the_right_of_who_gave_it() -> None:
    row = invited(contoh_scope())
    RoleGrant.objects.filter(user__username="pak_adi").delete()

    assert Client().get(address(row)).status_code == 410


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["x", "0" * 48, "../../etc", "a" * 4_000])
def test_a_made_up_address_opens_nothing(token: str) -> None:
    contoh_scope()
    assert Client().get(f"/akun/undangan/{token}/").status_code == 404


@pytest.mark.django_db
def test_the_secret_of_an_invitation_is_not_in_the_database() -> None:
    row = invited(contoh_scope())
    token = invitations.token_of(row)

    assert token.startswith(row.code)
    assert token[24:] not in str(Invitation.objects.values().get())
    assert Client().get(f"/akun/undangan/{row.code}{'0' * 24}/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["bu_sari", "bu_rina"])
def test_only_who_manages_people_invites(name: str) -> None:
    scope, client = contoh_scope(), Client()
    client.force_login(person(name))
    where = [scope.election, scope.kabupaten]
    filled = {"card-person": "X", "card-role": "kpu", "card-area": KABUPATEN}

    assert client.post(reverse("accounts_card", args=where), filled).status_code == 403
    assert not Invitation.objects.exists()
    with pytest.raises(Refused):
        invitations.make(scope, "X", Grant(Role.PPK, HILIR), person(name), clock.now())


@pytest.mark.django_db
def test_nobody_invites_beyond_the_own_area_and_election() -> None:
    scope, dpmd = contoh_scope(), person("bu_dewi")
    RoleGrant.objects.filter(user=dpmd).update(election="pilkades-2024")
    dpmd = User.objects.get(pk=dpmd.pk)
    for grant in (Grant(Role.PPK, HILIR), Grant(Role.PPK, HILIR, scope.election)):
        with pytest.raises(Refused) as refused:
            invitations.make(scope, "X", grant, dpmd, clock.now())
        assert refused.value.problem.code is Code.BEYOND_OWN_ROLES


@pytest.mark.django_db
def test_the_page_leads_to_the_letter_and_lists_what_is_open() -> None:
    scope, client = contoh_scope(), Client()
    client.force_login(person("pak_adi"))
    where = [scope.election, scope.kabupaten]
    filled = {"card-person": "<b>Bu Lina</b>", "card-role": "panwascam", "card-area": HILIR}
    made = client.post(reverse("accounts_card", args=where), filled)
    row = Invitation.objects.get()
    letter = client.get(made["Location"])

    assert address(row) in letter.text
    assert "&lt;b&gt;Bu Lina" in letter.text
    assert "&lt;b&gt;Bu Lina" in client.get(reverse("accounts", args=where)).text
    client.post(reverse("accounts_withdraw", args=[*where, row.pk]))
    assert client.get(made["Location"]).status_code == 410


@pytest.mark.django_db
def test_before_the_pledge_no_page_opens_but_the_pledge_itself() -> None:
    scope, client = contoh_scope(), Client()
    bu_rina = person("bu_rina")
    User.objects.filter(pk=bu_rina.pk).update(must_pledge=True)
    client.force_login(bu_rina)
    board = reverse("board", args=[scope.election, KABUPATEN])

    for path in ("/", board, reverse("own_account"), "/api/docs"):
        assert client.get(path)["Location"] == reverse("pledge")
    assert client.post(reverse("pledge"), {"digest": "x"})["Location"] == reverse("pledge")
    assert not PledgeAccepted.objects.exists()
    [open_] = pledges.wanted(bu_rina)
    client.post(reverse("pledge"), {"digest": open_.digest, "accepts": "1"})
    assert client.get(board).status_code == 200


@pytest.mark.django_db
def test_a_role_of_another_agency_asks_for_its_own_pledge() -> None:
    from tepat.server.election.accounts import services

    scope, bu_rina = contoh_scope(), person("bu_rina")
    RoleGrant.objects.filter(user=bu_rina).update(election=scope.election)
    by = person("bu_dewi").grants()
    services.give("bu_rina", Grant(Role.PPS, "99.01.01.1001", scope.election), scope, by)
    assert not User.objects.get(pk=bu_rina.pk).must_pledge
    another = Grant(Role.PANWASCAM, "99.01.01", "pilkades-2024")
    services.give("bu_rina", another, scope, person("pak_adi").grants())
    assert User.objects.get(pk=bu_rina.pk).must_pledge


@pytest.mark.django_db
def test_a_new_text_is_asked_for_at_the_next_sign_in(settings: Any, tmp_path: Any) -> None:
    settings.HOME = tmp_path
    contoh_scope()
    bu_rina = person("bu_rina")
    pledges.accept(bu_rina, [each.digest for each in pledges.wanted(bu_rina)])
    (tmp_path / "pledges").mkdir()
    (tmp_path / "pledges" / "kpu.txt").write_text("version: 2024-11-01\nTeks baru.", "utf-8")
    Client().force_login(bu_rina)

    assert User.objects.get(pk=bu_rina.pk).must_pledge
    assert [each.version for each in pledges.wanted(bu_rina)] == ["2024-11-01"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ["", "no version\n\nx", "version: \n\nx", "version: 1", "\x00\xff"]
)
def test_a_broken_text_of_a_pledge_names_its_file(settings: Any, tmp_path: Any, text: str) -> None:
    settings.HOME = tmp_path
    (tmp_path / "pledges").mkdir()
    (tmp_path / "pledges" / "tni.txt").write_text(text, "latin-1")
    with pytest.raises(Refused) as refused:
        pledges.pledge_of(Agency.TNI)

    assert refused.value.problem.code is Code.PLEDGE_FILE


@pytest.mark.django_db
def test_every_agency_has_a_pledge_with_a_date() -> None:
    for agency in Agency:
        made = pledges.pledge_of(agency)
        assert made.version == "2024-09-01"
        assert len(made.paragraphs) >= 3
