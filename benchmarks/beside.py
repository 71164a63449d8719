"""A real server and its sequencer beside a benchmark, and what is seen of them meanwhile."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PUBLISHED_WITHIN_S = 120.0
"""So long the sequencer may take for what was there before the clock runs."""


@dataclass
class Seen:
    """What was seen at one moment: seconds from the beginning, MB and processor seconds."""

    at: float
    server: tuple[float, float]
    sequencer: tuple[float, float]
    published: dict[str, int]
    """By kabupaten, entries under its newest checkpoint."""


@contextmanager
def running(*, is_alone: bool = True) -> Iterator[tuple[int, list[int]]]:
    """Run server and sequencer; yield the port and their process groups, the server first.

    With `is_alone` no jobs run beside the pages. Raises SystemExit where it does not begin.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    jobs = ["--no-worker"] if is_alone else []
    beside = [_start("serve", *jobs, "--port", str(port)), _start("log", "sequence")]
    try:
        _wait_for(port)
        yield port, [each.pid for each in beside]
    finally:
        for process in beside:
            os.killpg(process.pid, signal.SIGTERM)
        for process in beside:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _start(*words: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tepat", *words]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            with socket.create_connection(("127.0.0.1", port), 1):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not begin")


def published(election: str, kabupaten: str) -> int:
    """Return how many entries the newest checkpoint of a log covers."""
    from tepat.server.log.publishing import status
    from tepat.server.log.publishing.place import Place

    place = Place(Path(os.environ["TEPAT_HOME"]), election, kabupaten, "")
    try:
        found: dict[str, Any] = json.loads(status.path_of(place).read_bytes())
    except (OSError, ValueError):
        return 0
    return int(found.get("size", 0))


def size(election: str, kabupaten: str) -> int:
    """Return how many entries a log has, as the tables say now."""
    from django.db import close_old_connections

    from tepat.server.log import queries

    close_old_connections()
    return queries.size(election, kabupaten)


def wait_for_the_sequencer(election: str, all_kabupaten: Sequence[str]) -> None:
    """Wait until every log is published as far as it goes. Raises SystemExit where it is not."""
    until = time.monotonic() + PUBLISHED_WITHIN_S
    for each in all_kabupaten:
        while published(election, each) < size(election, each):
            if time.monotonic() > until:
                raise SystemExit("the sequencer published nothing")
            time.sleep(0.1)


class Watch:
    """Looks at the server and the sequencer each half second, in a thread of its own."""

    def __init__(self, groups: list[int], how_far: Callable[[], dict[str, int]]) -> None:
        self._groups = groups
        self._how_far = how_far
        self._began = time.perf_counter()
        self._seen: list[Seen] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()

    def _look(self) -> None:
        while True:
            server, sequencer = (_used(group) for group in self._groups)
            far = self._how_far()
            at = time.perf_counter() - self._began
            self._seen.append(Seen(at, server, sequencer, far))
            if self._over.wait(0.5):
                return

    def end(self) -> list[Seen]:
        """Return what was seen, the last moment included."""
        self._over.set()
        self._thread.join()
        return self._seen


def _used(group: int) -> tuple[float, float]:
    """Memory in MB and processor seconds of one group; zeros where the system does not say."""
    memory, ticks = 0, 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
            if int(fields[2]) == group:
                memory += int(fields[21]) * os.sysconf("SC_PAGE_SIZE")
                ticks += int(fields[11]) + int(fields[12])
        except (OSError, ValueError, IndexError):
            continue
    return memory / 2**20, ticks / os.sysconf("SC_CLK_TCK")


def behind(told: Mapping[str, Sequence[tuple[int, float]]], seen: Sequence[Seen]) -> float:
    """Return the greatest age, in seconds, of an entry that no checkpoint covered yet.

    `told` has for each kabupaten how large its log was at which second, in order.
    """
    return max((_behind(each, sizes, seen) for each, sizes in told.items()), default=0.0)


def _behind(kabupaten: str, sizes: Sequence[tuple[int, float]], seen: Sequence[Seen]) -> float:
    worst, place = 0.0, 0
    for look in seen:
        while place < len(sizes) and sizes[place][0] <= look.published.get(kabupaten, 0):
            place += 1
        if place < len(sizes) and sizes[place][1] < look.at:
            worst = max(worst, look.at - sizes[place][1])
    return worst


def tell(seen: Sequence[Seen], count: int, own: float) -> float:
    """Print memory and processor of `count` facts; return the server's seconds for 1,000.

    `own` is the processor time of the load generator, in seconds.
    """
    first, middle, last = seen[0], seen[len(seen) // 2], seen[-1]
    memory = ", ".join(f"{each.server[0]:.0f}" for each in (first, middle, last))
    print(f"  the server had {memory} MB at the start, in the middle, at the end")
    spent = [last.server[1] - first.server[1], last.sequencer[1] - first.sequencer[1], own]
    words = ", ".join(f"{each / count * 1e6:.0f}" for each in spent)
    print(f"  microseconds of processor per fact: {words} (server, sequencer, load generator)")
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(
        f"  {os.cpu_count()} cores{load}; checkpoints cover {sum(last.published.values())} entries"
    )
    return spent[0] / count * 1_000


def growth(seen: Sequence[Seen]) -> float:
    """Return memory of the server at the end against the middle."""
    middle, last = seen[len(seen) // 2], seen[-1]
    return last.server[0] / middle.server[0] if middle.server[0] else 1.0
