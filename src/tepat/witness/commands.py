"""Commands of `tepat log` that need no server: witness, verify, prove, mirror, fingerprint."""

import argparse
from pathlib import Path

from tepat.cli import Commands

_WHERE = "folder log yang diterbitkan, atau alamat http(s)-nya"
_POLICY = "kebijakan dari lembaga Anda: kunci log, saksi, dan kuorum"
_TOKEN = "berkas berisi token pembuka isi peristiwa"


def add(commands: Commands) -> None:
    """Add the commands of this room."""
    _add_witness(commands)
    _add_verify(commands)


def _add_verify(commands: Commands) -> None:
    verify = commands.add("log verify", "periksa log dari berkasnya saja, tanpa percaya server")
    verify.add_argument("where", help=_WHERE)
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
    serve.set_defaults(run=_serve)
    stick = commands.add("log witness stick", "saksikan checkpoint di stik USB, tanpa jaringan")
    _add_folder(stick)
    stick.add_argument("--stick", type=Path, required=True, help="folder di stik")
    stick.set_defaults(run=_stick)


def _add_folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder", type=Path, nargs="?", default=Path("saksi-log"), help="folder saksi"
    )


def _init(arguments: argparse.Namespace) -> int:
    from tepat.witness.running import initialise

    return initialise(arguments.folder, arguments.name, arguments.log)


def _serve(arguments: argparse.Namespace) -> int:
    from tepat.witness.running import Copying, serve

    copying = None
    if arguments.mirror:
        copying = Copying(arguments.mirror, arguments.token_file, max(5, arguments.every))
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
