"""Counting blind, destroying before witnesses, papers, the API, and the demo's warehouse."""

import json
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from tepat.core.move.counting import Counted
from tepat.core.move.stock import Arrival, Condition, Goods, Pool, Slot, SortBatch
from tepat.core.problems import Code, Refused
from tepat.server.election.models import Scope, Tps
from tepat.server.move.models import Movement, StockCount
from tepat.server.move.stock import closing, counts, demo, queries, records, services
from tepat.server.move.stock.goods import expected_needs, shelf_of
from tepat.server.move.stock.ledger import Act
from tests import worlds

NOW = datetime(2024, 11, 26, 2, 0, tzinfo=UTC)
H_1 = date(2024, 11, 26)
GUDANG = "99.01:gudang-1"
BUPATI = Goods("surat_suara", "KWK-BUP/99.01")
BILIK = Goods("bilik")
SEEN = {"Polri": "Bripka Yusuf", "Bawaslu": "Pak Adi", "Pemda": "Pak Hadi"}

PAGES = (
    *("", "kartu/", "kartu/?bagian=damaged", "kartu.xlsx", "mutasi/", "mutasi/1/", "kontrak/"),
    *("terima/", "sortir/", "pindah/", "kerusakan/", "pengganti/1/"),
    *("hitung/", "hitung/1/", "musnah/"),
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def scope() -> Scope:
    return worlds.contoh_scope()


def act(token: str, paper: str = "") -> Act:
    return Act(token, NOW, None, paper)


def came(goods: Goods, counted: int, pool: Pool = Pool.ORDINARY) -> services.Came:
    return services.Came(Arrival(goods, counted, counted, pool=pool, is_ballot=bool(goods.sku)))


def ready_to_close(scope: Scope) -> int:
    """Ballots of Bupati sorted, and set aside for TPS as far as the needs go."""
    Tps.objects.filter(scope=scope, dpt=None).update(dpt=100)
    needed = expected_needs(scope).ordinary[BUPATI]
    lines = [came(BUPATI, needed + 50), came(BUPATI, 2000, Pool.PSU)]
    services.receive(scope, GUDANG, "Percetakan Contoh", lines, act("in", "BTTB/1"))
    batch = SortBatch(BUPATI, GUDANG, needed + 50, {"sobek": 8, "percik": 3}, short=1)
    services.sort(scope, batch, "palet 1", act("s", "BA/1"))
    services.allocate(scope, GUDANG, {BUPATI: needed}, act("a"))
    return needed


def a_count_of(scope: Scope, first: int, second: int | None = None) -> StockCount:
    services.receive(scope, GUDANG, "CV Contoh", [came(BILIK, 40)], act("bilik"))
    count = counts.start(scope, GUDANG, act("count"))
    pile = count.piles.get(item="bilik")
    counts.write_numbers(count, {pile.pk: first}, {}, None, NOW)
    if second is not None:
        counts.write_numbers(count, {}, {pile.pk: second}, None, NOW)
    return count


def state_of(count: StockCount) -> Counted:
    return count.piles.select_related("count").get(item="bilik").as_value().state


def test_a_count_that_equals_the_book_is_settled_and_cannot_be_rewritten(scope: Scope) -> None:
    count = a_count_of(scope, 40)
    pile = count.piles.get()
    counts.write_numbers(count, {pile.pk: 11}, {pile.pk: 12}, None, NOW)

    assert state_of(count) is Counted.AGREES
    assert count.piles.get().first == 40


def test_a_difference_is_counted_again_and_adopted_with_a_reason_once(scope: Scope) -> None:
    count = a_count_of(scope, 37, 38)
    assert state_of(count) is Counted.DIFFERS
    pile = count.piles.get()

    with pytest.raises(Refused) as refused:
        counts.adjust(count, pile.pk, " ", act("adjust"))
    assert refused.value.problem.code is Code.REASON_WANTED
    counts.adjust(count, pile.pk, "dua bilik patah dibuang", act("adjust"))
    with pytest.raises(Refused):
        counts.adjust(count, pile.pk, "lagi", act("adjust again"))
    assert queries.stock_now(scope)[Slot(BILIK, GUDANG, Condition.BAIK)] == 38


def test_goods_that_move_while_people_count_are_no_difference(scope: Scope) -> None:
    count = a_count_of(scope, 39)
    services.move(scope, Slot(BILIK, GUDANG, Condition.BAIK), "99.01.01:ppk", 10, act("out"))
    counts.write_numbers(count, {}, {count.piles.get().pk: 30}, None, NOW)

    assert state_of(count) is Counted.AGREES


def test_the_counting_page_never_shows_the_book(scope: Scope, client: Client) -> None:
    services.receive(scope, GUDANG, "CV Contoh", [came(BILIK, 4321)], act("bilik"))
    count = counts.start(scope, GUDANG, act("count"))
    client.force_login(worlds.person("bu_sari"))
    address = f"/e/{scope.election}/{scope.kabupaten}/gudang/hitung/{count.number}/"

    assert "4.321" not in client.get(address).content.decode()
    client.post(address, {f"first-{count.piles.get().pk}": "4.300"})
    again = client.get(address).content.decode()
    assert "4.321" not in again
    assert "4.300" not in again


def test_bu_sari_cannot_adopt_a_difference(scope: Scope, client: Client) -> None:
    count = a_count_of(scope, 37, 38)
    client.force_login(worlds.person("bu_sari"))
    address = f"/e/{scope.election}/{scope.kabupaten}/gudang/hitung/{count.number}/"

    answer = client.post(f"{address}{count.piles.get().pk}/", {"reason": "hilang"})
    assert answer.status_code == 403


def test_destruction_at_h_1_empties_the_ordinary_store(scope: Scope) -> None:
    ready_to_close(scope)
    shelf = shelf_of(scope)
    made = closing.destroy(scope, shelf, [BUPATI], SEEN, "", H_1, act("d", "BA-M/1"))

    row = next(row for row in queries.balances(scope, shelf) if row.thing.goods == BUPATI)
    assert row.balance.destroyed == row.balance.damaged + row.balance.surplus == 49
    assert row.balance.psu_stock == 2000
    assert row.balance.problems_after_close() == []
    record = records.destruction_record(scope, made.number)
    assert record is not None
    assert (record.lines[0].damaged, record.lines[0].surplus) == (8, 41)
    assert {witness.agency for witness in record.witnesses} == set(closing.WITNESSES)


@pytest.mark.parametrize(
    ("people", "day", "code"),
    [
        ({**SEEN, "Bawaslu": " "}, H_1, Code.WITNESS_MISSING),
        (SEEN, date(2024, 11, 20), Code.TOO_EARLY),
    ],
)
def test_destruction_is_refused(
    scope: Scope, people: dict[str, str], day: date, code: Code
) -> None:
    ready_to_close(scope)

    with pytest.raises(Refused) as refused:
        closing.destroy(scope, shelf_of(scope), [BUPATI], people, "", day, act("d"))
    assert refused.value.problem.code is code


def test_an_open_balance_is_destroyed_only_with_a_reason_that_is_kept(scope: Scope) -> None:
    services.receive(scope, GUDANG, "Percetakan Contoh", [came(BUPATI, 100)], act("in"))
    services.sort(scope, SortBatch(BUPATI, GUDANG, 60, {"sobek": 5}), "1", act("s"))
    shelf = shelf_of(scope)

    with pytest.raises(Refused):
        closing.destroy(scope, shelf, [BUPATI], SEEN, "", H_1, act("d"))
    made = closing.destroy(scope, shelf, [BUPATI], SEEN, "gudang kebanjiran", H_1, act("d"))
    assert made.facts["reason"] == "gudang kebanjiran"


def test_papers_carry_what_was_recorded(scope: Scope) -> None:
    ready_to_close(scope)
    receipt, sorting = records.receipt_record(scope, 1), records.sort_record(scope, 2)

    assert receipt is not None
    assert sorting is not None
    assert (receipt.bttb, [line.psu for line in receipt.lines]) == ("BTTB/1", [False, True])
    assert (sorting.damaged, sorting.usable, sorting.short) == (8, 3, 1)
    assert sorting.good + sorting.damaged + sorting.usable + sorting.short == sorting.taken
    request = records.replacement_record(scope, 1)
    assert request is not None
    assert request.quantity == 9
    assert records.sort_record(scope, 1) is None


def test_the_api_reads_and_records(scope: Scope, client: Client) -> None:
    client.force_login(worlds.person("bu_sari"))
    base = f"/api/e/{scope.election}/{scope.kabupaten}"
    receipt = {
        "token": "kiriman-0001",
        "place": GUDANG,
        "supplier": "Percetakan Contoh",
        "lines": [{"goods": BUPATI.sku, "declared": 500, "counted": 500}],
    }
    for _ in range(2):
        answer = client.post(f"{base}/receipts", json.dumps(receipt), "application/json")
        assert answer.status_code == 200, answer.content
    batch = {"token": "sortir-0001", "place": GUDANG, "sku": BUPATI.sku, "taken": 500}
    batch |= {"by_cause": {"sobek": 2}}
    assert client.post(f"{base}/sortings", json.dumps(batch), "application/json").status_code == 200

    assert sum(row["quantity"] for row in client.get(f"{base}/stock").json()) == 500
    [balance] = [row for row in client.get(f"{base}/balance").json() if row["received"]]
    assert (balance["damaged"], balance["surplus"], balance["closes"]) == (2, 498, True)
    batch |= {"token": "sortir-0002", "by_cause": {"dimakan rayap": 1}}
    wrong = client.post(f"{base}/sortings", json.dumps(batch), "application/json")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "cause_unknown")


def test_every_page_of_the_demo_opens(scope: Scope, client: Client) -> None:
    demo.load(scope, datetime(2024, 11, 15, 1, 40, tzinfo=UTC))
    client.force_login(worlds.person("bu_dewi"))

    room = f"/e/{scope.election}/{scope.kabupaten}/gudang/"
    assert {page: client.get(room + page).status_code for page in PAGES} == dict.fromkeys(
        PAGES, 200
    )


def test_the_demo_balances_is_late_once_and_loads_once(scope: Scope) -> None:
    now = datetime(2024, 11, 15, 1, 40, tzinfo=UTC)
    demo.load(scope, now)
    made = Movement.objects.count()
    demo.load(scope, now)
    shelf = shelf_of(scope)

    assert Movement.objects.count() == made
    assert all(row.balance.closes and row.balance.left for row in queries.balances(scope, shelf))
    late = [row for row in queries.expectations(scope, shelf, now.date()) if row.late]
    assert [row.thing.goods.item for row in late] == ["alat_bantu_tunanetra"]
    [count] = queries.counts(scope)
    assert (count.waiting, count.differs) == (0, 1)
    times = list(Movement.objects.order_by("number").values_list("at", flat=True))
    assert times == sorted(times)
