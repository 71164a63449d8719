"""`tepat plan nation`: rounds from every PPK to its desa, kabupaten by kabupaten, resumable."""

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tepat.cli import Commands
from tepat.core.problems import Code, Problem, refuse
from tepat.core.sentences import sentence
from tepat.server.plan.schedule.options import count

if TYPE_CHECKING:
    from tepat.adapters.pools import Pool
    from tepat.core.plan.nation import Done, Kabupaten, Place

REPORT = "report.txt"


def add(commands: Commands) -> None:
    """Add `plan nation`."""
    nation = commands.add("plan nation", "ronde PPK ke PPS untuk banyak kabupaten sekaligus")
    nation.add_argument("--regions", type=Path, required=True, help="tabel wilayah .csv/.csv.gz")
    nation.add_argument("--tps", type=Path, required=True, help="tabel TPS .csv/.csv.gz/.parquet")
    nation.add_argument("--out", type=Path, required=True, help="folder, satu berkas per kabupaten")
    nation.add_argument("--boxes", type=count, default=5, help="kotak tiap TPS")
    nation.add_argument("--only", default="", help="awalan kode, misalnya 63 atau 63.09")
    nation.add_argument("--workers", type=count, default=os.cpu_count() or 1)
    nation.add_argument("--scheduler", default="", help="alamat Dask, misalnya tcp://host:8786")
    nation.set_defaults(run=_nation)


def _nation(arguments: argparse.Namespace) -> int:
    from tepat.adapters.tps_counts import tps_counts
    from tepat.core.plan.nation import kabupaten_of, unknown

    places = _places(arguments.regions)
    tps = {
        code: each
        for code, each in tps_counts(arguments.tps).items()
        if code.startswith(arguments.only)
    }
    problems = unknown(places, tps)
    every = kabupaten_of(places, tps, arguments.boxes)
    out: Path = arguments.out
    out.mkdir(parents=True, exist_ok=True)
    waiting = [each for each in every if not file_of(out, each.place.code).exists()]
    done, failed = _all(_pool(arguments), waiting, out)
    problems += [problem for each in done for problem in each.problems] + failed
    return _tell(every, done, failed, problems, out)


def _places(path: Path) -> "list[Place]":
    from tepat.adapters.region_table import read_region_table
    from tepat.core.plan.nation import Place

    if not path.is_file():
        raise refuse(Code.FILE_MISSING, file=path.name)
    return [Place(row.code, row.name, row.lat, row.lon) for row in read_region_table(path).rows]


def _pool(arguments: argparse.Namespace) -> "Pool":
    from tepat.adapters.pools import Dask, Here

    if not arguments.scheduler:
        return Here(arguments.workers)
    try:
        return Dask(arguments.scheduler)
    except ModuleNotFoundError as missing:
        raise refuse(Code.NATION_NO_DASK, part=str(missing.name)) from missing


def _all(pool: "Pool", waiting: "list[Kabupaten]", out: Path) -> "tuple[list[Done], list[Problem]]":
    """Write each kabupaten as it is done; return the good ones and what failed."""
    done, failed = [], []
    for number, (kabupaten, result) in enumerate(pool.run(work, waiting), 1):
        if isinstance(result, Exception):
            why = f"{type(result).__name__}: {result}"
            facts: dict[str, str | int] = {"place": kabupaten.place.name, "why": why}
            failed.append(Problem(Code.NATION_FAILED, facts))
        elif result.made is not None:
            target = file_of(out, result.code)
            part = target.with_suffix(".part")
            part.write_bytes(result.made)
            part.replace(target)  # a file that is there is whole
            done.append(result)
        if sys.stderr.isatty():
            print(f"\r{number}/{len(waiting)}", end="", file=sys.stderr, flush=True)
    return sorted(done, key=lambda each: each.code), failed


def work(kabupaten: "Kabupaten") -> "Done":
    """Plan one kabupaten, in whatever process."""
    from tepat.adapters.routing_cch import travel
    from tepat.core.plan.nation import rounds_in

    return rounds_in(kabupaten, travel)


def file_of(out: Path, code: str) -> Path:
    """Return the file of one kabupaten."""
    return out / f"{code}.json"


def _tell(
    every: "list[Kabupaten]",
    done: "list[Done]",
    failed: list[Problem],
    problems: list[Problem],
    out: Path,
) -> int:
    from tepat.core.plan.nation import totals
    from tepat.core.plan.saying import rupiah

    sums = totals(done)
    there = len(every) - len(done) - len(failed)
    lines = [
        f"{sums['kabupaten']} kabupaten disusun, {there} sudah ada, {len(failed)} gagal.",
        f"{sums['kecamatan']} kecamatan, {sums['proved']} terbukti termurah; "
        f"{rupiah(sums['rupiah'])} (contoh, tanpa peta).",
    ]
    print("\n".join(lines))
    told = [f"- {sentence(problem)}" for problem in problems]
    (out / REPORT).write_text("\n".join([*lines, *told, ""]), encoding="utf-8")
    if told:
        print(f"{len(told)} catatan: {out / REPORT}", file=sys.stderr)
    return 1 if failed else 0
