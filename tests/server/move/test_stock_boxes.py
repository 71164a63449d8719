"""Ballots in sealed boxes are not on the shelf, and what boxes lack is named."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.test import Client

from tepat.core.move import events, station
from tepat.core.move.stock import Arrival, Condition, Goods, Pool, Slot, SortBatch
from tepat.core.plan.packing import closes_with
from tepat.core.problems import Code, Refused
from tepat.server import flow
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope, Tps
from tepat.server.move.stock import boxes, counts, lying, places, queries, services
from tepat.server.move.stock.goods import expected_needs, shelf_of
from tepat.server.move.stock.ledger import Act
from tepat.server.plan.models import Package
from tepat.server.plan.packages.services import regenerate
from tests import worlds

NOW = datetime(2024, 11, 20, 2, 0, tzinfo=UTC)
GUDANG = "99.01:gudang-1"
BUPATI = Goods("surat_suara", "KWK-BUP/99.01")
ON_SHELF = Slot(BUPATI, GUDANG, Condition.BAIK, Pool.ALLOCATED)
PSU = Slot(BUPATI, GUDANG, Condition.BAIK, Pool.PSU)
BY = UUID(int=7)

pytestmark = pytest.mark.django_db


@pytest.fixture
def scope() -> Scope:
    """A warehouse with 3,400 sorted ballots, what TPS need of them set aside, 2,000 PSU."""
    scope = worlds.contoh_scope()
    regenerate(scope, election_of(scope), NOW)
    line = Arrival(BUPATI, 3400, 3400, is_ballot=True)
    psu = Arrival(BUPATI, 2000, 2000, pool=Pool.PSU, is_ballot=True)
    came = [services.Came(line), services.Came(psu)]
    services.receive(scope, GUDANG, "Percetakan Contoh", came, act("r"))
    services.sort(scope, SortBatch(BUPATI, GUDANG, 3400), "palet 1", act("s"))
    allocate(scope, "a")
    return scope


def act(token: str) -> Act:
    return Act(token, NOW, None)


def allocate(scope: Scope, token: str) -> None:
    need = expected_needs(scope).ordinary[BUPATI]
    services.allocate(scope, GUDANG, {BUPATI: need}, act(token))


def pack(scope: Scope, box: Package, missing: int = 0, after: tuple[str, ...] = ()) -> str:
    """Fill `box` as planned, `missing` ballots short."""
    inner = list(Package.objects.filter(scope=scope, inside=box.code))
    ballots = [line for each in inner for line in each.as_value().contents]
    own = station.inside(box.as_value().contents, closes_with(election_of(scope)))
    packed = events.Packed(
        election=scope.election,
        kabupaten=scope.kabupaten,
        at=NOW,
        by=str(BY),
        package=box.code,
        after=after,
        contents=tuple(
            events.Counted(line.item, line.quantity - missing * bool(line.sku), line.sku)
            for line in (*ballots, *own)
            if line.quantity is not None
        ),
        holds=tuple(sorted(each.code for each in inner)),
    )
    return flow.report(scope, [packed], BY, NOW)[0].id


def box_of(scope: Scope, place: str = "99.01.01.1001-001") -> Package:
    return Package.objects.get(scope=scope, place=place, kind="KWK-BUP", form="K")


def filling(scope: Scope) -> lying.FillingRow:
    now, filled = queries.stock_now(scope), boxes.filled(scope)
    needed = expected_needs(scope).ordinary
    rows = lying.in_boxes(scope, shelf_of(scope), filled, needed, now)
    return next(row for row in rows if row.thing.goods == BUPATI)


def test_a_packed_box_takes_its_ballots_off_the_shelf_and_the_balance_stands(
    scope: Scope,
) -> None:
    before = queries.balances(scope, shelf_of(scope))
    pack(scope, box_of(scope))

    held = boxes.filled(scope).held[BUPATI, Pool.ORDINARY]
    rows = lying.by_place(scope, shelf_of(scope), queries.stock_now(scope), boxes.filled(scope))
    row = next(row for row in rows if row.thing.goods == BUPATI)
    assert held == row.boxed == 494
    assert row.aside == expected_needs(scope).ordinary[BUPATI] - 494
    assert queries.balances(scope, shelf_of(scope)) == before


def test_ballots_in_a_closed_box_cannot_be_carried_away(scope: Scope) -> None:
    pack(scope, box_of(scope))
    places.add(scope, "99.01:gudang-2", "Gudang 2")
    all_aside = expected_needs(scope).ordinary[BUPATI]

    with pytest.raises(Refused) as refused:
        services.move(scope, ON_SHELF, "99.01:gudang-2", all_aside, act("m"))
    assert refused.value.problem.code is Code.STOCK_IN_BOXES
    services.move(scope, ON_SHELF, "99.01:gudang-2", all_aside - 494, act("n"))


def test_a_box_opened_again_gives_its_ballots_back_to_the_shelf(scope: Scope) -> None:
    box = box_of(scope)
    packed = pack(scope, box)
    opened = events.Unsealed(
        election=scope.election, kabupaten=scope.kabupaten, at=NOW, by=str(BY),
        after=(packed,), package=box.code, reason="dpt_changed",
    )  # fmt: skip
    flow.report(scope, [opened], BY, NOW)
    assert boxes.filled(scope).held[BUPATI, Pool.ORDINARY] == 0


def test_a_box_that_is_three_short_is_named(scope: Scope) -> None:
    pack(scope, box_of(scope), missing=3)
    pack(scope, box_of(scope, "99.01.01.1001-002"))

    row = filling(scope)
    [problem] = row.problems
    assert problem.code is Code.BOXES_SHORT
    assert (problem.facts["pieces"], problem.facts["boxes"]) == (3, 1)
    assert problem.facts["first"] == box_of(scope).code


def test_a_changed_tps_list_shows_that_allocation_is_not_the_need(
    scope: Scope, client: Client
) -> None:
    Tps.objects.filter(scope=scope, code="99.01.02.2001-003").update(dpt=97)
    client.force_login(worlds.person("bu_sari"))
    room = f"/e/{scope.election}/{scope.kabupaten}/gudang/"

    assert filling(scope).value.misallocated < 0
    page = client.get(room).content.decode()
    assert "alokasi tidak sama dengan kebutuhan" in page
    assert "Samakan alokasi dengan kebutuhan" in page

    client.post(f"{room}alokasi/", {"token": "once"})
    assert filling(scope).value.misallocated == 0


def test_what_the_count_expects_is_what_lies_on_the_shelf(scope: Scope) -> None:
    pack(scope, box_of(scope))
    count = counts.start(scope, GUDANG, act("c"))
    pile = count.piles.get(sku=BUPATI.sku, pool=Pool.ALLOCATED.value)
    on_shelf = expected_needs(scope).ordinary[BUPATI] - 494

    counts.write_numbers(count, {pile.pk: on_shelf}, {}, None, NOW)
    pile.refresh_from_db()
    assert pile.first_book == on_shelf


def test_the_second_count_is_by_another_person(scope: Scope) -> None:
    bu_sari, bu_dewi = worlds.person("bu_sari"), worlds.person("bu_dewi")
    count = counts.start(scope, GUDANG, act("c"))
    pile = count.piles.get(pool=Pool.PSU.value)
    counts.write_numbers(count, {pile.pk: 1998}, {}, bu_sari, NOW)

    with pytest.raises(Refused) as refused:
        counts.write_numbers(count, {}, {pile.pk: 1998}, bu_sari, NOW)
    assert refused.value.problem.code is Code.RECOUNT_BY_ANOTHER
    counts.write_numbers(count, {}, {pile.pk: 1998}, bu_dewi, NOW)
    pile.refresh_from_db()
    assert pile.as_value().difference == -2


def test_only_the_kpu_may_let_one_person_count_twice(scope: Scope, client: Client) -> None:
    count = counts.start(scope, GUDANG, act("c"))
    pile = count.piles.get(pool=Pool.PSU.value)
    address = f"/e/{scope.election}/{scope.kabupaten}/gudang/hitung/{count.number}/"
    twice = {f"second-{pile.pk}": "1998", "exception": "hanya satu petugas"}
    for name, status in (("bu_sari", 422), ("bu_dewi", 302)):
        person = worlds.person(name)
        count.piles.filter(pk=pile.pk).update(first=1998, first_book=2000, first_by=person)
        client.force_login(person)
        assert client.post(address, twice).status_code == status
    pile.refresh_from_db()
    assert pile.same_person_reason == "hanya satu petugas"


def test_a_pile_the_book_does_not_have_is_found_counted_again_and_adopted(
    scope: Scope, client: Client
) -> None:
    bu_dewi = worlds.person("bu_dewi")
    count = counts.start(scope, GUDANG, act("c"))
    client.force_login(worlds.person("bu_sari"))
    address = f"/e/{scope.election}/{scope.kabupaten}/gudang/hitung/{count.number}/"
    found = {"goods": "bilik", "condition": "baik", "pieces": "12"}
    assert client.post(f"{address}temuan/", found).status_code == 302
    assert client.post(f"{address}temuan/", found).status_code == 422

    pile = count.piles.get(item="bilik")
    counts.write_numbers(count, {}, {pile.pk: 12}, bu_dewi, NOW)
    counts.adjust(count, pile.pk, "kiriman tanpa surat jalan", act("adopt"))
    there = queries.stock_now(scope)
    assert there[Slot(Goods("bilik"), GUDANG, Condition.BAIK)] == 12


def issue(scope: Scope, today: date, **change: str) -> None:
    chain = {"decision": "12/PSU/2024", "to": "99.01.01.1001-001", **change}
    voting_day = date(2024, 11, 27)
    services.issue_psu(
        scope, PSU, 600, services.PsuIssue(**chain), voting_day, today, act(f"p{today}")
    )


def test_psu_stock_leaves_by_a_decision_after_voting_day_and_the_balance_says_so(
    scope: Scope,
) -> None:
    with pytest.raises(Refused) as early:
        issue(scope, date(2024, 11, 26))
    with pytest.raises(Refused) as bare:
        issue(scope, date(2024, 12, 1), decision="")
    assert early.value.problem.code is Code.PSU_TOO_EARLY
    assert bare.value.problem.code is Code.PSU_DECISION_WANTED

    issue(scope, date(2024, 12, 1))
    rows = queries.balances(scope, shelf_of(scope))
    balance = next(row.balance for row in rows if row.thing.goods == BUPATI)
    assert (balance.psu_stock, balance.psu_issued, balance.psu_changed) == (1400, 600, 0)
    assert balance.problems() == []
