"""Commands of this room. Django is imported inside the functions that need it."""

from tepat.cli import Commands
from tepat.server.election.accounts import commands as accounts
from tepat.server.election.dapil import commands as dapil
from tepat.server.election.files import commands as files
from tepat.server.election.regions import commands as regions
from tepat.server.election.tps_list import commands as tps_list


def add(commands: Commands) -> None:
    """Add this room's commands."""
    files.add(commands)
    dapil.add(commands)
    regions.add(commands)
    tps_list.add(commands)
    accounts.add(commands)
