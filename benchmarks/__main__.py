"""Run every benchmark in a process of its own and print one table of figures.

python -m benchmarks [--list] [name ...]
"""

import ast
import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.figures import MARK

HERE = Path(__file__).resolve().parent


def main(names: list[str]) -> int:
    """Return 0 where every benchmark ran. A figure over its budget is shown, not an error."""
    if names == ["--list"]:
        for path in sorted(HERE.glob("bench_*.py")):
            says = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
            print(f"{path.stem.removeprefix('bench_'):<12}  {says.partition(chr(10))[0]}")
        return 0
    rows: list[dict[str, Any]] = []
    failed = []
    for path in sorted(HERE.glob("bench_*.py")):
        if names and path.stem.removeprefix("bench_") not in names:
            continue
        print(f"-- {path.stem.removeprefix('bench_')}", flush=True)
        if not run(path.stem, rows):
            failed.append(path.stem)
    table(rows)
    for name in failed:
        print(f"{name} did not finish", file=sys.stderr)
    return len(failed)


def run(module: str, rows: list[dict[str, Any]]) -> bool:
    """Run one benchmark; keep its figures, show everything else it says."""
    started = time.perf_counter()
    code = f"from benchmarks.{module} import main; main()"
    path = os.pathsep.join([str(HERE.parent / "src"), str(HERE.parent)])
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    for line in process.stdout:
        if line.startswith(MARK):
            rows.append(json.loads(line.removeprefix(MARK)))
        else:
            print("   " + line, end="", flush=True)
    ended = process.wait()
    print(f"   ({time.perf_counter() - started:.1f} s in all)", flush=True)
    return ended == 0


def table(rows: list[dict[str, Any]]) -> None:
    print(f"\n{machine()}\n")
    widest = max((len(row["what"]) for row in rows), default=6)
    print(f"{'figure':<{widest}}  {'measured':>12}  {'budget':>10}  {'':<6}  against a peer")
    for row in rows:
        within = "ok" if row["value"] <= row["budget"] else "OVER"
        print(
            f"{row['what']:<{widest}}  {row['value']:>9.3g} {row['unit']:<2}  "
            f"{row['budget']:>7.3g} {row['unit']:<2}  {within:<6}  {_peer(row)}"
        )


def _peer(row: dict[str, Any]) -> str:
    if not row["peer"]:
        return ""
    name, value = row["peer"]
    return f"{row['value'] / value:.2f} x {name}"


def machine() -> str:
    """One line that says where these figures hold, and how busy it was."""
    busy = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    python = f"Python {platform.python_version()}"
    return f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}, {python}{busy}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
