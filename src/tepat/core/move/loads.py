"""How far one load has come, from the set of the facts that speak of it.

The same pairing that tells who holds a package tells of a load whether both sides signed.
"""

from collections.abc import Mapping
from enum import StrEnum

from tepat.core.election.roles import Role
from tepat.core.move.events.envelope import Fact
from tepat.core.move.pairing import Context, pairs_of
from tepat.core.move.standing import STOPS
from tepat.core.move.surviving import standings


class LoadStage(StrEnum):
    """What the log says of a load, in the order in which it goes."""

    PREPARED = "prepared"
    REFUSED = "refused"
    ONE_SIDED = "one_sided"
    """Given or received, says one side alone."""
    ON_THE_WAY = "on_the_way"
    """A driver signed for it."""
    RECEIVED = "received"
    DISPUTED = "disputed"
    """Several say that they received it."""


def stage_of(facts: Mapping[str, Fact], context: Context) -> LoadStage:
    """Return how far the load that all of `facts` speak of has come.

    Facts of a signer with whom something is amiss move nothing here either.
    """
    stand = standings("", facts, context)
    pairs = pairs_of({n: f for n, f in facts.items() if not stand[n] & STOPS}, context)
    if pairs.disputed:
        return LoadStage.DISPUTED
    if pairs.open or pairs.claims:
        return LoadStage.ONE_SIDED
    givers = {edge.giver for edge in pairs.edges}
    heads = {edge.receiver for edge in pairs.edges} - givers
    if any(head.partition("@")[0] == Role.DRIVER for head in heads):
        return LoadStage.ON_THE_WAY
    if pairs.edges:
        return LoadStage.RECEIVED
    return LoadStage.REFUSED if pairs.refused else LoadStage.PREPARED
