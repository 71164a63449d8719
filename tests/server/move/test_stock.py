"""What bu_sari does in the warehouse is on the books once, and never below zero."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tepat.core.move.stock import Arrival, Condition, Goods, Pool, Slot, SortBatch
from tepat.core.problems import Code, Refused
from tepat.server.election.models import Scope
from tepat.server.move.models import Movement, ReplacementRequest, StockEntry
from tepat.server.move.stock import contracts, queries, replacing, services
from tepat.server.move.stock.goods import shelf_of
from tepat.server.move.stock.ledger import Act
from tests import worlds

NOW = datetime(2024, 11, 1, 2, 0, tzinfo=UTC)
GUDANG = "99.01:gudang-1"
BUPATI = Goods("surat_suara", "KWK-BUP/99.01")
BILIK = Goods("bilik")

pytestmark = pytest.mark.django_db


@pytest.fixture
def scope() -> Scope:
    return worlds.contoh_scope()


@pytest.fixture
def bu_sari(client: Client) -> Client:
    client.force_login(worlds.person("bu_sari"))
    return client


def act(token: str = "t", paper: str = "") -> Act:
    return Act(token, NOW, None, paper)


def came(goods: Goods, counted: int, **more: object) -> services.Came:
    replacement = more.pop("answers", None)
    line = Arrival(goods, counted, counted, is_ballot=bool(goods.sku), **more)  # type: ignore[arg-type]
    return services.Came(line, replacement)  # type: ignore[arg-type]


def receive(scope: Scope, goods: Goods, counted: int, token: str) -> Movement:
    return services.receive(scope, GUDANG, "Percetakan Contoh", [came(goods, counted)], act(token))


def url(scope: Scope, name: str = "") -> str:
    return f"/e/{scope.election}/{scope.kabupaten}/gudang/{name}"


def test_a_receipt_sorted_stands_in_the_balance_on_the_page(scope: Scope, bu_sari: Client) -> None:
    form = {
        "token": "once",
        "supplier": "Percetakan Contoh",
        "place": GUDANG,
        "bttb": "BTTB/1",
        "goods": ["surat_suara|KWK-BUP/99.01", "bilik", ""],
        "declared": ["3.400", "40", ""],
        "counted": ["3.398", "40", ""],
        "damaged": ["", "1", ""],
    }
    answer = bu_sari.post(url(scope, "terima/"), form)
    assert answer.status_code == 302
    services.sort(scope, SortBatch(BUPATI, GUDANG, 3398, {"sobek": 3}, 1), "palet 1", act("s"))

    [balance] = [
        row.balance for row in queries.balances(scope, shelf_of(scope)) if row.balance.left
    ]
    assert (balance.received, balance.damaged, balance.surplus) == (3397, 3, 3394)
    page = bu_sari.get(url(scope)).content.decode()
    assert "3.397" in page
    assert "3.394" in page


def test_a_form_sent_twice_is_one_movement(scope: Scope) -> None:
    first = receive(scope, BILIK, 40, "same")
    again = receive(scope, BILIK, 40, "same")

    assert first.pk == again.pk
    assert queries.stock_now(scope)[Slot(BILIK, GUDANG, Condition.BAIK)] == 40


def test_taking_more_than_there_is_says_what_is_there(scope: Scope) -> None:
    receive(scope, BILIK, 40, "in")

    with pytest.raises(Refused) as refused:
        services.move(scope, Slot(BILIK, GUDANG, Condition.BAIK), "99.01.01:ppk", 41, act("out"))
    assert refused.value.problem.code is Code.STOCK_SHORT
    assert refused.value.problem.facts["there"] == 40
    assert Movement.objects.count() == 1


def test_a_reversal_stands_beside_the_mistake_and_happens_once(scope: Scope) -> None:
    wrong = receive(scope, BILIK, 400, "in")
    services.reverse(scope, wrong.number, "salah ketik", act("undo"))

    assert queries.stock_now(scope) == {}
    assert StockEntry.objects.count() == 4
    with pytest.raises(Refused) as refused:
        services.reverse(scope, wrong.number, "lagi", act("undo again"))
    assert refused.value.problem.code is Code.ALREADY_REVERSED


def test_a_reversal_of_what_has_gone_on_is_refused(scope: Scope) -> None:
    arrived = receive(scope, BILIK, 40, "in")
    services.move(scope, Slot(BILIK, GUDANG, Condition.BAIK), "99.01.01:ppk", 40, act("out"))

    with pytest.raises(Refused) as refused:
        services.reverse(scope, arrived.number, "salah", act("undo"))
    assert refused.value.problem.code is Code.STOCK_SHORT


def test_spoiled_ballots_raise_a_request_that_follows_until_it_is_sent(scope: Scope) -> None:
    receive(scope, BUPATI, 2000, "in")
    services.sort(scope, SortBatch(BUPATI, GUDANG, 1000, {"sobek": 3}, 2), "1", act("s1"))
    services.sort(scope, SortBatch(BUPATI, GUDANG, 500, {"noda": 1, "tepi": 9}), "2", act("s2"))
    [request] = ReplacementRequest.objects.all()
    assert request.quantity == 6

    replacing.send(scope, request.number, "KPU Provinsi", "12/PP/2024", "BA-3", act())
    services.sort(scope, SortBatch(BUPATI, GUDANG, 500, {"sobek": 4}), "3", act("s3"))
    assert [r.quantity for r in ReplacementRequest.objects.order_by("number")] == [6, 4]

    services.receive(scope, GUDANG, "Percetakan Contoh", [
        came(BUPATI, 6, replacement=True, answers=request.number)], act("repl"))  # fmt: skip
    rows = queries.requests(scope, shelf_of(scope))
    assert [(row.received, row.state.value) for row in rows] == [
        (0, "perlu_diminta"),
        (6, "diterima"),
    ]


def test_a_late_supplier_shows_days_of_slack(scope: Scope) -> None:
    lines = [contracts.Contracted(BILIK, 40, date(2024, 10, 28))]
    contracts.expect(scope, "CV Contoh", "SPK/1", lines, act("k"))
    services.receive(scope, GUDANG, "CV Contoh", [came(BILIK, 30)], act("in"))

    [row] = queries.expectations(scope, shelf_of(scope), date(2024, 11, 1))
    assert row.expected.open == 10
    assert (row.slack.overdue, row.slack.days) == (4, 1)
    assert row.late is not None


def test_allocation_takes_what_is_good_first_and_gives_back(scope: Scope) -> None:
    receive(scope, BUPATI, 100, "in")
    services.sort(scope, SortBatch(BUPATI, GUDANG, 100, {"percik": 10}), "1", act("s"))
    services.allocate(scope, GUDANG, {BUPATI: 95}, act("a1"))
    now = queries.stock_now(scope)
    assert now[Slot(BUPATI, GUDANG, Condition.RUSAK_RINGAN, Pool.ALLOCATED)] == 5

    services.allocate(scope, GUDANG, {BUPATI: 80}, act("a2"))
    now = queries.stock_now(scope)
    assert sum(n for slot, n in now.items() if slot.pool is Pool.ALLOCATED) == 80


@pytest.mark.parametrize("how_many", [1, 40])
def test_more_movements_cost_no_more_queries(
    scope: Scope,
    bu_sari: Client,
    how_many: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(how_many):
        receive(scope, BILIK, 1, f"t{number}")

    with django_assert_max_num_queries(22):
        assert bu_sari.get(url(scope)).status_code == 200
    with django_assert_max_num_queries(10):
        assert bu_sari.get(url(scope, "kartu/?barang=bilik")).status_code == 200


def test_pak_adi_reads_and_does_not_write(scope: Scope, client: Client) -> None:
    client.force_login(worlds.person("pak_adi"))

    assert client.get(url(scope)).status_code == 200
    assert client.get(url(scope, "terima/")).status_code == 403
