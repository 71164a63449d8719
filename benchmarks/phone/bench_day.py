"""First load, a day's bytes, memory after 2,000 facts.

The figures of a day are told by `tests/browser/test_phone_day.py`, against a real server.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

from benchmarks.figures import MARK, figure

ROOT = Path(__file__).resolve().parents[2]
FACTS = "2000"


def main() -> None:
    print(f"load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    size = [sys.executable, str(ROOT / "tools/node.py"), str(ROOT / "tools/phone_size.mjs")]
    told = subprocess.run(size, capture_output=True, text=True, check=False).stdout
    found = re.search(r"(\d+)  gzip bytes of the first load, budget (\d+)", told)
    if found is None:
        print("skipped: the phone is not built, run make assets")
        return
    figure("first load, gzip", int(found[1]) / 1000, int(found[2]) / 1000, "kB")
    command = [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:xdist"]
    environment = {**os.environ, "FACTS": FACTS}
    ran = subprocess.run(
        [*command, str(ROOT / "tests/browser/test_phone_day.py")],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment,
        check=False,
    )
    for line in ran.stdout.splitlines():
        if MARK in line:
            print(line[line.index(MARK) :], flush=True)
    if ran.returncode:
        sys.exit(ran.stdout[-2_000:] + ran.stderr[-2_000:])


if __name__ == "__main__":
    main()
