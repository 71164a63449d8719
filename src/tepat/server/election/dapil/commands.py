"""`tepat election dapil FILE`: say which dapil each area belongs to."""

import argparse
from pathlib import Path

from tepat.cli import Commands, prepare
from tepat.core.sentences import sentence


def add(commands: Commands) -> None:
    """Add `election dapil`."""
    table = commands.add("election dapil", "isi dapil tiap wilayah (csv: kind, area, dapil)")
    table.add_argument("file", type=Path)
    table.add_argument("--election")
    table.add_argument("--kabupaten", required=True)
    table.set_defaults(run=_set)


def _set(arguments: argparse.Namespace) -> int:
    from tepat.adapters.dapil_table import read_dapil_table

    rows = read_dapil_table(arguments.file)
    prepare()
    from tepat.core.election.dapil import read_dapil
    from tepat.server.election import scopes
    from tepat.server.election.dapil.services import set_dapil
    from tepat.server.election.elections import election_of

    scope = scopes.find(arguments.kabupaten, arguments.election)
    good, problems = read_dapil(rows, election_of(scope), scope.kabupaten)
    for problem in problems:
        print(sentence(problem))
    print(
        f"{arguments.file.name}: {set_dapil(scope, good)} wilayah diisi, {len(problems)} ditolak."
    )
    return 1 if problems else 0
