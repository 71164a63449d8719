"""The command `tepat`: parses, calls, prints.

Each room of the product brings its own commands in a module named in `ROOMS`; they
are imported when needed, so that a base install answers without Django.
"""

import argparse
import os
import sys
from importlib import import_module

from tepat import __version__
from tepat.core.problems import Refused
from tepat.core.sentences import sentence

ROOMS = (
    "tepat.witness.commands",
    "tepat.exporting.commands",
    "tepat.server.election.commands",
    "tepat.server.plan.commands",
    "tepat.server.move.commands",
    "tepat.server.move.devices.commands",
    "tepat.server.count.commands",
    "tepat.server.documents.commands",
    "tepat.server.watch.exports.commands",
    "tepat.server.watch.learned.commands",
    "tepat.server.desk.commands",
    "tepat.server.keeping.commands",
    "tepat.server.hub.commands",
    "tepat.server.mirrored.commands",
    "tepat.server.gladi.commands",
    "tepat.gladi.commands",
)
"""Modules with `add(commands)`, which adds their parsers to the groups."""

GROUPS = {
    "count": "formulir hasil: periksa berkas, tulis ekspor tidak resmi",
    "election": "wilayah, data pemilihan, daftar TPS",
    "election regions": "wilayah: kode, titik, batas, alias",
    "log desk-key": "kunci yang menandatangani laporan desk dan tanda terima",
    "log key": "kunci yang menandatangani checkpoint",
    "plan": "kebutuhan, paket, dokumen",
    "plan hazard": "banjir dan cuaca: peringatan, prakiraan, riwayat, laporan",
    "plan map": "peta jalan dan waktu tempuh",
    "gladi": "bagian dalam gladi; pakai tepat rehearse",
    "hub": "hub aula: bawa catatan HP ke KPU bila tidak ada internet",
    "log": "log peristiwa: terbitkan, periksa, buktikan, salin, saksikan",
    "watch": "paket hari gelap, ekspor",
    "log witness": "saksi log: program kecil untuk laptop Bawaslu",
}


class Commands:
    """The parser under construction: one sub-parser per group, made on first use."""

    def __init__(self, parser: argparse.ArgumentParser) -> None:
        self._top = parser.add_subparsers(dest="group", metavar="PERINTAH", required=True)
        self._groups: dict[str, argparse._SubParsersAction[argparse.ArgumentParser]] = {}

    def add(self, name: str, help: str) -> argparse.ArgumentParser:
        """Return a new parser for `name`: one word, or group and word with a space."""
        group, _, word = name.rpartition(" ")
        return self._within(group).add_parser(word, help=help, description=help)

    def _within(self, group: str) -> "argparse._SubParsersAction[argparse.ArgumentParser]":
        if not group:
            return self._top
        if group not in self._groups:
            outer, _, word = group.rpartition(" ")
            parser = self._within(outer).add_parser(word, help=GROUPS.get(group, ""))
            self._groups[group] = parser.add_subparsers(metavar="PERINTAH", required=True)
        return self._groups[group]


def build_parser() -> argparse.ArgumentParser:
    """Return the whole command line. Rooms whose libraries are missing are left out."""
    parser = argparse.ArgumentParser(prog="tepat", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--version", action="version", version=f"tepat {__version__}")
    commands = Commands(parser)
    for room in ROOMS:
        import_module(room).add(commands)
    return parser


def prepare() -> None:
    """Set Django up and bring an empty or older TEPAT_HOME to the present schema."""
    try:
        import django
    except ModuleNotFoundError as missing:
        raise SystemExit(
            "Perintah ini memerlukan server: pip install 'tepat[server]'."
        ) from missing
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tepat.server.settings")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit status: 0 done, 1 refused, 2 wrong usage."""
    arguments = build_parser().parse_args(argv)
    try:
        return int(arguments.run(arguments) or 0)
    except Refused as refused:
        print(sentence(refused.problem), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
