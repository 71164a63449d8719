"""Commands that run the desk: serve, worker, and the demo."""

import argparse
import subprocess
import sys
import time

from tepat.cli import Commands, prepare
from tepat.server.mirrored.commands import add_options, follow, open_room


def add(commands: Commands) -> None:
    """Add `serve`, `worker`, `demo`."""
    serve = commands.add("serve", "jalankan desk di komputer ini")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--no-worker", action="store_true", help="tanpa pekerjaan latar")
    serve.add_argument("--hall", action="store_true", help="sebagai hub aula, dengan HTTPS")
    serve.add_argument("--guide-port", type=int, default=8080, help="petunjuk sertifikat aula")
    add_options(serve)
    serve.set_defaults(run=_serve)
    worker = commands.add("worker", "jalankan hanya pekerjaan latar")
    worker.add_argument(
        "--until-closed", action="store_true", help="berhenti bila masukan standar ditutup"
    )
    worker.set_defaults(run=_work)
    demo = commands.add("demo", "gladi Kabupaten Tabalong yang berjalan sambil dilihat (contoh)")
    demo.add_argument(
        "--day",
        choices=["H-12", "H-1", "H"],
        default="",
        help="gambar diam: H-12 menyiapkan, H-1 sore mengirim, H malam menghitung",
    )
    demo.add_argument("--load", action="store_true", help="muat gambar diam saja (baku H-1)")
    demo.add_argument("--port", type=int, default=8000)
    demo.add_argument("--live", action="store_true", help="yang berjalan; baku tanpa --day")
    demo.add_argument(
        "--speed", type=float, default=60.0, help="yang berjalan: detik gladi tiap detik"
    )
    demo.set_defaults(run=_demo)


def _serve(arguments: argparse.Namespace) -> int:
    if arguments.hall:
        from tepat.server.hub.commands import hall

        return hall(arguments)
    is_own = open_room(arguments)
    _refuse_hub()
    from tepat.server.desk.serving import check_address, serve, web

    if is_own:
        follow(once=True)
    check_address(arguments.host)
    run = web if arguments.no_worker else serve
    return run(arguments.host, arguments.port)


def _refuse_hub() -> None:
    """Raise `Refused` in the folder of a hub: there is no desk, and no log may begin there."""
    from django.conf import settings

    from tepat.core.problems import Code, refuse

    if settings.IS_HUB:
        raise refuse(Code.HUB_NO_SERVER, folder=str(settings.HOME))


def _work(arguments: argparse.Namespace) -> int:
    prepare()
    from tepat.server.desk.serving import end_with_parent, work

    if arguments.until_closed:
        end_with_parent()
    return work()


def _demo(arguments: argparse.Namespace) -> int:
    if arguments.load:
        return _load_demo(arguments.day or "H-1")
    if arguments.live or not arguments.day:
        from tepat.gladi import live

        return live.run(arguments.port, arguments.speed)
    # Loading prints papers, and their threads do not survive the fork into web workers:
    # so it happens in a process of its own.
    command = [sys.executable, "-m", "tepat", "demo", "--load", "--day", arguments.day]
    loading = subprocess.run(command, check=False)
    if loading.returncode:
        return loading.returncode
    prepare()
    from tepat.server.desk.serving import serve
    from tepat.server.election.accounts.demo import LOGINS

    print("\n  nama        sandi       peran")
    for login in LOGINS:
        print(f"  {login.name:<11} {login.password:<11} {login.role.value}")
    print(f"\nDesk: http://127.0.0.1:{arguments.port}/", flush=True)
    return serve("127.0.0.1", arguments.port)


def _load_demo(day: str) -> int:
    prepare()
    from django.conf import settings

    from tepat.server.desk import demo

    settings.DEMO = True  # read from TEPAT_HOME before the first load made it a demo
    loaded = demo.load(time.perf_counter, to_eve=day != "H-12", to_vote=day == "H")
    took = sum(loaded.seconds.values())
    for step, seconds in loaded.seconds.items():
        print(f"  {seconds:5.1f} s  {step.removeprefix('tepat.server.').partition(':')[0]}")
    print(f"Demo {loaded.scope} siap dalam {took:.1f} detik. Angka yang dikarang ditandai contoh.")
    return 0
