"""`tepat election person` and `purge`: the first administrator, and the end of personal data."""

import argparse

from tepat.cli import Commands, prepare
from tepat.core.election.roles import Grant, Role
from tepat.core.problems import Code, refuse


def add(commands: Commands) -> None:
    """Add `election person`."""
    person = commands.add(
        "election person", "buat akun, atau beri peran lagi; kata sandi sekali pakai dicetak"
    )
    person.add_argument("username", metavar="NAMA")
    person.add_argument("--name", default="", help="nama orangnya")
    person.add_argument("--role", choices=[role.value for role in Role])
    person.add_argument("--area", help='kode wilayah; "" bagi KPU RI: seluruh Indonesia')
    person.add_argument(
        "--new-password", action="store_true", help="buat ulang kata sandinya; peran tidak berubah"
    )
    person.add_argument(
        "--reset-factor", action="store_true", help="hapus faktor keduanya; HP-nya hilang"
    )
    person.set_defaults(run=_person)
    purge = commands.add(
        "election purge", "hapus nama, nomor telepon, dan foto sesudah masa simpannya"
    )
    purge.add_argument("--kabupaten", required=True)
    purge.add_argument("--election")
    purge.add_argument("--days", type=int, help="hari sesudah pemungutan suara")
    purge.add_argument("--dry-run", action="store_true", help="hitung saja, jangan menghapus")
    purge.add_argument("--yes", action="store_true", help="hapus; tidak dapat diurungkan")
    purge.set_defaults(run=_purge)


def _person(arguments: argparse.Namespace) -> int:
    prepare()
    from tepat.server.election.accounts import services

    name, role, area = arguments.username, arguments.role, arguments.area
    password = ""
    if role is not None and area is not None:
        grant = Grant(Role(role), area)
        password = services.appoint(name, arguments.name, grant)
        print(f"{name}: {grant.role.value} di {area or 'seluruh Indonesia'}.")
    elif (
        role is not None
        or area is not None
        or not (arguments.new_password or arguments.reset_factor)
    ):
        raise refuse(Code.ROLE_WANTED, name=name)
    if arguments.new_password and not password:
        password = services.replace_lost_password(name)
    if arguments.reset_factor:
        services.reset_lost_factor(name)
        print(f"{name}: faktor kedua dihapus, semua sesinya berakhir.")
    if password:
        print(f"Kata sandi sekali pakai: {password}")
    return 0


def _purge(arguments: argparse.Namespace) -> int:
    prepare()
    from tepat.server import clock
    from tepat.server.election import purging, scopes
    from tepat.server.election.accounts.looks import add_row

    scope = scopes.find(arguments.kabupaten, arguments.election)
    if arguments.dry_run or not arguments.yes:
        for name, rows in purging.count(scope).items():
            print(f"{rows:>8}  {purging.words_of(name)}")
        first = purging.due(scope, arguments.days)
        print(f"Tidak ada yang dihapus. Boleh mulai {first:%d-%m-%Y}, dengan --yes.")
        return 0 if arguments.dry_run else 1
    report, path = purging.purge(scope, clock.now(), arguments.days)
    add_row(scope, "purged", str(sum(report.counts.values())), None, None)
    for name, rows in report.counts.items():
        print(f"{rows:>8}  {purging.words_of(name)}")
    print("Tetap ada, dan dapat memuat nama orang:")
    for each in purging.STAYS:
        print(f"  - {each}")
    print(f"Laporan: {path}")
    print("Cadangan lama masih memuat nama-nama itu: musnahkan, lalu buat yang baru: tepat backup")
    print("Log tidak berubah. Periksa dengan: tepat log verify")
    return 0
