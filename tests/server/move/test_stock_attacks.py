"""What the warehouse refuses: stock from nothing, destruction undone, made-up requests."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from tepat.core.move.stock import Arrival, Condition, Goods, Pool, Slot, SortBatch
from tepat.core.problems import Code, Refused
from tepat.server.election.models import Scope, Tps
from tepat.server.move.models import Movement, ReplacementRequest, StockEntry
from tepat.server.move.stock import closing, places, queries, replacing, services
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
    Tps.objects.filter(scope=scope, dpt=None).update(dpt=100)
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


def test_an_unknown_dpt_releases_nothing_and_stands_against_destruction(
    scope: Scope, bu_sari: Client
) -> None:
    needed = a_closed_warehouse(scope)
    Tps.objects.filter(scope=scope).update(dpt=None)
    bu_sari.post(url(scope, "alokasi/"), {"token": "again-and-again"})

    shelf = shelf_of(scope)
    [before] = [
        each
        for each in closing.before_destruction(scope, shelf, H_1)
        if each.row.thing.goods == BUPATI
    ]
    assert before.row.balance.allocated == needed
    assert Code.NEED_UNSET in {problem.code for problem in before.problems}
    with pytest.raises(Refused):
        closing.destroy(scope, shelf, [BUPATI], SEEN, "", H_1, act("burn"))


def test_one_tps_without_dpt_is_enough_to_be_told(scope: Scope) -> None:
    a_closed_warehouse(scope)
    first = Tps.objects.filter(scope=scope).first()
    assert first is not None
    Tps.objects.filter(pk=first.pk).update(dpt=None)

    [before] = [
        each
        for each in closing.before_destruction(scope, shelf_of(scope), H_1)
        if each.row.thing.goods == BUPATI
    ]
    assert [problem.code for problem in before.problems] == [Code.NEED_UNSET]


def test_nobody_undoes_a_witnessed_destruction(scope: Scope, client: Client) -> None:
    a_closed_warehouse(scope)
    burnt = closing.destroy(scope, shelf_of(scope), [BUPATI], SEEN, "", H_1, act("burn"))
    for name in ("bu_sari", "bu_dewi"):
        client.force_login(worlds.person(name))
        assert "batalkan" not in client.get(url(scope, f"mutasi/{burnt.number}/")).content.decode()
        client.post(url(scope, f"mutasi/{burnt.number}/batalkan/"), {"reason": "uji"})
    with pytest.raises(Refused) as refused:
        services.reverse(scope, burnt.number, "uji", act("undo"))

    assert refused.value.problem.code is Code.NOT_REVERSIBLE
    assert not Movement.objects.filter(reverses=burnt).exists()


def test_bu_sari_undoes_her_own_acts_but_no_adopted_difference(
    scope: Scope, bu_sari: Client
) -> None:
    a_closed_warehouse(scope)
    good = Slot(BUPATI, GUDANG, Condition.BAIK)
    moved = services.move(scope, good, "99.01.01:ppk", 5, act("m"))
    adopted = Movement.objects.create(
        scope=scope, number=90, kind="disesuaikan", token="adopted", at=NOW
    )
    for number in (moved.number, adopted.number):
        bu_sari.post(url(scope, f"mutasi/{number}/batalkan/"), {"reason": "salah catat"})

    assert [m.reverses for m in Movement.objects.filter(kind="dibatalkan")] == [moved]


def test_a_receipt_answers_only_a_request_that_was_sent_for_these_goods(
    scope: Scope, bu_sari: Client
) -> None:
    a_closed_warehouse(scope)
    [request] = ReplacementRequest.objects.all()
    form = {"place": GUDANG, "supplier": "Percetakan Contoh", "goods": [BALLOT]}
    form |= {"declared": ["8"], "counted": ["8"], "damaged": [""]}
    before = Movement.objects.count()

    for number in ("777", str(request.number)):
        answer = bu_sari.post(url(scope, "terima/"), form | {"replacement": number})
        assert answer.status_code == 422
    replacing.send(scope, request.number, "KPU Provinsi", "12/PP", "BA-3", act("send"))
    told = bu_sari.post(url(scope, "terima/"), form | {"replacement": "777"}).content.decode()
    assert f": {request.number}." in told
    other = form | {"goods": ["bilik"], "replacement": str(request.number)}
    assert bu_sari.post(url(scope, "terima/"), other).status_code == 422
    assert Movement.objects.count() == before

    right = form | {"replacement": str(request.number)}
    assert bu_sari.post(url(scope, "terima/"), right).status_code == 302


def test_a_number_no_truck_can_carry_is_refused_with_a_sentence(
    scope: Scope, bu_sari: Client
) -> None:
    form = {"place": GUDANG, "supplier": "X", "goods": [BALLOT], "declared": ["999.999.999"]}
    form |= {"counted": ["999.999.999"], "damaged": ["999.999.999"]}
    answer = bu_sari.post(url(scope, "terima/"), form)

    assert answer.status_code == 422
    assert "100.000.000" in answer.content.decode()


def test_sums_of_the_largest_receipts_are_stored(scope: Scope) -> None:
    most = 100_000_000
    for number in range(25):
        line = services.Came(Arrival(BUPATI, most, most, damaged=most, is_ballot=True))
        services.receive(scope, GUDANG, "X", [line], act(f"big-{number}"))

    assert ReplacementRequest.objects.get().quantity == 25 * most


def test_the_page_says_whether_the_rule_of_destruction_holds(scope: Scope, bu_sari: Client) -> None:
    """Destroyed = damaged + surplus and no ordinary stock; bu_sari sees closed, then not."""
    a_closed_warehouse(scope)
    closing.destroy(scope, shelf_of(scope), [BUPATI], SEEN, "", H_1, act("burn"))
    bu_sari.cookies["django_language"] = "en"
    assert "closed: destroyed, ordinary stock 0" in bu_sari.get(url(scope, "")).content.decode()

    late = services.Came(Arrival(BUPATI, 20, 20, is_ballot=True))
    services.receive(scope, GUDANG, "Percetakan Contoh", [late], act("late"))
    services.sort(scope, SortBatch(BUPATI, GUDANG, 20), "2", act("late-s"))
    page = bu_sari.get(url(scope, "")).content.decode()
    assert "not closed: stock is left" in page
    assert "20 ordinary ballots are left" in page


def test_english_refusals_hold_no_indonesian(scope: Scope, bu_sari: Client) -> None:
    a_closed_warehouse(scope)
    bu_sari.cookies["django_language"] = "en"
    undone = bu_sari.post(url(scope, "mutasi/1/batalkan/"), {"reason": ""}).content.decode()
    form = {"pile": f"{BALLOT}~{GUDANG}~baik~biasa", "to": "99.01:gudang-2", "quantity": "99999"}
    places.add(scope, "99.01:gudang-2", "Gudang 2")
    short = bu_sari.post(url(scope, "pindah/"), form).content.decode()

    assert "undoing movement 1" in undone
    assert ", good: " in short
