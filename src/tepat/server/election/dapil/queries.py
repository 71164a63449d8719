"""The dapil of a scope's areas."""

from tepat.server.election.models import Dapil, Region, Scope

Areas = dict[str, dict[str, str]]
"""Dapil by area, by kind."""


def dapil_by_kind(scope: Scope) -> Areas:
    """Return dapil by area for each kind: one query."""
    found: Areas = {}
    rows = Dapil.objects.filter(scope=scope).values_list("kind", "area", "dapil")
    for kind, area, dapil in rows:
        found.setdefault(kind, {})[area] = dapil
    return found


def areas_of(scope: Scope, stored: Areas) -> list[tuple[str, str]]:
    """Return code and name of the kabupaten, its kecamatan, and desa set apart: one query."""
    regions = Region.objects.filter(code__startswith=scope.kabupaten, until=None)
    apart = {area for areas in stored.values() for area in areas}
    return [
        (code, name)
        for code, name in regions.order_by("code").values_list("code", "name")
        if len(code) <= 8 or code in apart
    ]
