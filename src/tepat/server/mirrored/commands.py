"""Commands of a room's own installation: become one, and follow its mirrors."""

import argparse
import sys
import threading
from pathlib import Path

from tepat.cli import Commands, prepare


def add(commands: Commands) -> None:
    """Add `log follow`."""
    follow = commands.add("log follow", "ikuti cermin log KPU, di instalasi ruang sendiri")
    follow.add_argument("--once", action="store_true", help="satu putaran, lalu berhenti")
    follow.add_argument(
        "--until-closed", action="store_true", help="berhenti bila masukan standar ditutup"
    )
    add_options(follow)
    follow.set_defaults(run=_follow)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what says whose installation this is, and where it reads the log."""
    parser.add_argument("--room", choices=("kpu", "bawaslu", "polri"), help="instalasi milik siapa")
    parser.add_argument(
        "--mirror",
        action="append",
        default=[],
        metavar="FOLDER_ATAU_ALAMAT",
        help="cermin log KPU; boleh berulang; diingat sejak pertama",
    )
    parser.add_argument("--policy", type=Path, help="kebijakan ruang ini: kunci log yang dipercaya")
    parser.add_argument("--token-file", type=Path, help="berkas token cermin, bila diminta")
    parser.add_argument("--every", type=float, default=0, help="detik antara dua pembacaan cermin")
    parser.add_argument(
        "--demo-clock",
        action="store_true",
        help="ruang ini contoh: ikuti jam contoh KPU; diingat sejak pertama",
    )


def open_room(arguments: argparse.Namespace) -> bool:
    """Set Django up as the installation that was asked for; tell whether it is a room's own.

    A folder that cannot become a room stays what it was.
    """
    from tepat.core.election.roles import OWN_ROOMS
    from tepat.core.problems import Refused
    from tepat.server import environment
    from tepat.server.mirrored.marking import mark

    home, said = environment.home(), environment.text("TEPAT_ROOM").strip()
    room = arguments.room or (said if said in OWN_ROOMS else "")
    is_new = bool(room) and mark(home, room)
    prepare()
    from tepat.server import own_room
    from tepat.server.mirrored import running

    if not own_room.is_own():
        return False
    asked = (arguments.mirror, arguments.policy, arguments.token_file, arguments.every)
    try:
        running.prepare(home, *asked, demo_clock=arguments.demo_clock)
    except Refused:
        if is_new:
            (home / environment.ROOM_FILE).unlink(missing_ok=True)
        raise
    return True


def follow(*, once: bool) -> bool:
    """Follow the mirrors of this room; say whether the last round was good."""
    from tepat.server.mirrored import running

    return running.run(running.home(), threading.Event(), once=once, tell=_say)


def _follow(arguments: argparse.Namespace) -> int:
    from tepat.core.problems import Code, refuse
    from tepat.server import environment
    from tepat.server.desk.serving import end_with_parent

    if not open_room(arguments):
        raise refuse(Code.ROOM_NO_MIRROR, folder=str(environment.home()))
    if arguments.until_closed:
        end_with_parent()
    return 0 if follow(once=arguments.once) else 1


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
