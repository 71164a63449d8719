"""One load, one departure: what may travel, and the list that names it.

The list of a shipment is canonical JSON; its hash stands on the papers and, later, in
the handover facts, so that nobody can swap the list afterwards.
"""

from collections.abc import Iterable, Mapping

from tepat.core.log import canonical
from tepat.core.problems import Code, Problem


def list_of(
    election: str, kabupaten: str, shipment: str, route: tuple[str, str], packages: Iterable[str]
) -> bytes:
    """Return the canonical bytes of a shipment's list; `route` is from place to place.

    >>> b'"packages":["X","Y"]' in list_of("e", "63.09", "SJ-1", ("a", "b"), ["Y", "X"])
    True
    """
    return canonical.encode(
        {
            "kind": "shipment_list",
            "v": 1,
            "election": election,
            "kabupaten": kabupaten,
            "shipment": shipment,
            "from": route[0],
            "to": route[1],
            "packages": sorted(packages),
        }
    )


def problems_with(
    packages: Iterable[str],
    ready: Mapping[str, bool],
    elsewhere: Mapping[str, str],
    unsealed_reason: str = "",
) -> list[Problem]:
    """Return why `packages` may not travel together.

    `ready` tells for each package whether it is closed; `elsewhere` names the shipment
    that carries it already. An unsealed package travels only with a reason.
    """
    chosen = sorted(set(packages))
    if not chosen:
        return [Problem(Code.SHIPMENT_EMPTY)]
    found = []
    if taken := [each for each in chosen if each in elsewhere]:
        found.append(
            Problem(
                Code.SHIPMENT_TWICE,
                {"count": len(taken), "package": taken[0], "shipment": elsewhere[taken[0]]},
            )
        )
    open_ones = [each for each in chosen if not ready.get(each)]
    if open_ones and not unsealed_reason.strip():
        facts: dict[str, str | int] = {"count": len(open_ones), "package": open_ones[0]}
        found.append(Problem(Code.SHIPMENT_UNSEALED, facts))
    return found
