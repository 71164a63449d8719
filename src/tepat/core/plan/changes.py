"""Which boxes to open again when voter lists change after packing.

Input: the voter lists before and after. Output: what differs per TPS, item and kind.
Who consents to opening a packed box is the election's data: `Election.approvals["reopen"]`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from tepat.core.election.catalogue import Goes, Kind
from tepat.core.plan.needs import UNSET, Column, Numbers, tps_needs


@dataclass(frozen=True, slots=True)
class VoterLists:
    """All TPS of a scope as columns: code, DPT and moved voters (`UNSET` where unknown)."""

    tps: Sequence[str]
    dpt: Numbers
    dptb: Numbers


@dataclass(frozen=True, slots=True)
class Change:
    """What one TPS needs of one item, before and after. None: unset, or no such TPS."""

    place: str
    item: str
    kind: str
    before: int | None
    after: int | None


def changes(columns: Sequence[Column], before: VoterLists, after: VoterLists) -> list[Change]:
    """Return every need that differs, by TPS code and then in the order of `columns`.

    A TPS that is only in one of the lists has None on the other side.
    """
    all_tps = sorted({*before.tps, *after.tps})
    old, was = _aligned(columns, all_tps, before)
    new, stays = _aligned(columns, all_tps, after)
    differs = (old != new) | ((was != stays) & ((old >= 0) | (new >= 0)))
    found = []
    for tps, row in np.argwhere(differs.T):
        column = columns[row]
        found.append(
            Change(
                all_tps[tps],
                column.item.code,
                column.kind.code if column.kind else "",
                _or_none(old[row, tps]),
                _or_none(new[row, tps]),
            )
        )
    return found


def boxes_to_reopen(
    found: Iterable[Change], columns: Sequence[Column], kinds: Sequence[Kind]
) -> list[tuple[str, str]]:
    """Return (TPS, kind) of each box that a change touches, once, in order.

    What a TPS needs once lies in the box of the first kind. Booths, and seals on the
    outside, open no box. An unset quantity on both sides opens none either.
    """
    goes = {column.item.code: column.item.goes for column in columns}
    first = kinds[0].code if kinds else ""
    opened: dict[tuple[str, str], None] = {}
    for change in found:
        if goes[change.item] is Goes.BOX:
            opened[(change.place, change.kind or first)] = None
        elif goes[change.item] is Goes.FIRST_BOX:
            opened[(change.place, first)] = None
    return list(opened)


def _aligned(
    columns: Sequence[Column], all_tps: Sequence[str], lists: VoterLists
) -> tuple[Numbers, "np.ndarray[tuple[int], np.dtype[np.bool_]]"]:
    """Return the needs of `lists` on the axis `all_tps`, and which of them are in it."""
    index = {tps: place for place, tps in enumerate(all_tps)}
    at = np.array([index[tps] for tps in lists.tps], dtype=np.intp)
    needs = np.full((len(columns), len(all_tps)), UNSET, dtype=np.int32)
    needs[:, at] = tps_needs(columns, lists.dpt, lists.dptb)
    present = np.zeros(len(all_tps), dtype=np.bool_)
    present[at] = True
    return needs, present


def _or_none(number: "np.int32") -> int | None:
    return None if number == UNSET else int(number)
