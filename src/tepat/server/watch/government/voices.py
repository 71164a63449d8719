"""What phones told on voting day, as far as this room needs it: who opened, and turnout."""

from collections.abc import Iterable
from datetime import datetime

from tepat.core.election.regions import is_in, split_tps
from tepat.core.move import events, judging
from tepat.core.move.standing import STOPS
from tepat.core.watch.government.outreach import Told
from tepat.server.election.models import Scope
from tepat.server.log import queries as log
from tepat.server.move.devices import queries as devices


def turnout_told(scope: Scope) -> dict[str, Told]:
    """Return the newest turnout of each TPS: one query, two to four more where there is one.

    What nobody may sign for is left out. Of two numbers the later one counts, by the clock of
    who signed.
    """
    newest: dict[str, tuple[datetime, str, Told]] = {}
    for name, fact in _standing(scope, [events.Turnout.KIND]):
        if isinstance(fact, events.Turnout) and _is_tps(scope, fact.place):
            key = (fact.at, name, Told(fact.place, fact.voters, fact.dpt))
            if fact.place not in newest or key[:2] > newest[fact.place][:2]:
                newest[fact.place] = key
    return {place: told for place, (_, _, told) in newest.items()}


def opened_tps(scope: Scope) -> set[str]:
    """Return the TPS whose KPPS said that voting began: one query, more where one did."""
    return {
        fact.place
        for _, fact in _standing(scope, [events.VotingOpened.KIND])
        if isinstance(fact, events.VotingOpened) and _is_tps(scope, fact.place)
    }


def _standing(scope: Scope, kinds: list[str]) -> Iterable[tuple[str, events.Fact]]:
    bodies = log.bodies_of_kinds(scope.election, scope.kabupaten, kinds)
    if not bodies:
        return
    registry = devices.registry(scope)
    for name, body in bodies:
        fact = judging.parsed(body)
        if not registry.standing(fact) & STOPS:
            yield name, fact


def _is_tps(scope: Scope, place: str) -> bool:
    parts = split_tps(place)
    return parts is not None and is_in(parts[0], scope.kabupaten)
