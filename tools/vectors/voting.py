"""Numbers of a TPS, and what does not add up in them."""

from collections.abc import Iterable
from itertools import product
from typing import Any

from tepat.core.count import voting
from tepat.core.count.voting import Difference, Papers, Voters
from tepat.core.election import choices as numbers


def _said(found: Iterable[Difference]) -> list[list[Any]]:
    return [[each.check.value, each.by] for each in found]


def turnout() -> list[dict[str, Any]]:
    """Return turnouts at the edges: as many as allowed, one more, one fewer than before."""
    rows = [
        ((118, 2, 0), 100, 300, 3, 308),
        ((97, 1, 1), 100, 300, 3, 308),
        ((98, 1, 1), 100, 300, 3, 308),
        ((300, 3, 5), 100, 300, 3, 308),
        ((301, 3, 4), 100, 300, 3, 308),
        ((300, 4, 4), 100, 300, 3, 308),
        ((300, 3, 6), 100, 300, 3, 308),
        ((302, 4, 3), 310, 300, 3, 308),
        ((900, 9, 9), 0, None, None, None),
        ((0, 0, 0), 0, 0, 0, 0),
    ]
    return [
        {
            "voters": list(voters),
            "before": before,
            "dpt": dpt,
            "moved": moved,
            "papers": papers,
            "differs": _said(
                voting.differences_of_voters(Voters(*voters), before, dpt, moved, papers)
            ),
        }
        for voters, before, dpt, moved, papers in rows
    ]


def papers() -> list[dict[str, Any]]:
    """Return papers that add up, and each number one off in both directions."""
    rows: list[tuple[int, ...]] = [(494, 400, 4, 90)]
    steps = product(range(4), (1, -1))
    rows += [tuple(n + step * (at == one) for at, n in enumerate(rows[0])) for one, step in steps]
    rows += [(0, 0, 0, 0), (500, 406, 4, 90)]
    return [
        {
            "papers": list(row),
            "planned": planned,
            "voters": voters,
            "differs": _said(voting.differences_of_papers(Papers(*row), planned, voters)),
        }
        for row in rows
        for planned, voters in ((494, 400), (None, None))
    ]


def result() -> list[dict[str, Any]]:
    """Return results that add up, and those that do not."""
    rows: list[tuple[list[int], int, int, int | None]] = [
        ([200, 150, 40], 390, 10, 400),
        ([200, 150, 41], 390, 10, 400),
        ([200, 150, 40], 390, 11, 400),
        ([200, 150, 40], 391, 9, 400),
        ([200, 150, 40], 390, 11, None),
        ([0, 0], 0, 0, 0),
        ([], 0, 0, None),
    ]
    return [
        {
            "votes": votes,
            "valid": valid,
            "invalid": invalid,
            "used": used,
            "differs": _said(voting.differences_of_result(votes, valid, invalid, used)),
        }
        for votes, valid, invalid, used in rows
    ]


def choices() -> list[dict[str, Any]]:
    """Return what people type about the numbers on a paper, and what it says."""
    texts: tuple[str, ...] = (
        "1-3",
        "1-17, 24",
        "1 - 2,4",
        "7",
        "1,2,3",
        "1-60",
        "1-61",
        "999",
        "1000",
        "0-3",
    )
    texts += ("3-1", "1-3,2", "1,1", "", ",", "1-", "satu", "1.2", "\u0661", "1-3,,5")
    return [{"text": text, "numbers": numbers.read(text)} for text in texts]
