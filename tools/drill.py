"""The drill of a lost laptop, done for real: back up, install on a second one, restore, compare.

    make wheel && python tools/drill.py dist/tepat-*.whl [--before OLDER.whl]

The first laptop is an environment with the older wheel (without one: the same), which loads the
demo and serves it. Its disk is then lost. The second begins with nothing but Python, the wheel,
the backup and the keys. Each step is printed with its seconds; at the end every number of the
board must be what it was, and the log must verify. Everything lies in a temporary folder.
"""

import argparse
import http.cookiejar
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tools.check_wheel import _environment, _free_port, _install, _tepat, _wait_for

BUDGET_S: Final = 600
BOARD: Final = "/e/pilkada-2024/63.09/papan/"
LOGIN: Final = "/akun/masuk/"
PERSON: Final = {"login": "bu_dewi", "password": "tepat-demo"}
NUMBER: Final = re.compile(r'data-n="([^"]+)"[^>]*>(.*?)</(?:a|b)>', re.DOTALL)
Given = TypeVar("Given")


class Steps:
    """What was done, with its seconds; those of the second laptop are summed."""

    def __init__(self) -> None:
        self.second = 0.0

    def do(self, name: str, work: Callable[[], Given], *, counts: bool = True) -> Given:
        began = time.perf_counter()
        done = work()
        took = time.perf_counter() - began
        self.second += took if counts else 0
        print(f"{name:<58} {took:7.1f} s{'' if counts else '  (first laptop)'}", flush=True)
        return done


def main(wheel: Path, before: Path) -> int:
    """Return 0 where the second laptop shows what the first one showed."""
    steps = Steps()
    with tempfile.TemporaryDirectory(prefix="tepat-drill-") as folder:
        place = Path(folder)
        first, second, stick = place / "laptop-1", place / "laptop-2", place / "stick"
        stick.mkdir()

        def step(name: str, work: Callable[[], Given]) -> Given:
            return steps.do(name, work, counts=False)

        python = step(f"install {before.name}", lambda: _install(first / "env", _server(before)))
        step("load the demo", lambda: _run(python, first, "demo", "--load"))
        shown = step("serve it, read the board", lambda: _numbers(python, first))
        step("tepat backup", lambda: _run(python, first, "backup", str(stick / "a.zip")))
        for each in ("keys", "secret_key"):
            _copy(first / "home" / each, stick / each)
        step("the first laptop is lost", lambda: shutil.rmtree(first))

        python = steps.do(f"install {wheel.name}", lambda: _install(second / "env", _server(wheel)))
        file = str(stick / "a.zip")
        steps.do("tepat restore --check", lambda: _run(python, second, "restore", "--check", file))
        steps.do("tepat restore", lambda: _run(python, second, "restore", file))
        for each in ("keys", "secret_key"):
            _copy(stick / each, second / "home" / each)
        found = steps.do("serve it, log in, read the board", lambda: _numbers(python, second))
        rebuild = ("log", "rebuild", "--kabupaten", "63.09")
        steps.do("tepat log rebuild, compare", lambda: _run(python, second, *rebuild))
    differ = {name for name in shown.keys() | found.keys() if shown.get(name) != found.get(name)}
    print(f"{len(shown)} numbers on the board, {len(differ)} differ: {sorted(differ)[:9]}")
    print(f"second laptop: {steps.second:.0f} s of {BUDGET_S} s")
    return 1 if differ or not shown else 0


def _server(wheel: Path) -> str:
    return f"{wheel}[server]"


def _copy(origin: Path, target: Path) -> None:
    if origin.is_dir():
        shutil.copytree(origin, target, dirs_exist_ok=True)
    else:
        shutil.copy2(origin, target)


def _run(python: Path, laptop: Path, *arguments: str) -> None:
    done = _tepat(python, *arguments, home=laptop / "home")
    if done.returncode:
        raise SystemExit(f"tepat {' '.join(arguments)}: {done.stdout}{done.stderr}")


def _numbers(python: Path, laptop: Path) -> dict[str, str]:
    """Serve the folder, log in, and return every number of the board by its name."""
    port = _free_port()
    command = [str(python), "-m", "tepat", "demo", "--day", "H-1", "--port", str(port)]
    out = subprocess.DEVNULL
    server = subprocess.Popen(command, env=_environment(laptop / "home"), stdout=out, stderr=out)
    origin = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{origin}/readyz", server)
        opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        )
        form = opener.open(origin + LOGIN, timeout=60).read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
        assert token is not None, "no form to log in"
        said = urllib.parse.urlencode({**PERSON, "csrfmiddlewaretoken": token[1]}).encode()
        opener.open(urllib.request.Request(origin + LOGIN, said, {"Referer": origin}), timeout=60)
        body = opener.open(origin + BOARD, timeout=60).read().decode()
    finally:
        server.terminate()
        server.wait(timeout=30)
    return {name: re.sub(r"<[^>]+>|\s+", " ", text).strip() for name, text in NUMBER.findall(body)}


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("wheel", type=Path)
    asked.add_argument("--before", type=Path)
    given = asked.parse_args()
    sys.exit(main(given.wheel.resolve(), (given.before or given.wheel).resolve()))
