"""How long a test waits before it says that something hangs."""

from typing import Final

SECONDS: Final = 300
"""For a program to begin, answer or end, on a machine that does much else. Whoever waits for
something looks again and again: a test that passes does not wait so long."""
