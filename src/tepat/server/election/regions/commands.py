"""`tepat election regions ...`: import a table or outlines, name an alias."""

import argparse
from datetime import date
from pathlib import Path

from tepat.cli import Commands, prepare
from tepat.core.problems import Problem
from tepat.core.sentences import sentence

_SHOWN = 20


def add(commands: Commands) -> None:
    """Add `election regions import`, `boundaries` and `alias`."""
    table = commands.add("election regions import", "impor tabel wilayah (csv, csv.gz)")
    table.add_argument("file", type=Path)
    table.add_argument("--since", type=date.fromisoformat, help="tanggal berlaku kode baru")
    table.add_argument(
        "--complete",
        action="store_true",
        help="tabel ini lengkap: wilayah yang tidak disebut berakhir pada --since",
    )
    table.set_defaults(run=_import)
    outlines = commands.add("election regions boundaries", "impor batas wilayah (geojson)")
    outlines.add_argument("file", type=Path)
    outlines.add_argument("--source", default="", help="penerbit batas; bawaan: nama berkas")
    outlines.set_defaults(run=_boundaries)
    alias = commands.add("election regions alias", "kode lama sekarang berarti kode baru")
    alias.add_argument("old")
    alias.add_argument("new")
    alias.add_argument("--since", type=date.fromisoformat, help="tanggal kode lama berakhir")
    alias.add_argument("--source", default="", help="dasar hukumnya, misalnya nomor keputusan")
    alias.set_defaults(run=_alias)


def _import(arguments: argparse.Namespace) -> int:
    if arguments.complete and not arguments.since:
        raise SystemExit("--complete perlu --since: tanggal wilayah yang hilang berakhir.")
    from tepat.adapters.region_table import read_region_table

    table = read_region_table(arguments.file)
    prepare()
    from tepat.server.election.regions import services

    done = services.import_table(table, arguments.since, ends=arguments.complete)
    print(
        f"{arguments.file.name}: {table.read} baris; {done.new} wilayah baru, "
        f"{done.changed} berubah, {done.same} tetap, {done.ended} berakhir."
    )
    _tell(done.problems)
    return 0 if table.rows else 1


def _boundaries(arguments: argparse.Namespace) -> int:
    from tepat.adapters.region_outlines import read_outlines

    outlines, problems = read_outlines(arguments.file)
    prepare()
    from tepat.server import clock
    from tepat.server.election.regions import services

    source = arguments.source or arguments.file.name
    kept = services.import_outlines(outlines, source, clock.now())
    print(f"{arguments.file.name}: {kept} batas wilayah disimpan.")
    _tell(problems)
    return 0 if outlines else 1


def _alias(arguments: argparse.Namespace) -> int:
    prepare()
    from tepat.server.election.regions import services

    named = services.name_alias(arguments.old, arguments.new, arguments.source, arguments.since)
    print(f"{named.alias} sekarang berarti {named.region}.")
    return 0


def _tell(problems: list[Problem]) -> None:
    for problem in problems[:_SHOWN]:
        print("  " + sentence(problem))
    if len(problems) > _SHOWN:
        print(f"  ... dan {len(problems) - _SHOWN} lagi.")
