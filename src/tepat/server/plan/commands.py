"""Commands of this room. Django is imported inside the functions that need it."""

from tepat.cli import Commands
from tepat.server.plan.needs import commands as needs
from tepat.server.plan.packages import commands as packages
from tepat.server.plan.schedule import commands as schedule


def add(commands: Commands) -> None:
    """Add this room's commands."""
    needs.add(commands)
    packages.add(commands)
    schedule.add(commands)
