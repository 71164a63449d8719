"""The dapil of a scope's areas."""

from tepat.server.election.models import Dapil, Scope

Areas = dict[str, dict[str, str]]
"""Dapil by area, by kind."""


def dapil_by_kind(scope: Scope) -> Areas:
    """Return dapil by area for each kind: one query."""
    found: Areas = {}
    rows = Dapil.objects.filter(scope=scope).values_list("kind", "area", "dapil")
    for kind, area, dapil in rows:
        found.setdefault(kind, {})[area] = dapil
    return found
