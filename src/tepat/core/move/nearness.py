"""Where a fact says it was, and whether somebody of an area may have seen it."""

from functools import lru_cache

from tepat.core.election.ids import read_package
from tepat.core.election.regions import is_in
from tepat.core.move.events.envelope import Fact, Load
from tepat.core.move.events.handover import Relocated
from tepat.core.move.events.packing import CountedAgain


@lru_cache(maxsize=65_536)
def place_of(package: str) -> str:
    """Return the place a package code is made for, "" where it is no such code.

    >>> place_of("P246309052003007BUPK1F")
    '63.09.05.2003-007'
    """
    code = read_package(package)
    return code.place if code else ""


def places_of(fact: Fact) -> list[str]:
    """Every place that must lie in the area of who signs: where it was, and whose package.

    A load is another's as a rule: who holds it is asked by the fold of each package. A
    package that is counted may have strayed to whoever counts it.
    """
    if fact.KIND in ("incident", "cancelled", "corrected", "transferred"):
        return []
    said = [getattr(fact, "place", "")]
    if isinstance(fact, Relocated):
        said.append(fact.to)
    if not isinstance(fact, Load) and not (isinstance(fact, CountedAgain) and fact.place):
        said += map(place_of, fact.packages)
    return [place for place in said if place]


def is_near(area: str, fact: Fact, package: str) -> bool:
    """Tell whether somebody of `area` may have seen `fact`: it, or its package, is from there.

    Where neither says a place, it may.
    """
    places = [getattr(fact, "place", ""), getattr(fact, "to", ""), place_of(package)]
    said = [place for place in places if place]
    return not said or any(is_in(place, area) for place in said)
