"""What phones told of one TPS on voting day, put together as sheets.

A phone tells turnout, papers and votes as facts of their own. Each fact about papers or votes
makes a version of the sheet of its SKU: with what the same TPS had told until then. Facts come
in the order of the log; a version never changes when more comes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tepat.core.count.form import Form
from tepat.core.count.turnout import Report
from tepat.core.count.versions import Source, Version
from tepat.core.move import events

Said = events.Turnout | events.Ballots | events.Result
KINDS = (events.Turnout.KIND, events.Ballots.KIND, events.Result.KIND)


@dataclass(frozen=True, slots=True)
class Told:
    """One fact that stands, with its name and who signed it."""

    name: str
    fact: Said
    person: str


@dataclass(frozen=True, slots=True)
class Voters:
    """How many had voted at a TPS; `apart` tells whether they were counted by list."""

    name: str
    at: datetime
    voters: int
    dpt: int
    moved: int
    unlisted: int

    @property
    def apart(self) -> bool:
        return self.dpt + self.moved + self.unlisted > 0

    def report(self, tps: str, of_the_list: bool) -> Report | None:
        """Return the report of a formula: all who voted, or those of the DPT alone."""
        if not of_the_list:
            return Report(tps, self.at, self.voters)
        return Report(tps, self.at, self.dpt) if self.apart or not self.voters else None


def voters_of(facts: Iterable[Told]) -> list[Voters]:
    """Return what one TPS told of its voters, by the clock of who signed."""
    found = [
        Voters(t.name, t.fact.at, t.fact.voters, t.fact.dpt, t.fact.moved, t.fact.unlisted)
        for t in facts
        if isinstance(t.fact, events.Turnout)
    ]
    return sorted(found, key=lambda each: (each.at, each.voters, each.name))


def versions_of(facts: Iterable[Told]) -> dict[str, list[Version]]:
    """Return the versions of each SKU of one TPS; `facts` in the order of the log.

    What one person told never completes the sheet of another: a supervisor who counts at the
    same TPS makes versions of their own.
    """
    voters: dict[str, events.Turnout] = {}
    papers: dict[tuple[str, str], events.Ballots] = {}
    votes: dict[tuple[str, str], events.Result] = {}
    found: dict[str, list[Version]] = {}
    for each in facts:
        fact, who = each.fact, each.person
        if isinstance(fact, events.Turnout):
            before = voters.get(who)
            if before is None or (fact.at, fact.voters) >= (before.at, before.voters):
                voters[who] = fact
            continue
        key = (who, fact.sku)
        if isinstance(fact, events.Ballots):
            papers[key] = fact
        else:
            votes[key] = fact
        form = _form(fact, voters.get(who), papers.get(key), votes.get(key))
        result = votes.get(key)
        version = Version(
            form,
            who,
            Source.PHONE,
            fact.at,
            each.name,
            result.photos if result else (),
            fact.reason,
        )
        found.setdefault(fact.sku, []).append(version)
    return found


def _form(
    fact: events.Ballots | events.Result,
    voters: events.Turnout | None,
    papers: events.Ballots | None,
    votes: events.Result | None,
) -> Form:
    figures: dict[str, int | None] = {}
    if voters:
        figures["users"] = voters.voters
        if voters.dpt + voters.moved + voters.unlisted:
            figures |= {"dpt": voters.dpt, "moved": voters.moved, "unlisted": voters.unlisted}
    if papers:
        figures |= {"received": papers.received, "used": papers.used}
        figures |= {"spoiled": papers.spoiled, "left": papers.left}
    if votes:
        figures |= {"valid": votes.valid, "invalid": votes.invalid}
    numbers = {each.item: each.count for each in votes.votes} if votes else {}
    return Form(fact.place, fact.sku, figures, numbers)
