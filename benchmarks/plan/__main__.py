"""Print how peers compare, and write it down: python -m benchmarks.plan [--out FILE] [--only NAME].

Each plan of each peer stands beside the cheapest of our plans that is at least as sure on the
same unseen scenarios. Every regency is a process of its own.
"""

import argparse
import os
import sys
from datetime import UTC, datetime
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from benchmarks.__main__ import machine
from benchmarks.plan import regencies
from benchmarks.plan.comparing import Compared, compared, said


def main() -> int:
    """Run all that is asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.plan", description=__doc__)
    parser.add_argument("--out", type=Path, help="also write the tables to this file")
    parser.add_argument("--only", default="", help="part of the name of a regency")
    parser.add_argument("--seconds", type=float, default=1.0, help="a day, of peers with a clock")
    parser.add_argument("--jobs", type=int, default=1, help="regencies at once")
    parser.add_argument("--short", action="store_true", help="shorter sweeps of the peers")
    arguments = parser.parse_args()
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):  # one thread in each process
        os.environ[name] = "1"
    command = "python -m benchmarks.plan " + " ".join(sys.argv[1:])
    begun = f"Begun {datetime.now(UTC):%Y-%m-%d %H:%M} UTC; {machine()}; one thread each."
    wanted = [name for name in regencies.names() if arguments.only in name]
    done: list[Compared] = []
    with get_context("spawn").Pool(arguments.jobs, maxtasksperchild=1) as pool:
        work = partial(compared, seconds=arguments.seconds, short=arguments.short)
        for each in pool.imap_unordered(work, wanted, chunksize=1):
            done = sorted([*done, each], key=lambda one: wanted.index(one.name))
            print("\n".join(each.lines), flush=True)
            if arguments.out:
                text = _page(begun, command.strip(), arguments, done, len(wanted))
                arguments.out.write_text(text, encoding="utf-8")
    return 0


def _page(
    begun: str, command: str, arguments: argparse.Namespace, done: list[Compared], of: int
) -> str:
    busy = f"load at the end {os.getloadavg()[0]:.1f}"
    head = ["# Other planners on the same days, modes and fleet", "", f"{begun} {busy}."]
    if len(done) < of:
        head += ["", f"Not finished: {len(done)} of {of} regencies."]
    rows, more = sum(each.rows for each in done), [each for each in done if each.more]
    head += [f"`{command}`", "", *said(arguments.seconds, arguments.short), ""]
    head += [f"Plans of peers in all: {rows}; ours costs more, or is never so sure, in "
             f"{sum(len(each.more) for each in more)}."]  # fmt: skip
    head += [f"- {each.name}: {' '.join(each.more)}" for each in more]
    return "\n".join([*head, *(line for each in done for line in ("", *each.lines)), ""])


if __name__ == "__main__":
    sys.exit(main())
