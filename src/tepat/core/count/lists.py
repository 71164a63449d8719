"""Votes of a form with lists of names: the party itself, each candidate, and their total.

C.HASIL of DPR and DPRD has, below each party, its own votes, those of each candidate, and the sum
of both. A number on the paper stays what it was, the total of the party (`4`); its rows are `4.0`
for the party itself and `4.1`, `4.2` for its candidates. A form that says totals alone is whole.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from tepat.core.election.catalogue import Words
from tepat.core.election.choices import MOST_CANDIDATES

PARTY: Final = 0
"""The row of the party itself: votes for no candidate."""
MOST: Final = MOST_CANDIDATES
Paper = Mapping[str, int]
"""By number on the paper how many candidates stand below it; 0: nobody has said."""
_NAME: Final = re.compile(r"([1-9][0-9]{0,2})(?:\.([0-9]{1,2}))?")


def row_of(number: str, row: int) -> str:
    """Return what the row of a party is called: 0 the party itself, 1 its first candidate.

    >>> row_of("4", PARTY), row_of("4", 12)
    ('4.0', '4.12')
    """
    return f"{number}.{row}"


def parts_of(name: str) -> tuple[int, int | None] | None:
    """Return party and row of what votes are called; the row of a total is None.

    >>> parts_of("4"), parts_of("4.12"), parts_of("calon")
    ((4, None), (4, 12), None)
    """
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    return int(found[1]), None if found[2] is None else int(found[2])


def is_row(name: str) -> bool:
    """Tell whether it is a row below a party, which the total holds already."""
    return "." in name


def in_order(name: str) -> tuple[int, int, str]:
    """The place on the paper: the party, its candidates, then their total.

    >>> sorted(["10", "4", "4.10", "4.2", "4.0"], key=in_order)
    ['4.0', '4.2', '4.10', '4', '10']
    """
    party, row = parts_of(name) or (1_000, None)
    return party, 1_000 if row is None else row, name


def rows_for(numbers: Iterable[str], candidates: Mapping[str, int]) -> tuple[str, ...]:
    """Return the lines of a sheet for these numbers, as they stand on the paper.

    `candidates`: how many a party has; of a party that is not named there is its total alone.

    >>> rows_for(["1", "2"], {"1": 2})
    ('1.0', '1.1', '1.2', '1', '2')
    """
    found: list[str] = []
    for number in numbers:
        if count := candidates.get(number, 0):
            found += [row_of(number, row) for row in range(PARTY, count + 1)]
        found.append(number)
    return tuple(found)


def sums_of(votes: Mapping[str, int | None]) -> dict[str, int | None]:
    """Return, by party with rows, what its rows add up to; None while one of them is blank.

    >>> sums_of({"1.0": 2, "1.1": 3, "1": 5, "2": 7}), sums_of({"1.0": 2, "1.1": None})
    ({'1': 5}, {'1': None})
    """
    found: dict[str, int | None] = {}
    for name, count in votes.items():
        if is_row(name):
            party = name.partition(".")[0]
            before = found.get(party, 0)
            found[party] = None if before is None or count is None else before + count
    return found


def is_on(name: str, paper: Paper) -> bool:
    """Tell whether a number, or a row below it, stands on this paper.

    >>> is_on("2", {"1": 7, "2": 0}), is_on("1.8", {"1": 7}), is_on("40", {"1": 7})
    (True, False, False)
    """
    party, row = parts_of(name) or (0, None)
    count = paper.get(str(party))
    return count is not None and (not row or not count or row <= count)


def without_blanks(votes: Mapping[str, int | None], paper: Paper | None) -> dict[str, int | None]:
    """Return votes without blank cells of what is not on this paper; None: it is not known.

    A blank is none either below a number of which no row is filled in. A cell that is filled in
    stays, wherever it stands.

    >>> without_blanks({"1": 5, "2": None, "3": None, "4": 0}, {"1": 0, "2": 0})
    {'1': 5, '2': None, '4': 0}
    """
    filled = {name.partition(".")[0] for name, n in votes.items() if is_row(name) and n is not None}
    return {
        name: n
        for name, n in votes.items()
        if n is not None
        or (
            (paper is None or is_on(name, paper))
            and (not is_row(name) or name.partition(".")[0] in filled)
        )
    }


def words_for(name: str) -> Words | None:
    """Return what a row below a party is called; None for a number on the paper.

    >>> words_for("4.0").id, words_for("4.2").id, words_for("4")
    ('nomor 4, suara partai', 'nomor 4, calon 2', None)
    """
    party, row = parts_of(name) or (0, None)
    if row is None:
        return None
    if row == PARTY:
        return Words(f"nomor {party}, suara partai", f"number {party}, party alone")
    return Words(f"nomor {party}, calon {row}", f"number {party}, candidate {row}")
