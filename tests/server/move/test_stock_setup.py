"""Contracts change by new lines, places are closed and not deleted."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from tepat.core.move.stock import Arrival, Goods
from tepat.core.problems import Code, Refused
from tepat.server.election.models import Scope
from tepat.server.move.models import Place
from tepat.server.move.stock import contracts, places, queries, services
from tepat.server.move.stock.goods import shelf_of
from tepat.server.move.stock.ledger import Act
from tests import worlds

NOW = datetime(2024, 11, 1, 2, 0, tzinfo=UTC)
DUE = date(2024, 11, 10)
GUDANG = "99.01:gudang-1"
BILIK = Goods("bilik")

pytestmark = pytest.mark.django_db


@pytest.fixture
def scope() -> Scope:
    return worlds.contoh_scope()


def act(token: str) -> Act:
    return Act(token, NOW, None)


def a_line(scope: Scope, received: int = 0) -> int:
    line = contracts.Contracted(BILIK, 40, DUE)
    [made] = contracts.expect(scope, "CV Contoh", "SPK/1", [line], act("k"))
    if received:
        came = services.Came(Arrival(BILIK, received, received))
        services.receive(scope, GUDANG, "CV Contoh", [came], act("r"))
    return made.pk


def test_a_changed_line_replaces_the_former_and_keeps_what_came(scope: Scope) -> None:
    first = a_line(scope, received=15)
    made = contracts.revise(scope, first, 50, DUE, "adendum 1", act("v"))
    again = contracts.revise(scope, first, 50, DUE, "adendum 1", act("v"))

    [row] = queries.expectations(scope, shelf_of(scope), DUE)
    assert made == again
    assert (row.expected.quantity, row.expected.received) == (50, 15)
    assert [each.quantity for each in contracts.versions(scope, made.pk)] == [50, 40]


def test_later_receipts_answer_the_line_in_force(scope: Scope) -> None:
    first = a_line(scope, received=15)
    contracts.revise(scope, first, 50, DUE, "adendum 1", act("v"))
    came = services.Came(Arrival(BILIK, 35, 35))
    services.receive(scope, GUDANG, "CV Contoh", [came], act("r2"))

    [row] = queries.expectations(scope, shelf_of(scope), DUE)
    assert row.expected.open == 0


def test_a_closed_line_owes_nothing_more(scope: Scope) -> None:
    first = a_line(scope, received=15)
    contracts.revise(scope, first, None, DUE, "dibatalkan", act("v"))
    [row] = queries.expectations(scope, shelf_of(scope), DUE)
    assert (row.expected.quantity, row.expected.open) == (15, 0)


@pytest.mark.parametrize(
    ("quantity", "reason", "code"),
    [(10, "adendum", Code.CONTRACT_BELOW), (50, " ", Code.REASON_WANTED)],
)
def test_a_line_cannot_change_like_this(
    scope: Scope, quantity: int, reason: str, code: Code
) -> None:
    first = a_line(scope, received=15)
    with pytest.raises(Refused) as refused:
        contracts.revise(scope, first, quantity, DUE, reason, act("v"))
    assert refused.value.problem.code is code


def test_a_line_changes_once_and_its_replacement_is_changed_next(scope: Scope) -> None:
    first = a_line(scope)
    contracts.revise(scope, first, 50, DUE, "adendum 1", act("v"))
    with pytest.raises(Refused) as refused:
        contracts.revise(scope, first, 60, DUE, "adendum 2", act("w"))
    assert refused.value.problem.code is Code.CONTRACT_UNKNOWN


def test_bu_sari_adds_a_second_warehouse_and_closes_it(scope: Scope, client: Client) -> None:
    client.force_login(worlds.person("bu_sari"))
    address = f"/e/{scope.election}/{scope.kabupaten}/gudang/tempat/"
    client.post(address, {"do": "add", "code": "99.01:gudang-2", "name": "Gudang Sewa"})
    client.post(address, {"do": "rename", "code": "99.01:gudang-2", "name": "Gudang Pasar"})
    assert "Gudang Pasar" in client.get(address).content.decode()

    client.post(address, {"do": "close", "code": "99.01:gudang-2"})
    assert "99.01:gudang-2" not in {place.code for place in queries.places(scope)}
    assert Place.objects.get(scope=scope, code="99.01:gudang-2").closed_at is not None


@pytest.mark.parametrize("code", ["gudang", "63.09:gudang-2", "99.01:Gudang 2", "99.01.1:x"])
def test_a_code_of_another_form_or_regency_is_refused(scope: Scope, code: str) -> None:
    with pytest.raises(Refused) as refused:
        places.add(scope, code, "Gudang")
    assert refused.value.problem.code is Code.PLACE_CODE


def test_a_place_that_holds_goods_is_not_closed(scope: Scope) -> None:
    places.add(scope, "99.01:gudang-2", "Gudang 2")
    came = services.Came(Arrival(BILIK, 5, 5))
    services.receive(scope, "99.01:gudang-2", "CV Contoh", [came], act("r"))
    with pytest.raises(Refused) as refused:
        places.close(scope, "99.01:gudang-2", NOW)
    assert refused.value.problem.facts["pieces"] == 5
