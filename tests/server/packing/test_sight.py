"""When a load leaves, in what and with whom is read by those who move, receive and guard it."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from tepat.core.election.roles import MAY, Action, Role
from tepat.server.desk import words
from tepat.server.election.models import RoleGrant, Scope, User
from tepat.server.move.models import Shipment
from tests.worlds import contoh_scope, person

FOLLOW = {
    Role.KPU,
    Role.WAREHOUSE,
    Role.PPK,
    Role.BAWASLU,
    Role.PANWASCAM,
    Role.POLRES,
    Role.POLSEK,
    Role.TNI,
}
WHO = {Role.POLRES, Role.POLSEK, Role.TNI}
GUARD = WHO | {Role.KPU, Role.WAREHOUSE, Role.BAWASLU, Role.DESK}
DEPARTS = datetime(2024, 11, 24, 0, 37, tzinfo=UTC)
SECRETS = ("DA 8001 CT", "Pak Joko")


def test_the_table_says_who_reads_movements_and_escorts() -> None:
    assert {role for role in Role if Action.SEE_MOVEMENTS in MAY[role]} == FOLLOW
    assert {role for role in Role if Action.SEE_ESCORTS in MAY[role]} == GUARD
    assert {role for role in Role if Action.SEE_SECURITY in MAY[role]} == WHO


@pytest.fixture
def scope(db: None) -> Scope:
    scope = contoh_scope()
    Shipment.objects.create(
        scope=scope,
        code="SJ-001",
        origin="99.01:gudang-1",
        destination="99.01.01:ppk",
        departs_at=DEPARTS,
        vehicle=SECRETS[0],
        driver=SECRETS[1],
        escort="2 Polri bersenjata",
        list_hash="0" * 64,
        made_by=person("bu_sari").account,
        made_at=datetime(2024, 11, 20, tzinfo=UTC),
    )
    return scope


def with_role(role: Role, area: str) -> Client:
    user = User.objects.create(username=f"{role.value}_{area}")
    RoleGrant.objects.create(user=user, role=role.value, area=area)
    client = Client()
    client.force_login(user)
    return client


def read(client: Client, scope: Scope) -> str:
    here = [scope.election, scope.kabupaten]
    pages = [
        reverse("shipments", args=here),
        reverse("shipment", args=[*here, "SJ-001"]),
        reverse("overview", args=here),
        reverse("documents", args=here),
    ]
    return "".join(client.get(page).text for page in pages)


@pytest.mark.parametrize(
    ("role", "area"),
    [
        (Role.PPS, "99.01.01.1001"),
        (Role.PKD, "99.01.01.1001"),
        (Role.PPK, "99.01.02"),
        (Role.PANWASCAM, "99.01.02"),
        (Role.DESK, "99.01"),
    ],
)
def test_others_learn_neither_hour_nor_vehicle_nor_escort(
    scope: Scope, role: Role, area: str
) -> None:
    shown = read(with_role(role, area), scope)

    secrets = (*SECRETS, words.moment(DEPARTS, scope.zone), "bersenjata")
    assert not [secret for secret in secrets if secret in shown]
    assert "dibaca oleh" in shown
    assert "SJ-001" in shown


@pytest.mark.parametrize(("role", "area"), [(Role.PPK, "99.01.01"), (Role.PANWASCAM, "99.01.01")])
def test_who_receives_a_load_reads_its_hour_and_not_its_escort(
    scope: Scope, role: Role, area: str
) -> None:
    shown = read(with_role(role, area), scope)

    assert all(secret in shown for secret in (*SECRETS, words.moment(DEPARTS, scope.zone)))
    assert "bersenjata" not in shown


@pytest.mark.parametrize(("role", "area"), [(Role.POLSEK, "99.01.01"), (Role.WAREHOUSE, "99.01")])
def test_who_guards_or_made_a_load_reads_its_escort(scope: Scope, role: Role, area: str) -> None:
    assert "bersenjata" in read(with_role(role, area), scope)


def test_a_driver_is_not_found_by_name_by_those_who_may_not_read_it(scope: Scope) -> None:
    def ask(client: Client) -> str:
        page = reverse("search", args=[scope.election, scope.kabupaten])
        return client.get(page, {"q": "Pak Joko"}, follow=True).text

    assert "SJ-001" not in ask(with_role(Role.PKD, "99.01.01.1001"))
    client = Client()
    client.force_login(person("bu_dewi"))
    assert "SJ-001" in ask(client)
