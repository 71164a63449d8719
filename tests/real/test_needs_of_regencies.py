"""Needs of real voter lists: the five regencies, the nation, and the published TPS counts."""

import csv
import gzip
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from tepat.core.election.catalogue import At, Election
from tepat.core.election.reading import read_election
from tepat.core.plan.needs import (
    UNSET,
    Numbers,
    at_level,
    columns_of,
    place_need,
    starts_of,
    sums_by,
    totals,
    tps_needs,
)

SEEDS = {
    "63.09": ("tabalong", 860, 12),
    "18.13": ("pesisir-barat", 484, 11),
    "35.17": ("jombang", 4299, 21),
    "33.75": ("kota-pekalongan", 854, 4),
    "62.10": ("gunung-mas", 367, 12),
}
"""TPS of Pemilu 2019 and kecamatan of the five regencies whose voter lists are published."""


@cache
def election(code: str) -> Election:
    text = (files("tepat") / "data" / "elections" / f"{code}.toml").read_text(encoding="utf-8")
    found, problems = read_election(text, code)
    assert found is not None, problems
    return found


def voters(folder: Path, kabupaten: str) -> tuple[list[str], Numbers]:
    """TPS codes in order and their DPT, `UNSET` where the list has none."""
    name, _, _ = SEEDS[kabupaten]
    with (folder / "tps" / f"tps_2019_{kabupaten}_{name}.csv").open(encoding="utf-8") as file:
        rows = sorted(
            (
                f"{row['code']}-{int(row['tps']):03d}",
                int(row["dpt_l"]) + int(row["dpt_p"]) if row["dpt_l"] else UNSET,
            )
            for row in csv.DictReader(file)
        )
    return [code for code, _ in rows], np.array([dpt for _, dpt in rows], dtype=np.int32)


@pytest.mark.parametrize("code", ["pemilu-2024", "pilkada-2024"])
@pytest.mark.parametrize("kabupaten", SEEDS)
def test_each_regency_has_its_needs(real_data: Path, kabupaten: str, code: str) -> None:
    all_tps, dpt = voters(real_data, kabupaten)
    _, tps, kecamatan = SEEDS[kabupaten]
    held = election(code)
    kinds = len(held.kinds_in(kabupaten))
    columns = columns_of(held, kabupaten)
    needs = tps_needs(at_level(columns, At.TPS), dpt, np.zeros_like(dpt))
    whole = totals(needs)
    at_tps = {
        item: sum(
            int(whole.quantity[row, 0])
            for row, column in enumerate(at_level(columns, At.TPS))
            if column.item.code == item
        )
        for item in ("surat_suara", "kotak_suara", "bilik", "tinta", "kabel_ties")
    }
    known = dpt[dpt != UNSET]
    reserve = 50 if code == "pemilu-2024" else 40
    assert len(all_tps) == tps
    assert at_tps["kotak_suara"] == tps * kinds
    assert (at_tps["bilik"], at_tps["tinta"]) == (tps * 4, tps * 2)
    assert at_tps["kabel_ties"] == tps * kinds * 6
    assert at_tps["surat_suara"] == kinds * sum(n + -(-n // reserve) for n in known.tolist())
    assert int(whole.unset[0, 0]) == int((dpt == UNSET).sum())
    assert len(starts_of([each[:8] for each in all_tps])[0]) == kecamatan


@pytest.mark.parametrize("kabupaten", SEEDS)
def test_sums_per_desa_and_kecamatan_conserve_every_piece(real_data: Path, kabupaten: str) -> None:
    all_tps, dpt = voters(real_data, kabupaten)
    columns = at_level(columns_of(election("pemilu-2024"), kabupaten), At.TPS)
    needs = tps_needs(columns, dpt, np.zeros_like(dpt))
    whole = totals(needs).quantity[:, 0].tolist()
    for width in (8, 13, 17):
        parts = sums_by(needs, starts_of([each[:width] for each in all_tps])[1])
        assert parts.quantity.sum(axis=1).tolist() == whole


def test_pilkada_boxes_of_the_five_follow_from_the_published_tps_counts(real_data: Path) -> None:
    tps: dict[str, int] = {}
    kecamatan: dict[str, set[str]] = {}
    source = real_data / "results" / "pilkada_2024_per_kecamatan.csv.gz"
    with gzip.open(source, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            area = row["kec_code"][:5]
            if area in SEEDS and row["election"] == "bupati_walikota":
                if row["kec_code"] not in kecamatan.setdefault(area, set()):
                    tps[area] = tps.get(area, 0) + int(row["n_tps"])
                kecamatan[area].add(row["kec_code"])
    boxes = {}
    for area, places in kecamatan.items():
        columns = [c for c in columns_of(election("pilkada-2024"), area) if c.item.is_box]
        dpt = np.zeros(tps[area], dtype=np.int32)
        at_tps = totals(tps_needs(at_level(columns, At.TPS), dpt, dpt)).quantity.sum()
        at_ppk = sum((place_need(c) or 0) * len(places) for c in at_level(columns, At.PPK))
        boxes[area] = int(at_tps) + at_ppk
    assert boxes == {"63.09": 1124, "18.13": 608, "35.17": 3926, "33.75": 868, "62.10": 462}


def test_the_nation_is_the_sum_of_its_desa(real_data: Path) -> None:
    polars = pytest.importorskip("polars", reason="polars reads the nation; extra [nation]")
    table = polars.read_parquet(
        real_data / "tps" / "tps_2019_national.parquet", columns=["kpu_id", "dpt_l", "dpt_p"]
    ).sort("kpu_id")
    dpt = (table["dpt_l"] + table["dpt_p"]).fill_null(UNSET).cast(polars.Int32).to_numpy()
    ids = table["kpu_id"].to_numpy()
    starts = np.flatnonzero(np.r_[True, ids[1:] != ids[:-1]])
    columns = at_level(columns_of(election("pemilu-2024"), "63.09"), At.TPS)[:40]
    needs = tps_needs(columns, dpt, np.zeros_like(dpt))
    desa, whole = sums_by(needs, starts), totals(needs)
    assert needs.shape == (40, 810_159)
    assert desa.quantity.sum(axis=1).tolist() == whole.quantity[:, 0].tolist()
    assert int(whole.unset[0, 0]) == 1_163
    assert int(dpt[dpt != UNSET].sum(dtype=np.int64)) == 190_661_516
