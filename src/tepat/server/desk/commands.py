"""Commands that run the desk: serve, worker, and the demo."""

import argparse

from tepat.cli import Commands, prepare


def add(commands: Commands) -> None:
    """Add `serve`, `worker`."""
    serve = commands.add("serve", "jalankan desk di komputer ini")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8000)
    serve.set_defaults(run=_serve)
    worker = commands.add("worker", "jalankan hanya pekerjaan latar")
    worker.set_defaults(run=_work)


def _serve(arguments: argparse.Namespace) -> int:
    prepare()
    from tepat.server.desk.serving import serve

    return serve(arguments.host, arguments.port)


def _work(arguments: argparse.Namespace) -> int:
    prepare()
    from tepat.server.desk.serving import work

    return work()
