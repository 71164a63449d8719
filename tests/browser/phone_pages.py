"""Pages of `field/test/pages` built once and served on loopback, for tests and benchmarks.

Loopback is a secure context, so that they have a camera; no desk runs behind them.
"""

import atexit
import http.server
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VITE = ROOT / "node_modules/vite/bin/vite.js"


class Quiet(http.server.SimpleHTTPRequestHandler):
    extensions_map = {
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".wasm": "application/wasm",
    }

    def log_message(self, format: str, *args: object) -> None:
        pass


def build(folder: Path) -> None:
    """Build the pages into `folder`, with Node from its wheel."""
    config = ROOT / "field/test/pages/vite.config.ts"
    command = [sys.executable, str(ROOT / "tools/node.py"), str(VITE), "build"]
    subprocess.run(
        [
            *command,
            "--config",
            str(config),
            "--outDir",
            str(folder),
            "--emptyOutDir",
            "--logLevel",
            "warn",
        ],
        check=True,
        cwd=ROOT,
    )


@cache
def built() -> Path:
    """Return the folder of the pages, built once by this process and removed at its end."""
    folder = Path(tempfile.mkdtemp(prefix="tepat-pages-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    build(folder)
    return folder


@contextmanager
def served(folder: Path, handler: type[Quiet] = Quiet) -> Iterator[str]:
    """Serve `folder`, or what `handler` says, on a free port and give its address."""
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(handler, directory=str(folder))
    )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
