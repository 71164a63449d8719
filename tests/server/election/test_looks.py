"""Looks at personal data: one row for ten minutes, of who and for which agency, never changed."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from tepat.core.election.roles import Grant, Role
from tepat.server import clock
from tepat.server.election.accounts import pledges
from tepat.server.election.accounts.looks import (
    CHANGES,
    KINDS,
    SLOT_S,
    record_at_server,
    record_look,
    record_stranger,
)
from tepat.server.election.models import Look, PledgeAccepted, RoleGrant
from tests.worlds import contoh_scope, person


@pytest.fixture(autouse=True)
def _real_clock_afterwards() -> object:
    yield
    clock.shift(timedelta(0))


@pytest.mark.django_db
def test_a_look_says_who_for_which_agency_and_in_which_role() -> None:
    scope, pak_adi = contoh_scope(), person("pak_adi")
    record_look(pak_adi, scope, "attendance", "3")
    row = Look.objects.get()

    assert (row.account, row.agency, row.role) == (pak_adi.account, "bawaslu", "bawaslu")
    assert (row.what, row.which, row.area) == ("attendance", "3", "99.01")


@pytest.mark.django_db
def test_the_same_look_within_ten_minutes_is_one_row_and_later_another() -> None:
    scope, pak_adi, bu_rina = contoh_scope(), person("pak_adi"), person("bu_rina")
    begin = SLOT_S - int(clock.now().timestamp()) % SLOT_S
    clock.shift(timedelta(seconds=begin))
    for _ in range(50):
        record_look(pak_adi, scope, "officers", "list")
    record_look(bu_rina, scope, "officers", "list")
    record_look(pak_adi, scope, "officers", "other")
    assert Look.objects.count() == 3

    clock.shift(timedelta(seconds=begin + SLOT_S))
    record_look(pak_adi, scope, "officers", "list")
    assert Look.objects.count() == 4


@pytest.mark.django_db
@pytest.mark.parametrize("what", [*sorted(CHANGES), "login", "logout"])
def test_every_change_is_its_own_row_however_soon_it_is_repeated(what: str) -> None:
    scope, bu_dewi = contoh_scope(), person("bu_dewi")
    for _ in range(3):
        record_look(bu_dewi, scope, what, "pak_adi: bawaslu 99.01")
        record_at_server(what, "pak_adi: bawaslu 99.01", [])

    assert Look.objects.filter(what=what).count() == 6


@pytest.mark.django_db
def test_a_failed_sign_in_can_be_repeated_by_a_stranger_and_floods_nothing() -> None:
    for _ in range(50):
        record_stranger("login_failed")

    assert Look.objects.count() == 1


@pytest.mark.django_db
def test_of_several_roles_the_one_whose_right_was_used_is_on_record() -> None:
    scope, bu_rina = contoh_scope(), person("bu_rina")
    RoleGrant.objects.create(user=bu_rina, role="kpps", area="99.01")
    RoleGrant.objects.create(user=bu_rina, role="bawaslu", area="99.01", election="pilkades-2024")
    record_look(bu_rina, scope, "payees", "SJ-001")
    record_look(bu_rina, scope, "role_given", "x", Grant(Role.PPK, "99.01.01"))

    assert set(Look.objects.values_list("role", "area")) == {("ppk", "99.01.01")}


@pytest.mark.django_db
def test_a_look_costs_one_insert(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    scope, pak_adi = contoh_scope(), person("pak_adi")
    pak_adi.grants()

    with django_assert_num_queries(1):
        record_look(pak_adi, scope, "officers", "list")


@pytest.mark.django_db
def test_rows_are_never_changed_nor_deleted_but_by_the_purger() -> None:
    scope, pak_adi = contoh_scope(), person("pak_adi")
    record_look(pak_adi, scope, "officers", "list")
    pledges.accept(pak_adi, [each.digest for each in pledges.wanted(pak_adi)])
    row = Look.objects.get()
    for wrong in (
        lambda: Look.objects.update(name="Orang lain"),
        lambda: Look.objects.all().delete(),
        row.save,
        row.delete,
    ):
        with pytest.raises(TypeError):
            wrong()

    for manager in (Look._base_manager, PledgeAccepted._base_manager):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            manager.update(name="Orang lain")
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            manager.all().delete()
    assert Look.objects.get().name == row.name
    assert Look.objects.filter(scope=scope).purge() == 1


BY_HAND = (
    "update {table} set name = 'Orang lain'",
    "update {table} set at = at",
    "delete from {table}",
    "insert or replace into {table} select * from {table}",
    "update or replace {table} set id = id + 1",
    "truncate table {table}",
)
"""What somebody at the database prompt may try; each database knows some of it."""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("model", [Look, PledgeAccepted])
def test_a_hand_at_the_database_changes_nothing_before_nor_after_a_purge(model: Any) -> None:
    scope, pak_adi = contoh_scope(), person("pak_adi")
    table = model._meta.db_table

    def try_all() -> None:
        before = list(model.objects.values())
        assert before
        for statement in BY_HAND:
            text = statement.format(table=table)
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(text)
            except DatabaseError:
                continue
            assert statement.startswith("insert or replace"), f"{text} was let in"
        assert list(model.objects.values()) == before

    record_look(pak_adi, scope, "officers", "list")
    record_look(pak_adi, None, "login")
    pledges.accept(pak_adi, [each.digest for each in pledges.wanted(pak_adi)])
    try_all()
    with transaction.atomic():
        Look.objects.filter(scope=scope).purge()
        transaction.set_rollback(True)
    try_all()
    assert Look.objects.filter(scope=scope).purge() == 1
    assert PledgeAccepted.objects.filter(account=uuid4()).blank(name="") == 0
    try_all()


@pytest.mark.django_db
def test_the_same_pledge_or_look_again_is_no_error() -> None:
    pak_adi = person("pak_adi")
    record_look(pak_adi, None, "officers", "list")
    pledges.accept(pak_adi, [each.digest for each in pledges.wanted(pak_adi)])
    row = PledgeAccepted.objects.get()
    again = PledgeAccepted(
        account=row.account, name="Orang lain", agency=row.agency, version=row.version, at=row.at
    )
    PledgeAccepted.objects.bulk_create([again], ignore_conflicts=True)
    record_look(pak_adi, None, "officers", "list")

    assert PledgeAccepted.objects.get().name == row.name
    assert Look.objects.filter(what="officers").count() == 1


@pytest.mark.django_db
def test_a_row_keeps_the_name_and_the_role_when_both_are_gone() -> None:
    scope, bu_rina = contoh_scope(), person("bu_rina")
    bu_rina.first_name = "Bu Rina"
    record_look(bu_rina, scope, "phones", "99.01.01")
    RoleGrant.objects.all().delete()
    bu_rina.delete()
    row = Look.objects.get()

    assert (row.name, row.role, row.agency) == ("Bu Rina", "ppk", "kpu")


@pytest.mark.django_db
def test_a_long_name_of_a_thing_is_cut_and_an_unknown_kind_is_a_bug() -> None:
    scope, pak_adi = contoh_scope(), person("pak_adi")
    record_look(pak_adi, scope, "officers", "x" * 10_000_000)
    record_stranger("login_failed", "unknown")

    assert max(len(row.which) for row in Look.objects.all()) == 160
    with pytest.raises(ValueError, match="no kind"):
        record_look(pak_adi, scope, "coffee")
    assert "coffee" not in KINDS
