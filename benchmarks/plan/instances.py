"""Gap to the best known on public instances, beside plain PyVRP, at equal CPU seconds.

python -m benchmarks.plan.instances --instances FOLDER [--seconds 10]

Reads CVRP and VRPTW files (`.vrp`, `.txt`) with a `.sol` of the best known beside each. They go
through our own question, adapter and answer, so the gap is that of the encoding: a depot, equal
vehicles, one day. What the model does not cover (several depots in one file, backhauls, release
times, priced fleets) is named and left out. Costs are those of the instance: rounded beelines.
"""

import argparse
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyvrp
import vrplib
from numpy.typing import NDArray
from pyvrp.stop import MaxRuntime

from tepat.adapters.vrp import Solver
from tepat.core.plan.schedule.routing import Answer, Offer, Question, Task

FOREVER = 10**9
KNOWN = {
    *("name", "comment", "type", "dimension", "edge_weight", "edge_weight_type"),
    *("edge_weight_format", "capacity", "node_coord", "demand", "depot", "vehicles"),
    *("time_window", "service_time"),
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
    rounded = np.floor(raw["edge_weight"] * 10) if solomon else np.rint(raw["edge_weight"])
    raw["edge_weight"] = rounded.astype(np.int64)
    for key in ("time_window", "service_time") if solomon else ():
        raw[key] = (raw[key] * 10).astype(np.int64)
    return raw


def best_known(path: Path) -> int:
    """Return the cost of the best known solution, in the units of `read`."""
    scale = 10 if path.suffix == ".txt" else 1
    return round(float(vrplib.read_solution(path.with_suffix(".sol"))["cost"]) * scale)


def asked(raw: Mapping[str, Any]) -> Question:
    """Return an instance as the question our adapter is asked."""
    size = len(raw["demand"])
    windows, service = _times(raw, size)
    tasks = tuple(
        Task(
            at,
            int(raw["demand"][at]),
            0,
            int(service[at]),
            int(windows[at, 0]),
            int(windows[at, 1]),
        )
        for at in range(1, size)
    )
    start, end = int(windows[0, 0]), int(windows[0, 1])
    offer = Offer(
        "v", 0, int(raw.get("vehicles", size - 1)), int(raw["capacity"]), 0, 0, start, end,
        end - start, 1, 0, 0, "v",
    )  # fmt: skip
    weights: NDArray[np.int64] = raw["edge_weight"]
    points = tuple((float(y), float(x)) for x, y in _points(raw, size))
    return Question(points, tasks, (offer,), {"v": weights}, {"v": weights})


def _points(raw: Mapping[str, Any], size: int) -> Any:
    return raw["node_coord"] if "node_coord" in raw else np.zeros((size, 2))


def _times(raw: Mapping[str, Any], size: int) -> tuple[Any, Any]:
    windows = raw.get("time_window", np.tile([0, FOREVER], (size, 1)))
    return windows, raw.get("service_time", np.zeros(size, dtype=np.int64))


def cost(question: Question, answer: Answer) -> int:
    """Return what the legs of an answer drive. Raises `ValueError` where tasks are left."""
    if answer.left:
        raise ValueError(f"{len(answer.left)} tasks are left")
    weights, total = question.costs["v"], 0
    for leg in answer.legs:
        stops = [0, *(question.tasks[task].place for task in leg.tasks), 0]
        total += sum(int(weights[a, b]) for a, b in pairwise(stops))
    return total


def ours(question: Question, seconds: float) -> int:
    """Solve by our adapter: iterations are measured first, then as many as the seconds hold."""
    started = time.process_time()
    Solver().solve(question, 1, 20)
    each = max(1e-4, (time.process_time() - started) / 20)
    left = seconds - (time.process_time() - started)
    answer = Solver().solve(question, 1, max(20, int(left / each)))
    return cost(question, answer)


def plain(path: Path, seconds: float) -> int:
    """Solve by PyVRP's own reader and search."""
    solomon = path.suffix == ".txt"
    data = pyvrp.read(path, round_func="dimacs" if solomon else "round")
    return int(pyvrp.solve(data, MaxRuntime(seconds), seed=1, display=False).cost())


def gaps(folder: Path, seconds: float) -> Iterator[Gap | str]:
    """Return the gap of each instance that has a best known, or why there is none."""
    for path in sorted([*folder.glob("**/*.vrp"), *folder.glob("**/*.txt")]):
        if not path.with_suffix(".sol").exists():
            yield f"{path.name}: no .sol with the best known beside it"
            continue
        try:
            question = asked(read(path))
            found = ours(question, seconds)
            yield Gap(path.stem, best_known(path), found, plain(path, seconds))
        except ValueError as error:
            yield str(error)


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
