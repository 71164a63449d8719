"""Packages that somebody counted again on their way, from the log."""

from collections.abc import Mapping
from functools import partial

from tepat.core.count.recounts import Recount, is_of_the_way, recounts_of
from tepat.core.move.custody import with_order
from tepat.core.move.devices import Registry
from tepat.core.move.events import CountedAgain, Fact, Received
from tepat.core.move.nearness import place_of
from tepat.core.move.ordering import Order
from tepat.server.election.models import Scope
from tepat.server.log import queries as log
from tepat.server.log.models import FactPackage
from tepat.server.move.custody.about import about
from tepat.server.move.devices import queries as devices

Recounts = dict[str, dict[str, tuple[Recount, ...]]]
"""By package and SKU, one count after the other."""


def recounts(
    scope: Scope,
    item: str,
    filled: Mapping[str, str],
    packed: Mapping[str, Mapping[str, int]],
    some: bool,
) -> Recounts:
    """Return the counts of papers (`item`) on the way: one query where nobody counted again.

    `filled` has, by package, the fact that says what is in it, and `packed` its papers by SKU.
    Otherwise a few queries more per 500 packages that were counted again.
    """
    where = {"election": scope.election, "kabupaten": scope.kabupaten}
    rows = FactPackage.objects.filter(**where, fact__kind=CountedAgain.KIND)
    rows = rows.filter(package__in=sorted(filled)) if some else rows
    codes = sorted({code for code in rows.values_list("package", flat=True) if code in filled})
    if not codes:
        return {}
    registry = devices.registry(scope)
    found: Recounts = {}
    for part in log.parts(codes):
        named, context = about(scope, part, registry)
        for code in part:
            state, order = with_order(code, named[code], context)
            aside = {*state.pairs.aside, *(name for name, _ in state.apart)}
            stands = {name: fact for name, fact in named[code] if name not in aside}
            of_the_way = partial(_of_the_way, registry, place_of(code), stands, order)
            found[code] = recounts_of(
                stands, order, filled[code], packed.get(code, {}), item, of_the_way
            )
    return found


def _of_the_way(
    registry: Registry,
    tps: str,
    facts: Mapping[str, Fact],
    order: Order,
    name: str,
    fact: CountedAgain,
) -> bool:
    """Tell whether who counted answers for the place, and the TPS had not signed for it before."""
    given = registry.assignment_of(fact)
    arrived = (n for n, f in facts.items() if isinstance(f, Received) and f.place == tps)
    return (
        given is not None
        and is_of_the_way(fact, tps, registry.role_of(fact), given.area)
        and not any(order.before(each, name) for each in arrived)
    )
