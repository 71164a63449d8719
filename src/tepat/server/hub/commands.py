"""Commands of a hub: its bundle, its preparation, what waits, and what goes out by a stick."""

import argparse
import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tepat.cli import Commands, prepare

if TYPE_CHECKING:
    from tepat.core.move.judging import Sent


def add(commands: Commands) -> None:
    """Add the commands that begin with `hub`."""
    bundle = commands.add("hub bundle", "di server KPU: tulis bekal hub untuk satu wilayah")
    bundle.add_argument("file", type=Path, metavar="FILE")
    bundle.add_argument("--kabupaten", required=True, help="kode kabupaten: 63.09")
    bundle.add_argument("--election", help="boleh kosong bila hanya ada satu")
    bundle.add_argument("--area", required=True, help="wilayah aula: 63.09.05")
    bundle.add_argument("--office", required=True, help="alamat server KPU: https://...")
    bundle.set_defaults(run=_bundle)
    made = commands.add("hub prepare", "di laptop aula: siapkan folder hub dan sertifikatnya")
    made.add_argument("file", type=Path, metavar="FILE", help="bekal dari tepat hub bundle")
    made.add_argument("--name", help="nama hub; bawaan hub-<wilayah>.tepat.internal")
    made.add_argument("--address", default="192.168.137.1", help="alamat laptop di Wi-Fi aula")
    made.add_argument("--no-address", action="store_true", help="hanya nama, tanpa alamat")
    made.add_argument("--port", type=int, default=8443)
    made.add_argument("--wifi", default="", help="nama Wi-Fi aula, untuk poster")
    made.add_argument("--wifi-password", default="", help="sandi Wi-Fi aula, untuk poster")
    made.set_defaults(run=_prepare)
    renew = commands.add("hub renew", "ganti bekal hub dengan yang lebih baru; catatan tetap")
    renew.add_argument("file", type=Path, metavar="FILE")
    renew.set_defaults(run=_renew)
    poster = commands.add("hub poster", "tulis poster aula (PDF): Wi-Fi, sertifikat, alamat")
    poster.add_argument("file", type=Path, metavar="FILE")
    poster.add_argument("--guide-port", type=int, default=8080)
    poster.set_defaults(run=_poster)
    status = commands.add("hub status", "berapa catatan di hub ini, dan berapa yang dijawab KPU")
    status.set_defaults(run=_status)
    forward = commands.add("hub forward", "teruskan yang menunggu ke KPU")
    forward.add_argument("--once", action="store_true", help="satu kali, lalu berhenti")
    forward.add_argument("--until-closed", action="store_true", help="sampai masukan ditutup")
    forward.set_defaults(run=_forward)
    export = commands.add("hub export", "tulis yang belum dijawab KPU ke berkas, untuk flashdisk")
    export.add_argument("file", type=Path, metavar="FILE")
    export.add_argument("--all", action="store_true", help="juga yang sudah dijawab KPU")
    export.set_defaults(run=_export)
    taken = commands.add("hub receipts", "bawa tanda terima KPU dari flashdisk ke HP di aula")
    taken.add_argument("file", type=Path, metavar="FILE", help="dari tepat log take --receipts")
    taken.set_defaults(run=_receipts)
    guide = commands.add("hub guide", "sajikan sertifikat aula dan petunjuk bergambar (HTTP)")
    guide.add_argument("--host", default="0.0.0.0")
    guide.add_argument("--port", type=int, default=8080)
    guide.add_argument("--until-closed", action="store_true", help="sampai masukan ditutup")
    guide.set_defaults(run=_guide)


def hall(arguments: argparse.Namespace) -> int:
    """Serve a hall: phones by HTTPS, guide and forwarding beside it (`tepat serve --hall`)."""
    home = _hub_home(arguments)
    from tepat.adapters import hall_certificate
    from tepat.core.problems import Code, refuse
    from tepat.server import clock
    from tepat.server.desk.serving import serve_hall
    from tepat.server.hub import guide, poster, state

    hub, place = state.hub_of(home), state.folder(home)
    ended = hall_certificate.ends((place / "server.pem").read_bytes())
    if ended <= clock.now():
        raise refuse(Code.HUB_ENDED, day=f"{ended:%d-%m-%Y}")
    port = hub.port
    (place / "poster.pdf").write_bytes(poster.pdf(home, arguments.guide_port, clock.now()))
    print(f"HP:         {hub.origin}/lapangan/")
    print(f"Sertifikat: http://{hub.hosts[-1]}:{arguments.guide_port}/  ({guide.FILE})")
    print(f"Poster:     {place / 'poster.pdf'}", flush=True)
    host = "0.0.0.0" if arguments.host == "127.0.0.1" else arguments.host
    return serve_hall(host, port, arguments.guide_port, place)


def _hub_home(_: argparse.Namespace) -> Path:
    """Prepare Django for a hub: it answers to its own names, and to pages of the office."""
    from tepat.core.problems import Code, refuse
    from tepat.server import environment

    home = environment.home()
    if not (home / "hub" / "hub.json").exists():
        raise refuse(Code.HUB_NOT_PREPARED, folder=str(home))
    prepare()
    from tepat.server.hub import state

    hub = state.hub_of(home)
    for name, more in (
        ("TEPAT_HOSTS", hub.hosts),
        ("TEPAT_FIELD_ORIGINS", (hub.bundle.office, *hub.origins)),
    ):
        known = environment.words(name)
        os.environ[name] = " ".join([*known, *(each for each in more if each not in known)])
    from django.conf import settings

    settings.ALLOWED_HOSTS = environment.words("TEPAT_HOSTS")
    return home


def _kept(home: Path) -> Any:
    from tepat.server.hub import state
    from tepat.server.hub.kept import Kept

    return Kept(state.folder(home) / "kept.sqlite3")


def _read(file: Path) -> bytes:
    from tepat.core.problems import Code, refuse

    try:
        return file.read_bytes()
    except OSError as error:
        raise refuse(Code.FILE_BROKEN, file=str(file)) from error


def _bundle(arguments: argparse.Namespace) -> int:
    prepare()
    from tepat.server import clock
    from tepat.server.election.scopes import find
    from tepat.server.hub import bundle, state

    scope = find(arguments.kabupaten, arguments.election)
    made = bundle.make(scope, arguments.area, arguments.office, clock.now())
    data = bundle.write(made)
    descriptor = os.open(arguments.file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
    name = state.name_for(arguments.area)
    print(
        f"{arguments.file}: {len(made.lists)} daftar, {len(made.devices)} kunci, {len(data)} byte."
    )
    print(f"Tanda berkas: {bundle.mark(data)}. Berisi nama dan nomor HP; serahkan langsung.")
    print("Tambahkan alamat hub ke TEPAT_HUBS server ini, lalu cetak surat tugas:")
    print(f"  https://192.168.137.1:{state.PORT} https://{name}:{state.PORT}")
    return 0


def _prepare(arguments: argparse.Namespace) -> int:
    from tepat.core.problems import Code, refuse
    from tepat.server import environment

    home = environment.home()
    if any(home.iterdir()):
        raise refuse(Code.HUB_HOME, folder=str(home))
    data = _read(arguments.file)
    prepare()
    from tepat.adapters import hall_certificate
    from tepat.server import clock
    from tepat.server.hub import bundle, state

    found = bundle.read(data)
    hub = state.Hub(
        bundle=found,
        name=arguments.name or state.name_for(found.area),
        address="" if arguments.no_address else arguments.address,
        port=arguments.port,
        wifi=arguments.wifi,
        wifi_password=arguments.wifi_password,
    )
    made = state.prepare(home, hub, clock.now())
    mark, ends = hall_certificate.fingerprint(made.authority), hall_certificate.ends(made.authority)
    print(f"Hub {found.log} wilayah {found.area} siap di {home}.")
    print(f"Tanda berkas: {bundle.mark(data)}. Harus sama dengan yang dicetak server KPU.")
    print(f"Sertifikat {mark}, hanya untuk {' '.join(hub.hosts)}, sampai {ends:%d-%m-%Y}.")
    print(f"Alamat untuk TEPAT_HUBS di server KPU: {' '.join(hub.origins)}")
    print("Di aula jalankan: tepat serve --hall")
    return 0


def _renew(arguments: argparse.Namespace) -> int:
    home = _hub_home(arguments)
    from tepat.server.hub import bundle, state

    data = _read(arguments.file)
    state.renew(home, bundle.read(data))
    print(
        f"Bekal hub diganti. Tanda berkas: {bundle.mark(data)}. Jalankan lagi: tepat serve --hall"
    )
    return 0


def _poster(arguments: argparse.Namespace) -> int:
    home = _hub_home(arguments)
    from tepat.server import clock
    from tepat.server.hub import poster

    arguments.file.write_bytes(poster.pdf(home, arguments.guide_port, clock.now()))
    print(f"Poster ditulis ke {arguments.file}.")
    return 0


def _status(arguments: argparse.Namespace) -> int:
    count = _kept(_hub_home(arguments)).count()
    print(f"{count.facts} catatan di hub ini, {count.receipted} sudah dijawab KPU.")
    print(f"{count.batches} kiriman menunggu jaringan, {count.refused} ditolak KPU.")
    return 0


def _forward(arguments: argparse.Namespace) -> int:
    home = _hub_home(arguments)
    from tepat.server.desk.serving import end_with_parent
    from tepat.server.hub import relay, state

    kept, hub = _kept(home), state.hub_of(home)
    if arguments.once:
        done = relay.forward(kept, relay.Office(hub), hub)
        waiting = kept.count().batches
        print(f"{done} kiriman diteruskan, {waiting} masih menunggu.")
        return 1 if waiting else 0
    if arguments.until_closed:
        end_with_parent()
    relay.run(kept, hub, threading.Event())
    return 0


def _export(arguments: argparse.Namespace) -> int:
    home = _hub_home(arguments)
    from tepat.server.hub import calls

    parts = _parts(_kept(home).facts(also_receipted=arguments.all))
    for number, part in enumerate(parts, start=1):
        file = arguments.file
        if number > 1:
            file = file.with_name(f"{file.stem}-{number}{file.suffix}")
        file.write_bytes(calls.as_export(part))
        print(f"{file}: {len(part)} catatan. Di server KPU: tepat log take {file.name}")
    if not parts:
        print("Tidak ada yang menunggu: semua catatan di sini sudah dijawab KPU.", file=sys.stderr)
    return 0


def _parts(facts: "list[Sent]") -> "list[list[Sent]]":
    """Return facts in files that the office reads: so many and so large at most."""
    from tepat.server.hub import calls
    from tepat.server.move.devices import pasting

    parts: list[list[Sent]] = []
    size = 0
    for each in facts:
        own = len(calls.as_export([each]))
        if not parts or len(parts[-1]) == pasting.MOST_FACTS or size + own > pasting.MOST_BYTES:
            parts.append([])
            size = 0
        parts[-1].append(each)
        size += own
    return parts


def _receipts(arguments: argparse.Namespace) -> int:
    home = _hub_home(arguments)
    from tepat.server.hub import state, stick

    found = stick.read(_read(arguments.file))
    count = stick.take(_kept(home), state.hub_of(home), found)
    print(f"{count} tanda terima KPU masuk ke hub ini. HP mengambilnya saat mengirim lagi.")
    if count < len(found):
        print(f"{len(found) - count} bukan untuk catatan di hub ini.", file=sys.stderr)
    return 0 if count else 1


def _guide(arguments: argparse.Namespace) -> int:
    home = _hub_home(arguments)
    from tepat.server.desk.serving import end_with_parent
    from tepat.server.hub import guide

    if arguments.until_closed:
        end_with_parent()
    guide.serve(home, arguments.host, arguments.port, threading.Event())
    return 0
