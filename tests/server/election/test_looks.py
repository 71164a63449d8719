"""Looks at personal data: one row for ten minutes, of who and for which agency, never changed."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from tepat.server import clock
from tepat.server.election.accounts.looks import KINDS, SLOT_S, record_look, record_stranger
from tepat.server.election.models import Look, RoleGrant
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
def test_a_look_costs_one_insert(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    scope, pak_adi = contoh_scope(), person("pak_adi")
    pak_adi.grants()

    with django_assert_num_queries(1):
        record_look(pak_adi, scope, "officers", "list")


@pytest.mark.django_db
def test_rows_are_never_changed_nor_deleted_but_by_the_purger() -> None:
    scope, pak_adi = contoh_scope(), person("pak_adi")
    record_look(pak_adi, scope, "officers", "list")
    row = Look.objects.get()
    for wrong in (
        lambda: Look.objects.update(name="Orang lain"),
        lambda: Look.objects.all().delete(),
        row.save,
        row.delete,
    ):
        with pytest.raises(TypeError):
            wrong()

    assert Look.objects.get().name == row.name
    assert Look.objects.filter(scope=scope).purge() == 1


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
