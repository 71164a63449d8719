"""`tepat log export`: a log as a document of another standard."""

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tepat.cli import Commands, prepare

if TYPE_CHECKING:
    from tepat.exporting.reading import Held


def add(commands: Commands) -> None:
    """Add the commands of this room."""
    export = commands.add("log export", "tulis log dalam bentuk baku lain, untuk program lain")
    export.add_argument("where", nargs="?", help="folder log yang diterbitkan, atau alamatnya")
    export.add_argument("--kabupaten", help="tanpa folder: log instalasi ini, misalnya 63.09")
    export.add_argument("--election", help="boleh kosong bila hanya ada satu")
    export.add_argument("--format", choices=["epcis"], required=True)
    export.add_argument("--token-file", type=Path, help="berkas berisi token pembuka isi")
    export.add_argument("-o", "--output", type=Path, required=True, help="berkas .jsonld")
    export.set_defaults(run=_export, parser=export)


def _export(arguments: argparse.Namespace) -> int:
    from tepat.adapters.epcis.export import document
    from tepat.exporting import reading
    from tepat.witness import files, trust

    if bool(arguments.where) == bool(arguments.kabupaten):
        arguments.parser.error("sebutkan folder log, atau --kabupaten: salah satu")
    if arguments.where:
        held = reading.from_folder(arguments.where, trust.read_token(arguments.token_file))
    else:
        held = _installed(arguments.kabupaten, arguments.election)
    made = document(held.origin, held.named, held.lists, _moment(held.last_received))
    data = json.dumps(made, ensure_ascii=False, indent=1) + "\n"
    files.write(arguments.output, data.encode())
    count = len(made["epcisBody"]["eventList"])
    print(f"{count} kejadian EPCIS dari {len(held.named)} peristiwa ditulis ke {arguments.output}.")
    if held.hidden:
        said = f"{held.hidden} peristiwa tertutup tidak ikut; urutannya tetap ada di log."
        print(said, file=sys.stderr)
    print("Ini tampilan saja, tanpa tanda tangan: yang menjadi bukti tetap log itu sendiri.")
    return 0


def _installed(kabupaten: str, election: str | None) -> "Held":
    prepare()
    from tepat.exporting import reading
    from tepat.server.election import scopes
    from tepat.server.keeping import wiring
    from tepat.server.log.publishing.source import DatabaseSource

    place = wiring.place_of(scopes.find(kabupaten, election))
    source = DatabaseSource(place)
    return reading.from_entries(
        place.origin, source.entries(1, source.size()), wiring.home() / "lists"
    )


def _moment(received: str) -> datetime:
    """The time of the newest entry, so that the same log gives the same file."""
    from tepat.core.log import spelling

    return spelling.from_utc(received) or datetime.fromtimestamp(0, UTC)
