"""`tepat election person`: the first administrator of an installation, or a lost password."""

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
    person.set_defaults(run=_person)


def _person(arguments: argparse.Namespace) -> int:
    prepare()
    from tepat.server.election.accounts import services

    name, role, area = arguments.username, arguments.role, arguments.area
    password = ""
    if role is not None and area is not None:
        grant = Grant(Role(role), area)
        password = services.appoint(name, arguments.name, grant)
        print(f"{name}: {grant.role.value} di {area or 'seluruh Indonesia'}.")
    elif role is not None or area is not None or not arguments.new_password:
        raise refuse(Code.ROLE_WANTED, name=name)
    if arguments.new_password and not password:
        password = services.replace_lost_password(name)
    if password:
        print(f"Kata sandi sekali pakai: {password}")
    return 0
