"""Kinds of costs: a list in data, each under a heading of the plan's RAB."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tepat.core.election.catalogue import Words
from tepat.core.plan.schedule.costs import Group

MOST_RUPIAH: Final = 100_000_000_000
"""A single cost above this is a slip of the keyboard."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of cost. `honorarium`: paid to a person who signs the list of payees."""

    code: str
    name: Words
    heading: Group
    honorarium: bool = False
    at_store: bool = False
    """Paid for a store and not for a leg."""


def read_kinds(rows: Iterable[Mapping[str, Any]]) -> tuple[Kind, ...]:
    """Return the kinds of a file. Raises ValueError or KeyError for one that is none."""
    found = tuple(
        Kind(
            str(row["code"]),
            Words(str(row["name"]["id"]), str(row["name"]["en"])),
            Group(row["heading"]),
            bool(row.get("honorarium", False)),
            bool(row.get("at_store", False)),
        )
        for row in rows
    )
    codes = [each.code for each in found]
    if not found or len(set(codes)) != len(codes):
        raise ValueError("each kind needs a code of its own")
    return found
