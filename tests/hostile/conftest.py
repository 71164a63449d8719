"""Fixtures of this folder."""

from tests.server.keeping.published import published

__all__ = ["published"]
