"""`tepat count`."""

from tepat.cli import Commands


def add(commands: Commands) -> None:
    """Add the commands of this room."""
