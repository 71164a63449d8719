"""Check that each run-time dependency can be installed on Windows without a compiler.

Reads `requirements/app.lock`, keeps what its markers ask for on Windows, and lets pip
resolve each pinned wheel for win_amd64 and Python 3.11. A dependency without one must
become an extra with a twin (see docs/developers/deployment.md).

    python tools/check_windows_wheels.py
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from pip._vendor.packaging.requirements import Requirement

LOCK = Path(__file__).resolve().parent.parent / "requirements" / "app.lock"
WINDOWS = {
    "implementation_name": "cpython",
    "os_name": "nt",
    "platform_machine": "AMD64",
    "platform_python_implementation": "CPython",
    "platform_system": "Windows",
    "python_full_version": "3.11.9",
    "python_version": "3.11",
    "sys_platform": "win32",
    "extra": "",
}


def wanted(lock: str) -> list[str]:
    """Return the pinned requirements of `lock` that hold on Windows, without markers."""
    pins = []
    for line in lock.splitlines():
        if not line[:1].isalpha():
            continue
        requirement = Requirement(line.removesuffix("\\").strip())
        if requirement.marker is None or requirement.marker.evaluate(WINDOWS):
            pins.append(f"{requirement.name}{requirement.specifier}")
    return pins


def main() -> int:
    """Return 0 where every wheel was found; pip names the first that is missing."""
    pins = wanted(LOCK.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "install", "-qq", "--dry-run", "--no-deps"]
        command += ["--ignore-installed", "--target", folder, "--only-binary", ":all:"]
        command += ["--platform", "win_amd64", "--python-version", "3.11"]
        found = subprocess.run([*command, *pins], check=False)
    if found.returncode == 0:
        print(f"{len(pins)} dependencies have a wheel for Windows.")
    return found.returncode


if __name__ == "__main__":
    sys.exit(main())
