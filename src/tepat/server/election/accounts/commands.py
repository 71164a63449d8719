"""`tepat election person`: the first administrator of an installation, or a lost password."""

import argparse

from tepat.cli import Commands, prepare
from tepat.core.election.roles import Grant, Role


def add(commands: Commands) -> None:
    """Add `election person`."""
    person = commands.add(
        "election person", "buat akun, atau beri peran lagi; kata sandi sekali pakai dicetak"
    )
    person.add_argument("username", metavar="NAMA")
    person.add_argument("--name", default="", help="nama orangnya")
    person.add_argument("--role", choices=[role.value for role in Role], default=Role.KPU.value)
    person.add_argument("--area", default="", help="kode wilayah; kosong: seluruh Indonesia")
    person.add_argument("--new-password", action="store_true", help="buat ulang kata sandinya")
    person.set_defaults(run=_person)


def _person(arguments: argparse.Namespace) -> int:
    prepare()
    from tepat.server.election.accounts import services
    from tepat.server.election.models import User

    grant = Grant(Role(arguments.role), arguments.area)
    known = User.objects.filter(username=arguments.username).exists()
    password = services.appoint(
        arguments.username, arguments.name, grant, arguments.new_password or not known
    )
    print(f"{arguments.username}: {grant.role.value} di {grant.area or 'seluruh Indonesia'}.")
    if password:
        print(f"Kata sandi sekali pakai: {password}")
    return 0
