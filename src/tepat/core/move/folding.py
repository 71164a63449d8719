"""The whole state of a package, packing and custody together, in its one canonical form.

The line of a package is what is published beside the entries and what a verifier folds
again from them: the two must be equal byte for byte.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tepat.core.log import canonical
from tepat.core.move import packing_state
from tepat.core.move.clocks import Arrivals
from tepat.core.move.custody import Custody, with_order
from tepat.core.move.devices import registry_of
from tepat.core.move.events.envelope import Fact, Lists, packages_of
from tepat.core.move.pairing import Context, Edge
from tepat.core.move.standing import HiddenLinks, chains_of

NamedFact = tuple[str, Fact]


@dataclass(frozen=True, slots=True)
class Folded:
    """Everything that is known of one package."""

    packing: packing_state.PackageState
    custody: Custody

    @property
    def package(self) -> str:
        return self.custody.package


def fold(package: str, facts: Iterable[NamedFact], context: Context) -> Folded:
    """Return what `facts`, in any order, imply for `package`."""
    known = list(facts)
    custody, order = with_order(package, known, context)
    still = {*custody.pairs.aside, *(name for name, _ in custody.apart)}
    moving = [(n, f) for n, f in known if n not in still]
    return Folded(packing_state.state_of(package, moving, order), custody)


def context_of(
    facts: Iterable[NamedFact],
    lists: Lists,
    root: str = "",
    countersigned: Mapping[str, tuple[str, ...]] | None = None,
    *,
    arrivals: Arrivals | None = None,
    hidden: HiddenLinks = (),
) -> Context:
    """Return the context of a whole log. `root` is the name of its first fact.

    A hidden fact moves nothing, and yet its device forks where another has its number.
    """
    known = list(facts)
    registry = registry_of(known, root, countersigned).with_chains(chains_of(known, hidden))
    return Context(registry, lists, countersigned, arrivals)


def fold_all(
    facts: Iterable[NamedFact],
    lists: Lists,
    root: str = "",
    countersigned: Mapping[str, tuple[str, ...]] | None = None,
    *,
    arrivals: Arrivals | None = None,
    hidden: HiddenLinks = (),
) -> dict[str, Folded]:
    """Return the state of every package that a fact of the log names, sorted by package."""
    known = list(dict(facts).items())
    context = context_of(known, lists, root, countersigned, arrivals=arrivals, hidden=hidden)
    about: defaultdict[str, list[NamedFact]] = defaultdict(list)
    for name, fact in known:
        if not fact.AUDIENCE.is_hidden:
            for package in packages_of(fact, lists):
                about[package].append((name, fact))
    return {package: fold(package, about[package], context) for package in sorted(about)}


def state_line(folded: Folded) -> bytes:
    """Return the canonical form of a state, without a line feed; empty fields are left out."""
    packing, custody = folded.packing, folded.custody
    pairs = custody.pairs
    value: dict[str, Any] = {
        "package": custody.package,
        "stage": custody.stage.value,
        "holder": custody.holder,
        "place": custody.place,
        "towards": custody.towards,
        "evidence": custody.evidence,
        "contenders": list(custody.contenders),
        "flags": [flag.value for flag in custody.flags],
        "handovers": [_edge(each) for each in pairs.edges],
        "open": [_edge(each) for each in pairs.open],
        "claims": [_edge(each) for each in pairs.claims],
        "refused": list(pairs.refused),
        "disputed": list(pairs.disputed),
        "aside": list(pairs.aside),
        "witnesses": [[w.fact, w.role, w.device, w.finding] for w in pairs.witnesses],
        "apart": [[name, list(flags)] for name, flags in custody.apart],
        "despite": [[name, list(flags)] for name, flags in custody.despite],
        "countersigned": [[name, list(who)] for name, who in custody.countersigned],
        "packing": packing.state.value,
        "contents": [[line.item, line.sku, line.count] for line in packing.contents],
        "lies_in": packing.lies_in,
        "holds": list(packing.holds),
        "seals": list(packing.seals),
        "broken": list(packing.broken),
        "foreign": list(packing.foreign),
        "released": list(packing.released),
        "heads": list(packing.heads),
        "filled": packing.filled,
        "problems": [each.code.value for each in packing.problems],
        "v": 1,
    }
    return canonical.encode({key: each for key, each in value.items() if each or key == "v"})


def _edge(edge: Edge) -> list[str]:
    return [
        edge.giver,
        edge.receiver,
        edge.place,
        edge.to,
        edge.given,
        edge.received,
        edge.evidence,
    ]
