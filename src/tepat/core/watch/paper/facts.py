"""What a row of papers becomes in the log: `received` by paper, and `corrected` for a mistake."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from tepat.core.move import events
from tepat.core.move.events.envelope import Header
from tepat.core.watch.paper.reading import Entry
from tepat.core.watch.paper.rows import NOTHING_KNOWN, Expected, Way

AT_ONCE: Final = 150
"""Boxes that one fact names with their seals: it stays far below the size of a fact."""
AFTER_VOTING: Final = frozenset({"opened", "used", "resealed", "returned", "archived"})
"""Stages of a package of which somebody has said that its TPS voted with it."""
TYPO: Final = "typo"
WRONG_COUNT: Final = "wrong_count"


def received(
    expected: Expected,
    entry: Entry,
    where: tuple[str, str],
    by: str,
    before: events.Received | None = None,
    after: Iterable[str] = (),
) -> list[events.Received]:
    """Return the facts of one row: as a rule one, by the list of its load or by codes.

    `where` is the election and the kabupaten of the log, `by` who typed. The hour is that of
    the paper; who received stays beside the log. `before` is what was recorded of this paper,
    which says whose hands it is about: the log has moved on since. `after` are more facts that
    it follows.
    """
    giver, receiver, place = expected.sides
    half = expected.half
    common = {
        "election": where[0],
        "kabupaten": where[1],
        "by": by,
        "at": entry.at,
        "giver": before.giver if before else giver,
        "receiver": receiver,
        "place": place,
        "to": place,
        "condition": entry.condition,
        "photos": (entry.photo,) if entry.photo else (),
        "paper": entry.number,
        "given": before.given if before else half.given if half else "",
        "shipment": expected.shipment,
        "after": tuple(sorted({*expected.earlier, *after})),
    }
    if expected.list_hash:
        found = events.Received(
            **common,  # type: ignore[arg-type]
            list=expected.list_hash,
            without=entry.missing,
            checks=entry.checks if len(entry.packages) <= AT_ONCE else _otherwise(expected, entry),
        )
        return [found]
    return [
        events.Received(
            **common,  # type: ignore[arg-type]
            packages=some,
            checks=tuple(each for each in entry.checks if each.package in some),
        )
        for some in _parts(entry.packages)
    ]


def ended(expected: Expected, entry: Entry, where: tuple[str, str], by: str) -> list[events.Used]:
    """Return that voting with these packages is over, of which nobody has said so.

    A paper of the way back says it too: without it a box that comes back by paper alone would
    look like one that never stayed at its TPS.
    """
    if expected.way is not Way.BACK_TO_PPS:
        return []
    return [
        events.Used(
            election=where[0],
            kabupaten=where[1],
            by=by,
            at=entry.at,
            after=expected.earlier,
            package=package,
            place=expected.area,
        )
        for package in entry.packages
        if expected.known.get(package, NOTHING_KNOWN).stage not in AFTER_VOTING
    ]


def corrected(
    wrong: Iterable[tuple[str, events.Received]], stands: str, reason: str, header: Header
) -> Iterator[events.Corrected]:
    """Yield what sets the facts of an earlier row aside; `stands` holds instead, if any does."""
    for name, fact in wrong:
        yield events.Corrected(
            **header,
            shipment=fact.shipment,
            list=fact.list,
            without=fact.without,
            packages=fact.packages,
            fact=name,
            stands=stands,
            reason=reason,
            paper=fact.paper,
        )


def reason_of(
    wrong: Iterable[tuple[str, events.Received]], facts: Iterable[events.Received]
) -> str:
    """Return in one word what was wrong: how many boxes there were, or something else."""

    def boxes(said: Iterable[events.Received]) -> set[tuple[str, ...]]:
        return {(*each.packages, "", *each.without) for each in said}

    return TYPO if boxes(fact for _, fact in wrong) == boxes(facts) else WRONG_COUNT


def is_same(one: events.Received, other: events.Received) -> bool:
    """Whether two facts say the same of the same paper, whoever typed them and when."""
    return _bare(one) == _bare(other)


def _bare(fact: events.Received) -> events.Received:
    nobody = {"device": "", "seq": 0, "prev": "", "by": "", "after": (), "given": ""}
    return replace(fact, **nobody)  # type: ignore[arg-type]


def _otherwise(expected: Expected, entry: Entry) -> tuple[events.Check, ...]:
    """Checks that are not as on the list, which stands for the rest."""
    return tuple(
        each for each in entry.checks if each.seals != expected.seals.get(each.package, ())
    )


def _parts(packages: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for start in range(0, len(packages), AT_ONCE):
        yield packages[start : start + AT_ONCE]
