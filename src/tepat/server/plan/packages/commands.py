"""`tepat plan packages`: make the packages of a kabupaten from its needs of now."""

import argparse

from tepat.cli import Commands, prepare


def add(commands: Commands) -> None:
    """Add `plan packages`."""
    parser = commands.add("plan packages", "susun paket dari kebutuhan, atau susun ulang")
    parser.add_argument("--kabupaten", required=True, help="kode, misalnya 63.09")
    parser.add_argument("--election", help="kode pemilihan, bila lebih dari satu")
    parser.set_defaults(run=_packages)


def _packages(arguments: argparse.Namespace) -> int:
    prepare()
    from tepat.server import clock
    from tepat.server.election import scopes
    from tepat.server.election.elections import election_of
    from tepat.server.plan.packages.services import regenerate, said

    scope = scopes.find(arguments.kabupaten, arguments.election)
    made = regenerate(scope, election_of(scope), clock.now())
    print(said(made))
    where = f"--kabupaten {scope.kabupaten} --election {scope.election}"
    if made.changed or made.withdrawn:
        print(f"Kotak yang sudah ditutup dan perlu dibuka: tepat plan delta {where}")
    return 0
