"""`tepat rehearse`: play an election before it happens, open a rehearsal, wipe one."""

import argparse
import socket

from tepat.cli import Commands


def add(commands: Commands) -> None:
    """Add `rehearse`."""
    made = commands.add("rehearse", "gladi: mainkan pengiriman pemilu sebelum terjadi")
    made.add_argument("--story", default="tabalong", help="cerita: tabalong ...")
    made.add_argument("--seed", type=int, default=1, help="seed sama, gladi sama")
    made.add_argument("--name", default="", help="nama gladi; tanpa ini cerita dan seed")
    made.add_argument("--kecamatan", action="append", default=[], help="hanya ini; boleh diulang")
    made.add_argument("--election", default="pilkada-2024")
    made.add_argument("--port", type=int, default=0, help="tanpa ini port kosong mana pun")
    made.add_argument("--open", metavar="NAMA", help="buka gladi yang sudah dimainkan")
    made.add_argument("--wipe", metavar="NAMA", help="hapus gladi dengan seluruh isinya")
    made.add_argument("--list", action="store_true", help="daftar gladi di folder ini")
    made.set_defaults(run=_rehearse)


def _rehearse(arguments: argparse.Namespace) -> int:
    from tepat.gladi import home, play
    from tepat.gladi.stories import stories
    from tepat.gladi.world import Asked

    if arguments.list:
        print("\n".join(home.all_names()) or "Belum ada gladi di folder ini.")
        return 0
    if arguments.wipe:
        print(f"Gladi {arguments.wipe} dihapus: {home.wipe(arguments.wipe)}")
        return 0
    if arguments.open:
        return _open(arguments.open, arguments.port or 8000)
    known = stories()
    story = known[arguments.story]
    asked = Asked(
        arguments.name or f"{story.code}-{arguments.seed}",
        story.code,
        arguments.seed,
        arguments.election,
        story.kabupaten,
        story.zone,
        tuple(sorted(arguments.kecamatan)),
    )
    election = play.election_named(asked.election, home.base())
    place = play.begin(asked, story, election, print)
    played = play.play(place, asked, election, arguments.port or free_port(), print, lambda _: None)
    print(played.seconds)
    print(len(played.seen.alerts), played.seen.board["total"])
    for each in played.seen.alerts:
        print(each)
    return 0


def _open(name: str, port: int) -> int:
    """Serve a rehearsal that was played, with its logins printed, until stopped."""
    from tepat.gladi import home, server

    place = home.known(name)
    for each in server.people_of(place):
        print(f"  {each['name']:<14} {each['password']:<14} {each['role']} {each['area']}")
    installation = server.Installation(place, port, is_alone=False)
    print(f"GLADI {name}: {installation.address}/  Ctrl+C menutupnya.", flush=True)
    try:
        installation.wait()
    finally:
        installation.stop()
    return 0


def free_port() -> int:
    """Return a port that nobody uses now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
