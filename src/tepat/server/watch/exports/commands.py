"""`tepat watch export`: the file of an export, without the desk."""

import argparse
from datetime import date
from pathlib import Path

from tepat.cli import Commands, prepare


def add(commands: Commands) -> None:
    """Add `watch export`."""
    parser = commands.add("watch export", "tulis satu ekspor sebagai xlsx atau csv")
    parser.add_argument("name", help="nama ekspor, misalnya pergerakan")
    parser.add_argument("--out", required=True, type=Path, help="berkas .xlsx atau .csv")
    parser.add_argument("--kabupaten", required=True, help="kode, misalnya 63.09")
    parser.add_argument("--election", help="kode pemilihan, bila lebih dari satu")
    parser.add_argument(
        "--as",
        dest="login",
        default="",
        help="hak siapa yang dipakai; tanpa ini: tanpa data pribadi dan pengamanan",
    )
    parser.add_argument("--since", type=int, default=0, help="hanya sesudah nomor log ini")
    parser.add_argument("--area", default="", help="kecamatan atau desa, misalnya 63.09.05")
    parser.add_argument("--day", type=date.fromisoformat, help="hari, 2024-11-25")
    parser.add_argument(
        "--delimiter", choices=["koma", "titik-koma", "tab"], default="koma", help="untuk csv"
    )
    parser.set_defaults(run=_export)


def _export(arguments: argparse.Namespace) -> int:
    prepare()
    from tepat.core.election.roles import Action, Grant, Role
    from tepat.core.problems import Code, refuse
    from tepat.server import clock
    from tepat.server.election import scopes
    from tepat.server.election.models import User
    from tepat.server.watch.exports import queries, services
    from tepat.server.watch.exports.asked import Asked, Reader

    scope = scopes.find(arguments.kabupaten, arguments.election)
    user = None
    if arguments.login:
        user = User.objects.filter(username=arguments.login, is_active=True).first()
        if user is None:
            raise refuse(Code.PERSON_UNKNOWN, name=arguments.login, area=scope.kabupaten)
    export = queries.needed(scope, arguments.name, user)
    plain = frozenset({Action.SEE_DESK, Action.SEE_MOVEMENTS})
    own = Reader((Grant(Role.KPU, scope.kabupaten),), plain)  # the office's machine, nobody's eyes
    if user is None and export.source.sight not in plain:
        raise refuse(
            Code.NOT_ALLOWED, area=scope.kabupaten, action=export.source.sight.value, who="--as"
        )
    queries.check_day(export, arguments.day)
    asked = Asked(
        scope,
        Reader(tuple(user.grants())) if user else own,
        since=arguments.since if export.source.follows_log else 0,
        upto=queries.size_of(scope),
        area=arguments.area,
        day=arguments.day,
        wants_people=export.is_personal and user is not None,
    )
    form = arguments.out.suffix.lstrip(".").lower()
    made = services.make(export, asked, form, arguments.delimiter)
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    partial = arguments.out.with_name(f".{arguments.out.name}.part")
    with partial.open("wb") as file:
        for piece in services.pieces(made.file):
            file.write(piece)
    if user is not None:
        services.record(export, asked, made, user, clock.now())
    partial.replace(arguments.out)
    print(f"{arguments.out}: {made.rows} baris, log sampai nomor {asked.upto}.")
    return 0
