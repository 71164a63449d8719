"""The planner: judging, a regency, a closure, memory, and rounds of many PPK.

Budgets: judge 10,000 x 131 in 1 s; plan 60 CPU s; closure to plan 3 s; 1 GiB for the largest
regency in both election sizes; PPK to PPS of 7,277 kecamatan in 15 min on 2 cores, which is
247 CPU ms for each.
"""

import resource
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.figures import figure
from tepat.adapters import routing_cch
from tepat.adapters.vrp import Solver
from tepat.core.plan.instance.source import Source
from tepat.core.plan.instance.values import Status
from tepat.core.plan.nation import Kabupaten, Place, kabupaten_of, rounds_in
from tepat.core.plan.replanning import closed, replan
from tepat.core.plan.risk.judging import judge
from tepat.core.plan.schedule.effort import Effort
from tepat.core.plan.schedule.making import make
from tests.regencies import regency

SHARED = Path(__file__).resolve().parents[2] / "shared"
LARGEST = ((306, 4_299, 5), (306, 1_942, 2))
"""Desa, TPS and boxes of the largest real regency: a general election (the list of 2019), a
regional one (2024)."""
SAMPLE = 300


def main() -> None:
    for desa, tps, boxes in LARGEST:
        code = f"from benchmarks.bench_plan import largest; largest({desa}, {tps}, {boxes})"
        subprocess.run([sys.executable, "-c", code], check=True)
    one()
    nation()


def one() -> None:
    """A regency of 131 desa: the whole plan, its judge, and a road that closes."""
    instance = regency()
    started = time.process_time()
    plan = make(instance, routing_cch.travel(instance), Solver())
    figure("plan of 131 desa, 7 days", time.process_time() - started, 60, "s")
    travel = routing_cch.travel(instance)
    started = time.process_time()
    judge(instance, travel, plan, 10_000, 7)
    figure("judge, 10,000 scenarios x 131 desa", time.process_time() - started, 1, "s")
    started = time.process_time()
    shut = closed(instance, ["k1-0"], Status.CLOSED, "contoh", Source())
    now = sorted(trip.start for trip in plan.trips)[len(plan.trips) // 3]
    replan(shut, routing_cch.travel(shut), Solver(), plan, now)
    figure("closure to a new plan", time.process_time() - started, 3, "s")


def largest(desa: int, tps: int, boxes: int) -> None:
    """Plan the largest regency in a process of its own. Few rounds: memory is that of one."""
    instance = regency(seed=3, desa=desa, tps=tps, boxes=boxes)
    started = time.process_time()
    effort = Effort(rounds=2, iterations=100)
    make(instance, routing_cch.travel(instance), Solver(), 1, effort)
    print(f"two rounds of {desa} desa: {time.process_time() - started:.1f} CPU s", flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figure(f"memory, {desa} desa and {tps:,} TPS", peak, 1024, "MiB")


def nation() -> None:
    """Every so many-th kecamatan of the nation, on one core."""
    sample = _sample()
    if not sample:
        print("no table of regions and TPS beside this checkout: the nation is not measured")
        return
    started = time.process_time()
    small = proved = kecamatan = 0
    for kabupaten in sample:
        done = rounds_in(kabupaten, routing_cch.travel)
        kecamatan += done.kecamatan
        if len(kabupaten.desa) <= 13:
            small += done.kecamatan
            proved += done.proved
    spent = time.process_time() - started
    print(f"{kecamatan} kecamatan; of {small} with at most 13 desa {proved} proved", flush=True)
    figure("rounds of one PPK", spent / kecamatan * 1000, 247, "ms")


def _sample() -> list[Kabupaten]:
    """One kecamatan as a unit of work, spread evenly over the nation."""
    from tepat.adapters.region_table import read_region_table
    from tepat.adapters.tps_counts import tps_counts

    regions = SHARED / "data/wilayah/wilayah.csv.gz"
    tps = SHARED / "data/tps/desa_2019_index.csv.gz"
    if not regions.exists() or not tps.exists():
        return []
    places = [Place(r.code, r.name, r.lat, r.lon) for r in read_region_table(regions).rows]
    counts = tps_counts(tps)
    codes = sorted({code[:8] for code in counts})
    chosen = {codes[at * len(codes) // SAMPLE] for at in range(SAMPLE)}
    found = []
    for code in sorted(chosen):
        mine = {desa: n for desa, n in counts.items() if desa[:8] == code}
        found += kabupaten_of([p for p in places if p.code.startswith(code[:5])], mine)
    return found
