"""Commands of `tepat log` that need no server: witness, verify, prove, mirror, fingerprint."""

import argparse
from pathlib import Path
from typing import Final

from tepat.cli import Commands

SHORTEST_S: Final = 2
"""A copy is renewed no more often: each look asks the server for its newest checkpoint."""

_WHERE = "folder log yang diterbitkan, atau alamat http(s)-nya"
_POLICY = "kebijakan dari lembaga Anda: kunci log, saksi, dan kuorum"
_TOKEN = "berkas berisi token pembuka isi peristiwa"


def add(commands: Commands) -> None:
    """Add the commands of this room."""
    _add_witness(commands)
    _add_verify(commands)
    _add_papers(commands)
    _add_mirror(commands)


def _add_verify(commands: Commands) -> None:
    verify = commands.add(
        "log verify", "periksa log, atau bundel hasil, dari berkasnya saja, tanpa percaya server"
    )
    verify.add_argument("where", help=f"{_WHERE}; atau bundel hasil (hasil.zip)")
    verify.add_argument("--policy", type=Path, required=True, help=_POLICY)
    verify.add_argument(
        "--since", type=Path, action="append", default=[], help="checkpoint lama yang Anda simpan"
    )
    verify.add_argument(
        "--phone", type=Path, action="append", default=[], help="ekspor isi sebuah HP"
    )
    verify.add_argument("--token-file", type=Path, help=_TOKEN)
    verify.add_argument("--json", type=Path, help="tulis laporan lengkap ke berkas ini")
    verify.set_defaults(run=_verify)


def _add_witness(commands: Commands) -> None:
    init = commands.add("log witness init", "buat saksi log, atau tambah log yang diawasi")
    _add_folder(init)
    init.add_argument("--name", default="", help="nama saksi, misalnya bawaslu.example/saksi")
    init.add_argument("--log", action="append", default=[], help="kunci log yang diumumkan KPU")
    init.set_defaults(run=_init)
    serve = commands.add("log witness serve", "jalankan saksi log di laptop ini")
    _add_folder(serve)
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8600)
    serve.add_argument("--mirror", default="", help=f"{_WHERE}: simpan salinannya")
    serve.add_argument("--token-file", type=Path, help=_TOKEN)
    serve.add_argument("--every", type=int, default=60, help="detik di antara dua penyalinan")
    serve.add_argument("--clock", type=Path, help="berkas jam sebuah gladi; tanpa ini jam laptop")
    serve.set_defaults(run=_serve)
    stick = commands.add("log witness stick", "saksikan checkpoint di stik USB, tanpa jaringan")
    _add_folder(stick)
    stick.add_argument("--stick", type=Path, required=True, help="folder di stik")
    stick.set_defaults(run=_stick)


def _add_papers(commands: Commands) -> None:
    prove = commands.add("log prove", "buat bukti satu peristiwa, untuk dilampirkan atau dicetak")
    prove.add_argument("fact", help="nama peristiwa (64 angka heksadesimal) atau nomornya")
    prove.add_argument("--log", required=True, help=_WHERE)
    prove.add_argument("--token-file", type=Path, help=_TOKEN)
    prove.add_argument("-o", "--output", type=Path, required=True, help="berkas .tlog-proof")
    prove.set_defaults(run=_prove)
    check = commands.add("log check-proof", "periksa bukti satu peristiwa")
    check.add_argument("file", type=Path, help="berkas .tlog-proof")
    check.add_argument("--policy", type=Path, required=True, help=_POLICY)
    check.set_defaults(run=_check_proof)
    paper = commands.add("log fingerprint", "tampilkan atau cocokkan sidik 24 angka di kertas")
    paper.add_argument("where", help=f"berkas checkpoint; dengan --check: {_WHERE}")
    paper.add_argument("--check", default="", help='"UKURAN 1234 5678 ..." dari kertas')
    paper.add_argument("--token-file", type=Path, help=_TOKEN)
    paper.set_defaults(run=_fingerprint)


def _add_mirror(commands: Commands) -> None:
    mirror = commands.add("log mirror", "salin log ke komputer ini sambil memeriksanya")
    mirror.add_argument("where", help=_WHERE)
    mirror.add_argument("target", type=Path, help="folder untuk salinan")
    mirror.add_argument("--policy", type=Path, required=True, help=_POLICY)
    mirror.add_argument("--token-file", type=Path, help=_TOKEN)
    mirror.set_defaults(run=_mirror)


def _add_folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder", type=Path, nargs="?", default=Path("saksi-log"), help="folder saksi"
    )


def _init(arguments: argparse.Namespace) -> int:
    from tepat.witness.running import initialise

    return initialise(arguments.folder, arguments.name, arguments.log)


def _serve(arguments: argparse.Namespace) -> int:
    from tepat.witness import clock
    from tepat.witness.running import Copying, serve

    if arguments.clock:
        clock.follow(arguments.clock)
    copying = None
    if arguments.mirror:
        copying = Copying(arguments.mirror, arguments.token_file, max(SHORTEST_S, arguments.every))
    return serve(arguments.folder, arguments.host, arguments.port, copying)


def _stick(arguments: argparse.Namespace) -> int:
    from tepat.witness.running import sign_stick

    return sign_stick(arguments.folder, arguments.stick)


def _verify(arguments: argparse.Namespace) -> int:
    from tepat.witness.checking import check

    return check(
        arguments.where,
        arguments.policy,
        arguments.since,
        arguments.phone,
        arguments.token_file,
        arguments.json,
    )


def _prove(arguments: argparse.Namespace) -> int:
    from tepat.witness.papers import prove

    return prove(arguments.log, arguments.fact, arguments.output, arguments.token_file)


def _check_proof(arguments: argparse.Namespace) -> int:
    from tepat.witness.papers import check_proof

    return check_proof(arguments.file, arguments.policy)


def _fingerprint(arguments: argparse.Namespace) -> int:
    from tepat.witness.papers import check_fingerprint, show_fingerprint

    if arguments.check:
        return check_fingerprint(arguments.check, arguments.where, arguments.token_file)
    return show_fingerprint(Path(arguments.where))


def _mirror(arguments: argparse.Namespace) -> int:
    from tepat.witness.papers import mirror

    return mirror(arguments.where, arguments.target, arguments.policy, arguments.token_file)
