"""Dropping every state of 40,000 facts and folding it again from the log: budget 30 s.

On SQLite, or on the empty PostgreSQL database that `TEPAT_DATABASE_URL` names. `FACTS`
asks for another number. python -m benchmarks.bench_rebuild
"""

import os
import resource
import tempfile
import time

from benchmarks.figures import figure

FACTS = int(os.environ.get("FACTS", "40000"))
BUDGET_S = 30.0


def main() -> None:
    os.environ["TEPAT_HOME"] = tempfile.mkdtemp(prefix="tepat-bench-")
    os.environ.setdefault("TEPAT_TASKS", "immediate")
    from tepat.cli import prepare

    prepare()
    from django.db import connection

    from tepat.server import flow
    from tests.rehearsal import rehearse
    from tests.worlds import contoh_scope

    scope = contoh_scope()
    began = time.perf_counter()
    rehearse(scope, FACTS)
    print(f"  the rehearsal took {time.perf_counter() - began:.0f} s", flush=True)
    began, spent = time.perf_counter(), time.process_time()
    again = flow.rebuild(scope)
    took, spent = time.perf_counter() - began, time.process_time() - spent
    assert again.differences == (), again.differences[:3]
    figure(f"rebuild {again.facts:,} facts on {connection.vendor}", took, BUDGET_S)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    load = os.getloadavg()[0]
    print(f"  {spent:.1f} s of this process, peak {peak_mb:.0f} MB, load {load:.1f}")


if __name__ == "__main__":
    main()
