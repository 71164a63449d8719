"""How long a test waits for what it expects to see, on a machine that does much else."""

from typing import Final

PATIENCE: Final = 60_000
"""Milliseconds. A test that fails waits so long; one that passes does not."""
