"""Print how peers compare, and write it down: python -m benchmarks.plan [--out FILE] [--only NAME].

Each plan of each peer stands beside the cheapest of our plans that is at least as sure on the
same unseen scenarios.
"""

import argparse
import sys
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.__main__ import machine
from benchmarks.plan.peers import ITERATIONS, Peer, Try, cheapest_at, front_of, peers, sweep
from tepat.adapters import routing_cch
from tepat.adapters.vrp import Solver
from tepat.core.plan.hazard.scenarios import coarsened, sample
from tepat.core.plan.instance.values import Instance
from tepat.core.plan.network.times import Travel
from tepat.core.plan.risk.judging import run, verdicts
from tepat.core.plan.risk.tables import StateTables, tables
from tepat.core.plan.schedule.making import Effort, explore, unseen_seed
from tests.regencies import regency

INSTANCES = {
    f"regency {seed}, {boxes} boxes a TPS": (seed, boxes) for seed in (1, 2) for boxes in (2, 5)
}
OURS = "tepat"


def main() -> int:
    """Run all that is asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.plan", description=__doc__)
    parser.add_argument("--out", type=Path, help="also write the tables to this file")
    parser.add_argument("--only", default="", help="part of the name of an instance")
    parser.add_argument("--seconds", type=float, default=1.0, help="a day, of peers with a clock")
    arguments = parser.parse_args()
    command = "python -m benchmarks.plan " + " ".join(sys.argv[1:])
    lines = [
        "# Other planners on the same days, modes and fleet",
        "",
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC; {machine()}; one thread each.",
        f"`{command.strip()}`",
        "",
        *_said(arguments.seconds),
    ]
    for name, (seed, boxes) in INSTANCES.items():
        if arguments.only in name:
            lines += ["", *_compared(name, regency(seed=seed, boxes=boxes), arguments.seconds)]
            print("\n".join(lines), flush=True)
            lines, told = [], lines
            if arguments.out:
                _add(arguments.out, told, fresh=told[0].startswith("# "))
    return 0


def _add(path: Path, lines: Iterable[str], fresh: bool) -> None:
    before = "" if fresh else path.read_text(encoding="utf-8")
    path.write_text(before + "\n".join([*lines, ""]), encoding="utf-8")


def _said(seconds: float) -> list[str]:
    return [
        "Made-up regencies (contoh): 131 desa, 750 TPS, 7 days, 8 flood zones.",
        f"{Effort().rounds} rounds of {Effort().iterations} iterations for us, {ITERATIONS}",
        f"iterations for PyVRP, {seconds:g} s a day for OR-Tools and VROOM. Each peer is swept:",
        "leave 0 to 4 days earlier, keep 0, 60 or 120 minutes of daylight. All plans are judged",
        "on the same 10,000 unseen scenarios. Plans that leave a desa out are not compared.",
        "*ours* is the cheapest of our plans that is at least as sure.",
    ]


def _compared(name: str, instance: Instance, seconds: float) -> list[str]:
    travel = routing_cch.travel(instance)
    seed = unseen_seed(1)
    profiles = tuple(dict.fromkeys(vehicle.profile for vehicle in instance.vehicles))
    states = coarsened(sample(instance.hazard, len(instance.days), 10_000, seed))
    unseen = tables(travel, profiles, states)
    ours = _ours(instance, travel, unseen, seed)
    curve = [(each.rupiah, each.ppm) for each in front_of(ours)]
    lines = [f"## {name}", "", f"Ours: {ours[-1].seconds:.0f} CPU s for the whole curve.", ""]
    lines += ["| Rp million | all in time |", "|---|---|"]
    lines += [f"| {_million(rupiah)} | {ppm / 10_000:.2f} % |" for rupiah, ppm in curve]
    lines += ["", "| peer | earlier | slack | Rp million | all in time | CPU s | ours | |"]
    lines += ["|---|---|---|---|---|---|---|---|"]
    more, skipped = [], []
    for peer in peers(seconds):
        if peer.why_not:
            skipped.append(f"{peer.name} is not run: {peer.why_not}.")
            continue
        lines_, worse = _rows(peer, sweep(peer, instance, travel, unseen, seed), curve)
        lines += lines_
        more += worse
    count = sum(line.endswith(" |") and "%" in line for line in lines) - len(curve)
    lines += ["", f"Plans of peers where ours costs more: {len(more)} of {count}. {' '.join(more)}"]
    return [*lines, *skipped]


def _rows(
    peer: Peer, tries: list[Try], curve: list[tuple[int, int]]
) -> tuple[list[str], list[str]]:
    best = front_of(tries)
    lines, worse = [], []
    if not best:
        least = min(each.left for each in tries)
        lines.append(f"| {peer.name} | | | no plan for all desa: {least} left out | | | | |")
    for each in best:
        mine = cheapest_at(curve, each.ppm)
        share = f"{(mine / each.rupiah - 1) * 100:+.1f} %" if mine else "none so sure"
        if mine is None or mine > each.rupiah:
            worse.append(f"{peer.name} -{each.earlier} d {each.slack} min: {share}.")
        lines.append(
            f"| {peer.name} | {each.earlier} d | {each.slack} min | {_million(each.rupiah)} "
            f"| {each.ppm / 10_000:.2f} % | {each.seconds:.1f} "
            f"| {_million(mine) if mine else ''} | {share} |"
        )
    return lines, worse


def _ours(instance: Instance, travel: Travel, unseen: StateTables, seed: int) -> list[Try]:
    started = time.process_time()
    rounds = explore(instance, travel, Solver(), 1, Effort())
    spent = time.process_time() - started
    found = []
    for each in rounds:
        judged = verdicts(instance, run(instance, unseen, each.trips, seed), seed)
        found.append(Try(OURS, 0, 0, each.rupiah, judged.all_ppm, len(each.left), spent))
    return found


def _million(rupiah: int) -> str:
    return f"{rupiah / 1e6:.1f}"


if __name__ == "__main__":
    sys.exit(main())
