"""Run the desk: the web server and the worker beside it, each in its own process."""

import os
import signal
import subprocess
import sys


def serve(host: str, port: int) -> int:
    """Serve until stopped. The worker ends with the web server, whatever ends it."""
    worker = subprocess.Popen([sys.executable, "-m", "tepat", "worker"])
    try:
        return web(host, port)
    finally:
        worker.terminate()
        try:
            worker.wait(timeout=10)
        except subprocess.TimeoutExpired:
            worker.kill()


def web(host: str, port: int) -> int:
    """Serve pages and API with granian until stopped."""
    from granian.constants import Interfaces
    from granian.server import Server

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tepat.server.settings")
    server = Server(
        "tepat.server.asgi:application",
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        websockets=False,
    )
    server.serve()
    return 0


def work() -> int:
    """Run background jobs until stopped."""
    from django.core.management import call_command

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    call_command("db_worker", "--no-startup-delay", verbosity=0)
    return 0
