"""Installations of tests: where they begin."""

from collections.abc import Callable
from pathlib import Path

Begun = Callable[[Path], Path]
"""The fixture `begun`: puts a prepared, empty database into a home and returns the home."""
