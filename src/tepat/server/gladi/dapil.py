"""The dapil of a rehearsal: made up, and named `contoh`.

Which kecamatan belong to which dapil is the office's own table, and it differs by election; a
rehearsal needs some, or nobody's envelope could be that of another dapil.
"""

from collections.abc import Mapping
from typing import Final

from tepat.core.election.catalogue import DiffersBy, Election
from tepat.core.election.dapil import DapilRow

OWN_HOUSE: Final = "DPRD-KABKO"
PARTS: Final = 4
"""Dapil of the kabupaten's own house. For the others the kabupaten lies in one."""
NAME: Final = "CONTOH"


def made_up(election: Election, kabupaten: str, voters: Mapping[str, int]) -> list[DapilRow]:
    """Return a dapil for each kind that has them, from `voters` by kecamatan."""
    found: list[DapilRow] = []
    for kind in election.kinds_in(kabupaten):
        if kind.differs_by is not DiffersBy.DAPIL:
            continue
        if kind.code == OWN_HOUSE:
            parts = _parts(voters)
            found += [
                DapilRow(kind.code, area, f"{NAME} {number}") for area, number in parts.items()
            ]
        else:
            found.append(DapilRow(kind.code, kabupaten, NAME))
    return found


def _parts(voters: Mapping[str, int]) -> dict[str, int]:
    """Return a number from 1 for each kecamatan: neighbours by code, about as many voters."""
    total, before, found = sum(voters.values()) or 1, 0, {}
    for area, count in sorted(voters.items()):
        found[area] = min(PARTS - 1, PARTS * (before + count // 2) // total)
        before += count
    there = sorted(set(found.values()))
    return {area: 1 + there.index(part) for area, part in found.items()}
