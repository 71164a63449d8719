"""The facts about packages with everything that a fold of them asks beside them."""

from collections.abc import Sequence

from tepat.core.move import events, judging
from tepat.core.move.devices import Registry
from tepat.core.move.pairing import Context
from tepat.server.election.models import Scope
from tepat.server.log import for_folds
from tepat.server.move.custody import lists

NamedFact = tuple[str, events.Fact]


def lists_of(fact: events.Fact) -> tuple[str, ...]:
    """Return the lists that `fact` names."""
    return (fact.list,) if isinstance(fact, events.Load | events.Listed) and fact.list else ()


def about(
    scope: Scope, packages: Sequence[str], registry: Registry
) -> tuple[dict[str, list[NamedFact]], Context]:
    """Return the facts about each of `packages` (500 at most) and what a fold needs beside them.

    A fixed number of queries.
    """
    known = for_folds.about_all(scope.election, scope.kabupaten, packages)
    facts = {each.name: each for rows in known.values() for each in rows}
    read = {name: judging.parsed(each.body) for name, each in facts.items()}
    named = {
        code: [(each.name, read[each.name]) for each in known.get(code, [])] for code in packages
    }
    names = {name for fact in read.values() for name in lists_of(fact)}
    signed = {name: each.countersigners for name, each in facts.items() if each.countersigners}
    came = {name: each.arrival for name, each in facts.items()}
    arrivals = for_folds.arrivals_of(scope.election, scope.kabupaten, came, list(read.values()))
    return named, Context(registry, lists.known(names), signed, arrivals)
