"""One load, one departure: what may travel, and the list that names it.

The list of a shipment is canonical JSON; its hash stands on the papers and, later, in
the handover facts, so that nobody can swap the list afterwards.
"""

from collections.abc import Iterable, Mapping

from tepat.core.election.regions import Level, is_in, level_of
from tepat.core.log import canonical
from tepat.core.problems import Code, Problem, refuse


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
        },
        at_most=canonical.LARGEST_LIST,
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


def destination_of(kecamatan: Iterable[str], names: Mapping[str, str]) -> str:
    """Return the PPK that packages of these kecamatan go to.

    Raises `Refused` where they go to several: nobody guesses which one was meant.

    >>> destination_of(["63.09.05", "63.09.05"], {})
    '63.09.05:ppk'
    """
    found = sorted(set(kecamatan))
    if not found:
        raise refuse(Code.SHIPMENT_EMPTY)
    if len(found) > 1:
        choices = ", ".join(names.get(each, each) for each in found)
        raise refuse(Code.SHIPMENT_SEVERAL, choices=choices)
    return f"{found[0]}:ppk"


def route_problems(
    route: tuple[str, str], stores: Mapping[str, str], places: Mapping[str, str], kabupaten: str
) -> list[Problem]:
    """Return why packages may not go along `route`, from place to place.

    `stores` names the places known here, `places` says where each package belongs.
    """
    origin, destination = route
    if destination not in stores or destination == origin:
        facts: dict[str, str | int] = {"value": destination[:40], "kabupaten": kabupaten}
        return [Problem(Code.SHIPMENT_PLACE, facts)]
    area = destination.partition(":")[0]
    strays = sorted(code for code, place in places.items() if not is_in(place, area))
    if not strays:
        return []
    facts = {"count": len(strays), "destination": stores[destination], "package": strays[0]}
    return [Problem(Code.SHIPMENT_STRAY, facts)]


def list_problems(
    shipment: str,
    packages: Iterable[str],
    ready: Mapping[str, bool],
    elsewhere: Mapping[str, str],
    opened: Iterable[str] = (),
    unsealed_reason: str = "",
) -> list[Problem]:
    """Return what changed since the list of `shipment` was made: no paper may go out with it.

    `ready` holds the packages that are still planned, `opened` those that were opened after
    the list was made. What was listed unsealed, with a reason, stays as it was.
    """
    chosen = sorted(set(packages))
    gone = [each for each in chosen if each not in ready]
    broken = set(opened)
    open_ones = [
        each
        for each in chosen
        if each in ready and not ready[each] and (each in broken or not unsealed_reason.strip())
    ]
    taken = [each for each in chosen if each in elsewhere]
    found = []
    for code, which in ((Code.SHIPMENT_GONE, gone), (Code.SHIPMENT_OPENED, open_ones)):
        if which:
            facts: dict[str, str | int] = {
                "count": len(which),
                "package": which[0],
                "shipment": shipment,
            }
            found.append(Problem(code, facts))
    if taken:
        facts = {"count": len(taken), "package": taken[0], "shipment": elsewhere[taken[0]]}
        found.append(Problem(Code.SHIPMENT_TWICE, facts))
    return found


def beyond(start: str, places: Mapping[str, str]) -> list[tuple[tuple[str, str], list[str]]]:
    """Return the loads that go on from `start`: each route, nearest first, with its packages.

    `places` says where each package belongs. From a PPK to the PPS of each desa, from a PPS
    to each TPS; what belongs to `start` itself stays. Nothing goes on from a TPS.

    >>> [route[1] for route, _ in beyond("63.09.05:ppk", {"A": "63.09.05.2003-001"})]
    ['63.09.05.2003:pps', '63.09.05.2003-001']
    """
    area = start.partition(":")[0]
    if "-" in area:
        return []
    ends: dict[str, dict[str, str]] = {}
    for code, place in sorted(places.items()):
        if is_in(place, area) and (end := _next(area, place)):
            ends.setdefault(end, {})[code] = place
    near = [((start, end), list(ends[end])) for end in sorted(ends)]
    far = [leg for end in sorted(ends) for leg in beyond(end, ends[end])]
    return near + far


def _next(area: str, place: str) -> str:
    """Return where a package of `place` goes to from a store in `area`, "" where it stays."""
    desa = place.partition("-")[0]
    level = level_of(area)
    if level is Level.KECAMATAN and desa != area:
        return f"{desa}:pps"
    return place if level is Level.DESA and place != area else ""
