"""Needs of the nation: all TPS x 40 columns, with sums per desa.

Budget: 2 s and 1 GiB. Peers: the same in polars, and plain Python on a slice.
"""

import resource
import sys
import time
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from benchmarks.figures import figure
from tepat.core.election.catalogue import At, Per
from tepat.core.election.reading import read_election
from tepat.core.plan.needs import (
    UNSET,
    Column,
    Numbers,
    Sums,
    columns_of,
    sums_by,
    tps_needs,
    with_reserve,
)

T = TypeVar("T")
Starts = NDArray[np.intp]

BUDGET_S, BUDGET_MIB = 2.0, 1024
COLUMNS = 40
NATION = 823_220
SLICE = 40_000
PARQUET = (
    Path(__file__).resolve().parents[2] / "shared" / "data" / "tps" / "tps_2019_national.parquet"
)


def main() -> None:
    columns = some_columns()
    synthetic = made_up(NATION)
    cold, sums = measured(lambda: needs_and_sums(columns, *synthetic))
    tell(f"{NATION:,} TPS buatan, pertama kali", cold, sums)
    memory = peak_mib()
    seconds = best(lambda: needs_and_sums(columns, *synthetic))
    print(f"  sesudah hangat {seconds:.2f} s; puncak RSS {memory:.0f} MiB")
    if PARQUET.exists():
        real = from_parquet(PARQUET)
        again, sums = measured(lambda: needs_and_sums(columns, *real))
        tell(f"{len(real[0]):,} TPS Pemilu 2019", again, sums)
        figure("needs of the 810,159 TPS of 2019 x 40", again, BUDGET_S)
    else:
        print("  TPS Pemilu 2019: dilewati, tidak ada ../shared/data")
    plain, _ = measured(lambda: plain_python(columns, *(part[:SLICE] for part in synthetic[:2])))
    nation = plain * NATION / SLICE
    print(f"  Python biasa, {SLICE:,} TPS tanpa jumlah: {plain:.2f} s, nasional {nation:.1f} s")
    theirs = polars_seconds(columns, synthetic)
    what = f"needs of {NATION:,} TPS x {len(columns)} with sums per desa"
    figure(what, cold, BUDGET_S, peer=("plain Python, no sums", nation))
    if theirs:
        figure("the same, warm", seconds, BUDGET_S, peer=("polars", theirs))
    figure("needs of the nation, peak memory", memory, BUDGET_MIB, unit="MiB")


def some_columns() -> list[Column]:
    """Forty columns of Pemilu 2024 at TPS level, ballots of five kinds among them."""
    path = files("tepat") / "data" / "elections" / "pemilu-2024.toml"
    election, problems = read_election(path.read_text(encoding="utf-8"), "pemilu-2024")
    assert election is not None, problems
    at_tps = [each for each in columns_of(election, "63.09") if each.at is At.TPS]
    return at_tps[:COLUMNS]


def made_up(n: int) -> tuple[Numbers, Numbers, Starts]:
    """A nation of `n` TPS in desa of ten, the same every time."""
    random = np.random.default_rng(2024)
    dpt = random.integers(50, 301, n, dtype=np.int32)
    dpt[random.integers(0, n, n // 700)] = UNSET
    dptb = random.integers(0, 6, n, dtype=np.int32)
    return dpt, dptb, np.arange(0, n, 10, dtype=np.intp)


def from_parquet(path: Path) -> tuple[Numbers, Numbers, Starts]:
    """The 810,159 TPS of Pemilu 2019, by desa."""
    import polars as pl

    table = (
        pl.scan_parquet(path)
        .select("kpu_id", dpt=(pl.col("dpt_l") + pl.col("dpt_p")).fill_null(UNSET).cast(pl.Int32))
        .sort("kpu_id")
        .collect()
    )
    ids = table["kpu_id"].to_numpy()
    starts = np.flatnonzero(np.r_[True, ids[1:] != ids[:-1]])
    dpt = table["dpt"].to_numpy()
    return dpt, np.zeros_like(dpt), starts.astype(np.intp)


def needs_and_sums(columns: list[Column], dpt: Numbers, dptb: Numbers, starts: Starts) -> Sums:
    return sums_by(tps_needs(columns, dpt, dptb), starts)


def plain_python(columns: list[Column], dpt: Numbers, dptb: Numbers) -> list[list[int]]:
    rows = []
    for column in columns:
        rule = column.rule
        fixed = UNSET if rule.count is None else rule.count * (column.boxes or 1)
        if rule.per is Per.VOTER and rule.count is not None:
            pairs = zip(dpt.tolist(), dptb.tolist(), strict=True)
            rows.append([with_reserve(a, rule, b) if a >= 0 else UNSET for a, b in pairs])
        else:
            rows.append([fixed] * len(dpt))
    return rows


def polars_seconds(columns: list[Column], data: tuple[Numbers, Numbers, Starts]) -> float | None:
    """The same needs and sums per desa in polars, where it is installed."""
    try:
        import polars as pl
    except ModuleNotFoundError:
        print("  polars: dilewati, tidak terpasang")
        return None
    dpt, dptb, starts = data
    desa = np.repeat(np.arange(len(starts)), np.diff(np.r_[starts, len(dpt)]))
    frame = pl.DataFrame({"desa": desa, "dpt": dpt, "dptb": dptb}).with_columns(
        pl.when(pl.col("dpt") >= 0).then(pl.col("dpt").cast(pl.Int64)).alias("dpt")
    )
    needs = []
    for n, column in enumerate(columns):
        rule = column.rule
        if rule.per is Per.VOTER and rule.count is not None:
            a, b = rule.reserve.as_integer_ratio()
            each = pl.col("dpt") + (pl.col("dpt") * a + b - 1) // b + pl.col("dptb")
        else:
            each = pl.lit(
                None if rule.count is None else rule.count * (column.boxes or 1), pl.Int64
            )
        needs.append(each.cast(pl.Int32).alias(f"c{n}"))
    names = [f"c{n}" for n in range(len(columns))]
    work = lambda: (  # noqa: E731
        frame.with_columns(needs)
        .group_by("desa", maintain_order=True)
        .agg(
            [pl.col(n).cast(pl.Int64).sum() for n in names]
            + [pl.col(n).is_null().sum().alias(f"u{n}") for n in names]
        )
    )
    return best(work)


def best(work: Callable[[], object], times: int = 3) -> float:
    """Seconds of the fastest of some runs: what the machine can do when nobody disturbs it."""
    return min(measured(work)[0] for _ in range(times))


def measured(work: Callable[[], T]) -> tuple[float, T]:
    before = time.perf_counter()
    result = work()
    return time.perf_counter() - before, result


def tell(what: str, seconds: float, sums: Sums) -> None:
    total, unset = int(sums.quantity.sum()), int(sums.unset[0].sum())
    fits = "dalam anggaran" if seconds <= BUDGET_S else "LEWAT ANGGARAN"
    print(f"  {what}: {seconds:.2f} s, {fits}; {total:,} barang, {unset:,} TPS tanpa pemilih")


def peak_mib() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10


if __name__ == "__main__":
    main()
