"""Gap to the best known on public instances, beside plain PyVRP, at equal CPU seconds.

python -m benchmarks.plan.instances --instances FOLDER [--seconds 10]

Reads `.vrp` and `.txt` files with a `.sol` of the best known beside each: CVRP, VRPTW, priced and
limited fleets (HFVRP), and vehicles that come back for what was not there yet (MTVRPTWR). They
go through our own question, adapter and answer, so the gap is that of the encoding. What the
model does not cover is named and left out: backhauls, prizes, several depots. Costs are those of
the instance: rounded beelines.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyvrp
import vrplib

from tepat.adapters.vrp import Solver
from tepat.core.plan.schedule.routing import Answer, Money, Offer, Question, Task

FOREVER = 10**9
MANY = 1_000
HOW = {"HFVRP": "exact", "VRPTW": "dimacs", "MTVRPTW": "dimacs", "MTVRPTWR": "dimacs"}
"""How PyVRP rounds the beelines and times of a kind of instance; "round" any other."""
SCALED = {"exact": 1_000, "dimacs": 10, "round": 1}
SMALLER = {"exact": 1_000, "dimacs": 1, "round": 1}
"""What the costs of a question are divided by."""
HUNDREDS = 100
"""Prices of a fleet are written in hundredths, its best known is not."""


KNOWN = {
    *("name", "comment", "type", "dimension", "edge_weight", "edge_weight_type"),
    *("edge_weight_format", "capacity", "node_coord", "demand", "depot", "vehicles"),
    *("time_window", "service_time", "release_time", "vehicles_unit_distance_cost"),
    *("vehicles_fixed_cost", "vehicles_reload_depot", "vehicles_max_reloads"),
}


@dataclass(frozen=True, slots=True)
class Gap:
    """One instance: the best known, what we found and what plain PyVRP found."""

    name: str
    best: int
    ours: int
    plain: int

    def percent(self, found: int) -> float:
        return (found / self.best - 1) * 100


def read(path: Path) -> dict[str, Any]:
    """Return an instance. Raises `ValueError` for what the model does not cover."""
    solomon = path.suffix == ".txt"
    raw: dict[str, Any] = vrplib.read_instance(
        path, instance_format="solomon" if solomon else "vrplib"
    )
    beyond = sorted(set(raw) - KNOWN)
    if beyond:
        raise ValueError(f"{path.name}: {', '.join(beyond)} is not covered")
    if "depot" in raw and len(np.atleast_1d(raw["depot"])) > 1:
        raise ValueError(f"{path.name}: several depots are not covered")
    how = "dimacs" if solomon else HOW.get(str(raw.get("type", "")), "round")
    scaled = SCALED[how] * raw["edge_weight"]
    raw["edge_weight"] = (np.floor(scaled) if how == "dimacs" else np.rint(scaled)).astype(np.int64)
    for key in ("time_window", "service_time", "release_time", "vehicles_fixed_cost"):
        if key in raw:
            raw[key] = np.asarray(raw[key] * SCALED[how]).astype(np.int64)
    raw["how"] = how
    return raw


def best_known(path: Path, how: str) -> int:
    """Return the cost of the best known solution, in the units of `read`."""
    cost = float(vrplib.read_solution(path.with_suffix(".sol"))["cost"])
    if how == "exact":
        return round(cost * SCALED[how] * HUNDREDS)
    return round(cost * (SCALED[how] if path.suffix == ".txt" else 1))


def asked(raw: Mapping[str, Any]) -> Question:
    """Return an instance as the question our adapter is asked."""
    size = len(raw["demand"])
    windows, service, ready = _times(raw, size)
    tasks = tuple(
        Task(
            at,
            int(raw["demand"][at]),
            0,
            int(service[at]),
            int(windows[at, 0]),
            int(windows[at, 1]),
            int(ready[at]),
        )
        for at in range(1, size)
    )
    offers, costs, minutes = _fleet(raw, (int(windows[0, 0]), int(windows[0, 1])))
    points = tuple((float(y), float(x)) for x, y in _points(raw, size))
    return Question(points, tasks, offers, costs, minutes)


def _fleet(
    raw: Mapping[str, Any], window: tuple[int, int]
) -> tuple[tuple[Offer, ...], dict[str, Money], dict[str, Money]]:
    """Return equal vehicles as one offer, and what each kind pays and takes to drive."""
    count = int(raw.get("vehicles", len(raw["demand"]) - 1))
    rows = [
        np.broadcast_to(np.asarray(raw.get(key, other)).reshape(-1), count).tolist()
        for key, other in (
            ("capacity", 0),
            ("vehicles_fixed_cost", 0),
            ("vehicles_unit_distance_cost", 1),
        )
    ]
    again = 1
    if "vehicles_reload_depot" in raw:
        again = 1 + min(int(np.min(raw.get("vehicles_max_reloads", MANY))), MANY)
    weights: Money = raw["edge_weight"]
    offers, costs, minutes = [], {}, {}
    kinds = Counter((int(room), int(fixed), unit) for room, fixed, unit in zip(*rows, strict=True))
    for (room, fixed, unit), many in sorted(kinds.items()):
        # Costs have no part of a unit in our question; instances are scaled to have none.
        if unit != int(unit):
            raise ValueError(f"{raw['name']}: costs with parts of a unit are not covered")
        name = f"{room}-{fixed}-{unit}"
        # Penalties of the solver are made for costs of some millions.
        costs[name] = np.rint(weights * (int(unit) / SMALLER[raw["how"]])).astype(np.int64)
        minutes[name] = weights
        offers.append(
            Offer(
                name, 0, many, room, 0, fixed // SMALLER[raw["how"]], window[0], window[1],
                window[1] - window[0], again, 0, 0, name,
            )
        )  # fmt: skip
    return tuple(offers), costs, minutes


def _points(raw: Mapping[str, Any], size: int) -> Any:
    return raw["node_coord"] if "node_coord" in raw else np.zeros((size, 2))


def _times(raw: Mapping[str, Any], size: int) -> tuple[Any, Any, Any]:
    """Return windows, minutes of service and when goods are at the depot, for each place."""
    windows = raw.get("time_window", np.tile([0, FOREVER], (size, 1)))
    service = np.broadcast_to(raw.get("service_time", 0), size).copy()
    service[0] = 0
    return windows, service, np.broadcast_to(raw.get("release_time", 0), size)


def cost(question: Question, answer: Answer) -> int:
    """Return what the legs of an answer cost, by the prices of the instance.

    Raises `ValueError` where tasks are left or limits are not kept.
    """
    if answer.left:
        raise ValueError(f"{len(answer.left)} tasks are left")
    if not answer.feasible:
        raise ValueError("the answer does not keep its limits")
    total = 0
    for leg in answer.legs:
        profile = question.offers[leg.offer].profile
        weights, unit = question.minutes[profile], int(profile.split("-")[2])
        stops = [0, *(question.tasks[task].place for task in leg.tasks), 0]
        total += unit * sum(int(weights[a, b]) for a, b in pairwise(stops))
    used = {(leg.offer, leg.unit) for leg in answer.legs}
    return total + sum(
        int(question.offers[offer].profile.split("-")[1]) for offer, _ in sorted(used)
    )


def ours(question: Question, seconds: float) -> int:
    """Solve by our adapter: iterations are measured first, then as many as the seconds hold."""
    started = time.process_time()
    Solver().solve(question, 1, 20)
    each = max(1e-4, (time.process_time() - started) / 20)
    left = seconds - (time.process_time() - started)
    answer = Solver().solve(question, 1, max(20, int(left / each)))
    return cost(question, answer)


class MaxCpu:
    """Stops PyVRP after CPU seconds, which a busy machine does not shorten."""

    def __init__(self, seconds: float) -> None:
        self._until = time.process_time() + seconds

    def __call__(self, best_cost: float) -> bool:
        return time.process_time() >= self._until


def plain(path: Path, seconds: float, how: str) -> int:
    """Solve by PyVRP's own reader and search."""
    data = pyvrp.read(path, round_func=how)
    return int(pyvrp.solve(data, MaxCpu(seconds), seed=1, display=False).cost())


def gaps(folder: Path, seconds: float) -> Iterator[Gap | str]:
    """Return the gap of each instance that has a best known, or why there is none."""
    for path in sorted([*folder.glob("**/*.vrp"), *folder.glob("**/*.txt")]):
        if not path.with_suffix(".sol").exists():
            yield f"{path.name}: no .sol with the best known beside it"
            continue
        try:
            raw = read(path)
            found = ours(asked(raw), seconds)
            best = best_known(path, raw["how"])
            yield Gap(path.stem, best, found, plain(path, seconds, raw["how"]))
        except ValueError as error:
            yield f"{path.name}: {error}" if path.name not in str(error) else str(error)


def main() -> int:
    """Print one line for each instance."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.plan.instances")
    parser.add_argument("--instances", type=Path, required=True)
    parser.add_argument("--seconds", type=float, default=10.0)
    arguments = parser.parse_args()
    found = []
    for each in gaps(arguments.instances, arguments.seconds):
        if isinstance(each, str):
            print(f"-- {each}")
            continue
        found.append(each)
        ours_, plain_ = each.percent(each.ours), each.percent(each.plain)
        print(f"{each.name:<20} best {each.best:>9}  ours {ours_:+.2f} %  PyVRP {plain_:+.2f} %")
    if found:
        mean = [sum(g.percent(v) for g, v in ((g, getattr(g, of)) for g in found)) / len(found)
                for of in ("ours", "plain")]  # fmt: skip
        print(f"{len(found)} instances, mean gap: ours {mean[0]:+.2f} %, PyVRP {mean[1]:+.2f} %")
    return 0


if __name__ == "__main__":
    sys.exit(main())
