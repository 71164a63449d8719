"""Ports for programs that are told one and bind it later.

A port that the system gave away once and got back may be taken by any connection before the
program binds it: the system takes the ports of connections from the same range. So these
lie below that range, where nothing is taken by chance, and each worker has its own.
"""

import os
import socket
from collections.abc import Iterator
from random import Random

LOWEST, A_WORKER = 12_000, 1_000
"""Linux begins its range at 32,768, macOS and Windows at 49,152."""


def _untaken() -> Iterator[int]:
    """Ports of this worker, each once, in an order of this process."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw") or 0) % 16
    ports = list(range(LOWEST + worker * A_WORKER, LOWEST + (worker + 1) * A_WORKER))
    Random(os.getpid()).shuffle(ports)
    yield from ports


_ports = _untaken()


def free_port() -> int:
    """Return a port of loopback on which nothing listens, and never the same one twice."""
    for port in _ports:
        with socket.socket() as tried:
            try:
                tried.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("every port of this worker was given away")
