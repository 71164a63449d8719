"""One regency: our plans and those of every peer, judged on the same unseen scenarios."""

import resource
import time
from dataclasses import dataclass, replace

from benchmarks.plan import regencies
from benchmarks.plan.peers import (
    ITERATIONS,
    TRIES,
    Peer,
    Try,
    cheapest_at,
    front_of,
    peers,
    sweep,
)
from tepat.adapters import routing_cch
from tepat.adapters.vrp import Solver
from tepat.core.plan.hazard.scenarios import coarsened, sample
from tepat.core.plan.instance.values import Instance
from tepat.core.plan.network.times import Travel
from tepat.core.plan.risk.judging import run, verdicts
from tepat.core.plan.risk.tables import StateTables, tables
from tepat.core.plan.schedule.choosing import best_of
from tepat.core.plan.schedule.effort import CURVE, Effort
from tepat.core.plan.schedule.making import as_plan, explore, unseen_seed
from tepat.core.plan.schedule.shifting import DOWN
from tepat.core.plan.schedule.values import Plan

OURS = "tepat"
SHORT = replace(CURVE, iterations=200, starts=2, dense=1)
LARGE = 200
SHORT_ITERATIONS = 200
SHORT_TRIES = ((0, 0), (0, 60), (1, 0), (1, 60), (2, 0), (3, 0))
"""Beyond `LARGE` desa fewer iterations for us and PyVRP alike, and a shorter sweep of the peers;
where all is asked for in short, the shorter sweep alone."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What became of one regency: its tables, and in how many rows ours cost more."""

    name: str
    lines: tuple[str, ...]
    rows: int = 0
    more: tuple[str, ...] = ()


def said(seconds: float, short: bool) -> list[str]:
    """Return what a reader must know of the tables."""
    few = f"the sweep of a peer is {len(SHORT_TRIES)} tries long: " + ", ".join(
        f"-{days} d {slack} min" for days, slack in SHORT_TRIES
    )
    far = (
        f"Beyond {LARGE} desa we and PyVRP have {SHORT_ITERATIONS} iterations for a round, "
        f"{SHORT.starts} rounds of ours are shifted, {SHORT.dense} of them down the curve, and "
        f"{few}."
    )
    full = (
        f"*The plan* is what `tepat plan make` does: {CURVE.rounds} rounds of {CURVE.iterations} "
        f"iterations, {CURVE.starts} of them shifted. *The curve* is what `tepat plan curve` does: "
        f"{CURVE.more_by_hand} rounds more, {CURVE.dense} plans shifted down {len(DOWN)} times, "
        f"and from each plan of the curve up to {CURVE.rungs} steps of allowed lateness. "
        f"PyVRP has {ITERATIONS} iterations for a plan."
    )
    swept = (
        f"In short, {few}."
        if short
        else "Each peer is swept over all of these: leave 0 to 4 days earlier, keep 0, 60 or 120 "
        "minutes of daylight."
    )
    return [
        "Regency 1 and 2 are made up; Tabalong, Gunung Mas and Jombang have the points and TPS of "
        "real places, on the settlement graph. Fleet, prices, stores and floods are contoh in all "
        "of them: 7 days, 8 flood zones. A general election has 5 boxes a TPS, a regional one 2.",
        "",
        f"{full} {swept} {far}",
        "",
        f"OR-Tools and VROOM have {seconds:g} s a day. Of the plans of a peer those are shown that "
        "no other of its own beats. All plans are judged on the same 10,000 unseen scenarios. "
        "Plans that leave a desa out are not compared. *ours* is the cheapest of our plans that "
        "is at least as sure.",
    ]


def compared(name: str, seconds: float, short: bool = False) -> Compared:
    instance = regencies.of(name)
    if isinstance(instance, str):
        return Compared(name, (f"## {name}", "", f"Not run: {instance}."))
    travel = routing_cch.travel(instance)
    seed = unseen_seed(1)
    profiles = tuple(dict.fromkeys(vehicle.profile for vehicle in instance.vehicles))
    states = coarsened(sample(instance.hazard, len(instance.days), 10_000, seed))
    unseen = tables(travel, profiles, states)
    large = len(instance.desa) > LARGE
    effort, short = (SHORT if large else CURVE), short or large
    ours, made, spent = _ours(instance, travel, unseen, seed, effort)
    curve = [(each.rupiah, each.ppm) for each in front_of(ours)]
    lines = [f"## {name}", "", _size(instance), "", _the_plan(instance, made, spent), ""]
    lines += [f"The curve: {ours[-1].seconds:.0f} CPU s, {len(ours)} plans.", ""]
    lines += ["| Rp million | all in time |", "|---|---|"]
    lines += [f"| {_million(rupiah)} | {ppm / 10_000:.2f} % |" for rupiah, ppm in curve]
    lines += ["", "| peer | earlier | slack | Rp million | all in time | CPU s | ours | |"]
    lines += ["|---|---|---|---|---|---|---|---|"]
    more: list[str] = []
    skipped, count, best = [], 0, []
    for peer in peers(seconds):
        if peer.why_not:
            skipped.append(f"{peer.name} is not run: {peer.why_not}.")
            continue
        tries = sweep(
            peer, instance, travel, unseen, seed, effort.iterations, SHORT_TRIES if short else TRIES
        )
        lines_, worse = _rows(peer, tries, curve)
        lines += lines_
        more += worse
        count += len(front_of(tries))
        best += [f"{peer.name} {max(each.ppm for each in front_of(tries)) / 10_000:.2f} %"
                 for _ in front_of(tries)[:1]]  # fmt: skip
    surest = max(ppm for _, ppm in curve) / 10_000
    lines += ["", f"Surest of each: ours {surest:.2f} %, {', '.join(best)}."]
    lines += [f"Plans of peers where ours costs more: {len(more)} of {count}. {' '.join(more)}"]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lines += [f"Most memory, peers included: {peak:.0f} MiB.", *skipped]
    return Compared(name, tuple(line.rstrip() for line in lines), count, tuple(more))


def _size(instance: Instance) -> str:
    tps = sum(desa.tps for desa in instance.desa)
    fleet = ", ".join(
        f"{each.available[0]} {each.name}" for each in instance.vehicles if not each.warehouse
    )
    return f"{len(instance.desa)} desa, {tps:,} TPS; {fleet}, and pickups of each PPK."


def _the_plan(instance: Instance, plan: Plan, spent: float) -> str:
    """Say what `tepat plan make` makes, judged on scenarios it has not seen."""
    judged, target = plan.verdicts, round(instance.targets.desa * 1_000_000)
    below = [(chance.ppm, chance.desa) for chance in judged.desa if chance.ppm < target]
    worst = f", the least {min(below)[0] / 10_000:.2f} % ({min(below)[1]})" if below else ""
    return (
        f"The plan: Rp {_million(plan.rupiah)} million, all in time "
        f"{judged.all_ppm / 10_000:.2f} % ({judged.all_low / 10_000:.2f} to "
        f"{judged.all_high / 10_000:.2f} %), {len(below)} desa below "
        f"{target / 10_000:.1f} %{worst}; {spent:.0f} CPU s."
    )


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


def _ours(
    instance: Instance, travel: Travel, unseen: StateTables, seed: int, effort: Effort
) -> tuple[list[Try], Plan, float]:
    """Return all our plans; the one `plan make` stops at, and its CPU seconds."""
    steps = replace(effort, more_by_hand=0, dense=0, rungs=0).steps
    started, at = time.process_time(), [0.0]

    def tell(_what: str, done: int, _of: int) -> None:
        if done <= steps:
            at[0] = time.process_time() - started

    rounds = explore(instance, travel, Solver(), 1, effort, tell)
    spent = time.process_time() - started
    judging = time.process_time()
    plan = as_plan(instance, travel, best_of(instance, rounds[:steps]), 1, effort)
    made = at[0] + time.process_time() - judging
    found = []
    for each in rounds:
        judged = verdicts(instance, run(instance, unseen, each.trips, seed), seed)
        found.append(Try(OURS, 0, 0, each.rupiah, judged.all_ppm, len(each.left), spent))
    return found, plan, made


def _million(rupiah: int) -> str:
    return f"{rupiah / 1e6:.1f}"
