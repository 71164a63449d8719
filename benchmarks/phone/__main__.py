"""Run every benchmark of the phone and print one table of figures.

python -m benchmarks.phone [name ...]
"""

import sys
from pathlib import Path
from typing import Any

from benchmarks.__main__ import run, table


def main(names: list[str]) -> int:
    """Return 0 where every benchmark ran. A figure over its budget is shown, not an error."""
    rows: list[dict[str, Any]] = []
    failed = []
    for path in sorted(Path(__file__).parent.glob("bench_*.py")):
        name = path.stem.removeprefix("bench_")
        if names and name not in names:
            continue
        print(f"-- {name}", flush=True)
        if not run(f"phone.{path.stem}", rows):
            failed.append(name)
    table(rows)
    for name in failed:
        print(f"{name} did not finish", file=sys.stderr)
    return len(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
