"""The pages of a large kabupaten, each against its budget: Jombang, 306 desa, 4,299 TPS, packed.

Reads the real sheet and outlines where they are beside the checkout. Figures are the median
of twenty requests inside the process: the server's time, without a network.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.figures import figure

BUDGET_MS = 200.0
BUDGET_KB = 60.0
REPEAT = 20
DATA = Path(__file__).resolve().parents[2] / "shared/data"
SHEET = DATA / "tps/tps_2019_35.17_jombang.csv"
REGIONS = DATA / "wilayah/wilayah.csv.gz"
OUTLINES = DATA / "wilayah/boundaries_35.17_jombang.geojson.gz"
KABUPATEN = "35.17"
ELECTIONS = ("pemilu-2024", "pilkada-2024")
PAGES = ("overview", "map", "tps_list", "regions", "needs", "stock", "packing", "shipments")


def main() -> None:
    """Tell milliseconds of each page, and how many queries it takes."""
    if not SHEET.exists():
        print(f"{SHEET} is not here: nothing measured")
        return
    if "TEPAT_BENCH_HOME" in os.environ:
        os.environ["TEPAT_HOME"] = os.environ["TEPAT_BENCH_HOME"]
    else:
        os.environ["TEPAT_HOME"] = tempfile.mkdtemp(prefix="tepat-bench-")
        _import()
    os.environ["TEPAT_TASKS"] = "immediate"
    from tepat.cli import prepare

    prepare()
    for election in ELECTIONS:
        _measure(election)


def _import() -> None:
    """Bring Jombang in by the commands a person uses."""
    _tepat("election", "regions", "import", str(REGIONS))
    _tepat("election", "regions", "boundaries", str(OUTLINES))
    for election in ELECTIONS:
        where = ("--election", election, "--kabupaten", KABUPATEN)
        _tepat("election", "import", *where, "--yes", str(SHEET))


def _tepat(*words: str) -> None:
    command = [sys.executable, "-m", "tepat", *words]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _pack_everything(scope: Any) -> None:
    """Say that every package is sealed, in the table the pages read: the eve of departure."""
    from tepat.server.move.models import PackageState
    from tepat.server.plan.models import Package

    if PackageState.objects.filter(scope=scope).exists():
        return
    rows = list(Package.objects.filter(scope=scope).values_list("code", "inside", "contents"))
    held: dict[str, list[dict[str, Any]]] = {}
    for code, inside, contents in rows:  # what lies in an envelope is counted into its box, too
        for line in contents:
            if line["quantity"] is not None:
                said = {"item": line["item"], "sku": line.get("sku", "")}
                for package in {code, inside or code}:
                    held.setdefault(package, []).append({**said, "count": line["quantity"]})
    PackageState.objects.bulk_create(
        [
            PackageState(
                scope=scope,
                package=code,
                state="sealed",
                seals=[f"KB{number:07}"],
                lies_in=inside,
                contents=held.get(code, []),
            )
            for number, (code, inside, _) in enumerate(rows)
        ],
        batch_size=2_000,
    )


def _measure(election: str) -> None:
    import gzip

    from django.db import connection
    from django.test import Client
    from django.urls import reverse

    from tepat.core.election.roles import Role
    from tepat.server.election.elections import election_of
    from tepat.server.election.models import Scope, User
    from tepat.server.plan.models import Package
    from tepat.server.plan.packages.services import regenerate

    scope = Scope.objects.get(election=election, kabupaten=KABUPATEN)
    if not Package.objects.filter(scope=scope).exists():
        from tepat.server import clock

        regenerate(scope, election_of(scope), clock.now())
    _pack_everything(scope)
    user, _ = User.objects.get_or_create(username="bench")
    user.role_grants.get_or_create(role=Role.KPU.value, area=KABUPATEN)
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    for name in PAGES:
        address = reverse(name, args=[election, KABUPATEN])
        client.get(address)
        asked = _Asked()
        with connection.execute_wrapper(asked):
            body = client.get(address).content
        times = []
        for _ in range(REPEAT):
            began = time.perf_counter()
            client.get(address)
            times.append((time.perf_counter() - began) * 1000)
        packed = len(gzip.compress(body)) / 1000
        size = f"{len(body) / 1000:.0f} kB, compressed {packed:.0f} kB"
        print(f"{election} {name}: {asked.count} queries, {size}")
        figure(f"{election}: {name}", statistics.median(times), BUDGET_MS, "ms")
        if name == "overview":
            figure(f"{election}: {name}, compressed", packed, BUDGET_KB, "kB")


class _Asked:
    """Counts the queries of one request; the client resets Django's own list."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, go: Callable[..., Any], *what: Any) -> Any:
        self.count += 1
        return go(*what)


if __name__ == "__main__":
    main()
