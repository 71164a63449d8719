"""`tepat plan nation`: rounds and a plan for every kabupaten, resumable, and are we ready?"""

import argparse
import os
import sys
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tepat.cli import Commands
from tepat.core.problems import Code, Fact, Problem, Refused, refuse
from tepat.core.sentences import sentence
from tepat.server.plan.schedule.options import count

if TYPE_CHECKING:
    from tepat.adapters.pools import Pool
    from tepat.core.plan.nation import Kabupaten, Place
    from tepat.core.plan.readiness import Row
    from tepat.server.plan.nation.jobs import Job

VOTE = date(2029, 2, 14)
"""The next general election if it is held as in 2024; KPU has not set it (contoh)."""


def add(commands: Commands) -> None:
    """Add `plan nation`."""
    nation = commands.add("plan nation", "rencana dan ronde semua kabupaten: sudah siapkah?")
    nation.add_argument("--regions", type=Path, required=True, help="tabel wilayah .csv/.csv.gz")
    nation.add_argument("--tps", type=Path, required=True, help="tabel TPS .csv/.csv.gz/.parquet")
    nation.add_argument("--out", type=Path, required=True, help="folder hasil")
    nation.add_argument("--boxes", type=count, default=5, help="kotak tiap TPS")
    nation.add_argument("--only", default="", help="awalan kode, misalnya 63 atau 63.09")
    nation.add_argument("--rounds-only", action="store_true", help="hanya ronde PPK ke PPS")
    nation.add_argument("--effort", choices=("quick", "thorough"), default="quick")
    nation.add_argument("--fleet", type=Path, help="berkas armada, atau folder <kode>.toml")
    nation.add_argument("--flood", type=share, default=0.0, help="dugaan banjir sehari, 0 sampai 1")
    nation.add_argument("--vote", type=date.fromisoformat, default=VOTE, help="2029-02-14")
    nation.add_argument("--seed", type=int, default=1)
    nation.add_argument("--workers", type=count, default=os.cpu_count() or 1)
    nation.add_argument("--scheduler", default="", help="alamat Dask, misalnya tcp://host:8786")
    nation.set_defaults(run=_nation)


def share(text: str) -> float:
    """Return a share from 0 to 1."""
    number = float(text)
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError("0 sampai 1")
    return number


@dataclass
class _Run:
    """What is known of each kabupaten so far, by code."""

    rows: "dict[str, Row]" = field(default_factory=dict)
    problems: dict[str, tuple[Problem, ...]] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)
    new: int = 0

    def fail(self, kabupaten: "Kabupaten", unknown: int, error: Exception) -> None:
        """Note that a kabupaten has no plan, and why."""
        from tepat.core.plan.readiness import failed
        from tepat.server.plan.nation.jobs import why

        code, words = why(error)
        facts = {"place": kabupaten.place.name, "why": words}
        self.rows[kabupaten.place.code] = failed(kabupaten, unknown)
        self.problems[kabupaten.place.code] = (Problem(code, facts),)
        self.why[kabupaten.place.code] = words


def _nation(arguments: argparse.Namespace) -> int:
    from tepat.adapters.tps_counts import tps_counts
    from tepat.server.plan.nation import files as nation_files

    places = _places(arguments.regions)
    tps = {
        code: each
        for code, each in tps_counts(arguments.tps).items()
        if code.startswith(arguments.only)
    }
    if not any(tps.values()):
        raise refuse(Code.NO_TPS_TO_PLAN, place=arguments.only or arguments.tps.name)
    run = _Run()
    with closing(_pool(arguments)) as pool:
        jobs = _jobs(arguments, places, tps, run)
        out: Path = arguments.out
        out.mkdir(parents=True, exist_ok=True)
        waiting = []
        for job in jobs:
            known = nation_files.finished(out, job)
            if known is None:
                waiting.append(job)
            else:
                code = job.kabupaten.place.code
                run.rows[code], run.problems[code] = known
        _all(pool, waiting, out, run)
    return _tell(run, places, out)


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


def _jobs(
    arguments: argparse.Namespace, places: "list[Place]", tps: dict[str, int], run: _Run
) -> "list[Job]":
    """Return a job for each kabupaten with TPS; one whose data cannot be used fails at once."""
    from tepat.core.plan.nation import Kabupaten, Place, kabupaten_of, unknown
    from tepat.server.plan.nation.jobs import QUICK, THOROUGH, Job, Regency, fleet_of

    strangers: dict[str, list[tuple[str, int]]] = {}
    for problem in unknown(places, tps):
        code, number = str(problem.facts["code"]), int(problem.facts["tps"])
        strangers.setdefault(code[:5], []).append((code, number))
    every = kabupaten_of(places, tps, arguments.boxes)
    effort = THOROUGH if arguments.effort == "thorough" else QUICK
    jobs = []
    for kabupaten in every:
        mine = tuple(strangers.pop(kabupaten.place.code, ()))
        regency = None
        if not arguments.rounds_only:
            try:
                fleet, told = fleet_of(arguments.fleet, kabupaten)
            except Refused as no:
                run.fail(kabupaten, sum(number for _, number in mine), no)
                continue
            regency = Regency(fleet, effort, arguments.vote, arguments.flood, arguments.seed, told)
        jobs.append(Job(kabupaten, regency, mine))
    names = {place.code: place for place in places}
    for code, desa in strangers.items():
        place = names.get(code, Place(code, code, None, None))
        number = sum(each for _, each in desa)
        nobody = Kabupaten(place, (), (), {}, arguments.boxes)
        facts: dict[str, Fact] = {"code": f"{code}.*", "tps": number}
        run.fail(nobody, number, Refused(Problem(Code.NATION_DESA_UNKNOWN, facts)))
    return jobs


def _all(pool: "Pool", waiting: "list[Job]", out: Path, run: _Run) -> None:
    """Write each kabupaten as it is done; the largest first, so that none is left to the end."""
    from tepat.server.plan.nation import files as nation_files
    from tepat.server.plan.nation import jobs as nation_jobs
    from tepat.server.plan.schedule.loading import Progress

    progress = Progress()
    for job in waiting:
        nation_files.forget(out, job)
    waiting = sorted(waiting, key=lambda job: -sum(job.kabupaten.tps.values()))
    for number, (job, result) in enumerate(pool.run(nation_jobs.work, waiting), 1):
        code = job.kabupaten.place.code
        if isinstance(result, Exception):
            run.fail(job.kabupaten, sum(each for _, each in job.unknown), result)
        else:
            nation_files.keep(out, job, result)
            run.rows[code], run.problems[code] = result.row, result.problems
            run.new += 1
        progress("kabupaten", number, len(waiting))


def _tell(run: _Run, places: "list[Place]", out: Path) -> int:
    """Write the summary and the report, print what matters most."""
    from tepat.server.plan.nation import files as nation_files
    from tepat.server.plan.nation import text as nation_text

    rows = [run.rows[code] for code in sorted(run.rows)]
    provinsi = {place.code: place.name for place in places if len(place.code) == 2}
    lines = nation_text.summary(rows, provinsi, run.why)
    told = [f"- {sentence(problem)}" for code in sorted(run.rows) for problem in run.problems[code]]
    nation_files.summarise(out, rows, run.why, [*lines, "", *told])
    there = len(rows) - run.new - len(run.why)
    print(f"{run.new} kabupaten disusun, {there} sudah ada, {len(run.why)} gagal.")
    print("\n".join(lines))
    print(f"\nTabel: {out / nation_files.TABLE}")
    if told:
        print(f"{len(told)} catatan: {out / nation_files.REPORT}", file=sys.stderr)
    return 1 if run.why else 0
