"""Verifying a log of 40,000 facts on one core: budget 30 s.

python -m benchmarks.bench_verify
"""

import resource
import tempfile
import time
from pathlib import Path

from benchmarks.figures import figure
from tepat.witness import sources, trust
from tepat.witness.verifying.run import Asked, verify
from tests.logs import a_log

FACTS = 40_000
BUDGET_S = 30.0


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        log = a_log(Path(folder) / "log", FACTS)
        where = log.publish()
        policy = log.policy(Path(folder) / "policy")
        asked = Asked(trust.read_policy(policy), str(policy))
        started = time.perf_counter()
        report = verify(sources.opened(str(where)), asked)
        took = time.perf_counter() - started
    assert report.is_fine, report.sentence
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figure("verify 40,000 facts, with all package states", took, BUDGET_S)
    print(f"  {report.signatures:,} signatures, {report.packages:,} states, peak {peak_mb:.0f} MB")


if __name__ == "__main__":
    main()
