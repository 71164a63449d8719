"""Commands of this room. Django is imported inside the functions that need it."""

from tepat.cli import Commands


def add(commands: Commands) -> None:
    """Add this room's commands."""
