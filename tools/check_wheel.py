"""Install the built wheel into empty environments and use it as a newcomer on Windows would.

Twice: with nothing but the base dependencies, where `tepat` must answer and say plainly
what is missing; and with `[server]`, where the demo must load and be served without
make, Node or a shell.

    python tools/check_wheel.py dist/tepat-0.1.0-py3-none-any.whl
"""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = (
    ("/healthz", "ok"),
    ("/readyz", "ready"),
    ("/", "<form"),
    ("/lapangan/", "<html"),
    ("/api/openapi.json", '"openapi"'),
)
"""Address, and a text that its answer must hold."""

BASE = {"tepat", "pynacl", "cffi", "pycparser", "pip", "setuptools"}


def main(wheel: Path) -> int:
    """Return 0 where both installations do what they promise."""
    with tempfile.TemporaryDirectory(prefix="tepat-wheel-") as folder:
        base = _install(Path(folder) / "base", str(wheel))
        _check_base(base)
        _check_log(base, Path(folder) / "log")
        server = _install(Path(folder) / "server", f"{wheel}[server]")
        _check_server(server, Path(folder) / "home")
    return 0


def _install(folder: Path, what: str) -> Path:
    """Make an empty environment, install `what` at the locked versions, return its Python."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    pins = folder / "pins.txt"
    lock = (ROOT / "requirements" / "app.lock").read_text(encoding="utf-8")
    # Constraints may not carry hashes, the lock does.
    pins.write_text("\n".join(re.findall(r"^[a-z].*?(?= \\$|$)", lock, re.MULTILINE)))
    pip = [str(python), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    subprocess.run([*pip, "-c", str(pins), what], check=True)
    return python


def _check_base(python: Path) -> None:
    version = _tepat(python, "--version")
    assert version.returncode == 0, version.stderr
    assert version.stdout.startswith("tepat "), version.stdout
    refused = _tepat(python, "serve")
    assert refused.returncode != 0, "serve ran without the server extra"
    assert "tepat[server]" in refused.stderr, refused.stderr
    assert "Traceback" not in refused.stderr, refused.stderr
    print("Base install: answers, and names what the server needs.")


def _check_log(python: Path, folder: Path) -> None:
    """With nothing but a signature library: verify a log, copy it, and witness it."""
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    from tests import logs

    listed = subprocess.run(
        [str(python), "-m", "pip", "list", "--format=freeze", "--disable-pip-version-check"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    extra = {line.partition("==")[0].lower() for line in listed.split()} - BASE
    assert not extra, f"the base install brings {extra}"
    log = logs.a_log(folder / "log", 300)
    log.publish()
    where, policy = str(log.folder), str(log.policy(folder / "policy"))
    witness = str(folder / "saksi")
    for arguments in (
        ("verify", where, "--policy", policy),
        ("mirror", where, str(folder / "copy"), "--policy", policy),
        ("prove", "299", "--log", where, "-o", str(folder / "proof")),
        ("check-proof", str(folder / "proof"), "--policy", policy),
        ("witness", "init", witness, "--name", "b.example", "--log", logs.log_vkey()),
        ("witness", "stick", witness, "--stick", where),
    ):
        ran = _tepat(python, "log", *arguments)
        assert ran.returncode == 0, ran.stdout + ran.stderr
    tile = log.folder / "tile/entries/000"
    tile.write_bytes(tile.read_bytes().replace(b"S00030", b"S99999"))
    found = _tepat(python, "log", "verify", where, "--policy", policy)
    assert found.returncode == 1, found.stdout + found.stderr
    assert "Peristiwa 35" in found.stdout, found.stdout
    print("Base install: verifies, copies, proves and witnesses a log, and finds a changed byte.")


def _check_server(python: Path, home: Path) -> None:
    started = time.perf_counter()
    loaded = _tepat(python, "demo", "--load", "--day", "H-12", home=home)
    assert loaded.returncode == 0, loaded.stdout + loaded.stderr
    print(f"Server install: demo loaded in {time.perf_counter() - started:.1f} s.")
    port = _free_port()
    command = [str(python), "-m", "tepat", "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=_environment(home))
    try:
        _wait_for(f"http://127.0.0.1:{port}/readyz", server)
        for address, text in PAGES:
            _check_page(f"http://127.0.0.1:{port}{address}", text)
        _check_assets(f"http://127.0.0.1:{port}", "/")
        _check_assets(f"http://127.0.0.1:{port}", "/lapangan/")
    finally:
        server.terminate()
        server.wait(timeout=20)
    print("Server install: serves its pages and their files.")


def _check_page(url: str, text: str) -> str:
    with urllib.request.urlopen(url, timeout=30) as answer:
        body: str = answer.read().decode("utf-8", "replace")
    assert text in body, f"{url} does not hold {text!r}"
    return body


def _check_assets(origin: str, page: str) -> None:
    """Every script and style that `page` names must be there: the wheel ships them."""
    body = _check_page(origin + page, "<")
    named = re.findall(r'(?:href|src)="([^"]+\.(?:css|js|mjs|svg|woff2))(?:\?[^"]*)?"', body)
    assert named, f"{page} names no script or style"
    for each in named:
        address = each if each.startswith("/") else page + each.removeprefix("./")
        _check_page(origin + address, "")


def _tepat(
    python: Path, *arguments: str, home: Path | None = None
) -> subprocess.CompletedProcess[str]:
    command = [str(python), "-m", "tepat", *arguments]
    return subprocess.run(
        command, env=_environment(home), capture_output=True, text=True, check=False
    )


def _environment(home: Path | None) -> dict[str, str]:
    """The environment of somebody who has nothing but this installation."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP", "TMP") if name in os.environ}
    empty = {"PATH": "", "PYTHONUTF8": "1", "PYTHONSAFEPATH": "1"}
    return kept | empty | ({"TEPAT_HOME": str(home)} if home else {})


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str, server: subprocess.Popen[bytes], seconds: int = 60) -> None:
    for _ in range(seconds * 4):
        assert server.poll() is None, "the server ended by itself"
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.25)
    raise SystemExit(f"{url} did not answer within {seconds} s")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
