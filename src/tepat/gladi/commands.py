"""`tepat rehearse`: play an election before it happens, open a rehearsal, wipe one."""

import argparse

from tepat.cli import Commands


def add(commands: Commands) -> None:
    """Add `rehearse`."""
    made = commands.add("rehearse", "gladi: mainkan pengiriman pemilu sebelum terjadi")
    made.add_argument("--story", default="tabalong", help="cerita: tabalong ...")
    made.add_argument("--seed", type=int, default=1, help="seed sama, gladi sama")
    made.add_argument("--name", help="nama gladi; tanpa ini cerita dan seed")
    made.add_argument("--kecamatan", action="append", default=[], help="hanya ini; boleh diulang")
    made.add_argument("--election", default="", help="tanpa ini pemilihan ceritanya")
    made.add_argument(
        "--scenario", action="append", default=[], help="kode skenario, semua, atau tanpa"
    )
    made.add_argument("--network", type=int, default=0, help="persen kiriman yang putus")
    made.add_argument("--weather", action="store_true", help="cuaca menurut peluang rencana")
    made.add_argument("--late-paper", type=int, default=0, help="persen kertas terlambat diketik")
    made.add_argument("--clocks", type=int, default=0, help="persen HP yang jamnya salah")
    made.add_argument("--pps-phones", type=int, default=60, help="persen PPS yang ber-HP")
    made.add_argument("--kpps-phones", type=int, default=35, help="persen KPPS yang ber-HP")
    made.add_argument("--ptps-phones", type=int, default=8, help="persen PTPS yang ber-HP")
    made.add_argument("--people", default="", help="peran yang dimainkan orang: ppk,pps")
    made.add_argument(
        "--speed", type=float, default=0.0, help="detik gladi tiap detik; 0 secepatnya"
    )
    made.add_argument("--until", default="", choices=["H-1"], help="tanpa ini sampai kotak kembali")
    made.add_argument("--port", type=int, default=0, help="tanpa ini port kosong mana pun")
    made.add_argument("--open", metavar="NAMA", help="buka gladi yang sudah dimainkan")
    made.add_argument("--wipe", metavar="NAMA", help="hapus gladi dengan seluruh isinya")
    made.add_argument("--list", action="store_true", help="daftar gladi di folder ini")
    made.set_defaults(run=_rehearse)


def _rehearse(arguments: argparse.Namespace) -> int:
    from tepat.gladi import home

    if arguments.list:
        print("\n".join(home.all_names()) or "Belum ada gladi di folder ini.")
        return 0
    if arguments.wipe is not None:
        print(f"Gladi {arguments.wipe} dihapus: {home.wipe(arguments.wipe)}")
        return 0
    if arguments.open is not None:
        return _open(arguments.open, arguments.port or 8000)
    return _play(arguments)


def _play(arguments: argparse.Namespace) -> int:
    from tepat.gladi import asking, card, home, play, server

    server.stop_by_signal()
    asked, story, found = asking.asked_from(arguments)
    election = play.election_named(asked.election, home.base(), story)
    place = play.begin(asked, story, election, print)
    port = arguments.port or server.free_port()
    made = play.play(place, asked, story, election, port, print, found)
    files = card.write(made, place / home.FIELD)
    print(f"\n{card.as_text(made)}")
    print(f"Kartu rapor: {files[-1]}\nLihat: tepat rehearse --open {asked.name}")
    return 0 if made.passes else 3


def _open(name: str, port: int) -> int:
    """Serve a rehearsal that was played, with its logins printed, until stopped."""
    from tepat.gladi import home, server, witnesses

    server.stop_by_signal()
    place = home.known(name)
    for each in server.people_of(place):
        print(f"  {each['name']:<14} {each['password']:<14} {each['role']} {each['area']}")
    asked, watching = home.asked_of(place), witnesses.Watching()
    where = f"/log/{asked['election']}/{asked['kabupaten']}"
    installation = server.Installation(place, port, is_alone=False)
    try:
        witnesses.serve(place, port, watching, where)
        print(f"GLADI {name}: {installation.address}/  Ctrl+C menutupnya.", flush=True)
        installation.wait()
    finally:
        watching.stop()
        installation.stop()
    return 0
