"""What a person reads about a package or a signer that does not fit, and what to do now."""

from typing import Final

from tepat.core.move.custody import Custody, Flag
from tepat.core.move.devices import Registry
from tepat.core.move.events.envelope import Fact
from tepat.core.move.folding import Folded
from tepat.core.move.standing import STOPS, Standing
from tepat.core.problems import Code, Problem

OF_FLAG: Final = {flag: Code(f"custody_{flag.value}") for flag in Flag}
OF_STANDING: Final = {standing: Code(f"signer_{standing.value}") for standing in Standing}
_UNKNOWN: Final = "?"


def problems_with(folded: Folded) -> list[Problem]:
    """Return one problem for each flag of a package, in the order of the flags."""
    custody, packing = folded.custody, folded.packing
    counts = {Flag.SIGNER: len(custody.apart), Flag.CORRECTED: len(custody.pairs.aside)}
    facts = {
        "package": custody.package,
        "place": custody.place or _UNKNOWN,
        "holder": custody.holder or _UNKNOWN,
        "contenders": ", ".join(custody.contenders) or _UNKNOWN,
        "seals": ", ".join(packing.seals or packing.broken) or _UNKNOWN,
    }
    return [
        Problem(OF_FLAG[flag], {**facts, "count": counts.get(flag, 1)}) for flag in custody.flags
    ]


def problems_with_signer(
    name: str, fact: Fact, registry: Registry, custody: Custody
) -> list[Problem]:
    """Return what is amiss with the signer of the fact called `name`, for the package of `custody`.

    Empty where all is well.
    """
    waiting = registry.waiting(fact.device)
    of_package = [*custody.apart, *custody.despite]
    found = {Standing(flag) for each, flags in of_package if each == name for flag in flags}
    return [
        Problem(OF_STANDING[each], {"count": waiting} if each is Standing.GAP else {})
        for each in sorted(found | registry.standing(fact) - STOPS)
    ]
