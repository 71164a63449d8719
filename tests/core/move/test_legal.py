"""No kind of movement can do the work of another: nothing is made from nothing."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tepat.core.move import legal, stock
from tepat.core.move.balance import mass_balance
from tepat.core.move.stock import (
    Arrival,
    Condition,
    Entry,
    Goods,
    MoveKind,
    Outside,
    Pool,
    Slot,
    SortBatch,
)
from tepat.core.problems import Code

BUPATI = Goods("surat_suara", "KWK-BUP/99.01")
GUDANG, PPK = "99.01:gudang-1", "99.01.01:ppk"
ASIDE = Slot(BUPATI, GUDANG, Condition.BAIK, Pool.ALLOCATED)
GOOD = Slot(BUPATI, GUDANG, Condition.BAIK)
PSU = Slot(BUPATI, GUDANG, Condition.BAIK, Pool.PSU)


def a_delivery() -> list[Entry]:
    return [
        *stock.receive([Arrival(BUPATI, 2000, 2000, is_ballot=True)], GUDANG),
        *stock.receive([Arrival(BUPATI, 200, 200, pool=Pool.PSU, is_ballot=True)], GUDANG),
        *stock.sort(SortBatch(BUPATI, GUDANG, 1500, {"sobek": 4, "percik": 5}, short=2)),
        *stock.allocate(BUPATI, GUDANG, 1000),
    ]


@pytest.mark.parametrize("outside", list(Outside))
@pytest.mark.parametrize("pool", list(Pool))
def test_nothing_is_carried_in_from_outside(outside: Outside, pool: Pool) -> None:
    made_up = stock.move(Slot(BUPATI, outside, Condition.BAIK, pool), GUDANG, 5000)

    faults = legal.faults_of(MoveKind.MOVED, made_up)
    assert {fault.code for fault in faults} == {Code.MOVEMENT_ILLEGAL}


@pytest.mark.parametrize(
    ("slot", "to"),
    [
        (ASIDE, Condition.UNSORTED),
        (PSU, Condition.UNSORTED),
        (replace(GOOD, condition=Condition.UNSORTED), Condition.BAIK),
        (replace(GOOD, place=Outside.SUPPLIER), Condition.RUSAK_BERAT),
    ],
)
def test_a_piece_does_not_become_what_it_cannot_be(slot: Slot, to: Condition) -> None:
    assert legal.faults_of(MoveKind.REGRADED, stock.regrade(slot, to, 10, "simpan"))


def test_what_people_really_do_is_legal() -> None:
    acts = {
        MoveKind.RECEIVED: stock.receive(
            [Arrival(BUPATI, 9, 9, damaged=2, replacement=True, is_ballot=True)], GUDANG
        ),
        MoveKind.SORTED: stock.sort(SortBatch(BUPATI, GUDANG, 50, {"sobek": 4}, 2, 3)),
        MoveKind.ALLOCATED: stock.allocate(BUPATI, GUDANG, 5, 2),
        MoveKind.RELEASED: stock.release(BUPATI, GUDANG, 5),
        MoveKind.MOVED: stock.move(ASIDE, PPK, 5),
        MoveKind.REGRADED: stock.regrade(ASIDE, Condition.RUSAK_BERAT, 5, "simpan"),
        MoveKind.ADJUSTED: stock.adjust(GOOD, -5),
        MoveKind.DESTROYED: stock.destroy([(GOOD, 5)]),
        MoveKind.PSU_ISSUED: stock.issue_psu(PSU, 5),
    }
    assert {kind for kind, entries in acts.items() if legal.faults_of(kind, entries)} == set()


SLOTS = st.builds(
    Slot,
    st.just(BUPATI),
    st.sampled_from([GUDANG, PPK, *Outside]),
    st.sampled_from(list(Condition)),
    st.sampled_from(list(Pool)),
)
TRANSFERS = st.tuples(
    SLOTS,
    st.one_of(
        st.fixed_dictionaries({"place": st.sampled_from([GUDANG, PPK, *Outside])}),
        st.fixed_dictionaries({"condition": st.sampled_from(list(Condition))}),
        st.fixed_dictionaries({"pool": st.sampled_from(list(Pool))}),
        st.fixed_dictionaries({}),
    ),
    st.integers(-50, 50),
    st.sampled_from(["", "ikatan", "simpan"]),
)
KINDS = st.sampled_from([kind for kind in MoveKind if kind is not MoveKind.REVERSED])
OWN = {
    "received": {MoveKind.RECEIVED, MoveKind.SORTED},
    "replacements": {MoveKind.RECEIVED},
    "psu_received": {MoveKind.RECEIVED},
    "psu_issued": {MoveKind.PSU_ISSUED},
    "lost": {MoveKind.ADJUSTED},
    "found": {MoveKind.ADJUSTED},
    "destroyed": {MoveKind.DESTROYED},
}


@settings(deadline=None, max_examples=600)
@given(kind=KINDS, transfers=st.lists(TRANSFERS, min_size=1, max_size=2))
def test_each_figure_changes_only_by_its_own_kind_of_movement(
    kind: MoveKind, transfers: list[tuple[Slot, dict[str, object], int, str]]
) -> None:
    """Any legal movement keeps the balance closed, and destroys no fewer than before."""
    entries = [
        entry
        for slot, change, n, cause in transfers
        for entry in (Entry(slot, -n, cause), Entry(replace(slot, **change), n, cause))  # type: ignore[arg-type]
        if n
    ]
    if legal.faults_of(kind, entries):
        return
    before = mass_balance(BUPATI, a_delivery())
    after = mass_balance(BUPATI, [*a_delivery(), *entries])

    assert after.difference == after.foreign == 0
    assert after.destroyed >= before.destroyed
    for name, kinds in OWN.items():
        assert getattr(after, name) == getattr(before, name) or kind in kinds, name
