"""Commands of this room. Django is imported inside the functions that need it."""

from tepat.cli import Commands
from tepat.server.move.packing import commands as packing
from tepat.server.move.plans import commands as plans


def add(commands: Commands) -> None:
    """Add this room's commands."""
    packing.add(commands)
    plans.add(commands)
