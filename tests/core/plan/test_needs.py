"""Needs: golden numbers of real regencies, and what must hold for any voter list."""

from dataclasses import replace
from decimal import Decimal
from functools import cache
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tepat.core.election.catalogue import At, Election, Per, Rounding, Rule
from tepat.core.election.reading import read_election
from tepat.core.plan.changes import VoterLists, boxes_to_reopen, changes
from tepat.core.plan.explaining import explain, explain_places, explain_sum, figure
from tepat.core.plan.needs import (
    UNSET,
    Column,
    Numbers,
    Sums,
    at_level,
    columns_of,
    dapil_of,
    place_need,
    rounded,
    sku_count,
    skus_by_desa,
    starts_of,
    sums_by,
    totals,
    tps_needs,
    with_reserve,
)

TABALONG, DEMAK, LEBONG, BANJAR = "63.09", "33.21", "17.07", "63.03"


@cache
def election(code: str) -> Election:
    text = (files("tepat") / "data" / "elections" / f"{code}.toml").read_text(encoding="utf-8")
    found, problems = read_election(text, code)
    assert found is not None, problems
    return found


def numbers(*values: int) -> Numbers:
    return np.array(values, dtype=np.int32)


def lists(n: int, dpt: int = 300) -> tuple[Numbers, Numbers]:
    return np.full(n, dpt, dtype=np.int32), np.zeros(n, dtype=np.int32)


def total(code: str, kabupaten: str, item: str, tps: int, at: At = At.TPS, places: int = 0) -> int:
    """The sum of one item over all TPS, or over `places` of another level."""
    columns = [
        column
        for column in at_level(columns_of(election(code), kabupaten), at)
        if column.item.code == item
    ]
    if at is At.TPS:
        return int(totals(tps_needs(columns, *lists(tps))).quantity.sum())
    return sum((place_need(column) or 0) * places for column in columns)


def ballot(kabupaten: str = TABALONG, code: str = "pilkada-2024") -> Column:
    columns = at_level(columns_of(election(code), kabupaten), At.TPS)
    return next(column for column in columns if column.item.is_ballot)


def test_tabalong_pilkada_boxes() -> None:
    at_tps = total("pilkada-2024", TABALONG, "kotak_suara", 550)
    at_ppk = total("pilkada-2024", TABALONG, "kotak_suara", 0, At.PPK, 12)
    assert (at_tps, at_ppk, at_tps + at_ppk) == (1100, 24, 1124)


def test_demak_pilkada_booths_and_cable_ties() -> None:
    assert total("pilkada-2024", DEMAK, "bilik", 1778) == 7112
    assert total("pilkada-2024", DEMAK, "kabel_ties", 1778) == 21336


def test_kalsel_pemilu_boxes() -> None:
    at_tps = total("pemilu-2024", BANJAR, "kotak_suara", 13584)
    at_ppk = total("pemilu-2024", BANJAR, "kotak_suara", 0, At.PPK, 156)
    assert at_tps + at_ppk == 68232


def test_lebong_pemilu_booths_and_ink() -> None:
    assert total("pemilu-2024", LEBONG, "bilik", 349) == 1396
    assert total("pemilu-2024", LEBONG, "tinta", 349) == 698


@pytest.mark.parametrize(("dpt", "with_two_percent"), [(236, 241), (205, 210), (300, 306)])
def test_pemilu_reserve_is_rounded_up(dpt: int, with_two_percent: int) -> None:
    rule = ballot(BANJAR, "pemilu-2024").rule
    assert with_reserve(dpt, rule) == with_two_percent


def test_rounding_modes_differ_and_half_goes_up() -> None:
    modes = {mode: rounded(41, 2, mode) for mode in Rounding}
    assert modes == {Rounding.CEIL: 21, Rounding.ROUND: 21, Rounding.FLOOR: 20}
    assert rounded(205 * 2, 100, Rounding.ROUND) == 4


def test_a_tps_without_voters_list_is_unset_and_never_zero() -> None:
    columns = [ballot()]
    needs = tps_needs(columns, numbers(481, UNSET, 0), numbers(0, 0, 0))
    assert needs.tolist() == [[494, UNSET, 0]]
    assert totals(needs).quantity.tolist() == [[494]]
    assert totals(needs).unset.tolist() == [[1]]


def test_unknown_quantities_are_unset_for_each_place() -> None:
    columns = [c for c in columns_of(election("pilkada-2024"), TABALONG) if c.item.code == "segel"]
    at_tps = tps_needs(at_level(columns, At.TPS), *lists(3))
    assert (at_tps == UNSET).all()
    assert totals(at_tps).unset.tolist() == [[3], [3]]
    assert [place_need(c) for c in at_level(columns, At.PPK)] == [None]


def test_psu_stock_is_apart_and_counts_ballot_papers() -> None:
    columns = [c for c in columns_of(election("pilkada-2024"), TABALONG) if c.rule.psu]
    assert [(c.at, c.kind and c.kind.code) for c in columns] == [
        (At.KPU, "KWK-GUB"),
        (At.KPU, "KWK-BUP"),
    ]
    assert [place_need(c, skus=1) for c in columns] == [2000, 2000]
    [dprd] = [
        c
        for c in columns_of(election("pemilu-2024"), TABALONG)
        if c.rule.psu and c.kind and c.kind.code == "DPRD-KABKO"
    ]
    assert place_need(dprd, skus=4) == 4000
    assert place_need(dprd, skus=None) is None
    assert "dapil belum diisi" in explain_places(dprd, 1)


def test_ballot_papers_are_counted_only_where_each_dapil_is_known() -> None:
    kind = election("pemilu-2024").kind("DPRD-KABKO")
    desa = ["63.09.05.2003", "63.09.06.2001"]
    areas = {"63.09.05": "TABALONG-1", "63.09.06": "TABALONG-2"}
    assert sku_count(skus_by_desa(kind, desa, areas).values()) == 2
    assert sku_count(skus_by_desa(kind, desa, {"63.09.05": "TABALONG-1"}).values()) is None
    assert dapil_of("63.09.05.2003", {"63.09": "KALSEL-1"}) == "KALSEL-1"


def test_each_pilkades_desa_has_its_own_ballot_paper() -> None:
    kind = election("pilkades").kinds[0]
    assert sku_count(skus_by_desa(kind, ["35.04.01.2001", "35.04.01.2002"], {}).values()) == 2


def test_a_number_explains_itself() -> None:
    assert explain(ballot(), 481, 0) == "481 DPT + 2,5 % = 12,025, dibulatkan ke atas 13 = 494"
    assert explain(ballot(), 481, 0, "en") == "481 DPT + 2.5 % = 12.025, rounded up 13 = 494"
    assert explain(ballot(), 480, 6) == "480 DPT + 2,5 % = 12, + 6 pemilih pindahan = 498"
    assert explain(ballot(), 1204, 0).startswith("1.204 DPT + 2,5 % = 30,1, ")
    assert explain(ballot(), None, 0) == "belum diatur: jumlah pemilih TPS ini kosong"


def test_sums_and_fixed_numbers_explain_themselves() -> None:
    columns = {c.key: c for c in columns_of(election("pilkada-2024"), TABALONG)}
    bilik = columns[("tps", "bilik", "", False)]
    ties = columns[("tps", "kabel_ties", "KWK-BUP", False)]
    recap = columns[("ppk", "kotak_suara", "KWK-BUP", False)]
    assert explain_places(bilik, 550) == "4 per TPS × 550 TPS = 2.200"
    assert explain(ties, 300, 0) == "6 per kotak × 1 kotak = 6"
    assert explain_places(recap, 12) == "1 per PPK × 12 PPK = 12"
    assert explain_sum(ballot(), 192994, 550, 2).endswith("548 TPS = 192.994; 2 TPS belum diatur")
    segel = columns[("ppk", "segel", "", False)]
    assert explain_places(segel, 12).startswith("belum diatur: ")


@given(
    share=st.decimals(0, 1, places=4),
    rounding=st.sampled_from(list(Rounding)),
    dpt=st.lists(st.integers(0, 5000), min_size=1, max_size=30),
)
def test_columns_and_single_numbers_agree(
    share: Decimal, rounding: Rounding, dpt: list[int]
) -> None:
    rule = Rule(At.TPS, Per.VOTER, 1, reserve=share, rounding=rounding)
    column = replace(ballot(), rule=rule)
    needs = tps_needs([column], numbers(*dpt), np.full(len(dpt), 3, dtype=np.int32))
    assert needs[0].tolist() == [with_reserve(each, rule, 3) for each in dpt]
    for each, number in zip(dpt, needs[0].tolist(), strict=True):
        assert explain(column, each, 3).endswith(f" = {figure(number)}")


@given(dpt=st.integers(0, 800), dptb=st.integers(0, 50), rounding=st.sampled_from(list(Rounding)))
def test_every_listed_voter_has_a_ballot(dpt: int, dptb: int, rounding: Rounding) -> None:
    column = replace(ballot(), rule=replace(ballot().rule, rounding=rounding))
    [[need]] = tps_needs([column], numbers(dpt), numbers(dptb)).tolist()
    assert need >= dpt + dptb


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 4), st.integers(-1, 600)), max_size=60))
def test_sums_conserve_pieces_on_every_level(rows: list[tuple[int, int, int]]) -> None:
    rows.sort()
    columns = at_level(columns_of(election("pilkada-2024"), TABALONG), At.TPS)
    dpt = np.array([row[2] for row in rows], dtype=np.int32)
    needs = tps_needs(columns, dpt, np.zeros_like(dpt))
    whole = totals(needs)
    kecamatan = sums_by(needs, starts_of([f"{row[0]}" for row in rows])[1])
    desa = sums_by(needs, starts_of([f"{row[0]}.{row[1]}" for row in rows])[1])
    for part in (kecamatan, desa):
        assert part.quantity.sum(axis=1).tolist() == whole.quantity[:, 0].tolist()
        assert part.unset.sum(axis=1).tolist() == whole.unset[:, 0].tolist()


def test_a_changed_list_names_the_boxes_to_open_and_who_consents() -> None:
    pilkada = election("pilkada-2024")
    kinds = pilkada.kinds_in(TABALONG)
    columns = at_level(columns_of(pilkada, TABALONG), At.TPS)
    before = VoterLists(
        ["63.09.05.2003-001", "63.09.05.2003-002"], numbers(481, 300), numbers(0, 0)
    )
    after = VoterLists(["63.09.05.2003-001", "63.09.05.2003-002"], numbers(481, 300), numbers(6, 0))
    found = changes(columns, before, after)
    assert [(c.place[-3:], c.item, c.kind, c.before, c.after) for c in found] == [
        ("001", "surat_suara", "KWK-GUB", 494, 500),
        ("001", "surat_suara", "KWK-BUP", 494, 500),
    ]
    assert boxes_to_reopen(found, columns, kinds) == [
        ("63.09.05.2003-001", "KWK-GUB"),
        ("63.09.05.2003-001", "KWK-BUP"),
    ]
    assert pilkada.approvals["reopen"] == "kpu"


def test_a_new_tps_needs_everything_and_a_removed_one_nothing() -> None:
    columns = [ballot()]
    one = VoterLists(["63.09.05.2003-001"], numbers(481), numbers(0))
    two = VoterLists(["63.09.05.2003-002"], numbers(300), numbers(0))
    assert [(c.place[-3:], c.before, c.after) for c in changes(columns, one, two)] == [
        ("001", 494, None),
        ("002", None, 308),
    ]


def test_no_change_opens_no_box() -> None:
    columns = columns_of(election("pilkada-2024"), TABALONG)
    same = VoterLists(["63.09.05.2003-001"], numbers(UNSET), numbers(0))
    assert changes(at_level(columns, At.TPS), same, same) == []


def test_no_tps_gives_empty_sums() -> None:
    needs = tps_needs([ballot()], numbers(), numbers())
    sums: Sums = totals(needs)
    assert sums.quantity.tolist() == [[0]]
