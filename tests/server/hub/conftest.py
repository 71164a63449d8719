"""Fixtures of the hub."""

from tests.server.hub.halls import hall

__all__ = ["hall"]
