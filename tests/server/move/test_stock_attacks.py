"""What the warehouse refuses: stock from nothing, destruction undone, made-up requests."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from tepat.core.move.stock import Arrival, Goods, Pool, SortBatch
from tepat.core.problems import Code
from tepat.server.election.models import Scope
from tepat.server.move.models import Movement, StockEntry
from tepat.server.move.stock import queries, services
from tepat.server.move.stock.goods import expected_needs, shelf_of
from tepat.server.move.stock.ledger import Act
from tests import worlds

NOW = datetime(2024, 11, 26, 2, 0, tzinfo=UTC)
H_1 = date(2024, 11, 26)
GUDANG = "99.01:gudang-1"
BUPATI = Goods("surat_suara", "KWK-BUP/99.01")
BALLOT = "surat_suara|KWK-BUP/99.01"
SEEN = {"Polri": "Bripka Yusuf", "Bawaslu": "Pak Adi", "Pemda": "Pak Hadi"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def scope() -> Scope:
    return worlds.contoh_scope()


@pytest.fixture
def bu_sari(client: Client) -> Client:
    client.force_login(worlds.person("bu_sari"))
    return client


def act(token: str) -> Act:
    return Act(token, NOW, None)


def url(scope: Scope, name: str) -> str:
    return f"/e/{scope.election}/{scope.kabupaten}/gudang/{name}"


def a_closed_warehouse(scope: Scope) -> int:
    """All ballots of Bupati sorted and set aside for TPS; some are left over."""
    needed = expected_needs(scope).ordinary[BUPATI]
    lines = [
        services.Came(Arrival(BUPATI, n, n, pool=pool, is_ballot=True))
        for n, pool in ((needed + 50, Pool.ORDINARY), (2000, Pool.PSU))
    ]
    services.receive(scope, GUDANG, "Percetakan Contoh", lines, act("in"))
    services.sort(scope, SortBatch(BUPATI, GUDANG, needed + 50, {"sobek": 8}), "1", act("s"))
    services.allocate(scope, GUDANG, {BUPATI: needed}, act("a"))
    return needed


@pytest.mark.parametrize(
    "pile",
    [
        f"{BALLOT}~pemasok~baik~biasa",
        f"{BALLOT}~pengganti~baik~biasa",
        f"{BALLOT}~musnah~baik~biasa",
        f"{BALLOT}~hitung~baik~biasa",
        f"{BALLOT}~pemasok~baik~psu",
        f"{BALLOT}~99.02:gudang-1~baik~biasa",
        "emas|~99.01:gudang-1~baik~biasa",
        "emas|~pemasok~baik~biasa",
    ],
)
@pytest.mark.parametrize("page", ["pindah/", "kerusakan/"])
def test_bu_sari_makes_no_stock_from_nothing(
    scope: Scope, bu_sari: Client, page: str, pile: str
) -> None:
    a_closed_warehouse(scope)
    before = [row.balance for row in queries.balances(scope, shelf_of(scope))]
    form = {"pile": pile, "to": GUDANG, "quantity": "5000", "condition": "rusak_berat"}

    assert bu_sari.post(url(scope, page), form).status_code == 422
    assert [row.balance for row in queries.balances(scope, shelf_of(scope))] == before
    assert Movement.objects.count() == 3


@pytest.mark.parametrize("pool", ["tps", "psu"])
def test_a_sorted_ballot_does_not_become_unsorted_again(
    scope: Scope, bu_sari: Client, pool: str
) -> None:
    a_closed_warehouse(scope)
    form = {"pile": f"{BALLOT}~{GUDANG}~baik~{pool}", "condition": "belum_disortir"}
    answer = bu_sari.post(url(scope, "kerusakan/"), form | {"quantity": "10", "cause": "simpan"})

    assert answer.status_code == 422
    assert Movement.objects.count() == 3


def test_a_receipt_that_is_no_receipt_opens_the_balance(scope: Scope) -> None:
    """Entries that came into the tables some other way are found by their kind."""
    a_closed_warehouse(scope)
    moved = Movement.objects.create(scope=scope, number=99, kind="dipindahkan", token="x", at=NOW)
    for place, n in (("pemasok", -5000), (GUDANG, 5000)):
        StockEntry.objects.create(
            scope=scope, movement=moved, item=BUPATI.item, sku=BUPATI.sku, place=place,
            condition="baik", pool="biasa", quantity=n,
        )  # fmt: skip

    balance = next(
        row.balance for row in queries.balances(scope, shelf_of(scope)) if row.thing.goods == BUPATI
    )
    assert not balance.closes
    assert Code.BALANCE_OPEN in {problem.code for problem in balance.problems()}
