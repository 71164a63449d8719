"""The mass balance closes after any legal history, and finds one piece that is not there."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tepat.core.move import stock
from tepat.core.move.balance import Balance, mass_balance
from tepat.core.move.stock import (
    Arrival,
    Condition,
    Entry,
    Goods,
    Outside,
    Pool,
    Slot,
    SortBatch,
)
from tepat.core.problems import Code

BUPATI = Goods("surat_suara", "KWK-BUP/99.01")
GUBERNUR = Goods("surat_suara", "KWK-GUB/99")
GUDANG, PPK = "99.01:gudang-1", "99.01.01:ppk"


def arrival(counted: int, **more: object) -> Arrival:
    return replace(Arrival(BUPATI, counted, counted, is_ballot=True), **more)  # type: ignore[arg-type]


def sorted_out(taken: int, **by_cause: int) -> SortBatch:
    return SortBatch(BUPATI, GUDANG, taken, by_cause)


def a_whole_delivery() -> list[Entry]:
    """2,000 came, 7 were spoiled, 2 missing; 9 came in their place; 1,990 are for TPS."""
    return [
        *stock.receive([arrival(2000)], GUDANG),
        *stock.sort(SortBatch(BUPATI, GUDANG, 2000, {"sobek": 4, "noda": 3, "percik": 5}, short=2)),
        *stock.receive([arrival(9, replacement=True)], GUDANG),
        *stock.sort(sorted_out(9)),
        *stock.allocate(BUPATI, GUDANG, 1990),
    ]


def test_a_delivery_that_was_sorted_and_allocated_balances() -> None:
    balance = mass_balance(BUPATI, a_whole_delivery())

    assert (balance.received, balance.replacements) == (1998, 9)
    assert (balance.allocated, balance.damaged, balance.surplus) == (1990, 7, 10)
    assert balance.closes
    assert balance.problems() == []


def test_ballots_that_wait_for_sorting_keep_the_balance_open() -> None:
    balance = mass_balance(BUPATI, stock.receive([arrival(500)], GUDANG))

    assert balance.difference == 0
    assert [problem.code for problem in balance.problems()] == [Code.BALANCE_UNSORTED]


def test_after_destruction_the_store_is_empty_and_psu_is_untouched() -> None:
    history = a_whole_delivery()
    history += stock.receive([arrival(2000, pool=Pool.PSU)], GUDANG)
    rest = [
        (slot, n)
        for slot, n in stock.stock_of(history).items()
        if slot.pool is Pool.ORDINARY and not slot.is_outside and n
    ]
    history += stock.destroy(rest)

    balance = mass_balance(BUPATI, history)
    assert balance.destroyed == balance.damaged + balance.surplus == 17
    assert balance.psu_stock == 2000
    assert balance.is_settled
    assert balance.problems_after_close() == []


def test_ballots_that_are_left_after_destruction_are_named() -> None:
    spoiled = Slot(BUPATI, GUDANG, Condition.RUSAK_BERAT)
    history = [*a_whole_delivery(), *stock.destroy([(spoiled, 7)])]

    [problem] = mass_balance(BUPATI, history).problems_after_close()
    assert problem.code is Code.STOCK_LEFT
    assert problem.facts["rest"] == 10


def test_a_count_correction_balances_but_never_silently() -> None:
    good = Slot(BUPATI, GUDANG, Condition.BAIK)
    lost_one_found_one = [*stock.adjust(good, -1), *stock.adjust(good, 1)]

    balance = mass_balance(BUPATI, [*a_whole_delivery(), *lost_one_found_one])
    assert balance.closes
    [problem] = balance.problems()
    assert problem.code is Code.BALANCE_COUNTED
    assert (problem.facts["lost"], problem.facts["found"]) == (1, 1)


def test_psu_ballots_that_go_missing_are_told() -> None:
    history = stock.receive([arrival(2000, pool=Pool.PSU)], GUDANG)
    history += stock.adjust(Slot(BUPATI, GUDANG, Condition.BAIK, Pool.PSU), -1)

    [problem] = mass_balance(BUPATI, history).problems()
    assert problem.code is Code.PSU_CHANGED


@pytest.mark.parametrize("quantity", [-1, 1])
def test_every_single_entry_that_is_off_by_one_is_found(quantity: int) -> None:
    history = a_whole_delivery()
    for index, entry in enumerate(history):
        planted = list(history)
        planted[index] = replace(entry, quantity=entry.quantity + quantity)

        balance = mass_balance(BUPATI, planted)
        assert balance.difference == -quantity, entry
        assert Code.BALANCE_OPEN in {problem.code for problem in balance.problems()}


@settings(deadline=None)
@given(data=st.data())
def test_any_legal_history_balances_and_one_planted_piece_is_found(data: st.DataObject) -> None:
    history = a_legal_history(data)
    balance = mass_balance(BUPATI, history)

    assert balance.difference == 0
    assert balance.foreign == 0
    assert stock.uneven(history) == {}
    assert all(n >= 0 for slot, n in stock.stock_of(history).items() if not slot.is_outside)
    assert mass_balance(GUBERNUR, history) == Balance(GUBERNUR)

    index = data.draw(st.integers(0, len(history) - 1))
    planted = [*history]
    planted[index] = replace(history[index], quantity=history[index].quantity + 1)
    if history[index].slot.pool is Pool.PSU:
        assert Code.PSU_CHANGED in codes_of(planted)
    else:
        assert Code.BALANCE_OPEN in codes_of(planted)


def codes_of(history: list[Entry]) -> set[Code]:
    return {problem.code for problem in mass_balance(BUPATI, history).problems()}


def a_legal_history(data: st.DataObject) -> list[Entry]:
    """Up to twenty movements of one ballot paper, none of which takes what is not there."""
    moves: list[list[Entry]] = [stock.receive([arrival(data.draw(pieces(1)))], GUDANG)]
    for _ in range(data.draw(st.integers(0, 20))):
        there = stock.stock_of([entry for move in moves for entry in move])
        entries = a_movement(data, there, moves)
        if entries and not stock.shortages(entries, there):
            moves.append(entries)
    return [entry for move in moves for entry in move]


def pieces(least: int = 0) -> st.SearchStrategy[int]:
    return st.integers(least, 300)


def a_movement(
    data: st.DataObject, there: dict[Slot, int], moves: list[list[Entry]]
) -> list[Entry]:
    ours = [slot for slot, n in there.items() if n > 0 and not slot.is_outside]
    kind = data.draw(
        st.sampled_from(["receive", "psu", "replace", "sort", "act", "act", "act", "reverse"])
    )
    if kind == "receive":
        counted = data.draw(pieces())
        spoiled = data.draw(st.integers(0, counted))
        return stock.receive([arrival(counted, damaged=spoiled)], GUDANG)
    if kind == "psu":
        return stock.receive([arrival(data.draw(pieces()), pool=Pool.PSU)], GUDANG)
    if kind == "replace":
        return stock.receive([arrival(data.draw(pieces()), replacement=True)], GUDANG)
    if kind == "sort":
        batch = SortBatch(
            BUPATI,
            GUDANG,
            data.draw(pieces(1)),
            {"sobek": data.draw(st.integers(0, 20)), "percik": data.draw(st.integers(0, 20))},
            data.draw(st.integers(0, 5)),
            data.draw(st.integers(0, 5)),
        )
        return [] if stock.faults_of(batch) else stock.sort(batch)
    if kind == "reverse":
        return stock.reverse(data.draw(st.sampled_from(moves)))
    if not ours:
        return []
    return an_act(data, data.draw(st.sampled_from(ours)), there)


def an_act(data: st.DataObject, slot: Slot, there: dict[Slot, int]) -> list[Entry]:
    n = data.draw(st.integers(1, there[slot]))
    ordinary = slot.pool is Pool.ORDINARY
    acts = {"move": stock.move(slot, PPK if slot.place == GUDANG else GUDANG, n)}
    if slot.pool is not Pool.PSU and slot.condition is not Condition.UNSORTED:
        acts["spoil"] = stock.regrade(slot, Condition.RUSAK_BERAT, n, "simpan")
        acts["adjust"] = stock.adjust(slot, data.draw(st.integers(-n, n)))
    if ordinary and slot.condition is Condition.BAIK:
        acts["allocate"] = stock.allocate(BUPATI, slot.place, n)
    if ordinary and slot.condition is not Condition.UNSORTED:
        acts["destroy"] = stock.destroy([(slot, n)])
    if slot.pool is Pool.ALLOCATED and slot.condition is Condition.BAIK:
        acts["back"] = stock.release(BUPATI, slot.place, n)
    return acts[data.draw(st.sampled_from(sorted(acts)))]


def test_what_has_no_legal_slot_is_not_hidden() -> None:
    """Spoiled ballots cannot be allocated: an entry that says so opens the balance."""
    wrong = Slot(BUPATI, Outside.TPS, Condition.RUSAK_BERAT, Pool.ALLOCATED)
    spoiled = Slot(BUPATI, GUDANG, Condition.RUSAK_BERAT)
    history = [*a_whole_delivery(), Entry(spoiled, -1), Entry(wrong, 1)]

    assert not mass_balance(BUPATI, history).closes
    assert Code.BALANCE_OPEN in codes_of(history)
