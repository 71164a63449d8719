"""What does not add up in the numbers that a TPS reports.

A difference is said, never corrected: people at the TPS see the papers, nobody else does.
The phone asks by the same rules (`field/src/tasks/voting_rules.ts`, by the vectors of
`tests/vectors/voting.json`), so that desk and phone say the same of one sheet.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

OPENS_AT: Final = 7 * 60
"""Minutes after midnight, by the clock of the TPS: voting begins at 07.00."""


class Check(StrEnum):
    """One identity between the numbers of a TPS, in the order in which people look."""

    LESS = "less"
    """A later count of voters is no smaller than the one before."""
    DPT = "dpt"
    """voters of the DPT <= DPT"""
    MOVED = "moved"
    """voters moved in <= those known to have moved in"""
    ENOUGH = "enough"
    """voters <= ballot papers"""
    DELIVERED = "delivered"
    """received = papers that the plan sends"""
    BALANCE = "balance"
    """received = used + spoiled + left"""
    USED = "used"
    """used = voters"""
    VALID = "valid"
    """valid = sum of the votes"""
    TOTAL = "total"
    """valid + invalid = used"""


@dataclass(frozen=True, slots=True)
class Difference:
    """A check that does not hold, and by how much the left side is larger than the right."""

    check: Check
    by: int


@dataclass(frozen=True, slots=True)
class Voters:
    """People who have voted by an hour: of the DPT, moved in, and on no list."""

    dpt: int
    moved: int
    unlisted: int

    @property
    def total(self) -> int:
        return self.dpt + self.moved + self.unlisted


@dataclass(frozen=True, slots=True)
class Papers:
    """What became of the ballot papers of one kind."""

    received: int
    used: int
    spoiled: int
    left: int


def differences_of_voters(
    now: Voters,
    before: int = 0,
    dpt: int | None = None,
    moved: int | None = None,
    papers: int | None = None,
) -> list[Difference]:
    """Return what is odd about a turnout; `before` is the total of the one before.

    `dpt`, `moved` and `papers` are the most that the lists allow; None is not compared.

    >>> differences_of_voters(Voters(301, 2, 0), before=100, dpt=300)
    [Difference(check=<Check.DPT: 'dpt'>, by=1)]
    """
    found = [(Check.LESS, min(0, now.total - before))]
    most = ((Check.DPT, now.dpt, dpt), (Check.MOVED, now.moved, moved))
    for check, count, limit in (*most, (Check.ENOUGH, now.total, papers)):
        if limit is not None:
            found.append((check, max(0, count - limit)))
    return _differing(found)


def differences_of_papers(
    papers: Papers, planned: int | None = None, voters: int | None = None
) -> list[Difference]:
    """Return what does not add up of one kind's papers; None is not compared.

    >>> differences_of_papers(Papers(494, 400, 3, 90), planned=494)
    [Difference(check=<Check.BALANCE: 'balance'>, by=1)]
    """
    found = []
    if planned is not None:
        found.append((Check.DELIVERED, papers.received - planned))
    found.append((Check.BALANCE, papers.received - papers.used - papers.spoiled - papers.left))
    if voters is not None:
        found.append((Check.USED, papers.used - voters))
    return _differing(found)


def differences_of_result(
    votes: Sequence[int], valid: int, invalid: int, used: int | None = None
) -> list[Difference]:
    """Return what does not add up of one kind's result, as its form shows it.

    >>> differences_of_result([200, 150], 350, 10, used=360)
    []
    """
    found = [(Check.VALID, valid - sum(votes))]
    if used is not None:
        found.append((Check.TOTAL, valid + invalid - used))
    return _differing(found)


def minutes_late(minute: int) -> int:
    """Return by how many minutes voting began late, from minutes after midnight.

    >>> minutes_late(7 * 60), minutes_late(7 * 60 + 25), minutes_late(6 * 60 + 50)
    (0, 25, 0)
    """
    return max(0, minute - OPENS_AT)


def _differing(found: Iterable[tuple[Check, int]]) -> list[Difference]:
    return [Difference(check, by) for check, by in found if by != 0]
