"""What handovers and inspections saw of a package and its seals, against how it was closed.

Seals that differ are not settled by sealing again: whoever exchanged them could. Only KPU
settles it, by opening the package afterwards while a supervisor looks on.
"""

from collections.abc import Iterable, Mapping

from tepat.core.election.roles import Role
from tepat.core.move.events.envelope import Check, Fact
from tepat.core.move.events.field import Inspected
from tepat.core.move.events.handover import Given, Received
from tepat.core.move.events.packing import Sealed, Unsealed
from tepat.core.move.events.rights import BAWASLU
from tepat.core.move.ordering import Order
from tepat.core.move.pairing import Context, Witness


def opened_before_supervisors(
    facts: Mapping[str, Fact], witnesses: Iterable[Witness], context: Context
) -> list[str]:
    """Return the openings by KPU or its desk that a supervisor saw and found right."""
    role_of = context.registry.role_of
    seen = {each.fact for each in witnesses if each.role in BAWASLU and not each.finding}
    return [
        name
        for name in sorted(seen & facts.keys())
        if isinstance(facts[name], Unsealed) and role_of(facts[name]) in ("", Role.KPU)
    ]


def damaged_or_differs(
    package: str, facts: Mapping[str, Fact], order: Order, settled_by: Iterable[str]
) -> tuple[bool, bool]:
    """Tell whether somebody saw damage, not sealed since, and seals that nobody settled."""
    damaged = differs = False
    sealed = {name: fact for name, fact in facts.items() if isinstance(fact, Sealed)}
    settling = list(settled_by)
    for name, fact in facts.items():
        if not isinstance(fact, Given | Received | Inspected):
            continue
        check = next((each for each in fact.checks if each.package == package), None)
        known = {n: f for n, f in sealed.items() if not order.before(name, n)}
        of_all = "" if isinstance(fact, Inspected) else fact.condition
        if of_all or (check and check.condition):
            damaged = damaged or len(known) == len(sealed)
        if check and check.seals and not _is_whole(check, known, order):
            differs = differs or not any(order.before(name, each) for each in settling)
    return damaged, differs


def _is_whole(check: Check, sealed: Mapping[str, Sealed], order: Order) -> bool:
    """Whether these are the seals of the last closing that what was seen does not precede."""
    last = [n for n in sealed if not any(order.before(n, other) for other in sealed if other != n)]
    seen = set(check.seals)
    return not last or any(set(sealed[each].seals) == seen for each in last)
