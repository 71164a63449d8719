"""Packing at the size of Jombang: packages made, facts taken, a scan answered.

Each figure stands beside its budget.
"""

import os
import tempfile
import time
from datetime import UTC, datetime

from benchmarks.figures import figure

BUDGET_REGENERATE, BUDGET_ACCEPT, BUDGET_SCAN = 10.0, 10.0, 0.1
TPS_COUNT = 1_942


def main() -> None:
    """Tell each figure beside its budget."""
    os.environ.setdefault("TEPAT_HOME", tempfile.mkdtemp(prefix="tepat-bench-"))
    os.environ.setdefault("TEPAT_TASKS", "immediate")
    from tepat.cli import prepare

    prepare()
    from uuid import UUID

    from tepat.core.move import events
    from tepat.server import flow
    from tepat.server.election.elections import election_of
    from tepat.server.election.models import Scope, Tps, User
    from tepat.server.move.packing import queries, station
    from tepat.server.plan.models import Package
    from tepat.server.plan.packages.services import regenerate

    now = datetime(2024, 11, 12, 18, 14, tzinfo=UTC)
    scope = Scope.objects.create(election="pilkada-2024", kabupaten="35.17")
    Tps.objects.bulk_create(
        Tps(
            scope=scope,
            code=f"35.17.{1 + n % 21:02d}.{2001 + n // 21 % 15}-{1 + n // 315:03d}",
            desa=f"35.17.{1 + n % 21:02d}.{2001 + n // 21 % 15}",
            kecamatan=f"35.17.{1 + n % 21:02d}",
            number=1 + n // 315,
            dpt=500,
        )
        for n in range(TPS_COUNT)
    )
    election = election_of(scope)
    _timed(f"packages of {TPS_COUNT} TPS", BUDGET_REGENERATE, regenerate, scope, election, now)
    boxes = list(Package.objects.filter(scope=scope, form="K"))
    facts = [
        events.Packed(
            election=scope.election,
            kabupaten=scope.kabupaten,
            at=now,
            by=str(UUID(int=1)),
            package=box.code,
            contents=(events.Counted("surat_suara", 513, "KWK-BUP/35.17"),),
        )
        for box in boxes[1:]
    ]
    _timed(f"{len(facts)} facts taken", BUDGET_ACCEPT, flow.report, scope, facts, UUID(int=1), now)
    _timed("rebuilt from the log", BUDGET_ACCEPT, flow.rebuild, scope)
    _timed("progress of the list", BUDGET_SCAN, queries.progress, scope)
    user = User.objects.create(username="bench")
    _timed("one scan", BUDGET_SCAN, station.scan, scope, user, election, boxes[0].code, now)
    _timed("one count", BUDGET_SCAN, station.scan, scope, user, election, "513", now)


def _timed(name: str, budget: float, run: object, *arguments: object) -> None:
    assert callable(run)
    began = time.perf_counter()
    run(*arguments)
    seconds = time.perf_counter() - began
    figure(name, seconds, budget)


if __name__ == "__main__":
    main()
